"""Shows a crawl while it runs: a live panel on a terminal, a line every few seconds elsewhere, JSON lines where asked for."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any, Self

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from rich.console import Group

    from crawler import run as crawl
    from storage.archive_index import Reach

PLAIN_SECONDS = 5.0  #: between two lines
WINDOW_SECONDS = 10.0  #: over which the current speed is taken
ORIGINS_SHOWN = 8


class Progress:
    """Takes snapshots of a crawl and shows them; a context manager. ``form`` is ``live``, ``text``, ``json`` or ``quiet``."""

    def __init__(self, form: str, clock: Callable[[], float] = time.monotonic, interval: float = PLAIN_SECONDS) -> None:
        self.form = form
        self._clock = clock
        self._interval = interval
        self._began = clock()
        self._told = self._began
        self._marks: list[tuple[float, int]] = [(self._began, 0)]  #: (time, pages), for the current speed
        self._live: Any = None

    def __enter__(self) -> Self:
        if self.form == "live":
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(stderr=True), refresh_per_second=4, transient=True)
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, now: crawl.Progress) -> None:
        """Show one snapshot, or keep quiet until the next line is due."""
        at = self._clock()
        self._marks.append((at, now.pages))
        while len(self._marks) > 2 and self._marks[1][0] <= at - WINDOW_SECONDS:
            self._marks.pop(0)
        if self._live is not None:
            self._live.update(self._panel(now, at))
        elif self.form != "quiet" and at - self._told >= self._interval:
            self._told = at
            click.echo(self._json(now, at) if self.form == "json" else self._line(now, at), err=True)

    def archive(self, reach: Reach) -> None:
        """Say how far the reading of an archive is."""
        share = f"{reach.bytes / 1e6:.0f} of {reach.of_bytes / 1e6:.0f} MB"
        if self.form == "json":
            told = {"log": "archive", "captures": reach.captures, "bytes": reach.bytes, "of_bytes": reach.of_bytes}
            click.echo(json.dumps(told), err=True)
        elif self._live is not None:
            self._live.update(f"reading the archive: {reach.captures} captures, {share}")
        elif self.form != "quiet":
            click.echo(f"reading the archive: {reach.captures} captures, {share}", err=True)

    def _speed(self) -> float:
        (first, before), (last, pages) = self._marks[0], self._marks[-1]
        return (pages - before) / (last - first) if last > first else 0.0

    def _line(self, now: crawl.Progress, at: float) -> str:
        parts = [
            f"{at - self._began:.0f} s",
            f"{now.pages} pages",
            f"{now.articles} articles",
            f"{now.events} events",
            f"{now.issues} issues",
            f"{self._speed():.1f} pages/s",
            f"{now.waiting} waiting",
        ]
        ended = by_reason(now.outcomes)
        return ", ".join(parts) + (f"; not stored: {ended}" if ended else "")

    def _json(self, now: crawl.Progress, at: float) -> str:
        told = {
            "log": "progress",
            "elapsed_s": round(at - self._began, 1),
            "pages": now.pages,
            "articles": now.articles,
            "events": now.events,
            "issues": now.issues,
            "pages_per_s": round(self._speed(), 1),
            "waiting": now.waiting,
            "outcomes": dict(now.outcomes),
            "origins": dict(now.origins),
        }
        return json.dumps(told, ensure_ascii=False)

    def _panel(self, now: crawl.Progress, at: float) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        counts = Table.grid(padding=(0, 3))
        counts.add_row(
            f"{at - self._began:.0f} s",
            f"[bold]{now.pages}[/] pages",
            f"[bold green]{now.articles}[/] articles",
            f"[bold green]{now.events}[/] events",
            f"{now.issues} issues",
            f"{self._speed():.1f} pages/s",
            f"{now.waiting} waiting",
        )
        lines: list[Any] = [counts]
        ended = by_reason(now.outcomes)
        if ended:
            lines.append(Text(f"not stored: {ended}", style="yellow"))
        busiest = sorted(now.origins.items(), key=lambda item: (-item[1], item[0]))
        if busiest:
            places = Table.grid(padding=(0, 3))
            for origin, answers in busiest[:ORIGINS_SHOWN]:
                places.add_row(Text(origin, style="dim"), Text(f"{answers} answers", style="dim"))
            lines.append(places)
            if len(busiest) > ORIGINS_SHOWN:
                lines.append(Text(f"and {len(busiest) - ORIGINS_SHOWN} origins more", style="dim"))
        return Group(*lines)


def by_reason(outcomes: Mapping[str, int]) -> str:
    """The reasons with their counts, most frequent first; what was stored is left out."""
    ended = sorted(
        ((reason, count) for reason, count in outcomes.items() if reason != "stored" and count), key=lambda item: (-item[1], item[0])
    )
    return ", ".join(f"{reason} {count}" for reason, count in ended)


def chosen_form(*, quiet: bool, log_format: str) -> str:
    """How progress is shown: as asked for, live only where stderr is a terminal."""
    if quiet:
        return "quiet"
    if log_format == "json":
        return "json"
    return "live" if sys.stderr.isatty() else "text"

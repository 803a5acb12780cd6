"""``pressrow relate``: takes what is stored through the relating steps."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import click

from console.cli import options
from console.cli.nearest import advice
from console.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.relating import Progress

PLAIN_SECONDS = 5.0  #: between two lines where stderr is no terminal


@click.command()
@click.argument("steps", nargs=-1, metavar="[STEP…]")
@options.db()
@click.option("--all", "everything", is_flag=True, help="Look at every article again, not only at what is new.")
@click.option("--seconds", type=options.Seconds(0), metavar="S", help="End after about S seconds; the rest is left to the next run.")
@click.option("--quiet", is_flag=True, help="Show nothing but errors.")
def relate(steps: tuple[str, ...], db: str, everything: bool, seconds: float | None, quiet: bool) -> int:
    """Relate the stored articles that are new: people, groups, coverage, or only the STEPs named.

    A crawl does so when it ends; this does what it left, or with --all everything. It may be stopped at any time and goes on
    from there.
    """
    from crawler.relating import STEPS
    from crawler.relating import relate as run
    from crawler.relating import step as made
    from storage.database import open_database

    for name in steps:
        if name not in STEPS:
            raise click.BadParameter(f"there is no step “{name}”; {advice(name, STEPS)}", param_hint="STEP")
    chosen = [made(name) for name in STEPS if not steps or name in steps]
    tell = _quiet if quiet else _lines()
    with closing(open_database(db, create=False)) as database:
        ended = run(database, chosen, everything=everything, seconds=seconds, on_progress=tell)
    return Exit.BUDGET if any(part.done < part.total for part in ended) else Exit.COMPLETE


def _quiet(progress: Progress) -> None:
    """Show nothing."""


def _lines(clock: Callable[[], float] = time.monotonic) -> Callable[[Progress], None]:
    """What shows progress: one line that is written over on a terminal, a line every few seconds elsewhere; ends go to stdout."""
    live = sys.stderr.isatty()
    told = clock()

    def tell(progress: Progress) -> None:
        nonlocal told
        if progress.ended:
            left = progress.total - progress.done
            click.echo(f"{progress.step}: {progress.done} articles" + (f", {left} left" if left else ""))
        elif live:
            click.echo(f"\r{progress.step}: {progress.done} of {progress.total} articles\x1b[K\r", nl=False, err=True)
        elif clock() - told >= PLAIN_SECONDS:
            told = clock()
            click.echo(f"{progress.step}: {progress.done} of {progress.total} articles", err=True)

    return tell

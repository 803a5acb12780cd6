"""When something runs, as command-line options take it: a cron expression, a span of time, a time zone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click


class Zone(click.ParamType[str]):
    """The IANA name of a time zone."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; a usage error offers the nearest."""
        from zoneinfo import available_timezones

        known = available_timezones()
        return str(value) if value in known else self.fail(f"there is no time zone “{value}”; {nearest_zones(value, known)}", param, ctx)


class Cron(click.ParamType[str]):
    """A cron expression of five fields."""

    name = "cron"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The expression; a usage error names the faulty field."""
        from storage.errors import ScheduleError
        from storage.rhythms import cron_of

        try:
            return cron_of(value)
        except ScheduleError as error:
            return self.fail(str(error), param, ctx)


class Span(click.ParamType[timedelta]):
    """A span of time such as 6h."""

    name = "span"

    def __init__(self, least: timedelta) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The span; a usage error says how to write one."""
        from storage.errors import ScheduleError
        from storage.rhythms import span_of, span_text

        if isinstance(value, timedelta):
            return value
        try:
            span = span_of(value)
        except ScheduleError as error:
            return self.fail(str(error), param, ctx)
        return span if span >= self.least else self.fail(f"“{value}” is less than {span_text(self.least)}", param, ctx)


def nearest_zones(value: str, known: set[str]) -> str:
    """The zones that may have been meant: by the name whatever its case, by its city, else by likeness."""
    from difflib import get_close_matches

    asked = value.casefold().replace(" ", "_")
    folded: dict[str, str] = {}
    for name in sorted(known):
        folded.setdefault(name.rpartition("/")[2].casefold(), name)
        folded[name.casefold()] = name
    near = [folded[one] for one in get_close_matches(asked, folded, n=3, cutoff=0.6)]
    exact = [folded[asked]] if asked in folded else []
    names = list(dict.fromkeys(exact or near))
    return f"did you mean {' or '.join(names)}?" if names else "write it like Europe/Berlin or America/New_York"

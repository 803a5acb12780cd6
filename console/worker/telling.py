"""What the worker says while it works: a line for each thing that happens, as text or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

FORMS = ("text", "json", "quiet")


class Teller:
    """Writes lines to stderr, each with its time; ``quiet`` tells faults alone."""

    def __init__(self, form: str, clock: Callable[[], datetime]) -> None:
        self.form = form
        self._clock = clock

    def __call__(self, event: str, said: str, *, schedule: str = "", fault: bool = False, **facts: Any) -> None:
        """Tell one event: ``started``, ``progress``, ``ended``, ``died`` … of a schedule or of the worker itself."""
        if self.form == "quiet" and not fault:
            return
        at = self._clock()
        if self.form == "json":
            row = {"log": "worker", "at": at.isoformat(timespec="milliseconds"), "event": event, "schedule": schedule or None}
            click.echo(json.dumps(row | facts | {"said": said}, ensure_ascii=False, default=str), err=True)
            return
        click.echo(f"{at.strftime('%Y-%m-%d %H:%M:%SZ')} {schedule + ': ' if schedule else ''}{said}", err=True)

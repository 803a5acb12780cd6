"""Shows how far long work is: one line that is written over on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

PLAIN_SECONDS = 5.0  #: between two lines where stderr is no terminal


def counting(*, quiet: bool = False, clock: Callable[[], float] = time.monotonic) -> Callable[[str, int, int], None]:
    """Return what is told the name of the work, how much is done and how much there is; it writes to stderr."""
    live = not quiet and sys.stderr.isatty()
    told = clock()

    def tell(what: str, done: int, total: int) -> None:
        nonlocal told
        if live:
            click.echo(f"\r{what}: {done:,} of {total:,}\x1b[K\r", nl=False, err=True)
        elif not quiet and clock() - told >= PLAIN_SECONDS:
            told = clock()
            click.echo(f"{what}: {done:,} of {total:,}", err=True)

    return tell

"""``pressrow relate``: takes what is stored through the relating steps."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from console.cli import options
from console.cli.counting import counting
from console.cli.nearest import advice
from console.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.relating import Progress


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
    with closing(open_database(db, create=False)) as database:
        ended = run(database, chosen, everything=everything, seconds=seconds, on_progress=_silent if quiet else _telling())
    return Exit.BUDGET if any(part.done < part.total for part in ended) else Exit.COMPLETE


def _silent(progress: Progress) -> None:
    """Show nothing."""


def _telling() -> Callable[[Progress], None]:
    """What shows how far each step is on stderr, and its end on stdout."""
    count = counting()

    def tell(progress: Progress) -> None:
        if not progress.ended:
            count(progress.step, progress.done, progress.total)
            return
        left = progress.total - progress.done
        click.echo(f"{progress.step}: {progress.done} articles" + (f", {left} left" if left else ""))

    return tell

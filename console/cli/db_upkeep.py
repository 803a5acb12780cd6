"""``pressrow db prune`` and ``vacuum``: remove what has grown old, give its room back."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from console.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")
_DAYS = click.IntRange(0, 36_500)


def _kept(name: str, what: str) -> Callable[[F], F]:
    return click.option(f"--{name}", type=_DAYS, metavar="DAYS", help=f"Keep {what} for so many days.")


@click.command()
@options.db()
@_kept("readings", "readings that were replaced by later ones")
@_kept("captures", "captures that no kept reading was made from, but the latest of each page")
@_kept("addresses", "the addresses of ended crawls; crawls and their reports stay")
@_kept("issues", "issues that are not about a current reading")
@click.option("--dry-run", is_flag=True, help="Only say how many rows would go.")
def prune(db: str, dry_run: bool, **kept: int | None) -> None:
    """Remove what has grown old. What is current, and everything no option names, is kept.

    Captures removed here are not erased from the archive. May run beside a crawl.
    """
    from storage.database import open_database
    from storage.retention import Rules
    from storage.retention import prune as remove_old

    rules = Rules(**{name: None if days is None else timedelta(days=days) for name, days in kept.items()})
    if rules == Rules():
        raise click.UsageError("say what is to go, such as --addresses 90")
    with closing(open_database(db, create=False)) as database:
        removed = remove_old(database, rules, options.account(), datetime.now(UTC), dry_run=dry_run)
    click.echo(
        ("would remove " if dry_run else "removed ") + (", ".join(f"{count:,} {table}" for table, count in removed.items()) or "nothing")
    )


@click.command()
@options.db()
def vacuum(db: str) -> None:
    """Give the room of removed rows back to the disk and refresh the statistics that queries are planned by."""
    from storage.database import open_database
    from storage.retention import vacuum as tighten

    with closing(open_database(db, create=False)) as database:
        gained = tighten(database)
        click.echo(f"{database.name}: {max(gained, 0) / 1e6:.1f} MB given back")

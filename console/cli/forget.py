"""``pressrow forget``: removes what is stored of an address or a person."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from console.cli import options
from console.cli.counting import counting
from console.cli.listings import reading
from console.cli.unknown import unknown
from console.exits import Exit


@click.command()
@click.argument("subject", metavar="URL|PERSON")
@options.db()
@click.option("--site", metavar="KEY", help="Of a person: only as this site names them.")
@click.option(
    "--archive", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR", help="Erase the records in this folder too."
)
@click.option("--keep-archive", is_flag=True, help="Leave archived records as they are.")
@click.option("--reason", metavar="TEXT", help="Kept in the line that says what was removed.")
@click.option("--by", metavar="WHO", help="Who asked for it; the name of the account by default.")
@click.option("--yes", is_flag=True, help="Do not ask before removing.")
def forget(
    subject: str, db: str, site: str | None, archive: Path | None, keep_archive: bool, reason: str | None, by: str | None, yes: bool
) -> int:
    """Remove all that is stored of a page (its URL) or of a PERSON (the name): rows, search entries, archived records.

    Of a person go credits, bylines, places on programmes and the archived records of pages that named them; names in the
    text of articles stay. A line in the table removals tells when and by whom, not what. A later crawl stores again what
    the site still prints: take such pages out of the site's scope first.
    """
    from crawler.normalise.urls import normalise, url_key
    from storage.database import open_database
    from storage.forgetting import Order, forget_person, forget_url

    if archive is not None and keep_archive:
        raise click.UsageError("leave out either --archive or --keep-archive")
    is_url = "://" in subject
    address = normalise(subject) if is_url else None
    if is_url and address is None:
        raise click.BadParameter(f"“{subject}” is no address of a page", param_hint="URL")
    if is_url and site is not None:
        raise click.UsageError("--site goes with a person only")
    if not is_url:
        with closing(reading(db)) as database:
            faults = unknown(database, {"author": subject, "site": site})
        if faults:
            raise click.BadParameter("; ".join(faults.values()), param_hint="PERSON")
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("what is forgotten is gone: say --yes")
        click.confirm(f"Remove all that is stored of {subject}?", abort=True, err=True)
    order = Order(by or options.account(), reason, archive, keep_archive)
    tell = counting()
    now = datetime.now(UTC)
    with closing(open_database(db, create=False)) as database:
        if address is not None:
            removed = forget_url(database, url_key(address), order, now, tell)
        else:
            removed = forget_person(database, subject, site, order, now, tell)
    click.echo("removed " + (", ".join(f"{count} {table}" for table, count in removed.rows.items()) or "no rows"))
    if removed.archive is not None:
        click.echo(f"erased {removed.archive.records} archived records in {removed.archive.files} files")
    return Exit.COMPLETE

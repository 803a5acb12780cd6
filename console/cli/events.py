"""``pressrow events``: stored events with their sessions, as a table, JSON lines, CSV, an iCalendar file or JSON-LD."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.listings import as_of, enough, filters, listed, place, reading
from console.cli.nearest import OneOf
from console.cli.rows import FORMATS, Column, Noted
from console.cli.unknown import tell_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.cli.rows import Row
    from storage.database import Database

EVENTS = [
    Column("id", lambda row: row["id"], right=True),
    Column("begins", lambda row: _when(row, "starts_at")),
    Column("ends", lambda row: _when(row, "ends_at")),
    Column("name", lambda row: ("  " if row["parent"] else "") + row["name"], share=5),
    Column("place", lambda row: row["room"] or place(row["venue"]), share=4),
    Column("status", lambda row: row["status"], wide=True),
    Column("sessions", lambda row: len(row["sessions"]) or None if row["parent"] else len(row["sessions"]), right=True, wide=True),
]
EXPORTS = ("ics", "jsonld")


def _when(row: Row, name: str) -> str:
    """The day; of a session its time too."""
    value = row[name] or ""
    return value[:16].replace("T", " ") if row["parent"] else value[:10]


@click.command()
@options.db()
@click.option(
    "--format",
    "form",
    type=OneOf((*FORMATS, *EXPORTS)),
    default="table",
    show_default=True,
    help="How rows are printed; ics is an iCalendar file, jsonld schema.org events.",
)
@click.option("--limit", type=options.Whole(0), metavar="N", help="At most N events; a table shows 50 rows unless told.")
@click.option("--sessions", is_flag=True, help="Show the sessions below each event in the table too.")
@filters
@as_of
def events(db: str, form: str, limit: int | None, sessions: bool, **chosen: Any) -> None:
    """List stored events with their sessions, or export them."""
    from crawler.items import Event
    from crawler.items.rows import event_row
    from storage import queries

    if form in EXPORTS:
        with closing(reading(db)) as database:
            rows = Noted(queries.events(database, limit=limit, **chosen))
            _export(rows, form)
            if not rows.any:
                tell_unknown(database, chosen)
        return

    def unfolded(database: Database, **wanted: Any) -> Iterator[Row]:
        for row in queries.events(database, **wanted):
            yield row
            if sessions and form == "table":
                yield from _below(row)

    listed(db, unfolded, EVENTS, form, limit, "events", list(event_row(Event(""))), limit=enough(form, limit), **chosen)


def _below(row: Row) -> Iterator[Row]:
    for session in row["sessions"]:
        yield session
        yield from _below(session)


def _export(rows: Iterable[Row], form: str) -> None:
    """Write all events as one file to stdout."""
    if form == "jsonld":
        from storage import event_jsonld

        click.echo(json.dumps(event_jsonld.document(rows), ensure_ascii=False, indent=1))
        return
    from storage import event_ical

    text, left_out = event_ical.calendar(rows, datetime.now(UTC))
    click.echo(text.encode(), nl=False)
    if left_out:
        click.echo(f"{left_out} events of which no day is known are left out: a calendar cannot hold them", err=True)

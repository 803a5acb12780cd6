"""``pressrow coverage``: which articles cover which event, on what evidence; what nobody covered; what a person says of it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.listings import enough, filters, reading
from console.cli.nearest import Family, OneOf
from console.cli.rows import Column, Noted, show
from console.cli.unknown import tell_unknown, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.cli.rows import Row

LINKS = [
    Column("when", lambda row: row["phase"]),
    Column("published", lambda row: (row["published"] or "")[:10]),
    Column("relation", lambda row: row["relation"]),
    Column("score", lambda row: f"{row['score']:.2f}", right=True),
    Column("headline", lambda row: row["headline"], share=5),
    Column("outlet", lambda row: row["outlet"], share=2),
    Column("event", lambda row: row["event_name"], share=3),
    Column("lang", lambda row: row["language"], wide=True),
    Column("article", lambda row: row["article_id"], right=True, wide=True),
    Column("no.", lambda row: row["event_id"], right=True, wide=True),
    Column("verdict", lambda row: row["verdict"], wide=True),
]
GAPS = [
    Column("id", lambda row: row["event_id"], right=True),
    Column("begins", lambda row: (row["starts_at"] or "")[:16].replace("T", " ")),
    Column("name", lambda row: row["event_name"], share=5),
    Column("of", lambda row: row["parent"], share=3),
    Column("people", lambda row: ", ".join(row["people"]), share=3, wide=True),
]
GROUPS = ("outlet", "language", "speaker", "relation")


class Listing(Family):
    """A family whose own listing takes an argument: what is no command of it is the event to list."""

    @property
    def usual(self) -> click.Command:
        """What is called where no command is named."""
        return self.commands["list"]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Call ``list`` where no command is named."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Listing)
def coverage() -> None:
    """Show which articles cover which event.

    `pressrow coverage [EVENT]` is short for `pressrow coverage list [EVENT]`.
    """


@coverage.command("list")
@click.argument("event_named", metavar="[EVENT]", required=False)
@options.db()
@options.form
@filters
@click.option("--speaker", metavar="NAME", help="Only articles that name this person of the programme.")
@click.option("--by", type=OneOf(GROUPS), metavar="WHAT", help="Count articles by outlet, language, speaker or relation.")
@click.option("--gaps", is_flag=True, help="List the events and sessions that no article covers.")
@click.option("--rejected", is_flag=True, help="List the links that a person rejected.")
def listing(
    event_named: str | None,
    db: str,
    form: str,
    limit: int | None,
    by: str | None,
    gaps: bool,
    rejected: bool,
    speaker: str | None,
    **chosen: Any,
) -> None:
    """List which articles cover EVENT (number, name or series) and its sessions, or all: before, during and after it."""
    from storage import listed_coverage

    if event_named is not None and chosen["event"] is not None:
        raise click.UsageError("name the event once: as EVENT or with --event")
    if event_named is not None:
        chosen["event"] = event_named
    with closing(reading(db)) as database:
        if event_named is not None and (faults := unknown(database, {"event": event_named})):
            raise click.BadParameter(faults["event"], param_hint="EVENT")
        chosen |= {"speaker": speaker, "rejected": rejected}
        if gaps:
            if by or speaker or rejected or chosen["author"] or chosen["tag"] or chosen["site"] or chosen["language"]:
                raise click.UsageError(
                    "--gaps goes with EVENT, --since and --until only: what is missing has no outlet, language or author"
                )
            wanted = {name: chosen[name] for name in ("event", "since", "until")}
            rows = Noted(listed_coverage.gaps(database, limit=enough(form, limit), **wanted))
            show(rows, GAPS, form, limit=limit, title="gaps", keys=listed_coverage.GAP_KEYS)
        elif by:
            numbers = ("articles", "before", "during", "after", "undated")
            columns = [Column(by, lambda row: row[by], share=3), *(_number(name) for name in numbers)]
            rows = Noted(listed_coverage.counts(database, by, **chosen))
            show(rows, columns, form, limit=limit, title="coverage", keys=(by, *numbers))
        else:
            found = listed_coverage.links(database, limit=enough(form, limit), **chosen)
            rows = Noted(found if form == "table" else _bare(found, listed_coverage.KEYS))
            show(rows, LINKS, form, limit=limit, title="coverage", keys=listed_coverage.KEYS)
        if not rows.any:
            tell_unknown(database, chosen)


def _number(name: str) -> Column:
    return Column(name, lambda row: row[name], right=True)


def _bare(rows: Iterator[Row], keys: tuple[str, ...]) -> Iterator[Row]:
    """The rows with the contract's keys alone."""
    for row in rows:
        yield {key: row[key] for key in keys}


def _decide(db: str, article: str, event: int, verdict: str, by: str | None) -> None:
    from storage import coverage as store
    from storage.database import open_database

    with closing(open_database(db, create=False)) as database, database.writing() as connection:
        number = store.article_of(connection, article)
        if number is None:
            raise click.BadParameter(f"there is no article “{article}”; pressrow articles lists them", param_hint="ARTICLE")
        try:
            store.decide(connection, number, event, verdict, by or options.account(), datetime.now(UTC))
        except LookupError as error:
            raise click.BadParameter(str(error.args[0]), param_hint="EVENT") from error
    click.echo(f"article {number}, event {event}: {verdict}")


@coverage.command()
@click.argument("article")
@click.argument("event", type=options.Whole(1))
@options.db()
@click.option("--by", metavar="NAME", help="Who decides; otherwise your user name.")
def confirm(article: str, event: int, db: str, by: str | None) -> None:
    """Confirm that ARTICLE (number or address) covers EVENT (number), linked or not. It stays, whatever is found later."""
    _decide(db, article, event, "confirmed", by)


@coverage.command()
@click.argument("article")
@click.argument("event", type=options.Whole(1))
@options.db()
@click.option("--by", metavar="NAME", help="Who decides; otherwise your user name.")
def reject(article: str, event: int, db: str, by: str | None) -> None:
    """Reject that ARTICLE (number or address) covers EVENT (number). It is not linked again, whatever is found later."""
    _decide(db, article, event, "rejected", by)


@coverage.command()
@click.argument("event", type=options.Whole(1))
@options.db()
def separate(event: int, db: str) -> None:
    """Undo the merging of EVENT, which articles told of, with a described one; its links go back to it."""
    from storage import coverage as store
    from storage.database import open_database

    with closing(open_database(db, create=False)) as database, database.writing() as connection:
        try:
            store.separate(connection, event)
        except LookupError as error:
            raise click.BadParameter(str(error.args[0]), param_hint="EVENT") from error
    click.echo(f"event {event} stands by itself")

"""``pressrow people``: who wrote, who is one person and why; merging and splitting them."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import click

from console.cli import options
from console.cli.listings import enough, listed
from console.cli.nearest import Family
from console.cli.rows import Column

PEOPLE = [
    Column("id", lambda row: row["id"], right=True),
    Column("name", lambda row: row["name"], share=3),
    Column("site", lambda row: row["site"], share=2),
    Column("articles", lambda row: row["articles"], right=True),
    Column("also", lambda row: "; ".join(f"{other['id']} {other['name']}, {other['site']}" for other in row["also"]), share=4),
    Column("by", lambda row: ", ".join(dict.fromkeys(merge["rule"] for merge in row["merges"])), wide=True),
]


@click.group(cls=Family, invoke_without_command=True)
@options.db()
@options.form
@click.option("--site", metavar="SITE", help="Only who is credited on this site (key).")
@click.option("--author", metavar="NAME", help="Only who goes by this name.")
@click.option("--merged", is_flag=True, help="Only who goes by more than one number.")
@click.pass_context
def people(context: click.Context, /, db: str, form: str, limit: int | None, **chosen: Any) -> None:
    """List the people and agencies that were credited, in the order of their names.

    Each site has its own numbers for names. Where an author page, a contact, a bio or an affiliation shows that two are one
    person, they are merged under the number known first, and --author finds what either wrote.
    """
    context.obj = db
    if context.invoked_subcommand is None:
        from storage import listed_people

        listed(db, listed_people.people_listed, PEOPLE, form, limit, "people", listed_people.PERSON, limit=enough(form, limit), **chosen)


@people.command()
@click.argument("one", type=options.Whole(1), metavar="A")
@click.argument("other", type=options.Whole(1), metavar="B")
@options.db(None)
@click.pass_obj
def merge(before: str, /, one: int, other: int, db: str | None) -> None:
    """Decide that persons A and B are the same. No rule undoes it; split does."""
    from storage import merges
    from storage.database import open_database

    with closing(open_database(db or before, create=False)) as database, database.writing() as connection:
        root = merges.merge_people(connection, one, other, datetime.now(UTC))
    click.echo(f"{one} and {other} are one person, number {root}")


@people.command()
@click.argument("person", type=options.Whole(1), metavar="A")
@options.db(None)
@click.pass_obj
def split(before: str, /, person: int, db: str | None) -> None:
    """Decide that person A is none of those it was merged with. No rule merges them again; merge does."""
    from storage import merges
    from storage.database import open_database

    with closing(open_database(db or before, create=False)) as database, database.writing() as connection:
        others = merges.split_person(connection, person, datetime.now(UTC))
    click.echo(f"{person} is a person of its own, not {', '.join(map(str, others))}")

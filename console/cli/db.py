"""``pressrow db``: bring the database up to date, check it, say what it holds."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli import options
from console.cli.db_copy import copy
from console.cli.db_upkeep import prune, vacuum
from console.cli.nearest import Family, OneOf
from console.cli.rows import Column, Row, print_jsonl, print_table
from console.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping


def share_of(field: str, row: Row) -> str:
    """How much of a site's articles have a field."""
    return f"{row[field]:.0%}"


SITES_SHOWN = 20
_SHOWN = ("headline", "authors", "published_at", "published_on", "language", "text", "section", "tags", "images")
FILLED = [
    Column("filled, site", lambda row: row["site"], share=3),
    *(Column(name.replace("published_", "pub_"), partial(share_of, name), right=True) for name in _SHOWN),
]


@click.group(cls=Family)
def db() -> None:
    """Look after the database."""


for _command in (copy, prune, vacuum):
    db.add_command(_command)


@db.command()
@options.db()
def upgrade(db: str) -> None:
    """Make the tables, or bring those of an older version up to date."""
    from storage.database import open_database

    with closing(open_database(db, upgrade=True)) as database:
        click.echo(f"{database.name}: up to date")


@db.command()
@options.db()
@click.option(
    "--archive",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also find every capture's record in this folder and test its digest.",
)
def check(db: str, archive: Path | None) -> int:
    """Test that the tables are this version's and that their rows hang together."""
    from storage import health
    from storage.database import open_database

    with closing(open_database(db, write=False, create=False)) as database:
        found = health.check(database, archive)
    for row in found:
        click.echo(f"{'ok  ' if row['ok'] else 'BAD '} {row['check']}" + ("" if row["ok"] else f": {row['detail']}"))
    return Exit.COMPLETE if all(row["ok"] for row in found) else Exit.STORAGE


@db.command()
@options.db()
def reindex(db: str) -> None:
    """Make the search index and the views anew, and any index that is missing."""
    from console.cli.counting import counting
    from storage import schema_check, search_index
    from storage.database import open_database

    with closing(open_database(db, create=False)) as database, database.writing() as connection:
        made = schema_check.mend(connection)
        number = search_index.rebuild(connection, partial(counting(), "articles"))
    click.echo(f"{number} articles indexed" + (f"; made {', '.join(made)}" if made else ""))


@db.command()
@options.db()
@click.option("--format", "form", type=OneOf(["table", "jsonl"]), default="table", show_default=True, help="How the figures are printed.")
def stats(db: str, form: str) -> None:
    """Say how much the database holds, by table, site, language and month, and how well the fields are filled."""
    from storage import health
    from storage.database import open_database

    with closing(open_database(db, write=False, create=False)) as database:
        found = health.stats(database)
    if form == "jsonl":
        print_jsonl([found])
        return
    click.echo(f"{found['database']}: schema {found['schema']}, {found['size_bytes'] / 1e6:.1f} MB")
    counted("table", "rows", found["rows"])
    counted("site", "articles", found["articles_by_site"])
    counted("language", "articles", found["articles_by_language"])
    counted("field", "filled", {name: f"{share:.0%}" for name, share in found["fill"].items()})
    print_table(found["growth"], growth_columns(found["growth"]), "growth")
    by_site = [{"site": site} | filled for site, filled in list(found["fill_by_site"].items())[:SITES_SHOWN]]
    print_table(by_site, FILLED, "sites")
    if len(found["fill_by_site"]) > SITES_SHOWN:
        click.echo(f"the {SITES_SHOWN} sites with most articles; --format jsonl has all, and every field", err=True)


def growth_columns(months: list[Row]) -> list[Column]:
    """The columns of the table of months, with a bar as long as the month's share of the best one."""
    most = max((row["articles"] for row in months), default=0) or 1
    return [
        Column("month", lambda row: row["month"]),
        Column("articles", lambda row: f"{row['articles']:,}", right=True),
        Column("", lambda row: bar(row["articles"] / most)),
        Column("captures", lambda row: f"{row['captures']:,}", right=True),
        Column("MB", lambda row: f"{row['bytes'] / 1e6:,.1f}", right=True),
    ]


def bar(share: float) -> str:
    """A bar of at most 24 characters, drawn in eighths of one."""
    eighths = round(share * 24 * 8)
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


def counted(what: str, number: str, counts: Mapping[str, object]) -> None:
    """Print names with their counts."""
    columns = [Column(what, lambda row: row["name"]), Column(number, lambda row: row["count"], right=True)]
    print_table([{"name": name, "count": count} for name, count in counts.items()], columns, what)

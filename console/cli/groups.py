"""``pressrow groups``: copies of one text with their probable origin, and one story in several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from console.cli import options
from console.cli.listings import enough, listed, where_and_when
from console.cli.nearest import Family, OneOf
from console.cli.rows import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.cli.rows import Row

KINDS = ("exact", "near", "syndication")


def origin(row: Row) -> str:
    """Where a cluster most likely comes from: the host of a stored article, and who is named."""
    host = urlsplit(row["origin"]["url"] or "").netloc
    name = row["origin"]["name"]
    return f"{host} ({name})" if host and name and row["origin"]["rule"] != "named" else host or name or ""


def headline(row: Row) -> str | None:
    """The headline of a cluster's origin, else of its first member."""
    members = row["members"]
    chosen = [member for member in members if member["article_id"] == row["origin"]["article_id"]] or members
    return str(chosen[0]["headline"] or "") if chosen else None


GROUPS = [
    Column("id", lambda row: row["id"], right=True),
    Column("kind", lambda row: row["kind"]),
    Column("articles", lambda row: row["size"], right=True),
    Column("sites", lambda row: row["sites"], right=True),
    Column("score", lambda row: f"{row['score']:.2f}", right=True),
    Column("headline", headline, share=5),
    Column("origin", origin, share=3),
    Column("by", lambda row: row["origin"]["rule"], wide=True),
]
VARIANTS = [
    Column("article", lambda row: row["article_id"], right=True),
    Column("lang", lambda row: row["language"]),
    Column("headline", lambda row: row["headline"], share=4),
    Column("other", lambda row: row["other_id"], right=True),
    Column("lang", lambda row: row["other_language"]),
    Column("headline", lambda row: row["other_headline"], share=4),
    Column("score", lambda row: f"{row['score']:.2f}", right=True),
    Column("by", lambda row: row["rule"], wide=True),
]


def narrowed(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters of both listings, on any article of a group."""
    for option in (
        click.option("--author", metavar="NAME", help="Only with an article of this person."),
        click.option("--language", metavar="L", help="Only with an article in this language or a variety of it."),
        click.option("--article", type=options.Whole(1), metavar="ID", help="Only with this article."),
    ):
        command = option(command)
    return where_and_when(command)


@click.group(cls=Family, invoke_without_command=True)
@options.db()
@options.form
@click.option("--kind", type=OneOf(KINDS), help="Only groups of this kind.")
@narrowed
@click.pass_context
def groups(context: click.Context, /, db: str, form: str, limit: int | None, **chosen: Any) -> None:
    """List articles that are copies of one another, the newest group first, with the probable origin of each.

    exact: the same words; near: trimmed, re-headlined or edited; syndication: on several sites, with a source named.
    """
    context.obj = db
    if context.invoked_subcommand is None:
        from storage import listed_groups

        listed(db, listed_groups.groups, GROUPS, form, limit, "groups", listed_groups.GROUP, limit=enough(form, limit), **chosen)


@groups.command()
@options.db(None)
@options.form
@narrowed
@click.pass_obj
def translations(before: str, /, db: str | None, form: str, limit: int | None, **chosen: Any) -> None:
    """List pairs of articles that are one story in two languages."""
    from storage import listed_groups

    rows = listed_groups.variants
    listed(db or before, rows, VARIANTS, form, limit, "translations", listed_groups.VARIANT, limit=enough(form, limit), **chosen)

"""``pressrow articles``, ``issues`` and ``crawls``: what was stored, as a table, JSON lines or CSV."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from console.cli import options
from console.cli.nearest import Family
from console.cli.progress import by_reason
from console.cli.rows import TABLE_ROWS, Column, Noted, show
from console.cli.unknown import tell_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from console.cli.rows import Row
    from storage.database import Database

ARTICLES = [
    Column("id", lambda row: row["id"], right=True),
    Column("published", lambda row: (row["published_at"] or "")[:10]),
    Column("lang", lambda row: row["language"]),
    Column("headline", lambda row: row["headline"], share=6),
    Column("authors", lambda row: ", ".join(author["name"] for author in row["authors"]), share=3),
    Column("site", lambda row: urlsplit(row["url"]).netloc, share=2, wide=True),
]
ISSUES = [
    Column("severity", lambda row: row["severity"]),
    Column("class", lambda row: row["class"]),
    Column("field", lambda row: row["field"]),
    Column("url", lambda row: row["url"], share=4),
    Column("detail", lambda row: row["detail"], share=5, wide=True),
]
CRAWLS = [
    Column("crawl", lambda row: row["crawl"], right=True),
    Column("started", lambda row: (row["started_at"] or "")[:16].replace("T", " ")),
    Column("reason", lambda row: row["reason"] or "unfinished"),
    Column("exit", lambda row: row["exit_code"], right=True),
    Column("pages", lambda row: row["pages"], right=True),
    Column("articles", lambda row: row["articles"], right=True),
    Column("targets", lambda row: ", ".join(row["targets"] or []), share=3),
    Column("not stored", lambda row: by_reason(row["outcomes"] or {}), share=4, wide=True),
]
CRAWL_URLS = [
    Column("state", lambda row: row["state"]),
    Column("reason", lambda row: row["reason"]),
    Column("status", lambda row: row["status"], right=True),
    Column("tries", lambda row: row["tries"], right=True),
    Column("depth", lambda row: row["depth"], right=True),
    Column("url", lambda row: row["url"], share=5),
    Column("found on", lambda row: row["found_on"], share=3, wide=True),
]
ISSUE_KEYS = ("id", "class", "severity", "field", "detail", "url", "crawl", "article", "created_at")
CRAWL_URL_KEYS = ("url", "requested_url", "state", "reason", "tries", "depth", "found_on", "status")


def place(venue: Row | None) -> str:
    """A venue as one reads it: name, town, country."""
    parts = [(venue or {}).get(key) for key in ("name", "locality", "country")]
    return ", ".join(part for part in parts if part)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters that articles, events and issues share."""
    for option in (
        click.option("--tag", metavar="TAG", help="Only what carries this tag."),
        click.option("--event", metavar="EVENT", help="Only what belongs to this event (number, name or series)."),
        click.option("--author", metavar="NAME", help="Only what this person wrote; for events, whoever is on the programme."),
        click.option("--language", metavar="L", help="Only this language and its varieties: zh finds zh-Hans."),
    ):
        command = option(command)
    return where_and_when(command)


def where_and_when(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters that all listings share."""
    for option in (
        click.option("--until", type=options.Day(), metavar="DATE", help="Only this day and before."),
        click.option("--since", type=options.Day(), metavar="DATE", help="Only this day and later."),
        click.option("--site", metavar="SITE", help="Only this site (key or host)."),
    ):
        command = option(command)
    return command


def as_of(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of`` of articles and events."""
    return click.option("--as-of", type=options.Day(), metavar="DATE", help="As it was read by the end of this day, UTC.")(command)


def reading(db: str) -> Database:
    """The database, opened for reading. Raises the store's errors."""
    from storage.database import open_database

    return open_database(db, write=False, create=False)


def listed(
    db: str,
    query: Callable[..., Iterator[Row]],
    columns: list[Column],
    form: str,
    shown: int | None,
    title: str,
    keys: Sequence[str],
    **chosen: Any,
) -> None:
    """Print what a query of the store yields; where that is nothing, tell which of the names asked for are unknown."""
    with closing(reading(db)) as database:
        rows = Noted(query(database, **chosen))
        show(rows, columns, form, limit=shown, title=title, keys=keys)
        if not rows.any:
            tell_unknown(database, chosen)


def enough(form: str, limit: int | None) -> int | None:
    """How many rows to ask the store for: for a table one more than it shows, to know whether there are more."""
    if form == "table":
        return (TABLE_ROWS if limit is None else limit) + 1
    return limit


@click.command()
@options.db()
@options.form
@filters
@as_of
def articles(db: str, form: str, limit: int | None, **chosen: Any) -> None:
    """List stored articles, the newest first."""
    from crawler.items.rows import CONTRACT
    from storage import queries

    listed(db, queries.articles, ARTICLES, form, limit, "articles", CONTRACT, limit=enough(form, limit), **chosen)


@click.command()
@options.db()
@options.form
@filters
def issues(db: str, form: str, limit: int | None, **chosen: Any) -> None:
    """List what was odd about stored pages, the newest first."""
    from storage import queries

    listed(db, queries.issues, ISSUES, form, limit, "issues", ISSUE_KEYS, limit=enough(form, limit), **chosen)


@click.group(cls=Family, invoke_without_command=True)
@options.db()
@options.form
@where_and_when
@click.pass_context
def crawls(context: click.Context, /, db: str, form: str, limit: int | None, **chosen: Any) -> None:
    """List crawls, the newest first, or the addresses of one of them."""
    context.obj = db
    if context.invoked_subcommand is None:
        from storage import queries

        listed(db, queries.crawls, CRAWLS, form, limit, "crawls", queries.REPORT, limit=enough(form, limit), **chosen)


@crawls.command()
@click.argument("crawl", type=options.Whole(1))
@options.db(None)
@options.form
@click.pass_obj
def urls(before: str, /, crawl: int, db: str | None, form: str, limit: int | None) -> None:
    """List how each address of CRAWL ended, in the order in which they were found."""
    from storage import queries

    with closing(reading(db or before)) as database:
        if all(row["crawl"] != crawl for row in queries.crawls(database)):
            raise click.BadParameter(f"there is no crawl {crawl}; pressrow crawls lists them", param_hint="CRAWL")
    listed(db or before, queries.crawl_urls, CRAWL_URLS, form, limit, "addresses", CRAWL_URL_KEYS, crawl_id=crawl)

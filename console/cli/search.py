"""``pressrow search``: articles by their words, the best first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from console.cli import options
from console.cli.listings import enough, filters, listed
from console.cli.rows import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = ("«", "»")  #: around what was looked for


def marked(text: str | None, spans: Sequence[dict[str, Any]]) -> str:
    """A text with signs around what was looked for."""
    found, at = [], 0
    whole = text or ""
    for span in spans:
        found += [whole[at : span["start"]], MARKS[0], whole[span["start"] : span["end"]], MARKS[1]]
        at = span["end"]
    return "".join([*found, whole[at:]])


def in_field(field: str) -> Any:
    """What shows a field of a result, what was looked for marked."""
    return lambda row: marked(row[field], [span for span in row["highlights"] if span["field"] == field])


COLUMNS = [
    Column("id", lambda row: row["id"], right=True),
    Column("published", lambda row: (row["published_at"] or "")[:10]),
    Column("headline", in_field("headline"), share=4),
    Column("found", in_field("snippet"), share=6),
    Column("site", lambda row: urlsplit(row["url"]).netloc, share=2, wide=True),
]


@click.command()
@click.argument("query", nargs=-1, required=True, metavar="QUERY…")
@options.db()
@options.form
@filters
def search(query: tuple[str, ...], db: str, form: str, limit: int | None, **chosen: Any) -> None:
    """Find articles by their words, the best first.

    Words side by side must all be there: climate summit. "a phrase" in quotation marks stands together (quote the query
    for the shell too), -word must not be there, word* begins a word, one OR other, parentheses group. headline: intro:
    text: author: tag: site: and language: look in one field: author:"Ada Lovelace". Case, width and diacritics do not
    count; two characters of Chinese, Japanese, Korean or Thai are enough.

    First come articles with every word in the headline, a tag or an author's name, then those that have each there, in
    the intro or three times in the text, then the rest; the newest first.
    """
    from storage import search as store

    asked = partial(store.search, query=" ".join(query))
    listed(db, asked, COLUMNS, form, limit, "articles", store.KEYS, limit=enough(form, limit), **chosen)

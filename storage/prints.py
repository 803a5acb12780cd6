"""Prints of texts: kept for every article, looked up by their keys."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, insert, select, update

from storage.models import article_revisions, articles, pages, print_keys, prints, revision_alternates, revision_authors, sites
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.records import Row

FULL = 50  #: articles that a key is given to: one that more have says nothing, and asking for it must not cost more and more
_REVISION = article_revisions.c


def readings(connection: Connection, numbers: Iterable[int], characters: int) -> dict[int, Row]:
    """Return by article what its current reading says, the text cut to ``characters``, with its credits and alternates."""
    query = (
        select(
            articles.c.id.label("article_id"),
            articles.c.first_seen_at,
            _REVISION.id.label("revision_id"),
            _REVISION.headline,
            func.substr(_REVISION.text, 1, characters).label("text"),
            func.length(_REVISION.text).label("length"),
            _REVISION.canonical_url,
            _REVISION.language,
            _REVISION.published_on,
            pages.c.url,
            pages.c.url_key,
            pages.c.canonical_key,
            pages.c.site_id,
        )
        .join(article_revisions, (_REVISION.article_id == articles.c.id) & _REVISION.is_current)
        .join(pages, pages.c.id == articles.c.page_id)
        .where(pages.c.site_id.is_not(None))
    )
    found: dict[int, Row] = {}
    by_revision: dict[int, Row] = {}
    for piece in portions(sorted(set(numbers)), 500):
        for row in connection.execute(query.where(articles.c.id.in_(piece))).mappings():
            found[row["article_id"]] = by_revision[row["revision_id"]] = dict(row) | {"credits": [], "alternates": []}
    credit, alternate = revision_authors.c, revision_alternates.c
    for piece in portions(by_revision, 500):
        for number, name, role in connection.execute(
            select(credit.revision_id, credit.name, credit.role)
            .where(credit.revision_id.in_(piece))
            .order_by(credit.revision_id, credit.position)
        ):
            by_revision[number]["credits"].append((name, role))
        for number, key in connection.execute(select(alternate.revision_id, alternate.url_key).where(alternate.revision_id.in_(piece))):
            by_revision[number]["alternates"].append(key)
    return found


def still_there(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return which of these articles have not been removed meanwhile."""
    return {
        number
        for piece in portions(sorted(set(numbers)))
        for number in connection.execute(select(articles.c.id).where(articles.c.id.in_(piece))).scalars()
    }


def texts(connection: Connection, numbers: Iterable[int], characters: int) -> dict[int, str]:
    """Return by article its current text, cut to ``characters``."""
    query = select(_REVISION.article_id, func.substr(_REVISION.text, 1, characters)).where(
        _REVISION.is_current, _REVISION.text.is_not(None)
    )
    return {
        number: text
        for piece in portions(sorted(set(numbers)), 500)
        for number, text in connection.execute(query.where(_REVISION.article_id.in_(piece)))
    }


def stored(connection: Connection, numbers: Iterable[int]) -> dict[int, Row]:
    """Return by article the prints that are kept."""
    return {
        row["article_id"]: dict(row)
        for piece in portions(sorted(set(numbers)))
        for row in connection.execute(select(prints).where(prints.c.article_id.in_(piece))).mappings()
    }


def holders(connection: Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    """Return by key the articles that have it, at most about :data:`FULL` each."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    table = print_keys.c
    for piece in portions(sorted(set(keys))):
        for key, number in connection.execute(select(table.key, table.article_id).where(table.key.in_(piece))):
            found[key].append(number)
    return found


def originals(connection: Connection, text_keys: Iterable[bytes]) -> dict[bytes, int]:
    """Return for texts the first article of the same words that is no copy itself."""
    table = prints.c
    query = select(table.text_key, func.min(table.article_id)).where(table.copy_of_id.is_(None)).group_by(table.text_key)
    return {
        key: number
        for piece in portions(sorted(set(text_keys)))
        for key, number in connection.execute(query.where(table.text_key.in_(piece)))
        if key is not None
    }


def named_by_canonical(connection: Connection, rows: Iterable[Row]) -> dict[int, set[int]]:
    """Return by article those that its page's canonical address names, or whose pages name its address."""
    by_url: defaultdict[bytes, set[int]] = defaultdict(set)
    by_canonical: defaultdict[bytes, set[int]] = defaultdict(set)
    for row in rows:
        by_url[row["url_key"]].add(row["article_id"])
        if row["canonical_key"] is not None and row["canonical_key"] != row["url_key"]:
            by_canonical[row["canonical_key"]].add(row["article_id"])
    found: defaultdict[int, set[int]] = defaultdict(set)
    for column, wanted in ((pages.c.url_key, by_canonical), (pages.c.canonical_key, by_url)):
        query = select(column, articles.c.id).join(articles, articles.c.page_id == pages.c.id)
        for piece in portions(sorted(wanted), 500):
            for key, number in connection.execute(query.where(column.in_(piece)).limit(FULL * len(piece))):
                for mine in wanted[key] - {number}:
                    if len(found[mine]) < 5:
                        found[mine].add(number)
    return found


def put(connection: Connection, rows: Sequence[Row], keys: Mapping[int, Sequence[int]]) -> None:
    """Keep prints in place of those that the articles had; ``keys`` are those by which each can be found."""
    numbers = [row["article_id"] for row in rows]
    there = set(stored(connection, numbers)) if numbers else set()
    for table, column in ((print_keys, print_keys.c.article_id), (prints, prints.c.article_id)):
        for piece in portions(sorted(there)):
            connection.execute(delete(table).where(column.in_(piece)))
    if rows:
        connection.execute(insert(prints), list(rows))
    pairs = sorted({(key, number) for number, own in keys.items() for key in own})
    for part in portions(pairs):
        connection.execute(insert(print_keys), [{"key": key, "article_id": number} for key, number in part])


def let_go(connection: Connection, numbers: Iterable[int]) -> None:
    """Let what was found to be copies of these articles stand for itself: their texts have changed."""
    for piece in portions(sorted(set(numbers))):
        connection.execute(update(prints).where(prints.c.copy_of_id.in_(piece)).values(copy_of_id=None))
        connection.execute(delete(print_keys).where(print_keys.c.article_id.in_(piece)))


def ages(connection: Connection, numbers: Iterable[int]) -> list[Row]:
    """Return of each article its host, site, publication and first sight: what tells which of them is the origin."""
    query = (
        select(
            articles.c.id.label("article_id"),
            pages.c.host,
            sites.c.name.label("site_name"),
            _REVISION.published_at,
            _REVISION.published_on,
            articles.c.first_seen_at,
        )
        .join(pages, pages.c.id == articles.c.page_id)
        .join(article_revisions, (_REVISION.article_id == articles.c.id) & _REVISION.is_current)
        .outerjoin(sites, sites.c.id == pages.c.site_id)
    )
    return [
        dict(row)
        for piece in portions(sorted(set(numbers)))
        for row in connection.execute(query.where(articles.c.id.in_(piece)).order_by(articles.c.id)).mappings()
    ]


def wipe(connection: Connection, *tables: Any) -> None:
    """Empty tables, the dependent ones first."""
    for table in tables:
        if connection.execute(select(exists(select(table)))).scalar():
            connection.execute(delete(table))

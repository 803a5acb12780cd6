"""Language variants of stories: candidates of the same site and day or named by an address, and the links kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, or_, select

from storage.models import article_revisions, articles, pages, prints, revision_alternates, revision_images, translations
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from storage.records import Row

NEIGHBOURS = 40  #: articles of one site, language and day that are looked at
SHARED = 6  #: articles that show a picture, beyond which it is a logo or stock
_PRINT = prints.c
_SIDE = (
    select(
        _PRINT.article_id,
        _PRINT.site_id,
        _PRINT.language,
        _PRINT.day,
        _PRINT.words,
        _PRINT.numbers,
        _PRINT.names,
        _PRINT.address_key,
        _PRINT.revision_id,
        pages.c.url_key,
    )
    .join(articles, articles.c.id == _PRINT.article_id)
    .join(pages, pages.c.id == articles.c.page_id)
)


def languages(connection: Connection, site: int) -> set[str]:
    """Return the languages that a site's articles are in."""
    found = connection.execute(select(_PRINT.language).where(_PRINT.site_id == site, _PRINT.language.is_not(None)).distinct())
    return {language for language in found.scalars() if language is not None}


def beside(connection: Connection, site: int, language: str, day: date) -> list[int]:
    """Return articles of a site in one language, published within a day of ``day``."""
    span = {"first": day - timedelta(days=1), "last": day + timedelta(days=1)}
    return list(connection.execute(_BESIDE, {"site": site, "language": language, **span}).scalars())


_BESIDE = (  # asked for every language of a site and every day: built once
    select(_PRINT.article_id)
    .where(_PRINT.site_id == bindparam("site"), _PRINT.language == bindparam("language"))
    .where(_PRINT.day.between(bindparam("first"), bindparam("last")))
    .order_by(_PRINT.day, _PRINT.article_id)
    .limit(NEIGHBOURS)
)


def by_address(connection: Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    """Return by neutral address the articles that have it."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for piece in portions(sorted(set(keys))):
        rows = connection.execute(select(_PRINT.address_key, _PRINT.article_id).where(_PRINT.address_key.in_(piece)).limit(50 * len(piece)))
        for key, number in rows:
            found[key].append(number)
    return found


def by_alternate(connection: Connection, rows: Iterable[Row]) -> dict[int, set[int]]:
    """Return by article those that it names as its variants, and those that name it."""
    naming: defaultdict[bytes, set[int]] = defaultdict(set)
    named: defaultdict[bytes, set[int]] = defaultdict(set)
    for row in rows:
        named[row["url_key"]].add(row["article_id"])
        for key in row["alternates"]:
            naming[key].add(row["article_id"])
    found: defaultdict[int, set[int]] = defaultdict(set)
    there = select(pages.c.url_key, articles.c.id).join(articles, articles.c.page_id == pages.c.id)
    for piece in portions(sorted(naming)):
        for key, number in connection.execute(there.where(pages.c.url_key.in_(piece))):
            for mine in naming[key] - {number}:
                found[mine].add(number)
    alternate, revision = revision_alternates.c, article_revisions.c
    back = (
        select(alternate.url_key, revision.article_id)
        .join(article_revisions, revision.id == alternate.revision_id)
        .where(revision.is_current)
    )
    for piece in portions(sorted(named)):
        for key, number in connection.execute(back.where(alternate.url_key.in_(piece)).limit(50 * len(piece))):
            for mine in named[key] - {number}:
                found[mine].add(number)
    return found


def sides(connection: Connection, numbers: Iterable[int]) -> dict[int, Row]:
    """Return by article what variants are compared by: its print, its pictures that few others show, the variants it names."""
    found: dict[int, Row] = {}
    by_revision: dict[int, Row] = {}
    for piece in portions(sorted(set(numbers)), 500):
        for row in connection.execute(_SIDE.where(_PRINT.article_id.in_(piece))).mappings():
            found[row["article_id"]] = by_revision[row["revision_id"]] = dict(row) | {"images": set(), "alternates": set()}
    image, alternate = revision_images.c, revision_alternates.c
    for piece in portions(by_revision, 500):
        for number, url in connection.execute(
            select(image.revision_id, image.url).where(image.revision_id.in_(piece), image.url.is_not(None), image.position < 20)
        ):
            by_revision[number]["images"].add(url)
        for number, key in connection.execute(select(alternate.revision_id, alternate.url_key).where(alternate.revision_id.in_(piece))):
            by_revision[number]["alternates"].add(key)
    shown = Counter(url for side in found.values() for url in side["images"])
    for side in found.values():
        side["images"] = frozenset(url for url in side["images"] if shown[url] <= SHARED)
    return found


def put(connection: Connection, numbers: Sequence[int], rows: Iterable[Row]) -> None:
    """Keep the variants of articles in place of those that they had; a row's ``article_id`` is the lower number."""
    table = translations.c
    for piece in portions(sorted(set(numbers)), 500):
        connection.execute(delete(translations).where(or_(table.article_id.in_(piece), table.other_id.in_(piece))))
    fresh = {(row["article_id"], row["other_id"]): row for row in rows}
    if fresh:
        connection.execute(insert(translations), list(fresh.values()))

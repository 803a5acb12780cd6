"""Reads clusters of copies with their members, and language variants of stories."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select

from storage.filters import Day, as_day, where_is
from storage.models import article_revisions, articles, cluster_members, clusters, pages, prints, revision_authors, sites, translations
from storage.people import known_as
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from storage.database import Database
    from storage.records import Row

PORTION = 100  # clusters in memory at a time
GROUP = ("id", "kind", "size", "sites", "score", "origin", "changed_at", "members")  #: keys of a cluster, in order
VARIANT = (
    "article_id",
    "url",
    "language",
    "headline",
    "other_id",
    "other_url",
    "other_language",
    "other_headline",
    "score",
    "rule",
    "evidence",
)
_REVISION, _MEMBER = article_revisions.c, cluster_members.c


def groups(
    database: Database,
    *,
    kind: str | None = None,
    article: int | None = None,
    site: str | None = None,
    since: Day = None,
    until: Day = None,
    language: str | None = None,
    author: str | None = None,
    limit: int | None = None,
) -> Iterator[Row]:
    """Yield clusters with all their members, the newest cluster first.

    ``kind`` is ``exact``, ``near`` or ``syndication``; the other conditions are on any member: an article's number, its site,
    local day of publication, language and author.
    """
    table = clusters.c
    with database.reading() as connection:
        query = select(table.id).order_by(table.id.desc())
        if kind is not None:
            query = query.where(table.kind == kind)
        wanted = _wanted(connection, site, since, until, language, author)
        if article is not None:
            query = query.where(table.id.in_(select(_MEMBER.cluster_id).where(_MEMBER.article_id == article)))
        if wanted is not None:
            query = query.where(wanted.clusters())
        given = 0
        for piece in portions(connection.execution_options(yield_per=PORTION).execute(query).scalars(), PORTION):
            for row in _clusters(connection, piece):
                if limit is not None and given >= limit:
                    return
                given += 1
                yield row


def variants(
    database: Database,
    *,
    article: int | None = None,
    site: str | None = None,
    since: Day = None,
    until: Day = None,
    language: str | None = None,
    author: str | None = None,
    limit: int | None = None,
) -> Iterator[Row]:
    """Yield pairs of articles that are one story in two languages; the conditions are on either of them."""
    table = translations.c
    with database.reading() as connection:
        query = select(table.article_id, table.other_id, table.score, table.rule, table.evidence).order_by(table.article_id, table.other_id)
        if article is not None:
            query = query.where(or_(table.article_id == article, table.other_id == article))
        wanted = _wanted(connection, site, since, until, language, author)
        if wanted is not None:
            query = query.where(or_(table.article_id.in_(wanted.articles()), table.other_id.in_(wanted.articles())))
        for piece in portions(connection.execution_options(yield_per=PORTION).execute(query.limit(limit)).mappings(), PORTION):
            known = _articles(connection, sorted({number for row in piece for number in (row["article_id"], row["other_id"])}))
            for row in piece:
                one, other = known.get(row["article_id"], {}), known.get(row["other_id"], {})
                found = dict(row) | {key: one.get(key) for key in ("url", "language", "headline")}
                found |= {f"other_{key}": other.get(key) for key in ("url", "language", "headline")}
                yield {key: found[key] for key in VARIANT}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What any article of a group must be."""

    conditions: tuple[ColumnElement[bool], ...]  #: on its print
    few: bool  #: they name a small part of all articles, found by an index

    def articles(self) -> Select[int]:
        """Return the query for the articles."""
        return select(prints.c.article_id).where(*self.conditions)

    def clusters(self) -> ColumnElement[bool]:
        """Return the condition on a cluster: looked up from few articles, else tried on one cluster after the other."""
        if self.few:
            return clusters.c.id.in_(select(_MEMBER.cluster_id).where(_MEMBER.article_id.in_(self.articles())))
        member = select(_MEMBER.article_id).join(prints, prints.c.article_id == _MEMBER.article_id)
        return member.where(_MEMBER.cluster_id == clusters.c.id, *self.conditions).exists()


def _wanted(connection: Connection, site: str | None, since: Day, until: Day, language: str | None, author: str | None) -> _Wanted | None:
    """Return what conditions ask for, or None without any."""
    conditions: list[ColumnElement[bool]] = []
    table, first, last = prints.c, as_day(since), as_day(until)
    if first is not None:
        conditions.append(table.day >= first)
    if last is not None:
        conditions.append(table.day <= last)
    if site is not None:
        where = where_is(connection, site)
        conditions.append(table.site_id.in_((*where.whole, *where.partly)))
        if where.partly:
            there = select(articles.c.id).join(pages, pages.c.id == articles.c.page_id).where(where.pages())
            conditions.append(table.article_id.in_(there))
    if language is not None:
        wanted = language.lower()
        conditions.append(or_(func.lower(table.language) == wanted, func.lower(table.language).startswith(f"{wanted}-", autoescape=True)))
    if author is not None:
        credit = revision_authors.c
        readings = select(_REVISION.article_id).join(revision_authors, credit.revision_id == _REVISION.id)
        conditions.append(table.article_id.in_(readings.where(credit.person_id.in_(known_as(author)), _REVISION.is_current)))
    return _Wanted(tuple(conditions), site is not None or author is not None) if conditions else None


def _clusters(connection: Connection, numbers: Sequence[int]) -> Iterator[Row]:
    """Yield the rows of clusters that have two members or more, in the order given."""
    stored = {row["id"]: row for row in connection.execute(select(clusters).where(clusters.c.id.in_(numbers))).mappings()}
    members: defaultdict[int, list[Row]] = defaultdict(list)
    query = select(_MEMBER.cluster_id, _MEMBER.article_id, _MEMBER.kind, _MEMBER.score).where(_MEMBER.cluster_id.in_(numbers))
    for row in connection.execute(query.order_by(_MEMBER.cluster_id, _MEMBER.article_id)).mappings():
        members[row["cluster_id"]].append(dict(row))
    for number in numbers:
        if number not in stored or len(members[number]) < 2:
            continue
        row, own = stored[number], members[number]
        known: dict[int, Row] = {}
        for piece in portions([member["article_id"] for member in own], 500):
            known |= _articles(connection, piece)
        origin = row["origin_article_id"]
        yield {
            "id": number,
            "kind": row["kind"],
            "size": len(own),
            "sites": len({known[member["article_id"]]["site"] for member in own if member["article_id"] in known}),
            "score": row["score"],
            "origin": {
                "article_id": origin,
                "url": known.get(origin, {}).get("url"),
                "rule": row["origin_rule"],
                "name": row["origin_name"],
            },
            "changed_at": row["changed_at"].isoformat(),
            "members": [_member(member, known.get(member["article_id"], {})) for member in own],
        }


def _member(member: Row, article: Row) -> Row:
    row = {"article_id": member["article_id"], "kind": member["kind"], "score": member["score"]}
    return row | {key: article.get(key) for key in ("url", "site", "headline", "published_at", "language", "sources")}


def _articles(connection: Connection, numbers: Sequence[int]) -> dict[int, Row]:
    """Return by number what listings of groups say of articles."""
    query = (
        select(
            articles.c.id,
            pages.c.url,
            sites.c.key.label("site"),
            _REVISION.headline,
            _REVISION.published_value.label("published_at"),
            _REVISION.language,
            prints.c.sources,
        )
        .join(pages, pages.c.id == articles.c.page_id)
        .join(article_revisions, (_REVISION.article_id == articles.c.id) & _REVISION.is_current)
        .outerjoin(sites, sites.c.id == pages.c.site_id)
        .outerjoin(prints, prints.c.article_id == articles.c.id)
        .where(articles.c.id.in_(numbers))
    )
    found: dict[int, Row] = {}
    for row in connection.execute(query).mappings():
        values: dict[str, Any] = dict(row)
        found[values.pop("id")] = values | {"sources": values["sources"] or []}
    return found

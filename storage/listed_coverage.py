"""Reads coverage: the links of articles with events in order of time, how many there are of each, and what nobody covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import Select, exists, func, nulls_last, or_, select

from storage import filters as conditions
from storage.filters import Day, Filters, Limits
from storage.models import article_revisions, articles, coverage, coverage_evidence, event_people, event_revisions, events, pages
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection

    from storage.database import Database
    from storage.records import Row

PORTION = 200
KEYS = ("article_id", "article_url", "event_id", "event_name", "relation", "score", "rule", "verdict", "evidence")  #: of a row
GROUPS = ("outlet", "language", "speaker", "relation")
_EVIDENCE = ("kind", "field", "quote", "start", "end")
_link, _revision, _event = coverage.c, article_revisions.c, event_revisions.c


def links(
    database: Database, *, speaker: str | None = None, rejected: bool = False, limit: int | None = None, **limits: Unpack[Limits]
) -> Iterator[Row]:
    """Yield the links (``KEYS``, and ``phase published outlet headline language`` for tables), event by event in order of time.

    The days are those of the articles. Rejected links are left out unless ``rejected`` asks for them alone.
    """
    with database.reading() as connection:
        query = _chosen(connection, Filters(**limits, as_of=None), speaker, rejected=rejected)
        query = query.order_by(
            nulls_last(_event.starts_on.asc()), _event.event_id, nulls_last(_revision.published_on.asc()), nulls_last(_revision.published_at.asc()), _link.id
        ).limit(limit)  # fmt: skip
        for piece in portions(connection.execute(query.execution_options(yield_per=PORTION)).mappings(), PORTION):
            yield from _rows(connection, piece)


def counts(database: Database, by: str, **chosen: Any) -> Iterator[Row]:
    """Yield how many articles cover the chosen events ``before during after`` them, by outlet, language, speaker or relation; the most first."""
    found: dict[str, Row] = {}
    seen: set[tuple[str, int]] = set()
    for link in links(database, **chosen):
        for name in _names(link, by):
            if (name, link["article_id"]) in seen:
                continue
            seen.add((name, link["article_id"]))
            row = found.setdefault(name, {by: name, "articles": 0, "before": 0, "during": 0, "after": 0, "undated": 0})
            row["articles"] += 1
            row[link["phase"]] += 1
    yield from sorted(found.values(), key=lambda row: (-row["articles"], row[by]))


def _names(link: Row, by: str) -> list[str]:
    if by == "speaker":
        return list(dict.fromkeys(piece["quote"] for piece in link["evidence"] if piece["kind"] == "speaker" and piece["quote"]))
    return [link[by] or "unknown"]


def gaps(
    database: Database, *, event: str | int | None = None, since: Day = None, until: Day = None, limit: int | None = None
) -> Iterator[Row]:
    """Yield the events and sessions that no article covers (contract rows without their sessions), in order of their beginning."""
    told = _link.verdict.is_(None) | (_link.verdict == "confirmed")
    covered = exists().where(_link.event_id == events.c.id, told)
    query = (
        select(events.c.id)
        .join(event_revisions, (_event.event_id == events.c.id) & _event.is_current)
        .where(events.c.merged_into_id.is_(None), ~covered, *conditions.of_event_days(Filters(since=since, until=until)))
        .order_by(nulls_last(_event.starts_on.asc()), nulls_last(_event.starts_at.asc()), _event.name, events.c.id)
        .limit(limit)
    )
    with database.reading() as connection:
        if event is not None:
            query = query.where(_is_or_belongs_to(event))
        for piece in portions(connection.execute(query.execution_options(yield_per=PORTION)).scalars(), PORTION):
            yield from _gap_rows(connection, piece)


GAP_KEYS = ("event_id", "event_name", "parent", "starts_at", "ends_at", "room", "people")  #: of a row of :func:`gaps`


def _gap_rows(connection: Connection, numbers: Sequence[int]) -> Iterator[Row]:
    parent = event_revisions.alias("parent")
    query = (
        select(
            events.c.id,
            _event.id.label("revision"),
            _event.name,
            _event.starts_value,
            _event.ends_value,
            _event.room,
            parent.c.name.label("parent"),
        )
        .join(event_revisions, (_event.event_id == events.c.id) & _event.is_current)
        .outerjoin(parent, (parent.c.event_id == events.c.parent_id) & parent.c.is_current)
        .where(events.c.id.in_(numbers))
    )
    rows = {row.id: row for row in connection.execute(query)}
    people: dict[int, list[str]] = {}
    said = event_people.c
    named = select(said.revision_id, said.name).where(said.revision_id.in_([row.revision for row in rows.values()]))
    for number, name in connection.execute(named.order_by(said.revision_id, said.position)):
        people.setdefault(number, []).append(name)
    for number in numbers:
        row = rows[number]
        values = (row.id, row.name, row.parent, row.starts_value, row.ends_value, row.room, people.get(row.revision, []))
        yield dict(zip(GAP_KEYS, values, strict=True))


def _chosen(connection: Connection, filters: Filters, speaker: str | None, *, rejected: bool) -> Select[Any]:
    query = (
        select(
            _link.id, _link.article_id, pages.c.url.label("article_url"), _link.event_id, _event.name.label("event_name"), _link.relation, _link.score, _link.rule, _link.verdict,
            _revision.headline, _revision.published_on, _revision.published_value, _revision.language, pages.c.host.label("outlet"), _event.starts_on, _event.ends_on,
        )
        .join(articles, articles.c.id == _link.article_id)
        .join(article_revisions, (_revision.article_id == articles.c.id) & _revision.is_current)
        .join(pages, pages.c.id == articles.c.page_id)
        .join(events, events.c.id == _link.event_id)
        .join(event_revisions, (_event.event_id == events.c.id) & _event.is_current)
        .where(events.c.merged_into_id.is_(None))
    )  # fmt: skip
    told = _link.verdict == "rejected" if rejected else or_(_link.verdict.is_(None), _link.verdict == "confirmed")
    wanted: list[ColumnElement[bool]] = [
        told,
        *conditions.between(filters.since, filters.until, _revision.published_on, _revision.published_value),
    ]
    if filters.site is not None:
        wanted.append(conditions.of_site(connection, filters.site))
    if filters.language is not None:
        wanted.append(_revision.language.in_(conditions.languages(connection, _revision.language, filters.language)))
    if filters.event is not None:
        wanted.append(_is_or_belongs_to(filters.event))
    for readings in conditions.revisions_of(Filters(author=filters.author, tag=filters.tag)):
        wanted.append(_revision.id.in_(readings))
    if speaker is not None:
        piece = coverage_evidence.c
        wanted.append(exists().where(piece.coverage_id == _link.id, piece.kind == "speaker", func.lower(piece.quote) == speaker.lower()))
    return query.where(*wanted)


def numbered(connection: Connection, filters: Filters, changed_since: datetime | None = None) -> Iterator[Row]:
    """Yield every link that is not rejected, in order of its number: ``KEYS``, ``id``, ``revision``, ``linked_at``, ``verdict_at``."""
    more = (_link.revision_id, _link.linked_at, _link.verdict_at)
    query = _chosen(connection, filters, None, rejected=False).add_columns(*more).order_by(_link.id)
    if changed_since is not None:
        query = query.where(or_(_link.linked_at >= changed_since, _link.verdict_at >= changed_since))
    for piece in portions(connection.execute(query.execution_options(yield_per=PORTION)).mappings(), PORTION):
        for found, row in zip(piece, _rows(connection, piece), strict=True):
            told = {"id": found["id"]} | {key: row[key] for key in KEYS} | {"revision": found["revision_id"]}
            yield told | {name: found[name] and found[name].isoformat() for name in ("linked_at", "verdict_at")}


def _is_or_belongs_to(event: str | int) -> ColumnElement[bool]:
    """The condition that an event is the wanted one or a session of it."""
    tops = select(events.c.id).where(conditions.is_event(event)).scalar_subquery()
    return or_(conditions.is_event(event), events.c.parent_id.in_(tops))


def _rows(connection: Connection, found: Sequence[Any]) -> Iterator[Row]:
    evidence: dict[int, list[Row]] = {row["id"]: [] for row in found}
    piece = coverage_evidence.c
    query = select(piece.coverage_id, *(piece[name] for name in _EVIDENCE)).where(piece.coverage_id.in_(list(evidence)))
    for number, *values in connection.execute(query.order_by(piece.coverage_id, piece.position)):
        evidence[number].append(dict(zip(_EVIDENCE, values, strict=True)))
    for row in found:
        told = {key: row[key] for key in KEYS if key != "evidence"} | {"evidence": evidence[row["id"]]}
        told |= {key: row[key] for key in ("headline", "language", "outlet")}
        yield told | {"published": row["published_value"], "phase": phase(row["published_on"], row["starts_on"], row["ends_on"])}


def phase(published: date | None, starts: date | None, ends: date | None) -> str:
    """Whether a day lies before, during or after an event; undated where either is not known."""
    if published is None or starts is None:
        return "undated"
    if published < starts:
        return "before"
    return "during" if published <= (ends or starts) else "after"

"""Writes coverage: the links of articles, the verdicts of people, and links that follow an event into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.bulk import insert_all
from storage.filters import as_key
from storage.models import (
    article_revisions,
    articles,
    coverage,
    coverage_evidence,
    event_aliases,
    event_sources,
    events,
    told_events,
)
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

_table = coverage.c
_SAME = ("relation", "score", "rule", "revision_id", "rules")
_EVIDENCE = ("kind", "field", "quote", "start", "end", "weight")


def put(connection: Connection, links: Mapping[int, Sequence[Row]], revisions: Mapping[int, int], rules: str, now: datetime) -> None:
    """Make these the links of the articles: rows of ``event_id relation score rule evidence`` by article.

    A link that is as it was stays untouched; one that is gone is removed, unless a person decided on it. A rejected
    one is kept up to date but stays rejected.
    """
    before = _stored(connection, links)
    fresh: list[tuple[Row, Sequence[Row]]] = []
    changed: list[tuple[int, Row, Sequence[Row]]] = []
    gone: list[int] = []
    for article, wanted in links.items():
        known = before.get(article, {})
        for link in wanted:
            row = {name: link[name] for name in ("event_id", "relation", "score", "rule")}
            row |= {"article_id": article, "revision_id": revisions[article], "rules": rules}
            stored = known.get(link["event_id"])
            if stored is None:
                fresh.append((row | {"linked_at": now, "verdict": None}, link["evidence"]))
            elif any(stored[name] != row[name] for name in _SAME) or stored["evidence"] != _plain(link["evidence"]):
                at = stored["linked_at"] if stored["relation"] == row["relation"] and stored["rule"] == row["rule"] else now
                changed.append((stored["id"], row | {"linked_at": at}, link["evidence"]))
        still = {link["event_id"] for link in wanted}
        gone += [row["id"] for event, row in known.items() if event not in still and row["verdict"] is None]
    _remove(connection, gone)
    numbers = insert_all(connection, coverage, [row for row, _ in fresh], "article_id", "event_id")
    evidence = [(numbers[row["article_id"], row["event_id"]], pieces) for row, pieces in fresh]
    if changed:
        connection.execute(_change, [{f"new_{name}": row[name] for name in _CHANGES} | {"link": number} for number, row, _ in changed])
        for piece in portions([number for number, *_ in changed]):
            connection.execute(delete(coverage_evidence).where(coverage_evidence.c.coverage_id.in_(piece)))
        evidence += [(number, pieces) for number, _, pieces in changed]
    rows = [
        {"coverage_id": number, "position": place} | {name: piece[name] for name in _EVIDENCE}
        for number, pieces in evidence
        for place, piece in enumerate(pieces)
    ]
    for part in portions(rows):
        connection.execute(insert(coverage_evidence), part)


_CHANGES = ("relation", "score", "rule", "revision_id", "rules", "linked_at")
_change = (
    update(coverage)
    .where(_table.id == bindparam("link"))
    .values({name: bindparam(f"new_{name}", type_=_table[name].type) for name in _CHANGES})
)


def _stored(connection: Connection, numbers: Iterable[int]) -> dict[int, dict[int, Row]]:
    """The links of these articles by article and event, with their evidence."""
    found: dict[int, dict[int, Row]] = {}
    by_id: dict[int, Row] = {}
    for piece in portions(sorted(numbers)):
        for row in connection.execute(select(coverage).where(_table.article_id.in_(piece))).mappings():
            by_id[row["id"]] = found.setdefault(row["article_id"], {})[row["event_id"]] = dict(row) | {"evidence": []}
    pieces = select(coverage_evidence).order_by(coverage_evidence.c.coverage_id, coverage_evidence.c.position)
    for numbers_of in portions(sorted(by_id)):
        for row in connection.execute(pieces.where(coverage_evidence.c.coverage_id.in_(numbers_of))).mappings():
            by_id[row["coverage_id"]]["evidence"].append(tuple(row[name] for name in _EVIDENCE))
    return found


def _plain(evidence: Sequence[Row]) -> list[tuple[Any, ...]]:
    return [tuple(piece[name] for name in _EVIDENCE) for piece in evidence]


def _remove(connection: Connection, numbers: Sequence[int]) -> None:
    for piece in portions(numbers):
        connection.execute(delete(coverage_evidence).where(coverage_evidence.c.coverage_id.in_(piece)))
        connection.execute(delete(coverage).where(_table.id.in_(piece)))


def decide(connection: Connection, article: int, event: int, verdict: str, by: str, now: datetime) -> None:
    """Note a person's verdict on a link, which need not be there yet. Raises LookupError for an unknown article or event."""
    revision = connection.execute(
        select(article_revisions.c.id).where(article_revisions.c.article_id == article, article_revisions.c.is_current)
    ).scalar()
    if revision is None:
        raise LookupError(f"there is no article {article}; pressrow articles lists them")
    found = connection.execute(select(events.c.id, events.c.merged_into_id).where(events.c.id == event)).first()
    if found is None:
        raise LookupError(f"there is no event {event}; pressrow events lists them")
    event = found.merged_into_id or found.id
    said = {"verdict": verdict, "verdict_at": now, "verdict_by": by}
    here = (_table.article_id == article, _table.event_id == event)
    if connection.execute(update(coverage).where(*here).values(said)).rowcount:
        return
    row = {"article_id": article, "event_id": event, "revision_id": revision, "relation": "mentions", "score": 1.0, "rule": "verdict"}
    connection.execute(insert(coverage), row | {"rules": "", "linked_at": now} | said)


def follow_merges(connection: Connection) -> None:
    """Move the links of merged events to the events they were merged into, and back where they are merged no more.

    Where the other event is linked with the article already, its own link stays and takes over a verdict that it lacks.
    """
    merged = select(_table.id, _table.article_id, _table.moved_from_id, events.c.id, events.c.merged_into_id, _table.verdict).join(
        events, events.c.id == _table.event_id
    )
    for number, article, origin, event, into, verdict in connection.execute(merged.where(events.c.merged_into_id.is_not(None))).all():
        other = connection.execute(select(_table.id, _table.verdict).where(_table.article_id == article, _table.event_id == into)).first()
        if other is None:
            connection.execute(update(coverage).where(_table.id == number).values(event_id=into, moved_from_id=origin or event))
        else:
            if verdict is not None and other.verdict is None:
                said = connection.execute(
                    select(_table.verdict, _table.verdict_at, _table.verdict_by).where(_table.id == number)
                ).mappings()
                connection.execute(update(coverage).where(_table.id == other.id).values(dict(said.one())))
            _remove(connection, [number])
    moved = select(_table.id, _table.article_id, _table.moved_from_id).join(events, events.c.id == _table.moved_from_id)
    for number, article, origin in connection.execute(moved.where(events.c.merged_into_id.is_(None))).all():
        there = connection.execute(select(_table.id).where(_table.article_id == article, _table.event_id == origin)).first()
        if there is None:
            connection.execute(update(coverage).where(_table.id == number).values(event_id=origin, moved_from_id=None))
        else:
            connection.execute(update(coverage).where(_table.id == number).values(moved_from_id=None))


def merge_told(connection: Connection, told: int, into: int) -> None:
    """Let a described event stand for one that articles told of; :func:`separate` undoes it."""
    connection.execute(update(events).where(events.c.merged_into_id == told).values(merged_into_id=into))
    connection.execute(update(events).where(events.c.id == told).values(merged_into_id=into))
    follow_merges(connection)


def event_of_source(connection: Connection, form: str, url: str, name: str) -> int | None:
    """Return the event that a source describes under a name."""
    query = (
        select(event_sources.c.event_id)
        .join(event_aliases, event_aliases.c.event_id == event_sources.c.event_id)
        .where(event_sources.c.format == form, event_sources.c.url == url, event_aliases.c.name == name[:300])
        .order_by(event_sources.c.event_id)
    )
    return connection.execute(query.limit(1)).scalar()


def separate(connection: Connection, event: int) -> None:
    """Undo the merging of an event that articles told of; it will not be merged again. Raises LookupError where it is none."""
    told = connection.execute(select(told_events.c.article_id).where(told_events.c.event_id == event).limit(1)).first()
    if told is None:
        raise LookupError(f"event {event} is none that only articles tell of")
    connection.execute(update(told_events).where(told_events.c.event_id == event).values(apart=True))
    connection.execute(update(events).where(events.c.id == event).values(merged_into_id=None))
    follow_merges(connection)


def linked_articles(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return the articles that are linked with one of these events."""
    return {
        article
        for piece in portions(sorted(numbers))
        for article in connection.execute(select(_table.article_id).where(_table.event_id.in_(piece)).distinct()).scalars()
    }


def article_of(connection: Connection, named: str) -> int | None:
    """Return the number of an article given by its number or address; None where there is none."""
    from storage.models import pages

    if (number := as_key(named)) is not None:
        return connection.execute(select(articles.c.id).where(articles.c.id == number)).scalar()
    return connection.execute(select(articles.c.id).join(pages, pages.c.id == articles.c.page_id).where(pages.c.url == named)).scalar()

"""Which readings of articles a relating step has still to see, and which it has seen.

A step goes through the current readings in the order in which they were stored. Below a mark all have been seen, so
that what is new is found at a cost that does not grow with what is stored.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Select, delete, exists, func, insert, select, text, update

from storage.models import article_revisions, related, related_marks
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_SETTLED = timedelta(hours=1)  # a reading numbered earlier may still be in a transaction that commits later
_LOCK = 0x72656C61  # PostgreSQL advisory locks by which the runs of one step take turns


class Pending(NamedTuple):
    """The current reading of an article that a step has not seen under its present rules."""

    article_id: int
    revision_id: int


def pending(connection: Connection, kind: str, rules: str, limit: int, *, after: int = 0) -> list[Pending]:
    """Return at most ``limit`` readings that the step has to see, in the order of their revisions, those after ``after`` only."""
    query = _unseen(kind, rules, max(after, _floor(connection, kind, rules)))
    revision = article_revisions.c
    rows = connection.execute(query.with_only_columns(revision.article_id, revision.id).order_by(revision.id).limit(limit))
    return [Pending(*row) for row in rows]


def count(connection: Connection, kind: str, rules: str) -> int:
    """Return how many readings the step has to see."""
    query = _unseen(kind, rules, _floor(connection, kind, rules)).with_only_columns(func.count())
    return int(connection.execute(query).scalar_one())


def mark(connection: Connection, kind: str, rules: str, rows: Sequence[Pending]) -> None:
    """Note that the step has seen these readings; an article that is gone meanwhile is passed over."""
    for piece in portions(dict(rows).items()):
        numbers = [article for article, _ in piece]
        connection.execute(delete(related).where(related.c.kind == kind, related.c.article_id.in_(numbers)))
        there = set(connection.execute(select(article_revisions.c.article_id).where(article_revisions.c.article_id.in_(numbers))).scalars())
        seen = [
            {"article_id": article, "kind": kind, "revision_id": revision, "rules": rules}
            for article, revision in sorted(piece)
            if article in there
        ]
        if seen:
            connection.execute(insert(related), seen)


def settle(connection: Connection, kind: str, rules: str, now: datetime) -> None:
    """After a step went through all: note up to which reading nothing is left, so that the next run begins there."""
    revision = article_revisions.c
    first = connection.execute(
        _unseen(kind, rules, _floor(connection, kind, rules)).with_only_columns(func.min(revision.id))
    ).scalar()  # one that came meanwhile
    newest = select(func.max(revision.id)).where(revision.stored_at < now - _SETTLED, revision.id > _floor(connection, kind, rules))
    highest = connection.execute(newest if first is None else newest.where(revision.id < first)).scalar()
    if highest is None:
        return
    connection.execute(delete(related_marks).where(related_marks.c.kind == kind))
    connection.execute(insert(related_marks), {"kind": kind, "rules": rules, "revision_id": highest})


def forget(connection: Connection, kind: str, articles: Iterable[int] | None = None) -> None:
    """Let the step see these articles again, or all."""
    if articles is None:
        connection.execute(delete(related).where(related.c.kind == kind))
        connection.execute(delete(related_marks).where(related_marks.c.kind == kind))
        return
    for piece in portions(sorted(set(articles))):
        connection.execute(delete(related).where(related.c.kind == kind, related.c.article_id.in_(piece)))
        lowest = connection.execute(
            select(func.min(article_revisions.c.id)).where(article_revisions.c.article_id.in_(piece), article_revisions.c.is_current)
        ).scalar()
        if lowest is not None:
            marks = related_marks.c
            connection.execute(update(related_marks).where(marks.kind == kind, marks.revision_id >= lowest).values(revision_id=lowest - 1))


def rules_changed(connection: Connection, kind: str, rules: str) -> bool:
    """Return whether the step went through all under other rules."""
    marks = related_marks.c
    return connection.execute(select(marks.kind).where(marks.kind == kind, marks.rules != rules)).first() is not None


def take_turn(connection: Connection, kind: str) -> None:
    """Wait until no other process writes what this step writes, until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock, hashtext(:kind))"), {"lock": _LOCK, "kind": kind})


def _floor(connection: Connection, kind: str, rules: str) -> int:
    marks = related_marks.c
    return connection.execute(select(marks.revision_id).where(marks.kind == kind, marks.rules == rules)).scalar() or 0


def _unseen(kind: str, rules: str, after: int) -> Select[tuple[int]]:
    """Return the query of the current readings after a number that the step has not seen."""
    revision = article_revisions.c
    seen = exists().where(
        related.c.article_id == revision.article_id,
        related.c.kind == kind,
        related.c.revision_id == revision.id,
        related.c.rules == rules,
    )
    return select(revision.id).where(revision.id > after, revision.is_current, ~seen)

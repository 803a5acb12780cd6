"""Reads people: each once, with the names and sites that were found to be theirs, and why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage import merges
from storage.models import article_revisions, people, revision_authors, sites
from storage.people import known_as
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.records import Row

PORTION = 200
PERSON = ("id", "name", "site", "articles", "first_seen_at", "also", "merges")  #: keys of a person, in order
_PERSON = people.c


def people_listed(
    database: Database,
    *,
    site: str | None = None,
    author: str | None = None,
    merged: bool = False,
    limit: int | None = None,
) -> Iterator[Row]:
    """Yield people in the order of their names, those merged under the number known first.

    ``also`` are the other numbers, names and sites that a person goes by, ``merges`` why. ``site`` (its key) and ``author`` (a
    name) are conditions on any of them; ``merged`` leaves out who goes by one number only.
    """
    with database.reading() as connection:
        query = select(_PERSON.id).where(_PERSON.merged_into_id.is_(None)).order_by(_PERSON.name_key, _PERSON.id)
        if author is not None:
            query = query.where(_PERSON.id.in_(known_as(author)))
        if site is not None:
            there = (
                select(func.coalesce(_PERSON.merged_into_id, _PERSON.id))
                .join(sites, sites.c.id == _PERSON.site_id)
                .where(sites.c.key == site)
            )
            query = query.where(_PERSON.id.in_(there))
        if merged:
            query = query.where(_PERSON.id.in_(select(_PERSON.merged_into_id).where(_PERSON.merged_into_id.is_not(None))))
        for piece in portions(connection.execution_options(yield_per=PORTION).execute(query.limit(limit)).scalars(), PORTION):
            yield from _people(connection, piece)


def _people(connection: Connection, numbers: Sequence[int]) -> Iterator[Row]:
    """Yield the rows of people, in the order given."""
    query = select(_PERSON.id, _PERSON.name, _PERSON.merged_into_id, _PERSON.first_seen_at, sites.c.key.label("site")).join(
        sites, sites.c.id == _PERSON.site_id
    )
    known = {row["id"]: dict(row) for row in connection.execute(query.where(_PERSON.id.in_(numbers))).mappings()}
    others: defaultdict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(query.where(_PERSON.merged_into_id.in_(numbers)).order_by(_PERSON.id)).mappings():
        others[row["merged_into_id"]].append(dict(row))
    everybody = [*numbers, *(row["id"] for rows in others.values() for row in rows)]
    credited = _credited(connection, everybody)
    why: defaultdict[int, list[Row]] = defaultdict(list)
    root: dict[int, int] = {row["id"]: number for number, rows in others.items() for row in rows}
    if others:
        for stands in merges.standing(connection, sorted(others)) + merges.standing(connection, sorted(root)):
            told = {key: stands[key] for key in ("person_id", "into_id", "rule", "evidence", "made_by")}
            told["made_at"] = stands["made_at"].isoformat()
            number = root.get(int(stands["person_id"]), int(stands["person_id"]))
            if told not in why[number]:
                why[number].append(told)
    for number in numbers:
        person, own = known[number], others[number]
        yield {
            "id": number,
            "name": person["name"],
            "site": person["site"],
            "articles": sum(credited.get(each, 0) for each in (number, *(row["id"] for row in own))),
            "first_seen_at": person["first_seen_at"].isoformat(),
            "also": [{key: row[key] for key in ("id", "name", "site")} for row in own],
            "merges": why[number],
        }


def _credited(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Return how many articles credit each person now."""
    credit, revision = revision_authors.c, article_revisions.c
    query = (
        select(credit.person_id, func.count(revision.article_id.distinct()))
        .join(article_revisions, revision.id == credit.revision_id)
        .where(revision.is_current)
        .group_by(credit.person_id)
    )
    return {
        person: number
        for piece in portions(numbers)
        for person, number in connection.execute(query.where(credit.person_id.in_(piece)))
        if person is not None
    }

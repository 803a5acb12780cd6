"""Who is one person: evidence kept, merges made and undone, what somebody decided; ``people.merged_into_id`` follows from it.

Merges that stand are links between people; who hangs together by them is one person, under the number known first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from storage.errors import MergeError
from storage.models import article_revisions, articles, pages, people, people_merges, person_keys, person_verdicts, revision_authors, sites
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

_MERGE, _KEY, _PERSON, _VERDICT = people_merges.c, person_keys.c, people.c, person_verdicts.c


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people found to be one."""

    person_id: int
    into_id: int
    rule: str  #: ``author_page``, ``contact``, ``bio``, ``affiliation`` or ``verdict``
    evidence: Any = None


def credits_of(connection: Connection, numbers: Iterable[int]) -> list[Row]:
    """Return the credits of articles' current readings."""
    credit, revision = revision_authors.c, article_revisions.c
    query = (
        select(
            revision.id.label("revision_id"),
            credit.person_id,
            credit.name,
            credit.role,
            credit.printed,
            credit.affiliation,
            credit.bio,
            credit.url,
            pages.c.url.label("page_url"),
            sites.c.name.label("site_name"),
        )
        .join(article_revisions, revision.id == credit.revision_id)
        .join(articles, articles.c.id == revision.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
        .join(sites, sites.c.id == pages.c.site_id)
        .where(revision.is_current, credit.person_id.is_not(None))
    )
    return [
        dict(row)
        for piece in portions(sorted(set(numbers)), 500)
        for row in connection.execute(query.where(revision.article_id.in_(piece)).order_by(revision.id, credit.position)).mappings()
    ]


def add_keys(connection: Connection, rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Keep evidence, rows of ``kind``, ``value``, ``person_id`` and ``revision_id``; return each kind and value that somebody is new to."""
    wanted = {(row["kind"], row["value"], row["person_id"]): row for row in rows}
    values = sorted({value for _, value, _ in wanted})
    known: set[tuple[str, str, int]] = set()
    for piece in portions(values, 500):
        found = connection.execute(select(_KEY.kind, _KEY.value, _KEY.person_id).where(_KEY.kind.in_(_KINDS), _KEY.value.in_(piece)))
        known |= {(kind, value, person) for kind, value, person in found}
    there: set[int] = set()
    for part in portions(sorted({person for _, _, person in wanted})):
        there.update(connection.execute(select(_PERSON.id).where(_PERSON.id.in_(part))).scalars())
    fresh = [row for key, row in sorted(wanted.items()) if key not in known and row["person_id"] in there]
    if fresh:
        connection.execute(insert(person_keys), fresh)
    return sorted({(row["kind"], row["value"]) for row in fresh})


_KINDS = ("author_page", "contact", "bio", "affiliation")


def holders(connection: Connection, keys: Iterable[tuple[str, str]], most: int) -> dict[tuple[str, str], list[Row]]:
    """Return for each piece of evidence the people who have it; nobody where more than ``most`` do."""
    wanted = set(keys)
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    values = sorted({value for _, value in wanted})
    table = select(_KEY.kind, _KEY.value, _PERSON.id, _PERSON.name, _PERSON.site_id).join(people, _PERSON.id == _KEY.person_id)
    numbers = select(_KEY.kind, _KEY.value, func.count()).group_by(_KEY.kind, _KEY.value)
    for piece in portions(values, 500):
        among = and_(_KEY.kind.in_(_KINDS), _KEY.value.in_(piece))
        few = {(kind, value) for kind, value, number in connection.execute(numbers.where(among)) if number <= most} & wanted
        for row in connection.execute(table.where(_KEY.kind.in_(_KINDS), _KEY.value.in_(sorted({value for _, value in few})))).mappings():
            if (row["kind"], row["value"]) in few:
                found[row["kind"], row["value"]].append(dict(row))
    return found


def merge(connection: Connection, merges: Iterable[Merge], made_by: str, now: datetime) -> int:
    """Make merges that nobody decided against; return how many were new."""
    made = 0
    for one in merges:
        first, second = _component(connection, one.person_id), _component(connection, one.into_id)
        if one.into_id in first or _different(connection, first, second):
            continue
        _stand(connection, one, made_by, now)
        _root(connection, first | second)
        made += 1
    return made


def merge_people(connection: Connection, one: int, other: int, now: datetime) -> int:
    """Merge two people because somebody says so; return the number that both go by. Raises MergeError."""
    _must_exist(connection, one)
    _must_exist(connection, other)
    if one == other:
        raise MergeError(f"{one} and {other} are the same number; name two people")
    _decide(connection, one, other, "same", now)
    first, second = _component(connection, one), _component(connection, other)
    against = _different(connection, first, second)
    if against:
        told = ", ".join(f"{a} and {b}" for a, b in against[:3])
        raise MergeError(
            f"{one} and {other} cannot be merged: somebody decided that {told} are different; merge these first or leave it so"
        )
    if other not in first:
        _stand(connection, Merge(max(one, other), min(one, other), "verdict"), "person", now)
    return _root(connection, first | second)


def split_person(connection: Connection, person: int, now: datetime) -> list[int]:
    """Take a person out of what it was merged with, for good; return those it is no longer merged with. Raises MergeError."""
    _must_exist(connection, person)
    whole = _component(connection, person)
    others = sorted(whole - {person})
    if not others:
        raise MergeError(f"person {person} is merged with nobody; pressrow people --merged lists who is")
    touching = standing(connection, [person])
    connection.execute(
        update(people_merges).where(_MERGE.id.in_([row["id"] for row in touching])).values(undone_at=now, undone_by="person")
    )
    _bypass(connection, person, touching, now)
    for other in others:
        _decide(connection, person, other, "different", now)
    left = whole
    while left:
        part = _component_by_merges(connection, min(left))
        _root(connection, part)
        left -= part
    return others


def _bypass(connection: Connection, person: int, undone: Sequence[Row], now: datetime) -> None:
    """Link those to one another whom the same evidence linked to a person that was none of them."""
    by_evidence: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in undone:
        if row["made_by"] == "rules" and row["evidence"]:
            other = row["into_id"] if row["person_id"] == person else row["person_id"]
            by_evidence[row["rule"], str(row["evidence"].get(row["rule"]))].append(other)
    for (rule, value), others in sorted(by_evidence.items()):
        first, *rest = sorted(set(others))
        for other in rest:
            _stand(connection, Merge(other, first, rule, {rule: value}), "rules", now)


def undo_rules(connection: Connection, now: datetime) -> None:
    """Undo the merges that rules made and forget their evidence, for the rules to look at all again; what people decided stands."""
    connection.execute(delete(person_keys))
    connection.execute(
        update(people_merges).where(_MERGE.made_by == "rules", _MERGE.undone_at.is_(None)).values(undone_at=now, undone_by="rules")
    )
    connection.execute(update(people).where(_PERSON.merged_into_id.is_not(None)).values(merged_into_id=None))
    standing = connection.execute(select(_MERGE.person_id).where(_MERGE.undone_at.is_(None)).order_by(_MERGE.person_id)).scalars().all()
    for person in standing:
        _root(connection, _component_by_merges(connection, person))


def same_people(connection: Connection, numbers: Iterable[int]) -> list[int]:
    """Return the numbers of these people and of all that are merged with them."""
    found: set[int] = set()
    for piece in portions(sorted(set(numbers))):
        roots = set(connection.execute(select(func.coalesce(_PERSON.merged_into_id, _PERSON.id)).where(_PERSON.id.in_(piece))).scalars())
        for part in portions(sorted(roots)):
            found.update(
                connection.execute(select(_PERSON.id).where(or_(_PERSON.id.in_(part), _PERSON.merged_into_id.in_(part)))).scalars()
            )
    return sorted(found)


def _must_exist(connection: Connection, person: int) -> None:
    if connection.execute(select(_PERSON.id).where(_PERSON.id == person)).first() is None:
        raise MergeError(f"there is no person {person}; pressrow people lists them")


def _component(connection: Connection, person: int) -> set[int]:
    """Return the numbers that a person goes by."""
    return set(same_people(connection, [person])) | {person}


def _component_by_merges(connection: Connection, person: int) -> set[int]:
    """Return who hangs together with a person by merges that stand."""
    found, reach = {person}, [person]
    while reach:
        touching = or_(_MERGE.person_id.in_(reach), _MERGE.into_id.in_(reach))
        rows = connection.execute(select(_MERGE.person_id, _MERGE.into_id).where(touching, _MERGE.undone_at.is_(None))).all()
        reach = sorted({number for row in rows for number in row} - found)
        found.update(reach)
    return found


def _root(connection: Connection, numbers: set[int]) -> int:
    """Let people go by the number known first, and return it."""
    root = min(numbers)
    connection.execute(update(people).where(_PERSON.id.in_(sorted(numbers))).values(merged_into_id=root))
    connection.execute(update(people).where(_PERSON.id == root).values(merged_into_id=None))
    return root


def _different(connection: Connection, first: set[int], second: set[int]) -> list[tuple[int, int]]:
    """Return the pairs between two sets of people that somebody decided to be different."""
    both = sorted(first | second)
    rows = connection.execute(
        select(_VERDICT.person_id, _VERDICT.other_id).where(
            _VERDICT.person_id.in_(both), _VERDICT.other_id.in_(both), _VERDICT.verdict == "different"
        )
    )
    return [(one, other) for one, other in rows if (one in first) != (other in first)]


def _decide(connection: Connection, one: int, other: int, verdict: str, now: datetime) -> None:
    """Keep a verdict in place of an earlier one."""
    low, high = sorted((one, other))
    connection.execute(delete(person_verdicts).where(_VERDICT.person_id == low, _VERDICT.other_id == high))
    connection.execute(insert(person_verdicts).values(person_id=low, other_id=high, verdict=verdict, decided_at=now))


def _stand(connection: Connection, one: Merge, made_by: str, now: datetime) -> None:
    """Keep a merge; one that the rules undid to look again, and now make again, stands as it stood."""
    same = (_MERGE.person_id == one.person_id, _MERGE.into_id == one.into_id, _MERGE.rule == one.rule)
    undone = connection.execute(select(_MERGE.id).where(*same, _MERGE.undone_by == "rules").order_by(_MERGE.id.desc()).limit(1)).scalar()
    if undone is not None:
        connection.execute(
            update(people_merges).where(_MERGE.id == undone).values(undone_at=None, undone_by=None, evidence=one.evidence, made_by=made_by)
        )
        return
    row = {
        "person_id": one.person_id,
        "into_id": one.into_id,
        "rule": one.rule,
        "evidence": one.evidence,
        "made_by": made_by,
        "made_at": now,
    }
    connection.execute(insert(people_merges).values(row))


def standing(connection: Connection, numbers: Sequence[int]) -> list[Row]:
    """Return the merges that stand among people, in the order in which they were made."""
    rows = connection.execute(
        select(people_merges)
        .where(or_(_MERGE.person_id.in_(numbers), _MERGE.into_id.in_(numbers)), _MERGE.undone_at.is_(None))
        .order_by(_MERGE.id)
    )
    return [dict(row) for row in rows.mappings()]

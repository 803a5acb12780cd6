"""Judges whether two descriptions speak of one event; nothing is read or written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.event_identity import Described, agree, fold, is_telling
from storage.moments import take_apart

if TYPE_CHECKING:
    from storage.records import Row


@dataclass(slots=True, eq=False)
class Known:
    """An event that is stored, or about to be, with what tells whether another description speaks of it."""

    number: int | None
    site_id: int | None
    name: str
    starts: str | None = None
    ends: str | None = None
    place: tuple[str | None, str | None, str | None] = (None, None, None)
    edition: str | None = None
    parent_id: int | None = None
    is_part: bool = False
    sources: set[tuple[str, str]] = field(default_factory=set)
    keys: set[bytes] = field(default_factory=set)

    @classmethod
    def of(cls, event: Described) -> Known:
        """What a description is to be stored as, where it speaks of nothing that is stored."""
        row = event.row
        return cls(
            None,
            event.visit.site_id,
            fold(row.get("name")),
            row.get("starts_at"),
            row.get("ends_at"),
            _place(row),
            row.get("edition"),
            event.parent.event_id if event.parent else None,
            event.parent is not None,
        )


def are_one(one: Known, other: Known, *, sure: bool) -> bool:
    """Whether two stored events that one description fits may be merged: not an event with its session, and alike in name or time.

    Of two that it has a uid or address of the day is enough.
    """
    if other.number == one.parent_id or one.number == other.parent_id:
        return False
    if one.is_part and other.is_part and one.starts and other.starts and not same_time(one.starts, other.starts):
        return False
    at_once = take_apart(one.starts).precision == "minute" and same_time(one.starts, other.starts)
    alike = one.name == other.name or one.name in other.name or other.name in one.name
    same_day = sure and one.is_part is other.is_part and take_apart(one.starts).on == take_apart(other.starts).on
    return alike or same_day or (at_once and one.is_part is not other.is_part)


def is_same(event: Described, known: Known) -> bool:
    """Whether a name and day in common make one event: times and places must not speak against it."""
    row = event.row
    mine, theirs = take_apart(row.get("starts_at")), take_apart(known.starts)
    if mine.precision == theirs.precision == "minute" and not same_time(row.get("starts_at"), known.starts):
        return False
    if event.parent is not None or known.is_part:
        return True
    if row.get("edition") and known.edition and row["edition"] != known.edition:
        return False
    need = event.visit.site_id != known.site_id and not is_telling(row)
    return agree(_place(row), known.place, need=need)


def same_time(one: str | None, other: str | None) -> bool:
    """Whether two times are the same moment; where an offset is missing, the same minute of the clock."""
    left, right = take_apart(one), take_apart(other)
    if left.at is not None and right.at is not None:
        return left.at == right.at
    return (one or "")[:16] == (other or "")[:16]


def may_be(event: Described, known: Known) -> bool:
    """Whether a name alone in common makes one event: the same source says so again, or days do not speak against it."""
    row = event.row
    if set(event.formats) & known.sources:
        return True
    mine, theirs = take_apart(row.get("starts_at")), take_apart(known.starts)
    if event.parent is not None:
        if mine.on is None or theirs.on is None:
            return True
        return mine.on == theirs.on and (mine.precision == theirs.precision or "minute" not in {mine.precision, theirs.precision})
    if mine.on is None or theirs.on is None:
        return True
    left, right = take_apart(row.get("ends_at")).on or mine.on, take_apart(known.ends).on or theirs.on
    return mine.on <= right and theirs.on <= left and agree(_place(row), known.place, need=False)


def _place(row: Row) -> tuple[str | None, str | None, str | None]:
    venue = row.get("venue") or {}
    return venue.get("name"), venue.get("locality"), venue.get("country")

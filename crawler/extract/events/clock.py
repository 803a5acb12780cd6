"""Times of day at the head of a line of a programme: ``10:00–10:45``, ``9:30 am``, ``14h00``, ``9.30 Uhr``, ``上午9:00``."""

from __future__ import annotations

import re
from typing import NamedTuple

_HALF = r"(?:\s?[ap]\.?\s?m\b\.?)"
_ONE = (
    rf"(?P<hour{{0}}>\d{{{{1,2}}}})(?:\s?[:.h：]\s?(?P<minute{{0}}>\d{{{{2}}}}))?(?P<half{{0}}>{_HALF})?(?:\s?(?:uhr|h|hrs|时|時|点|點)\b)?"
)
_TIMES = re.compile(
    r"\s*(?P<han>上午|下午|午前|午後|晚上)?\s*"
    + _ONE.format(1)
    + r"(?:\s*(?:[-–—~〜～至到]|to|bis|until|à|a|al)\s*(?P<han2>上午|下午|午前|午後|晚上)?\s*"
    + _ONE.format(2)
    + r")?(?!\d|\.\d|[:/])",
    re.IGNORECASE,
)


class Times(NamedTuple):
    """When something begins and ends within its day, hours and minutes, and how far the print of it reaches."""

    begins: tuple[int, int]
    ends: tuple[int, int] | None
    end: int


def at_head(text: str) -> Times | None:
    """The time or span of times that a line begins with; None for any other line. A bare number is no time."""
    head = text[:60]
    if not head[:1].isdigit() and head[:2] not in {"上午", "下午", "午前", "午後", "晚上"}:
        return None
    found = _TIMES.match(head)
    if found is None or (found["minute1"] is None and found["half1"] is None and found["minute2"] is None and found["half2"] is None):
        return None
    late = found["half2"] if found["half1"] is None else None
    begins = _time(
        found["hour1"],
        found["minute1"],
        found["half1"] or (late if late and int(found["hour1"]) <= int(found["hour2"] or 0) % 12 else None),
        found["han"],
    )
    ends = _time(found["hour2"], found["minute2"], found["half2"], found["han2"] or found["han"]) if found["hour2"] else None
    if begins is None or (found["hour2"] and ends is None):
        return None
    return Times(begins, ends if ends is None or ends > begins else None, found.end())


def _time(hour: str, minute: str | None, half: str | None, han: str | None) -> tuple[int, int] | None:
    hours, minutes = int(hour), int(minute or 0)
    if half and hours <= 12:
        hours = hours % 12 + 12 * (half.strip()[0] in "pP")
    elif han in {"下午", "午後", "晚上"} and hours < 12:
        hours += 12
    return (hours, minutes) if hours < 24 and minutes < 60 else None

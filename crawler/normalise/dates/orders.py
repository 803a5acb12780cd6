"""In which order a site prints day and month, told by its language and the country of its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

_AMERICAN = frozenset({"us", "ph"})
# endings that say nothing of a country
_OPEN = frozenset("com org net edu gov mil info biz io co tv me fm ai app news online site blog press media dev xyz today ca world".split())  # noqa: SIM905 -- a list
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "mn", "lt"})


def usual_order(language: str | None, host: str = "") -> Literal["DMY", "MDY", "YMD"] | None:
    """The order of all-number dates: month first only in American English; None where nothing tells.

    ``language`` is a BCP 47 tag. English without a region goes by the country of the host; ``.com`` leaves it open.
    """
    name, _, region = (language or "").partition("-")
    if name in _YEAR_FIRST:
        return "YMD"
    ending = host.rpartition(".")[2].lower()
    if name and name not in {"en", "es", "tl", "fil"}:
        return "DMY"
    if region:
        return "MDY" if region.lower() in _AMERICAN else None if region.upper() in {"CA", "419"} else "DMY"
    if name == "es":
        return "DMY"
    if ending in _AMERICAN:
        return "MDY"
    return None if ending in _OPEN or not ending or ending.isdigit() else "DMY"


_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/])")
_MONTHS = 12


def told_order(printed: Iterable[str]) -> Literal["DMY", "MDY"] | None:
    """The order that the dates of one page tell by those that can be read in one way only: 17/05/2024, or 05/17/2024; None where they disagree."""
    told: set[Literal["DMY", "MDY"]] = set()
    for text in printed:
        for one, _, two in _NUMBERS.findall(text[:100]):
            if int(one) > _MONTHS >= int(two):
                told.add("DMY")
            elif int(two) > _MONTHS >= int(one):
                told.add("MDY")
    return told.pop() if len(told) == 1 else None

"""In which order a site prints day and month, told by its language and the country of its address."""

from __future__ import annotations

from typing import Literal

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

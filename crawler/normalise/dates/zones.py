"""Time-zone names as printed beside a time, as minutes east of UTC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from datetime import datetime

# Names that mean one offset wherever they are printed. EST stays five hours even in July: what is printed counts.
_OFFSETS = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "HNEC": 60, "CEST": 120, "MESZ": 120, "HAEC": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "МСК": 180, "TSİ": 180, "TRT": 180, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60, "GST": 240, "AST": -240, "ADT": -180,
    "PKT": 300, "NPT": 345, "BDT": 360, "WIB": 420, "WITA": 480, "WIT": 540, "ICT": 420, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480,
    "JST": 540, "KST": 540, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
    "BRT": -180, "ART": -180, "CLT": -240, "CLST": -180, "COT": -300, "PET": -300, "VET": -240, "IDT": 180, "IRST": 210, "WEDT": 60,
}  # fmt: skip
# names that follow a place's clock through the year
_PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles", "AT": "America/Halifax",
    "Eastern": "America/New_York", "Central": "America/Chicago", "Mountain": "America/Denver", "Pacific": "America/Los_Angeles",
    "AET": "Australia/Sydney", "UKT": "Europe/London", "OEZ": "Europe/Athens",
}  # fmt: skip
# names that mean another offset on pages in these languages
_BY_LANGUAGE = {("IST", "he"): 120, ("IST", "ga"): 60, ("CST", "zh"): 480, ("BST", "bn"): 360, ("AST", "ar"): 180}
_IST = 330  # India prints it most by far

ZONE = re.compile(
    r"[ ,]{0,2}\(?(?:\b(?P<name>UTC|GMT|Z|[A-Z]{2,5}|МСК|TSİ|(?:Eastern|Central|Mountain|Pacific)(?= (?:Standard |Daylight )?Time\b|\s*\)?$))\b)?(?:(?<=UTC|GMT) ?(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?"
    r"|(?P<plain>[+-]\d{2}:?\d{2})(?!\d))?"
)


def offset_of(name: str, local: datetime | None = None, language: str | None = None) -> int | None:
    """Minutes east of UTC of a printed zone name; None where the name is no zone, or needs a day to tell (``ET``) and has none."""
    special = _BY_LANGUAGE.get((name, (language or "").partition("-")[0]))
    if special is not None:
        return special
    if name == "IST":
        return _IST
    if name in _OFFSETS:
        return _OFFSETS[name]
    place = _PLACES.get(name)
    if place is None or local is None:
        return None
    try:
        delta = local.replace(tzinfo=ZoneInfo(place)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None
    return None if delta is None else round(delta.total_seconds() / 60)


def signed_offset(sign: str, hours: str, minutes: str | None) -> int:
    """``+``, ``05``, ``30`` as 330."""
    value = int(hours) * 60 + int(minutes or 0)
    return -value if sign == "-" else value

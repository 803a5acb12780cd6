"""Time zones of iCalendar files: IANA names with and without a prefix, names of Windows, and zones that the file defines itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.sites.zones import known_zones

if TYPE_CHECKING:
    from crawler.extract.events.ical_lines import Component
    from crawler.normalise.dates import When

#: Unicode CLDR, windowsZones: the zone of each name where no territory says otherwise
_WINDOWS_TABLE: Final = """
Dateline Standard Time=Etc/GMT+12|UTC-11=Etc/GMT+11|Aleutian Standard Time=America/Adak|Hawaiian Standard Time=Pacific/Honolulu
Marquesas Standard Time=Pacific/Marquesas|Alaskan Standard Time=America/Anchorage|UTC-09=Etc/GMT+9|Pacific Standard Time (Mexico)=America/Tijuana
UTC-08=Etc/GMT+8|Pacific Standard Time=America/Los_Angeles|US Mountain Standard Time=America/Phoenix|Mountain Standard Time (Mexico)=America/Mazatlan
Mountain Standard Time=America/Denver|Yukon Standard Time=America/Whitehorse|Central America Standard Time=America/Guatemala
Central Standard Time=America/Chicago|Easter Island Standard Time=Pacific/Easter|Central Standard Time (Mexico)=America/Mexico_City
Canada Central Standard Time=America/Regina|SA Pacific Standard Time=America/Bogota|Eastern Standard Time (Mexico)=America/Cancun
Eastern Standard Time=America/New_York|Haiti Standard Time=America/Port-au-Prince|Cuba Standard Time=America/Havana
US Eastern Standard Time=America/Indianapolis|Turks And Caicos Standard Time=America/Grand_Turk|Paraguay Standard Time=America/Asuncion
Atlantic Standard Time=America/Halifax|Venezuela Standard Time=America/Caracas|Central Brazilian Standard Time=America/Cuiaba
SA Western Standard Time=America/La_Paz|Pacific SA Standard Time=America/Santiago|Newfoundland Standard Time=America/St_Johns
Tocantins Standard Time=America/Araguaina|E. South America Standard Time=America/Sao_Paulo|SA Eastern Standard Time=America/Cayenne
Argentina Standard Time=America/Buenos_Aires|Greenland Standard Time=America/Godthab|Montevideo Standard Time=America/Montevideo
Magallanes Standard Time=America/Punta_Arenas|Saint Pierre Standard Time=America/Miquelon|Bahia Standard Time=America/Bahia|UTC-02=Etc/GMT+2
Azores Standard Time=Atlantic/Azores|Cape Verde Standard Time=Atlantic/Cape_Verde|UTC=Etc/UTC|GMT Standard Time=Europe/London
Greenwich Standard Time=Atlantic/Reykjavik|Sao Tome Standard Time=Africa/Sao_Tome|Morocco Standard Time=Africa/Casablanca
W. Europe Standard Time=Europe/Berlin|Central Europe Standard Time=Europe/Budapest|Romance Standard Time=Europe/Paris
Central European Standard Time=Europe/Warsaw|W. Central Africa Standard Time=Africa/Lagos|Jordan Standard Time=Asia/Amman
GTB Standard Time=Europe/Bucharest|Middle East Standard Time=Asia/Beirut|Egypt Standard Time=Africa/Cairo|E. Europe Standard Time=Europe/Chisinau
Syria Standard Time=Asia/Damascus|West Bank Standard Time=Asia/Hebron|South Africa Standard Time=Africa/Johannesburg|FLE Standard Time=Europe/Kiev
Israel Standard Time=Asia/Jerusalem|South Sudan Standard Time=Africa/Juba|Kaliningrad Standard Time=Europe/Kaliningrad
Sudan Standard Time=Africa/Khartoum|Libya Standard Time=Africa/Tripoli|Namibia Standard Time=Africa/Windhoek|Arabic Standard Time=Asia/Baghdad
Turkey Standard Time=Europe/Istanbul|Arab Standard Time=Asia/Riyadh|Belarus Standard Time=Europe/Minsk|Russian Standard Time=Europe/Moscow
E. Africa Standard Time=Africa/Nairobi|Iran Standard Time=Asia/Tehran|Arabian Standard Time=Asia/Dubai|Astrakhan Standard Time=Europe/Astrakhan
Azerbaijan Standard Time=Asia/Baku|Russia Time Zone 3=Europe/Samara|Mauritius Standard Time=Indian/Mauritius|Saratov Standard Time=Europe/Saratov
Georgian Standard Time=Asia/Tbilisi|Volgograd Standard Time=Europe/Volgograd|Caucasus Standard Time=Asia/Yerevan|Afghanistan Standard Time=Asia/Kabul
West Asia Standard Time=Asia/Tashkent|Ekaterinburg Standard Time=Asia/Yekaterinburg|Pakistan Standard Time=Asia/Karachi
Qyzylorda Standard Time=Asia/Qyzylorda|India Standard Time=Asia/Calcutta|Sri Lanka Standard Time=Asia/Colombo|Nepal Standard Time=Asia/Katmandu
Central Asia Standard Time=Asia/Bishkek|Bangladesh Standard Time=Asia/Dhaka|Omsk Standard Time=Asia/Omsk|Myanmar Standard Time=Asia/Rangoon
SE Asia Standard Time=Asia/Bangkok|Altai Standard Time=Asia/Barnaul|W. Mongolia Standard Time=Asia/Hovd|North Asia Standard Time=Asia/Krasnoyarsk
N. Central Asia Standard Time=Asia/Novosibirsk|Tomsk Standard Time=Asia/Tomsk|China Standard Time=Asia/Shanghai
North Asia East Standard Time=Asia/Irkutsk|Singapore Standard Time=Asia/Singapore|W. Australia Standard Time=Australia/Perth
Taipei Standard Time=Asia/Taipei|Ulaanbaatar Standard Time=Asia/Ulaanbaatar|Aus Central W. Standard Time=Australia/Eucla
Transbaikal Standard Time=Asia/Chita|Tokyo Standard Time=Asia/Tokyo|North Korea Standard Time=Asia/Pyongyang|Korea Standard Time=Asia/Seoul
Yakutsk Standard Time=Asia/Yakutsk|Cen. Australia Standard Time=Australia/Adelaide|AUS Central Standard Time=Australia/Darwin
E. Australia Standard Time=Australia/Brisbane|AUS Eastern Standard Time=Australia/Sydney|West Pacific Standard Time=Pacific/Port_Moresby
Tasmania Standard Time=Australia/Hobart|Vladivostok Standard Time=Asia/Vladivostok|Lord Howe Standard Time=Australia/Lord_Howe
Bougainville Standard Time=Pacific/Bougainville|Russia Time Zone 10=Asia/Srednekolymsk|Magadan Standard Time=Asia/Magadan
Norfolk Standard Time=Pacific/Norfolk|Sakhalin Standard Time=Asia/Sakhalin|Central Pacific Standard Time=Pacific/Guadalcanal
Russia Time Zone 11=Asia/Kamchatka|New Zealand Standard Time=Pacific/Auckland|UTC+12=Etc/GMT-12|Fiji Standard Time=Pacific/Fiji
Chatham Islands Standard Time=Pacific/Chatham|UTC+13=Etc/GMT-13|Tonga Standard Time=Pacific/Tongatapu|Samoa Standard Time=Pacific/Apia
Line Islands Standard Time=Pacific/Kiritimati
"""
_WINDOWS: Final = {
    name.strip().casefold(): zone
    for entry in _WINDOWS_TABLE.replace("\n", "|").split("|")
    if entry
    for name, _, zone in [entry.partition("=")]
}
_DAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?:\d{2})?")


@lru_cache(maxsize=256)
def known_name(printed: str) -> str | None:
    """The IANA name that a printed zone means: as it is, behind a vendor's prefix, or by its name on Windows; None for others."""
    name = printed.strip().strip('"')
    if not name or len(name) > 200:
        return None
    if name.casefold() in _WINDOWS:
        name = _WINDOWS[name.casefold()]
    parts = [part for part in name.split("/") if part]
    zones = known_zones()
    for length in (3, 2, 1):
        tail = "/".join(parts[-length:])
        if len(parts) == 1 and tail.isupper() and tail != "UTC":
            return None  # CET and EST are no places: files mean them as they define them
        if tail in zones and (length > 1 or len(parts) == 1):
            return tail
    folded = {zone.casefold(): zone for zone in zones} if name.isascii() and "/" in name else {}
    return folded.get("/".join(parts[-2:]).casefold())


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of an IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class Zones:
    """The zones of one file by the names that it gives them."""

    def __init__(self, definitions: list[Component]) -> None:
        self._own = {name.strip('"'): part for part in definitions[:200] if (name := part.text("TZID"))}
        self._names: dict[str, str | None] = {}
        self._offsets: dict[tuple[str, int, int, int, int], int | None] = {}

    def name(self, printed: str) -> str | None:
        """The IANA name of a zone; None for one that only the file knows, or nobody."""
        if printed not in self._names:
            named = known_name(printed)
            part = self._own.get(printed.strip('"'))
            if named is None and part is not None and (location := part.text("X-LIC-LOCATION")):
                named = known_name(location)
            self._names[printed] = named
        return self._names[printed]

    def offset(self, printed: str, when: When) -> int | None:
        """Minutes east of UTC that a wall clock has in a zone; None where nobody knows the zone."""
        name = self.name(printed)
        zone = zone_of(name) if name else None
        if zone is not None:
            return when.in_zone(zone).offset
        part = self._own.get(printed.strip('"'))
        if part is None and printed in known_zones() and (zone := zone_of(printed)) is not None:
            return when.in_zone(zone).offset
        if part is None or not when.month or not when.day:
            return None
        key = (printed, when.year, when.month, when.day, when.hour or 0)
        if key not in self._offsets:
            self._offsets[key] = _defined(part, when)
        return self._offsets[key]


def _defined(zone: Component, when: When) -> int | None:
    """The offset by the file's own rules: that of the change last before."""
    try:
        local = datetime(when.year, when.month or 1, when.day or 1, when.hour or 0, when.minute, tzinfo=UTC)
    except ValueError:
        return None
    best: tuple[datetime, int] | None = None
    first: tuple[datetime, int] | None = None
    for part in zone.parts[:50]:
        offset, start = _minutes(part), _clock(part)
        if offset is None or start is None:
            continue
        if first is None or start < first[0]:
            first = (start, offset)
        for year in (local.year - 1, local.year):
            onset = _onset(part, start, year)
            if onset is not None and onset <= local and (best is None or onset > best[0]):
                best = (onset, offset)
        if start <= local and (best is None or start > best[0]):
            best = (start, offset)
    return best[1] if best else first[1] if first else None


def _minutes(part: Component) -> int | None:
    found = _OFFSET.match((value.text if (value := part.first("TZOFFSETTO")) else "").strip())
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return (-minutes if found[1] == "-" else minutes) if minutes <= 14 * 60 else None


def _clock(part: Component) -> datetime | None:
    value = part.first("DTSTART")
    found = re.match(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2}))?", value.text.strip()) if value else None
    if found is None:
        return None
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), int(found[4] or 0), int(found[5] or 0), tzinfo=UTC)
    except ValueError:
        return None


def _onset(part: Component, start: datetime, year: int) -> datetime | None:
    """When a yearly change comes in a year: ``FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU``; None where the rule is another or over."""
    value = part.first("RRULE")
    if value is None or year < start.year:
        return None
    rule = dict(piece.split("=", 1) for piece in value.text.strip().upper().split(";") if "=" in piece)
    found = re.fullmatch(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", rule.get("BYDAY", ""))
    if rule.get("FREQ") != "YEARLY" or rule.get("UNTIL", "9999")[:4] < str(year):
        return None
    month = int(rule["BYMONTH"]) if rule.get("BYMONTH", "").isdigit() else start.month
    try:
        if found is None:
            return start.replace(year=year)
        place, weekday = int(found[1] or 1), _DAYS[found[2]]
        if place > 0:
            day = start.replace(year=year, month=month, day=1)
            return day + timedelta(days=(weekday - day.weekday()) % 7 + 7 * (place - 1))
        following = start.replace(year=year + (month == 12), month=month % 12 + 1, day=1)
        day = following - timedelta(days=1)
        return day - timedelta(days=(day.weekday() - weekday) % 7 + 7 * (-place - 1))
    except (ValueError, OverflowError):
        return None

"""Other calendars' years and days as Gregorian ones."""

from __future__ import annotations

from datetime import date, timedelta

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911, "中華民國": 1911}

# the years whose leap rule breaks the 33-year cycle (A. Birashk's tables by way of K. Borkowski, 1996)
_BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)


def era_year(era: str, year: int) -> int | None:
    """The Gregorian year of a Japanese or Minguo year (令和8 → 2026, 民國113 → 2024); None for an unknown era."""
    start = _ERAS.get(era)
    return None if start is None else start + year


def common_year(year: int) -> int:
    """A Buddhist year (2400 to 2700) as a Gregorian one; others as they are."""
    return year - 543 if 2400 <= year <= 2700 else year


def short_year(year: int, *, buddhist: bool = False) -> int:
    """The year that two digits mean: of our century, or on Thai pages, from 50 up, the Buddhist one (67 → 2024)."""
    return 1957 + year if buddhist and year >= 50 else 2000 + year


def is_jalali_year(year: int) -> bool:
    """Whether a year number is one of the Persian calendar's of our time."""
    return 1300 <= year <= 1499


def from_jalali(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Persian solar one; None where that calendar has no such day."""
    if not is_jalali_year(year) or not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    passed = (month - 1) * 31 - max(0, month - 7)
    result = _nowruz(year) + timedelta(days=passed + day - 1)
    return None if result >= _nowruz(year + 1) else result


def _nowruz(year: int) -> date:
    """The Gregorian day on which a Persian year begins."""
    gregorian = year + 621
    leap, previous, jump = -14, _BREAKS[0], 0
    for each in _BREAKS[1:]:
        jump = each - previous
        if year < each:
            break
        leap += jump // 33 * 8 + jump % 33 // 4
        previous = each
    n = year - previous
    leap += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leap += 1
    gregorian_leap = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 1) + timedelta(days=20 + leap - gregorian_leap - 1)

"""Dates and spans of days in the forms that pages of events print."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.normalise.events.days import find

FORMS = [
    ("12–14 May 2026", "2026-05-12", "2026-05-14"),
    ("12-14 May 2026, Hall 3", "2026-05-12", "2026-05-14"),
    ("May 12–14, 2026", "2026-05-12", "2026-05-14"),
    ("April 22nd-23rd, 2017 | Boston", "2017-04-22", "2017-04-23"),
    ("April 22 & 23, 2017", "2017-04-22", "2017-04-23"),
    ("Feb 22 – Mar 1, 2026", "2026-02-22", "2026-03-01"),
    ("22 February – 1 March 2026", "2026-02-22", "2026-03-01"),
    ("Dec 30 – Jan 2, 2027", "2026-12-30", "2027-01-02"),
    ("12 May 2026 – 14 May 2026", "2026-05-12", "2026-05-14"),
    ("2026-05-12 – 2026-05-14", "2026-05-12", "2026-05-14"),
    ("Tuesday 12 – Thursday 14 May 2026", "2026-05-12", "2026-05-14"),
    ("Wednesday, May 14th to Friday, May 16th, 2025", "2025-05-14", "2025-05-16"),
    ("12. bis 14. Mai 2026", "2026-05-12", "2026-05-14"),
    ("30. April bis 2. Mai 2026", "2026-04-30", "2026-05-02"),
    ("12.–14.05.2026", "2026-05-12", "2026-05-14"),
    ("12.05.2026 - 14.05.2026", "2026-05-12", "2026-05-14"),
    ("du 12 au 14 mai 2026", "2026-05-12", "2026-05-14"),
    ("del 12 al 14 de mayo de 2026", "2026-05-12", "2026-05-14"),
    ("с 12 по 14 мая 2026", "2026-05-12", "2026-05-14"),
    ("2026年5月12日至14日", "2026-05-12", "2026-05-14"),
    ("2026年5月12日-6月2日", "2026-05-12", "2026-06-02"),
    ("2026年12月30日至2027年1月2日", "2026-12-30", "2027-01-02"),
    ("14 May 2026", "2026-05-14", None),
    ("May 2026", "2026-05", None),
    ("14–12 May 2026", "2026-05-12", None),
    ("3.–5. Juni 2026", "2026-06-03", "2026-06-05"),
    ("2026年5月12日(火)〜14日(木)", "2026-05-12", "2026-05-14"),
    ("二〇二六年五月十二日", "2026-05-12", None),
    ("2026년 5월 12일부터 14일까지", "2026-05-12", "2026-05-14"),
    ("May 30 to June 2, 2026", "2026-05-30", "2026-06-02"),
    ("dal 3 al 5 giugno 2026", "2026-06-03", "2026-06-05"),
    ("de 3 a 5 de junho de 2026", "2026-06-03", "2026-06-05"),
    ("12 tot en met 14 mei 2026", "2026-05-12", "2026-05-14"),
    ("12–14 maja 2026", "2026-05-12", "2026-05-14"),
    ("12. do 14. května 2026", "2026-05-12", "2026-05-14"),
    ("2026. május 12–14.", "2026-05-12", "2026-05-14"),
    ("12–14 พฤษภาคม 2569", "2026-05-12", "2026-05-14"),
    ("12.05.–14.05.2026", "2026-05-12", "2026-05-14"),
    ("12. 5. - 14. 5. 2026", "2026-05-12", "2026-05-14"),
    ("2026/05/12-14", "2026-05-12", "2026-05-14"),
    ("12-14/05/2026", "2026-05-12", "2026-05-14"),
    ("5/12/2026 - 5/14/2026", "2026-05-12", "2026-05-14"),
    ("Jun 3 - 5 '26", "2026-06-03", "2026-06-05"),
    ("Fri-Sun, May 8-10, 2026", "2026-05-08", "2026-05-10"),
    ("12 May 2026 09:00 – 14 May 2026 17:00", "2026-05-12T09:00:00", "2026-05-14T17:00:00"),
    ("Tuesday, May 12, 2026 at 7:00 PM", "2026-05-12T19:00:00", None),
    ("Join 12-14 teams on May 5, 2026", "2026-05-05", None),
]


@pytest.mark.parametrize(("text", "starts", "ends"), FORMS)
def test_days_are_read_in_the_forms_that_conference_pages_print(text, starts, ends):
    span = find(text)
    assert (span.starts.iso(), span.ends and span.ends.iso()) == (starts, ends)


@pytest.mark.parametrize("text", ["", "no date here 12-14", "12–14 May", "99–100 Smarch 2026", "30–31 February 2026", "1-2" * 200])
def test_a_line_without_a_year_or_with_an_impossible_day_has_no_days(text):
    assert find(text) is None


@pytest.mark.parametrize("text", ["1-" * 50_000, "12–14 " * 20_000, "May " * 20_000 + "2026", "年" * 50_000, "1–2 May " * 10_000])
def test_hostile_lines_are_bounded(text):
    find(text)


SINGLE = [("May 3, 4 & 7, 2026", (3, 4, 7)), ("3, 4 et 7 mai 2026", (3, 4, 7)), ("May 3, 4 & 5, 2026", ()), ("May 3–5, 2026", ())]


@pytest.mark.parametrize(("text", "printed"), SINGLE)
def test_single_days_are_kept_beside_the_span_that_they_make(text, printed):
    assert tuple(day.day for day in find(text).days) == printed


YEARLESS = [
    ("del 3 al 5 de junio", "2027-06-03", "2027-06-05", "near"),
    ("Feb 22 – Mar 1", "2027-02-22", "2027-03-01", "near"),
    ("Dec 30 – Jan 2", "2026-12-30", "2027-01-02", "near"),
    ("5月12日至14日", "2027-05-12", "2027-05-14", "near"),
    ("Thursday 3 – Saturday 5 June", "2027-06-03", "2027-06-05", "weekday"),
    ("Thursday, November 5", "2026-11-05", None, "weekday"),
]


@pytest.mark.parametrize(("text", "starts", "ends", "rule"), YEARLESS)
def test_a_missing_year_is_taken_from_evidence_and_told(text, starts, ends, rule):
    span = find(text, near=date(2026, 11, 22))
    assert (span.starts.iso(), span.ends and span.ends.iso(), span.year_rule) == (starts, ends, rule)
    assert find(text) is None


@pytest.mark.parametrize("text", ["Tuesday, June 6", "20 September", "you may 3 times", "march 4 miles"])
def test_a_year_that_no_evidence_gives_is_not_invented(text):
    """The weekday is of no near year; September lies neither within 60 days back nor 300 ahead; the rest are words."""
    assert find(text, near=date(2026, 11, 22)) is None


def test_the_year_of_an_edition_dates_its_days_unless_the_weekday_is_another():
    assert find("12–14 May", year=2026).starts.iso() == "2026-05-12"
    assert find("Friday, 12 May", year=2026) is None

import pytest

from crawler.extract.event_dates import find

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

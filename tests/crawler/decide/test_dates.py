from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.decide import dates
from crawler.decide.date_witnesses import Ground
from crawler.items import Candidate, Moment

NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
GROUND = Ground(NOW)


def c(value: str, rule: str = "json-ld:NewsArticle.datePublished", confidence: float = 0.9) -> Candidate:
    return Candidate(value, rule, confidence)


def published(
    *candidates: Candidate, modified: tuple[Candidate, ...] = (), language: str = "en", zone: ZoneInfo | None = None
) -> dates.Decision:
    ground = Ground(NOW, language, zone=zone)
    return dates.published(candidates, dates.witnesses(modified, ground), ground)


def value(decision: dates.Decision) -> str | None:
    return decision.moment.value if decision.moment else None


def test_an_instant_wins_over_the_day_it_falls_on() -> None:
    decision = published(c("23 April 2017", "visible:date", 0.6), c("2017-04-23T10:00:00+02:00"))
    assert value(decision) == "2017-04-23T10:00:00+02:00"
    assert decision.moment is not None
    assert (decision.moment.precision, decision.moment.offset_minutes) == ("minute", 120)
    assert decision.provenance is not None
    assert decision.provenance.rivals[0].rule == "visible:date"


def test_agreeing_witnesses_outweigh_a_single_one() -> None:
    decision = published(
        c("2019-06-17", "meta:date", 0.6),
        c("23 April 2017", "visible:date", 0.6),
        c("2017-04-23", "url:day", 0.55),
        c("2017-04-23", "feed:rss", 0.6),
    )
    assert value(decision) == "2017-04-23"


def test_a_change_never_stands_in_for_the_publication() -> None:
    decision = published(modified=(c("2017-04-23", "visible:date", 0.9),))
    assert decision.moment is None
    assert [issue.cls for issue in decision.issues] == ["date_unknown"]


def test_an_impossible_date_is_told_and_left_empty() -> None:
    decision = published(c("2026-02-30T25:61:61+99:00"))
    assert decision.moment is None
    assert [(issue.cls, issue.field) for issue in decision.issues] == [("date_impossible", "published_at")]


def test_an_implausible_date_is_told_and_left_empty() -> None:
    assert [issue.cls for issue in published(c("9999-12-31T23:59:59-12:00")).issues] == ["date_implausible"]


def test_a_bad_machine_date_gives_way_to_a_good_printed_one() -> None:
    decision = published(c("0000-00-00T00:00:00Z"), c("23 April 2017", "visible:date", 0.6))
    assert value(decision) == "2017-04-23"
    assert not decision.issues


def test_digits_by_the_kilobyte_are_no_date() -> None:
    assert [issue.cls for issue in published(c("1 " * 50_000 + "x")).issues] == ["date_impossible"]


def test_a_printed_clock_and_zone_outweigh_a_wrong_utc() -> None:
    decision = published(c("2019-07-09T13:34:39Z"), c("July 9, 2019 at 10:34 AM PDT", "visible:date", 0.8))
    assert value(decision) == "2019-07-09T10:34:00-07:00"


def test_an_instant_goes_to_the_clock_that_the_page_names_elsewhere() -> None:
    decision = published(
        c("2023-12-13T02:12:54Z"),
        c("2023-12-12", "url:day", 0.55),
        modified=(c("1:24 PM EST, Wed December 13, 2023", "visible:date", 0.9),),
    )
    assert value(decision) == "2023-12-12T21:12:54-05:00"


def test_an_address_is_not_doubted_for_the_last_change() -> None:
    decision = published(
        c("2019-04-02", "url:day", 0.4), c("2019-03-15", "visible:line", 0.28), modified=(c("2019-04-02", "visible:line", 0.8),)
    )
    assert value(decision) == "2019-04-02"


def test_a_listing_is_as_new_as_its_newest_entry_and_says_so() -> None:
    entries = [c(f"{day} May 2024", "visible:line", 0.5 - day / 100) for day in (3, 9, 4)]
    decision = dates.published(entries, (), GROUND, listing=True)
    assert value(decision) == "2024-05-09"
    assert [issue.cls for issue in decision.issues] == ["date_from_update"]
    assert value(dates.published([*entries, c("2020-01-02", "meta:date", 0.6)], (), GROUND, listing=True)) == "2020-01-02"


def test_without_a_time_of_capture_relative_dates_say_nothing() -> None:
    decision = dates.published([c("3 hours ago", "visible:date", 0.6)], (), Ground(NOW, dated=False))
    assert [issue.cls for issue in decision.issues] == ["date_unknown"]


def test_midnight_without_an_offset_is_a_day() -> None:
    assert value(published(c("2017-04-23T00:00:00"))) == "2017-04-23"


def test_the_same_minute_on_the_readers_clock_gives_the_offset() -> None:
    decision = published(c("2019-10-19T21:38:00Z"), c("19.10.2019, 23:38 Uhr", "visible:date", 0.6), language="de")
    assert value(decision) == "2019-10-19T23:38:00+02:00"


def test_midnight_somewhere_else_is_the_day_people_see() -> None:
    decision = published(c("2021-11-04T23:00:00Z"), c("5. November 2021", "visible:date", 0.6), language="de")
    assert value(decision) == "2021-11-05"


def test_an_instant_in_utc_is_told_on_the_day_that_page_and_address_print() -> None:
    late = c("2018-12-31T23:11:59+00:00", "meta:article:published_time")
    decision = published(late, c("2019-01-01", "url:day", 0.55), c("1 January 2019", "visible:line", 0.4))
    assert value(decision) == "2019-01-01T00:11:59+01:00"
    assert value(published(c("2024-03-05T02:54:00Z"), c("4 March 2024", "visible:date", 0.6))) == "2024-03-04T23:54:00-03:00"


def test_an_instant_stays_in_utc_where_the_page_prints_that_day_too_or_another_moment() -> None:
    late = c("2018-12-31T23:11:59Z", "meta:article:published_time")
    assert (
        value(published(late, c("2019-01-01", "url:day", 0.55), c("31 December 2018", "visible:line", 0.4))) == "2018-12-31T23:11:59+00:00"
    )
    evening = c("2025-06-29T17:29:54Z")
    assert value(published(evening, c("2025-06-30T11:46:00Z", "time:published", 0.57))) == "2025-06-29T17:29:54+00:00"


def test_a_site_without_offsets_takes_its_own_zone() -> None:
    assert value(published(c("2017-04-23T10:00:00"), zone=ZoneInfo("Europe/Berlin"))) == "2017-04-23T10:00:00+02:00"


def test_an_open_order_goes_with_the_other_witnesses() -> None:
    decision = published(c("03/05/2024", "visible:date", 0.6), c("2024-05-03", "url:day", 0.55))
    assert value(decision) == "2024-05-03"


def test_a_weak_date_is_no_date() -> None:
    assert value(published(c("23 April 2017", "visible:line", 0.05))) is None


def test_the_address_gives_a_month_where_nothing_gives_a_day() -> None:
    decision = published(c("2017-04", "url:month", 0.2))
    assert decision.moment is not None
    assert (decision.moment.value, decision.moment.precision) == ("2017-04", "month")


def test_relative_dates_count_from_the_capture() -> None:
    assert value(published(c("yesterday", "visible:date", 0.5))) == "2026-05-11"


def test_a_change_before_the_publication_is_left_out() -> None:
    first = Moment("2017-04-23", "day", "23 April 2017")
    before, after = c("2017-04-20", "meta:lastmod", 0.7), c("2017-04-25T10:00:00Z", "json-ld:Article.dateModified", 0.9)
    assert dates.modified(dates.witnesses([before], GROUND), first, GROUND).moment is None
    later = dates.modified(dates.witnesses([before, after], GROUND), first, GROUND)
    assert value(later) == "2017-04-25T10:00:00+00:00"


def test_utc_behind_a_wall_clock_with_a_real_offset_is_not_believed() -> None:
    decision = published(c("2021-12-25T13:46:00+00:00"), c("2021-12-25T13:46:00-04:00", "meta:article:published_time", 0.85))
    assert value(decision) == "2021-12-25T13:46:00-04:00"


def test_of_two_instants_the_one_on_the_printed_clock_wins() -> None:
    decision = published(
        c("2022-05-04T00:25:56Z", confidence=0.85),
        c("2022-05-04T00:53:29Z", "meta:article:published_time", 0.9),
        c("3 May 2022 21:25", "visible:date", 0.5),
    )
    assert value(decision) == "2022-05-03T21:25:56-03:00"


def test_a_template_that_prints_the_change_as_publication_yields_to_the_visible_date() -> None:
    change = c("2022-11-17T10:32:18Z", "meta:article:modified_time", 0.8)
    decision = published(
        c("2022-11-17T10:33:13Z", "meta:article:published_time", 0.85), c("2022-03-09", "time:published", 0.6), modified=(change,)
    )
    assert value(decision) == "2022-03-09"


def test_a_change_later_on_the_day_leaves_the_publication_alone() -> None:
    change = c("2025-11-06T20:15:00+01:00", "json-ld:NewsArticle.dateModified", 0.95)
    decision = published(
        c("2025-11-06T04:05:23+01:00"),
        c("2025-11-06T20:15:00+01:00", "time:published", 0.58),
        c("26.10.2025", "visible:line", 0.36),
        modified=(change,),
        language="de",
    )
    assert value(decision) == "2025-11-06T04:05:23+01:00"


RULES = ("json-ld:NewsArticle.datePublished", "meta:date", "visible:date", "time:published", "url:day", "feed:rss", "profile:.date")
STRINGS = st.one_of(
    st.text(max_size=30), st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9](Z|[+-]1[0-9]:00)?)?", fullmatch=True)
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.builds(c, STRINGS, st.sampled_from(RULES), st.floats(0, 1)), max_size=8),
    st.lists(st.builds(c, STRINGS, st.sampled_from(RULES), st.floats(0, 1)), max_size=4),
)
def test_deciding_is_total_and_says_why_it_abstains(candidates: list[Candidate], changes: list[Candidate]) -> None:
    decision = published(*candidates, modified=tuple(changes))
    assert (decision.moment is None) == (decision.provenance is None)
    assert decision.moment is not None or decision.issues
    assert decision.provenance is None or len(decision.provenance.rivals) <= 3
    dates.modified(dates.witnesses(changes, GROUND), decision.moment, GROUND)

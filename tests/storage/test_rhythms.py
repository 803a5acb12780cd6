"""When schedules run: cron expressions, intervals, zones, jitter; what cannot be is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.errors import ScheduleError
from storage.rhythms import Rhythm, cron_of, span_of, span_text, zone_of

ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Pacific/Apia",
    "Asia/Kathmandu", "America/St_Johns", "Africa/Casablanca", "Asia/Tehran", "Antarctica/Troll",
]  # fmt: skip
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


def field(low, high):
    number = st.integers(low, high).map(str)
    several = st.lists(number, min_size=1, max_size=3).map(",".join)
    step = st.integers(1, high).map(lambda n: f"*/{n}")
    span = st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda pair: f"{min(pair)}-{max(pair)}")
    return st.one_of(st.just("*"), number, several, step, span)


CRONS = st.tuples(
    field(0, 59), field(0, 23), st.one_of(field(1, 28), st.sampled_from(["L", "LW"])), field(1, 12),
    st.one_of(field(0, 7), st.sampled_from(["5L", "1#2", "MON-FRI"])),
).map(" ".join)  # fmt: skip


def runs(rhythm, begin, count):
    """So many planned times after the beginning, as printed in the rhythm's zone."""
    found = []
    for _ in range(count):
        begin = rhythm.after(begin)
        found.append(begin.astimezone(zone_of(rhythm.zone)).strftime("%m-%d %H:%M %z"))
    return found


def berlin(*parts, fold=0):
    return datetime(*parts, tzinfo=zone_of("Europe/Berlin"), fold=fold)


@settings(deadline=None, max_examples=200)
@given(CRONS, st.sampled_from(ZONES), MOMENTS)
@example("30 2 * * *", "Europe/Berlin", datetime(2026, 10, 25, 1, 20, tzinfo=UTC))
@example("0 0 * * *", "America/Santiago", datetime(2026, 9, 6, 3, 0, tzinfo=UTC))
@example("15 1 * * *", "Australia/Lord_Howe", datetime(2026, 4, 4, 15, 5, tzinfo=UTC))
def test_the_next_time_is_later_and_nothing_lies_between(cron, zone, moment):
    rhythm = Rhythm(cron=cron, zone=zone)
    found = rhythm.after(moment)
    if found is None:
        return
    assert found > moment
    assert found.utcoffset() == timedelta(0)
    assert rhythm.after(found - timedelta(seconds=1)) == found
    middle = moment + (found - moment) / 2
    assert rhythm.after(middle) == found


@settings(deadline=None)
@given(st.integers(1, 10**8), MOMENTS, MOMENTS)
def test_an_interval_is_counted_from_its_anchor_whenever_one_asks(seconds, anchor, moment):
    every = timedelta(seconds=seconds)
    found = Rhythm(every=every, anchor=anchor).after(moment)
    assert moment < found <= moment + every
    assert (found - anchor) % every == timedelta(0)


@given(st.integers(1, 10**6), MOMENTS, st.text(max_size=5))
@example(25774, datetime(2002, 3, 21, 14, tzinfo=UTC), "")  # over the hour that Tehran skipped
def test_jitter_delays_by_less_than_it_says_and_always_by_the_same(seconds, moment, name):
    rhythm = Rhythm(every=timedelta(days=30), jitter=timedelta(seconds=seconds))
    put_off = rhythm.put_off(moment, name)
    assert moment <= put_off <= moment + timedelta(seconds=seconds)
    assert put_off == rhythm.put_off(moment.astimezone(zone_of("Asia/Tehran")), name)


def test_jitter_spreads_the_schedules_of_one_hour():
    rhythm, noon = Rhythm(cron="0 12 * * *", jitter=timedelta(hours=1)), datetime(2026, 1, 1, 12, tzinfo=UTC)
    minutes = {(rhythm.put_off(noon, f"site{n}") - noon) // timedelta(minutes=1) for n in range(600)}
    assert len(minutes) > 50


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789*/-,#LW? @hourlyMONJANfrisept²٣\0"), max_size=40))
def test_any_text_is_an_expression_or_an_error(text):
    try:
        cron = cron_of(text)
    except ScheduleError:
        return
    assert cron_of(cron) == cron
    rhythm = Rhythm(cron=cron)
    assert rhythm.after(datetime(2026, 1, 1, tzinfo=UTC)) is None or rhythm.check(datetime(2026, 1, 1, tzinfo=UTC)) is None


@given(st.text(max_size=20))
def test_any_text_is_a_span_or_an_error(text):
    try:
        span = span_of(text)
    except ScheduleError:
        return
    assert span_of(span_text(span)) == span


def test_a_time_that_the_clock_leaves_out_runs_right_after_the_gap():
    rhythm = Rhythm(cron="30 2 * * *", zone="Europe/Berlin")
    assert runs(rhythm, berlin(2026, 3, 28, 12), 2) == ["03-29 03:00 +0200", "03-30 02:30 +0200"]


def test_a_midnight_that_the_clock_leaves_out_still_belongs_to_its_day():
    rhythm = Rhythm(cron="0 0 * * *", zone="America/Santiago")
    assert runs(rhythm, datetime(2026, 9, 5, 12, tzinfo=UTC), 2) == ["09-06 01:00 -0300", "09-07 00:00 -0300"]


def test_a_time_that_comes_twice_runs_once():
    rhythm = Rhythm(cron="30 2 * * *", zone="Europe/Berlin")
    assert runs(rhythm, berlin(2026, 10, 24, 12), 2) == ["10-25 02:30 +0200", "10-26 02:30 +0100"]


@pytest.mark.parametrize("minute", [0, 20, 30, 40])
def test_within_the_second_coming_of_an_hour_the_next_run_is_tomorrows(minute):
    rhythm = Rhythm(cron="30 2 * * *", zone="Europe/Berlin")
    assert runs(rhythm, berlin(2026, 10, 25, 2, minute, fold=1), 1) == ["10-26 02:30 +0100"]


def test_every_half_hour_stays_every_half_hour_when_clocks_change():
    rhythm = Rhythm(cron="*/30 * * * *", zone="Europe/Berlin")
    for begin in (berlin(2026, 3, 28, 20), berlin(2026, 10, 24, 20)):
        times = [begin]
        for _ in range(40):
            times.append(rhythm.after(times[-1]))
        assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(minutes=30)}


def test_an_interval_of_a_day_is_24_hours_whatever_the_clock_does():
    rhythm = Rhythm(every=timedelta(days=1), anchor=berlin(2026, 3, 28, 12).astimezone(UTC), zone="Europe/Berlin")
    assert runs(rhythm, berlin(2026, 3, 28, 12), 1) == ["03-29 13:00 +0200"]


@pytest.mark.parametrize(
    ("cron", "first"),
    [
        ("0 0 L * *", "01-31 00:00"),
        ("0 0 LW * *", "01-30 00:00"),
        ("0 0 * * 5#3", "01-16 00:00"),
        ("0 0 * * 5L", "01-30 00:00"),
        ("0 0 29 2 *", "02-29 00:00"),
        ("0 0 13 * fri", "01-02 00:00"),
        ("@daily", "01-02 00:00"),
        ("@weekly", "01-04 00:00"),
    ],
)
def test_the_last_day_the_nth_weekday_and_short_names_are_understood(cron, first):
    assert runs(Rhythm(cron=cron_of(cron)), datetime(2026, 1, 1, tzinfo=UTC), 1) == [f"{first} +0000"]


@pytest.mark.parametrize("cron", ["0 0 31 2 *", "0 0 30 feb *", "0 0 31 4,6,9,11 *", "0 0 31 2 */2"])
def test_a_day_that_never_comes_is_refused(cron):
    with pytest.raises(ScheduleError, match="can never run"):
        cron_of(cron)


def test_a_day_of_the_week_makes_up_for_a_day_that_never_comes():
    assert runs(Rhythm(cron=cron_of("0 0 31 2 1")), datetime(2026, 1, 1, tzinfo=UTC), 1) == ["02-02 00:00 +0000"]


@pytest.mark.parametrize(
    ("cron", "part"),
    [
        ("60 * * * *", "minute “60”"),
        ("0 24 * * *", "hour “24”"),
        ("0 0 0 * *", "day-of-month “0”"),
        ("0 0 ? * *", "day-of-month “?”"),
        ("0 0 * 13 *", "month “13”"),
        ("0 0 * * 5#6", "day-of-week “5#6”"),
        ("0 0 * * monday", "day-of-week “monday”"),
        ("*/0 * * * *", "minute “*/0”"),
        ("5-1 * * * *", "minute “5-1”"),
        ("H * * * *", "minute “H”"),
        ("٣ * * * *", "minute “٣”"),
        ("1, * * * *", "minute “1,”"),
        ("* * * *", "4 fields"),
        ("", "0 fields"),
        ("0 0 0 * * *", "seconds"),
        ("@reboot", "@daily"),
        ("0 0 * * " + "1," * 200 + "1", "longer"),
    ],
)
def test_a_malformed_expression_is_refused_with_its_field(cron, part):
    with pytest.raises(ScheduleError) as caught:
        cron_of(cron)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("15min", 900), ("6h", 21600), ("1d12h", 129600), ("2w", 1209600), ("0h", 0)]
)
def test_spans_are_read_as_people_write_them(text, seconds):
    assert span_of(text).total_seconds() == seconds


@pytest.mark.parametrize(
    ("text", "part"), [("-5m", "negative"), ("5", "like 90s"), ("", "like 90s"), ("soon", "like 90s"), ("99999w", "longer")]
)
def test_what_is_no_span_is_refused(text, part):
    with pytest.raises(ScheduleError, match=part):
        span_of(text)


def test_jitter_has_to_be_shorter_than_the_time_between_runs():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    Rhythm(cron="0 9,17 * * *", jitter=timedelta(hours=7)).check(now)
    with pytest.raises(ScheduleError, match="8h"):
        Rhythm(cron="0 9,17 * * *", jitter=timedelta(hours=8)).check(now)
    with pytest.raises(ScheduleError, match="5m"):
        Rhythm(every=timedelta(minutes=5), jitter=timedelta(minutes=5)).check(now)


def test_a_zone_that_this_machine_does_not_know_is_told():
    for name in ("Europe/Atlantis", "../../etc/passwd", "", "\0"):
        with pytest.raises(ScheduleError, match="no time zone"):
            Rhythm(cron="0 0 * * *", zone=name).after(datetime(2026, 1, 1, tzinfo=UTC))


def test_the_end_of_the_calendar_is_no_crash():
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert Rhythm(cron="0 0 * * *").after(last) is None
    assert Rhythm(every=timedelta(days=1)).after(last) is None

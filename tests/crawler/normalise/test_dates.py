from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise import dates
from crawler.normalise.dates.calendars import era_year, from_jalali
from crawler.normalise.dates.digits import chinese_number
from crawler.normalise.dates.months import fold_word, month_of

NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)


def iso(printed: str, language: str | None = None, **how: object) -> str | None:
    when = dates.parse(printed, language=language, captured_at=NOW, **how)  # type: ignore[arg-type]
    return when.iso() if when else None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2017-04-23T10:00:00.000+0000", "2017-04-23T10:00:00+00:00"),
        ("2017-04-23T10:00:00Z", "2017-04-23T10:00:00+00:00"),
        ("20170423T100000Z", "2017-04-23T10:00:00+00:00"),
        ("2017-04-23 10:00:00 UTC", "2017-04-23T10:00:00+00:00"),
        ("2017-04-23T10:00", "2017-04-23T10:00:00"),
        ("2024-05-03T10:15+02", "2024-05-03T10:15:00+02:00"),
        ("2024-05-03T10:15:30.123456789+02:00[Europe/Berlin]", "2024-05-03T10:15:30+02:00"),
        ("2024-05-03T10:15:00 02:00", "2024-05-03T10:15:00+02:00"),
        ("2024-05-03T24:00:00Z", "2024-05-04T00:00:00+00:00"),
        ("2024-05-03 10:15:00 -0430", "2024-05-03T10:15:00-04:30"),
        ("2017-04-23", "2017-04-23"),
        ("2017-4-3", "2017-04-03"),
        ("20170423", "2017-04-23"),
        ("2017-04", "2017-04"),
        ("2017", "2017"),
        ("2024-W18-5", "2024-05-03"),
        ("Mon, 03 Jun 2024 10:15:00 GMT", "2024-06-03T10:15:00+00:00"),
        ("Sun Apr 23 10:00:00 EDT 2017", "2017-04-23T10:00:00-04:00"),
    ],
)
def test_machine_dates_keep_their_offset(printed: str, value: str) -> None:
    assert iso(printed) == value


@pytest.mark.parametrize(
    ("printed", "language", "value"),
    [
        ("23 April 2017", None, "2017-04-23"),
        ("23 April 2017 10:15 p.m. ET", "en", "2017-04-23T22:15:00-04:00"),
        ("10:15 AM EST, Fri January 5, 2024", "en", "2024-01-05T10:15:00-05:00"),
        ("April 23rd, 2017", "en", "2017-04-23"),
        ("23-Apr-17", "en", "2017-04-23"),
        ("1/25/2024 3:00PM", "en-US", "2024-01-25T15:00:00"),
        ("03/05/2024", "en-US", "2024-03-05"),
        ("03/05/2024", "en-GB", "2024-05-03"),
        ("23. April 2017, 10.15 Uhr", "de", "2017-04-23T10:15:00"),
        ("10.03.24 12:15", "de", "2024-03-10T12:15:00"),
        ("vendredi 3 mai 2024 à 10h15", "fr", "2024-05-03T10:15:00"),
        ("1er août 2024", "fr", "2024-08-01"),
        ("3 de mayo de 2024 - 10:15 h", "es", "2024-05-03T10:15:00"),
        ("3 d’abril de 2024", "ca", "2024-04-03"),
        ("2024ko maiatzaren 3a", "eu", "2024-05-03"),
        ("2024. május 3., 10:15", "hu", "2024-05-03T10:15:00"),
        ("2024 m. gegužės 3 d. 09:12", "lt", "2024-05-03T09:12:00"),
        ("2024. gada 3. maijs, 12:30", "lv", "2024-05-03T12:30:00"),
        ("3. 5. 2024 10:15", "cs", "2024-05-03T10:15:00"),
        ("3. listopadu 2023", "cs", "2023-11-03"),
        ("3. listopada 2023", "hr", "2023-10-03"),
        ("3 мая 2024, 10:15", "ru", "2024-05-03T10:15:00"),
        ("3 травня 2024 р., 10:15", "uk", "2024-05-03T10:15:00"),
        ("3 Μαΐου 2024, 10:15", "el", "2024-05-03T10:15:00"),
        ("12 Haziran 2024 Çarşamba 10:15", "tr", "2024-06-12T10:15:00"),
        ("5 Mei 2024, 10:15 WIB", "id", "2024-05-05T10:15:00+07:00"),
        ("ngày 3 tháng 5 năm 2024", "vi", "2024-05-03"),
        ("3 พ.ค. 2567 เวลา 10:15 น.", "th", "2024-05-03T10:15:00"),
        ("٣ مايو ٢٠٢٤", "ar", "2024-05-03"),
        ("3 تشرين الثاني 2023", "ar", "2023-11-03"),
        ("۱۴ اردیبهشت ۱۴۰۳ - ۱۰:۱۵", "fa", "2024-05-03T10:15:00"),
        ("3 במאי 2024, 10:15", "he", "2024-05-03T10:15:00"),
        ("3 मई 2024", "hi", "2024-05-03"),
        ("2026年5月12日", "zh", "2026-05-12"),
        ("２０２６年５月１２日", "ja", "2026-05-12"),
        ("二〇一七年四月二十三日", "zh", "2017-04-23"),
        ("令和8年5月12日 15時30分", "ja", "2026-05-12T15:30:00"),
        ("平成元年1月8日", "ja", "1989-01-08"),
        ("民國113年5月12日", "zh-Hant", "2024-05-12"),
        ("2024년 5월 3일 오후 3:15", "ko", "2024-05-03T15:15:00"),
        ("2024.05.03. 오전 10:15", "ko", "2024-05-03T10:15:00"),
        ("April 2017", "en", "2017-04"),
    ],
)
def test_printed_dates_are_read_in_their_language(printed: str, language: str | None, value: str) -> None:
    assert iso(printed, language) == value


@pytest.mark.parametrize(
    "printed",
    [
        "May 3",
        "5月12日",
        "3. Mai",
        "10:15",
        "",
        "May",
        "三年",
        "192.168.1.10",
        "tel 03-12-2024-55",
        "Version 1.2.2024.5",
        "10-12-14",
        "1493000000",
        "12/2024/3",
    ],
)
def test_no_missing_part_is_filled_in(printed: str) -> None:
    assert iso(printed, "en") is None


@pytest.mark.parametrize(
    ("printed", "problem"),
    [
        ("2026-02-30T25:61:61+99:00", "date_impossible"),
        ("0000-00-00T00:00:00Z", "date_impossible"),
        ("30 February 2024", "date_impossible"),
        ("31.02.2024", "date_impossible"),
        ("9999-12-31T23:59:59-12:00", "date_implausible"),
        ("1970-01-01T00:00:00Z", "date_implausible"),
        ("1 January 1700", "date_implausible"),
        ("2026-05-20", "date_implausible"),
    ],
)
def test_dates_that_cannot_be_say_so(printed: str, problem: str) -> None:
    reading = dates.read(printed, language="en", captured_at=NOW)
    assert reading.when is None
    assert reading.problem == problem


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("5 minutes ago", "2026-05-12T09:55:00+00:00"),
        ("3 hours ago", "2026-05-12"),
        ("yesterday", "2026-05-11"),
        ("Yesterday at 10:15 PM ET", "2026-05-11T22:15:00-04:00"),
        ("gestern, 10:15 Uhr", "2026-05-11T10:15:00"),
        ("vor 2 Tagen", "2026-05-10"),
        ("il y a 3 jours", "2026-05-09"),
        ("hace 2 días", "2026-05-10"),
        ("2 dni temu", "2026-05-10"),
        ("för 3 dagar sedan", "2026-05-09"),
        ("3 дня назад", "2026-05-09"),
        ("3小时前", "2026-05-12"),
        ("3日前", "2026-05-09"),
        ("3일 전", "2026-05-09"),
        ("2 months ago", "2026-03"),
        ("2 weeks ago", "2026-04"),
        ("a year ago", "2025"),
    ],
)
def test_relative_dates_count_from_the_capture_and_claim_no_more_than_they_say(printed: str, value: str) -> None:
    assert iso(printed) == value


@pytest.mark.parametrize(
    ("printed", "language", "value"),
    [
        ("12 مارس/آذار 2024", "ar", "2024-03-12"),
        ("12 مارس 2024 - 02:30 مساءً", "ar", "2024-03-12T14:30:00"),
        ("1402/12/22 14:30", "fa", "2024-03-12T14:30:00"),
        ("12 मार्च 2024, अपराह्न 2:30 बजे", "hi", "2024-03-12T14:30:00"),
        ("প্রকাশ: ১২ মার্চ ২০২৪, ০২:৩০ পিএম", "bn", "2024-03-12T14:30:00"),
        ("12 ମାର୍ଚ୍ଚ 2024", "or", "2024-03-12"),
        ("12 มี.ค. 67 | 14:30 น.", "th", "2024-03-12T14:30:00"),
        ("12/3/67", "th", "2024-03-12"),
        ("2567-03-12", "th", "2024-03-12"),
        ("ថ្ងៃទី១២ ខែមីនា ឆ្នាំ២០២៤", "km", "2024-03-12"),
        ("မတ် ၁၂၊ ၂၀၂၄", "my", "2024-03-12"),
        ("113/03/12 14:30", "zh-Hant-TW", "2024-03-12T14:30:00"),
        ("12-nji mart 2024", "tk", "2024-03-12"),
        ("12 de marzo de 2024 2:30 de la tarde", "es", "2024-03-12T14:30:00"),
        ("12 марта 2024, 14:30 МСК", "ru", "2024-03-12T14:30:00+03:00"),
        ("12 Mart 2024 14:30 TSİ", "tr", "2024-03-12T14:30:00+03:00"),
        ("Mar 12, 2024 at 2:30 PM Pacific Time", "en", "2024-03-12T14:30:00-07:00"),
        ("2024-03-12 14:30 CST", "zh", "2024-03-12T14:30:00+08:00"),
        ("quill28.09.1912:44", "de", "2019-09-28T12:44:00"),
        ("منذ يومين", "ar", "2026-05-10"),
        ("3 วันที่แล้ว", "th", "2026-05-09"),
        ("3 napja", "hu", "2026-05-09"),
        ("pre 3 dana", "sr", "2026-05-09"),
    ],
)
def test_calendars_clocks_and_zones_of_the_world(printed: str, language: str, value: str) -> None:
    assert iso(printed, language) == value


def test_dates_of_a_page_tell_in_which_order_it_prints() -> None:
    assert dates.told_order(["03/05/2024", "17/05/2024, 10:15"]) == "DMY"
    assert dates.told_order(["03/05/2024", "05/17/24"]) == "MDY"
    assert dates.told_order(["17/05/2024", "05/17/2024"]) is None
    assert dates.told_order(["03/05/2024", "2024-05-17", "10.17.250.17"]) is None


def test_relative_dates_without_a_capture_are_none() -> None:
    assert dates.parse("yesterday") is None


def test_the_site_gives_order_and_zone_where_nothing_is_printed() -> None:
    assert iso("03/05/2024 10:15", "en", order="DMY") == "2024-05-03T10:15:00"
    assert iso("03/05/2024 10:15", "en", order="DMY", time_zone=ZoneInfo("Europe/Berlin")) == "2024-05-03T10:15:00+02:00"
    assert iso("2024-05-03T10:15:00Z", "en", time_zone=ZoneInfo("Europe/Berlin")) == "2024-05-03T10:15:00+00:00"


def test_an_open_order_leaves_the_other_reading() -> None:
    reading = dates.read("03/05/2024", language="en", captured_at=NOW)
    assert reading.when is not None
    assert reading.other is not None
    assert (reading.when.iso(), reading.other.iso()) == ("2024-03-05", "2024-05-03")
    assert dates.read("05/12/2024", language="en", captured_at=NOW, order="DMY").other is None


def test_a_future_reading_gives_way_to_the_possible_one() -> None:
    assert iso("11/05/2026", "en") == "2026-05-11"


def test_epochs_are_read_only_where_asked_for() -> None:
    reading = dates.read("1493000000000", epoch=True)
    assert reading.when is not None
    assert reading.when.iso() == "2017-04-24T02:13:20+00:00"


def test_dateparser_reads_what_the_tables_do_not_know() -> None:
    reading = dates.read("3 Amajjii 2024", language="om", captured_at=NOW, rare=True)
    assert reading.when is not None
    assert reading.when.iso() == "2024-01-03"
    assert dates.read("x" * 101 + " 2024", language="en", rare=True).when is None


def test_a_line_gives_all_its_dates_with_their_places() -> None:
    line = "Published 10:00 AM EST, Tue January 2, 2024 | Updated January 3, 2024"
    found = dates.find(line, language="en")
    assert [f.when.iso() for f in found] == ["2024-01-02T10:00:00-05:00", "2024-01-03"]
    assert line[found[1].start : found[1].end] == "January 3, 2024"


@pytest.mark.parametrize(
    ("text", "place", "day", "rest"),
    [
        ("Cambridge, Mass. April 23, 2017, — The 20th Merrow China Forum", "Cambridge, Mass.", "2017-04-23", "The 20th"),
        ("BERLIN, 3. Mai 2024 (dpa) – Die Regierung", "BERLIN", "2024-05-03", "Die"),
        ("【新华社北京5月12日电】记者", "北京", None, "记者"),
        ("新华社北京2026年5月12日电（记者张三）国务院", "北京", "2026-05-12", "国务院"),
        ("（中央社記者王小明台北3日電）行政院", "台北", None, "行政院"),
        ("(서울=연합뉴스) 김철수 기자", "서울", None, " 김"),
        ("(CNN) — The president", None, None, "The"),
        ("NEW YORK (AP) — The president", "NEW YORK", None, "The"),
        ("PARIS, May 3 — La", "PARIS", None, "La"),
        ("WASHINGTON, May 3, 2024 /PRNewswire/ -- Acme", "WASHINGTON", "2024-05-03", "Acme"),
        ("SAN FRANCISCO--(BUSINESS WIRE)--Acme", "SAN FRANCISCO", None, "Acme"),
        ("Seoul, South Korea - May 12, 2024 - Samsung", "Seoul, South Korea", "2024-05-12", "Samsung"),
        ("MOSCOW, May 3. /TASS/. Russia", "MOSCOW", None, "Russia"),
        ("Madrid, 12 may (EFE).- El", "Madrid", None, "El"),
        ("Paris, le 12 mai 2026 – Le", "Paris", "2026-05-12", "Le"),
        ("北京，2026年5月12日 —— 今天", "北京", "2026-05-12", "今天"),
        ("Xi'an, Shaanxi (May 12, 2026) — The", "Xi'an, Shaanxi", "2026-05-12", "The"),
        ("KYIV, Ukraine (AP) — Russian", "KYIV, Ukraine", None, "Russian"),
    ],
)
def test_a_dateline_gives_its_place_and_day(text: str, place: str | None, day: str | None, rest: str) -> None:
    found = dates.dateline(text, language="en")
    assert found is not None
    assert (found.place, found.when and found.when.iso()) == (place, day)
    assert text[found.end :].startswith(rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He said – and left",
        "A new study — published in May — says",
        "The New York Times — and others",
        "Here's why: it works",
        "COVID-19 — what we know",
        "BREAKING — now",
    ],
)
def test_a_dash_makes_no_dateline(text: str) -> None:
    assert dates.dateline(text) is None


def test_persian_days_fall_where_the_calendar_has_them() -> None:
    assert str(from_jalali(1403, 12, 30)) == "2025-03-20"
    assert from_jalali(1404, 12, 30) is None


def test_eras_and_chinese_numbers_are_read() -> None:
    assert era_year("令和", 8) == 2026
    assert [chinese_number(text) for text in ("二〇一七", "二十三", "十", "廿三", "元", "x", "")] == [2017, 23, 10, 23, 1, None, None]


def test_a_month_that_languages_disagree_on_needs_the_language() -> None:
    assert month_of(fold_word("listopad")) is None
    assert month_of(fold_word("listopad"), "pl") == (11, False)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(alphabet="0123456789-/.:T+Z APM年月日, Mayago月", max_size=60)))
def test_reading_is_total_and_re_reads_its_own_output(printed: str) -> None:
    reading = dates.read(printed, language="en", captured_at=NOW, epoch=True)
    if reading.when is not None:
        assert dates.parse(reading.when.iso(), captured_at=NOW) == reading.when
    dates.dateline(printed)


@settings(max_examples=50, deadline=None)
@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2026, 5, 1)), st.integers(-47, 55))
def test_every_instant_survives_printing(moment: datetime, quarters: int) -> None:
    when = dates.When(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, quarters * 15)
    assert dates.parse(when.iso()) == when


@pytest.mark.parametrize(
    "printed",
    [
        "1" * 100_000,
        "1 " * 50_000 + "x",
        "May 1 " * 20_000,
        "1.1." * 30_000,
        "1年" * 50_000,
        "10:10 " * 20_000,
        "A, " * 30_000,
        "(AP" * 30_000,
        "今天" * 50_000,
        " " * 100_000,
    ],
)
def test_a_hostile_string_costs_little(printed: str) -> None:
    start = time.process_time()
    dates.read(printed, language="en", captured_at=NOW, rare=True)
    dates.find(printed)
    dates.dateline(printed)
    assert time.process_time() - start < 0.2  # 0.01 s alone on the machine


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间：2019-02-25　浏览次数：1043", (2019, 2, 25)),
        ("Datum:14.03.2017", (2017, 3, 14)),
        ("Posted:5 May 2017", (2017, 5, 5)),
        ("3:2019-02-25", None),
    ],
)
def test_a_date_may_follow_its_label_s_colon_without_a_blank(line: str, date: tuple[int, int, int] | None) -> None:
    found = dates.find(line)
    assert (found[0].when[:3] if found else None) == date

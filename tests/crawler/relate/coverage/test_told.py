"""Events that articles tell of and no source describes."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.relate.coverage import told_events

ENDED = (
    "LARKFIELD, Mass. October 9, 2016, — The 14th Larkfield Poland Forum came to a close on Sunday at Orchard Hotel in Mill Square. "
    "The 2-day forum drew around 1,200 attendees this year.\n\nThe founder of a tram works spoke of trams."
)


def only(text, **article):
    """The one event that a text tells of."""
    (found,) = told_events({"url": "https://news.example/1", "headline": "News", "text": text, "language": "en"} | article)
    return found


def test_a_forum_that_came_to_a_close_has_name_edition_place_days_and_attendance():
    found = only(ENDED, dateline_place="LARKFIELD, Mass.", dateline_date="2016-10-09")
    assert (found.name, found.series, found.edition) == ("14th Larkfield Poland Forum", "Larkfield Poland Forum", "14")
    assert (found.starts, found.ends, found.length) == (date(2016, 10, 8), date(2016, 10, 9), 2)
    assert (found.venue, found.attendees) == ("Orchard Hotel", 1200)
    assert ENDED[found.start : found.end] == found.quote == "14th Larkfield Poland Forum"


def test_a_series_with_a_town_behind_a_colon_is_the_one_of_that_town():
    found = only("GadgetPress Disrupt: Lisbon opened its second day with a talk by a maker of kettles.", published_at="2014-05-08")
    assert (found.name, found.series, found.edition, found.locality) == (
        "GadgetPress Disrupt: Lisbon",
        "GadgetPress Disrupt",
        "Lisbon",
        "Lisbon",
    )
    assert (found.starts, found.ends, found.length) == (date(2014, 5, 7), date(2014, 5, 8), 2)


def test_of_a_long_text_the_beginning_counts_whatever_is_named_further_down():
    found = only(ENDED + "\n\n" + "They spoke of trams. " * 1_000 + "The Quarry Lake Summit opened in Lisbon.", dateline_date="2016-10-09")
    assert found.name == "14th Larkfield Poland Forum"


def test_without_a_day_of_publication_days_stay_unknown():
    found = only("GadgetPress Disrupt: Lisbon opened its second day with a talk by a maker of kettles.")
    assert (found.starts, found.length) == (None, 2)


@pytest.mark.parametrize(
    ("language", "text", "name", "days"),
    [
        (
            "en",
            "The Larkfield Kettle Summit 2026 takes place in Boston from 12 to 14 May 2026.",
            "Larkfield Kettle Summit 2026",
            (date(2026, 5, 12), date(2026, 5, 14)),
        ),
        ("de", "Der 7. Lärkfelder Deichkongress findet vom 3. bis 5. März 2026 in Hamburg statt.", None, None),
        (
            "de",
            "Die 7. Lärkfelder Messe für Deiche findet vom 3. bis 5. März 2026 in Hamburg statt.",
            "7. Lärkfelder Messe für Deiche",
            (date(2026, 3, 3), date(2026, 3, 5)),
        ),
        (
            "fr",
            "Le 12e Festival des Courts de Larcheville s'est tenu du 8 au 12 octobre 2025 à Lyon.",
            "12e Festival des Courts de Larcheville",
            (date(2025, 10, 8), date(2025, 10, 12)),
        ),
        (
            "es",
            "El XX Congreso Nacional de Teteras se celebra en Madrid del 3 al 5 de marzo de 2026.",
            "XX Congreso Nacional de Teteras",
            (date(2026, 3, 3), date(2026, 3, 5)),
        ),
        ("zh", "第十二届东湖桥梁论坛将于2026年3月3日至5日在武汉举行。", "第十二届东湖桥梁论坛", (date(2026, 3, 3), date(2026, 3, 5))),
    ],
)
def test_events_are_read_in_several_languages(language, text, name, days):
    found = told_events(
        {
            "url": "https://news.example/1",
            "headline": "x",
            "text": text,
            "language": language,
            "published_at": "2026-02-20" if language != "fr" else "2025-10-13",
        }
    )
    assert [(each.name, (each.starts, each.ends)) for each in found] == ([(name, days)] if name else [])


@pytest.mark.parametrize(
    "text",
    [
        "He is chairman of the Larkfield Forum Foundation, which opened in Boston on 12 May 2026.",
        "She works at the Larkfield Conference Centre, which opened on 12 May 2026 in Boston.",
        "The Summit was a success. The Conference ended on Friday.",
        "A forum in Boston opened on 12 May 2026 and drew 1,000 people.",
        "The US Congress opened its session in Washington on 3 January 2026.",
        "We like the Larkfield Kettle Summit.",
        "",
    ],
)
def test_houses_bodies_and_bare_nouns_are_no_events(text):
    assert (
        told_events({"url": "https://news.example/1", "headline": "News", "text": text, "language": "en", "published_at": "2026-05-13"})
        == []
    )


def test_ten_megabytes_of_names_are_bounded():
    found = told_events(
        {"url": "https://news.example/1", "headline": "x", "text": ENDED * 40_000, "language": "en", "published_at": "2016-10-09"}
    )
    assert len(found) <= 5

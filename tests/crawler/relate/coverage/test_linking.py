"""What makes a link, what does not, and what no input breaks."""

from __future__ import annotations

import time

import pytest

from crawler.relate.coverage import CoverageIndex, facts_of, link

EVENT = {
    "id": 1,
    "name": "Tidewater Summit 2026",
    "starts_at": "2026-05-12",
    "ends_at": "2026-05-14",
    "series": "Tidewater Summit",
    "url": "https://tidewater.example/2026",
    "venue": {"name": "Lantern Hall", "locality": "Bergen", "country": "NO"},
    "organiser": "Tidewater Trust",
    "people": [],
    "sessions": [
        {"id": 2, "name": "Ferries Without Smoke", "starts_at": "2026-05-12T10:00:00+02:00", "people": [{"name": "Ingrid Solberg"}]},
        {"id": 3, "name": "Who Owns the Wind?", "starts_at": "2026-05-13T10:00:00+02:00", "people": [{"name": "Ove Nakling"}]},
    ],
}
BEFORE = EVENT | {
    "id": 5,
    "name": "Tidewater Summit 2025",
    "starts_at": "2025-05-13",
    "ends_at": "2025-05-15",
    "url": "https://tidewater.example/2025",
    "sessions": [],
}


def linked(article, *events):
    """What an article is linked to, with the relation."""
    index = CoverageIndex(fact for event in events or (EVENT, BEFORE) for fact in facts_of(event))
    return {each.event: each.relation for each in link({"url": "https://news.example/1", "language": "en"} | article, index)}


@pytest.mark.parametrize(
    ("published", "relation"),
    [("2026-04-20", "announces"), ("2026-05-13", "reports"), ("2026-05-16", "reports"), ("2026-06-20", "recaps")],
)
def test_the_day_of_publication_tells_the_relation(published, relation):
    article = {
        "headline": "What the Tidewater Summit is about",
        "text": "The Tidewater Summit in Bergen is about boats.",
        "published_at": published,
    }
    assert linked(article) == {1: relation}


def test_a_headline_that_looks_back_makes_a_recap():
    article = {"headline": "Tidewater Summit: takeaways", "text": "Boats, mostly.", "published_at": "2026-05-16"}
    assert linked(article) == {1: "recaps"}


def test_a_name_far_down_in_another_story_is_a_mention():
    text = "A story of a shipyard and its people. " * 30 + "She met him after the Tidewater Summit 2025."
    assert linked({"headline": "A shipyard", "text": text, "published_at": "2026-09-01"}) == {5: "mentions"}


@pytest.mark.parametrize(
    "name", ["the 2025 Tidewater Summit", "Tidewater Summit 2025", "last year's Tidewater Summit", "#TidewaterSummit2025"]
)
def test_a_year_beside_the_name_chooses_the_edition(name):
    article = {"headline": "Boats", "text": f"Boats were the talk of {name} in Bergen, people say.", "published_at": "2026-03-01"}
    assert 1 not in linked(article)
    assert 5 in linked(article)


def test_an_edition_that_is_not_stored_links_to_no_other():
    article = {"headline": "Tidewater Summit 2019 opens", "text": "In Bergen.", "published_at": "2019-05-14"}
    assert linked(article) == {}


def test_another_edition_by_its_number_is_not_linked():
    event = {"id": 9, "name": "7th Larkfield Reading Forum", "starts_at": "2026-03-03", "series": "Larkfield Reading Forum", "edition": "7"}
    article = {"headline": "Forum", "text": "The sixth Larkfield Reading Forum in March was a quiet one.", "published_at": "2026-03-04"}
    assert linked(article, event) == {}
    assert linked(article | {"text": "The seventh Larkfield Reading Forum in March was a quiet one."}, event) == {9: "reports"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Focus on what you can do, she says. Focus is all.", False),
        ("I was at Focus last night, he says.", False),
        ("At Focus in Lyon, he says, it rained for two days.", True),
    ],
)
def test_a_common_word_needs_two_more_kinds_of_evidence(text, found):
    event = {"id": 9, "name": "Focus", "starts_at": "2026-03-03", "ends_at": "2026-03-04", "venue": {"locality": "Lyon"}}
    assert bool(linked({"headline": "What he says", "text": text, "published_at": "2026-03-04"}, event)) is found


def test_the_same_acronym_of_something_else_is_no_link():
    event = {"id": 9, "name": "Congress of River Engineers", "aliases": ["CRE"], "starts_at": "2026-03-03", "venue": {"locality": "Lyon"}}
    text = "The Club of Retired Electricians (CRE) meets in Lyon on 3 March. The CRE has 80 members."
    assert linked({"headline": "CRE meets", "text": text, "published_at": "2026-03-02"}, event) == {}


def test_a_speaker_elsewhere_is_no_link():
    article = {
        "headline": "Ingrid Solberg in Oslo",
        "text": "Ingrid Solberg spoke of ferries in Oslo on Wednesday.",
        "published_at": "2026-05-13",
    }
    assert linked(article) == {}


def test_another_event_of_the_same_town_and_days_is_no_link():
    article = {
        "headline": "Cod week opens in Bergen",
        "text": "The Cod Week in Bergen opened on 12 May with soup.",
        "published_at": "2026-05-12",
    }
    assert linked(article) == {}


def test_a_longer_name_is_another_event():
    event = {"id": 9, "name": "China Forum", "starts_at": "2026-03-03", "venue": {"locality": "Lyon"}}
    article = {"headline": "Talks", "text": "He spoke at the Larkfield China Forum in Lyon.", "published_at": "2026-03-03"}
    assert linked(article, event) == {}


def test_a_session_is_linked_by_its_title_or_its_speaker():
    text = "At the Tidewater Summit in Bergen Ingrid Solberg showed a ferry. On Wednesday the panel “Who Owns the Wind?” is to follow."
    article = {"headline": "Tidewater Summit opens", "text": text, "published_at": "2026-05-12"}
    assert linked(article) == {1: "reports", 2: "reports", 3: "announces"}


def test_an_event_is_found_by_people_place_and_day_without_its_name():
    text = "BERGEN — Ingrid Solberg and Ove Nakling filled the Lantern Hall on Tuesday at the summit on the sea."
    assert linked({"headline": "Smoke", "text": text, "dateline_place": "BERGEN", "published_at": "2026-05-13"})[1] == "reports"


def test_a_link_to_the_page_of_one_edition_tells_it():
    article = {"headline": "Off to Bergen", "text": "We go on 12 May. tidewater.example/2026 has the rest.", "published_at": "2026-05-01"}
    assert linked(article) == {1: "announces"}


def test_chinese_names_are_found_within_running_text():
    event = {
        "id": 9,
        "name": "第十二届东湖桥梁论坛",
        "starts_at": "2026-03-03",
        "series": "东湖桥梁论坛",
        "edition": "12",
        "venue": {"locality": "武汉"},
    }
    article = {
        "headline": "桥梁",
        "text": "在武汉举行的第十二届东湖桥梁论坛昨天闭幕,共有三百人参加。",
        "published_at": "2026-03-04",
        "language": "zh",
    }
    assert linked(article, event) == {9: "reports"}
    assert linked(article | {"text": "在武汉举行的第十一届东湖桥梁论坛昨天闭幕。"}, event) == {}


def test_german_endings_do_not_hide_a_name():
    event = {"id": 9, "name": "Norddeutsche Deichtage 2026", "starts_at": "2026-03-03", "series": "Norddeutsche Deichtage"}
    article = {
        "headline": "Deiche",
        "text": "Auf den Norddeutschen Deichtagen ging es um Schafe.",
        "published_at": "2026-03-04",
        "language": "de",
    }
    assert linked(article, event) == {9: "reports"}


def test_markup_in_a_name_is_left_out():
    event = {"id": 9, "name": "<b>Larkfield</b> Reading&nbsp;Forum <script>x</script>", "starts_at": "2026-03-03"}
    assert linked(
        {"headline": "Larkfield Reading Forum opens", "text": "x", "published_at": "2026-03-03"},
        event | {"name": "<b>Larkfield</b> Reading&nbsp;Forum"},
    ) == {9: "reports"}
    assert linked({"headline": "Nothing", "text": "x", "published_at": "2026-03-03"}, event) == {}


@pytest.mark.parametrize(
    "odd",
    [
        {"starts_at": "2026-05-14", "ends_at": "2026-05-01"},
        {"starts_at": "9999-12-31", "ends_at": None},
        {"starts_at": "0000-00-00"},
        {"starts_at": None, "ends_at": None, "venue": None, "people": None, "sessions": None, "url": "::::"},
        {"name": ""},
        {"name": "\u0000\ud800" + "x" * 5000},
        {"name": "2026"},
        {"name": "("},
        {"name": "第届大会"},
        {"venue": {"name": "x" * 9999, "locality": "  "}, "organiser": "GmbH"},
    ],
)
def test_odd_events_neither_break_nor_link(odd):
    event = {"id": 9, "name": "Larkfield Reading Forum", "starts_at": "2026-05-12"} | odd
    linked({"headline": "2026", "text": "第届大会 ( GmbH x 2026. " * 20, "published_at": "2026-05-12", "tags": ["", "2026"]}, event)


def test_an_end_before_the_beginning_is_not_believed():
    (fact,) = facts_of({"id": 1, "name": "X", "starts_at": "2026-05-14", "ends_at": "2026-05-01"})
    assert fact.ends == fact.starts


def test_ten_thousand_sessions_and_ten_megabytes_of_text_are_bounded():
    sessions = [
        {"id": n, "name": f"Talk {n} on the tide and the wind", "starts_at": "2026-05-12", "people": [{"name": f"Speaker Numberone{n}"}]}
        for n in range(10, 10_010)
    ]
    event = EVENT | {"sessions": sessions}
    begun = time.process_time()
    index = CoverageIndex(facts_of(event))
    article = {
        "url": "https://news.example/1",
        "headline": "Tidewater Summit",
        "text": "The Tidewater Summit of Speaker Numberone77 in Bergen. " * 190_000,
        "published_at": "2026-05-13",
    }
    found = link(article, index)
    assert time.process_time() - begun < 12  # about 2 s on an idle core
    assert found[0].event == 1
    assert len(found) <= 60


def test_thousands_of_events_of_one_name_stay_quick():
    events = [
        {"id": n, "name": f"Global Summit {2000 + n % 30}", "starts_at": f"{2000 + n % 30}-05-{1 + n % 28:02}", "series": "Global Summit"}
        for n in range(3_000)
    ]
    index = CoverageIndex(fact for event in events for fact in facts_of(event))
    begun = time.process_time()
    for _ in range(10):
        link(
            {"url": "https://n.example/", "headline": "Global Summit", "text": "The Global Summit. " * 400, "published_at": "2015-05-12"},
            index,
        )
    assert time.process_time() - begun < 3  # about 0.1 s on an idle core

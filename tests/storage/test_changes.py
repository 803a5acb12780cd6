"""Material changes are told from cosmetic ones."""

from __future__ import annotations

import pytest

from storage import changes

ARTICLE = {
    "headline": "Minister resigns",
    "standfirst": "After ten days.",
    "text": "It cost 1.5 million euros, said Ada.\n\n“No comment,” said 3 of 5.",
    "authors": [{"name": "Ada Lovelace", "role": "reporter", "bio": "Ada writes."}],
    "published_at": "2026-03-01T09:00:00+01:00",
    "dateline_date": None,
    "tags": ["politics"],
    "modified_at": None,
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"headline": "Minister stays"}, "material"),
        ({"headline": "“MINISTER  resigns!”"}, "cosmetic"),
        ({"headline": "Ｍｉｎｉｓｔｅｒ\u00a0resigns"}, "cosmetic"),
        ({"headline": None}, "material"),
        ({"standfirst": "After ten weeks."}, "material"),
        ({"text": "It cost 1.5 million euros - said Ada. \n\n«No comment» said 3 of 5"}, "cosmetic"),
        ({"text": "It cost 15 million euros, said Ada.\n\n“No comment,” said 3 of 5."}, "material"),
        ({"text": "It cost 1.5 million dollars, said Ada.\n\n“No comment,” said 3 of 5."}, "material"),
        ({"text": "It cost -1.5 million euros, said Ada.\n\n“No comment,” said 3 of 5."}, "material"),
        ({"text": "It cost 1.5 million euros, said Ada.\n\n“No comment,” said 3 % of 5."}, "material"),
        ({"authors": [{"name": "ADA  Lovelace", "role": "reporter", "bio": "New."}]}, "cosmetic"),
        ({"authors": []}, "material"),
        ({"authors": [{"name": "Ada Lovelace", "role": "editor"}]}, "material"),
        ({"published_at": "2026-03-01T08:00:00+00:00"}, "cosmetic"),
        ({"published_at": "2026-03-01"}, "cosmetic"),
        ({"published_at": "2026-03-02"}, "material"),
        ({"published_at": None}, "material"),
        ({"modified_at": "2026-03-02", "tags": [], "images": [], "section": "x", "language": "en"}, "cosmetic"),
    ],
)
def test_a_change_of_an_article_is_judged_by_what_a_reader_would_note(changed, expected):
    assert changes.of_article(ARTICLE, ARTICLE | changed) == expected


def test_a_chinese_headline_of_one_other_character_is_another_one():
    assert changes.of_article({"headline": "部长辞职"}, {"headline": "部长就职"}) == "material"
    assert changes.of_article({"headline": "“部长”辞职"}, {"headline": "「部长」 辞职。"}) == "cosmetic"


def test_vowel_signs_and_accents_are_part_of_a_word():
    assert changes.of_article({"headline": "हिन्दी"}, {"headline": "हिन्दू"}) == "material"
    assert changes.of_article({"headline": "pâté"}, {"headline": "pate"}) == "material"


EVENT = {
    "name": "FairCon 2026",
    "starts_at": "2026-05-01T09:00:00+02:00",
    "ends_at": "2026-05-03",
    "status": "scheduled",
    "vanished": False,
    "time_zone": None,
    "room": None,
    "venue": {"name": "Hall 5", "address": None, "locality": "Berlin", "country": "DE"},
    "people": [{"name": "Grace Hopper", "role": "speaker"}],
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": "FairCon: 2026"}, "cosmetic"),
        ({"starts_at": "2026-05-02T09:00:00+02:00"}, "material"),
        ({"ends_at": "2026-05-03T18:00:00"}, "cosmetic"),
        ({"status": "cancelled"}, "material"),
        ({"vanished": True}, "material"),
        ({"vanished": None, "time_zone": "Europe/Berlin"}, "cosmetic"),
        ({"venue": {"name": "Hall 5", "address": "Messe 1", "locality": "Berlin", "country": "DE"}}, "cosmetic"),
        ({"venue": {"name": "Hall 6", "address": None, "locality": "Berlin", "country": "DE"}}, "material"),
        ({"venue": None}, "material"),
        ({"people": [{"name": "grace hopper", "role": "host"}]}, "cosmetic"),
        ({"people": []}, "material"),
        ({"abstract": "New.", "offers": [], "url": "x"}, "cosmetic"),
    ],
)
def test_a_change_of_an_event_is_judged_by_what_a_visitor_would_note(changed, expected):
    assert changes.of_event(EVENT, EVENT | changed) == expected

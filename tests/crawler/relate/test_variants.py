"""Two articles are language variants of one story on evidence only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crawler.relate.prints import packed
from crawler.relate.variants import Side, address_key, best, compare, differ

ONE = Side(1, 1, "en", 1, 300, packed([]), packed([]), date(2026, 1, 1), url_key=b"1")
OTHER = replace(ONE, article_id=2, language="de", address_key=2, url_key=b"2")
FACTS = {"numbers": packed(range(5)), "names": packed(range(100, 106))}


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ({"alternates": frozenset([b"2"])}, {}, "hreflang"),
        ({"address_key": 2}, {}, "address"),
        ({"images": frozenset(["a"])} | FACTS, {"images": frozenset(["a"])} | FACTS, "images"),
        (FACTS, FACTS, "facts"),
        ({"images": frozenset(["a"])}, {"images": frozenset(["a"])}, None),
        ({}, {}, None),
        (FACTS | {"day": date(2026, 1, 5)}, FACTS, None),
        (FACTS | {"site_id": 2}, FACTS, None),
        (FACTS | {"words": 2000}, FACTS, None),
        ({"alternates": frozenset([b"2"])}, {"language": "en"}, None),
    ],
)
def test_the_evidence_decides(one, other, rule):
    found = compare(replace(ONE, **one), replace(OTHER, **other))
    assert (found.rule if found else None) == rule


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("en", "en-GB", False),
        ("zh-Hans", "zh-Hant", True),
        ("zh", "zh-TW", True),
        ("zh-CN", "zh-Hans", False),
        ("en", None, False),
        ("pt", "es", True),
    ],
)
def test_languages_differ_by_language_and_chinese_by_script_too(one, other, apart):
    assert differ(one, other) is apart


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/en/story-1", "https://a.example/de/story-1", True),
        ("https://a.example/story-1", "https://a.example/zh-cn/story-1", True),
        ("https://de.a.example/x/1", "https://www.a.example/x/1", True),
        ("https://a.example/x?id=7&lang=fr", "https://a.example/x?id=7", True),
        ("https://a.example/en/story-1", "https://a.example/de/story-2", False),
        ("https://a.example/it/story", "https://b.example/it/story", False),
    ],
)
def test_addresses_are_the_same_but_for_their_language(one, other, same):
    assert (address_key(one) == address_key(other)) is same


def test_of_rivals_in_one_language_the_one_with_more_evidence_is_taken_and_none_of_two_alike():
    strong, weak = (
        compare(replace(ONE, **FACTS, images=frozenset("a")), replace(OTHER, **FACTS, images=frozenset("a"))),
        compare(replace(ONE, **FACTS), replace(OTHER, **FACTS)),
    )
    third = replace(OTHER, article_id=3)
    assert best([(OTHER, weak), (third, strong)]) == [(third, strong)]
    assert best([(OTHER, weak), (third, weak)]) == []

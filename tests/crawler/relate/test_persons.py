"""What an article says of a person is told apart from what a house says; names alone never make one person."""

from __future__ import annotations

import pytest

from crawler.relate.persons import Credit, Known, compatible, evidence_of, pairs

ADA = {
    "person_id": 1,
    "name": "Ada Lovelace",
    "role": "reporter",
    "printed": "Ada Lovelace",
    "affiliation": None,
    "bio": None,
    "url": None,
    "page_url": "https://a.example/news/story",
    "site_name": "A Paper",
}


def told(**values):
    return [(found.kind, found.value) for found in evidence_of(Credit(**ADA | values))]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"url": "HTTPS://A.example/authors/ada/"}, [("author_page", "a.example/authors/ada")]),
        ({"url": "https://a.example/"}, []),
        ({"url": "https://a.example/news/story"}, []),
        ({"url": "javascript:alert(1)"}, []),
        ({"url": "mailto:ada.l@a.example"}, [("contact", "ada.l@a.example")]),
        ({"url": "https://x.com/AdaL"}, [("contact", "twitter.com/adal")]),
        ({"bio": "Follow @ada_l or write to newsroom@a.example"}, [("contact", "twitter.com/ada_l")]),
        ({"affiliation": "Freelance"}, []),
        ({"affiliation": "The  Engine"}, [("affiliation", "ada lovelace: the engine")]),
        ({"bio": "Staff writer."}, []),
        ({"role": "agency", "url": "https://a.example/authors/ada"}, []),
        ({"name": "Reuters", "affiliation": "Reuters"}, []),
        ({"name": "A Paper", "url": "https://a.example/authors/paper"}, []),
        ({"name": "Ada", "affiliation": "The Engine"}, []),
    ],
)
def test_only_what_is_a_persons_own_is_evidence(values, expected):
    found = told(**values)
    assert [pair for pair in found if pair[0] != "bio"] == expected


def test_a_bio_counts_with_its_name_only():
    bio = "She has written about engines and numbers for many years."
    assert told(bio=bio) == told(bio=bio.upper()) != told(bio=bio, name="Ada Byron")


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Ada Lovelace", "A. Lovelace", True),
        ("Ada Lovelace", "Lovelace, Ada", True),
        ("Ada Lovelace", "Ada King Lovelace", True),
        ("Zoë Müller", "ZOE MULLER", True),
        ("沈知遥", "Shen Zhiyao", True),
        ("Ada Lovelace", "Anna Lovelace", False),
        ("Ada Lovelace", "Ada Byron", False),
        ("A. L.", "Ada Lovelace", False),
        ("", "Ada", False),
    ],
)
def test_names_may_be_one_persons_by_order_initials_and_script(one, other, may):
    assert compatible(one, other) is compatible(other, one) is may


def test_many_with_one_page_are_nobody_in_particular():
    known = [Known(number, "Ada Lovelace", number) for number in range(20)]
    assert pairs("author_page", known) == []
    assert len(pairs("author_page", known[:3])) == 3

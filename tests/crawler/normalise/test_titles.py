"""Titles without the name of their site."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise.titles import without_site

SITES = ["Forum Gazette", "forumgazette.com"]


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("A storm is near | Forum Gazette", "A storm is near"),
        ("A storm is near - News - Forum Gazette", "A storm is near - News"),
        ("A storm is near » forumgazette.com", "A storm is near"),
        ("Forum Gazette: A storm is near", "A storm is near"),
        ("A storm is near — The Forum Gazette", "A storm is near"),
        ("A storm | is near", "A storm | is near"),
        ("Forum Gazette", "Forum Gazette"),
        ("Who owns the Forum Gazette?", "Who owns the Forum Gazette?"),
        ("«A storm is near»", "«A storm is near»"),
        ("[Review] A storm is near", "[Review] A storm is near"),
        ("A storm is near | www.example.org", "A storm is near"),
    ],
)
def test_the_name_of_the_site_is_cut_off(title, cut):
    assert without_site(title, SITES) == cut


def test_a_title_in_chinese_loses_its_site_too():
    assert without_site("小米创始人雷军出席论坛_科技频道_新华网", ["新华网", "科技频道"]) == "小米创始人雷军出席论坛"


def test_what_follows_another_title_of_the_page_is_cut():
    assert without_site("A storm is near us-politics | Paper", ["Paper"], ["A storm is near us"]) == "A storm is near us"


@given(st.text(alphabet="AB |-–:_»Forum Gazette", max_size=80))
@settings(deadline=None)
def test_a_cut_title_stays_as_it_is(title):
    once = without_site(title, SITES)
    assert without_site(once, SITES) == once


@pytest.mark.parametrize("unit", [" | ", "a - ", "–", "A", "： ", "(" ])  # fmt: skip
def test_long_titles_cost_little(unit):
    start = time.process_time()
    without_site(unit * (100_000 // len(unit)), SITES)
    assert time.process_time() - start < 0.05

"""Sections and tags as pages print them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise import filing


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Harbour", "Harbour"),
        ("/harbour/", "harbour"),
        ("Posted in Harbour", "Harbour"),
        ("Kategorie: Hafen", "Hafen"),
        ("Classé dans : Port", "Port"),
        ("Harbour Tagged With: whales", "Harbour"),
        ("Harbour |", "Harbour"),
        ("Harbour,Ships,Tides", "Harbour"),
        ("Latest News,Harbour", "Harbour"),
        ("Food, Wine and Travel", "Food, Wine and Travel"),
        ("Ships / Harbour", "Ships / Harbour"),
        ("U.S.", "U.S."),
        ("社会", "社会"),
    ],
)
def test_a_section_is_its_name_without_labels_and_further_names(printed, name):
    assert filing.section(printed) == name


@pytest.mark.parametrize(
    "printed",
    ["", "nil", "Home", "tags", "front-page", "Featured Stories", "//gazette.example/ships/", "https://gazette.example/ships", "2016", "Share Tweet Share",
     "Search in:", "November 20, 2019", "Can a whale read a wall?", "The whale stays on the wall until the pool is filled again in May.",
     "whale, wall, pool, pupil, paint, vote, sign"],
)  # fmt: skip
def test_what_names_no_section_is_none(printed):
    assert filing.section(printed) is None


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        (["whales, walls; pools"], ["whales", "walls", "pools"]),
        (["# whales", "#walls", "Whales"], ["whales", "walls"]),
        (["TAGS", "whales"], ["whales"]),
        (["Tagged whales, walls"], ["whales", "walls"]),
        (["topic: Whales", "topic: Walls", "template: Wide", "pagetype: Story"], ["Whales", "Walls"]),
        (["Walls: A History", "whales"], ["Walls: A History", "whales"]),
        (["article", "4fd7941c5937b4170a152736c05d9ecb0", "3323333000330", "stream-23490979", "<meta name=", "2016"], ["2016"]),
        (["鲸鱼 墙壁 学生 油漆"], ["鲸鱼", "墙壁", "学生", "油漆"]),
    ],
)
def test_tags_are_told_from_labels_and_from_marks_of_machines(values, tags):
    assert filing.tags(values) == tags


def test_the_words_of_the_title_are_no_tags():
    assert filing.tags(["whale, stays, on, the, wall"], "A whale stays on the wall") == []
    assert filing.tags(["whale, wall"], "A whale stays on the wall") == ["whale", "wall"]


def test_tags_are_at_most_thirty():
    assert len(filing.tags([",".join(f"whale {n}" for n in range(100))])) == filing.MAX_TAGS


@given(st.text(max_size=200))
def test_both_are_total_and_read_their_own_output(text):
    name = filing.section(text)
    assert name is None or filing.section(name) == name
    tags = filing.tags([text])
    assert filing.tags(tags) == tags


def test_long_values_are_read_in_time():
    start = time.process_time()
    filing.section("Posted in " * 50_000)
    filing.tags(["tag " * 50_000, "a: b " * 50_000])
    assert time.process_time() - start < 0.5

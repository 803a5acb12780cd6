"""Texts are taken apart and compared in any script; copies are told from what only looks alike."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.relate.alike import Reading, compare
from crawler.relate.prints import FEWEST, contained, packed, print_of, unpacked
from crawler.relate.words import HAN, SOUTH, SPACED, names_of, numbers_of, shingles, words_of

rng = random.Random(5)
WORDS = ["".join(rng.choices("abcdefghijklmnoprstuw", k=rng.randint(2, 8))) for _ in range(3000)]
THAI = [chr(0x0E01 + number) for number in range(40)]
HANZI = [chr(0x4E00 + number) for number in range(1500)]


def invented(kind, size, seed):
    draw = random.Random(seed)
    if kind == "spaced":
        return " ".join(draw.choices(WORDS, k=size))
    return "".join(draw.choices(HANZI if kind == "han" else THAI, k=size * 3))


def changed(text, kind, share=0.1):
    draw = random.Random(9)
    if kind == "spaced":
        return " ".join("changed" if draw.random() < share else word for word in text.split())
    letters = HANZI if kind == "han" else THAI
    runs = [text[at : at + 6] for at in range(0, len(text), 6)]
    return "".join("".join(draw.choices(letters, k=6)) if draw.random() < share else run for run in runs)


def alike(one, other):
    return compare(Reading.of(words_of(one)), Reading.of(words_of(other)))


@pytest.mark.parametrize("kind", ["spaced", "han", "south"])
def test_a_trimmed_or_edited_copy_shares_keys_and_passes_the_comparison(kind):
    text = invented(kind, 300, 1)
    for copy in (text[: len(text) // 2], text[len(text) // 2 :], changed(text, kind), f"Some other words stand here. {text}"):
        mine, theirs = print_of(text), print_of(copy)
        assert set(mine.keys) & set(theirs.keys)
        assert contained(mine.sketch, mine.size, theirs.sketch, theirs.size) > 0.3
        found = alike(text, copy)
        assert found is not None
        assert found.contained >= found.jaccard
    assert alike(text, invented(kind, 300, 2)) is None


@pytest.mark.parametrize(
    ("text", "writing"),
    [("Ein Wort und noch eines.", SPACED), ("港口昨天关闭了。", HAN), ("ท่าเรือปิดเมื่อวานนี้", SOUTH), ("항구가 닫혔다", SPACED), ("", SPACED)],
)
def test_each_script_is_taken_apart_its_own_way(text, writing):
    assert words_of(text).writing is writing


def test_two_fillings_of_a_template_are_two_stories():
    form = (
        "On {0} the harbour office counted {1} ships and {2} ferries, while the gauge stood at {3} centimetres and the wind came in at {4} knots from the west, "
        "said the office in its daily note to all captains who lie at anchor before the town and wait for the pilot to come on board with the tide and the papers."
    )
    draw = random.Random(3)
    one, other = (form.format(*(draw.randrange(1000) for _ in range(5))) for _ in range(2))
    assert alike(one, other) is None
    assert alike(one, one.replace("daily note", "morning note")) is not None


def test_a_brief_within_a_round_up_is_no_copy_of_it():
    brief = invented("spaced", 60, 4)
    assert alike(brief, " ".join([brief, invented("spaced", 600, 5)])) is None


def test_numbers_and_names_are_the_same_in_whatever_language_they_stand():
    assert numbers_of("1,200 ships, 3.5 metres, in 2024") == numbers_of("1.200 Schiffe, 3,5 Meter, 2024") == ["1200", "35", "2024"]
    assert numbers_of("١٢٠٠ و ２０２４") == ["1200", "2024"]
    assert names_of(words_of("The mayor of Cuxhaven met Ada Lovelace. Then it rained.")) == ["cuxhaven", "ada", "lovelace"]


def test_hashes_come_back_as_they_were_packed():
    assert list(unpacked(packed([5, 1, 4294967295]))) == [1, 5, 4294967295]


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("word ", 1_000_000),
        ("a", 3_000_000),
        ("\ud800 ", 100_000),
        ("１", 1_000_000),
        (". ", 1_000_000),
        ("字", 1_000_000),
        ("A1 ", 400_000),
    ],
    ids=repr,
)
def test_a_huge_or_odd_text_costs_a_bounded_time(unit, times):
    text = unit * times
    began = time.process_time()
    of = print_of(text)
    Reading.of(words_of(text))
    assert time.process_time() - began < 2
    assert not of.keys or of.size >= 20


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=300))
def test_any_two_strings_can_be_compared(one, other):
    assert print_of(one) == print_of(one)
    assert (print_of(one).text_key is None) == (len(words_of(one).tokens) < words_of(one).writing.short // FEWEST)
    alike(one, other)
    assert len(shingles(words_of(one), 3)) <= max(1, len(words_of(one).tokens))

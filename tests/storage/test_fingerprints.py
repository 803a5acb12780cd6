"""Digests of texts and fields, and moments taken apart."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.columns import to_json
from storage.fingerprints import _majority, digest_fields, digest_text, simhash
from storage.moments import Moment, take_apart

STORY = " ".join(f"word{n * 7919 % 211} and{n}" for n in range(300))
CHINESE = "".join(chr(0x4E00 + n * 7919 % 5000) for n in range(900))


def _distance(one, other):
    return ((one ^ other) & (1 << 64) - 1).bit_count()


@pytest.mark.parametrize("text", [STORY, CHINESE])
def test_near_copies_have_near_simhashes_and_other_texts_far_ones(text):
    middle = len(text) // 2
    assert _distance(simhash(text), simhash(f"{text[:middle]}, edited {text[middle:]}")) <= 8
    assert _distance(simhash(text), simhash(text[::-1])) > 16


@given(st.text())
def test_a_simhash_fits_a_signed_64_bit_column(text):
    assert -(2**63) <= simhash(text.encode("utf-8", "replace").decode()) < 2**63


def test_the_simhash_of_nothing_is_nought():
    assert simhash("") == simhash(" \n") == 0


def test_a_simhash_stays_what_it_was_when_it_was_stored():
    assert simhash("The quick brown fox jumps over the lazy dog") == -187518085355394457


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=40))
def test_the_majority_of_lanes_is_counted_bit_by_bit(numbers):
    lanes = sum(number << 64 * place for place, number in enumerate(numbers))
    expected = sum(1 << bit for bit in range(64) if sum(number >> bit & 1 for number in numbers) > len(numbers) // 2)
    assert _majority(lanes, len(numbers)) == expected


def test_equal_fields_have_equal_digests_whatever_the_order_of_keys():
    assert digest_fields({"a": 1, "b": [None, "é"]}) == digest_fields({"b": [None, "é"], "a": 1})
    assert digest_fields({"a": None}) != digest_fields({"a": ""})
    assert len(digest_text("x")) == 16


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-02-28T23:30:00-05:00", Moment(datetime(2026, 3, 1, 4, 30, tzinfo=UTC), date(2026, 2, 28), "minute", -300)),
        ("2026-02-28T23:30Z", Moment(datetime(2026, 2, 28, 23, 30, tzinfo=UTC), date(2026, 2, 28), "minute", 0)),
        ("2026-02-28T23:30:00.5+0545", Moment(datetime(2026, 2, 28, 17, 45, 0, 500000, tzinfo=UTC), date(2026, 2, 28), "minute", 345)),
        ("2026-02-28T23:30", Moment(None, date(2026, 2, 28), "minute", None)),
        ("2026-02-28", Moment(None, date(2026, 2, 28), "day", None)),
        ("2026-02", Moment(precision="month")),
        ("2026", Moment(precision="year")),
        ("2026-02-30", Moment()),
        ("2026-02-28T25:00", Moment()),
        ("0001-01-01T00:00:00+14:00", Moment()),
        ("28 February 2026", Moment()),
        ("", Moment()),
        (None, Moment()),
    ],
)
def test_a_moment_says_no_more_than_its_value(value, moment):
    assert take_apart(value) == moment


@given(st.text())
def test_no_string_breaks_a_moment(value):
    take_apart(value)


@pytest.mark.parametrize("value", [{"a": "x\0"}, ["\0"], {"\0": 1}, "\\\0", float("nan"), {"a": float("inf")}])
def test_json_that_one_of_the_databases_cannot_keep_is_refused(value):
    with pytest.raises(ValueError, match=r"NUL|JSON"):
        to_json(value)


@pytest.mark.parametrize("value", ["\\u0000", {"a": "\\\\u0000"}, None, [1, "é", {}]])
def test_other_json_is_kept_a_printed_backslash_included(value):
    import json

    assert json.loads(to_json(value)) == value

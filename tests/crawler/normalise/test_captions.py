"""Captions and their credits."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise.captions import split_credit


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        (
            "Wen Tao, CEO of Lumenor, speaks at Merrow China Forum (photo by merrowpost.com).",
            "Wen Tao, CEO of Lumenor, speaks at Merrow China Forum.",
            "merrowpost.com",
        ),
        ("Foto: Peter Kneffel/dpa", None, "Peter Kneffel/dpa"),
        ("Erst fiel der linke Kühlturm. Foto: Peter Kneffel/dpa", "Erst fiel der linke Kühlturm.", "Peter Kneffel/dpa"),
        ("Samsung vor Gericht. (Bild: Tobias Költzsch/Golem.de)", "Samsung vor Gericht.", "Tobias Költzsch/Golem.de"),
        ("A man walks. (AP Photo/John Doe)", "A man walks.", "AP Photo/John Doe"),
        ("A crowd gathers (Reuters)", "A crowd gathers", "Reuters"),
        ("People in Valencia. Jane Doe/AFP", "People in Valencia.", "Jane Doe/AFP"),
        ("The committee | Bildquelle: EU-Kommission", "The committee", "EU-Kommission"),
        ("© Reuters", None, "Reuters"),
        ("会议现场（摄影：张三）", "会议现场", "张三"),
        ("图/新华社", None, "新华社"),
        ("A view of Paris (France).", "A view of Paris (France).", None),
        ("The photo shows: a dog", "The photo shows: a dog", None),
        ("A dog", "A dog", None),
        ("", None, None),
    ],
)
def test_a_credit_is_taken_off_its_caption(printed, caption, credit):
    assert split_credit(printed) == (caption, credit)


@given(st.text(alphabet="Foto: by(©) AP/.|图摄 x", max_size=120))
@settings(deadline=None)
def test_a_caption_once_split_stays_as_it_is(text):
    caption, _ = split_credit(text)
    if caption is not None:
        assert split_credit(caption) == (caption, None)


@pytest.mark.parametrize("unit", ["(photo ", "Foto: ", "A/", " ", "((", "Photo credit ", "© "])
@pytest.mark.parametrize("size", [2_900, 100_000])
def test_long_captions_cost_little(unit, size):
    start = time.process_time()
    split_credit(unit * (size // len(unit)))
    assert time.process_time() - start < 0.05

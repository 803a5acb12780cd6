"""Words that search goes by: folded the same way whatever is stored or asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search_words import LONGEST, composed, fold, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Müller's café, Straße", ["muller", "s", "cafe", "strasse"]),
        ("ØRE Łódź Þing Æsir İstanbul ıslak", ["ore", "lodz", "thing", "aesir", "istanbul", "islak"]),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ １２", ["full", "width", "12"]),
        ("Cafe\u0301 na\u00efve ﬁn", ["cafe", "naive", "fin"]),
        ("مُحَمَّدٌ أخبار ٣٤", ["محمد", "اخبار", "34"]),
        ("שָׁלוֹם", ["שלום"]),
        ("ΆΘΛΟΣ Ёлка Майк", ["αθλοσ", "елка", "майк"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("soft\u00adhyphen zero\u200dwidth", ["softhyphen", "zerowidth"]),
        ("中国人2024年", ["中国", "国人", "人", "2024", "年"]),
        ("삼성전자의", ["삼성", "성전", "전자", "자의", "의"]),
        ("ガンダム ｶﾞﾝ", ["ガン", "ンダ", "ダム", "ム", "ガン", "ン"]),
        ("ไทย", ["ไท", "ทย", "ย"]),
        ("\0 … !?", []),
        ("", []),
    ],
)
def test_text_is_cut_into_folded_words(text, found):
    assert words(text) == found


def test_a_query_leaves_the_single_character_at_its_end_out():
    assert words("中国人", tail=False) == ["中国", "国人"]
    assert words("中", tail=False) == ["中"]
    assert words("abc", tail=False) == ["abc"]


@given(st.text())
def test_words_hold_nothing_that_a_database_would_take_for_syntax(text):
    for word in words(text):
        assert 0 < len(word) <= LONGEST
        assert all(unicodedata.category(character)[0] in "LMN" for character in word)
        assert words(word, tail=False) in ([word], [word[:1]], []) or len(word) == LONGEST or not word.isascii()


@given(st.text(), st.text())
def test_the_beginning_of_a_text_folds_as_in_the_whole(first, second):
    assert fold(first + second).startswith(fold(first))


@given(st.text())
def test_composing_is_done_once(text):
    assert composed(composed(text)) == composed(text)

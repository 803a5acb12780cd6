from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise import text


@pytest.mark.parametrize(
    ("printed", "clean", "kind"),
    [
        ("NUL\0 inside title", "NUL inside title", "nul"),
        ("Sur\ud800rogate", "Sur\ufffdrogate", "surrogate"),
        ("a pair \ud83d\ude00 cut in two", "a pair 😀 cut in two", "surrogate"),
        ("bell\x07", "bell", "control"),
        ("\ufeffstart", "start", "control"),
        ("it\x92s", "it’s", "control"),
        ("one\u2028two", "one\ntwo", "control"),
        ("owned by¬†him", "owned by\xa0him", "mojibake"),
        ("Lumenorâ€™s CEO", "Lumenor’s CEO", "mojibake"),
        ("correct é and broken Ã©", "correct é and broken é", "mojibake"),
        ("你好, it‚Äôs", "你好, it’s", "mojibake"),
        ("ÃƒÂ© twice", "é twice", "mojibake"),
        ("РџСЂРёРІРµС‚ мир", "Привет мир", "mojibake"),
        ("å¤©æ´¥", "天津", "mojibake"),
        ("Hello.Â  World", "Hello.  World", "mojibake"),
    ],
)
def test_damage_is_repaired_and_told(printed: str, clean: str, kind: str) -> None:
    repaired, changes = text.gate(printed)
    assert repaired == clean
    assert changes[0].kind == kind
    assert not text.is_clean(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "plain",
        "l’été, « dit-il » — ça va très bien…",
        "«É» café…» È…” Né…",
        "ві Україна, їхній Ґанок",
        "СЕРБИЈА, ЉУБЉАНА и ЊУЈОРК",
        "IN VÂN ÂME ÂGE",
        "小米科技創始人雷軍",
        "مرحبا بكم في",
        "√2 ≈ 1.41, ¬p",
        "tab\tand\nline\r\n",
        "क़लम",
        "e\u0301 stays decomposed",
        "„Größe“ ‚Über‘",
        "À\xa0la une\xa0: où\xa0?",
    ],
)
def test_correct_text_passes_untouched(printed: str) -> None:
    assert text.gate(printed) == (printed, [])


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="ÃÂâ€™“”©é¬†√‚ÄôÐРСёќ«» a\0\ud83d\ude00\x92\x9f\u2028", max_size=40)))
def test_the_gate_is_total_and_idempotent(printed: str) -> None:
    clean, _ = text.gate(printed)
    assert text.gate(clean) == (clean, [])
    clean.encode("utf-8")
    assert "\0" not in clean
    assert text.fold(text.fold(printed)) == text.fold(printed)
    assert text.fold_space(text.fold_space(printed)) == text.fold_space(printed)


def _noise() -> str:
    """Lead and continuation bytes of UTF-8 as Latin-1 characters, in no order."""
    return bytes(random.Random(7).choices([*range(0xC2, 0xF0), *range(0x80, 0xC0)], k=100_000)).decode("latin-1")


@pytest.mark.parametrize(
    "printed",
    [
        "\0" * 100_000,
        "\ud800" * 100_000,
        "a\0" * 50_000,
        "Ð¿" * 50_000,
        "â€" * 50_000,
        "Â " * 50_000,
        "Ã©a" * 33_000,
        "x¬†" * 33_000,
        _noise(),
    ],
    ids=["nul", "surrogates", "sparse nul", "one run", "half runs", "half spaces", "many runs", "mac runs", "noise"],
)
def test_a_hostile_string_costs_little(printed: str) -> None:
    start = time.process_time()
    text.gate(printed)
    assert time.process_time() - start < 0.2  # 0.05 s alone on the machine


def test_quotes_dashes_and_widths_compare_as_equal() -> None:
    assert text.fold("Ｘiaomi’s  “New”—Era") == text.fold('xiaomi\'s "new"-era')

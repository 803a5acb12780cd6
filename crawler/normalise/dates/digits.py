"""Digits of every script and full-width signs as ASCII, character for character, so that spans stay true."""

from __future__ import annotations

import re
import unicodedata
from array import array

_SIGNS = {
    "：": ":", "／": "/", "－": "-", "．": ".", "，": ",", "（": "(", "）": ")", "　": " ", "−": "-", "‐": "-", "‑": "-",
    "\xa0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "∶": ":", "、": ",", "،": ",", "၊": ",", "\u200f": " ", "\u200e": " ", "\u2068": " ", "\u2069": " ",
}  # fmt: skip
_LETTERS_END = 0x20000  # beyond lie ideographs, private use and nothing: no digits, but a million code points to ask
_ABOVE_ASCII = array("I", range(0x80, _LETTERS_END)).tobytes().decode("utf-32", "surrogatepass")
_TABLE = {ord(char): str(unicodedata.digit(char)) for char in re.findall(r"\d", _ABOVE_ASCII)}  # \d: the category Nd, asked at C speed
_TABLE |= {ord(sign): plain for sign, plain in _SIGNS.items()}

_CHINESE = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "元": 1, "廿": 20, "卅": 30}


def fold_digits(text: str) -> str:
    """The same string with ASCII digits and signs, equally long."""
    return text if text.isascii() else text.translate(_TABLE)


def chinese_number(text: str) -> int | None:
    """``2017``, ``二〇一七``, ``二十三``, ``廿三`` or ``元`` (the first year) as a number; None where it is none."""
    if text.isascii() and text.isdigit() and len(text) < 5:
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return None
        ten, one = _CHINESE.get(tens, 1 if not tens else None), _CHINESE.get(ones, 0 if not ones else None)
        return None if ten is None or one is None else ten * 10 + one
    if text[:1] in {"廿", "卅"}:
        rest = _CHINESE.get(text[1:], 0 if len(text) == 1 else None)
        return None if rest is None else _CHINESE[text[0]] + rest
    digits = [_CHINESE.get(char, -1) for char in text[:5]]
    if not digits or len(digits) > 4 or not all(0 <= digit < 10 for digit in digits):
        return None
    return int("".join(map(str, digits)))

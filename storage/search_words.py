"""Cuts text into the words that search goes by: the same on both databases, for what is stored and for what is asked.

Case, width and diacritics are folded (ä→a, ø→o, ß→ss, Ａ→a, ٣→3, Arabic and Hebrew vowel signs fall away). Scripts that
are written without spaces, and Korean, are cut into every two neighbouring characters and a last single one, so that any
two characters of a text are found as one word and longer strings as a phrase.
"""

from __future__ import annotations

import re
import unicodedata

RULES = 1  #: raise it when a change here makes words differ: databases are then indexed anew by ``pressrow db upgrade``
LONGEST = 64  #: characters of a word; what follows is cut off
PAIRED = (  # Thai to Lao, Burmese, Hangul, Khmer, kana to Bopomofo, Han
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{PAIRED}]+")
_OTHERS = re.compile(r"[^\x00-\x7f]+")
_SIGNS = re.compile(r"[\x00-\x1f!-/:-@\[-`{-\x7f]+")
_DROPPED = re.compile(  # marks over and under letters of alphabets, not the vowel signs of Indic scripts
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]+"
)
_LETTERS = {  # letters with a stroke or joined, which Unicode does not take apart
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
    "й": "й", "ی": "ي", "ى": "ي", "ک": "ك",
}  # fmt: skip


class _Folding(dict[int, str]):
    """What becomes of each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "Cf" or character == "\u0640":
        return ""  # soft hyphens, joiners, the Arabic stretching sign
    folded = character.casefold()
    if folded not in _LETTERS:
        plain = _DROPPED.sub("", unicodedata.normalize("NFKD", character)).casefold()
        folded = _DROPPED.sub("", unicodedata.normalize("NFKC", plain))
    return "".join(_LETTERS.get(part, _word_part(part)) for part in folded)


def _word_part(character: str) -> str:
    """Return a letter, digit (as ASCII) or vowel sign; a blank for all that stands between words."""
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return character if kind[0] in "LMN" else " "


_FOLDING = _Folding()


def composed(text: str) -> str:
    """Return the text with composed characters: what offsets into a text count by."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text with every character folded by itself, blanks between words; the beginning of a text folds as in the whole."""
    if not text.isascii():
        text = _OTHERS.sub(lambda run: run[0].translate(_FOLDING), text)
        if not text.isascii():  # a quarter of the time of translating all of it
            return _SIGNS.sub(_blanks, text.lower())
    return text.translate(_FOLDING)


def _blanks(run: re.Match[str]) -> str:
    return " " * len(run[0])


def words(text: str | None, *, tail: bool = True) -> list[str]:
    """Return the words of a text in order; without ``tail`` the single character that ends a run of pairs is left out at the end.

    The words hold letters, digits and vowel signs only, at most ``LONGEST`` characters each.
    """
    if not text:
        return []
    folded = fold(composed(text))
    if not folded.isascii():
        if "\u3099" in folded or "\u309a" in folded:
            folded = unicodedata.normalize("NFC", folded)  # half-width kana, whose voice marks were letters of their own
        if _RUN.search(folded):
            found = _RUN.sub(_pairs, folded).split()
            if not tail and len(found) > 1 and len(found[-1]) == 1 and found[-2][-1:] == found[-1] and _RUN.match(found[-2]):
                found.pop()
            return [word[:LONGEST] for word in found]
    found = folded.split()
    if len(max(found, key=len, default="")) > LONGEST:
        found = [word[:LONGEST] for word in found]
    return found


def paired(character: str) -> bool:
    """Whether a character is of a script that is cut into pairs."""
    return character >= "\u0e00" and _RUN.match(character) is not None


def is_single(word: str) -> bool:
    """Whether a word is one character of a script that is cut into pairs."""
    return len(word) == 1 and paired(word)


def _pairs(run: re.Match[str]) -> str:
    characters = run[0]
    return f" {' '.join(map(str.__add__, characters, characters[1:]))} {characters[-1]} "

"""Cuts text into folded words with their offsets; scripts without spaces between words are cut into characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import Final

#: written without spaces (Han, kana, Thai, Lao, Khmer, Burmese), or with endings that stick to names (Hangul)
_CHARACTERS: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0002ffff"
_SPLIT: Final = re.compile(rf"([{_CHARACTERS}]|[^\W_{_CHARACTERS}]+)")  # one pattern to split and to find: sets so large compile slowly
_CHARACTER: Final = re.compile(rf"[{_CHARACTERS}]")
_LONGEST: Final = 40  #: characters of a word that count
_CACHE: Final = 100_000  #: words kept folded

_SIMPLIFIED: Final = str.maketrans(
    "論壇會國際網術藝節電競賽設計軟體業務創產營銷遊戲車圖書電影華東亞歐風險經濟學雲數據開發區鏈環評員峰龍灣門蘇寧慶廣導師聯開幕閉環屆",
    "论坛会国际网术艺节电竞赛设计软体业务创产营销游戏车图书电影华东亚欧风险经济学云数据开发区链环评员峰龙湾门苏宁庆广导师联开幕闭环届",
)
#: forms that an event's noun takes, under the one that stands for them
_FORMS: Final = {
    form: noun
    for noun, forms in {
        "summit": "summits",
        "conference": "conferences",
        "forum": "forums forumul forumului форума форуме форумом форуму форум foorum foorumi",
        "congress": "congresses",
        "kongress": "kongresses",
        "konferenz": "konferenzen",
        "festival": "festivals festivales festivaux фестиваля фестивале фестивалем фестиваль",
        "tagung": "tagungen",
        "messe": "messen",
        "gipfel": "gipfels",
        "konferencja": "konferencji konferencje konferencja",
        "конференция": "конференции конференцию конференцией",
        "саммит": "саммита саммите саммитом",
    }.items()
    for form in forms.split()
}
_ADJECTIVE: Final = re.compile(r"\A(\w{2,}(?:isch|lich|ional|igital|eutsch))(?:en|er|es|em)\Z")
_folded: dict[str, str] = {}


class Tokens:
    """The words of a text, folded, and where each begins and ends in code points: worked out when it is asked for."""

    __slots__ = ("_ends", "_parts", "_starts", "words")

    def __init__(self, text: str) -> None:
        self._parts = _SPLIT.split(text)  # what lies between the words, and the words, by turns
        known = _folded
        self.words = [known.get(word) or fold(word) for word in self._parts[1::2]]
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    @property
    def starts(self) -> list[int]:
        """Where each word begins."""
        if self._starts is None:
            self._place()
        assert self._starts is not None
        return self._starts

    @property
    def ends(self) -> list[int]:
        """Where each word ends."""
        if self._starts is None:
            self._place()
        return self._ends

    def _place(self) -> None:
        sums = list(accumulate(map(len, self._parts)))
        self._starts, self._ends = sums[0:-1:2], sums[1::2]


def tokens(text: str) -> Tokens:
    """The words of a text in their order."""
    return Tokens(text)


def words_of(text: str) -> list[str]:
    """The folded words of a text without their places."""
    known = _folded
    return [known.get(word) or fold(word) for word in _SPLIT.findall(text)]


@lru_cache(maxsize=16_384)
def name_words(name: str | None) -> tuple[str, ...]:
    """The folded words of a name that is asked for again and again."""
    return tuple(words_of(name or ""))


def fold(word: str) -> str:
    """A word without case, accents and widths; an event's noun in its first form; at most 40 characters of it."""
    folded = _folded.get(word)
    if folded is None:
        folded = word[:_LONGEST].casefold()
        if not folded.isascii():
            folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)) or folded
            folded = unicodedata.normalize("NFC", folded).translate(_SIMPLIFIED)
        folded = _FORMS.get(folded, folded)
        folded = _ADJECTIVE.sub(r"\1e", folded)
        if len(folded) > 6 and folded.isalpha() and (folded.endswith("en") or (folded[-1] == "s" and folded[-2] not in "sui")):
            folded = folded[:-1]  # the dative of Buchtage is Buchtagen, the plural of award awards
        if len(_folded) >= _CACHE:
            _folded.clear()
        _folded[word[:_LONGEST]] = folded
    return folded


def is_character(word: str) -> bool:
    """Whether a word is a character of a script that is cut into characters."""
    return len(word) == 1 and _CHARACTER.match(word) is not None

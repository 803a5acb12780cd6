"""Where a credit line says what somebody did: "By", "Fotos:", "translated by", "记者", at its head and within it."""

from __future__ import annotations

import re

from crawler.normalise.bylines.credit import holds
from crawler.normalise.bylines.names import EAST
from crawler.normalise.bylines.words import BY_LANGUAGE, MARKERS, PARTICLES, TIGHT

_ORDER = ("reporter", "agency", "editor", "translator", "photographer")
_ROLE_OF: dict[str, str] = {phrase: role for role in _ORDER for phrase in MARKERS[role]}
WORDS = frozenset(phrase for phrase in _ROLE_OF if " " not in phrase)  #: role words that are never a name by themselves
_OPENERS = frozenset(phrase.split(maxsplit=1)[0] for phrase in _ROLE_OF)
_TIGHT_OF: dict[str, str] = {phrase: role for role in _ORDER for phrase in TIGHT[role]}
_TIGHT = "|".join(re.escape(phrase) for phrase in sorted(_TIGHT_OF, key=len, reverse=True))
_TIGHT_LEAD = re.compile(rf"(?P<word>{_TIGHT})\s{{0,2}}[:：/／|＝=・◎●︱｜]?\s{{0,3}}")
_TIGHT_INSIDE = re.compile(rf"(?:(?<=[\s.,;|/·•–—(\[。，；、])|^)(?P<word>{_TIGHT})\s{{0,2}}[:：/／]\s{{0,3}}")
_COLON = re.compile(r"\s*([:：／|])(?!//|\d)\s*")
_TOKEN = re.compile(r"\S+")
_ENDS = ":：／|"
_BY = frozenset("by von par por de di da av af door durch".split(" "))  # noqa: SIM905 - reads better than a list of short words
_BY_APART = tuple(f" {by} " for by in _BY)
_MAX_WORDS = 5
_NAMES_TOO = {"theo": "vi"}  #: "Theo Reuters" credits an agency in one language only

Cut = tuple[int, int, str]


def spaced(text: str) -> str:
    """The line with one space after each colon and none before it, as :func:`lead` and :func:`inside` read it."""
    return _COLON.sub(r"\1 ", text).strip() if ":" in text or "：" in text or "|" in text or "／" in text else text


def lead(text: str, language: str = "") -> Cut | None:
    """The role word that a line opens with: ``(0, end, role)``, ``end`` where the names begin; None without one."""
    if EAST.match(text[:1]) and (match := _TIGHT_LEAD.match(text)):
        role, rest = _TIGHT_OF[match.group("word")], text[match.end() :]
        word = match.group("word")
        # "文 张三" and "文/张三", but "文章" is a word of its own
        sure = match.group().rstrip() != word or (len(word) == 1 and match.group() != word)
        return (0, match.end(), role) if rest.strip() and (sure or (len(word) > 1 and EAST.match(rest))) else None
    opener = text[:40].split(maxsplit=1)
    if not opener:
        return None
    opening = opener[0].casefold()
    if (
        opening not in _OPENERS
        and opening.rstrip(_ENDS + "/") not in _OPENERS
        and opening.rstrip(_ENDS) not in BY_LANGUAGE.get(language, ())
    ):
        return None
    words = [m.end() for m in _TOKEN.finditer(text[:120])][: _MAX_WORDS + 1]
    for n in range(min(_MAX_WORDS, len(words) - 1), 0, -1):
        end = words[n - 1]
        phrase = text[:end]
        role = _ROLE_OF.get(phrase.casefold().rstrip(_ENDS + "/"), "")
        if role and not (n == 1 and opening in _NAMES_TOO and language != _NAMES_TOO[opening]):
            rest = text[end:].lstrip()
            if phrase[-1] in _ENDS or phrase[-1] == "/" or _names_follow(phrase, rest):
                return (0, len(text) - len(rest), role)
    first = text[: words[0]].casefold().rstrip(_ENDS) if len(words) > 1 else ""
    if first and first in BY_LANGUAGE.get(language, ()) and not text[words[0] :].lstrip()[:1].islower():
        return (0, words[0] + 1, "reporter")
    return None


def _names_follow(phrase: str, rest: str) -> bool:
    """Whether "Text Adam Smith" and "Von Anna" go on with a name: "Story of the day", "Photo gallery", "von vielen" do not."""
    first = rest.split(maxsplit=1)[0] if rest else ""
    if not first or first.casefold() in {"&", "+", "und", "and", "et", "y", "/", "–", "-"}:
        return False
    if phrase[:1].islower() and " " not in phrase and phrase in {"von", "di", "da", "de", "per", "del", "van"}:
        return first[:1].isupper()
    if first[:1].islower() and first.casefold() not in PARTICLES:
        return phrase.casefold().rsplit(" ", 1)[-1] in _BY
    return True


def inside(text: str, start: int) -> list[Cut]:
    """The role words after ``start``: those before a colon, "photos by" and the like, a "By" in the middle of a line."""
    cuts: list[Cut] = []
    if EAST.search(text):
        cuts = [(m.start(), m.end(), _TIGHT_OF[m.group("word")]) for m in _TIGHT_INSIDE.finditer(text, start)]
        if ":" not in text:
            return cuts
    folded = text.casefold()
    if ":" not in text and "：" not in text and not holds(folded, _BY_APART):
        return cuts
    tokens = list(_TOKEN.finditer(text, start))
    for i, token in enumerate(tokens):
        word = token.group()
        colon = word[-1] in ":："
        if not colon and word.casefold() not in _BY:
            continue
        for n in range(min(4, i + 1), 0 if colon else 1, -1):
            begin = tokens[i - n + 1]
            phrase = text[begin.start() : token.end()]
            bare = phrase.lstrip("([.,;/–—-")
            role = _ROLE_OF.get(bare.casefold().rstrip(":："), "")
            if role and i + 1 < len(tokens):
                cuts.append((begin.start() + len(phrase) - len(bare), tokens[i + 1].start(), role))
                break
        else:
            if i and word in {"By", "BY", "Von", "VON", "Par", "Por"} and _two_capitals([t.group() for t in tokens[i + 1 : i + 3]]):
                cuts.append((token.start(), token.end() + 1, "reporter"))
    return sorted(cuts)


def _two_capitals(words: list[str]) -> bool:
    return len(words) == 2 and all(w[0].isupper() for w in words)

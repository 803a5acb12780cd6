"""Which rule, if any, calls a line boilerplate."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from crawler.normalise.boilerplate.phrases import EXACT, HEAD, PATTERNS, TAIL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Position = Literal["head", "body", "tail"]
MAX_LINE = 400  #: characters; a longer line is no label
_BULLETS = " \t\u00a0_=~•●◦▪■□◆◇▸*·-–—|»«>+#"
_CLOSING = " \t\u00a0:：.。…!！>»→|-–—›"
_OPENING: Final = {"(": ")", "（": "）", "[": "]", "【": "】", "［": "］"}  #: brackets around a whole line
_REST = r"(?:\s?.{0,200})"
_REPEATED: Final = frozenset("?*+{")  #: behind a letter: how often it stands


class _Table:
    """Patterns found by the letters that a line begins with, joined into one regular expression for each two letters when first needed."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self.patterns: dict[str, list[tuple[str, str, str]]] = {}  #: by first letter: second letter, pattern, rule
        for rule, patterns in table.items():
            for pattern in patterns:
                for start in sorted(_starts(pattern)):
                    self.patterns.setdefault(start[:1], []).append((start[1:], pattern.replace(r"\X", _REST), rule))
        self.joined: dict[str, tuple[re.Pattern[str] | None, list[str]]] = {}

    def rule(self, first: str, line: str) -> str | None:
        """The rule of the first pattern that the whole line matches."""
        if first not in self.patterns:
            return None
        second = line[1:2].lower() if first else ""
        start = first + second if second.isascii() else first
        joined, rules = self.joined.get(start) or self._join(start)
        match = joined.fullmatch(line) if joined else None
        return rules[int(match.lastgroup[1:])] if match is not None and match.lastgroup else None

    def _join(self, start: str) -> tuple[re.Pattern[str] | None, list[str]]:
        """The patterns that a line with this start may match, as one, and their rules: few, since compiling takes its time."""
        found = [
            (pattern, rule) for second, pattern, rule in self.patterns[start[:1]] if not second or not start[1:] or second == start[1:]
        ]
        alternatives = "|".join(f"(?P<r{n}>{pattern})" for n, (pattern, _) in enumerate(found))
        joined = re.compile(alternatives, re.IGNORECASE | re.DOTALL) if found else None
        self.joined[start] = joined, [rule for _, rule in found]
        return self.joined[start]


def _starts(pattern: str) -> set[str]:
    """The two letters that a pattern may begin with, lower case; one where the second, ``{""}`` where the first cannot be told."""
    optional = False
    if pattern.startswith("(?:"):
        depth = 0
        alternatives = [""]
        for at, sign in enumerate(pattern):
            if sign == "\\":
                continue
            if sign in "([":
                depth += 1
            elif sign in ")]":
                depth -= 1
                if depth == 0:
                    optional = pattern[at + 1 : at + 2] == "?"
                    rest = pattern[at + (2 if optional else 1) :]
                    break
            if depth == 1 and sign == "|":
                alternatives.append("")
            else:
                alternatives[-1] += sign
        alternatives[0] = alternatives[0].removeprefix("(?:")
        firsts = {first for alternative in alternatives for first in _starts(alternative)}
        return firsts | _starts(rest) if optional else firsts
    first = pattern[:1]
    if first == "\\":
        second = pattern[1:2]
        if second == "d":
            return set("0123456789")
        if second in "([":
            return {second, *(_starts(pattern[3:]) if pattern[2:3] == "?" else ())}
        return {second} if not second.isalpha() else {""}
    if first in "[.(^":
        return {""}
    lowered = first.lower()
    second = pattern[1:2]
    if second == "?":
        return {lowered, *_starts(pattern[2:])}
    plain = second.isascii() and (second.isalnum() or second == " ") and pattern[2:3] not in _REPEATED
    return {lowered + second.lower() if plain else lowered}


#: a line about a newsletter that speaks to its reader and asks to join it is a prompt, however many sentences it has
_READER: Final = re.compile(
    r"\b(?:you|your|sie|ihr|ihre[nmrs]?|ihnen|dich|dir|dein\w*|votre|vos|vous|tu|te|ti|tua|tuo|su|usted|você|seu|sua|je|jouw|u|uw|din|ditt|deg|dig)\b"
)
_JOIN: Final = re.compile(
    r"\b(?:sign up|subscribe|join|inbox|register|abonnier\w*|anmeld\w*|postfach|kostenlos\w*|informiert sie|hier|inscri\w+|abonn\w+|suscr\w+|assine|iscriv\w+|aanmelden|meld|prenumerera|tilaa|zapisz)\b"
)
_HERE: Final = ("newsletter here", "newsletters here")
_NOW: Final = (
    "subscribe now",
    "subscribe today",
    "subscribe here",
    "sign up now",
    "sign up today",
    "sign up here",
    "jetzt abonnieren",
    "hier abonnieren",
)
#: notices that run over several sentences, known by how they begin
_LONG: Final = re.compile(
    r"bitte beachten(?: sie)?\s?[:：].{0,80}(?:aktien|investments?|kapital|risik)|um (?:eingebettete|externe) inhalte\b.{0,80}(?:anzuzeigen|einwilligung)|bitte (?:achten|beachten) sie\b.{0,60}(?:kommentar|netiquette)|please (?:note|keep|be)\b.{0,80}\bcomments?\b.{0,60}(?:moderat|polic|respect|civil)"
    r"|(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b|by (?:clicking|continuing|using)\b.{0,80}\bcookies\b|les commentaires (?:sont|doivent)\b.{0,80}modér|los comentarios (?:son|publicados|deben)\b.{0,80}(?:moder|responsab|opini)",
    re.IGNORECASE,
)
_SHORTCODE: Final = re.compile(r"\[/?[a-z_]{3,20}(?: [a-z_-]{2,20}=[^\]]{0,200})?\](?:[^\[\]]{0,120}\[/[a-z_]{3,20}\])?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]+")


def _is_date(text: str) -> bool:
    """Whether a short line is a date or a time: a year or a clock, another number, and few words."""
    numbers = _DIGITS.findall(text)
    if not 2 <= len(numbers) <= 7 or text[-1] in "!?":
        return False
    if not text.isascii() and ("，" in text or len(_WIDE.findall(text)) > 12):
        return False  # a sentence of a script without spaces
    year = any(len(number) == 4 and number[:2] in ("19", "20") for number in numbers)
    return (year or ":" in text) and len(_LETTERS.findall(text)) <= 7


_WHOLE: Final = {
    phrase: rule for rule, phrases in reversed(EXACT.items()) for line in phrases.split("\n") for phrase in (p.strip() for p in line.split(" | ")) if phrase
}  # fmt: skip
_ANYWHERE: Final = _Table(PATTERNS)
_PLACED: Final = {"head": _Table(HEAD), "tail": _Table(TAIL)}


def is_boilerplate(line: str, *, position: Position, language: str | None = None, phrases: Iterable[str] = ()) -> str | None:
    """Return the rule that calls the whole line boilerplate, or None.

    ``position`` says where the line stands: ``head`` before the first paragraph, ``tail`` after the last, ``body`` between
    them. ``phrases`` are a site's own. A line of several sentences is never a label. Total on strings.
    """
    del language  # the words of one language mean nothing else in another one met so far
    if phrases:
        text = " ".join(line.split()) if len(line) <= 4 * MAX_LINE else line
        for phrase in phrases:
            start = phrase.casefold()
            if text.casefold().startswith(start) and not (start[-1:].isalnum() and text[len(start) : len(start) + 1].isalnum()):
                return "profile"
    return _rule(line, position) if len(line) <= 4 * MAX_LINE else None


@lru_cache(maxsize=4_096)
def _rule(line: str, position: Position) -> str | None:
    """The rule of a line; a page's lines are asked for more than once, those of a site's frame on every page of it."""
    text = " ".join(line.split())
    if len(text) > MAX_LINE:
        return "prompt" if _LONG.match(text) else None
    if text[:1] == "[" and text[-1:] == "]" and _SHORTCODE.fullmatch(text):
        return "ornament"  # what a publishing system failed to replace
    folded = text.strip(_BULLETS).rstrip(_CLOSING).lower().replace("i\u0307", "i")
    if not folded:
        return "ornament"
    if len(folded) <= 60:
        rule = _WHOLE.get(folded)
        if rule is not None:
            return rule
    stripped = text.lstrip(_BULLETS)
    if stripped[:1] in _OPENING and stripped[-1:] == _OPENING[stripped[:1]]:
        stripped = stripped[1:-1].strip()
    first = stripped[:1].lower()
    rule = _ANYWHERE.rule(first, stripped)
    # what the patterns that begin with anything look for
    if rule is None and ("reserved" in folded or "무단" in folded or "저작권자" in folded or "get in touch" in folded):
        rule = _ANYWHERE.rule("", stripped)
    if rule is None and (
        ("newsletter" in folded and (folded.endswith(_HERE) or _READER.search(folded)) and _JOIN.search(folded))
        or (folded.endswith(_NOW) and _READER.search(folded))
    ):
        rule = "subscribe"
    if rule is not None or position == "body":
        return rule
    if position == "head" and len(text) < 70 and _is_date(text):
        return "date"
    placed = _PLACED[position]
    return placed.rule(first, stripped) or placed.rule("", stripped)

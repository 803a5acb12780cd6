"""Which rule, if any, calls a line boilerplate."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from crawler.normalise.boilerplate.phrases import EXACT, HEAD, PATTERNS, TAIL
from crawler.normalise.boilerplate.table import Table, beginnings

if TYPE_CHECKING:
    from collections.abc import Iterable

Position = Literal["head", "body", "tail"]
MAX_LINE = 400  #: characters; a longer line is no label
_BULLETS = " \t\u00a0_=~•●◦▪■□◆◇▸*·-–—|»«>+#"
_CLOSING = " \t\u00a0:：.。…!！>»→|-–—›"
_OPENING: Final = {"(": ")", "（": "）", "[": "]", "【": "】", "［": "］"}  #: brackets around a whole line


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
_BEGIN_LONG: Final = frozenset(beginning[:2] for beginning in beginnings(_LONG.pattern))
_SHORT: Final = 80  #: characters; a longer line that begins with a letter or digit is compared with no whole phrase
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
_ANYWHERE: Final = Table(PATTERNS)
_PLACED: Final = {"head": Table(HEAD), "tail": Table(TAIL)}


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
    if len(line) > 4 * MAX_LINE:
        return None
    # white space that is not a space is not printable, which costs less to see than to fold it
    text = line if line.isprintable() and "  " not in line and line[:1] != " " and line[-1:] != " " else " ".join(line.split())
    if len(text) > MAX_LINE:
        return "prompt" if text[:2].lower() in _BEGIN_LONG and _LONG.match(text) else None
    if len(text) > _SHORT and text[0].isalnum():
        return _of_paragraph(text, position)
    return _of_label(text, position)


def _of_paragraph(text: str, position: Position) -> str | None:
    """The rule of a line too long to be a whole phrase. These are met once, so nothing is remembered of them."""
    rule = _ANYWHERE.rule(text)
    return rule if rule is not None else _elsewhere(text, text.rstrip(_CLOSING).lower(), text, position)


@lru_cache(maxsize=4_096)
def _of_label(text: str, position: Position) -> str | None:
    """The rule of a short line; those of a site's frame are asked for on every page of it."""
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
    rule = _ANYWHERE.rule(stripped)
    return rule if rule is not None else _elsewhere(text, folded, stripped, position)


def _elsewhere(text: str, folded: str, stripped: str, position: Position) -> str | None:
    """The rule of a line by words within it, or by its place."""
    rule: str | None = None
    # what the patterns that begin with anything look for
    if "reserved" in folded or "무단" in folded or "저작권자" in folded or "get in touch" in folded:
        rule = _ANYWHERE.rule_of_any(stripped)
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
    return placed.rule(stripped) or placed.rule_of_any(stripped)

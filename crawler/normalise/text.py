"""The text gate: strings as printed in, strings that every store takes out, each change told.

No Unicode normalisation takes place: canonical equivalents stay as printed, and what compares strings folds them
(:func:`fold`). White space stays too, except where a function says that it folds it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple


class Change(NamedTuple):
    """One run of a string that had to change."""

    kind: str  #: ``mojibake``, ``nul``, ``surrogate`` or ``control``
    before: str  #: the damaged run, escaped, at most 120 characters
    after: str


MAX_CHANGES: Final = 20  #: told of one string; the rest are made without a word
MAX_RUNS: Final = 3000  #: a string with more runs that may be mojibake is left: its charset was wrong as a whole, or it is no text

_DAMAGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONE = re.compile("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
_CONTROLS: dict[int, str | None] = (
    dict.fromkeys([*range(9), *range(0x0E, 0x20), 0x7F, 0xFEFF, 0xFFFE, 0xFFFF])
    | {0x0B: " ", 0x0C: " ", 0x2028: "\n", 0x2029: "\n"}
    # what browsers make of a C1 code: the Windows-1252 character of that byte
    | {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
)

# UTF-8 read as one of these charsets: the characters that lead and continuation bytes turn into
_WESTERN = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MAC = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
_CYRILLIC = "\xa0ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї\x98"
# one class at the beginning and no choice before it: twice as fast over clean text
_MAYBE = re.compile(f"[Â-ðРСВГв¬√‚](?:[{_WESTERN}{_MAC}{_CYRILLIC}]|(?<=Â) )")
_RUN = re.compile(
    f"(?P<western>(?:[Â-ß][{_WESTERN}]|[à-ï][{_WESTERN}]{{2}}|ð[{_WESTERN}]{{3}})+)"
    f"|(?P<mac>(?:[¬√][{_MAC}]|‚Ä[{_MAC}])+)"
    f"|(?P<cyrillic>(?:[РС][{_CYRILLIC}]){{2,}}|вЂ[{_CYRILLIC}]|В[\xa0©®«»°]|(?:Г[{_CYRILLIC}])+)"
    "|(?<![A-ZÀ-Þ])(?P<half>Â)(?=[ \xa0])"
)
_BYTES = {
    "western": {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if bytes([b]).decode("cp1252", "ignore")},
    "mac": {ord(bytes([b]).decode("mac_roman")): b for b in range(0x80, 0x100)} | {ord("Ω"): 0xBD, ord("√"): 0xC3},
    "cyrillic": {ord(bytes([b]).decode("cp1251", "ignore") or "\x98"): b for b in range(0x80, 0x100)},
}
_LATIN = re.compile("[A-Za-zß-ÿ]")

_SPACES = re.compile(r"\s+")
_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛`´′‹›", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("–—‐‑−", "-")
    | dict.fromkeys("\u00ad\u200b\u200e\u200f\ufeff")
)


def gate(text: str) -> tuple[str, list[Change]]:
    """The string without NUL, lone surrogates, control characters and mojibake, and what was changed.

    NUL and control characters go (C1 codes are read as Windows-1252 where that has a character), line and paragraph
    separators become line breaks, a surrogate pair becomes its character and a lone surrogate U+FFFD. Mojibake is
    repaired run by run, so that correct text beside it does not hide it. A clean string costs one search.
    """
    changes: list[Change] = []
    if _DAMAGE.search(text):
        text = _DAMAGE.sub(lambda found: _told(found[0], changes), text, count=MAX_CHANGES)
        if _DAMAGE.search(text):
            text = _undamaged(text)
    if not text.isascii():
        before = ""
        while text != before:  # text encoded twice takes two rounds; each round that changes something shortens the string
            before = text
            text = _repaired(text, changes)
    return text, changes


def is_clean(text: str) -> bool:
    """Whether the gate has nothing to look at: the fast path for most strings."""
    # nothing printable is damage, and Python tells printable characters faster than a regular expression
    return (text.isprintable() or not _DAMAGE.search(text)) and (text.isascii() or not _MAYBE.search(text))


def _told(run: str, changes: list[Change]) -> str:
    after = _undamaged(run)
    _tell(changes, "surrogate" if _SURROGATE.search(run) else "nul" if "\0" in run else "control", run, after)
    return after


def _undamaged(text: str) -> str:
    if _SURROGATE.search(text):
        text = _LONE.sub("\ufffd", text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return text.translate(_CONTROLS)


def _repaired(text: str, changes: list[Change]) -> str:
    """One round over the runs that look like UTF-8 read in another charset."""
    maybe = _MAYBE.search(text)
    if maybe is None:
        return text
    parts: list[str] = []
    told: list[Change] = []
    done = tried = 0
    while maybe:
        tried += 1
        if tried > MAX_RUNS:
            return text
        start = maybe.start()
        found = _RUN.match(text, start)
        after = _reading(found) if found else None
        if found is None or after is None:
            maybe = _MAYBE.search(text, start + 1 if found is None else found.end())
            continue
        parts += (text[done:start], after)
        done = found.end()
        _tell(told, "mojibake", found[0], after)
        maybe = _MAYBE.search(text, done)
    changes += told[: MAX_CHANGES - len(changes)]
    return "".join((*parts, text[done:])) if parts else text


def _reading(found: re.Match[str]) -> str | None:
    """What a run was before it was read in the wrong charset; None where it may well stand as it is."""
    run, charset = found[0], found.lastgroup or ""
    if charset == "half":  # the other half was a no-break space until white space was folded
        return ""
    try:
        after = run.translate(_BYTES[charset]).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    if _DAMAGE.search(after):
        return None
    if len(run) < (8 if charset == "cyrillic" else 4):  # capitals of Ukrainian and Serbian pair like this too
        # "café…»" also decodes, to a Chinese character
        if _is_later(after[:1]) and found.start() and _LATIN.match(found.string, found.start() - 1):
            return None
        return after if _is_bad(run) else None
    return after


def _is_later(character: str) -> bool:
    """Whether a character is neither Latin nor punctuation."""
    return "\u0370" <= character <= "\u1eff" or character >= "\u2e80"


@lru_cache(maxsize=8192)
def _is_bad(run: str) -> bool:
    """Ftfy's measure of character pairs that no language writes."""
    from ftfy.badness import is_bad  # its tables take 0.05 s, and few pages are damaged

    return bool(is_bad(run))


def _tell(changes: list[Change], kind: str, before: str, after: str) -> None:
    if len(changes) < MAX_CHANGES:
        changes.append(Change(kind, before[:120].encode("unicode_escape").decode("ascii")[:120], after[:120]))


def initial(text: str) -> str:
    """The first letter or digit of a string, case folded; empty where there is none. Tells most strings apart before they are folded."""
    for sign in text:
        if sign.isalnum() or sign == "_":
            return sign.casefold()[:1]
    return ""


def fold_space(text: str) -> str:
    """The string on one line: every run of white space, no-break spaces included, one space; none at the ends."""
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """A key for comparing what people read as equal: compatibility forms, case, quotes, dashes and white space folded."""
    return fold_space(unicodedata.normalize("NFKC", text).translate(_FOLDED)).casefold()

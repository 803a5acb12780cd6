"""Names freed from the titles, outlets and clauses that are printed around them."""

from __future__ import annotations

import re

from crawler.normalise.bylines import names
from crawler.normalise.bylines.words import AGENCIES, HONORIFICS, ORG_WORDS, TITLE_HEADS, TITLE_MODIFIERS

_AFFILIATING = re.compile(
    r"\s+(?:for|at|of|für|von der|vom|pour|para|per|with|bei|@)\s+(?:the\s+)?(?P<who>[^\s].*)$|\s*[,/]\s*(?P<bare>$)", re.IGNORECASE
)
_REST = re.compile(
    r"\s+(?:im|unter|under|gespeichert|um|at|filed|posted|in|aus|en|à|from|bei|zu|på|desde|da|z|w|über|mit|avec|con|with|as|als|wie|berichtet|reports?|writes?|reporting|has|is|ist|est|es|who|contributed|took|via|dans|chez|sur|on)\s.*$"
)


def without_honorific(name: str) -> str:
    """The name without "Dr" or "Mr" before it, as long as two words are left."""
    words = name.split()
    while len(words) > 2 and words[0].casefold() in HONORIFICS:
        words.pop(0)
    return " ".join(words)


def once(name: str) -> str:
    """A name that stands there twice, as where a picture's text and a heading run together: once."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half > 1 and words[:half] == words[half:] else name


def trimmed(piece: str, kind: names.Kind, affiliation: str | None, language: str) -> tuple[str, str | None, names.Kind]:
    """A name freed from the title, outlet or clause printed around it."""
    match = _AFFILIATING.search(piece)
    if match and match.group("who"):
        head = piece[: match.start()].strip()
        if names.kind(head, language) == "person":
            return head, affiliation or match.group("who").strip(" ."), "person"
    head = _REST.sub("", piece).strip()
    if head != piece and (found := names.kind(head, language)) in {"person", "single", "agency"}:
        return head, affiliation, found
    words = piece.split()
    bare = [w.casefold().strip(".,:;()") for w in words]
    if any(b in TITLE_HEADS for b in bare):
        for cut in range(len(words) - 1, 1, -1):
            if names.kind(" ".join(words[:cut]), language) == "person":
                tail = bare[cut:]
                if any(b in TITLE_HEADS for b in tail):
                    return _shortest(words, cut, language), affiliation, "person"
        for cut in range(1, len(words) - 1):
            rest = " ".join(words[cut:])
            if names.is_title(bare[:cut]) and names.kind(rest, language) == "person":
                return rest, affiliation, "person"
    if kind == "organisation":
        # "Jane Smith BBC News": the name before the outlet's first word
        cut = next(
            (i for i, w in enumerate(words) if w.casefold().strip(".,") in ORG_WORDS or (w.isupper() and w.casefold() in AGENCIES)), 0
        )
        if cut >= 3 and not any(w.casefold() in ORG_WORDS for w in words[:cut]) and words[cut - 1].isupper():
            head = " ".join(words[: cut - 1])
            if names.kind(head, language) == "person" and not all(w.isupper() for w in words):
                return head, affiliation or " ".join(words[cut - 1 :]), "person"
    return piece, affiliation, kind


def _shortest(words: list[str], cut: int, language: str) -> str:
    """The name without the capitalised title words that run on from it: "Jane Smith Political Editor"."""
    while cut > 2 and words[cut - 1].casefold() in TITLE_MODIFIERS and names.kind(" ".join(words[: cut - 1]), language) == "person":
        cut -= 1
    return " ".join(words[:cut])

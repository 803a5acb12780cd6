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


#: words of organisations that are surnames too, but behind "Jane Doe, " rather a paper's
_PAPERS = frozenset("post star press mirror world mail journal guardian register merkur kurier bote blatt temps soir".split(" "))  # noqa: SIM905 - reads better than a list of short words
_OF = re.compile(r"\s(?:of|at)\s", re.IGNORECASE)


def ends_in_title(run: str) -> bool:
    """Whether a run of words is no name but a job title with whatever it is about: "Politics and Health Care Reporter"."""
    words = run.split()
    return 1 < len(words) <= 8 and words[-1].casefold().strip(".,:;()") in TITLE_HEADS


def apart(piece: str) -> list[str]:
    """A name and the agency that runs on from it, as where two elements stand in one line: "Jane Doe Associated Press"."""
    words = piece.split()
    for size in (3, 2, 1):
        if len(words) >= size + 2:
            agency = " ".join(words[-size:])
            if agency.casefold() in AGENCIES and (size > 1 or agency.isupper()) and not piece.isupper():
                return [" ".join(words[:-size]), agency]
    return [piece]


def belongs_to(piece: str) -> str | None:
    """What stands behind a comma and a name and is nobody else's: the outlet, or an empty string for a mere title; else None.

    "Christian Post Reporter", "Chief Executive of Acme", "Columbian Post".
    """
    words = [] if piece.casefold() in AGENCIES else piece.split()
    last = words[-1].casefold().strip(".,:;()") if words else ""
    if len(words) > 1 and (last in TITLE_HEADS or (_OF.search(piece) and words[0].casefold() in TITLE_HEADS | TITLE_MODIFIERS)):
        return ""
    return piece if 1 < len(words) <= 4 and is_paper(piece) else None


def is_paper(name: str) -> bool:
    """Whether the last word of a name is rather a paper's than a person's."""
    return name.rsplit(maxsplit=1)[-1].casefold().strip(".,:;()") in _PAPERS


def without_honorific(name: str) -> str:
    """The name without "Dr" or "Mr" before it, as long as two words are left."""
    words = name.split()
    while len(words) > 2 and words[0].casefold() in HONORIFICS:
        words.pop(0)
    return " ".join(words)


def once(name: str) -> str:
    """A name that stands there twice, as where a picture's text and a heading run together: once."""
    size = len(name) // 2
    if size > 4 and len(name) % 2 == 0 and " " in name[:size] and name[:size] == name[size:]:
        return name[:size]
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
    words = piece.split()
    if len(words) > 2 and names.is_call_sign(words[-1]) and names.kind(" ".join(words[:-1]), language) == "person":
        return " ".join(words[:-1]), affiliation or (words[-1] if words[-1].casefold() not in TITLE_HEADS else None), "person"
    head = _REST.sub("", piece).strip()
    if head != piece and (found := names.kind(head, language)) in {"person", "single", "agency"}:
        return head, affiliation, found
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

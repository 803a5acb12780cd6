"""A printed credit line into the people and agencies it names, each with a role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from crawler.normalise.bylines import eastern, joined, markers, names, noise, plainly, trimming
from crawler.normalise.bylines.credit import PAREN, Credit, Role, key
from crawler.normalise.bylines.words import (
    DOMAIN,
    EMAIL,
    HONORIFICS,
    ORG_WORDS,
    PAPER_WORDS,
    PARTICLES,
    PICTURE_AGENCIES,
    SUFFIXES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LINE = 600  #: characters; what is longer is no credit line, its head is read
MAX_CREDITS = 20
_PLAIN = 40  #: characters of a line that may be a plain name


@dataclass(slots=True)
class Byline:
    """What a credit line says. ``credits`` is empty where it names nobody who can be trusted."""

    credits: list[Credit] = field(default_factory=list)
    printed: str = ""
    marked: bool = False  #: it opens with words such as "By" or "Text:", so it is a credit line of writers or translators
    lead: Role | None = None  #: what the word that it opens with makes of the names
    nobody: bool = False  #: it names only "admin", "Staff", "Redaktion" and the like


_BOTH = re.compile(
    r"(?:(?:fotos?|photos?|bild(?:er)?|写真|图|圖)\s{0,2}(?:und|and|et|y|e|og|och|en|&|\+|/|、|・|·)\s{0,2}(?:text|words|texte|texto|testo|文)|"
    r"(?:text|words|story|tekst|texte|texto|testo|文|글)\s{0,2}(?:und|and|et|y|e|og|och|en|&|\+|/|、|·)\s{0,2}(?:fotos?|photos?|photography|bild(?:er)?|foto's|图|圖|写真|사진))\s{0,2}(?:[:：/\u3000]|by\b|von\b)\s{0,2}",
    re.IGNORECASE,
)
#: what a paper calls its own people before their names
_OURS = re.compile(
    r"(?:onze (?:verslaggever|verslaggeefster|redacteur|correspondent)|unser(?:e[mnrs]?)? (?:redakteur|mitarbeiter|korrespondent|reporter|autor)(?:in)?|notre (?:envoyée?|correspondante?|journaliste)(?: spéciale?)?|"
    r"nuestr[oa] (?:enviad[oa]|corresponsal)(?: especial)?|(?:il |dal )?nostro (?:inviato|corrispondente)|our (?:own |special |staff )?(?:correspondent|reporter)|vår (?:reporter|utsände|korrespondent))\s+(?=\S+ \S)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,，]\s*")
_FULL_STOP = re.compile(r"\s+\.\s+")
_INITIAL_END = re.compile(r"(?:^|[\s.])[^\W\d_]{1,2}\.$")
_COMPOUND = re.compile(
    r"[,;|/&+•·\n()\[\]@\d:]|\s[-–—]\s|\.\s+\S{4}|\s(?:and|und|et|y|e|i|og|och|en|with|mit|avec|con|com|plus|ve|for|at|of|in|aus)\s",
    re.IGNORECASE,
)
_CAMERA = re.compile(r"foto|phot|bild|写真|图|圖|사진", re.IGNORECASE)
_FIRM = re.compile(r"\s*[;|•\n\u2028、／＆｜]\s*|\s+[·&+]\s+|\s+/\s+|(?<=[a-zß-ÿ]{2})/(?=[A-ZÀ-Þ])|\s+[–—\-]\s+")
_KOREAN_REPORTER = re.compile(r"\s*[가-힣]{2,4}\s?(?:선임|수석|전문|인턴|객원)?\s?(?:기자|특파원)\s*")
_NO_CREDIT = re.compile(
    r"by (?:order|request|command|appointment|arrangement|invitation|courtesy|(?:kind )?permission|popular (?:demand|request)|law|hand|mail|post|phone)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \-]?){1,3}")
_FILED = re.compile(r"(?P<who>\S+(?: \S+)?) (?:in|under|unter|dans|en) \S")
_BRACKETS = re.compile(r"^[\[【〔（(「『<《]\s*|\s*[\]】〕）)」』>》]$")


def parse(printed: str, language: str | None = None, outlets: Iterable[str] = ()) -> Byline:
    """The people and agencies of a credit line such as ``By X and Y, Outlet``, in the order printed.

    ``language`` (BCP 47) opens the short lead words and conjunctions that mean something else elsewhere; ``outlets`` are
    names of the site, which are affiliations and never people. Total on strings; what cannot be trusted is left out.
    """
    known = _known(tuple(outlets))
    if len(printed) < _PLAIN and (plain := plainly.read(printed)) is not None and key(plain[1]) not in known:
        by, name = plain
        return Byline([Credit(name, printed=name)], printed, bool(by), "reporter" if by else None)
    byline = Byline(printed=" ".join(printed[:MAX_LINE].split()))
    text = noise.tidy(printed[:MAX_LINE])
    if not text or _NO_CREDIT.match(text):
        return byline
    language = (language or "").split("-")[0].casefold()
    for i, (role, segment, marked) in enumerate(_segments(text, language)):
        if marked and not i:
            byline.lead = role
        byline.marked |= marked and not i and role in {"reporter", "translator"}
        for credit in _credits(segment, role, language, known):
            if credit.kind == "nobody":
                byline.nobody = True
            elif not any(key(c.name) == key(credit.name) for c in byline.credits) and len(byline.credits) < MAX_CREDITS:
                byline.credits.append(credit)
    byline.nobody = byline.nobody and not byline.credits
    return byline


@lru_cache(maxsize=64)
def _known(outlets: tuple[str, ...]) -> dict[str, bool]:
    """The names of the site by key, and whether each is surely an outlet's.

    Where the host spells the same name it may be a person's own ("Jane Doe" at janedoe.example), but not a name of three
    words or with an article ("El Faro de Mareta" at elfarodemareta.example).
    """
    known: dict[str, bool] = {}
    sure: dict[str, bool] = {}
    for outlet in outlets:
        words = outlet.casefold().split()
        if words:
            known[key(outlet)] = len(words) > 1
            sure[key(outlet)] = sure.get(key(outlet), False) or len(words) > 2 or (len(words) > 1 and words[0] in PAPER_WORDS)
    return {name: spaced or sure[name] for name, spaced in known.items()}


def opens(line: str, language: str | None = None) -> bool:
    """Whether a line opens like a credit line of writers or translators: cheap, for choosing what to :func:`parse`."""
    lead = markers.lead(markers.spaced(line[:200].strip()), (language or "").split("-")[0].casefold())
    if lead is None:
        return bool(noise.GLUED.match(line) or _KOREAN_REPORTER.fullmatch(line[:40]) or (_CAMERA.search(line[:40]) and _BOTH.match(line)))
    return lead[2] in {"reporter", "translator", "agency"}


def _segments(text: str, language: str) -> list[tuple[Role, str, bool]]:
    """The line cut at its role words: each run of names with its role, and whether a role word stood before it."""
    text = markers.spaced(_BOTH.sub("By: ", text, count=1) if _CAMERA.search(text) else text)
    lead = markers.lead(text, language)
    cuts = [lead] if lead else []
    cuts += markers.inside(text, lead[1] if lead else 0)
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, 0, ""))
    found: list[tuple[Role, str, bool]] = []
    for i, (_, end, said) in enumerate(cuts):
        role = said
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        segment = text[end:stop].strip(" \t,;|/–—-([:").lstrip(".")
        if segment:
            again = markers.lead(segment, language) if role == "reporter" else None
            if again:
                role, segment = again[2], segment[again[1] :]
            found.append((cast("Role", role or "reporter"), segment, bool(role)))
    return found


def _credits(segment: str, role: Role, language: str, known: dict[str, bool]) -> list[Credit]:
    segment = _OURS.sub("", _BRACKETS.sub("", _BRACKETS.sub("", segment)).strip())
    segment = noise.without_tail(segment)
    if not segment:
        return []
    if (filed := _FILED.match(segment)) and names.kind(filed["who"], language) == "nobody":
        segment = filed["who"]  # "admin in All News, Politics"
    if "&" in segment and known.get(key(segment)):
        return [Credit(segment, "agency", printed=segment, kind="organisation")]  # "Wharf & District Times" is one outlet
    if not _COMPOUND.search(segment):
        # one plain name, as most metas and author elements give it
        segment = segment if _INITIAL_END.search(segment) else segment.rstrip(".")
        kind = names.kind(segment, language)
        if kind == "nobody":
            return [Credit(segment, role, printed=segment, kind=kind)]
        if kind == "person" and not known.get(key(segment)) and segment.isascii():
            return [Credit(names.proper(trimming.once(trimming.without_honorific(segment))), role, printed=segment, kind=kind)]
    if not segment.isascii() and len(names.EAST.findall(segment)) * 2 > len(segment.replace(" ", "")):
        return eastern.credits_of(segment, role, language, known)
    if " . " in segment or not segment.isascii():
        segment = _FULL_STOP.sub("\n", segment)
    found: list[Credit] = []
    for run in _FIRM.split(segment):
        if found and found[-1].kind == "person" and trimming.ends_in_title(run):
            continue  # "Jane Doe | Politics and Health Care Reporter": what she is, nobody else
        for part in joined.apart(run, language):
            found += _listed(part, role, language, known)
    return _affiliated(found)


def _listed(part: str, role: Role, language: str, known: dict[str, bool]) -> list[Credit]:
    """The credits between commas: names, titles, places, outlets, or "Last, First"."""
    pieces = [p.strip() if _INITIAL_END.search(p.strip()) else p.strip(" .\t") for p in _COMMA.split(part)]
    pieces = [p for piece in pieces if piece for p in trimming.apart(piece)]
    if len(pieces) == 2 and _inverted(pieces[0], pieces[1], known):
        pieces = [f"{pieces[1]} {pieces[0]}"]
    found: list[Credit] = []
    for i, piece in enumerate(pieces):
        if i and ((folded := piece.casefold()) in SUFFIXES or folded in HONORIFICS):
            continue
        if i and found and found[-1].kind == "person" and (body := trimming.belongs_to(piece)) is not None:
            found[-1].affiliation = found[-1].affiliation or body or None
            continue
        credit = _one(piece, role, language, known)
        if credit is None:
            if i == 0:
                # what opens a line and is no name leaves nothing to attach the rest to
                continue
            continue
        if i and credit.kind in {"organisation", "agency", "handle"} and found and found[-1].kind in {"person", "single"}:
            if credit.kind == "agency":
                found.append(credit)
            elif found[-1].affiliation is None:
                found[-1].affiliation = credit.name
            continue
        if i and credit.kind == "single" and found and found[0].kind == "person":
            continue  # a place or a word, not a second author
        found.append(credit)
    return found


def _inverted(last: str, first: str, known: dict[str, bool]) -> bool:
    if key(first) in known or key(last) in known or len(first.split()) > 2 or len(last.split()) > 2:
        return False
    if len(last.split()) == 2 and last.split(maxsplit=1)[0].casefold() not in PARTICLES:
        return False
    if len(first.split()) == 2 and not re.fullmatch(r"[^\W\d_]\.?", first.split()[1]):
        return False
    if _INITIALS.fullmatch(first) and names.kind(last.rsplit(maxsplit=1)[-1]) == "single":
        return True
    single = names.kind(first) if len(first.split()) == 1 else "single"
    return (
        single == "single"
        and names.kind(last.rsplit(maxsplit=1)[-1]) == "single"
        and not DOMAIN.search(first)
        and first.casefold() not in ORG_WORDS
        and not first.isupper()
    )


def _is_outlet(piece: str, known: dict[str, bool], language: str) -> bool:
    """Whether a piece is a name of the site; a host such as janedoe.example may be the person's own."""
    declared = known.get(key(piece))
    if declared is None:
        return False
    return declared or " " not in piece or names.kind(piece, language) != "person" or trimming.is_paper(piece)


def _one(piece: str, role: Role, language: str, known: dict[str, bool]) -> Credit | None:
    printed = piece
    affiliation: str | None = None
    for inside in PAREN.finditer(piece):
        within = inside.group(1).strip()
        if within and (names.kind(within, language) in {"organisation", "agency"} or key(within) in known):
            affiliation = within
    if PAREN.search(piece):
        piece = PAREN.sub(" ", piece).strip()
    first = piece.split()[0] if piece else ""
    if key(piece) in known and piece.islower() and piece.isalnum():
        return Credit(piece, role, printed=printed, kind="handle")  # the account that the site is written under, no agency
    if _is_outlet(piece, known, language) or (first.isupper() and piece.isupper() and 2 < len(first) <= 5 and key(first) in known):
        return Credit(piece, "agency", printed=printed, kind="organisation")
    if "@" in piece and EMAIL.search(piece):
        return None
    match = DOMAIN.search(piece) if "." in piece else None
    if match and match.end() - match.start() > len(piece) - 4:
        return Credit(piece, "agency", printed=printed, kind="organisation")
    if match:
        piece, affiliation = re.sub(r"\s+(?:for|at|of|für|von)$", "", DOMAIN.sub(" ", piece).strip(), flags=re.IGNORECASE), match.group()
    kind = names.kind(piece, language)
    if kind in {"single", "handle"} and piece.casefold().strip(" .:") in markers.WORDS:
        return None
    if kind in {"place", "nothing", "organisation", "single"}:
        piece, affiliation, kind = trimming.trimmed(piece, kind, affiliation, language)
    if kind in {"title", "place", "nothing"} or not piece:
        return None
    piece = trimming.once(trimming.without_honorific(piece))
    if kind in {"agency", "organisation"}:
        pictured = role == "photographer" or piece.casefold() in PICTURE_AGENCIES
        return Credit(piece, "photographer" if pictured else "agency", affiliation, printed, kind)
    return Credit(names.proper(piece) if kind == "person" else piece, role, affiliation, printed, kind)


def _affiliated(found: list[Credit]) -> list[Credit]:
    """Outlets printed beside people become the affiliation of the last one without; agencies stay credits."""
    people = [c for c in found if c.kind in {"person", "single"}]
    if not any(c.kind == "person" for c in people):
        return found
    kept: list[Credit] = []
    for credit in found:
        if credit.kind in {"organisation", "handle"}:
            before = next((c for c in reversed(kept) if c.kind == "person"), None)
            if before is not None:
                before.affiliation = before.affiliation or (credit.name if credit.kind == "organisation" else None)
                continue
        if credit.kind == "single" and credit is not found[0]:
            continue
        if credit.kind != "nobody":
            kept.append(credit)
    return kept

"""A printed credit line into the people and agencies it names, each with a role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from crawler.normalise.bylines import markers, names, noise
from crawler.normalise.bylines.words import (
    AGENCIES,
    CONJUNCTIONS,
    DOMAIN,
    EMAIL,
    HONORIFICS,
    ORG_WORDS,
    PAPER_WORDS,
    PARTICLES,
    SHORT_CONJUNCTIONS,
    SUFFIXES,
    TITLE_HEADS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Literal["reporter", "photographer", "agency", "translator", "editor", "speaker"]  # as in the items, which stand beside this layer
MAX_LINE = 600  #: characters; what is longer is no credit line, its head is read
MAX_CREDITS = 20


@dataclass(slots=True)
class Credit:
    """One name of a credit line."""

    name: str
    role: Role = "reporter"
    affiliation: str | None = None
    printed: str = ""
    kind: names.Kind = "person"


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
_INITIAL_END = re.compile(r"(?:^|[\s.])[^\W\d_]{1,2}\.$")
_COMPOUND = re.compile(
    r"[,;|/&+•·\n()\[\]@\d:]|\s[-–—]\s|\.\s+\S{4}|\s(?:and|und|et|y|e|i|og|och|en|with|mit|avec|con|com|plus|ve|for|at|of|in|aus)\s",
    re.IGNORECASE,
)
_NO_LETTER = re.compile(r"[\W_]+")
_CAMERA = re.compile(r"foto|phot|bild|写真|图|圖|사진", re.IGNORECASE)
_FIRM = re.compile(r"\s*[;|•\n\u2028、／＆｜]\s*|\s+[·&+]\s+|\s+/\s+|(?<=[a-zß-ÿ])/(?=[A-ZÀ-Þ])|\s+[–—\-]\s+")
_EASTERN_SEPARATOR = re.compile(r"[、，,/／;；\s\u3000]+|[和與与及]")
_TRAIL_EAST = re.compile(
    r"[\s\u3000]*(?:特派記者|首席記者|記者|记者|特派員|編集委員|論説委員|报道|報道|선임기자|전문기자|수습기자|인턴기자|객원기자|특파원|논설위원|기자|씨|さん|氏|报道员|撰|摄|文|图|攝)$|\s*[=＝].*$"
)
_LEAD_EAST = re.compile(
    r"^(?:本报|本網|本网|新华社|新華社|中新社|中新网|中央社|特约|見習|见习|实习|实習)*(?:記者|记者|通讯员|通訊員|特派員|기자)[\s:：/]*"
)
_PLACE_EAST = re.compile(
    r"(?<=.)\s*[／/]\s*[\u4e00-\u9fff]{2,8}?(?:連線)?(?:報導|报导|报道|報道|[電电][讯訊]?)$"
)  #: "記者王小明／台北報導"
_KOREAN_REPORTER = re.compile(r"\s*[가-힣]{2,4}\s?(?:선임|수석|전문|인턴|객원)?\s?(?:기자|특파원)\s*")
_NO_CREDIT = re.compile(
    r"by (?:order|request|command|appointment|arrangement|invitation|courtesy|(?:kind )?permission|popular (?:demand|request)|law|hand|mail|post|phone)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^[\[【〔（(「『<《]\s*|\s*[\]】〕）)」』>》]$")
_PAREN = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]?\s*")
_AFFILIATING = re.compile(
    r"\s+(?:for|at|of|für|von der|vom|pour|para|per|with|bei|@)\s+(?:the\s+)?(?P<who>[^\s].*)$|\s*[,/]\s*(?P<bare>$)", re.IGNORECASE
)
_REST = re.compile(
    r"\s+(?:im|unter|under|gespeichert|um|at|filed|posted|in|aus|en|à|from|bei|zu|på|desde|da|z|w|über|mit|avec|con|with|as|als|wie|berichtet|reports?|writes?|reporting|has|is|ist|est|es|who|contributed|took|via|dans|chez|sur|on)\s.*$"
)


def parse(printed: str, language: str | None = None, outlets: Iterable[str] = ()) -> Byline:
    """The people and agencies of a credit line such as ``By X and Y, Outlet``, in the order printed.

    ``language`` (BCP 47) opens the short lead words and conjunctions that mean something else elsewhere; ``outlets`` are
    names of the site, which are affiliations and never people. Total on strings; what cannot be trusted is left out.
    """
    byline = Byline(printed=" ".join(printed[:MAX_LINE].split()))
    text = noise.tidy(printed[:MAX_LINE])
    if not text or _NO_CREDIT.match(text):
        return byline
    language = (language or "").split("-")[0].casefold()
    known = _known(outlets)
    for i, (role, segment, marked) in enumerate(_segments(text, language)):
        if marked and not i:
            byline.lead = role
        byline.marked |= marked and not i and role in {"reporter", "translator"}
        for credit in _credits(segment, role, language, known):
            if credit.kind == "nobody":
                byline.nobody = True
            elif not any(_key(c.name) == _key(credit.name) for c in byline.credits) and len(byline.credits) < MAX_CREDITS:
                byline.credits.append(credit)
    byline.nobody = byline.nobody and not byline.credits
    return byline


def _known(outlets: Iterable[str]) -> dict[str, bool]:
    """The names of the site by key, and whether each is surely an outlet's.

    Where the host spells the same name it may be a person's own ("Jane Doe" at janedoe.example), but not a name of three
    words or with an article ("El Faro de Mareta" at elfarodemareta.example).
    """
    known: dict[str, bool] = {}
    sure: dict[str, bool] = {}
    for outlet in outlets:
        words = outlet.casefold().split()
        if words:
            known[_key(outlet)] = len(words) > 1
            sure[_key(outlet)] = sure.get(_key(outlet), False) or len(words) > 2 or (len(words) > 1 and words[0] in PAPER_WORDS)
    return {name: spaced or sure[name] for name, spaced in known.items()}


def opens(line: str, language: str | None = None) -> bool:
    """Whether a line opens like a credit line of writers or translators: cheap, for choosing what to :func:`parse`."""
    lead = markers.lead(markers.spaced(line[:200].strip()), (language or "").split("-")[0].casefold())
    if lead is None:
        return bool(noise.GLUED.match(line) or _KOREAN_REPORTER.fullmatch(line[:40]) or (_CAMERA.search(line[:40]) and _BOTH.match(line)))
    return lead[2] in {"reporter", "translator", "agency"}


@lru_cache(maxsize=2_048)
def _key(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


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
    segment = _BRACKETS.sub("", _BRACKETS.sub("", segment)).strip()
    segment = noise.without_tail(segment)
    if not segment:
        return []
    if "&" in segment and known.get(_key(segment)):
        return [Credit(segment, "agency", printed=segment, kind="organisation")]  # "Wharf & District Times" is one outlet
    if not _COMPOUND.search(segment):
        # one plain name, as most metas and author elements give it
        segment = segment if _INITIAL_END.search(segment) else segment.rstrip(".")
        kind = names.kind(segment, language)
        if kind == "nobody":
            return [Credit(segment, role, printed=segment, kind=kind)]
        if kind == "person" and not known.get(_key(segment)) and segment.isascii():
            return [Credit(names.proper(_without_honorific(segment)), role, printed=segment, kind=kind)]
    if not segment.isascii() and len(names.EAST.findall(segment)) * 2 > len(segment.replace(" ", "")):
        return _eastern(segment, role, language, known)
    segment = re.sub(r"\s+\.\s+", "\n", segment)
    found: list[Credit] = []
    for run in _FIRM.split(segment):
        for part in _conjoined(run, language):
            found += _listed(part, role, language, known)
    return _affiliated(found)


def _eastern(segment: str, role: Role, language: str, known: dict[str, bool]) -> list[Credit]:
    found: list[Credit] = []
    segment = _PAREN.sub(" ", _LEAD_EAST.sub("", segment))
    segment = _PLACE_EAST.sub("", segment)
    whole = _TRAIL_EAST.sub("", segment).strip()
    japanese = language == "ja" or bool(names.KANA.search(segment))
    if japanese:
        parts = re.split(r"[、，,/／;；]|\s*・\s*(?=[^\u30a0-\u30ff])", whole)
        parts = [_TRAIL_EAST.sub("", p).strip() for p in parts]
    else:
        parts = (
            [_TRAIL_EAST.sub("", _LEAD_EAST.sub("", p)) for p in _EASTERN_SEPARATOR.split(whole)]
            if names.kind(whole, language) != "person" or " " in whole
            else [whole]
        )
        # 张 三: a two-character name set wide
        if len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) == 1:
            parts = ["".join(parts)]
    for part in parts:
        if not part or _key(part) in known:
            if part:
                found.append(Credit(part, "agency", printed=part, kind="organisation"))
            continue
        kind = names.kind(part, language or ("ja" if japanese else None))
        if kind in {"person", "agency", "organisation", "nobody"}:
            found.append(Credit(part, "agency" if kind in {"agency", "organisation"} else role, printed=part, kind=kind))
    people = [c for c in found if c.kind == "person"]
    bodies = [c for c in found if c.kind in {"agency", "organisation"}]
    if people and bodies:
        for person in people:
            person.affiliation = bodies[0].name
        return people + [b for b in bodies if b.kind == "agency"]
    return found


def _conjoined(run: str, language: str) -> list[str]:
    """A run cut at "and" in its language; "y", "e", "en" only between whole names."""
    parts = re.split(rf"\s+(?:{CONJUNCTIONS}|&)\s+|\s*&\s*(?=[A-Z][a-z])", run)
    short = SHORT_CONJUNCTIONS.get(language, SHORT_CONJUNCTIONS[""])
    done: list[str] = []
    for part in parts:
        pieces = re.split(rf"\s+(?:{short})\s+", part)
        if len(pieces) > 1 and (all(len(p.split(",")[-1].split()) > 1 for p in pieces) or ("," in pieces[0] and len(pieces) == 2)):
            done += pieces
        else:
            done.append(part)
    return done


def _listed(part: str, role: Role, language: str, known: dict[str, bool]) -> list[Credit]:
    """The credits between commas: names, titles, places, outlets, or "Last, First"."""
    pieces = [
        p.strip(" .\t") if not re.search(r"(?:^|[\s.])[^\W\d_]{1,2}\.$", p.strip()) else p.strip() for p in re.split(r"\s*[,，]\s*", part)
    ]
    pieces = [p for p in pieces if p]
    if len(pieces) == 2 and _inverted(pieces[0], pieces[1], known):
        pieces = [f"{pieces[1]} {pieces[0]}"]
    found: list[Credit] = []
    for i, piece in enumerate(pieces):
        if i and piece.casefold() in SUFFIXES | HONORIFICS:
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
    if _key(first) in known or _key(last) in known or len(first.split()) > 2 or len(last.split()) > 2:
        return False
    if len(last.split()) == 2 and last.split(maxsplit=1)[0].casefold() not in PARTICLES:
        return False
    if len(first.split()) == 2 and not re.fullmatch(r"[^\W\d_]\.?", first.split()[1]):
        return False
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
    declared = known.get(_key(piece))
    if declared is None:
        return False
    return declared or " " not in piece or names.kind(piece, language) != "person"


def _one(piece: str, role: Role, language: str, known: dict[str, bool]) -> Credit | None:
    printed = piece
    affiliation: str | None = None
    for inside in _PAREN.finditer(piece):
        within = inside.group(1).strip()
        if within and (names.kind(within, language) in {"organisation", "agency"} or _key(within) in known):
            affiliation = within
    if _PAREN.search(piece):
        piece = _PAREN.sub(" ", piece).strip()
    first = piece.split()[0] if piece else ""
    if _is_outlet(piece, known, language) or (first.isupper() and piece.isupper() and 2 < len(first) <= 5 and _key(first) in known):
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
        piece, affiliation, kind = _trimmed(piece, kind, affiliation, language)
    if kind in {"title", "place", "nothing"} or not piece:
        return None
    piece = _without_honorific(piece)
    if kind in {"agency", "organisation"}:
        return Credit(piece, "photographer" if role == "photographer" else "agency", affiliation, printed, kind)
    return Credit(names.proper(piece) if kind == "person" else piece, role, affiliation, printed, kind)


def _without_honorific(name: str) -> str:
    words = name.split()
    while len(words) > 2 and words[0].casefold() in HONORIFICS:
        words.pop(0)
    return " ".join(words)


def _trimmed(piece: str, kind: names.Kind, affiliation: str | None, language: str) -> tuple[str, str | None, names.Kind]:
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
    from crawler.normalise.bylines.words import TITLE_MODIFIERS

    while cut > 2 and words[cut - 1].casefold() in TITLE_MODIFIERS and names.kind(" ".join(words[: cut - 1]), language) == "person":
        cut -= 1
    return " ".join(words[:cut])


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

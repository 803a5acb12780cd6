"""Who wrote a page: one decision from all its credits; nobody rather than the wrong one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.items import Author, Candidate, Issue, Provenance, Rival
from crawler.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STRUCTURED = ("json-ld", "microdata", "profile")
_NEAR = 0.65
MAX_AUTHORS = 30
MAX_LINES = 25  #: different credits that are read
_SPELLED_OUT = re.compile(r"([^\W\d_]{2,})\.([^\W\d_]{3,})")  #: jane.doe, an account that spells its owner's name
_NAMES = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Decision:
    """The authors, the credit line as printed, where they come from, and what was abstained from."""

    authors: list[Author] = field(default_factory=list)
    byline: str | None = None
    provenance: Provenance | None = None
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """One candidate and the names read from it."""

    candidate: Candidate
    source: str  #: ``structured``, ``meta``, ``near``, ``far``, ``box``, ``feed`` or ``bio``
    credits: list[bylines.Credit]
    marked: bool
    nobody: bool
    lead: str | None = None

    def of(self, *kinds: str) -> list[bylines.Credit]:
        return [c for c in self.credits if c.kind in kinds]


def decide(
    candidates: Sequence[Candidate],
    bios: Sequence[Candidate] = (),
    outlets: Iterable[str] = (),
    language: str | None = None,
    subjects: str = "",
) -> Decision:
    """Weigh the credits of a page.

    ``bios`` are author bios taken out of the text, ``outlets`` the names of the site, ``subjects`` the headline and text:
    somebody whom the story is about is not made its author by a paragraph at its end. Persons win over user names and
    outlets; where nobody can be trusted ``authors`` is empty and an issue ``author_unknown`` says why.
    """
    outlets = [o for o in outlets if o]
    lines = {name: bylines.parse(name, language, outlets) for name in list(dict.fromkeys(c.value.name for c in candidates))[:MAX_LINES]}
    readings = [_read(c, lines[c.value.name]) for c in candidates if c.value.name in lines]
    readings = [
        r for r in readings if r.source != "bio" or not any(_is_subject(c.name, _bio_text(r.candidate), subjects) for c in r.credits)
    ]
    readings += [r for b in bios if (r := _read_bio(b, language, subjects))]
    chosen = _choose(readings)
    if not chosen:
        return _abstained(readings)
    return _finished(chosen, readings, bios, language)


def _read(candidate: Candidate, line: bylines.Byline) -> _Reading:
    kind = candidate.rule.split(":", 1)[0]
    if kind in _STRUCTURED:
        # a value from repaired JSON weighs less than agreeing visible evidence
        source = "structured" if candidate.confidence >= _NEAR else "meta"
    elif kind in {"meta", "feed", "bio"}:
        source = kind
    elif candidate.rule in {"visible:box", "visible:name"}:
        source = candidate.rule.removeprefix("visible:")
    else:
        source = "near" if candidate.confidence >= _NEAR else "far"
    if candidate.value.role == "agency":
        line = replace(line, credits=[replace(c) for c in line.credits])
        for credit in line.credits:
            if credit.kind in {"person", "single", "handle"}:
                credit.kind, credit.role = "organisation", "agency"
        if not line.credits and not line.nobody and candidate.value.name:
            line.credits.append(bylines.Credit(candidate.value.name, "agency", printed=candidate.value.name, kind="organisation"))
    return _Reading(candidate, source, line.credits, line.marked, line.nobody, line.lead)


def _read_bio(candidate: Candidate, language: str | None, subjects: str) -> _Reading | None:
    text = _bio_text(candidate)
    name = bylines.from_bio(text, language)
    if not name or _is_subject(name, text, subjects):
        return None
    return _Reading(candidate, "bio", [bylines.Credit(name, printed=name)], marked=True, nobody=False)


def _is_subject(name: str, bio: str, subjects: str) -> bool:
    """Whether the story speaks of a person again and again outside the bio."""
    family = name.rsplit(maxsplit=1)[-1]
    if len(family) < 3:
        return False
    elsewhere = subjects.replace(bio, " ") if bio in subjects else subjects
    return len(re.findall(rf"\b{re.escape(family)}\b", elsewhere)) > 1


def _bio_text(candidate: Candidate) -> str:
    return candidate.value if isinstance(candidate.value, str) else candidate.value.bio or candidate.value.name


@lru_cache(maxsize=2_048)
def key(name: str) -> str:
    """A name for comparing: letters only, case folded."""
    return _NAMES.sub("", name.casefold())


@lru_cache(maxsize=4_096)
def same(one: str, other: str) -> bool:
    """Whether two names are one person's: equal, or one only leaves out or shortens first names."""
    if key(one) == key(other):
        return True
    a, b = sorted(
        (one.casefold().replace("-", " ").replace(".", " ").split(), other.casefold().replace("-", " ").replace(".", " ").split()), key=len
    )
    if len(a) < 2 or a[-1] != b[-1]:
        return False
    return all(any(y.startswith(x) for y in b[:-1]) for x in a[:-1])


def _only_names(text: str, known: list[str]) -> bool:
    """Whether a printed line holds little else than these names."""
    for name in known:
        text = text.replace(name, " ")
    return len(key(text)) <= 12


def _grown(name: str, known: str) -> bool:
    """A known name with a title, an outlet or half a word run into it."""
    a, b = key(name), key(known)
    return a != b and (a in b or b in a)


def _choose(readings: list[_Reading]) -> list[tuple[bylines.Credit, _Reading]]:
    """The credits that stand, each with the reading that gave it: the first tier that names somebody."""
    by_source: dict[str, list[_Reading]] = {}
    for reading in readings:
        by_source.setdefault(reading.source, []).append(reading)
    people = {source: _people(group) for source, group in by_source.items()}
    near = people.get("near", [])
    structured = people.get("structured", [])
    base: list[tuple[bylines.Credit, _Reading]] = []
    if structured:
        base = structured
        marked = [(c, r) for c, r in near if r.marked]
        if (
            marked
            and not _shared(structured, near)
            and not _shared(structured, people.get("box", []))
            and not _shared(structured, people.get("meta", []))
        ):
            base = marked
        else:
            base = _with_partners(structured, near, by_source.get("near", []))
        if base is structured or base[: len(structured)] == structured:
            base = base + [
                (c, r)
                for r in by_source["structured"]
                for c in r.of("agency", "organisation")
                if not any(key(c.name) == key(d.name) for d, _ in base)
            ]
    elif near:
        base = _best_near(near, people.get("meta", []) + people.get("feed", []) + people.get("box", []), by_source["near"])
        base = base + [(c, r) for r in {id(r): r for _, r in base}.values() for c in r.of("agency")]
    else:
        users = _users(by_source)
        for source in ("meta", "feed", "bio", "users", "far", "box", "name"):
            group = users if source == "users" else people.get(source, [])
            if source == "meta" and users and not any(c.name.casefold() in d.name.casefold() for c, _ in users for d, _ in group):
                continue
            if source == "far":
                group = [(c, r) for c, r in group if len(r.candidate.value.name) < 150]
            if group and (source not in {"far", "box"} or len({id(r) for _, r in group}) == 1 or len({key(c.name) for c, _ in group}) <= 2):
                base = group
                break
    if base:
        return _unique(base + _others(by_source.get("near", []), base))
    return _unique(_fallback(by_source))


def _users(by_source: dict[str, list[_Reading]]) -> list[tuple[bylines.Credit, _Reading]]:
    """First names and user names that a printed "by" or the author's own element gives at the headline."""
    for reading in by_source.get("near", ()):
        found = [(c, reading) for c in reading.of("single", "handle") if c.role == "reporter"]
        if len(found) == 1 and found[0][0].name.islower() and len(found[0][0].name) < 5 and not reading.marked:
            continue  # initials
        if len(found) == 1 and (reading.marked or reading.candidate.rule in {"visible:author", "visible:link"}):
            return found
    return []


def _full(first: str, readings: list[_Reading], bios: Sequence[Candidate]) -> str | None:
    """The whole name that a bio or author box gives to somebody credited by the first name only."""
    for bio in bios:
        words = _bio_text(bio).split()[:2]
        if len(words) == 2 and words[0].casefold() == first.casefold() and bylines.kind(" ".join(words)) == "person":
            return " ".join(words)
    for reading in readings:
        for credit in reading.of("person"):
            if credit.name.split()[0].casefold() == first.casefold() and reading.source in {"box", "bio", "near", "meta"}:
                return credit.name
    return None


def _people(group: list[_Reading]) -> list[tuple[bylines.Credit, _Reading]]:
    found = _unique([(c, r) for r in group for c in r.of("person") if c.role == "reporter"])
    return [
        (c, r)
        for c, r in found
        if not any(len(d.name) > 6 and key(c.name) != key(d.name) and key(c.name).startswith(key(d.name)) for d, _ in found)
    ]


def _unique(pairs: list[tuple[bylines.Credit, _Reading]]) -> list[tuple[bylines.Credit, _Reading]]:
    kept: list[tuple[bylines.Credit, _Reading]] = []
    for credit, reading in pairs:
        if len(kept) >= MAX_AUTHORS:
            break
        at = next((i for i, (c, _) in enumerate(kept) if c.role == credit.role and same(c.name, credit.name)), None)
        if at is None:
            kept.append((credit, reading))
    return kept


def _shared(one: list[tuple[bylines.Credit, _Reading]], other: list[tuple[bylines.Credit, _Reading]]) -> bool:
    return any(same(c.name, d.name) for c, _ in one for d, _ in other)


def _with_partners(
    base: list[tuple[bylines.Credit, _Reading]], near: list[tuple[bylines.Credit, _Reading]], printed: list[_Reading]
) -> list[tuple[bylines.Credit, _Reading]]:
    """The people of ``base`` and those printed in one line with one of them."""
    lines = {id(r) for c, r in near if any(same(c.name, b.name) for b, _ in base)}
    if sum(r.source == "structured" for _, r in base) > 1:
        return base
    listed = [c.name for c, _ in near] + [c.name for c, _ in base]
    texts = [t for r in printed if len(t := r.candidate.value.name) < 200 and any(b.name in t for b, _ in base) and _only_names(t, listed)]
    partners = [
        (c, r) for c, r in near if (id(r) in lines or any(c.name in t for t in texts)) and not any(_grown(c.name, b.name) for b, _ in base)
    ]
    return _unique(base + partners)


def _best_near(
    near: list[tuple[bylines.Credit, _Reading]], others: list[tuple[bylines.Credit, _Reading]], printed: list[_Reading]
) -> list[tuple[bylines.Credit, _Reading]]:
    """Of several printed bylines those that another source confirms, else those with "By" before them, else all."""
    confirmed = [(c, r) for c, r in near if any(same(c.name, o.name) for o, _ in others)]
    if confirmed:
        return _with_partners(confirmed, near, printed)
    firm = [(c, r) for c, r in near if r.candidate.rule != "visible:dated"]
    near = firm or near
    marked = [(c, r) for c, r in near if r.marked]
    if marked:
        return _with_partners(marked, near, printed)
    return near


def _others(near: list[_Reading], base: list[tuple[bylines.Credit, _Reading]]) -> list[tuple[bylines.Credit, _Reading]]:
    """Translators of the page, and photographers and editors credited in one line with its authors."""
    lines = {id(r) for r in near if any(same(c.name, b.name) for c in r.of("person") for b, _ in base)}
    return [
        (c, r)
        for r in near
        for c in r.credits
        if c.kind in {"person", "agency"}
        and (c.role == "translator" or r.lead == "translator" or (c.role in {"photographer", "editor"} and id(r) in lines))
        and not any(same(c.name, b.name) for b, _ in base)
    ]


def _fallback(by_source: dict[str, list[_Reading]]) -> list[tuple[bylines.Credit, _Reading]]:
    """No person is named: the agency, user name or outlet that the page itself credits."""
    for source, kinds in (
        ("structured", ("agency", "single", "handle")),
        ("near", ("agency",)),
        ("marked", ("single", "handle")),
        ("structured", ("organisation",)),
        ("near", ("single", "handle")),
        ("meta", ("agency", "single", "handle")),
        ("near", ("organisation",)),
        ("far", ("agency", "single", "handle")),
    ):
        group = [r for r in by_source.get("near", ()) if r.marked] if source == "marked" else by_source.get(source, ())
        found = [(c, r) for r in group for c in r.of(*kinds) if c.role in {"reporter", "agency"}]
        if source in {"near", "far"}:
            found = [
                (c, r)
                for c, r in found
                if c.kind == "agency" or r.marked or r.candidate.rule in {"visible:author", "visible:link", "visible:posted"}
            ]
        if found:
            first = found[0][1]
            if source == "structured":
                return [
                    (c, r) for r in by_source["structured"] for c in r.credits if c.role in {"reporter", "agency"} and c.kind != "nobody"
                ]
            return [pair for pair in found if pair[1] is first]
    return []


def _abstained(readings: list[_Reading]) -> Decision:
    seen = next((r.candidate.printed for r in readings if r.nobody), "") or next((r.candidate.printed for r in readings), "")
    detail = f"only credited: {seen[:200]}" if seen else "no credit on the page"
    return Decision(byline=None, issues=[Issue("author_unknown", "info", "authors", detail)])


def _finished(
    chosen: list[tuple[bylines.Credit, _Reading]], readings: list[_Reading], bios: Sequence[Candidate], language: str | None
) -> Decision:
    if len(chosen) == 1 and chosen[0][0].kind == "single" and (whole := _full(chosen[0][0].name, readings, bios)):
        chosen = [(replace(chosen[0][0], name=whole, kind="person"), chosen[0][1])]
    if len(chosen) == 1 and chosen[0][0].kind == "handle" and (spelled := _SPELLED_OUT.fullmatch(chosen[0][0].name)):
        chosen = [(replace(chosen[0][0], name=" ".join(spelled.groups()).title(), kind="person"), chosen[0][1])]
    authors = [_author(credit, reading, readings) for credit, reading in chosen]
    for bio in bios:
        text = _bio_text(bio)
        about = bylines.from_bio(text, language)
        owner = next((a for a in authors if about and same(a.name, about)), None) or next((a for a in authors if a.name in text), None)
        if owner is not None and owner.bio is None:
            owner.bio = text
    first = chosen[0][1]
    agreeing = {r.source for r in readings if any(same(c.name, d.name) for c in r.credits for d, _ in chosen)}
    confidence = min(0.99, first.candidate.confidence + 0.05 * (len(agreeing) - 1))
    issues: list[Issue] = []
    if not any(a.role == "reporter" for a in authors) or all(c.kind in {"handle", "single"} for c, _ in chosen):
        confidence = min(confidence, 0.5)
        issues.append(Issue("author_unknown", "info", "authors", f"no person is named, only {authors[0].name[:200]}"))
    rivals = [
        Rival(r.candidate.rule, r.candidate.printed, r.candidate.confidence)
        for r in readings
        if r.credits and not any(same(c.name, d.name) for c in r.credits for d, _ in chosen)
    ]
    provenance = Provenance(first.candidate.rule, first.candidate.printed, round(confidence, 2), rivals[:3])
    return Decision(authors, _byline(chosen, readings), provenance, issues)


def _author(credit: bylines.Credit, reading: _Reading, readings: list[_Reading]) -> Author:
    given: Author | None = reading.candidate.value if isinstance(reading.candidate.value, Author) else None
    alone = given is not None and len(reading.credits) == 1
    author = Author(
        credit.name, role=credit.role, printed=credit.printed or credit.name, affiliation=credit.affiliation, method=given.method if given else "bio",
        url=given.url if given and alone else None, bio=given.bio if given and alone else None,
    )  # fmt: skip
    if given and alone and author.affiliation is None:
        author.affiliation = given.affiliation
    for other in readings:
        if other is reading or not isinstance(other.candidate.value, Author):
            continue
        for c in other.credits:
            if same(c.name, credit.name):
                author.affiliation = author.affiliation or c.affiliation
                if len(other.credits) == 1:
                    author.url = author.url or other.candidate.value.url
                    author.bio = author.bio or other.candidate.value.bio
    return author


def _byline(chosen: list[tuple[bylines.Credit, _Reading]], readings: list[_Reading]) -> str | None:
    """The printed line that names most of the authors; of equals the one that says "By", then the shortest."""
    best: tuple[int, bool, int] | None = None
    line: str | None = None
    for reading in readings:
        if reading.source not in {"near", "far", "box"}:
            continue
        named = sum(any(same(c.name, d.name) for c in reading.credits) for d, _ in chosen)
        rank = (named, reading.marked, -len(reading.candidate.printed))
        if named and (best is None or rank > best):
            best, line = rank, reading.candidate.printed
    return line

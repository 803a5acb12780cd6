"""Who wrote a page: one decision from all its credits; nobody rather than the wrong one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.decide.author_choice import choose
from crawler.decide.author_readings import Reading, bio_text, is_subject, key, read, read_bio, same
from crawler.items import Author, Candidate, Issue, Provenance, Rival
from crawler.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_LINES = 25  #: different credits that are read
_SPELLED_OUT = re.compile(r"([^\W\d_]{2,})\.([^\W\d_]{3,})")  #: jane.doe, an account that spells its owner's name


@dataclass(slots=True)
class Decision:
    """The authors, the credit line as printed, where they come from, and what was abstained from."""

    authors: list[Author] = field(default_factory=list)
    byline: str | None = None
    provenance: Provenance | None = None
    issues: list[Issue] = field(default_factory=list)


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
    readings = [read(c, lines[c.value.name]) for c in candidates if c.value.name in lines]
    readings = [r for r in readings if r.source != "bio" or not any(is_subject(c.name, bio_text(r.candidate), subjects) for c in r.credits)]
    readings += [r for b in bios if (r := read_bio(b, language, subjects))]
    _unhouse(readings, {key(o) for o in outlets})
    chosen = choose(readings)
    if not chosen:
        return _abstained(readings)
    return _finished(chosen, readings, bios, language)


def _unhouse(readings: list[Reading], house: set[str]) -> None:
    """Take the site's own name for an outlet's where a line at the headline credits somebody else: a blog's name may be its author's."""
    if any(
        r.source == "near" and r.marked and any(key(c.name) not in house for c in r.of("person") if c.role == "reporter") for r in readings
    ):
        for reading in readings:
            reading.credits = [
                replace(c, kind="organisation", role="agency") if c.kind == "person" and key(c.name) in house else c
                for c in reading.credits
            ]


def _full(first: str, readings: list[Reading], bios: Sequence[Candidate]) -> str | None:
    """The whole name that a bio or author box gives to somebody credited by the first name only."""
    for bio in bios:
        words = bio_text(bio).split()[:2]
        if len(words) == 2 and words[0].casefold() == first.casefold() and bylines.kind(" ".join(words)) == "person":
            return " ".join(words)
    for reading in readings:
        for credit in reading.of("person"):
            if credit.name.split()[0].casefold() == first.casefold() and reading.source in {"box", "bio", "near", "meta"}:
                return credit.name
    return None


def _abstained(readings: list[Reading]) -> Decision:
    seen = next((r.candidate.printed for r in readings if r.nobody), "") or next((r.candidate.printed for r in readings), "")
    detail = f"only credited: {seen[:200]}" if seen else "no credit on the page"
    return Decision(byline=None, issues=[Issue("author_unknown", "info", "authors", detail)])


def _finished(
    chosen: list[tuple[bylines.Credit, Reading]], readings: list[Reading], bios: Sequence[Candidate], language: str | None
) -> Decision:
    if len(chosen) == 1 and chosen[0][0].kind == "single" and (whole := _full(chosen[0][0].name, readings, bios)):
        chosen = [(replace(chosen[0][0], name=whole, kind="person"), chosen[0][1])]
    if len(chosen) == 1 and chosen[0][0].kind == "handle" and (spelled := _SPELLED_OUT.fullmatch(chosen[0][0].name)):
        chosen = [(replace(chosen[0][0], name=" ".join(spelled.groups()).title(), kind="person"), chosen[0][1])]
    authors = [_author(credit, reading, readings) for credit, reading in chosen]
    for bio in bios:
        text = bio_text(bio)
        about = bylines.from_bio(text, language)
        owner = next((a for a in authors if about and same(a.name, about)), None) or next((a for a in authors if a.name in text), None)
        if owner is not None and owner.bio is None:
            owner.bio = text
    for author in authors:
        author.bio = author.bio.strip() if author.bio else None  # a repaired no-break space may stand at its end
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


def _author(credit: bylines.Credit, reading: Reading, readings: list[Reading]) -> Author:
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


def _byline(chosen: list[tuple[bylines.Credit, Reading]], readings: list[Reading]) -> str | None:
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

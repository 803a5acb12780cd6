"""The credits of a page as read: which names each candidate gives, and which source it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.normalise import bylines

if TYPE_CHECKING:
    from crawler.items import Candidate

NEAR = 0.65  #: confidence from which a printed credit counts as standing at the headline
_STRUCTURED = ("json-ld", "microdata", "profile")
_NAMES = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Reading:
    """One candidate and the names read from it."""

    candidate: Candidate
    source: str  #: ``structured``, ``meta``, ``near``, ``far``, ``box``, ``feed`` or ``bio``
    credits: list[bylines.Credit]
    marked: bool
    nobody: bool
    lead: str | None = None

    def of(self, *kinds: str) -> list[bylines.Credit]:
        return [c for c in self.credits if c.kind in kinds]


def read(candidate: Candidate, line: bylines.Byline) -> Reading:
    """One candidate with the names that its line gives, under the source that its rule makes it."""
    kind = candidate.rule.split(":", 1)[0]
    if kind in _STRUCTURED:
        # a value from repaired JSON weighs less than agreeing visible evidence
        source = "structured" if candidate.confidence >= NEAR else "meta"
    elif kind in {"meta", "feed", "bio"}:
        source = kind
    elif candidate.rule in {"visible:box", "visible:name", "visible:signature"}:
        source = "box" if candidate.rule == "visible:box" else "name"
    elif kind == "dateline":
        source = kind
    else:
        source = "near" if candidate.confidence >= NEAR else "far"
    if candidate.value.role == "agency":
        line = replace(line, credits=[replace(c) for c in line.credits])
        for credit in line.credits:
            if credit.kind in {"person", "single", "handle"}:
                credit.kind, credit.role = "organisation", "agency"
        if not line.credits and not line.nobody and candidate.value.name:
            line.credits.append(bylines.Credit(candidate.value.name, "agency", printed=candidate.value.name, kind="organisation"))
    return Reading(candidate, source, line.credits, line.marked, line.nobody, line.lead)


def read_bio(candidate: Candidate, language: str | None, subjects: str) -> Reading | None:
    """The subject of a bio as a credit; None where the bio names nobody who writes, or the story's own subject."""
    text = bio_text(candidate)
    name = bylines.from_bio(text, language)
    if not name or is_subject(name, text, subjects):
        return None
    return Reading(candidate, "bio", [bylines.Credit(name, printed=name)], marked=True, nobody=False)


def is_subject(name: str, bio: str, subjects: str) -> bool:
    """Whether the story speaks of a person again and again outside the bio."""
    family = name.rsplit(maxsplit=1)[-1]
    if len(family) < 3:
        return False
    elsewhere = subjects.replace(bio, " ") if bio in subjects else subjects
    return len(re.findall(rf"\b{re.escape(family)}\b", elsewhere)) > 1


def bio_text(candidate: Candidate) -> str:
    """The sentences of a bio candidate."""
    said = candidate.value if isinstance(candidate.value, str) else candidate.value.bio or candidate.value.name
    return said.strip()


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

"""An event that an article may cover: what was found for it, and what each kind of evidence weighs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crawler.relate.coverage.facts import Evidence, Place

if TYPE_CHECKING:
    from crawler.relate.coverage.facts import EventFacts
    from crawler.relate.coverage.reading import Occurrence

#: what each piece of evidence adds; the sum is the score, and a link needs :data:`ENOUGH`
WEIGHTS: Final = {
    "name strong": 0.45,  # words that no other event shares
    "name medium": 0.4,
    "name short": 0.3,  # the one rare word of a name, with a capital: ``at Gridlight``
    "name weak": 0.2,  # a common word, an acronym: never enough with one other kind
    "name alone": 0.1,  # an article without a date, and no other edition is known
    "name in heading": 0.1,
    "name often": 0.05,
    "edition": 0.25,  # the year or number beside the name is the event's
    "edition other": -0.15,  # … of another edition, elsewhere in the article
    "hashtag edition": 0.45,
    "hashtag": 0.25,
    "link": 0.35,
    "day": 0.25,  # a day of the event is printed
    "month": 0.15,
    "date during": 0.3,
    "date soon": 0.25,  # within six weeks before
    "date ahead": 0.2,  # within four months before
    "date early": 0.15,
    "date after": 0.25,  # within two weeks after
    "date later": 0.15,  # within seven weeks after
    "date past": 0.15,
    "dateline": 0.2,
    "venue": 0.2,
    "venue word": 0.1,
    "place": 0.1,
    "other place": -0.3,
    "speaker": 0.2,
    "another speaker": 0.08,  # each, three at most
    "organiser": 0.2,
    "session": 0.2,  # a session's title
    "publisher": 0.15,
    "word of the name": 0.15,
    "noun": 0.05,
}
ENOUGH: Final = 0.55
FAR_DAYS: Final = 300
NEAR_DAYS: Final = 45


@dataclass(slots=True)
class Candidate:
    """An event that an article may cover, and what was found for it."""

    event: EventFacts
    named: list[tuple[Occurrence, str]] = field(default_factory=list)  #: with ``own``, ``open`` or ``other`` edition
    evidence: list[Evidence] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    level: str = ""  #: strong, medium or weak, of the best name
    tags: list[tuple[int, bool]] = field(default_factory=list)  #: tags that name it, and whether with its year
    hashtags: list[tuple[str, Place, bool]] = field(default_factory=list)
    links: list[tuple[str, Place]] = field(default_factory=list)
    speakers: list[Occurrence] = field(default_factory=list)
    organiser: list[Occurrence] = field(default_factory=list)
    writers: list[str] = field(default_factory=list)  #: authors of the article who are on the programme
    titles: list[Occurrence] = field(default_factory=list)  #: of its sessions
    affinity: float = 0.0  #: how well day and place fit, to choose among editions
    days_after: int | None = None  #: from the end to the publication; below 0 before the beginning, 0 during

    def add(self, kind: str, weight: str, place: Place | None, quote: str | None, times: float = 1.0) -> None:
        """Note one piece of evidence."""
        where = place or Place("published_at", -1, -1)
        known = where.start >= 0
        self.evidence.append(
            Evidence(
                kind, where.field, quote, where.start if known else None, where.end if known else None, round(WEIGHTS[weight] * times, 3)
            )
        )
        if WEIGHTS[weight] * times > 0:
            self.kinds.add(kind)

    @property
    def score(self) -> float:
        """The sum of the weights, at most 1."""
        return round(min(1.0, sum(piece.weight for piece in self.evidence)), 3)

    @property
    def own(self) -> bool:
        """Whether the article names this very edition."""
        return (
            any(edition == "own" for _, edition in self.named) or any(own for _, own in self.tags) or any(own for *_, own in self.hashtags)
        )

"""What is gathered of a page's dates, how far each place is believed, and the words in front of a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.extract.dates.looks import DIGIT
from crawler.items import Candidate

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.document.model import Region
    from crawler.normalise.dates import Order

MAX_LINE = 200  #: characters of a line of page matter; longer ones tell a story
LEAST = 0.05  #: weight of a place below which nothing is read there
_BEFORE, _AFTER = 15, 30  #: blocks around the headline that are read line by line
_THREAD = 0.7
_FAR = 0.45

_ZONES = {
    "comments": 0.0,
    "related": 0.0,
    "nav": 0.1,
    "cookie": 0.0,
    "subscribe": 0.1,
    "footer": 0.25,
    "aside": 0.2,
    "ad": 0.1,
    "form": 0.3,
    "bio": 0.3,
}
_CELLS = {"td": "th", "dd": "dt"}


@dataclass(slots=True)
class Dates:
    """Candidates for the two dates of an article, strongest first."""

    published: list[Candidate] = field(default_factory=list)
    modified: list[Candidate] = field(default_factory=list)


class Gathering:
    """The state of one pass: what was found, so that one date is taken once by its strongest rule."""

    __slots__ = ("best", "document", "headline", "high", "language", "low", "marked", "order", "zones")

    def __init__(self, document: Document, headline: int | None, language: str | None, order: Order | None, *, thread: bool) -> None:
        self.document = document
        self.headline = headline
        self.language = language
        self.order = order
        self.best: dict[tuple[bool, str, str], Candidate] = {}
        self.marked: dict[int, tuple[float, bool]] = {}  #: block → prior, modified
        middle = headline if headline is not None else _BEFORE
        around = document.blocks[headline].region.zone if headline is not None and headline < len(document.blocks) else ""
        self.zones = _ZONES if not around else {**_ZONES, around: 1.0}  # a wrapper around the whole article misnamed
        if thread:
            self.zones = {**self.zones, "comments": _THREAD}
        self.low, self.high = max(0, middle - _BEFORE), middle + _AFTER

    def result(self) -> Dates:
        """The strongest twelve of publication and six of the last change."""
        ranked = sorted(self.best.items(), key=lambda item: -item[1].confidence)
        return Dates([c for (modified, _, _), c in ranked if not modified][:12], [c for (modified, _, _), c in ranked if modified][:6])

    def add(self, value: str, rule: str, confidence: float, printed: str, *, modified: bool) -> None:
        """Keep a date, unless a stronger rule of the same kind knows it or hardly anything speaks for it."""
        if confidence <= 0.02:
            return
        key = (modified, value, rule.partition(":")[0])
        known = self.best.get(key)
        if known is None or known.confidence < confidence:
            self.best[key] = Candidate(value, rule, round(min(confidence, 0.95), 3), printed=printed[:300])

    def doubt(self, value: str, confidence: float) -> None:
        """Take a date that only its markup calls a change as both: themes of the hAtom days call every date "updated"."""
        for (modified, known, _), candidate in list(self.best.items()):
            if known == value and not modified and candidate.confidence <= round(confidence, 3):
                candidate.confidence = round(candidate.confidence * 0.55, 3)
        self.add(value, "time:modified", confidence, value, modified=True)

    def place(self, block: int, region: Region) -> float:
        """How much a place on the page says about the article: most beside the headline, little in other zones."""
        zone = self.zones.get(region.zone, 1.0)
        if not zone:
            return 0.0
        if self.headline is None:
            near = 0.85 if block < 30 else 0.6 if block < 80 else 0.4
        else:
            away = block - self.headline
            if -3 <= away <= 5:
                near, zone = 1.0 - 0.02 * abs(away), max(zone, 0.6)  # themes call the line of credits anything
            elif -_BEFORE <= away <= _AFTER:
                near = 0.85 - 0.01 * abs(away)
            else:
                near = _FAR
        return near * zone * (0.5 if region.hidden else 1.0)

    def silent(self, *, far: bool = False) -> frozenset[str]:
        """The zones where nothing is believed: anywhere, or ``far`` from the headline."""
        least = LEAST / _FAR - 1e-9 if far else 0.0
        return frozenset(zone for zone, weight in self.zones.items() if weight <= least)

    def label(self, block: int, before: str) -> str:
        """The words in front of a date: of its own line, or the short line above it."""
        before = before[-60:].lower().strip(" :|-–—·•,(")
        if before or not 0 < block <= len(self.document.blocks):
            return before
        above = self.document.blocks[block - 1].text
        return above.lower() if len(above) < 30 and not DIGIT.search(above) else ""

    def is_named(self, block: int) -> bool:
        """Whether a cell has its name in front of it, as in a table of facts: "Founded", "Born", "First flight"."""
        blocks = self.document.blocks
        name = _CELLS.get(blocks[block].tag)
        return name is not None and block > 0 and blocks[block - 1].tag == name

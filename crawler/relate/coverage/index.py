"""Finds the names of stored events in a stream of words; built once, then only asked."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from crawler.normalise.urls.hosts import registrable
from crawler.relate.coverage.facts import day_of
from crawler.relate.coverage.hosts import own_host, path_of
from crawler.relate.coverage.names import Edition, Kind, Naming, namings, organiser_of, people_of, rare_runs, short_names, strength
from crawler.relate.coverage.tokens import is_character, words_of
from crawler.relate.coverage.words import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from crawler.relate.coverage.facts import EventFacts

NEAREST: Final = 12  #: events of one name that are looked at, the nearest in time first
_KINDS: Final[tuple[Kind, ...]] = ("name", "alias", "acronym", "series", "short", "session", "organiser", "speaker")
NAMES: Final = frozenset(_KINDS[:5])
_MANY: Final = 40  #: events that a hashtag may stand for


@dataclass(slots=True, eq=False)
class Phrase:
    """One name and the events that bear it."""

    number: int
    words: tuple[str, ...]
    surface: str
    kinds: dict[Any, Kind] = field(default_factory=dict)  #: by event
    strength: float = 0.0
    dated: list[tuple[date, Any]] = field(default_factory=list)  #: in order of time
    undated: list[Any] = field(default_factory=list)
    cased: bool = False  #: whether it is written with capitals

    def near(self, day: date | None) -> list[Any]:
        """The events that bear the name, at most 24 of them: those nearest to a day first."""
        if len(self.dated) <= NEAREST or day is None:
            return [event for _, event in self.dated[-NEAREST:]] + self.undated[:NEAREST]
        at = bisect_left(self.dated, day, key=lambda entry: entry[0])
        around = self.dated[max(0, at - NEAREST) : at + NEAREST]
        around.sort(key=lambda entry: abs((entry[0] - day).days))
        return [event for _, event in around[:NEAREST]] + self.undated[:NEAREST]


class CoverageIndex:
    """The events by all that a text may name them by."""

    def __init__(self, events: Iterable[EventFacts]) -> None:
        self.events: dict[Any, EventFacts] = {}
        self.editions: dict[Any, Edition] = {}
        self.sessions: dict[Any, list[EventFacts]] = defaultdict(list)
        self.hosts: dict[str, list[Any]] = defaultdict(list)
        self.compact: dict[str, list[Any]] = defaultdict(list)
        self.towns: set[tuple[str, ...]] = set()
        self.phrases: list[Phrase] = []
        self._by_words: dict[tuple[str, ...], Phrase] = {}
        self.rare: dict[Any, tuple[tuple[str, ...], ...]] = {}
        self._series_words: dict[Any, set[tuple[str, ...]]] = {}
        self._read(events)
        self._weigh()
        self._single: dict[str, Phrase] = {}
        self._pairs: dict[tuple[str, str], dict[tuple[int, int], dict[tuple[str, ...], Phrase]]] = {}
        self._arrange()
        self._settle_hosts()

    def find(self, words: Sequence[str]) -> Iterator[tuple[Phrase, int, int]]:
        """Yield each name in a stream of words, with the place of its first word and the one behind its last."""
        single, pairs = self._single, self._pairs
        if single:
            for at in [at for at, word in enumerate(words) if word in single]:
                yield single[words[at]], at, at + 1
        if pairs:
            for at in [at for at, pair in enumerate(pairwise(words)) if pair in pairs]:
                for (before, length), known in pairs[words[at], words[at + 1]].items():
                    first = at - before
                    if first >= 0:
                        phrase = known.get(tuple(words[first : first + length]))
                        if phrase is not None:
                            yield phrase, first, first + length

    def same(self, event: EventFacts, near: str = "") -> list[Any]:
        """The events that one told of may be: they share a name, and neither edition, days nor town speak against it.

        Where neither has days, ``near`` (the day of the article) must lie near those of the other.
        """
        names, edition = namings(event)
        found: list[Any] = []
        for name in names:
            phrase = self._by_words.get(name.words)
            for other in phrase.kinds if phrase is not None and phrase.strength > 0 else ():
                fact = self.events[other]
                if other == event.id or other in found or fact.parent is not None or phrase is None or phrase.kinds[other] not in NAMES:
                    continue
                if _may_be_one(event, edition, fact, self.editions[other], near):
                    found.append(other)
        return found

    def person(self, name: str) -> Phrase | None:
        """Who is on a programme under this name."""
        phrase = self._by_words.get(tuple(words_of(name)[:8]))
        return phrase if phrase is not None and "speaker" in phrase.kinds.values() else None

    def linked(self, url: str) -> list[Any]:
        """The events whose site an address leads to: those of the page itself, else of the folder above, else of the host."""
        host = own_host(url)
        known = self.hosts.get(host) or self.hosts.get(registrable(host) if host else "", [])
        if len(known) <= 1:
            return known
        path = path_of(url)
        exact = [event for event in known if path_of(self.events[event].url) == path]
        if exact:
            return exact
        return [
            event for event in known if len(path_of(self.events[event].url)) > 1 and path.startswith(path_of(self.events[event].url) + "/")
        ]

    def _read(self, events: Iterable[EventFacts]) -> None:
        for event in events:
            self.events[event.id] = event
            names, self.editions[event.id] = namings(event)
            if event.parent is not None:
                self.sessions[event.parent].append(event)
                names = [name for name in names if len(name.words) >= (6 if is_character(name.words[0]) else 3)]
            else:
                self._note_marks(event, names)
            for name in names:
                self._add(name, event)
            for name in short_names(names) if event.parent is None else ():
                self._add(name, event)
        for event in self.events.values():
            self._add_people(event)

    def _add_people(self, event: EventFacts) -> None:
        """Let an event be found by who is on its programme, its sessions' included, and by who holds it."""
        top = self.top(event)
        for words in people_of(event):
            self._add(Naming(words, "speaker", " ".join(words)), top)
        if event.parent is None:
            words = organiser_of(event)
            if words:
                self._add(Naming(words, "organiser", event.organiser or ""), event)

    def top(self, event: EventFacts) -> EventFacts:
        """The event that a session belongs to; the event itself where it is none."""
        for _ in range(4):
            parent = self.events.get(event.parent) if event.parent is not None else None
            if parent is None:
                break
            event = parent
        return event

    def _add(self, name: Naming, event: EventFacts) -> None:
        phrase = self._by_words.get(name.words)
        if phrase is None:
            phrase = self._by_words[name.words] = Phrase(
                len(self.phrases), name.words, name.surface, cased=any(char.isupper() for char in name.surface)
            )
            self.phrases.append(phrase)
        if event.id in phrase.kinds:
            return
        phrase.kinds[event.id] = name.kind
        if event.starts is not None:
            phrase.dated.append((event.starts, event.id))
        else:
            phrase.undated.append(event.id)

    def _note_marks(self, event: EventFacts, names: Sequence[Naming]) -> None:
        """Note what hashtags, links and towns tell of an event."""
        host = own_host(event.url)
        if host:
            self.hosts[host].append(event.id)
        if event.locality:
            self.towns.add(tuple(words_of(event.locality)))
        self._series_words[event.id] = {run for name in names if name.kind != "acronym" for run in rare_runs(name.words)}
        years = self.editions[event.id].years
        for name in names:
            joined = "".join(name.words)
            if len(joined) >= 4 and (len(name.words) > 1 or len(joined) >= 5 or name.kind == "acronym"):
                for form in {joined, *(f"{joined}{year}" for year in years), *(f"{joined}{year % 100:02d}" for year in years)}:
                    known = self.compact[form]
                    if len(known) <= _MANY and event.id not in known:  # past that it tells none of them
                        known.append(event.id)

    def _weigh(self) -> None:
        """Words that many names share tell little; a series with many editions counts once, since they share their name."""
        seen: Counter[str] = Counter()
        whole = [phrase for phrase in self.phrases if any(kind in NAMES for kind in phrase.kinds.values())]
        for phrase in whole:
            seen.update(set(phrase.words))
        usual = max(4.0, len(whole) * 0.01)
        rarity = {word: max(0.3, 1.0 - math.log2(count / usual) / 5) for word, count in seen.items() if count > usual}
        for phrase in self.phrases:
            kind = min(set(phrase.kinds.values()), key=_KINDS.index)
            phrase.strength = strength(Naming(phrase.words, kind, phrase.surface), rarity)
            if kind == "short":
                phrase.strength = 0.7 if min(rarity.get(word, 1.0) for word in phrase.words) > 0.9 else 0.0
            if kind in NAMES and all(word in PLACES or tuple(phrase.words) in self.towns for word in phrase.words):
                phrase.strength = 0.0
            phrase.dated.sort(key=lambda entry: (entry[0], str(entry[1])))
        for event, runs in self._series_words.items():
            self.rare[event] = tuple(sorted(run for run in runs if len(run) > 1 or rarity.get(run[0], 1.0) > 0.9)[:12])
        self._series_words.clear()

    def _arrange(self) -> None:
        """Let each name be found by its rarest pair of words."""
        counts: Counter[tuple[str, str]] = Counter()
        for phrase in self.phrases:
            counts.update(pairwise(phrase.words))
        for phrase in self.phrases:
            if phrase.strength <= 0 or (len(phrase.words) == 1 and is_character(phrase.words[0])):
                continue
            if len(phrase.words) == 1:
                self._single[phrase.words[0]] = phrase
                continue
            pairs = list(pairwise(phrase.words))
            before = min(range(len(pairs)), key=lambda at: (counts[pairs[at]], at))
            by_shape = self._pairs.setdefault(pairs[before], {})
            by_shape.setdefault((before, len(phrase.words)), {})[phrase.words] = phrase

    def _settle_hosts(self) -> None:
        """Freeze what is asked; a hashtag or host of very many events tells none of them."""
        self.hosts = {host: known for host, known in self.hosts.items() if len(known) <= 200}
        self.compact = {form: known for form, known in self.compact.items() if len(known) <= _MANY}
        self.sessions = dict(self.sessions)


def _may_be_one(event: EventFacts, edition: Edition, other: EventFacts, others: Edition, near: str) -> bool:
    numbered = bool(edition.numbers and others.numbers)
    if numbered and not edition.numbers & others.numbers:
        return False
    if (
        event.locality
        and other.locality
        and event.starts is None
        and words_of(event.locality)[:1] != words_of(other.locality)[:1]
        and not numbered
    ):
        return False
    if event.starts is not None and other.starts is not None:
        return abs((event.starts - other.starts).days) <= (45 if numbered else 5)
    if edition.years and others.years:
        return bool(edition.years & others.years)
    if numbered:
        return True
    if other.starts is not None and near:
        day = day_of(near)
        return day is not None and -120 <= (day - other.starts).days <= 60
    return other.starts is None

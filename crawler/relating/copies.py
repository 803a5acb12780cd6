"""Finds the copies of a batch's articles among all that are stored, at a cost that does not grow with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crawler.relate import alike, sources
from crawler.relate.alike import Reading
from crawler.relate.prints import STORED, Print, contained, print_of
from crawler.relate.sources import Source
from crawler.relate.words import MAX_CHARACTERS, Words, words_of
from storage import prints
from storage.clusters import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.records import Row

LOOKED_AT: Final = 40  #: candidates whose sketches are compared
COMPARED: Final = 8  #: candidates whose texts are compared
LINKS: Final = 4  #: links of one article to earlier ones: what holds a cluster together when one of its members changes
LIKELY: Final = 0.3  #: estimated part in common from which texts are compared


@dataclass(slots=True)
class Item:
    """An article of a batch, taken apart."""

    row: Row
    words: Words
    print: Print
    sources: list[Source]
    copy_of: int | None = None
    reading: Reading | None = None
    keys: list[int] = field(default_factory=list)  #: by which it is to be found

    @classmethod
    def of(cls, row: Row) -> Item:
        """Take apart the current reading of an article."""
        text, found = sources.split(row["text"] or "")
        found = [*sources.of_canonical(row["url"], row["canonical_url"]), *found, *sources.of_credits(row["credits"])]
        words = words_of(text)
        whole = (row["headline"] or "") if words.is_short else str(row["length"]) if (row["length"] or 0) > MAX_CHARACTERS else ""
        return cls(row, words, print_of(text, words, whole=whole), found)

    @property
    def number(self) -> int:
        """The article's number."""
        return int(self.row["article_id"])


class Finder:
    """Looks for copies of the articles of one batch, within one transaction."""

    def __init__(self, connection: Connection, items: Sequence[Item]) -> None:
        self._connection = connection
        self._items = items
        self._batch = {item.number: item for item in items}
        self._holders = prints.holders(connection, (key for item in items for key in item.print.keys))
        self._originals = prints.originals(connection, (item.print.text_key for item in items if item.print.text_key))
        self._named = prints.named_by_canonical(connection, (item.row for item in items))
        self._known: dict[int, Row] = {}
        self._texts: dict[int, Reading] = {}

    def links(self) -> list[Link]:
        """Return the links of the batch's articles, to earlier ones and among themselves, and note each one's keys."""
        wanted: dict[int, list[int]] = {}
        for item in self._items:
            wanted[item.number] = [] if self._is_copy(item) else self._candidates(item)
        stored = {number for numbers in wanted.values() for number in numbers} | {
            item.copy_of for item in self._items if item.copy_of is not None
        }
        self._known = prints.stored(self._connection, (stored | {n for s in self._named.values() for n in s}) - set(self._batch))
        likely = {number: self._likely(self._batch[number], numbers) for number, numbers in wanted.items()}
        self._read({number for numbers in likely.values() for number in numbers} - set(self._batch))
        return [link for item in self._items for link in self._links(item, likely[item.number])]

    def _is_copy(self, item: Item) -> bool:
        """Note of which article the item is an exact copy, if of any; it needs no keys then."""
        key = item.print.text_key
        if key is None:
            return False
        original = self._originals.setdefault(key, item.number)
        if original != item.number:
            item.copy_of = original
        return item.copy_of is not None

    def _candidates(self, item: Item) -> list[int]:
        """Return whom the item shares keys with, most first, and let it be found by its own keys."""
        shared: Counter[int] = Counter()
        for key in item.print.keys:
            shared.update(self._holders.get(key, ()))
        del shared[item.number]
        for key in item.print.keys:
            has = self._holders.setdefault(key, [])
            if item.number in has:
                item.keys.append(key)
            elif len(has) < prints.FULL and len(item.keys) < STORED:
                has.append(item.number)
                item.keys.append(key)
        ordered = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
        return [number for number, _ in ordered[:LOOKED_AT]]

    def _likely(self, item: Item, numbers: Sequence[int]) -> list[int]:
        """Return the candidates whose texts are worth comparing, the likeliest first, and those that an address names."""
        scored: list[tuple[float, int]] = []
        for number in numbers:
            sketch, size, writing = self._sketch(number)
            if writing != item.print.writing or not sketch:
                continue
            score = contained(item.print.sketch, item.print.size, sketch, size)
            if score >= LIKELY and min(size, item.print.size) >= alike.SHORTEST * 0.8 * max(size, item.print.size):
                scored.append((-score, number))
        found = [number for _, number in sorted(scored)[:COMPARED]]
        return [*found, *sorted(self._named.get(item.number, set()) - set(found))]

    def _sketch(self, number: int) -> tuple[bytes, int, str]:
        """Return an article's sketch, size and writing."""
        if number in self._batch:
            of = self._batch[number].print
            return of.sketch, of.size, of.writing
        row = self._known.get(number)
        return (row["sketch"] or b"", row["size"], row["writing"]) if row else (b"", 0, "")

    def _read(self, numbers: Iterable[int]) -> None:
        """Make texts ready to be compared."""
        for number, text in prints.texts(self._connection, numbers, MAX_CHARACTERS).items():
            self._texts[number] = Reading.of(words_of(sources.split(text)[0]))

    def _reading(self, number: int) -> Reading | None:
        item = self._batch.get(number)
        if item is None:
            return self._texts.get(number)
        if item.reading is None:
            item.reading = Reading.of(item.words)
        return item.reading

    def _links(self, item: Item, likely: Sequence[int]) -> list[Link]:
        if item.copy_of is not None:
            return [Link(item.number, item.copy_of, self._kind(item, item.copy_of, "exact"), 1.0, 1.0)]
        found: list[Link] = []
        for number in likely:
            mine, theirs = self._reading(item.number), self._reading(number)
            both = alike.compare(mine, theirs) if mine is not None and theirs is not None else None
            if both is not None:
                found.append(Link(item.number, number, self._kind(item, number, "near"), round(both.contained, 4), round(both.jaccard, 4)))
                if len(found) == LINKS:
                    break
        return found

    def _kind(self, item: Item, number: int, kind: str) -> str:
        """Return ``syndication`` for copies on two sites of which one names a source, else the kind given."""
        other = self._batch.get(number)
        if other is not None:
            site, named = other.row["site_id"], bool(other.sources)
        else:
            row = self._known.get(number)
            site, named = (row["site_id"], bool(row["sources"])) if row else (item.row["site_id"], False)
        return "syndication" if site != item.row["site_id"] and (named or item.sources) else kind


def named_in(rows: Iterable[Mapping[str, Any]], most: int = 20) -> list[str]:
    """Return the names of the sources that prints hold, those that most articles name first."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    weight: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        told = [Source(entry["kind"], entry["name"], "") for entry in row["sources"] or ()]
        for place, name in enumerate(sources.names(told)):
            folded = sources.folded(name)
            names.setdefault(folded, name)
            counts[folded] += 1
            weight[folded] -= place
    ordered = sorted(counts, key=lambda folded: (-counts[folded], -weight[folded], folded))
    return [names[folded] for folded in ordered[:most]]

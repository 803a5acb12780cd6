"""Links the articles of a batch to their variants in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.relate import variants as rules
from crawler.relate.variants import Side, Variant
from storage import variants as stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row


class Variants:
    """Finds variants; knows over a run which languages each site is in."""

    def __init__(self) -> None:
        self._languages: dict[int, set[str]] = {}

    def link(self, connection: Connection, rows: Sequence[Row], now: datetime) -> None:
        """Link the articles of these readings, whose prints are kept already, to their variants."""
        wanted = self._candidates(connection, rows)
        known = stored.sides(connection, {number for row in rows for number in (row["article_id"], *wanted[row["article_id"]])})
        sides = {number: _side(row) for number, row in known.items()}
        found: list[Row] = []
        for row in rows:
            mine = sides.get(row["article_id"])
            if mine is None:
                continue
            pairs = [(sides[number], rules.compare(mine, sides[number])) for number in sorted(wanted[row["article_id"]]) if number in sides]
            sure = [(side, variant) for side, variant in pairs if variant is not None]
            found += [_row(mine, side, variant, now) for side, variant in rules.best(sure)]
        stored.put(connection, [row["article_id"] for row in rows], found)

    def _candidates(self, connection: Connection, rows: Sequence[Row]) -> dict[int, set[int]]:
        """Return by article those that may be its variants: by address, by what pages name, by site and day."""
        addresses = stored.by_address(connection, (row["address_key"] for row in rows))
        named = stored.by_alternate(connection, rows)
        found: dict[int, set[int]] = {}
        near: dict[tuple[int, str, object], list[int]] = {}
        for row in rows:
            if row["language"]:
                self._of(connection, row["site_id"]).add(row["language"])
        for row in rows:
            number, site, day = row["article_id"], row["site_id"], row["published_on"]
            mine = named.get(number, set()) | set(addresses.get(row["address_key"], ()))
            for language in sorted(self._of(connection, site)):
                if day is not None and rules.differ(row["language"], language):
                    at = (site, language, day)
                    if at not in near:
                        near[at] = stored.beside(connection, site, language, day)
                    mine.update(near[at])
            found[number] = mine - {number}
        return found

    def _of(self, connection: Connection, site: int) -> set[str]:
        if site not in self._languages:
            self._languages[site] = stored.languages(connection, site)
        return self._languages[site]


def _side(row: Row) -> Side:
    return Side(
        article_id=row["article_id"],
        site_id=row["site_id"],
        language=row["language"],
        address_key=row["address_key"] or 0,
        words=row["words"],
        numbers=row["numbers"] or b"",
        names=row["names"] or b"",
        day=row["day"],
        images=row["images"],
        alternates=frozenset(row["alternates"]),
        url_key=row["url_key"],
    )


def _row(mine: Side, other: Side, variant: Variant, now: datetime) -> Row:
    first, second = sorted((mine.article_id, other.article_id))
    return {
        "article_id": first,
        "other_id": second,
        "rule": variant.rule,
        "score": variant.score,
        "evidence": variant.evidence,
        "linked_at": now,
    }

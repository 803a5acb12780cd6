"""The step ``groups``: copies of texts into clusters with their probable origin, language variants of one story linked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from crawler.relate import origin
from crawler.relate.variants import address_key
from crawler.relate.words import MAX_CHARACTERS
from crawler.relating.copies import Finder, Item, named_in
from crawler.relating.variants import Variants
from storage import clusters, prints, relating
from storage.models import cluster_links, cluster_members, print_keys, translations
from storage.models import clusters as cluster_table
from storage.models import prints as print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.records import Row
    from storage.relating import Pending

_JUDGED: Final = 1_000  #: members of a cluster that are looked at to find its origin anew


class Groups:
    """Finds copies and variants of what is new."""

    name = "groups"
    rules = "1"
    batch = 100

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._variants = Variants()

    def begin(self, database: Database, *, everything: bool) -> None:
        """Forget all groups where everything is looked at anew, or the rules have changed; mend clusters whose origin is gone."""
        with database.writing() as connection:
            relating.take_turn(connection, self.name)
            if everything or relating.rules_changed(connection, self.name, self.rules):
                prints.wipe(connection, translations, cluster_links, cluster_members, cluster_table, print_keys, print_table)
                relating.forget(connection, self.name)
            for cluster in clusters.orphaned(connection):
                relating.forget(connection, self.name, clusters.split(connection, cluster, self._clock(), judge))

    def run(self, database: Database, batch: Sequence[Pending], progress: Callable[[int], None]) -> None:
        """Group the articles of a batch."""
        del progress  # a batch is a second's work
        with database.reading() as connection:
            rows = prints.readings(connection, (row.article_id for row in batch), MAX_CHARACTERS)
        items = [Item.of(rows[row.article_id]) for row in batch if row.article_id in rows]
        with database.writing() as connection:
            relating.take_turn(connection, self.name)
            there = prints.still_there(connection, (item.number for item in items))
            self._group(connection, [item for item in items if item.number in there])

    def _group(self, connection: Connection, items: Sequence[Item]) -> None:
        now = self._clock()
        before = prints.stored(connection, (item.number for item in items))
        changed = [item.number for item in items if item.number in before and before[item.number]["text_key"] != item.print.text_key]
        if changed:
            alone = clusters.leave(connection, changed, now, judge)
            prints.let_go(connection, changed)
            relating.forget(connection, self.name, alone)
        links = Finder(connection, items).links()
        rows = [print_row(item) for item in items]
        prints.put(connection, rows, {item.number: item.keys for item in items})
        clusters.link(connection, links, now, judge)
        self._variants.link(
            connection, [item.row | {"address_key": row["address_key"]} for item, row in zip(items, rows, strict=True)], now
        )


def judge(connection: Connection, cluster: int, joined: Sequence[int] | None, before: Row) -> Row:
    """Return what a cluster's row says of its origin: of all members, or where some joined, of these and the origin so far."""
    named: list[str] = list(before["named"] or ())
    looked_at: Iterable[int]
    if joined is not None and before["origin_article_id"] is not None:
        more = [name for name in named_in(prints.stored(connection, joined).values()) if name not in named]
        if not more or len(named) >= _JUDGED:
            looked_at = [before["origin_article_id"], *joined]
            return _told(origin.probable(_members(connection, looked_at), named), named)
    looked_at = clusters.members_of(connection, cluster)[:_JUDGED]
    named = named_in(prints.stored(connection, looked_at).values())
    return _told(origin.probable(_members(connection, looked_at), named), named)


def _members(connection: Connection, numbers: Iterable[int]) -> list[origin.Member]:
    return [origin.Member(**row) for row in prints.ages(connection, numbers)]


def _told(found: origin.Origin, named: Sequence[str]) -> Row:
    return {
        "origin_article_id": found.article_id,
        "origin_rule": found.rule,
        "origin_name": found.name,
        "named": list(named) or None,
    }


def print_row(item: Item) -> Row:
    """Return the row of an article's print."""
    row, of = item.row, item.print
    return {
        "article_id": item.number,
        "revision_id": row["revision_id"],
        "site_id": row["site_id"],
        "language": row["language"],
        "day": row["published_on"],
        "words": of.words,
        "size": of.size,
        "writing": of.writing,
        "text_key": of.text_key,
        "copy_of_id": item.copy_of,
        "sketch": of.sketch or None,
        "numbers": of.numbers or None,
        "names": of.names or None,
        "address_key": address_key(row["url"]),
        "sources": [source.as_row() for source in item.sources] or None,
    }

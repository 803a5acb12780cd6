"""The step ``people``: credits of one person under several names or on several sites, merged on evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.relate import persons
from crawler.relate.persons import Credit, Known
from storage import merges, relating

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.database import Database
    from storage.records import Row
    from storage.relating import Pending


class People:
    """Merges people on evidence; what somebody decided is left alone."""

    name = "people"
    rules = "1"
    batch = 200

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def begin(self, database: Database, *, everything: bool) -> None:
        """Undo what rules merged where everything is looked at anew, or the rules have changed."""
        with database.writing() as connection:
            relating.take_turn(connection, self.name)
            if everything or relating.rules_changed(connection, self.name, self.rules):
                merges.undo_rules(connection, self._clock())
                relating.forget(connection, self.name)

    def run(self, database: Database, batch: Sequence[Pending], progress: Callable[[int], None]) -> None:
        """Keep what the batch's credits say of people, and merge those who are found to be the same."""
        del progress  # a batch is a moment's work
        with database.reading() as connection:
            credited = merges.credits_of(connection, (row.article_id for row in batch))
        told: list[Row] = []
        for row in credited:
            number = row.pop("revision_id")
            found = persons.evidence_of(Credit(**row))
            told += [{"kind": each.kind, "value": each.value, "person_id": row["person_id"], "revision_id": number} for each in found]
        if not told:
            return
        with database.writing() as connection:
            relating.take_turn(connection, self.name)
            fresh = merges.add_keys(connection, told)
            holders = merges.holders(connection, fresh, persons.MOST)
            merges.merge(connection, _merges(holders), "rules", self._clock())


def _merges(holders: dict[tuple[str, str], list[Row]]) -> list[merges.Merge]:
    """Return who is to be merged, author pages first."""
    found: list[merges.Merge] = []
    for kind in ("author_page", "contact", "bio", "affiliation"):
        for (of, value), rows in sorted(holders.items(), key=lambda item: item[0]):
            if of == kind:
                known = [Known(row["id"], row["name"], row["site_id"]) for row in rows]
                evidence: dict[str, Any] = {kind: value}
                found += [
                    merges.Merge(one.person_id, other.person_id, kind, evidence | {"names": [one.name, other.name]})
                    for one, other in persons.pairs(kind, known)
                ]
    return found

"""Writes people: one row for each name that a site credits, found again by the folded name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CompoundSelect, bindparam, func, select, union_all

from storage.bulk import insert_all
from storage.models import people
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

Named = tuple[int, str]  # a site's number and a name as normalised


_known = select(people.c.id, people.c.site_id, people.c.name_key).where(
    people.c.name_key.in_(bindparam("names", expanding=True)), people.c.site_id.in_(bindparam("sites", expanding=True))
)


def fold(name: str) -> str:
    """Return what two spellings of a name share: case and white space folded, at most 300 characters (an index takes no more)."""
    return " ".join(name.casefold().split())[:300]


def known_as(name: str) -> CompoundSelect[int]:
    """Return the query for the numbers of everybody of a name, and of all who are merged with them."""
    table = people.c
    of_name = table.name_key == fold(name)
    roots = select(func.coalesce(table.merged_into_id, table.id)).where(of_name)
    return union_all(
        select(table.id).where(of_name),
        select(table.id).where(table.id.in_(roots)),
        select(table.id).where(table.merged_into_id.in_(roots)),
    )


def person_ids(connection: Connection, named: Iterable[Named], now: datetime) -> dict[Named, int]:
    """Return the number of each person by site and folded name, new ones inserted."""
    wanted: dict[Named, str] = {}
    for site, name in named:
        if name:
            wanted.setdefault((site, fold(name)), name)
    if not wanted:
        return {}
    known: dict[Named, int] = {}
    sites = sorted({site for site, _ in wanted})
    for names in portions(sorted({key for _, key in wanted})):
        rows = connection.execute(_known, {"names": names, "sites": sites})
        known |= {(row.site_id, row.name_key): row.id for row in rows}
    fresh: list[Row] = [
        {"site_id": site, "name_key": key, "name": name, "first_seen_at": now}
        for (site, key), name in sorted(wanted.items())
        if (site, key) not in known
    ]
    return known | insert_all(connection, people, fresh, "site_id", "name_key")

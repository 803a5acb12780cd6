"""Forgets an address or a person: rows, search entries, archived records; one line remains that says so without repeating it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage import search_index
from storage.erasing import Erased, erase
from storage.errors import RemovalError
from storage.models import (
    article_revisions,
    captures,
    coverage_evidence,
    event_people,
    event_revisions,
    event_sources,
    frontier,
    pages,
    people,
    person_keys,
    removals,
    revision_authors,
    sites,
)
from storage.people import fold
from storage.portions import portions
from storage.removing import release_events, remove, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from storage.database import Database

    Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Removed:
    """What went: rows by table, and records of the archive."""

    rows: dict[str, int]
    archive: Erased | None


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants something forgotten and why; ``archive`` is the folder of WARC files, ``keep_archive`` leaves it as it is."""

    removed_by: str
    reason: str | None = None
    archive: Path | None = None
    keep_archive: bool = False


def forget_url(database: Database, url_key: bytes, order: Order, now: datetime, tell: Tell) -> Removed:
    """Remove a page by the key of its normalised address: captures, articles, events only it describes, addresses waiting.

    Raises RemovalError when nothing is stored of it, or when captures name archived records and ``order`` says nothing
    of the archive, and the errors of :func:`storage.erasing.erase`. The archive goes first: an error leaves the
    rows, and the same call goes on.
    """
    with database.reading() as connection:
        page_ids = connection.execute(select(pages.c.id).where(pages.c.url_key == url_key)).scalars().all()
        asked = select(frontier.c.url, frontier.c.answered_url).where(frontier.c.url_key == url_key)
        addresses = {address for row in connection.execute(asked) for address in row if address}
        addresses |= _addresses(connection, pages.c.id.in_(page_ids))
        archived = _archived(connection, captures.c.page_id.in_(page_ids))
    if not page_ids and not addresses:
        raise RemovalError("nothing is stored of that address; `pressrow articles` and `crawls urls` list addresses as they are stored")
    erased = _erase(order, addresses, archived, now, tell)
    removed: Counter[str] = Counter()
    with database.writing() as connection:
        release_events(connection, page_ids)
        remove(connection, pages, page_ids, removed)
        removed["frontier"] += connection.execute(delete(frontier).where(frontier.c.url_key == url_key)).rowcount
        connection.execute(update(frontier).where(frontier.c.found_on.in_(sorted(addresses))).values(found_on=None))
        tidy(connection, removed)
        return _noted(connection, "url", url_key, order, removed, erased, now)


def forget_person(database: Database, name: str, site: str | None, order: Order, now: datetime, tell: Tell) -> Removed:
    """Remove a person by name, on one site or all: credits, bylines, places on programmes, and the archived records of pages that named them.

    The text of articles stays as it is, names in running text included. Raises as :func:`forget_url`.
    """
    with database.reading() as connection:
        who = _persons(connection, name, site)
        if not who:
            raise RemovalError(
                f"no person “{name}” is stored" + (f" for the site {site}" if site else "") + "; `pressrow people` lists them"
            )
        read = _revisions(connection, revision_authors, who)
        told = _revisions(connection, event_people, who)
        of = captures.c.id.in_(
            select(article_revisions.c.capture_id).where(article_revisions.c.id.in_(read)).union(
                select(event_revisions.c.capture_id).where(event_revisions.c.id.in_(told))
            )
        )  # fmt: skip
        addresses, archived = _addresses(connection, of), _archived(connection, of)
        within = select(event_revisions.c.event_id).distinct()
        events_of = [
            number for piece in portions(told) for number in connection.execute(within.where(event_revisions.c.id.in_(piece))).scalars()
        ]
    erased = _erase(order, addresses, archived, now, tell)
    removed: Counter[str] = Counter()
    with database.writing() as connection:
        for piece in portions(who):
            for table in (revision_authors, event_people):
                removed[table.name] += connection.execute(delete(table).where(table.c.person_id.in_(piece))).rowcount
            connection.execute(delete(person_keys).where(person_keys.c.person_id.in_(piece)))
        _unname(connection, read)
        _unname_sources(connection, events_of, fold(name))
        quoted = [row.quote for row in connection.execute(_speakers) if fold(row.quote or "") == fold(name)]
        for words in portions(quoted):
            removed["coverage_evidence"] += connection.execute(_forget_speakers.where(coverage_evidence.c.quote.in_(words))).rowcount
        remove(connection, people, who, removed)
        tidy(connection, removed)
        return _noted(connection, "person", _digest(fold(name)), order, removed, erased, now)


def _persons(connection: Connection, name: str, site: str | None) -> list[int]:
    """Return the persons of that name and all that were merged with one of them."""
    query = select(people.c.id, people.c.merged_into_id).where(people.c.name_key == fold(name))
    if site is not None:
        query = query.join(sites, sites.c.id == people.c.site_id).where(sites.c.key == site)
    rows = connection.execute(query).all()
    found = {row.id for row in rows} | {row.merged_into_id for row in rows if row.merged_into_id}
    while True:
        more = set(connection.execute(select(people.c.id).where(people.c.merged_into_id.in_(sorted(found)))).scalars()) - found
        if not more:
            return sorted(found)
        found |= more


def _revisions(connection: Connection, table: Any, who: Sequence[int]) -> list[int]:
    query = select(table.c.revision_id).distinct()
    return sorted({number for piece in portions(who) for number in connection.execute(query.where(table.c.person_id.in_(piece))).scalars()})


def _unname(connection: Connection, revisions: Sequence[int]) -> None:
    """Take the byline and what tells of the authors out of readings, and index them anew.

    The digest of all fields stays: the same page read again is no new reading, which would bring the name back.
    """
    cleared = update(article_revisions).where(article_revisions.c.id == bindparam("revision"))
    for piece in portions(revisions, 500):
        current = article_revisions.c.is_current
        rows = connection.execute(
            select(article_revisions.c.id, article_revisions.c.provenance, article_revisions.c.repairs, current).where(
                article_revisions.c.id.in_(piece)
            )
        ).all()
        values = [
            {
                "revision": row.id,
                "said": {field: told for field, told in (row.provenance or {}).items() if field not in {"authors", "byline"}},
                "mended": [one for one in row.repairs or [] if not (isinstance(one, dict) and one.get("field") in {"authors", "byline"})],
            }
            for row in rows
        ]
        connection.execute(cleared.values(byline=None, provenance=bindparam("said"), repairs=bindparam("mended")), values)
        search_index.remove(connection, piece)
        search_index.add(connection, search_index.read(connection, [row.id for row in rows if row.is_current]))


_speakers = select(coverage_evidence.c.quote).where(coverage_evidence.c.kind == "speaker").distinct()
_forget_speakers = delete(coverage_evidence).where(coverage_evidence.c.kind == "speaker")


def _unname_sources(connection: Connection, numbers: Sequence[int], folded: str) -> None:
    """Take the name out of what each source says of these events, from which the next reading would bring it back."""
    cleared = update(event_sources).where(event_sources.c.id == bindparam("source")).values(fields=bindparam("said"))
    for piece in portions(numbers):
        rows = connection.execute(select(event_sources.c.id, event_sources.c.fields).where(event_sources.c.event_id.in_(piece))).all()
        values = [
            {"source": row.id, "said": row.fields | {"people": [one for one in row.fields["people"] if fold(one["name"]) != folded]}}
            for row in rows
            if row.fields and row.fields.get("people")
        ]
        if values:
            connection.execute(cleared, values)


def _addresses(connection: Connection, which: Any) -> set[str]:
    """Return every address that the captures, or the pages, were asked by and answered with."""
    query = (
        select(captures.c.url, captures.c.requested_url, pages.c.url)
        .select_from(pages)
        .outerjoin(captures, captures.c.page_id == pages.c.id)
    )
    return {address for row in connection.execute(query.where(which)) for address in row if address}


def _archived(connection: Connection, which: Any) -> int:
    return len(connection.execute(select(captures.c.id).where(which, captures.c.warc_file.is_not(None))).all())


def _erase(order: Order, addresses: set[str], archived: int, now: datetime, tell: Tell) -> Erased | None:
    if order.archive is not None:
        return erase(order.archive, addresses, now, tell)
    if archived and not order.keep_archive:
        raise RemovalError(
            f"the archive holds {archived} records of it: name its folder with --archive DIR, or leave them there with --keep-archive"
        )
    return None


def _noted(
    connection: Connection, subject: str, key: bytes, order: Order, removed: Counter[str], erased: Erased | None, now: datetime
) -> Removed:  # fmt: skip
    rows = {table: count for table, count in sorted(removed.items()) if count}
    archive = None if erased is None else {"records": erased.records, "files": erased.files}
    line = {"subject": subject, "subject_key": key, "reason": order.reason, "removed_by": order.removed_by, "removed_at": now}
    connection.execute(insert(removals), line | {"rows": rows, "archive": archive})
    return Removed(rows, erased)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

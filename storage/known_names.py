"""Tells which of the names that somebody limits a listing to stand for nothing stored, and which names there are instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, func, select

from storage import filters as conditions
from storage.models import article_revisions as readings
from storage.models import articles, event_aliases, event_people, event_revisions, events, pages, people, revision_tags, sites
from storage.people import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

    from storage.database import Database

MOST = 20_000  # names of one sort that are looked at
_LENGTH = 300  # characters of a name


def unknown(database: Database, limits: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return those of ``limits`` that nothing stored answers to, each with the names that there are, at most ``MOST``.

    Looked at are ``site event author speaker tag language``, whose names come with them, and ``article``, a number; what
    else is in ``limits`` is passed over.
    """
    found: dict[str, list[str]] = {}
    with database.reading() as connection:
        for sort, value in limits.items():
            if value is not None and sort in _SORTS:
                is_known, names = _SORTS[sort]
                if not is_known(connection, value):
                    found[sort] = _names(connection, names)
    return found


def _names(connection: Connection, queries: Iterable[Select[Any]]) -> list[str]:
    names: dict[str, None] = {}
    for query in queries:
        names |= dict.fromkeys(name[:_LENGTH] for name in connection.execute(query.distinct().limit(MOST)).scalars() if name)
    return list(names)[:MOST]


def _any(connection: Connection, *conditions_met: Any) -> bool:
    return any(connection.execute(select(met)).scalar() for met in conditions_met)


def _is_site(connection: Connection, name: str) -> bool:
    where = conditions.where_is(connection, name)
    return bool(where.whole or where.partly)


def _is_event(connection: Connection, wanted: str | int) -> bool:
    return _any(connection, exists().where(conditions.is_event(wanted)))


def _is_author(connection: Connection, name: str) -> bool:
    credited = exists().where(people.c.name_key == fold(name))
    return _any(connection, credited, exists().where(event_people.c.name == name))


def _is_speaker(connection: Connection, name: str) -> bool:
    return _any(connection, exists().where(func.lower(event_people.c.name) == name.lower()))


def _is_tag(connection: Connection, tag: str) -> bool:
    return _any(connection, exists().where(revision_tags.c.tag == tag), exists().where(event_revisions.c.track == tag))


def _is_language(connection: Connection, tag: str) -> bool:
    return any(conditions.languages(connection, table.c.language, tag) for table in (readings, event_revisions))


def _is_article(connection: Connection, number: int) -> bool:
    return _any(connection, exists().where(articles.c.id == number))


_SORTS: dict[str, tuple[Callable[[Connection, Any], bool], tuple[Select[Any], ...]]] = {
    "site": (_is_site, (select(sites.c.key), select(pages.c.host))),
    "event": (_is_event, (select(events.c.series), select(event_aliases.c.name))),
    "author": (_is_author, (select(people.c.name), select(event_people.c.name))),
    "speaker": (_is_speaker, (select(event_people.c.name),)),
    "tag": (_is_tag, (select(revision_tags.c.tag), select(event_revisions.c.track))),
    "language": (_is_language, (select(readings.c.language), select(event_revisions.c.language))),
    "article": (_is_article, ()),
}

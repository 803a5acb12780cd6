"""The views for analysts: one row for each article, reading, author, event and link, joined and flat, the same on both databases.

Their names and columns stay as they are from one release to the next; new columns come last. They are made anew after
every migration, so that a migration may change the tables below them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Column(NamedTuple):
    """A column of a view."""

    name: str
    value: str  # SQL; a name of :data:`_FLAT` in braces where the databases differ
    comment: str


class View(NamedTuple):
    """A view: its columns, and what they are taken from."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    source: str


def _flat(table: str, value: str, where: str, order: str) -> tuple[str, str]:
    """Return what joins the values of child rows with semicolons, in order: for SQLite, for PostgreSQL."""
    return (  # made of this module's constants
        f"(SELECT group_concat(value, '; ') FROM (SELECT {value} AS value FROM {table} WHERE {where} ORDER BY {order}))",  # noqa: S608
        f"(SELECT string_agg({value}, '; ' ORDER BY {order}) FROM {table} WHERE {where})",  # noqa: S608
    )


_FLAT = {
    "authors": _flat("revision_authors", "name", "revision_id = r.id", "position"),
    "tags": _flat("revision_tags", "tag", "revision_id = r.id", "position"),
    "people": _flat("event_people", "name", "revision_id = r.id", "position"),
    "evidence": _flat("coverage_evidence", "kind || ': ' || quote", "coverage_id = c.id", "position"),
}


def _as_stored(*names: tuple[str, str], table: str = "r") -> tuple[Column, ...]:
    return tuple(Column(name, f"{table}.{name}", comment) for name, comment in names)


ARTICLES = View(
    "v_articles",
    "articles with what their current reading says",
    (
        Column("id", "r.article_id", "number of the article"),
        Column("revision_id", "r.id", "number of the current reading"),
        Column("url", "p.url", "address"),
        Column("site", "s.key", "site: profile key, or host without www."),
        Column("kind", "p.kind", "article, event or listing: what the page is"),
        *_as_stored(
            ("headline", "heading"),
            ("kicker", "label above the headline"),
            ("standfirst", "printed intro below the headline"),
            ("description", "the description meta tag"),
            ("byline", "the credit line as printed"),
        ),
        Column("authors", "{authors}", "names of the authors in order, with semicolons between; see v_article_authors"),
        *_as_stored(
            ("published_at", "when it was published, UTC; null unless a time of day and an offset are both known"),
            ("published_on", "the local day it was published; null when only the month or year is known"),
            ("published_precision", "minute, day, month or year"),
            ("published_value", "ISO 8601, no more than is known"),
            ("modified_at", "when it was modified, UTC; null unless a time of day and an offset are both known"),
            ("modified_on", "the local day it was modified"),
            ("modified_value", "ISO 8601, no more than is known"),
            ("dateline_place", "place at the head of the text"),
            ("dateline_date", "ISO day at the head of the text"),
            ("language", "decided language, BCP 47"),
            ("section", "section or category"),
        ),
        Column("tags", "{tags}", "tags in order, with semicolons between"),
        Column("text", "r.text", "the story, paragraphs apart by a blank line"),
        Column("canonical_url", "r.canonical_url", "address the page declares as its own"),
        Column("duplicate_of_url", "(SELECT o.url FROM pages o WHERE o.id = p.duplicate_of_id)", "stored page that canonical_url names"),
        Column("first_seen_at", "a.first_seen_at", "when the article was first stored"),
        Column("captured_at", "r.captured_at", "when the current reading was fetched"),
        Column("stored_at", "r.stored_at", "when the current reading was stored"),
        Column("readings", "(SELECT count(*) FROM article_revisions o WHERE o.article_id = r.article_id)", "how many readings are kept"),
    ),
    "article_revisions r JOIN articles a ON a.id = r.article_id JOIN pages p ON p.id = a.page_id JOIN sites s ON s.id = r.site_id WHERE r.is_current",
)

HISTORY = View(
    "v_article_history",
    "every reading of every article; the current one is marked",
    (
        Column("article_id", "r.article_id", "number of the article"),
        Column("revision_id", "r.id", "number of the reading"),
        Column("url", "p.url", "address"),
        Column("site", "s.key", "site: profile key, or host without www."),
        *_as_stored(
            ("is_current", "the reading that listings show"),
            ("captured_at", "when the page was fetched"),
            ("stored_at", "when this reading was stored"),
            ("cause", "crawl, reextract or import"),
            ("change", "created, material or cosmetic, against the reading before"),
            ("changed_fields", "names of the fields that differ from the reading before, JSON"),
            ("extractor_version", "version of the rules that read it"),
            ("headline", "heading"),
            ("byline", "the credit line as printed"),
        ),
        Column("authors", "{authors}", "names of the authors in order, with semicolons between"),
        *_as_stored(
            ("published_value", "ISO 8601, no more than is known"),
            ("modified_value", "ISO 8601, no more than is known"),
            ("language", "decided language, BCP 47"),
            ("text", "the story, paragraphs apart by a blank line"),
            ("published_on", "the local day it was published"),
        ),
    ),
    "article_revisions r JOIN articles a ON a.id = r.article_id JOIN pages p ON p.id = a.page_id JOIN sites s ON s.id = r.site_id",
)

AUTHORS = View(
    "v_article_authors",
    "authors of the current reading of each article, one a row",
    (
        Column("article_id", "r.article_id", "number of the article"),
        *_as_stored(
            ("revision_id", "number of the current reading"),
            ("position", "order of the credits, from 0"),
            ("name", "name as normalised"),
            ("role", "reporter, photographer, agency, translator, editor or speaker"),
            ("printed", "name as printed"),
            ("affiliation", "outlet, agency or employer named with the author"),
            ("url", "the author's page"),
            table="n",
        ),
        Column("person_id", "coalesce(o.merged_into_id, n.person_id)", "who it is: people.id, after merging"),
        Column("published_on", "r.published_on", "the local day the article was published"),
    ),
    "revision_authors n JOIN article_revisions r ON r.id = n.revision_id LEFT JOIN people o ON o.id = n.person_id WHERE r.is_current",
)

EVENTS = View(
    "v_events",
    "events and their sessions with what their current reading says",
    (
        Column("id", "e.id", "number of the event"),
        Column("revision_id", "r.id", "number of the current reading"),
        Column("page_url", "p.url", "page whose description counts"),
        Column("site", "s.key", "site that describes it: profile key, or host without www."),
        *_as_stored(
            ("type", "schema.org type"),
            ("name", "name as printed"),
            ("starts_at", "when it begins, UTC; null unless a time of day and an offset are both known"),
            ("starts_on", "the local day it begins"),
            ("starts_value", "ISO 8601, no more than is known"),
            ("ends_at", "when it ends, UTC; null unless a time of day and an offset are both known"),
            ("ends_on", "the local day it ends"),
            ("ends_value", "ISO 8601, no more than is known"),
            ("precision", "minute, day, month or year"),
            ("time_zone", "IANA name where known"),
            ("status", "scheduled, moved, postponed or cancelled"),
            ("attendance", "offline, online or mixed"),
            ("url", "address of the event"),
            ("uid", "identifier that the source gives it"),
        ),
        Column("series", "e.series", "recurring name"),
        Column("edition", "e.edition", "one year of the series"),
        Column("parent_id", "e.parent_id", "event this is a session of"),
        Column("parent", "(SELECT o.name FROM event_revisions o WHERE o.event_id = e.parent_id AND o.is_current)", "name of that event"),
        Column("venue", "v.name", "name of the place"),
        Column("address", "v.address", "street address"),
        Column("locality", "v.locality", "town"),
        Column("region", "v.region", "state or province"),
        Column("country", "v.country", "country"),
        *_as_stored(
            ("organiser", "who holds it"),
            ("room", "room of a session"),
            ("track", "track of a session"),
            ("abstract", "description"),
            ("language", "language, BCP 47"),
        ),
        Column("people", "{people}", "names on the programme in order, with semicolons between"),
        Column("first_seen_at", "e.first_seen_at", "when it was first stored"),
        Column("captured_at", "r.captured_at", "when the current reading was fetched"),
    ),
    "event_revisions r JOIN events e ON e.id = r.event_id JOIN pages p ON p.id = e.page_id JOIN sites s ON s.id = e.site_id"
    " LEFT JOIN venues v ON v.id = r.venue_id WHERE r.is_current AND {unled}e.merged_into_id IS NULL",
)

COVERAGE = View(
    "v_coverage",
    "links from articles to the events they cover, with their evidence; those a person rejected are left out",
    (
        Column("id", "c.id", "number of the link"),
        Column("article_id", "c.article_id", "article that covers"),
        Column("article_url", "(SELECT p.url FROM articles a JOIN pages p ON p.id = a.page_id WHERE a.id = c.article_id)", "its address"),
        Column("headline", "r.headline", "its heading"),
        Column("published_on", "r.published_on", "the local day it was published"),
        Column("site", "s.key", "its site"),
        Column("event_id", "c.event_id", "event that is covered"),
        Column("event", "(SELECT o.name FROM event_revisions o WHERE o.event_id = c.event_id AND o.is_current)", "its name"),
        Column(
            "event_starts_on",
            "(SELECT o.starts_on FROM event_revisions o WHERE o.event_id = c.event_id AND o.is_current)",
            "the local day it begins",
        ),
        Column("relation", "c.relation", "announces, reports, recaps or mentions"),
        Column("score", "c.score", "how sure it is, from 0 to 1"),
        Column("rule", "c.rule", "rule that decided"),
        Column("verdict", "c.verdict", "confirmed by a person; null where nobody has looked"),
        Column("verdict_at", "c.verdict_at", "when the person decided"),
        Column(
            "evidence_count",
            "(SELECT count(*) FROM coverage_evidence o WHERE o.coverage_id = c.id)",
            "how many pieces of evidence there are",
        ),
        Column("evidence", "{evidence}", "kind and quote of each, the weightiest first, with semicolons between"),
        Column("linked_at", "c.linked_at", "when it was linked as it is"),
    ),
    "coverage c JOIN article_revisions r ON r.article_id = c.article_id AND r.is_current"
    " JOIN sites s ON s.id = r.site_id WHERE coalesce(c.verdict, '') <> 'rejected'",
)

VIEWS: tuple[View, ...] = (ARTICLES, HISTORY, AUTHORS, EVENTS, COVERAGE)


def definition(view: View, dialect: str) -> str:
    """Return the query of a view."""
    flat = {name: both[dialect == "postgresql"] for name, both in _FLAT.items()}
    columns = ", ".join(f"{column.value.format_map(flat)} AS {column.name}" for column in view.columns)
    source = view.source.format(unled="" if dialect == "postgresql" else "+")  # SQLite takes a null to be rare: see storage.plans
    return f"SELECT {columns} FROM {source}"  # noqa: S608 - made of this module's constants


def create(connection: Connection) -> None:
    """Make the views, or those of an older version anew; on PostgreSQL what others have built upon them stays."""
    dialect = connection.dialect.name
    for view in VIEWS:
        verb = "CREATE OR REPLACE VIEW" if dialect == "postgresql" else "CREATE VIEW"
        connection.exec_driver_sql(f"{verb} {view.name} AS {definition(view, dialect)}")
        if dialect == "postgresql":
            for line in _comments(view):
                connection.execute(text(line))


def missing(connection: Connection) -> list[str]:
    """Return which views are not there, cannot be read, or have other columns."""
    there = present(connection, [view.name for view in VIEWS])
    found = [view.name for view in VIEWS if view.name not in there]
    for view in VIEWS:
        if view.name in there:
            try:
                with connection.begin_nested():
                    columns = list(connection.exec_driver_sql(f"SELECT * FROM {view.name} LIMIT 0").keys())  # noqa: S608 - a constant
            except DBAPIError:
                columns = []
            if columns != [column.name for column in view.columns]:
                found.append(view.name)
    return found


def drop(connection: Connection) -> None:
    """Remove the views, so that the tables below them can be changed."""
    for name in present(connection, [view.name for view in VIEWS]):
        connection.exec_driver_sql(f"DROP VIEW {name}")


def present(connection: Connection, names: Sequence[str]) -> list[str]:
    """Return which of these views a database has."""
    known = set(inspect(connection).get_view_names())
    return [name for name in names if name in known]


def _comments(view: View) -> list[str]:
    quoted = {column.name: column.comment.replace("'", "''") for column in view.columns}
    comments = [f"COMMENT ON VIEW {view.name} IS '{view.comment}'"]
    return comments + [f"COMMENT ON COLUMN {view.name}.{name} IS '{comment}'" for name, comment in quoted.items()]

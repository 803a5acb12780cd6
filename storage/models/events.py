"""Tables of events, every different reading of them, their venues, people and sources."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, LargeBinary, Table, UniqueConstraint, false
from sqlalchemy import text as sql

from storage.columns import (
    Words,
    day,
    digest,
    document,
    exact_match,
    flag,
    key,
    one_of,
    part_of,
    position,
    reference,
    text,
    time,
    whole,
)
from storage.models.articles import CAUSES, CHANGES, PRECISIONS
from storage.models.schema import metadata

STATUSES = ("scheduled", "moved", "postponed", "cancelled")

events = Table(
    "events",
    metadata,
    key("number of the event"),
    digest("event_key", "16-byte blake2b of what it was first known by; see event_identities", null=False, unique=True),
    reference("site_id", "sites.id", "site that describes it", null=False),
    reference("page_id", "pages.id", "page whose description counts", null=False),
    reference("parent_id", "events.id", "event this is a session of"),
    text("series", "recurring name"),
    text("edition", "one year of the series"),
    text("status", "scheduled, moved, postponed or cancelled; past is computed", null=False),
    reference("merged_into_id", "events.id", "the same event, known before"),
    time("first_seen_at", "when it was first stored", null=False),
    CheckConstraint(one_of("status", STATUSES), name="status"),
    comment="events and their sessions (events with a parent); their content is in event_revisions",
)

venues = Table(
    "venues",
    metadata,
    key("number of the venue"),
    digest("venue_key", "16-byte blake2b of name and address", null=False, unique=True),
    text("name", "name of the place"),
    text("address", "street address"),
    text("locality", "town"),
    text("region", "state or province"),
    text("country", "country"),
    comment="places where events happen",
)

event_revisions = Table(
    "event_revisions",
    metadata,
    key("number of the revision"),
    reference("event_id", "events.id", "event it is a reading of", null=False),
    flag("is_current", "the reading that listings show; one for each event"),
    reference("capture_id", "captures.id", "capture that was read"),
    text("extractor_version", "version of the rules that read it", null=False),
    text("cause", "crawl, reextract or import", null=False),
    text("change", "created, material or cosmetic, against the revision before", null=False),
    digest("fields_digest", "16-byte blake2b of all fields: an equal reading adds no revision", null=False),
    document("changed_fields", "names of the fields that differ from the revision before"),
    text("type", "schema.org type", null=False),
    text("name", "name as printed", null=False),
    time("starts_at", "when it begins, UTC; null unless a time of day and an offset are both known"),
    day("starts_on", "the local day it begins", index=True),
    text("starts_value", "ISO 8601 as listings print it"),
    time("ends_at", "when it ends, UTC; null unless a time of day and an offset are both known"),
    day("ends_on", "the local day it ends", index=True),
    text("ends_value", "ISO 8601 as listings print it"),
    text("precision", "minute, day, month or year"),
    text("time_zone", "IANA name where known"),
    text("status", "scheduled, moved, postponed or cancelled", null=False),
    text("attendance", "offline, online or mixed"),
    text("url", "address of the event"),
    text("uid", "identifier that the source gives it"),
    text("series", "recurring name"),
    text("edition", "one year of the series"),
    reference("venue_id", "venues.id", "where it happens"),
    text("organiser", "who holds it"),
    text("room", "room of a session"),
    text("track", "track of a session"),
    text("abstract", "description"),
    text("language", "language, BCP 47", index=True),
    document("offers", "tickets: price, currency, availability, url"),
    Column(
        "vanished",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="its sources name it no more; listings say so in place of the status",
    ),
    document("provenance", "which source gave which field: format and address, then the fields"),
    time("captured_at", "when the page was fetched", null=False),
    time("stored_at", "when this reading was stored", null=False),
    CheckConstraint(one_of("cause", CAUSES), name="cause"),
    CheckConstraint(one_of("change", CHANGES), name="change"),
    CheckConstraint(one_of("precision", PRECISIONS), name="precision"),
    CheckConstraint(one_of("status", STATUSES), name="status"),
    Index("uq_event_revisions_current", "event_id", unique=True, sqlite_where=sql("is_current"), postgresql_where=sql("is_current")),
    Index("ix_event_revisions_captured_at", "captured_at"),
    Index(
        "ix_event_revisions_edits",
        "captured_at",
        "id",
        sqlite_where=sql("change = 'material'"),
        postgresql_where=sql("change = 'material'"),
    ),
    exact_match("event_revisions", "name"),
    exact_match("event_revisions", "track"),
    comment="every different reading of an event",
)

event_people = Table(
    "event_people",
    metadata,
    part_of("revision_id", "event_revisions.id", "revision that names them"),
    position("order on the programme, from 0"),
    reference("person_id", "people.id", "who it is"),
    text("name", "name as printed", null=False),
    text("role", "speaker, moderator, organiser …, or a job title as printed"),
    text("affiliation", "employer as printed"),
    exact_match("event_people", "name"),
    comment="people on the programme of an event",
)

event_aliases = Table(
    "event_aliases",
    metadata,
    part_of("event_id", "events.id", "event it names"),
    Column("name", Words, primary_key=True, comment="name as printed, its first 300 characters"),
    time("first_seen_at", "when it was first read", null=False),
    comment="every name an event was printed under",
)

event_sources = Table(
    "event_sources",
    metadata,
    key("number of the source"),
    reference("event_id", "events.id", "event it describes", null=False, index=False),
    reference("capture_id", "captures.id", "capture that first said so"),
    text("format", "json-ld, microdata, h-event, icalendar, frab, indico, sessionize, wordpress or text", null=False),
    text("url", "address that describes the event", null=False),
    time("first_seen_at", "when it was first read", null=False),
    whole("quality", "how much the description counts beside others; null where it came with another one of the page"),
    document("fields", "what it says of the event, as last read"),
    time("seen_at", "when the capture was made that named the event last"),
    time("missing_at", "when a later complete reading of the source did not name the event any more"),
    UniqueConstraint("event_id", "format", "url"),
    Index("ix_event_sources_url", "url"),
    comment="which addresses and formats described an event",
)

event_identities = Table(
    "event_identities",
    metadata,
    Column(
        "identity",
        LargeBinary(16),
        primary_key=True,
        comment="16-byte blake2b of a uid, an address, or a name with days, place or parent",
    ),
    part_of("event_id", "events.id", "event known by it", index=True),
    comment="by what an event is found again when another page, format or site describes it",
)

"""Keep what each source says of an event, and by what events are known across pages and sites."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

import storage.columns
from storage.fingerprints import digest_fields

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FORMATS = "json-ld, microdata, h-event, icalendar, frab, "
_TOLD = (
    "type",
    "name",
    "precision",
    "time_zone",
    "status",
    "attendance",
    "url",
    "uid",
    "series",
    "edition",
    "organiser",
    "room",
    "track",
    "abstract",
    "language",
)


def upgrade() -> None:
    op.create_table(
        "event_identities",
        sa.Column(
            "identity",
            sa.LargeBinary(length=16),
            nullable=False,
            comment="16-byte blake2b of a uid, an address, or a name with days, place or parent",
        ),
        sa.Column("event_id", NUMBER, autoincrement=False, nullable=False, comment="event known by it"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_identities_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("identity", "event_id", name=op.f("pk_event_identities")),
        comment="by what an event is found again when another page, format or site describes it",
    )
    op.create_index(op.f("ix_event_identities_event_id"), "event_identities", ["event_id"], unique=False)
    revised: tuple[sa.Column[Any], ...] = (
        sa.Column("offers", sa.JSON(none_as_null=True), nullable=True, comment="tickets: price, currency, availability, url"),
        sa.Column(
            "vanished",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="its sources name it no more; listings say so in place of the status",
        ),
        sa.Column(
            "provenance",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="which source gave which field: format and address, then the fields",
        ),
    )
    for column in revised:
        op.add_column("event_revisions", column)
    said: tuple[sa.Column[Any], ...] = (
        sa.Column(
            "quality",
            sa.Integer(),
            nullable=True,
            comment="how much the description counts beside others; null where it came with another one of the page",
        ),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=True, comment="what it says of the event, as last read"),
        sa.Column("seen_at", storage.columns.UtcTime(), nullable=True, comment="when the capture was made that named the event last"),
        sa.Column(
            "missing_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when a later complete reading of the source did not name the event any more",
        ),
    )
    for column in said:
        op.add_column("event_sources", column)
    op.create_index("ix_event_sources_url", "event_sources", ["url"], unique=False)
    _say("event_sources", "format", storage.columns.Words(), _FORMATS + "indico, sessionize, wordpress or text")
    _say("events", "event_key", sa.LargeBinary(length=16), "16-byte blake2b of what it was first known by; see event_identities")
    _keep_what_is_known()


def _say(table: str, column: str, kind: sa.types.TypeEngine[Any], comment: str) -> None:
    """Change a comment, where the database keeps them."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, column, existing_type=kind, existing_nullable=False, comment=comment)


def _keep_what_is_known() -> None:
    """Take the current readings as what their events' first sources say, so that a thin description does not replace them."""
    connection = op.get_bind()
    told = sa.text(
        f"SELECT r.id, r.event_id, r.starts_value, r.ends_value, r.captured_at, v.name AS hall, v.address, v.locality, v.region, v.country, "  # noqa: S608 -- names of columns
        f"{', '.join(f'r.{name} AS t_{name}' for name in _TOLD)}, (SELECT min(s.id) FROM event_sources s WHERE s.event_id = r.event_id) AS source "
        "FROM event_revisions r LEFT JOIN venues v ON v.id = r.venue_id WHERE r.is_current"
    )
    people = sa.text("SELECT name, role, affiliation FROM event_people WHERE revision_id = :revision ORDER BY position")
    keep = sa.text("UPDATE event_sources SET fields = :fields, quality = 3, seen_at = :seen WHERE id = :source")
    know = sa.text("INSERT INTO event_identities (identity, event_id) VALUES (:identity, :event)")
    for row in connection.execute(told).mappings().all():
        fields = {name: row[f"t_{name}"] for name in _TOLD} | {
            "starts_at": row["starts_value"],
            "ends_at": row["ends_value"],
            "offers": None,
        }
        place = {"name": row["hall"]} | {name: row[name] for name in ("address", "locality", "region", "country")}
        fields["venue"] = place if any(place.values()) else None
        fields["people"] = [dict(each) for each in connection.execute(people, {"revision": row["id"]}).mappings()]
        if row["source"] is not None:
            connection.execute(
                keep, {"fields": json.dumps(fields, ensure_ascii=False), "seen": row["captured_at"], "source": row["source"]}
            )
        keys = {digest_fields(["url", fields["url"]])} if fields["url"] else set()
        for key in sorted(keys):
            connection.execute(know, {"identity": key, "event": row["event_id"]})


def downgrade() -> None:
    _say("event_sources", "format", storage.columns.Words(), _FORMATS + "wordpress or text")
    _say(
        "events", "event_key", sa.LargeBinary(length=16), "16-byte blake2b of what identifies it: site or parent, and uid, address or name"
    )
    op.drop_index("ix_event_sources_url", table_name="event_sources")
    for name in ("missing_at", "seen_at", "fields", "quality"):
        op.drop_column("event_sources", name)
    for name in ("provenance", "vanished", "offers"):
        op.drop_column("event_revisions", name)
    op.drop_index(op.f("ix_event_identities_event_id"), table_name="event_identities")
    op.drop_table("event_identities")

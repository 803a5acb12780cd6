"""Writes articles: a revision for every reading that differs from the current one, with its authors, images and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from storage import changes, search_entries, search_index
from storage.bulk import insert_all, insert_rows
from storage.columns import to_json
from storage.fingerprints import digest_fields, digest_text
from storage.models import article_revisions, articles, captures, revision_alternates, revision_authors, revision_images, revision_tags
from storage.moments import take_apart
from storage.people import fold, person_ids
from storage.prepared import prepare, searched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row
    from storage.visits import Visit

WORDS = (
    "canonical_url",
    "headline",
    "kicker",
    "standfirst",
    "description",
    "byline",
    "dateline_place",
    "dateline_date",
    "language",
    "declared_language",
    "section",
    "text",
)  #: fields kept as they are
_AUTHOR = ("name", "role", "printed", "affiliation", "bio", "url")
_IMAGE = ("url", "caption", "credit")
PROVENANCE_BYTES = 4096


def write(connection: Connection, visits: Sequence[Visit], now: datetime, cause: str = "crawl") -> None:
    """Store the article of every visit that has one; sets ``revision_id`` and the counts of each visit."""
    read = [visit for visit in visits if visit.outcome.article is not None and visit.page_id is not None]
    if not read:
        return
    current = _current(connection, [visit for visit in read if visit.known is not None])
    _insert_articles(connection, [visit for visit in read if visit.page_id not in current], current)
    rows: list[tuple[Visit, Row, Row]] = []
    for visit in read:
        assert visit.outcome.article is not None
        before = current[visit.page_id]
        visit.revision_id = before["revision_id"]
        if visit.same_body and before["extractor_version"] == visit.outcome.extractor_version:
            continue  # the same bytes read by the same rules; a relative date may differ and means nothing
        fields = _fields(visit.outcome.article)
        ready = visit.outcome.prepared
        of_text = ready.text_digest if ready else None if fields["text"] is None else digest_text(fields["text"])
        digest = digest_fields(fields | {"text": of_text and of_text.hex()})
        if digest != before["fields_digest"] and not _is_known(connection, visit, before, digest):
            rows.append((visit, fields, _revision(visit, fields, before, now, cause) | {"fields_digest": digest, "text_digest": of_text}))
    if rows:
        _mark_changes(connection, rows, current)
        _insert_revisions(connection, rows, now)


def _current(connection: Connection, visits: Sequence[Visit]) -> dict[int | None, Row]:
    """Return by page the article, and of its current revision what tells whether a new one is due."""
    if not visits:
        return {}
    rows = connection.execute(_readings, {"pages": [visit.page_id for visit in visits]})
    return {row["page_id"]: dict(row) for row in rows.mappings()}


_readings = (
    select(
        articles.c.page_id,
        articles.c.id.label("article_id"),
        article_revisions.c.id.label("revision_id"),
        article_revisions.c.fields_digest,
        article_revisions.c.extractor_version,
        article_revisions.c.captured_at,
    )
    .outerjoin(article_revisions, (article_revisions.c.article_id == articles.c.id) & article_revisions.c.is_current)
    .where(articles.c.page_id.in_(bindparam("pages", expanding=True)))
)


def _insert_articles(connection: Connection, visits: Sequence[Visit], current: dict[int | None, Row]) -> None:
    if not visits:
        return
    rows = [{"page_id": visit.page_id, "first_seen_at": _captured(visit)} for visit in visits]
    ids = insert_all(connection, articles, rows, "page_id")
    for visit in visits:
        visit.articles = 1
        current[visit.page_id] = {
            "article_id": ids[visit.page_id],
            "revision_id": None,
            "fields_digest": None,
            "extractor_version": None,
            "captured_at": None,
        }


def _captured(visit: Visit) -> Any:
    assert visit.outcome.capture is not None, "an article is read from a capture"
    return visit.outcome.capture.captured_at


def _fields(article: Row) -> Row:
    """Return what makes two readings different, every key there, in the shape that is stored."""
    fields: Row = {name: article.get(name) for name in WORDS}
    for name in ("published_at", "published_precision", "published_printed", "modified_at"):
        fields[name] = article.get(name)
    fields["authors"] = [{name: author.get(name) for name in _AUTHOR} for author in article.get("authors") or ()]
    fields["images"] = [{name: image.get(name) for name in _IMAGE} for image in article.get("images") or ()]
    fields["tags"] = list(article.get("tags") or ())
    return fields


def _revision(visit: Visit, fields: Row, before: Row, now: datetime, cause: str) -> Row:
    article = visit.outcome.article
    assert article is not None
    provenance = article.get("provenance") or {}
    published, modified = take_apart(fields["published_at"]), take_apart(fields["modified_at"])
    visit.prepared = ready = visit.outcome.prepared or prepare(searched(fields))
    return {
        "article_id": before["article_id"],
        "site_id": visit.site_id,
        "is_current": True,
        "capture_id": visit.capture_id,
        "extractor_version": visit.outcome.extractor_version,
        "cause": cause,
        "change": "created",
        "changed_fields": None,
        **{name: fields[name] for name in WORDS},
        "published_at": published.at,
        "published_on": published.on,
        "published_precision": fields["published_precision"],
        "published_offset_minutes": _either(published.offset_minutes, article.get("published_offset_minutes")),
        "published_printed": fields["published_printed"],
        "published_value": fields["published_at"],
        "modified_at": modified.at,
        "modified_on": modified.on,
        "modified_precision": article.get("modified_precision") or modified.precision,
        "modified_offset_minutes": _either(modified.offset_minutes, article.get("modified_offset_minutes")),
        "modified_printed": article.get("modified_printed")
        or (provenance.get("modified_at") or provenance.get("modified") or {}).get("printed"),
        "modified_value": fields["modified_at"],
        "provenance": bounded(provenance),
        "repairs": article.get("repairs") or None,
        "simhash": ready.simhash,
        "captured_at": _captured(visit),
        "stored_at": now,
    }


def _either(first: int | None, second: int | None) -> int | None:
    return second if first is None else first


def bounded(provenance: Row) -> Row | None:
    """Return the provenance within 4 kB of JSON: rivals go first, then what was printed is shortened."""
    if not provenance or len(to_json(provenance).encode()) <= PROVENANCE_BYTES:
        return provenance or None
    short = {field: {key: value for key, value in entry.items() if key != "rivals"} for field, entry in provenance.items()}
    length = 160
    while len(to_json(short).encode()) > PROVENANCE_BYTES and length > 5:
        short = {field: entry | {"printed": str(entry.get("printed") or "")[:length]} for field, entry in short.items()}
        length //= 2
    return short


_retire = update(article_revisions).where(article_revisions.c.id == bindparam("revision")).values(is_current=False)
_LAST_CAPTURE = select(captures.c.id).order_by(captures.c.id.desc()).limit(1)


def _mark_changes(connection: Connection, rows: Sequence[tuple[Visit, Row, Row]], current: dict[int | None, Row]) -> None:
    """Say of every reading that follows another what differs, and let the other stand as no longer current."""
    later = [(visit, fields, row, current[visit.page_id]["revision_id"]) for visit, fields, row in rows]
    later = [entry for entry in later if entry[3] is not None]
    if not later:
        return
    before = fields_of(connection, [number for *_, number in later])
    for visit, fields, row, number in later:
        changed = sorted(name for name in fields if fields[name] != before[number].get(name))
        row["changed_fields"] = changed
        row["change"] = changes.of_article(before[number], fields)
        row["is_current"] = not _is_older(visit, current[visit.page_id])
        if visit.capture_id is None:
            row["capture_id"] = connection.execute(_LAST_CAPTURE.where(captures.c.page_id == visit.page_id)).scalar()
    retired = [{"revision": number} for _, _, row, number in later if row["is_current"]]
    if retired:
        search_index.remove(connection, [row["revision"] for row in retired])
        connection.execute(_retire, retired)


def _is_older(visit: Visit, before: Row) -> bool:
    """Whether the reading is of an older capture than the current one, as when an archive is replayed."""
    return before["captured_at"] is not None and bool(_captured(visit) < before["captured_at"])


def _is_known(connection: Connection, visit: Visit, before: Row, digest: bytes) -> bool:
    """Whether an older capture was read to the same fields before: replaying an archive twice adds no row."""
    if not _is_older(visit, before):
        return False
    same = (article_revisions.c.article_id == before["article_id"], article_revisions.c.captured_at == _captured(visit))
    return (
        connection.execute(select(article_revisions.c.id).where(*same, article_revisions.c.fields_digest == digest).limit(1)).first()
        is not None
    )


def fields_of(connection: Connection, revisions: Sequence[int]) -> dict[int, Row]:
    """Return by revision the fields as :func:`_fields` gave them."""
    query = select(article_revisions).where(article_revisions.c.id.in_(revisions))
    found: dict[int, Row] = {}
    for row in connection.execute(query).mappings():
        fields: Row = {name: row[name] for name in (*WORDS, "published_precision", "published_printed")}
        fields |= {"published_at": row["published_value"], "modified_at": row["modified_value"], "authors": [], "images": [], "tags": []}
        found[row["id"]] = fields
    children = ((revision_authors, "authors", _AUTHOR), (revision_images, "images", _IMAGE))
    for table, name, keys in children:
        for row in connection.execute(
            select(table).where(table.c.revision_id.in_(revisions)).order_by(table.c.revision_id, table.c.position)
        ).mappings():
            found[row["revision_id"]][name].append({key: row[key] for key in keys})
    tags = (
        select(revision_tags)
        .where(revision_tags.c.revision_id.in_(revisions))
        .order_by(revision_tags.c.revision_id, revision_tags.c.position)
    )
    for row in connection.execute(tags).mappings():
        found[row["revision_id"]]["tags"].append(row["tag"])
    return found


def _insert_revisions(connection: Connection, rows: Sequence[tuple[Visit, Row, Row]], now: datetime) -> None:
    ids = insert_all(connection, article_revisions, [row for *_, row in rows], "article_id")
    credited = person_ids(
        connection, ((visit.site_id, author["name"]) for visit, fields, _ in rows if visit.site_id for author in fields["authors"]), now
    )
    authors: list[Row] = []
    images: list[Row] = []
    tags: list[Row] = []
    alternates: list[Row] = []
    for visit, fields, row in rows:
        number = ids[row["article_id"]]
        visit.revision_id, visit.revisions = number, 1
        assert visit.site_id is not None
        printed = (visit.outcome.article or {}).get("authors") or ()
        for place, (author, given) in enumerate(zip(fields["authors"], printed, strict=True)):
            person = credited.get((visit.site_id, fold(author["name"])))
            authors.append({"revision_id": number, "position": place, "person_id": person, "method": given.get("method"), **author})
        images += [{"revision_id": number, "position": place, **image} for place, image in enumerate(fields["images"])]
        tags += [{"revision_id": number, "position": place, "tag": tag} for place, tag in enumerate(fields["tags"])]
        variants = (visit.outcome.article or {}).get("alternates") or ()
        alternates += [{"revision_id": number, "position": place, **variant} for place, variant in enumerate(variants)]
    for table, children in (
        (revision_authors, authors),
        (revision_images, images),
        (revision_tags, tags),
        (revision_alternates, alternates),
    ):
        insert_rows(connection, table, children)
    _index(connection, rows)


def _index(connection: Connection, rows: Sequence[tuple[Visit, Row, Row]]) -> None:
    """Let search find the readings that have become current."""
    current = [(visit, fields) for visit, fields, row in rows if row["is_current"]]
    entries = [
        search_entries.Entry(
            visit.revision_id, fields["published_at"], visit.prepared.searched, fields["language"], visit.places, visit.prepared.cut
        )
        for visit, fields in current
        if visit.revision_id is not None and visit.prepared is not None
    ]
    search_index.add(connection, entries)

"""Pages as printed rows: the ``extract`` contract, which the store and every listing share.

Keys are always there, null or empty where nothing is known. ``article_record`` adds what only the store keeps (an
author's method, losing rivals), so a row that was printed and one that was stored cannot drift apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.items import Article
from storage.json_lines import json_line

if TYPE_CHECKING:
    from crawler.items import Author, Event, Issue, Moment, Page, Person, Provenance, Venue

Row = dict[str, Any]
MAX_PROVENANCE = 4_000  #: bytes of JSON of an article's provenance


def article_row(page: Page, row_id: str | int | None = None) -> Row:
    """Return the contract row of a page that was read; ``row_id`` is the manifest's id or the path given."""
    article = page.article or Article()
    published, modified = article.published, article.modified
    return {
        "id": row_id,
        "url": page.url,
        "canonical_url": page.canonical_url,
        "kind": page.kind,
        "headline": article.headline,
        "kicker": article.kicker,
        "standfirst": article.standfirst,
        "description": article.description,
        "byline": article.byline,
        "authors": [_author(author) for author in article.authors],
        "dateline_place": article.dateline_place,
        "dateline_date": article.dateline_date,
        "published_at": published.value if published else None,
        "published_precision": published.precision if published else None,
        "published_printed": published.printed if published else None,
        "modified_at": modified.value if modified else None,
        "language": article.language,
        "declared_language": article.declared_language,
        "section": article.section,
        "tags": list(article.tags),
        "images": [{"url": image.url, "caption": image.caption, "credit": image.credit} for image in article.images],
        "text": article.text,
        "events": [event_row(event) for event in page.events],
        "issues": [issue_row(issue) for issue in page.issues] + _reason(page),
        "provenance": {name: _provenance(entry) for name, entry in page.provenance.items()},
        "repairs": [
            {"field": repair.field, "kind": repair.kind, "before": repair.before, "after": repair.after} for repair in page.repairs
        ],
    }


def failed_row(row_id: str | int | None, url: str | None, reason: str, detail: str = "") -> Row:
    """Return the contract row of a page that could not be read: every field empty, one issue that says why."""
    row = dict.fromkeys(CONTRACT)
    row |= {
        "id": row_id,
        "url": url,
        "kind": "other",
        "authors": [],
        "tags": [],
        "images": [],
        "events": [],
        "provenance": {},
        "repairs": [],
    }
    row["issues"] = [{"class": reason, "severity": "error", "field": None, "detail": detail[:500]}]
    return row


CONTRACT = (
    "id", "url", "canonical_url", "kind", "headline", "kicker", "standfirst", "description", "byline", "authors", "dateline_place", "dateline_date",
    "published_at", "published_precision", "published_printed", "modified_at", "language", "declared_language", "section", "tags", "images", "text",
    "events", "issues", "provenance", "repairs",
)  # fmt: skip


def article_record(page: Page) -> Row:
    """Return the row of a page's article as the store takes it: the contract row, with methods, rivals and offsets."""
    row = article_row(page)
    article = page.article or Article()
    row["authors"] = [printed | {"method": author.method} for printed, author in zip(row["authors"], article.authors, strict=True)]
    row["provenance"] = _bounded({name: _provenance(entry) | {"rivals": _rivals(entry)} for name, entry in page.provenance.items()})
    row |= _moment("published", article.published) | _moment("modified", article.modified)
    return row


def event_row(event: Event) -> Row:
    """Return the contract row of an event, its sessions nested."""
    return {
        "id": None,
        "type": event.type,
        "name": event.name,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "precision": event.precision,
        "time_zone": event.time_zone,
        "status": event.status,
        "attendance": event.attendance,
        "url": event.url,
        "uid": event.uid,
        "series": event.series,
        "edition": event.edition,
        "parent": None,
        "venue": _venue(event.venue),
        "organiser": event.organiser,
        "room": event.room,
        "track": event.track,
        "abstract": event.abstract,
        "language": event.language,
        "people": [_person(person) for person in event.people],
        "offers": [
            {"price": offer.price, "currency": offer.currency, "availability": offer.availability, "url": offer.url}
            for offer in event.offers
        ],
        "sources": [{"format": source.format, "url": source.url} for source in event.sources],
        "sessions": [event_row(session) | {"parent": event.name} for session in event.sessions],
    }


def issue_row(issue: Issue) -> Row:
    """Return an issue under its printed keys."""
    return {"class": issue.cls, "severity": issue.severity, "field": issue.field, "detail": issue.detail}


def _reason(page: Page) -> list[Row]:
    """Why a crawl would not store the page (challenge, soft_404, noindex …), as an issue where none says so yet."""
    if page.reason is None or any(issue.cls == page.reason for issue in page.issues):
        return []
    return [{"class": page.reason, "severity": "warning", "field": None, "detail": page.kind_rule[:500]}]


def _author(author: Author) -> Row:
    return {
        "name": author.name,
        "role": author.role,
        "printed": author.printed or author.name,
        "affiliation": author.affiliation,
        "bio": author.bio,
        "url": author.url,
    }


def _person(person: Person) -> Row:
    return {"name": person.name, "role": person.role, "affiliation": person.affiliation}


def _venue(venue: Venue | None) -> Row | None:
    if venue is None:
        return None
    return {"name": venue.name, "address": venue.address, "locality": venue.locality, "region": venue.region, "country": venue.country}


def _provenance(entry: Provenance) -> Row:
    return {"rule": entry.rule, "printed": entry.printed[:300], "confidence": round(entry.confidence, 3)}


def _rivals(entry: Provenance) -> list[Row]:
    return [{"rule": r.rule, "printed": r.printed[:120], "confidence": round(r.confidence, 3)} for r in entry.rivals[:3]]


def _moment(name: str, moment: Moment | None) -> Row:
    return {
        f"{name}_precision": moment.precision if moment else None,
        f"{name}_printed": moment.printed if moment else None,
        f"{name}_offset_minutes": moment.offset_minutes if moment else None,
    }


def _bounded(provenance: Row) -> Row:
    """Shorten what was read, then drop rivals, until the provenance fits into 4 kB."""
    for length in (120, 60, 30):
        if len(json_line(provenance)) <= MAX_PROVENANCE:
            return provenance
        for entry in provenance.values():
            entry["printed"] = entry["printed"][:length]
            entry["rivals"] = [rival | {"printed": rival["printed"][:length]} for rival in entry["rivals"][: max(0, length // 60)]]
    return provenance

"""An article, an event, and outcomes of a crawl to put into a database."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, text

from storage.models import crawls, frontier, metadata
from storage.outcomes import store_outcomes
from storage.records import CaptureRecord, Outcome, Stored

if TYPE_CHECKING:
    from storage.database import Database

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
_numbers = itertools.count(1)


def key(url: str) -> bytes:
    """The 16-byte key of an address."""
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).digest()


ARTICLE = {
    "id": "ignored",
    "url": "https://news.example/story",
    "canonical_url": "https://news.example/story",
    "kind": "article",
    "headline": "Sparks fly at the fair",
    "kicker": "Industry",
    "standfirst": "Two days in Cambridge.",
    "description": "What happened at the fair",
    "byline": "By Ada Lovelace and Charles Babbage, The Engine",
    "authors": [
        {
            "name": "Ada Lovelace",
            "role": "reporter",
            "printed": "ADA LOVELACE",
            "affiliation": "The Engine",
            "bio": "Ada writes.",
            "url": "https://news.example/ada",
        },
        {"name": "Charles Babbage", "role": "photographer", "printed": "Charles Babbage", "affiliation": None, "bio": None, "url": None},
    ],
    "dateline_place": "Cambridge, Mass.",
    "dateline_date": "2026-02-27",
    "published_at": "2026-02-28T23:30:00-05:00",
    "published_precision": "minute",
    "published_printed": "Feb. 28, 2026, 11:30 p.m. EST",
    "modified_at": "2026-03-01",
    "language": "en",
    "declared_language": "en-US",
    "section": "Industry Leaders",
    "tags": ["fair", "Ａ wide tag", "fair"],
    "images": [
        {"url": "https://news.example/a.jpg", "caption": "The hall", "credit": "C. Babbage"},
        {"url": None, "caption": "No address", "credit": None},
    ],
    "text": "First paragraph with a word or two.\n\nSecond paragraph: 第一段 🎉.",
    "events": [],
    "issues": [{"class": "author_unknown", "severity": "info", "field": "authors", "detail": "none"}],
    "provenance": {
        "headline": {"rule": "visible:h1", "printed": "Sparks fly at the fair", "confidence": 0.9, "rivals": []},
        "modified": {"rule": "meta:article:modified_time", "printed": "2026-03-01", "confidence": 0.8},
    },
    "repairs": [{"field": "text", "kind": "mojibake", "before": "Â ", "after": " "}],
}

EVENT = {
    "id": None,
    "type": "BusinessEvent",
    "name": "FairCon 2026",
    "starts_at": "2026-05-01T09:00:00+02:00",
    "ends_at": "2026-05-03",
    "precision": "minute",
    "time_zone": "Europe/Berlin",
    "status": "scheduled",
    "attendance": "mixed",
    "url": "https://fair.example/2026",
    "uid": "fair-2026",
    "series": "FairCon",
    "edition": "2026",
    "parent": None,
    "venue": {"name": "Hall 5", "address": "Messe 1", "locality": "Berlin", "region": None, "country": "DE"},
    "organiser": "Fair GmbH",
    "room": None,
    "track": None,
    "abstract": "All about fairs.",
    "language": "en",
    "people": [{"name": "Grace Hopper", "role": "speaker", "affiliation": "Navy"}],
    "offers": [{"price": "40", "currency": "EUR", "availability": "InStock", "url": None}],
    "sources": [{"format": "json-ld", "url": "https://fair.example/2026"}],
    "sessions": [
        {
            "type": "Event",
            "name": "Opening",
            "starts_at": "2026-05-01T09:00:00+02:00",
            "precision": "minute",
            "room": "A",
            "people": [],
            "sources": [],
        },
        {
            "type": "Event",
            "name": "Closing",
            "starts_at": "2026-05-03T16:00:00+02:00",
            "precision": "minute",
            "room": "B",
            "status": "moved",
            "people": [],
            "sources": [],
        },
    ],
}


class Crawl:
    """A crawl whose addresses are leased as soon as they are named."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.epoch = 1
        self.ready: list[int] = []
        with database.writing() as connection:
            row = {"target_key": "t", "targets": ["t"], "spider": "site", "epoch": 1, "started_at": NOW, "software_version": "0"}
            self.id = connection.execute(insert(crawls).values(row).returning(crawls.c.id)).scalar_one()

    def prepare(self, number: int) -> None:
        """Lease so many addresses at once, to be handed out by :meth:`lease`."""
        rows = [
            {
                "crawl_id": self.id,
                "url_key": key(f"lease {next(_numbers)}"),
                "url": "https://asked.example/",
                "origin": "https://asked.example",
                "pattern": "/",
                "kind": "page",
                "always": False,
                "state": "leased",
                "tries": 1,
            }
            for _ in range(number)
        ]
        with self.database.writing() as connection:
            self.ready += connection.execute(insert(frontier).returning(frontier.c.id), rows).scalars()

    def lease(self) -> int:
        """The number of a leased address."""
        if not self.ready:
            self.prepare(1)
        return self.ready.pop()

    def outcome(
        self, address: str = "https://news.example/story", *, body: str = "body", at: datetime = NOW, article=None, **values
    ) -> Outcome:
        lease = values.pop("frontier_id", None) or self.lease()
        capture = CaptureRecord(
            url=address,
            requested_url=address,
            captured_at=at,
            status=200,
            headers={"server": "nginx", "x-ü": "é"},
            content_type="text/html",
            charset="utf-8",
            etag='"1"',
            last_modified="Sun, 01 Mar 2026 12:00:00 GMT",
            body_digest=key(body),
            body_length=len(body),
            warc_file="a.warc.gz",
            warc_offset=7,
            warc_length=5_000_000_000,
        )
        row = {
            "crawl_id": self.id,
            "epoch": self.epoch,
            "frontier_id": lease,
            "url": address,
            "url_key": key(address),
            "state": "done",
            "kind": "article" if article else "other",
            "canonical_url": address,
            "canonical_key": key(address),
            "capture": capture,
            "article": article,
            "extractor_version": "1",
        }
        return Outcome(**(row | values))

    def article(self, address: str = "https://news.example/story", *, body: str = "body", changes=None, **values) -> Outcome:
        """An outcome with an article; ``changes`` are fields that differ from the example's."""
        article = ARTICLE | {"url": address, "canonical_url": address} | (changes or {})
        return self.outcome(address, body=body, article=article, **values)

    def store(self, *outcomes: Outcome, now: datetime = NOW) -> list[Stored]:
        with self.database.writing() as connection:
            return store_outcomes(connection, outcomes, now)

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.database.reading() as connection:
            return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in sorted(metadata.tables)}

"""Makes databases full of invented articles for the benches of storage: Zipf's law, several languages and scripts, always the same.

SQLite is filled in bulk; PostgreSQL gets a copy of the same rows. Each makes its own search index.
"""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, insert, select, text

from storage import search_index
from storage.columns import to_json
from storage.models import (
    article_revisions,
    articles,
    captures,
    coverage,
    coverage_evidence,
    crawls,
    event_aliases,
    event_people,
    event_revisions,
    event_sources,
    events,
    issues,
    metadata,
    pages,
    people,
    revision_authors,
    revision_images,
    revision_tags,
    sites,
    venues,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from storage.database import Database
    from storage.records import Row

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PORTION = 2_000
RARE = "zyxqoravel"  # a word of twenty articles
LANGUAGES = {  # share of the articles; letters that its words are made of; 0: an alphabet
    "en": (0.4, list("bcdfghlmnprst"), list("aeiou")),
    "de": (0.15, list("bdfgklmnrstsch"), list("aeiouäöü")),
    "fr": (0.1, list("bcdfglmnprstv"), list("aeéèioouui")),
    "ru": (0.1, list("бвгдклмнпрст"), list("аеиоуы")),
    "ar": (0.05, list("بتجدرسعفكلمن"), list("اوي")),
    "zh-Hans": (0.15, [chr(0x4E00 + number) for number in range(3000)], None),
    "ja": (0.03, [chr(0x3041 + number) for number in range(80)] + [chr(0x5000 + number) for number in range(900)], None),
    "ko": (0.02, [chr(0xAC00 + number * 7) for number in range(1500)], None),
}
SITES, AUTHORS_A_SITE = 150, 40


class Words:
    """The words of one language, drawn by Zipf's law, and a stock of paragraphs made of them."""

    def __init__(self, language: str, rng: random.Random) -> None:
        _, first, second = LANGUAGES[language]
        self.space = "" if second is None and language != "ko" else " "
        if second is None:
            self.known = ["".join(rng.choices(first, k=rng.choice((1, 2, 2, 2, 3)))) for _ in range(12_000)]
        else:
            self.known = [
                "".join(rng.choice(first) + rng.choice(second) for _ in range(rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(20_000)
            ]
        self.known = list(dict.fromkeys(self.known))
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.known))))
        self.paragraphs = [self.sentence(rng, rng.randint(30, 90)) for _ in range(2_500)]

    def sentence(self, rng: random.Random, number: int) -> str:
        """So many words with a stop here and there."""
        found = rng.choices(self.known, cum_weights=self.weights, k=number)
        stop = "。" if not self.space else ". "
        return stop.join(self.space.join(found[start : start + 12]) for start in range(0, number, 12)) + stop.strip()


def _key(*parts: object) -> bytes:
    return hashlib.blake2b("\n".join(map(str, parts)).encode(), digest_size=16).digest()


class Corpus:
    """Invents rows: ``number`` articles, a tenth as many events, links between them."""

    def __init__(self, number: int, seed: int = 7) -> None:
        self.number, self.rng = number, random.Random(seed)
        self.words = {language: Words(language, self.rng) for language in LANGUAGES}
        self.rare = set(self.rng.sample(range(1, number + 1), min(20, number)))
        self.event_count = max(20, number // 20)
        self.share = list(accumulate(1 / (rank + 1) for rank in range(SITES)))

    def phrase(self) -> str:
        """Two words that stand side by side in some of the English paragraphs, neither of them among the commonest."""
        english = self.words["en"]
        seldom = set(english.known[300:1500])
        for paragraph in english.paragraphs:
            for sentence in paragraph.split(". "):
                found = sentence.split()
                for one, two in pairwise(found):
                    if one in seldom and two in seldom:
                        return f"{one} {two}"
        raise AssertionError("no such phrase")

    def common(self) -> str:
        """A word that most English articles have."""
        return next(word for word in self.words["en"].known if len(word) > 3)

    def pair(self) -> str:
        """A Chinese word of two characters that many articles have."""
        return next(word for word in self.words["zh-Hans"].known[5:] if len(word) == 2)

    def fill(self, database: Database) -> None:
        """Store everything but the search index."""
        with database.writing() as connection:
            for table, rows in self.frame():
                for at in range(0, len(rows), PORTION):
                    connection.execute(insert(table), rows[at : at + PORTION])
            for first in range(1, self.number + 1, PORTION):
                found: dict[Table, list[Row]] = {table: [] for table in BY_ARTICLE}
                for number in range(first, min(first + PORTION, self.number + 1)):
                    self._article(number, found)
                for table, rows in found.items():
                    if rows:
                        connection.execute(insert(table), rows)

    def frame(self) -> list[tuple[Table, list[Row]]]:
        """What articles hang on: sites, a crawl for every 20,000 pages, people, venues, events with two sessions each."""
        rng, english = self.rng, self.words["en"]
        hosts = [f"paper{number}.example" for number in range(1, SITES + 1)]
        named = [f"{rng.choice(english.known).title()} {rng.choice(english.known).title()}" for _ in range(SITES * AUTHORS_A_SITE)]
        self.people = named
        reports = {"outcomes": {}, "traps": [], "pages": 20_000, "articles": 20_000}
        runs = [
            {
                "id": number, "target_key": str(number), "targets": ["https://paper1.example/"], "spider": "site", "epoch": 1, "report": reports,
                "started_at": EPOCH - timedelta(days=number), "finished_at": EPOCH, "reason": "finished", "exit_code": 0, "software_version": "0",
            }
            for number in range(1, self.number // 20_000 + 2)
        ]  # fmt: skip
        halls = [
            {"id": n, "venue_key": _key("venue", n), "name": f"Hall {n}", "locality": english.known[n].title(), "country": "DE"}
            for n in range(1, 501)
        ]
        first_page = self.number + 1
        spoken, known, told, names, heard, said = [], [], [], [], [], []
        for number in range(1, self.event_count + 1):
            site = rng.randint(1, SITES)
            spoken.append(self._page(first_page + number - 1, site, f"/events/{number}", "event"))
            title, day = f"{english.sentence(rng, 2).title()} {number}", EPOCH.date() - timedelta(days=rng.randint(-300, 4000))
            for part in range(3):
                event = (number - 1) * 3 + part + 1
                name = title if part == 0 else f"Session {part} of {title}"
                known.append({
                    "id": event, "event_key": _key("event", event), "site_id": site, "page_id": first_page + number - 1,
                    "parent_id": None if part == 0 else event - part, "series": title.rpartition(" ")[0], "edition": str(number),
                    "status": "scheduled", "first_seen_at": EPOCH,
                })  # fmt: skip
                told.append({
                    "id": event, "event_id": event, "is_current": True, "extractor_version": "1", "cause": "crawl", "change": "created",
                    "fields_digest": _key(event), "type": "Event", "name": name, "starts_on": None if number % 17 == 0 else day,
                    "starts_value": None if number % 17 == 0 else day.isoformat(), "precision": "day", "status": "scheduled",
                    "series": title.rpartition(" ")[0], "edition": str(number), "venue_id": number % 500 + 1, "language": "en",
                    "captured_at": EPOCH, "stored_at": EPOCH,
                })  # fmt: skip
                names.append({"event_id": event, "name": name, "first_seen_at": EPOCH})
                heard.append({"revision_id": event, "position": 0, "person_id": None, "name": rng.choice(named), "role": "speaker"})
                said.append(
                    {
                        "id": event,
                        "event_id": event,
                        "format": "json-ld",
                        "url": f"https://{hosts[site - 1]}/events/{number}",
                        "first_seen_at": EPOCH,
                    }
                )
        return [
            (sites, [{"id": n, "key": host, "first_seen_at": EPOCH} for n, host in enumerate(hosts, 1)]),
            (crawls, runs),
            (people, [{"id": n, "site_id": (n - 1) // AUTHORS_A_SITE + 1, "name_key": f"{name.casefold()}", "name": name, "first_seen_at": EPOCH} for n, name in self._distinct(named)]),
            (pages, spoken), (venues, halls), (events, known), (event_revisions, told), (event_aliases, names), (event_people, heard), (event_sources, said),
        ]  # fmt: skip

    def _distinct(self, named: list[str]) -> list[tuple[int, str]]:
        """The people by number, a name once at each site."""
        seen: set[tuple[int, str]] = set()
        found = []
        for number, name in enumerate(named, 1):
            site = (number - 1) // AUTHORS_A_SITE
            if (site, name.casefold()) not in seen:
                seen.add((site, name.casefold()))
                found.append((number, name))
        self.known_people = {number for number, _ in found}
        return found

    def _page(self, number: int, site: int, path: str, kind: str) -> Row:
        url = f"https://paper{site}.example{path}"
        return {
            "id": number, "site_id": site, "url_key": _key(url), "url": url, "host": f"paper{site}.example", "kind": kind,
            "first_seen_at": EPOCH, "last_seen_at": EPOCH, "status": 200,
        }  # fmt: skip

    def _article(self, number: int, found: dict[Table, list[Row]]) -> None:
        """Add the rows of one article; every seventh is undated, known by month, or of the last century."""
        rng = self.rng
        language = rng.choices(list(LANGUAGES), weights=[share for share, *_ in LANGUAGES.values()])[0]
        words = self.words[language]
        site = rng.choices(range(1, SITES + 1), cum_weights=self.share)[0]
        day = EPOCH.date() - timedelta(days=rng.randint(0, 3650) if site % 10 else rng.randint(6000, 9000))
        published = None if number % 50 == 0 else day.isoformat()[:7] if number % 51 == 0 else day.isoformat()
        parts = rng.choices(words.paragraphs, k=rng.randint(2, 9))
        if number in self.rare:
            parts.append(RARE)
        story = "\n\n".join(parts)
        capture = {
            "id": number, "page_id": number, "crawl_id": number // 20_000 + 1, "url": f"https://paper{site}.example/{number}",
            "requested_url": f"https://paper{site}.example/{number}", "captured_at": EPOCH, "status": 200, "headers": {}, "body_digest": _key(number),
        }  # fmt: skip
        found[pages].append(self._page(number, site, f"/{number}", "article"))
        found[captures].append(capture)
        found[articles].append({"id": number, "page_id": number, "first_seen_at": EPOCH})
        found[article_revisions].append({
            "id": number, "article_id": number, "site_id": site, "is_current": True, "capture_id": number, "extractor_version": "1", "cause": "crawl", "change": "created",
            "fields_digest": _key("fields", number), "canonical_url": capture["url"], "headline": words.sentence(rng, rng.randint(5, 9)),
            "description": words.sentence(rng, 15), "published_on": day if published and len(published) > 7 else None, "published_value": published,
            "published_precision": published and ("day" if len(published) > 7 else "month"), "language": language, "section": "News", "text": story,
            "provenance": {"headline": {"rule": "visible:h1", "printed": "x", "confidence": 0.9}}, "text_digest": _key("text", number), "simhash": number,
            "captured_at": EPOCH, "stored_at": EPOCH,
        })  # fmt: skip
        for place in range(rng.choice((0, 1, 1, 1, 2))):
            person = (site - 1) * AUTHORS_A_SITE + int(rng.paretovariate(1.2)) % AUTHORS_A_SITE + 1
            known = person if person in self.known_people else None
            found[revision_authors].append(
                {"revision_id": number, "position": place, "person_id": known, "name": self.people[person - 1], "role": "reporter"}
            )
        found[revision_images].append(
            {"revision_id": number, "position": 0, "url": f"{capture['url']}.jpg", "caption": words.sentence(rng, 6)}
        )
        for place, tag in enumerate(set(rng.choices(words.known[:400], k=3))):
            found[revision_tags].append({"revision_id": number, "position": place, "tag": tag})
        if number % 3 == 0:
            found[issues].append({
                "crawl_id": capture["crawl_id"], "page_id": number, "capture_id": number, "revision_id": number, "url": capture["url"],
                "class": "author_unknown", "severity": "info", "created_at": EPOCH + timedelta(seconds=number),
            })  # fmt: skip
        if number % 4 == 0:
            event = int(rng.paretovariate(0.6)) % self.event_count * 3 + 1
            found[coverage].append({
                "id": number, "article_id": number, "event_id": event, "revision_id": number, "relation": "mentions", "score": 0.8, "rule": "name",
                "rules": "1", "linked_at": EPOCH,
            })  # fmt: skip
            found[coverage_evidence].append(
                {"coverage_id": number, "position": 0, "kind": "name", "field": "text", "quote": "x", "start": 0, "end": 1, "weight": 0.8}
            )


BY_ARTICLE = (
    pages,
    captures,
    articles,
    article_revisions,
    revision_authors,
    revision_images,
    revision_tags,
    issues,
    coverage,
    coverage_evidence,
)


def copy(source: Database, target: Database) -> None:
    """Copy the rows of every table to an empty PostgreSQL database, and let its counters go on behind them."""
    with source.reading() as reading, target.writing() as writing:
        for table in metadata.sorted_tables:
            rows = reading.execute(select(table), execution_options={"yield_per": PORTION})
            _copy_in(writing, table, rows)
        for table in metadata.sorted_tables:
            if "id" in table.c:
                writing.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table.name}))"
                    )
                )


def _copy_in(connection: Connection, table: Table, rows: Any) -> None:
    documents = [number for number, column in enumerate(table.c) if isinstance(column.type, JSON)]
    names = ", ".join(f'"{column.name}"' for column in table.c)
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as into:
        for row in rows:
            values = list(row)
            for number in documents:
                values[number] = None if values[number] is None else to_json(values[number])
            into.write_row(values)


def analyze(database: Database) -> None:
    """Let the database look at its tables, as its own upkeep would in time."""
    with database.writer.connect() as connection:
        if database.dialect == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def build(number: int, sqlite: Database, postgresql: Database | None) -> Corpus:
    """Fill both databases and make their search indexes; ``postgresql`` may be left out."""
    corpus = Corpus(number)
    corpus.fill(sqlite)
    if postgresql is not None:
        copy(sqlite, postgresql)
    for database in (sqlite, postgresql):
        if database is not None:
            with database.writing() as connection:
                search_index.rebuild(connection)
            analyze(database)
    return corpus

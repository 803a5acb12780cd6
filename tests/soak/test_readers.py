"""Reading while a crawl writes: eight readers on SQLite meet no error and wait for no writer."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from storage import queries
from storage.database import open_database
from storage.writer import Writer

SECONDS = 20.0
READERS = 8
HELD = 4.0  # seconds for which one transaction stays open


def _support():
    """The crawl of the tests of storage, which makes outcomes to store."""
    spec = importlib.util.spec_from_file_location("storage_support", Path(__file__).parents[1] / "storage" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


READER = textwrap.dedent(
    """
    import itertools, json, sys, time
    from sqlalchemy import text
    from storage import queries
    from storage.database import open_database
    from storage.search import search

    def view(database):
        with database.reading() as connection:
            return connection.execute(text("SELECT * FROM v_articles ORDER BY published_on DESC LIMIT 20")).all()

    url, seconds, number = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    database = open_database(url, write=False)
    asked = itertools.cycle([
        lambda: queries.articles(database, limit=20), lambda: queries.events(database, limit=20), lambda: search(database, "sparks fair", limit=20),
        lambda: view(database), lambda: queries.issues(database, limit=20), lambda: queries.articles(database, site="news.example", limit=20),
    ])
    end, count, rows, longest, errors = time.monotonic() + seconds, 0, 0, 0.0, []
    while time.monotonic() < end:
        started = time.monotonic()
        try:
            rows += len(list(next(asked)()))
        except Exception as error:
            errors.append(repr(error)[:300])
        count, longest = count + 1, max(longest, time.monotonic() - started)
    print(json.dumps({"count": count, "rows": rows, "longest": longest, "errors": errors}))
    """
)


def _read(url, seconds):
    return [
        subprocess.Popen([sys.executable, "-c", READER, url, str(seconds), str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(READERS)
    ]


def _told(readers):
    import json

    found = [json.loads(reader.communicate(timeout=120)[0]) for reader in readers]
    print(f"readings {[one['count'] for one in found]}, longest {max(one['longest'] for one in found):.2f} s")
    return found


def test_eight_readers_meet_no_error_while_a_crawl_writes(tmp_path):
    support = _support()
    url = f"sqlite:///{tmp_path}/x.db"
    database = open_database(url)
    crawl, stored = support.Crawl(database), 0
    crawl.store(crawl.article("https://news.example/first", events=(support.EVENT,)))
    readers = _read(url, SECONDS)
    writer, end = Writer(database), time.monotonic() + SECONDS
    while time.monotonic() < end:
        crawl.prepare(50)
        futures = [writer.store(crawl.article(f"https://news.example/{stored + number}")) for number in range(50)]
        stored += sum(future.result(timeout=60).articles for future in futures)
    writer.close()
    found = _told(readers)
    print(f"{stored} articles stored meanwhile")
    assert [error for one in found for error in one["errors"]] == []
    assert all(one["count"] > 10 and one["rows"] > 0 for one in found)
    assert stored > 100
    assert len(list(queries.articles(database))) == stored + 1
    database.close()


def test_no_reader_waits_for_a_transaction_that_stays_open(tmp_path):
    support = _support()
    url = f"sqlite:///{tmp_path}/x.db"
    database = open_database(url)
    crawl = support.Crawl(database)
    crawl.store(*(crawl.article(f"https://news.example/{number}") for number in range(200)))
    alone = _told(_read(url, HELD))
    outcomes = [crawl.article(f"https://news.example/held{number}") for number in range(50)]
    with database.writing() as connection:
        support.store_outcomes(connection, outcomes, support.NOW)
        beside = _told(_read(url, HELD))
    assert [error for one in alone + beside for error in one["errors"]] == []
    assert sum(one["count"] for one in beside) > 0.5 * sum(one["count"] for one in alone)
    assert max(one["longest"] for one in beside) < HELD / 2
    database.close()

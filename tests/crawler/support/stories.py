"""An origin of many slow stories, and what a database must hold of them when a crawl is complete."""

from __future__ import annotations

import os
import signal
import sqlite3
import time

from odd_origin import Origin, answer, article, listing
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError


def origin(number, pause=0.05, per_list=100, **more):
    """Stories in lists of ``per_list``, each answer a little slow; ``more`` are further pages by name, linked from the first list."""
    links = [f"/story-{n}-of-the-long-day" for n in range(number)]

    def page(n):
        def told(_):
            time.sleep(pause)
            return answer(200, article(f"Story {n} of the long day", n % 9 + 1))

        return told

    pages = {link: page(n) for n, link in enumerate(links)} | {f"/{name}": made for name, made in more.items()}
    lists = {f"/list-{start}": listing(links[start : start + per_list], f"List {start}") for start in range(0, number, per_list)}
    return Origin({"/": listing([*(f"/{name}" for name in more), *lists]), **lists, **pages}), links


def rows(db, query):
    engine = create_engine(db)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()


def wait_for_rows(db, number, seconds=60):
    """Wait until so many articles are stored."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if rows(db, "select count(*) from articles")[0][0] >= number:
                return
        except OperationalError:  # no tables yet
            pass
        time.sleep(0.05)
    raise AssertionError(f"fewer than {number} articles after {seconds} s")


def freeze_between_commits(process, db):
    """Stop a process group while it holds no lock on its SQLite file."""
    while True:
        os.killpg(process.pid, signal.SIGSTOP)
        connection = sqlite3.connect(db.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            os.killpg(process.pid, signal.SIGCONT)
            time.sleep(0.01)
        else:
            connection.execute("ROLLBACK")
            return
        finally:
            connection.close()


def check_complete(db, number, archive=None):
    """Each story is done and stored once, with one capture; where there is an archive, each capture's record is whole."""
    assert rows(db, "select state, count(*) from frontier where url like '%/story-%' group by state") == [("done", number)]
    check_stored(db, number, archive)


def check_stored(db, number, archive=None):
    """As :func:`check_complete`, however many crawls it took."""
    from storage import health
    from storage.database import open_database

    assert rows(db, "select count(*), count(distinct page_id) from articles") == [(number, number)]
    assert rows(db, "select page_id from captures group by page_id having count(*) > 1") == []
    assert rows(db, "select count(*) from frontier where state in ('waiting', 'leased')") == [(0,)]
    database = open_database(db, write=False, create=False)
    try:
        found = health.check(database, archive)
    finally:
        database.close()
    assert [row for row in found if not row["ok"]] == []

"""The writing thread: group commit, rejected rows, lost connections, faults of the whole database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import OperationalError

from storage import queries
from storage import writer as writer_module
from storage.database import open_database
from storage.errors import CrawlBusy, Damaged, DiskFull, ReadOnly, Unavailable
from storage.models import frontier, issues, sites
from storage.writer import WAITS, Writer


@pytest.fixture
def naps():
    return []


@pytest.fixture
def writer(database, now, naps):
    writer = Writer(database, clock=lambda: now, sleep=naps.append)
    yield writer
    writer.close()


def _held(writer):
    """Keeps the writer busy until the returned event is set, so that what is submitted meanwhile makes one batch."""
    started, go = threading.Event(), threading.Event()

    def wait(_connection):
        started.set()
        assert go.wait(30)

    writer.submit(wait)
    assert started.wait(30)
    return go


def _commits(database):
    seen = []
    event.listen(database.writer, "commit", lambda _connection: seen.append(1))
    return seen


def test_what_is_not_wanted_soon_waits_for_what_is_while_one_commit_follows_the_other(database, crawl, now):
    crawl.prepare(3)
    outcomes = [crawl.article(f"https://news.example/{n}") for n in range(3)]
    writer = Writer(database, clock=lambda: now, patience=3600.0)
    try:
        assert writer.store(outcomes[0], soon=False).result(30).articles == 1  # nothing was committed a moment ago
        commits = _commits(database)
        patient = [writer.store(outcome, soon=False) for outcome in outcomes[1:]]
        assert not any(future.done() for future in patient)
        writer.submit(lambda _connection: None).result(30)
        assert [future.result(30).articles for future in patient] == [1, 1]
        assert len(commits) == 1
    finally:
        writer.close()


def test_closing_writes_what_still_waits_for_company(database, crawl, now):
    crawl.prepare(2)
    writer = Writer(database, clock=lambda: now, patience=3600.0)
    writer.submit(lambda _connection: None).result(30)
    waiting = writer.store(crawl.article("https://news.example/0"), soon=False)
    writer.close()
    assert waiting.result(0).articles == 1


def test_what_is_queued_while_a_commit_runs_goes_into_one_next_commit(database, crawl, writer):
    crawl.prepare(50)
    outcomes = [crawl.article(f"https://news.example/{n}") for n in range(50)]
    go, commits = _held(writer), _commits(database)
    futures = [writer.store(outcome) for outcome in outcomes]
    go.set()
    assert [future.result(30).articles for future in futures] == [1] * 50
    assert len(commits) == 2


def test_a_future_resolves_only_after_the_commit(database, crawl, writer):
    stored = writer.store(crawl.article()).result(30)
    assert stored.articles == 1
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar_one() == 1


def test_work_is_done_in_the_order_of_submission(crawl, writer):
    outcome = crawl.article()
    go, order = _held(writer), []
    futures = [
        writer.submit(lambda _c: order.append("first")),
        writer.store(outcome),
        writer.submit(lambda c: order.append(c.execute(text("SELECT count(*) FROM articles")).scalar_one())),
    ]
    go.set()
    for future in futures:
        future.result(30)
    assert order == ["first", 1]


def test_a_function_that_fails_takes_nobody_with_it(database, writer, now):
    go = _held(writer)

    def fails(connection):
        connection.execute(insert(sites).values(key="half", first_seen_at=now))
        raise KeyError("mine")

    failing = writer.submit(fails)
    good = writer.submit(lambda c: c.execute(insert(sites).values(key="whole", first_seen_at=now)).is_insert)
    go.set()
    with pytest.raises(KeyError, match="mine"):
        failing.result(30)
    assert good.result(30)
    with database.reading() as connection:
        assert connection.execute(select(sites.c.key)).scalars().all() == ["whole"]


def test_a_function_may_raise_a_storage_error_of_its_own(crawl, writer):
    def busy(_connection):
        raise CrawlBusy("held by another process")

    outcome = crawl.article()
    go = _held(writer)
    stored, refused = writer.store(outcome), writer.submit(busy)
    go.set()
    with pytest.raises(CrawlBusy, match="held"):
        refused.result(30)
    assert stored.result(30).articles == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "half a pair \ud83d"},
        {"text": "a\0b"},
        {"tags": ["fine", "a\0b"]},
        {"authors": [{"name": "N\udc00", "role": "reporter"}]},
        {"provenance": {"headline": {"rule": "x", "printed": "a\0b", "confidence": 1.0}}},
        {"provenance": {"headline": {"rule": "x", "printed": "x", "confidence": float("nan")}}},
        {"published_precision": "century"},
        {"headline": {"not": "a string"}},
    ],
)
def test_one_bad_row_in_a_hundred_is_rejected_and_the_others_stand(database, crawl, writer, changes):
    crawl.prepare(100)
    outcomes = [crawl.article(f"https://news.example/{n}", changes=changes if n == 50 else None) for n in range(100)]
    go = _held(writer)
    futures = [writer.store(outcome) for outcome in outcomes]
    go.set()
    results = [future.result(60) for future in futures]
    assert [n for n, result in enumerate(results) if result.articles == 0] == [50]
    bad = outcomes[50]
    with database.reading() as connection:
        rows = connection.execute(select(frontier.c.id, frontier.c.state, frontier.c.reason)).all()
        found = connection.execute(
            select(issues.c.severity, issues.c.url, issues.c.detail).where(issues.c["class"] == "store_rejected")
        ).all()
    assert {(row.id, row.state, row.reason) for row in rows if row.state != "done"} == {(bad.frontier_id, "failed", "store_rejected")}
    assert [(severity, url) for severity, url, _ in found] == [("error", bad.url)]
    assert found[0].detail
    assert len(list(queries.articles(database))) == 99


def test_an_outcome_whose_very_address_is_broken_still_closes_its_lease(database, crawl, writer):
    broken = crawl.outcome("https://news.example/\ud83d")
    assert writer.store(broken).result(30).issues == 1
    with database.reading() as connection:
        assert connection.execute(select(frontier.c.reason)).scalar_one() == "store_rejected"
        assert connection.execute(select(issues.c.url)).scalar_one() == "https://news.example/\\ud83d"


def test_a_superseded_outcome_is_told_so(crawl, writer):
    assert writer.store(replace(crawl.outcome(), epoch=7)).result(30).superseded


def test_closing_writes_what_is_queued_and_then_takes_nothing_more(database, crawl, now):
    writer = Writer(database, clock=lambda: now)
    futures = [writer.store(crawl.article(f"https://news.example/{n}")) for n in range(20)]
    writer.close()
    writer.close()
    assert all(future.result(0).articles for future in futures)
    with pytest.raises(Unavailable, match="closed"):
        writer.store(futures)


def test_a_cancelled_job_is_left_out(crawl, writer):
    outcome = crawl.article()
    go = _held(writer)
    future = writer.submit(lambda _c: pytest.fail("it was cancelled"))
    assert future.cancel()
    go.set()
    assert writer.store(outcome).result(30).articles == 1


def _sqlite_error(code, words):
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_sqlite_error(13, "database or disk is full"), DiskFull),
        (_sqlite_error(8, "attempt to write a readonly database"), ReadOnly),
        (_sqlite_error(11, "database disk image is malformed"), Damaged),
        (_sqlite_error(5, "database is locked"), Unavailable),
        (psycopg.errors.DiskFull("could not extend file"), DiskFull),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), ReadOnly),
        (psycopg.errors.DataCorrupted("page verification failed"), Damaged),
    ],
)
def test_a_fault_of_the_whole_database_reaches_everybody_who_waits(database, crawl, writer, monkeypatch, error, expected):
    def store(_connection, outcomes, _now):
        raise OperationalError("INSERT", {}, error)

    good = crawl.article()
    go = _held(writer)
    with monkeypatch.context() as patch:
        patch.setattr(writer_module, "store_outcomes", store)
        futures = [writer.store(good), writer.store(good)]
        go.set()
        for future in futures:
            with pytest.raises(expected, match=r"test\d+"):
                future.result(30)
    assert writer.store(good).result(30).articles == 1


def test_a_lost_connection_is_tried_again_until_the_server_is_back(database, crawl, writer, naps, monkeypatch):
    outcome, left, real = crawl.article(), [psycopg.errors.AdminShutdown("gone")] * 3, writer_module.store_outcomes

    def store(connection, outcomes, now):
        if left:
            raise OperationalError("INSERT", {}, left.pop())
        return real(connection, outcomes, now)

    monkeypatch.setattr(writer_module, "store_outcomes", store)
    assert writer.store(outcome).result(30).articles == 1
    assert naps == list(WAITS[:3])


def test_a_server_that_stays_away_is_told_after_a_bounded_time(database, crawl, writer, naps, monkeypatch):
    def store(_connection, _outcomes, _now):
        raise OperationalError("INSERT", {}, psycopg.OperationalError("server closed the connection unexpectedly"))

    monkeypatch.setattr(writer_module, "store_outcomes", store)
    with pytest.raises(Unavailable, match="cannot be reached"):
        writer.store(crawl.article()).result(30)
    assert naps == list(WAITS)


def test_connections_that_the_server_cut_are_made_anew(database, crawl, writer):
    if database.dialect != "postgresql":
        return
    writer.store(crawl.article()).result(30)
    with database.reading() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")
        )
    assert writer.store(crawl.article("https://news.example/2")).result(30).articles == 1


def test_a_connection_cut_in_the_middle_of_a_batch_costs_nothing(database, crawl, writer):
    if database.dialect != "postgresql":
        return
    cut = []

    def die(connection):
        if not cut:
            cut.append(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": cut[0]})

    outcomes = [crawl.article(), crawl.article("https://news.example/2")]
    go = _held(writer)
    futures = [writer.store(outcomes[0]), writer.submit(die), writer.store(outcomes[1])]
    go.set()
    assert [future.result(30) and future.result().articles for future in futures] == [1, None, 1]
    assert crawl.counts()["articles"] == 2


_PROCESS = """
import sys
from sqlalchemy import insert
from storage.database import open_database
from storage.models import sites
from storage.writer import Writer, utc_now

database = open_database(sys.argv[1])
writer = Writer(database)
for n in range(25):
    writer.submit(lambda c: c.execute(insert(sites).values(key=f"{sys.argv[2]}-{n}", first_seen_at=utc_now())) and None).result(60)
writer.close()
database.close()
"""


@pytest.mark.soak  # eight processes on two databases
def test_eight_processes_make_and_share_one_database(empty_url):
    processes = [subprocess.Popen([sys.executable, "-c", _PROCESS, empty_url, str(number)]) for number in range(8)]
    assert [process.wait(120) for process in processes] == [0] * 8
    database = open_database(empty_url, create=False)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sites")).scalar_one() == 200
    database.close()


def test_two_crawls_that_store_the_same_new_people_and_sites_at_once_both_succeed(url, crawl, database, now):
    other = open_database(url)
    writers = [Writer(database, clock=lambda: now), Writer(other, clock=lambda: now)]
    crawl.prepare(60)
    outcomes = [[crawl.article(f"https://news.example/{who}/{n}") for n in range(30)] for who in (0, 1)]
    futures = [writers[who].store(outcome) for pair in zip(*outcomes, strict=True) for who, outcome in enumerate(pair)]
    assert sum(future.result(60).articles for future in futures) == 60
    for writer in writers:
        writer.close()
    other.close()
    assert crawl.counts()["people"] == 2

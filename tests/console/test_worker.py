"""How ``pressrow worker`` hands a job to a crawl, and what it writes while it works."""

from __future__ import annotations

import json
import queue
from datetime import UTC, datetime

import pytest

from console.cli.worker import address, progress, starter
from console.worker import processes
from console.worker.telling import Teller
from storage.database import open_database
from storage.jobs import Job

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    database = open_database("sqlite:///x.db")
    yield database
    database.close()


@pytest.fixture
def started(database, monkeypatch):
    """Starts a job; returns the arguments and settings of its process."""
    seen = []
    monkeypatch.setattr(processes, "Process", lambda arguments, **how: seen.append((arguments, how)))

    def start(again):
        starter(database, Teller("quiet", lambda: NOW), queue.SimpleQueue())(
            Job(1, "a", ("https://a.example/", "--fresh", "--delay", "2"), "/srv", NOW, again, None)
        )
        return seen[-1]

    return start


def test_a_crawl_finds_the_database_from_its_own_folder(database, tmp_path):
    assert address(database) == f"sqlite:///{tmp_path}/x.db"


def test_the_address_of_the_database_is_no_argument_that_everybody_sees(started, tmp_path):
    arguments, how = started(again=False)
    assert not any("sqlite" in word for word in arguments)
    assert how["environment"] == {"PRESSROW_DB": f"sqlite:///{tmp_path}/x.db"}
    assert how["folder"] == "/srv"


def test_a_crawl_that_is_run_again_is_resumed_even_where_each_run_begins_anew(started):
    assert "--fresh" in started(again=False)[0]
    assert started(again=True)[0] == ["https://a.example/", "--delay", "2"]


def test_progress_is_one_line():
    row = {"elapsed_s": 5.2, "pages": 3, "articles": 2, "events": 0, "issues": 1, "waiting": 7, "outcomes": {"dns": 2, "stored": 3}}
    assert progress(row) == "5 s, 3 pages, 2 articles, 0 events, 1 issues, 7 waiting; not stored: dns 2"
    assert progress({"outcomes": {}}).startswith("0 s")


def test_lines_have_their_time_and_their_schedule(capsys):
    Teller("text", lambda: NOW)("started", "job 1 started", schedule="a", job=1)
    Teller("json", lambda: NOW)("started", "job 1 started", schedule="a", job=1)
    Teller("quiet", lambda: NOW)("started", "job 1 started", schedule="a", job=1)
    Teller("quiet", lambda: NOW)("ended", "job 1 died", schedule="a", fault=True)
    text, row, fault = capsys.readouterr().err.splitlines()
    assert text == "2026-03-01 12:00:00Z a: job 1 started"
    assert json.loads(row) == {
        "log": "worker", "at": "2026-03-01T12:00:00.000+00:00", "event": "started", "schedule": "a", "job": 1, "said": "job 1 started",
    }  # fmt: skip
    assert fault.endswith("a: job 1 died")

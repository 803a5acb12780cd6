"""The worker with real crawls: the demo sites, signals, a kill."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from urllib.parse import urlsplit

import psutil
import pytest

from console.demo.server import DemoSites
from console.worker.processes import Ending, LeftBehind, Process
from storage.ownership import this_owner
from tests.console.conftest import pressrow

PATIENCE = 90  # seconds; what is waited for comes in a few


@pytest.fixture(scope="module")
def origins():
    with DemoSites() as sites:
        yield list(sites.origins.values())


def crawl_of(origin, *more):
    return [f"{origin}/", "--allow-address", urlsplit(origin).netloc, *more]


def runs(folder):
    done = pressrow("schedule", "runs", "--format", "jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()][::-1]


def until(met):
    """Wait for what another process does."""
    deadline = time.monotonic() + PATIENCE
    while not (value := met()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return value


@pytest.mark.soak  # several crawls at once as real processes; the loop that starts them is proven in test_loop.py
def test_what_is_due_is_crawled_several_sites_at_once(tmp_path, origins):
    for number, origin in enumerate(origins):
        done = pressrow("schedule", "add", f"s{number}", "--every", "6h", "--now", *crawl_of(origin, "--delay", "0"), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    worker = pressrow("worker", "--once", "--crawls", "3", "--log-format", "json", cwd=tmp_path)
    assert worker.returncode == 0, worker.stderr
    told = [json.loads(line) for line in worker.stderr.splitlines()]
    assert {row["event"] for row in told} >= {"ready", "started", "ended"}
    ended = runs(tmp_path)
    assert [(row["state"], row["exit_code"], row["detail"]) for row in ended] == [("done", 0, "finished")] * 3
    assert len({row["crawl"] for row in ended}) == 3
    assert max(row["started_at"] for row in ended) < min(row["finished_at"] for row in ended)
    articles = pressrow("articles", "--format", "jsonl", cwd=tmp_path)
    assert len(articles.stdout.splitlines()) >= 20


@pytest.mark.soak  # real processes that are killed and waited for
def test_a_killed_crawl_and_a_stopped_worker_leave_a_crawl_that_is_resumed(tmp_path, origins):
    added = pressrow("schedule", "add", "a", "--every", "6h", "--now", *crawl_of(origins[0], "--delay", "0.1"), cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    command = [sys.executable, "-m", "console", "worker", "--quiet"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as worker:
        child = until(psutil.Process(worker.pid).children)[0]
        until(lambda: child.children(recursive=True))  # the crawl has begun its own workers
        child.kill()
        line = worker.stderr.readline()
        assert "died" in line
        assert "killed by SIGKILL; it is run again" in line
        with closing(sqlite3.connect(tmp_path / "pressrow.db")) as connection, connection:  # no need to wait until then
            connection.execute("UPDATE schedules SET next_at = planned_at")
        second = until(psutil.Process(worker.pid).children)[0]
        until(lambda: second.children(recursive=True))
        asked = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 6
        assert time.monotonic() - asked < 30
    assert not second.is_running()
    done = pressrow("worker", "--once", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [row["state"] for row in runs(tmp_path)] == ["died", "interrupted", "done"]
    crawls = [json.loads(line) for line in pressrow("crawls", "--format", "jsonl", cwd=tmp_path).stdout.splitlines()]
    assert [crawl["reason"] for crawl in crawls] == ["finished"]


def test_a_crawl_that_cannot_begin_says_why(tmp_path):
    ended = []
    process = Process(
        ["nonsense"],
        folder=str(tmp_path),
        environment={"PRESSROW_DB": f"sqlite:///{tmp_path}/x.db"},
        on_line=lambda row: None,
        on_end=lambda: ended.append(True),
    )
    until(lambda: ended)
    assert process.ended() == Ending(2, error="pressrow: target 'nonsense' is no http(s) address and no known site key")
    process.stop()
    process.kill()  # nobody is there any more, and nobody else is hit


def test_a_crawl_in_a_folder_that_is_gone_cannot_be_started(tmp_path):
    with pytest.raises(FileNotFoundError):
        Process([], folder=str(tmp_path / "gone"), environment={}, on_line=lambda row: None, on_end=lambda: None)


def test_a_crawl_that_was_left_behind_is_stopped_by_its_number_only_while_it_is_the_same_process():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as process:
        identity = this_owner(process.pid)
        other = LeftBehind(identity | {"started": identity["started"] - 100})
        other.stop()
        other.kill()
        assert other.ended() == Ending()
        left = LeftBehind(identity)
        assert left.ended() is None
        left.kill()
        assert process.wait() == -signal.SIGKILL
        assert left.ended() == Ending()
    assert os.getpid() != process.pid

"""What goes wrong ends with one line and the documented exit code, and leaves what was stored as it was."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys

import pytest

from console.cli import extract
from console.cli.program import run
from console.exits import Exit, exit_of
from crawler.spiders import ending
from storage import errors
from tests.console.conftest import asked, pressrow

NOBODY = "http://127.0.0.1:1/"
CRAWL = ["crawl", "--contact", "desk@example.org", NOBODY]


def ended(words, *more, cwd=None):
    """How a command ends; what begins a crawl has a process of its own, since a reactor starts only once."""
    return (pressrow if words[0] in {"crawl", "demo"} else asked)(*words, *more, cwd=cwd)


def told(done, code):
    """The one line of a command that failed."""
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("pressrow: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["crawl", "ht!tp:/bad"], "ht!tp:/bad"),
        (["crawl", "ftp://example.org/"], "ftp://example.org/"),
        (["crawl", "no-such-site"], "no-such-site"),
        (["crawl", "--scope", "nonsense", NOBODY], "--scope"),
        (["crawl", "--allow-address", "nonsense", NOBODY], "--allow-address"),
        (["crawl", "--dely", "3", NOBODY], "--delay"),
        (["crawl", "--since", "soon", NOBODY], "2025-05-14"),
        (["crawl", "--db", "there.db", NOBODY], "sqlite:///there.db"),
        (["crawl", "--report", "nowhere/report.json", NOBODY], "nowhere"),
        (["crawl", "--max-pages", "none", NOBODY], "--max-pages"),
        (["crawl", "--log-format", "jso", NOBODY], "did you mean json"),
        (["crawl"], "TARGET"),
        (["articles", "--format", "jsnl"], "did you mean jsonl?"),
        (["db", "upgrad"], "did you mean upgrade?"),
        (["extract"], "FILE"),
        (["extract", "--manifest", "no-such-file"], "no-such-file"),
        (["extract", "no-such-file.html"], "no-such-file.html"),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_place(words, part, tmp_path):
    assert part in told(asked(*words, cwd=tmp_path), Exit.USAGE)
    assert not list(tmp_path.iterdir())


def test_a_manifest_that_is_no_json_is_told_with_file_and_line(tmp_path):
    manifest = tmp_path / "rows.jsonl"
    manifest.write_text('{"id": 1, "path": "x.html"}\n{"id": 2,\n')
    assert f"{manifest}:2" in told(asked("extract", "--manifest", manifest), Exit.USAGE)


def test_a_manifest_without_line_ends_is_not_read_whole(monkeypatch, capsys):
    monkeypatch.setattr(extract, "LONGEST_LINE", 1_000)
    assert run(["extract", "--manifest", "/dev/zero"]) == Exit.USAGE
    assert "/dev/zero:1: a line of more than 1,000 characters" in capsys.readouterr().err


@pytest.mark.soak  # test_run.py has a host that cannot be reached
def test_an_unreachable_target_is_told_in_report_and_exit_code(tmp_path):
    done = pressrow("crawl", "--db", f"sqlite:///{tmp_path / 'x.db'}", "--allow-address", "127.0.0.1:1", "--retries", 0,
                    "--report", tmp_path / "report.json", NOBODY)  # fmt: skip
    assert done.returncode == Exit.UNREACHABLE, done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["exit_code"] == Exit.UNREACHABLE
    assert "connect_refused" in report["outcomes"]
    assert "Traceback" not in done.stderr


@pytest.mark.soak  # test_odd_origin.py tries every way to a private address
def test_a_private_address_that_was_not_allowed_is_refused(tmp_path):
    done = pressrow("crawl", "--db", f"sqlite:///{tmp_path / 'x.db'}", "--report", tmp_path / "report.json", NOBODY)
    assert done.returncode == Exit.UNREACHABLE, done.stderr
    assert "blocked_address" in json.loads((tmp_path / "report.json").read_text())["outcomes"]


@pytest.mark.parametrize("words", [["articles"], CRAWL, ["db", "check"], ["db", "stats"], ["crawls"]])
def test_a_file_that_is_no_database_is_told_and_left_alone(words, tmp_path):
    file = tmp_path / "notes.db"
    file.write_text("these are notes, not a database " * 100)
    line = told(ended(words, "--db", f"sqlite:///{file}"), Exit.STORAGE)
    assert "notes.db" in line
    assert file.read_text().startswith("these are notes")


@pytest.mark.parametrize("words", [["articles"], CRAWL, ["db", "upgrade"], ["demo"]])
def test_a_database_of_a_newer_version_is_told_and_left_alone(words, tmp_path):
    url = f"sqlite:///{tmp_path / 'future.db'}"
    assert asked("db", "upgrade", "--db", url).returncode == 0
    with sqlite3.connect(tmp_path / "future.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in told(ended(words, "--db", url, cwd=tmp_path), Exit.SCHEMA)
    with sqlite3.connect(tmp_path / "future.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_database_that_is_not_there_is_told_and_not_made(tmp_path):
    assert "no.db" in told(asked("articles", "--db", f"sqlite:///{tmp_path / 'no.db'}"), Exit.STORAGE)
    assert not (tmp_path / "no.db").exists()


def test_the_password_of_a_database_is_never_shown():
    done = pressrow("articles", "--db", "postgresql://reader:geheim@127.0.0.1:1/news")
    assert "geheim" not in told(done, Exit.STORAGE)


def test_a_crawl_that_is_not_there_is_told(crawled):
    assert "no crawl 99" in told(asked("crawls", "--db", crawled.db, "urls", "99"), Exit.USAGE)


def test_the_crawler_and_the_command_give_an_error_the_same_code():
    for error in (errors.Unavailable("x"), errors.ReadOnly("x"), errors.SchemaError("x", "ahead"), errors.DiskFull("x"),
                  errors.Damaged("x"), errors.CrawlBusy("x"), errors.Superseded("x"), ValueError("x")):  # fmt: skip
        assert ending.of_error(error)[1] == exit_of(error), error


def test_an_interrupted_crawl_ends_with_its_code_and_is_taken_up_again(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never answers
        port = silent.getsockname()[1]
        words = ["crawl", "--db", f"sqlite:///{tmp_path / 'x.db'}", "--allow-address", f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/"]
        command = [sys.executable, "-m", "console", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            silent.settimeout(30)
            connection, _ = silent.accept()
            os.kill(running.pid, signal.SIGINT)
            out, err = running.communicate(timeout=60)
            connection.close()
    assert running.returncode == Exit.INTERRUPTED, err
    assert "interrupted" in out
    assert "Traceback" not in err

"""``pressrow schedule``: what is added is tried first; what cannot be is told in one line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.program import run
from console.cli.when import nearest_zones
from storage import schema
from storage.database import open_database

SITE = "https://news.example.org/"
PROFILE = 'key = "news"\nname = "News"\nhome = "https://news.example.org/"\n'


@pytest.fixture
def pressrow(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder of its own; returns exit code, output, complaint."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRESSROW_DB", raising=False)

    def do(*words):
        capsys.readouterr()
        code = run([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


def added(pressrow, name, *words):
    code, out, err = pressrow("schedule", "add", name, *words)
    assert code == 0, err
    return out


def rows(pressrow, *words):
    code, out, err = pressrow("schedule", *words, "--format", "jsonl")
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_a_schedule_goes_through_its_life(pressrow):
    assert "next run" in added(pressrow, "news", "--cron", "0 6 * * *", "--zone", "Europe/Berlin", SITE)
    assert [row["name"] for row in rows(pressrow, "next")] == ["news"]
    assert len(rows(pressrow, "next", "news", "--count", "3")) == 3
    assert pressrow("schedule", "pause", "news")[:2] == (0, "news: paused\n")
    assert pressrow("schedule", "pause", "news")[:2] == (0, "news: was paused before\n")
    assert rows(pressrow, "next") == rows(pressrow, "next", "news") == []
    assert "paused" in pressrow("schedule", "list")[1]
    assert "next run" in pressrow("schedule", "resume", "News")[1]
    assert rows(pressrow, "runs") == rows(pressrow, "runs", "news") == []
    assert pressrow("schedule", "remove", "news")[:2] == (0, "news: removed\n")
    assert rows(pressrow, "list") == []


def test_options_of_the_crawl_are_kept_as_they_were_written(pressrow, tmp_path):
    added(pressrow, "a", "--every", "6h", SITE, "https://www.other.example:8443/", "--delay", "2", "--since", "yesterday", "--refresh")
    added(pressrow, "b", "--every", "6h", "--", SITE, "--languages", "de,fr")
    first, second = rows(pressrow, "list")
    assert first["arguments"] == [SITE, "https://www.other.example:8443/", "--delay", "2", "--since", "yesterday", "--refresh"]
    assert first["sites"] == ["news.example.org", "other.example:8443"]
    assert first["folder"] == str(tmp_path)
    assert second["arguments"] == [SITE, "--languages", "de,fr"]


def test_a_site_is_known_by_its_key_and_its_host(pressrow, tmp_path, monkeypatch):
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "news.toml").write_text(PROFILE, encoding="utf-8")
    monkeypatch.setenv("PRESSROW_SITES", "profiles")
    added(pressrow, "a", "--every", "6h", "news")
    added(pressrow, "b", "--every", "6h", SITE)
    first, second = rows(pressrow, "list")
    assert first["sites"] == second["sites"] == ["news", "news.example.org"]
    assert first["arguments"] == ["--sites", str(folder), "news"]
    code, _, err = pressrow("schedule", "add", "c", "--every", "6h", "nwes")
    assert (code, "did you mean news?" in err) == (2, True)


EVERY = ["--every", "6h"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["x", *EVERY], "at least one target"),
        (["x", *EVERY, "--delay", "3"], "TARGET"),
        (["x", SITE], "either --cron FIELDS or --every SPAN"),
        (["x", SITE, *EVERY, "--cron", "@daily"], "either --cron FIELDS or --every SPAN"),
        (["x", SITE, "--every", "0h"], "less than 1s"),
        (["x", SITE, "--every", "-5m"], "negative"),
        (["x", SITE, "--every", "often"], "like 90s"),
        (["x", SITE, "--cron", "61 * * * *"], "minute “61”"),
        (["x", SITE, "--cron", "0 0 * * * *"], "seconds and years"),
        (["x", SITE, "--cron", "0 0 31 2 *"], "can never run: month 2 has no day 31"),
        (["x", SITE, "--cron", "0 6 * * *", "--zone", "Europe/Berln"], "did you mean Europe/Berlin"),
        (["x", SITE, *EVERY, "--jitter", "6h"], "not shorter than the time between two runs, 6h"),
        (["x", SITE, "--evry", "6h"], "no option --evry; did you mean --every"),
        (["x", SITE, *EVERY, "--max-page", "6"], "no option --max-page; did you mean --max-pages"),
        (["x", SITE, *EVERY, "--delay", "soon"], "--delay"),
        (["x", SITE, *EVERY, "--since", "someday"], "someday"),
        (["x", SITE, *EVERY, "--report", "nowhere/at/all.json"], "folder nowhere/at does not exist"),
        (["x", SITE, *EVERY, "--quiet"], "--quiet cannot be kept"),
        (["x", *EVERY, "--", SITE, "--db", "sqlite:///y.db"], "--db cannot be kept"),
        (["x", *EVERY, "ftp://example.org/"], "ftp://example.org/"),
        (["x y", SITE, *EVERY], "is no name"),
        (["NEWS", SITE, *EVERY], "there is a schedule “news” already"),
        ([], "NAME"),
    ],
)
def test_what_cannot_be_a_schedule_is_refused_in_one_line(pressrow, words, part):
    added(pressrow, "news", *EVERY, SITE)
    code, _, err = pressrow("schedule", "add", *words)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("pressrow: ")
    assert part in err
    assert [row["name"] for row in rows(pressrow, "list")] == ["news"]


@pytest.mark.parametrize("act", ["pause", "resume", "remove", "next", "runs"])
def test_an_unknown_schedule_is_answered_with_the_nearest_name(pressrow, act):
    added(pressrow, "morning-news", *EVERY, SITE)
    code, _, err = pressrow("schedule", act, "mornin-news")
    assert (code, err) == (2, "pressrow: no schedule “mornin-news”; did you mean morning-news?\n")


@pytest.mark.parametrize("words", [["schedule", "list"], ["schedule", "next"], ["schedule", "pause", "x"], ["worker", "--once"]])
def test_a_missing_database_is_told_and_not_made(pressrow, tmp_path, words):
    code, _, err = pressrow(*words)
    assert (code, err.count("\n")) == (3, 1)
    assert not (tmp_path / "pressrow.db").exists()


@pytest.mark.parametrize(("version", "part"), [("0001", "pressrow db upgrade"), ("9999", "newer version")])
@pytest.mark.parametrize("words", [["schedule", "add", "b", *EVERY, SITE], ["schedule", "list"], ["schedule", "remove", "a"], ["worker"]])
def test_a_database_of_another_version_is_refused(pressrow, version, part, words):
    added(pressrow, "a", *EVERY, SITE)
    with sqlite3.connect("pressrow.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
    code, _, err = pressrow(*words)
    assert code == 4
    assert part in err


def test_a_database_of_the_version_before_gets_the_tables_and_keeps_its_rows(pressrow):
    added(pressrow, "a", *EVERY, SITE)
    with sqlite3.connect("pressrow.db") as connection:
        connection.execute("INSERT INTO sites (key, first_seen_at) VALUES ('k', '2026-01-01T00:00:00.000000Z')")
    connection.close()
    database = open_database("sqlite:///pressrow.db")
    schema.downgrade(database, "0001")
    database.close()
    assert pressrow("db", "upgrade")[0] == 0
    assert rows(pressrow, "list") == []
    assert pressrow("db", "check")[0] == 0
    with sqlite3.connect("pressrow.db") as connection:
        assert connection.execute("SELECT key FROM sites").fetchall() == [("k",)]
    connection.close()


def test_times_are_shown_in_the_zone_of_the_schedule_and_stored_in_utc(pressrow):
    added(pressrow, "a", "--cron", "0 6 * * *", "--zone", "Asia/Tokyo", SITE)
    assert "06:00 JST" in pressrow("schedule", "list")[1]
    assert rows(pressrow, "next")[0]["next_at"].endswith("T21:00:00+00:00")
    code, out, _ = pressrow("schedule", "next", "--format", "csv")
    assert (code, out.splitlines()[0]) == (0, "name,zone,planned_at,next_at")


def test_now_makes_it_due_at_once(pressrow):
    added(pressrow, "later", "--every", "1h", SITE)
    added(pressrow, "soon", "--every", "1h", "--now", SITE)
    assert [row["name"] for row in rows(pressrow, "next")] == ["soon", "later"]


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("europe/berlin", "mean Europe/Berlin?"),
        ("Berlin", "mean Europe/Berlin?"),
        ("new york", "mean America/New_York?"),
        ("zzzz", "write it like"),
    ],
)
def test_the_nearest_time_zone_is_offered(asked, offered):
    assert offered in nearest_zones(asked, {"Europe/Berlin", "America/New_York", "Asia/Tokyo"})


@given(st.text(max_size=30))
def test_anything_may_be_asked_for_as_a_zone(asked):
    assert nearest_zones(asked, {"Europe/Berlin", "UTC"})


def test_the_working_folder_is_kept_and_no_path_of_it_is_needed_when_nothing_names_one(pressrow, tmp_path):
    added(pressrow, "a", *EVERY, SITE)
    assert Path(rows(pressrow, "list")[0]["folder"]) == tmp_path

"""``pressrow export`` and ``pressrow history`` on the command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from console.cli.program import run
from storage.database import open_database
from tests.storage.samples import EVENT, NOW, Crawl


@pytest.fixture
def called(crawled, capsysbinary):
    """Runs a command on the crawled demo sites; gives its exit code, stdout and stderr."""

    def call(*words):
        code = run([*map(str, words), "--db", crawled.db])
        out, err = capsysbinary.readouterr()
        return int(code), out.decode(), err.decode()

    return call


def test_an_export_says_what_it_wrote_and_the_next_one_goes_on_from_there(called, crawled, tmp_path):
    code, out, _ = called("export", "articles", "--out", tmp_path / "a.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert out.startswith(f"{tmp_path}/a.jsonl: {len(rows)} articles, ")
    assert [row["id"] for row in rows] == sorted(row["id"] for row in crawled.rows("articles"))
    code, out, _ = called("export", "articles", "--out", tmp_path / "b.jsonl", "--since-export", tmp_path / "a.jsonl")
    assert (code, (tmp_path / "b.jsonl").read_bytes()) == (0, b"")


@pytest.mark.parametrize("form", ["jsonl", "csv", "jsonld", "atom"])
def test_standard_output_takes_text(called, form):
    code, out, err = called("export", "articles", "--out", "-", "--format", form, "--language", "zh")
    assert (code, err) == (0, "")
    assert len(out) > 1000


def test_what_a_search_finds_can_be_exported(called):
    code, out, _ = called("export", "articles", "--out", "-", "--format", "jsonl", "--search", "port*")
    found = [json.loads(line)["id"] for line in called("search", "port*", "--format", "jsonl")[1].splitlines()]
    assert code == 0
    assert sorted(found) == [json.loads(line)["id"] for line in out.splitlines()]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--out", "a.txt"], 2, "say --format"),
        (["--out", "a.jsonl", "--format", "xls"], 2, "there is no “xls”"),
        (["--out", "../a.jsonl"], 2, "without “..”"),
        (["--out", "a\0.jsonl"], 2, "NUL"),
        (["--out", "nowhere/a.jsonl"], 2, "does not exist"),
        (["--out", "/proc/a.jsonl"], 2, "does not exist|cannot be written"),
        (["--out", "-", "--format", "parquet"], 2, "standard output"),
        (["--out", "a.warc"], 2, "--archive DIR"),
        (["--out", "a.jsonl", "--after", "x"], 2, "no watermark"),
        (["--out", "a.jsonl", "--since-export", "nothing"], 2, "No such file"),
        (["--out", "a.jsonl", "--after", "1", "--since-export", "x"], 2, "leave out either"),
        (["--out", "a.jsonl", "--search", '"'], 2, "."),
        (["--out", "a.jsonl", "--since", "2026-13-01"], 2, "is no day"),
        (["--out", "a.jsonl", "--limit", "-1"], 2, "limit"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(called, tmp_path, monkeypatch, words, code, told):
    import re

    monkeypatch.chdir(tmp_path)
    got, _, err = called("export", "articles", *words)
    assert got in {code, 3} if "/proc" in words[1] else got == code, err
    assert len(err.splitlines()) == 1
    assert re.search(told, err)
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_does_not_exist_is_answered_with_the_nearest(called):
    code, _, err = called("export", "article", "--out", "-")
    assert code == 2
    assert "did you mean articles?" in err


@pytest.fixture(scope="module")
def edited_url(tmp_path_factory):
    """A database of two articles with an event; one of them was edited in silence on the next day."""
    url = f"sqlite:///{tmp_path_factory.mktemp('edited')}/edited.db"
    with open_database(url) as database:
        crawl = Crawl(database)
        crawl.store(*(crawl.article(f"https://news.example/story-{number}", events=(EVENT,)) for number in range(2)))
        crawl.store(
            crawl.article("https://news.example/story-0", body="2", changes={"headline": "Sparks fly again"}, at=NOW + timedelta(days=1))
        )
    return url


@pytest.fixture
def edited(edited_url, capsysbinary):
    """Runs a command on that database; gives its exit code, stdout and stderr."""

    def call(*words):
        code = run([*map(str, words), "--db", edited_url])
        out, err = capsysbinary.readouterr()
        return int(code), out.decode(), err.decode()

    return call


def test_history_shows_readings_with_their_differences(edited):
    code, out, err = edited("history", "1")
    assert (code, err) == (0, "")
    assert "created (reading 1)" in out
    assert "material (reading 3, current)" in out
    assert "    - Sparks fly at the fair\n    + Sparks fly again\n" in out
    assert "\x1b" not in out


def test_history_for_machines_has_a_row_for_each_field(edited):
    _, out, _ = edited("history", "https://news.example/story-0", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["change"], row["field"], row["after"]) for row in rows] == [
        ("created", None, None),
        ("material", "headline", "Sparks fly again"),
    ]


def test_history_of_an_event_is_shown_too(edited):
    assert "created" in edited("history", "1", "--event")[1]


def test_edits_are_listed_in_every_format(edited):
    for form in ("table", "csv", "jsonl"):
        code, out, _ = edited("history", "--edits", "--format", form, "--since", "2026-03-01", "--site", "news.example")
        assert (code, "Sparks fly again" in out, "silent" in out) == (0, True, True)
    assert "silent" not in edited("history", "--edits", "--until", "2026-03-01")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "say which article"),
        (["1", "--edits"], "leave out either"),
        (["99"], "no article “99” is stored"),
        (["nonsense"], "neither a number nor an address"),
        (["1", "--since", "2026-01-01"], "go with --edits"),
        (["9" * 5000], "is stored"),
        (["https://nobody.example/"], "no article"),
    ],
)
def test_a_history_that_cannot_be_told_is_refused(edited, words, told):
    code, _, err = edited("history", *words)
    assert code == 2
    assert told in err


def test_control_characters_of_a_page_do_not_reach_the_terminal(edited, monkeypatch):
    from console.cli import history

    told = [{"captured_at": "2026-03-01T00:00:00", "change": "material", "cause": "crawl", "revision": 1, "is_current": True}]
    told[0]["differences"] = [{"field": "headline", "before": "a \x1b[31mred\x07 b", "after": "a [bold]blue[/] b"}]
    monkeypatch.setattr("storage.history.history", lambda *_, **__: iter(told))
    out = edited("history", "1")[1]
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]blue[/]" in out
    assert history.as_lines({"name": "x", "url": None}) == ["name: x"]


def test_listings_take_a_day_to_look_back_to(called):
    assert called("articles", "--as-of", "2000-01-01", "--format", "jsonl")[:2] == (0, "")
    assert called("articles", "--as-of", "today", "--format", "jsonl")[0] == 0
    assert called("events", "--as-of", "2000-01-01")[1] == "no events\n"


def test_the_statistics_show_growth_and_fill_by_site(called, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    code, out, _ = called("db", "stats")
    assert code == 0
    assert "█" in out
    assert "filled, site" in out


def test_a_reader_that_has_seen_enough_is_no_fault(crawled):
    import subprocess
    import sys

    command = f"{sys.executable} -m console export articles --db {crawled.db} --out - --format jsonl | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")

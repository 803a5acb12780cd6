"""pressrow coverage: what it lists, and what a person says of a link."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from console.cli.program import run

KEYS = ["article_id", "article_url", "event_id", "event_name", "relation", "score", "rule", "verdict", "evidence"]


@pytest.fixture(scope="module")
def db(crawled, tmp_path_factory):
    """A copy of the crawled demo, whose articles are linked."""
    copy = tmp_path_factory.mktemp("coverage") / "copy.db"
    with sqlite3.connect(crawled.db.removeprefix("sqlite:///")) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    url = f"sqlite:///{copy}"
    assert run(["relate", "coverage", "--quiet", "--db", url]) == 0
    return url


@pytest.fixture
def own(db, tmp_path):
    """Another copy, to be changed."""
    shutil.copy(db.removeprefix("sqlite:///"), tmp_path / "own.db")
    return f"sqlite:///{tmp_path / 'own.db'}"


def rows(capfd, *arguments):
    capfd.readouterr()
    assert run(["coverage", *arguments, "--format", "jsonl"]) == 0
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_the_demo_conference_is_covered_before_during_and_after_it(db, capfd):
    found = rows(capfd, "Tidewater Signals 2025", "--db", db)
    assert all(list(row) == KEYS for row in found)
    assert {"announces", "reports"} <= {row["relation"] for row in found}
    assert all(row["evidence"] for row in found)
    assert run(["coverage", "1", "--by", "relation", "--db", db]) == 0
    assert "before  during  after" in capfd.readouterr().out


def test_the_same_is_asked_for_by_the_name_of_the_command(db, capfd):
    assert rows(capfd, "list", "--event", "Tidewater Signals 2025", "--db", db) == rows(capfd, "Tidewater Signals 2025", "--db", db)


def test_articles_of_an_event_are_those_that_cover_it(db, capfd):
    covering = {row["article_id"] for row in rows(capfd, "1", "--db", db) if row["event_id"] == 1}
    assert run(["articles", "--event", "1", "--format", "jsonl", "--db", db]) == 0
    assert covering <= {json.loads(line)["id"] for line in capfd.readouterr().out.splitlines()}


def test_gaps_are_sessions_that_nobody_covered(db, capfd):
    gaps = {row["event_id"] for row in rows(capfd, "--gaps", "--db", db)}
    assert gaps.isdisjoint(row["event_id"] for row in rows(capfd, "--db", db))
    assert run(["coverage", "--gaps", "--by", "outlet", "--db", db]) == 2
    assert "--gaps goes with" in capfd.readouterr().err


def test_a_verdict_is_kept_when_all_is_linked_anew(own, capfd):
    first = next(row for row in rows(capfd, "--db", own) if row["event_id"] == 1)
    assert run(["coverage", "reject", first["article_url"], "1", "--by", "ada", "--db", own]) == 0
    assert run(["relate", "coverage", "--all", "--quiet", "--db", own]) == 0
    assert first["article_id"] not in {row["article_id"] for row in rows(capfd, "--db", own) if row["event_id"] == 1}
    assert [row["verdict"] for row in rows(capfd, "list", "--rejected", "--db", own)] == ["rejected"]
    assert run(["coverage", "confirm", str(first["article_id"]), "1", "--db", own]) == 0
    assert [row["verdict"] for row in rows(capfd, "--db", own) if row["article_id"] == first["article_id"] and row["event_id"] == 1] == [
        "confirmed"
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("confirm", "99999", "1"), "no article"),
        (("reject", "1", "99999"), "no event 99999"),
        (("separate", "1"), "only articles tell of"),
        (("--by", "outlets"), "did you mean outlet"),
    ],
)
def test_what_does_not_exist_is_told_with_what_to_do(own, capfd, arguments, says):
    assert run(["coverage", *arguments, "--db", own]) == 2
    assert says in capfd.readouterr().err

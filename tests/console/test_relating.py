"""A crawl relates what it stored; groups, translations and people are listed, merged and split."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.console.conftest import asked


def test_a_crawl_leaves_nothing_to_be_related(crawled):
    done = asked("relate", "people", "groups", "--db", crawled.db)
    assert (done.returncode, done.stdout) == (0, "people: 0 articles\ngroups: 0 articles\n")


def test_an_unknown_step_is_answered_with_the_known_ones(crawled):
    done = asked("relate", "group", "--db", crawled.db)
    assert done.returncode == 2
    assert "did you mean groups" in done.stderr


def test_the_variants_of_the_demo_are_linked(crawled):
    done = asked("groups", "--db", crawled.db, "translations", "--format", "jsonl", text=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(row["rule"], row["language"], row["other_language"]) for row in rows} <= {
        ("hreflang", "en", "zh-Hans"),
        ("hreflang", "zh-Hans", "en"),
    }
    assert len(rows) == 3


@pytest.mark.parametrize("words", [["groups"], ["groups", "--format", "csv"], ["people", "--format", "csv"], ["people", "--merged"]])
def test_every_listing_is_printed(crawled, words):
    done = asked(*words, "--db", crawled.db)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_people_are_merged_and_split_by_number(crawled, tmp_path):
    own = f"sqlite:///{shutil.copy(crawled.folder / 'crawled.db', tmp_path / 'own.db')}"
    one, other = sorted(row["id"] for row in crawled.rows("people")[:2])
    told = asked("people", "--db", own, "merge", other, one).stdout
    assert told == f"{other} and {one} are one person, number {one}\n"
    listed = asked("people", "--db", own, "--merged", "--format", "jsonl", text=False).stdout
    assert [(row["id"], [also["id"] for also in row["also"]]) for row in map(json.loads, listed.splitlines())] == [(one, [other])]
    assert asked("people", "--db", own, "split", one).stdout == f"{one} is a person of its own, not {other}\n"
    refused = asked("people", "--db", own, "split", one)
    assert (refused.returncode, "merged with nobody" in refused.stderr) == (2, True)

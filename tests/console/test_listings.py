"""Listings filter, limit and print what was stored."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlsplit

import pytest

from tests.console.conftest import asked


def test_articles_come_newest_first(crawled):
    days = [row["published_at"][:10] for row in crawled.rows("articles")]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["--language", "zh"], 5),
        (["--language", "zh-Hant"], 1),
        (["--language", "de"], 1),
        (["--author", "Ines Valcourt"], 2),
        (["--author", "沈知遥"], 1),
        (["--since", "2025-06-01"], 1),
        (["--since", "2025-05-14", "--until", "2025-05-15"], 2),
        (["--tag", "small ports"], 1),
        (["--limit", "3"], 3),
        (["--limit", "0"], 0),
        (["--author", "Nobody At All"], 0),
    ],
)
def test_articles_are_filtered(crawled, words, number):
    assert len(crawled.rows("articles", *words)) == number


def test_a_site_is_chosen_by_host_and_port(crawled):
    host = urlsplit(crawled.sites.origins["conference"]).netloc
    assert len(crawled.rows("articles", "--site", host)) == 3


def test_csv_holds_as_many_rows_as_jsonl_and_no_formula(crawled):
    done = asked("articles", "--db", crawled.db, "--format", "csv", text=False)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    assert len(rows) == len(crawled.rows("articles"))
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]


@pytest.mark.parametrize("listing", ["articles", "events", "issues", "crawls"])
def test_every_listing_has_a_table_as_wide_as_told(crawled, listing, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    done = asked(listing, "--db", crawled.db)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_addresses_of_a_crawl_say_how_each_ended(crawled):
    done = asked("crawls", "--db", crawled.db, "urls", "1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["state"] for row in rows} <= {"done", "skipped", "failed"}
    assert any(row["found_on"] for row in rows)


def test_the_database_is_sound_and_says_what_it_holds(crawled):
    assert asked("db", "check", "--db", crawled.db).returncode == 0
    shown = asked("db", "stats", "--db", crawled.db).stdout
    assert "article_revisions" in shown
    assert "zh-Hans" in shown

"""A crawl of the demo sites gets every field of every article right, keeps to robots.txt, and adds nothing the second time."""

from __future__ import annotations

import json
import re

import pytest

from console.demo.articles import load
from console.demo.gold import gold
from console.demo.pages import Answer
from console.demo.server import SITES, DemoSites
from crawler.errors import FAILED_REASONS, SKIPPED_REASONS
from tests.console.conftest import Crawled, asked

EXPECTED = [(site, path) for site in SITES for path in gold()[site]]
PRINTED = {(site, a.path): a for site in SITES for a in load(site)}


@pytest.fixture(scope="module")
def articles(crawled):
    rows = crawled.rows("articles")
    return {
        (site, row["url"].removeprefix(origin)): row
        for site, origin in crawled.sites.origins.items()
        for row in rows
        if row["url"].startswith(origin)
    }


def test_every_article_is_stored_and_nothing_else_is_taken_for_one(articles):
    assert set(articles) == set(EXPECTED)


@pytest.mark.parametrize(("site", "path"), EXPECTED)
def test_the_headline_is_the_printed_one(articles, site, path):
    assert articles[site, path]["headline"] == gold()[site][path]["headline"]


@pytest.mark.parametrize(("site", "path"), EXPECTED)
def test_the_authors_are_the_right_people(articles, site, path):
    assert [author["name"] for author in articles[site, path]["authors"]] == gold()[site][path]["authors"]


@pytest.mark.parametrize(("site", "path"), EXPECTED)
def test_the_day_of_publication_is_right(articles, site, path):
    assert (articles[site, path]["published_at"] or "")[:10] == gold()[site][path]["published"]


@pytest.mark.parametrize(("site", "path"), EXPECTED)
def test_the_language_is_right(articles, site, path):
    assert articles[site, path]["language"] == gold()[site][path]["language"]


@pytest.mark.parametrize(("site", "path"), EXPECTED)
def test_the_text_is_the_story_and_nothing_but_the_story(articles, site, path):
    a = PRINTED[site, path]
    first = f"{a.place} {a.paragraphs[0]}" if a.place else a.paragraphs[0]
    text = (articles[site, path]["text"] or "").split("\n\n")
    if a.standfirst and text[0] == a.standfirst:  # it has its own field, and may open the text as it opens the page
        text = text[1:]
    assert text == [first, *a.paragraphs[1:]]


def test_captions_credits_and_bios_stand_in_fields_of_their_own(articles):
    engine = articles["news", "/2025/05/14/ferry-engineers-bring-a-silent-engine.html"]
    assert [(i["caption"], i["credit"]) for i in engine["images"]] == [
        ("Chief engineer Bram Hollowell beside the electric drive at Veem Hall", "Keane Ardmore")
    ]
    gauge = articles["organiser", "/2025/03/a-tide-gauge-that-talks/"]
    assert gauge["authors"][0]["bio"].startswith("Maren Oakhurst is an independent writer")


def test_the_conference_is_an_event_with_name_days_place_and_sessions(crawled):
    (event,) = crawled.rows("events")
    expected = gold()["events"]["/"]
    assert (event["name"], event["starts_at"], event["ends_at"]) == (expected["name"], expected["starts_at"], expected["ends_at"])
    assert f"{event['venue']['name']}, {event['venue']['locality']}" == expected["place"]
    assert len(event["sessions"]) == 5


def test_closed_paths_are_never_asked_for(crawled):
    assert not [visit for visit in crawled.sites.visits if visit.path.startswith(("/wp-admin", "/search", "/drafts"))]
    assert ("organiser", "/robots.txt") in {(visit.site, visit.path) for visit in crawled.sites.visits}


def test_every_reason_is_one_of_the_closed_list(crawled):
    report = crawled.rows("crawls")[0]
    known = {*FAILED_REASONS, *SKIPPED_REASONS, "stored"}
    assert {re.sub(r"^http_\d{3}$", "http_NNN", reason) for reason in report["outcomes"]} <= known
    urls = asked("crawls", "urls", report["crawl"], "--db", crawled.db, "--format", "jsonl")
    rows = [json.loads(line) for line in urls.stdout.splitlines()]
    assert {"url", "requested_url", "state", "reason", "tries", "depth", "found_on", "status"} == set(rows[0])
    assert {row["state"] for row in rows} <= {"done", "failed", "skipped"}


@pytest.mark.soak  # three crawls; test_run.py proves the same on a smaller origin
def test_a_second_crawl_adds_no_row_and_asks_with_validators_and_a_changed_page_adds_one_reading(tmp_path):
    with DemoSites() as sites:
        place = Crawled(sites, f"sqlite:///{tmp_path / 'twice.db'}", tmp_path)
        first, _ = place.crawl()
        assert first.returncode == 0, first.stderr
        before = stored(place)
        sites.visits.clear()
        second, _ = place.crawl("--refresh")
        assert second.returncode == 0, second.stderr
        assert stored(place) == before
        assert sum(visit.status == 304 for visit in sites.visits) >= len(EXPECTED)

        path = "/news/floor-plan"
        page = sites.page("conference", path)
        sites.change("conference", path, Answer(page.body.replace(b"There are two quiet rooms", b"There are three quiet rooms")))
        third, _ = place.crawl("--refresh")
        assert third.returncode == 0, third.stderr
        after = stored(place)
        assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"article_revisions": 1}
        (row,) = [row for row in place.rows("articles") if row["url"].endswith(path)]
        assert "three quiet rooms" in row["text"]


def stored(place):
    """How many rows of articles and events there are."""
    done = asked("db", "stats", "--db", place.db, "--format", "jsonl")
    rows = json.loads(done.stdout)["rows"]
    return {name: rows[name] for name in ("articles", "article_revisions", "events", "event_revisions", "people")}

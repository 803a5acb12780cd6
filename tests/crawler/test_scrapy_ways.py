"""Scrapy's own commands on our spiders, and an operator's own spider on our pipelines."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import crawling
import pytest

from console.demo.server import DemoSites
from crawler.pipelines.foreign import ITEM_KEYS

CHECKOUT = Path(__file__).parents[2]
GUIDE = (CHECKOUT / "docs" / "scrapy.md").read_text(encoding="utf-8")
OWN = '''
from dataclasses import dataclass, field
import scrapy

@dataclass
class Note:
    headline: str
    text: str
    authors: list = field(default_factory=list)

class NewsItem(scrapy.Item):
    url, headline, text, authors, published_at = (scrapy.Field() for _ in range(5))

class Own(scrapy.Spider):
    name = "own"
    def __init__(self, start, **more):
        super().__init__(**more)
        self.start_urls = [start]

    def parse(self, response):
        """
        @url http://127.0.0.1:1/
        """
        shared = {"headline": "A bell for\\x00 the harbour", "text": "The bell rings twice.\\n\\nRead also: Ten bells", "authors": "By Ada Quill and Bo Lund"}
        yield shared | {"url": response.urljoin("/as-dict"), "published_at": "14 May 2025"}
        yield NewsItem(url=response.urljoin("/as-item"), **shared)
        yield Note(shared["headline"], shared["text"], ["Ada Quill"])
        yield {"not": "ours"}
'''


def scrapy(*arguments, folder=None, timeout=60):
    """One of Scrapy's commands in the checkout."""
    environment = os.environ | ({"PYTHONPATH": str(folder)} if folder else {})
    command = [sys.executable, "-m", "scrapy", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=timeout, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done


@pytest.fixture(scope="module")
def sites():
    with DemoSites() as sites:
        yield sites


@pytest.fixture(scope="module")
def asked(sites):
    """The conference's origin, and the settings that let it be asked."""
    origin = sites.origins["conference"]
    return origin, ("-s", f"PRESSROW_ALLOW_ADDRESS={origin.removeprefix('http://')}", "-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=WARNING")


def test_the_spiders_are_listed():
    spiders = set(scrapy("list").stdout.split())
    assert {"site", "feeds", "sitemaps", "wordpress", "listings", "conference"} <= spiders
    assert set(re.findall(r"scrapy crawl (\w+)", GUIDE)) <= spiders


@pytest.mark.soak  # spiders/test_events.py crawls conferences too
def test_the_conference_spider_stores_the_event_and_no_article(asked, tmp_path):
    origin, settings = asked
    db = tmp_path / "crawl.db"
    scrapy("crawl", "conference", "-a", f"targets={origin}/", "-a", "workers=1", *settings, "-s", f"PRESSROW_DB=sqlite:///{db}")
    assert ("Tidewater Signals 2025",) in crawling.rows(db, "select name from event_revisions")
    assert crawling.rows(db, "select count(*) from articles") == [(0,)]
    asked_for = set(crawling.ends(db))
    assert {"/programme", "/speakers", "/venue"} <= asked_for
    assert not {path for path in asked_for if path.startswith("/news/")}


def test_parse_prints_the_row_of_a_page_and_where_it_leads_and_stores_nothing(asked, sites):
    origin, settings = asked
    before = set(CHECKOUT.glob("*.db"))
    printed = scrapy("parse", "--nocolour", *settings, f"{origin}/news/floor-plan").stdout
    assert "'headline': 'Floor Plan of Veem Hall Published'" in printed
    assert f"<GET {origin}/programme>" in printed
    assert set(CHECKOUT.glob("*.db")) == before


def test_the_shell_fetches_behind_our_guards(asked):
    origin, settings = asked
    assert scrapy("shell", *settings, "-c", 'response.css("h1::text").get()', f"{origin}/venue").stdout.strip() == "Venue"
    unallowed = settings[2:]
    assert scrapy("shell", *unallowed, "-c", "response", f"{origin}/venue").stdout.strip() == "None"


def test_items_of_an_own_spider_take_the_same_steps_and_are_stored(asked, tmp_path):
    origin, settings = asked
    (tmp_path / "own_spiders.py").write_text(OWN)
    db, out = tmp_path / "crawl.db", tmp_path / "out.jsonl"
    own = ("-s", "SPIDER_MODULES=own_spiders,crawler.spiders", "-s", f"PRESSROW_DB=sqlite:///{db}")
    scrapy("crawl", "own", "-a", f"start={origin}/venue", *own, *settings, "-O", out, folder=tmp_path)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows.pop() == {"not": "ours"}
    assert [row["url"].removeprefix(origin) for row in rows] == ["/as-dict", "/as-item", "/venue"]
    assert {row["text"] for row in rows} == {"The bell rings twice."}
    assert {row["headline"] for row in rows} == {"A bell for the harbour"}
    assert [author["name"] for author in rows[0]["authors"]] == ["Ada Quill", "Bo Lund"]
    assert (rows[0]["published_at"], rows[0]["language"]) == ("2025-05-14", "en")
    assert rows[0]["provenance"]["authors"]["rule"] == "item:authors"
    assert crawling.rows(db, "select count(*) from articles") == [(3,)]
    scrapy("crawl", "own", "-a", f"start={origin}/venue", *own, *settings, folder=tmp_path)
    assert crawling.rows(db, "select count(*) from article_revisions") == [(3,)]


def test_the_guide_names_every_key_of_an_item():
    table = GUIDE.partition("| Key | Value |")[2].partition("\n\n")[0]
    first = " ".join(line.split("|")[1] for line in table.splitlines() if line.count("|") > 2)
    assert set(re.findall(r"`(\w+)`", first)) == set(ITEM_KEYS)

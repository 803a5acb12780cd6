"""The demo sites hold together: every link answers, validators work, the gold speaks of pages that are there."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from urllib.parse import urljoin, urlsplit

import pytest

from console.demo.articles import load
from console.demo.gold import gold
from console.demo.server import SITES, DemoSites


@pytest.fixture(scope="module")
def sites():
    with DemoSites() as running:
        yield running


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


def test_there_are_at_least_24_articles_in_eight_languages():
    articles = [a for site in SITES for a in load(site)]
    assert len(articles) >= 24
    assert len({a.language for a in articles}) >= 8
    assert len({(site, a.theme) for site in SITES for a in load(site)}) >= 5


@pytest.mark.parametrize("site", SITES)
def test_every_link_on_every_page_answers(sites, site):
    origin = sites.origins[site]
    waiting, seen = [origin + "/"], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        status, headers, body = get(url)
        assert status == 200
        if headers.get_content_type() == "image/png":
            continue
        if url.endswith(".gz"):
            body = gzip.decompress(body)
        text = body.decode("cp1252" if "/letters/17" in url else "utf-8")
        links = re.findall(r"""(?:href|src)="([^"]+)\"""", text, re.IGNORECASE) + re.findall(r"<loc>([^<]+)", text)
        waiting += [
            absolute
            for link in links
            if urlsplit(absolute := urljoin(url, link).partition("#")[0])[:2] == urlsplit(origin)[:2] and absolute not in seen
        ]
    reached = {url.removeprefix(origin) for url in seen}
    assert set(gold()[site]) <= reached


def test_the_gold_speaks_of_every_article():
    for site in SITES:
        assert {a.path: (a.headline, a.language) for a in load(site)} == {
            path: (expected["headline"], expected["language"]) for path, expected in gold()[site].items()
        }


def test_a_valid_etag_or_date_is_answered_with_304(sites):
    url = sites.origins["organiser"] + "/2025/03/seven-questions-for-a-harbour-pilot/"
    _, headers, _ = get(url)
    for name, validator in (("If-None-Match", headers["ETag"]), ("If-Modified-Since", headers["Last-Modified"])):
        with pytest.raises(urllib.error.HTTPError) as answer:
            get(url, **{name: validator})
        assert answer.value.code == 304
    assert get(url, **{"If-None-Match": '"another"'})[0] == 200
    assert get(url, **{"If-Modified-Since": "nonsense"})[0] == 200


def test_a_page_that_is_not_there_is_answered_with_404(sites):
    with pytest.raises(urllib.error.HTTPError) as answer:
        get(sites.origins["news"] + "/nothing")
    assert answer.value.code == 404


def test_a_taken_port_is_told_and_the_others_are_let_go(sites):
    port = int(sites.origins["conference"].rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        DemoSites([0, 0, port])

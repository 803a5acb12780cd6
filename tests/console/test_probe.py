"""``pressrow probe`` against sites on the loopback: what it says of them, how it ends, what it writes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from crawler.sites.loader import load
from tests.console.conftest import pressrow
from tests.crawler.support.odd_origin import Origin, answer, article, listing
from tests.crawler.support.wordpress_origin import WordpressOrigin

CHALLENGE = b"""<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1>
<script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>"""
ROBOTS = b"User-agent: *\nDisallow: /\n"
NAIVE = article("A story with a clock but no zone").replace(b"T10:00:00+00:00", b"T10:00:00")


def nobody():
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
    return SimpleNamespace(url=f"http://{place}", place=place, close=lambda: None)


pytestmark = pytest.mark.xdist_group("probe")  # one worker, so that what all look at is made once


@pytest.fixture(scope="module")
def probed(tmp_path_factory):
    """Each site with what the probe of it printed; the probes run side by side."""
    sites = {
        "wordpress": WordpressOrigin(),
        "challenge": Origin({"/": CHALLENGE}),
        "closed": Origin({"/robots.txt": lambda _: answer(200, ROBOTS, content_type="text/plain"), "/": listing(["/x"])}),
        "refusing": Origin({"/": lambda _: answer(403, b"<h1>No</h1>")}),
        "slow": Origin({"/robots.txt": lambda _: answer(200, b"User-agent: *\nCrawl-delay: 0.2\n", content_type="text/plain"), "/": listing([f"/news/a-story-number-{n}" for n in range(30)])} | {f"/news/a-story-number-{n}": NAIVE for n in range(30)}),
        "gone": nobody(),
    }  # fmt: skip
    running = {}
    for name, origin in sites.items():
        folder = tmp_path_factory.mktemp(name)
        command = [
            sys.executable,
            "-m",
            "console",
            "probe",
            f"{origin.url}/",
            "--allow-address",
            origin.place,
            "--delay",
            "0",
            "--format",
            "json",
        ]
        running[name] = (
            folder,
            subprocess.Popen([*command, "--write"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True),
        )
    found = {}
    for name, (folder, process) in running.items():
        out, err = process.communicate(timeout=180)
        found[name] = SimpleNamespace(
            code=process.returncode, said=json.loads(out) if out else None, err=err, folder=folder, origin=sites[name]
        )
    for origin in sites.values():
        origin.close()
    return SimpleNamespace(**found)


def classes(one):
    return [trouble["class"] for trouble in one.said["trouble"]]


def test_a_wordpress_site_tells_its_name_software_time_zone_and_api(probed):
    said = probed.wordpress.said
    assert probed.wordpress.code == 0, probed.wordpress.err
    assert (said["name"], said["generator"], said["time_zone"], said["languages"]) == (
        "Harbour Notes",
        "WordPress 6.5",
        "Europe/Berlin",
        ["en"],
    )
    assert [(api["format"], api["entries"]) for api in said["apis"]] == [("wordpress", 12)]
    assert said["robots"]["status"] == 404


def test_every_field_has_its_confidence_and_the_rule_that_gave_it(probed):
    articles = [page for page in probed.wordpress.said["pages"] if page["kind"] == "article"]
    assert len(articles) == 5  # those that the first page of the API lists
    for page in articles:
        assert page["fields"]["authors"]["rule"] == "feed:author"
        assert page["fields"]["published_at"]["rule"] == "feed:wordpress"
        assert all(0 < page["fields"][name]["confidence"] <= 1 for name in ("headline", "authors", "published_at", "language"))


def test_the_drafts_are_a_valid_profile_and_fixtures_that_wait_for_a_review(probed):
    folder = probed.wordpress.folder
    (profile,) = load([folder / "sites"])
    assert (profile.key, profile.name, profile.time_zone) == ("harbour-notes", "Harbour Notes", "Europe/Berlin")
    expectations = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("fixtures/harbour-notes/*/expected.json"))]
    assert sorted(one["kind"] for one in expectations) == ["article", "article", "listing"]
    assert not any(one["reviewed"] for one in expectations)
    replayed = pressrow("replay", "--sites", "sites", cwd=folder)
    assert replayed.returncode == 1
    assert "0 differ, 3 fixtures not reviewed" in replayed.stdout


def test_at_most_eight_pages_are_read_beside_the_start_page(probed):
    assert probed.slow.code == 0, probed.slow.err
    assert len(probed.slow.said["pages"]) == 9
    assert sum("story" in path for path in probed.slow.origin.hits) == 8
    assert probed.slow.said["robots"]["crawl_delay"] == 0.2


def test_times_without_an_offset_are_told(probed):
    assert "time_zone_unknown" in classes(probed.slow)
    assert "time_zone" in next(probed.slow.folder.glob("sites/*.toml")).read_text(encoding="utf-8")


def test_a_site_that_shows_a_challenge_refuses_or_forbids_is_told_and_nothing_is_written(probed):
    assert [(one.code, classes(one)) for one in (probed.challenge, probed.refusing, probed.closed)] == [
        (9, ["challenge"]),
        (9, ["http_403"]),
        (9, ["robots_disallowed"]),
    ]
    assert "nothing was written" in probed.challenge.err
    assert not list(probed.challenge.folder.iterdir())
    assert set(probed.closed.origin.hits) == {"/robots.txt"}


def test_a_site_that_cannot_be_reached_ends_with_the_exit_code_of_a_crawl(probed):
    assert probed.gone.code == 10
    assert classes(probed.gone) == ["connect_refused"]


@pytest.mark.soak  # two probes in processes of their own
def test_a_malformed_address_and_a_private_one_are_told_in_one_line(tmp_path):
    done = pressrow("probe", "not an address", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    private = pressrow("probe", "http://127.0.0.1:9/", cwd=tmp_path)
    assert private.returncode == 10
    assert "blocked_address" in private.stdout

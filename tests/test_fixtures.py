"""Every fixture is read as expected: one test a field, so that a failure names page and field."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path

import pytest

from crawler import fixtures
from crawler.sites import check, load

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures"
PROFILES = FOLDER / "profiles"
SITES = load([PROFILES])
ALL = {fixture.name: fixture for fixture in map(fixtures.load, fixtures.find([FOLDER]))}
FIELDS = [(name, field) for name, fixture in ALL.items() for field in fixture.expected]


@cache
def replayed(name):
    return fixtures.replay(ALL[name], SITES)


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{name}-{field}" for name, field in FIELDS])
def test_a_recorded_page_is_read_as_expected(name, field):
    differing = [one for one in replayed(name).differences if one.field == field]
    if differing:
        pytest.fail(f"{name}: {field} (- expected, + read)\n{differing[0].diff}", pytrace=False)


@pytest.mark.parametrize("name", ALL)
def test_a_person_has_reviewed_what_is_expected(name):
    assert ALL[name].reviewed, f'fixtures/{name}/expected.json is a draft: correct it by what the page says, then set "reviewed" to true'


@pytest.mark.parametrize("name", ALL)
def test_a_fixture_expects_something_and_says_whose_page_it_is(name):
    assert ALL[name].kind
    assert ALL[name].source


@pytest.mark.parametrize("key", [profile.key for profile in SITES])
def test_a_site_with_a_profile_has_an_article_and_a_page_that_is_none(key):
    assert fixtures.uncovered(SITES.find(key), ALL.values()) == []


@pytest.mark.parametrize("key", [profile.key for profile in SITES])
def test_a_site_is_one_file_of_at_most_15_lines(key):
    assert len(Path(SITES.files[key]).read_text(encoding="utf-8").splitlines()) <= 15


@pytest.mark.parametrize("key", [profile.key for profile in SITES])
def test_every_selector_finds_something_on_an_article_of_its_time(key):
    assert fixtures.idle_selectors(SITES.find(key), ALL.values()) == []


def test_the_profiles_are_without_fault():
    assert check([PROFILES]) == []


def test_there_are_fixtures_of_many_kinds_languages_and_of_pages_without_an_author():
    assert len(ALL) >= 40
    assert {"article", "event", "listing", "other"} <= {fixture.kind for fixture in ALL.values()}
    assert len({fixture.expected["language"].split("-")[0] for fixture in ALL.values() if fixture.expected.get("language")}) >= 10
    assert sum(fixture.kind == "article" and fixture.expected.get("authors") == [] for fixture in ALL.values()) >= 10


def test_forty_fixtures_are_read_in_less_than_five_seconds():
    started = time.process_time()
    for fixture in list(ALL.values())[:40]:
        fixtures.replay(fixture, SITES)
    assert time.process_time() - started < 5


def test_no_two_pages_are_the_same():
    bodies = [fixture.capture.body for fixture in ALL.values()]
    assert len(set(bodies)) == len(bodies)


def test_every_file_of_the_fixtures_belongs_to_one():
    known = {"page.html", "page.txt", "page.json", "page.xml", "page.ics", "meta.json", "expected.json"}
    elsewhere = {"profiles", "coverage"}
    files = (path for path in FOLDER.rglob("*") if path.is_file() and path.relative_to(FOLDER).parts[0] not in elsewhere)
    assert [path for path in files if path.name not in known] == [FOLDER / "README.md"]


def test_expectations_are_written_alike():
    for fixture in ALL.values():
        file = fixture.folder / "expected.json"
        value = json.loads(file.read_text(encoding="utf-8"))
        assert file.read_text(encoding="utf-8") == json.dumps(value, ensure_ascii=False, indent=2) + "\n", fixture.name

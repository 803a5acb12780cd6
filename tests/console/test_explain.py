"""``pressrow extract --explain`` and ``--body``: how a page was read, and its story with markup."""

from __future__ import annotations

import json

import pytest

from console.demo import news
from console.exits import Exit
from crawler.items.rows import CONTRACT
from tests.console.conftest import asked, pressrow

PATH = "/2025/04/08/harbour-board-votes-to-share-its-sensor-data.html"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("saved") / "good.html"
    file.write_bytes(news.answers("http://news.test")[PATH].body)
    return file


@pytest.fixture(scope="module")
def explained(page):
    done = pressrow("extract", "--explain", "--url", f"http://news.test{PATH}", page)
    assert done.returncode == Exit.COMPLETE, done.stderr
    return done.stdout


def test_an_explanation_fits_80_columns_and_is_plain_when_piped(explained):
    assert max(map(len, explained.splitlines())) <= 80
    assert "\x1b" not in explained


def test_an_explanation_says_what_the_page_is_and_how_each_field_was_decided(explained):
    assert "utf-8 by" in explained
    assert "kind      article: " in explained
    for field in ("headline", "authors", "published_at", "canonical_url", "text"):
        assert f"\n {field} " in explained
    assert ">   " in explained  # the winner
    assert "nothing on the page says it" in explained
    assert " dropped  " in explained
    assert " kept " in explained


def test_one_field_is_shown_alone_with_its_rivals(page):
    said = asked("extract", "--explain", "--field", "headline", page).stdout
    assert "\n headline " in said
    assert "\n authors " not in said
    assert " dropped " not in said


def test_an_explanation_is_there_for_machines_too(page):
    done = asked("extract", "--explain", "--format", "json", "--url", f"http://news.test{PATH}", page)
    told = json.loads(done.stdout)
    assert {"id", "url", "kind", "kind_rule", "reason", "document", "fields", "blocks", "issues", "repairs"} == set(told)
    fields = {each["field"]: each for each in told["fields"]}
    assert [each["won"] for each in fields["headline"]["candidates"]].count(True) == 1
    assert fields["headline"]["rule"] == next(each["rule"] for each in fields["headline"]["candidates"] if each["won"])
    assert all((each["value"] in (None, [], "")) == (each["abstained"] is not None) for each in told["fields"])
    row = json.loads(asked("extract", "--url", f"http://news.test{PATH}", page).stdout)
    assert {name: each["value"] for name, each in fields.items()} == {name: row[name] for name in fields}


def test_a_page_that_cannot_be_read_is_explained_by_its_reason(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    done = asked("extract", "--explain", tmp_path / "empty.html")
    assert done.returncode == Exit.NOTHING
    assert "not stored  not_article" in done.stdout


@pytest.mark.parametrize(("form", "begins"), [("html", "<p>"), ("markdown", "")])
def test_the_body_is_added_only_when_asked_for(page, form, begins):
    row = json.loads(asked("extract", "--body", form, "--url", f"http://news.test{PATH}", page).stdout)
    assert [*row] == [*CONTRACT, "body"]
    assert row["body"].startswith(begins)
    assert row["text"].split("\n\n")[-1][-60:] in row["body"].replace("&amp;", "&")
    assert [*json.loads(asked("extract", page).stdout)] == [*CONTRACT]


def test_a_page_without_a_story_has_an_empty_body(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    assert json.loads(asked("extract", "--body", "html", tmp_path / "empty.html").stdout)["body"] is None


@pytest.mark.parametrize("options", [("--explain", "--body", "html"), ("--field", "headline"), ("--format", "json")])
def test_options_that_do_not_go_together_are_refused(page, options):
    done = asked("extract", *options, page)
    assert done.returncode == Exit.USAGE
    assert "--explain" in done.stderr

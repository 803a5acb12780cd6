"""``pressrow search``: results in every form, errors in words."""

from __future__ import annotations

import pytest

from console.cli.program import run
from console.cli.search import marked


def test_what_was_looked_for_stands_between_marks():
    spans = [{"start": 0, "end": 5}, {"start": 8, "end": 12}]
    assert marked("White is Hall", spans) == "«White» is« Hal»l"
    assert marked(None, []) == ""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A database with the tables and nothing in them."""
    from storage.database import open_database

    address = f"sqlite:///{tmp_path_factory.mktemp('search') / 'x.db'}"
    open_database(address).close()
    return address


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_a_search_that_finds_nothing_ends_well(url, form, capfdbinary):
    assert run(["search", "--db", url, "--format", form, "climate", "summit"]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert {"table": "no articles", "jsonl": "", "csv": "id,url,headline"}[form] in said


@pytest.mark.parametrize("query", ['"open', "*", "-only", "a" * 2000])
def test_a_query_that_asks_nothing_ends_with_two_and_says_why(url, query, capfd):
    assert run(["search", "--db", url, "--", query]) == 2
    said = capfd.readouterr().err
    assert said.startswith("pressrow: ")
    assert len(said.splitlines()) == 1


def test_reindex_says_what_it_did(url, capfd):
    assert run(["db", "reindex", "--db", url]) == 0
    assert capfd.readouterr().out == "0 articles indexed\n"
    assert run(["db", "check", "--db", url]) == 0

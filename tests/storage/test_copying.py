"""A database copied into another holds the same rows, also when the copy broke off on the way."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, inspect, make_url, select, text, update

from storage import copying, search_index
from storage.database import open_database
from storage.errors import CopyError
from storage.models import article_revisions, articles, events, metadata, pages, sites
from storage.search_words import RULES

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def quiet(_what, _done, _total):
    """Hears the progress and keeps it to itself."""


@pytest.fixture
def database(database):
    """Without the mark of a copy that another test broke off in the same database."""
    yield database
    with database.writing() as connection:
        connection.execute(text("DROP TABLE IF EXISTS copying"))


@pytest.fixture(scope="module")
def source(filled_url, tmp_path_factory):
    own = tmp_path_factory.mktemp("source") / "source.db"
    shutil.copy(make_url(filled_url).database, own)
    database = open_database(f"sqlite:///{own}")
    with database.writing() as connection:  # a page that repeats a later one: a reference that points ahead
        first, *_, last = connection.execute(select(pages.c.id).order_by(pages.c.id)).scalars()
        connection.execute(update(pages).where(pages.c.id == first).values(duplicate_of_id=last))
    yield database
    database.close()


def test_every_row_and_digest_is_equal_and_comes_back_equal(source, database, tmp_path):
    there = copying.copy(source, database, quiet)
    assert all(table.equal for table in there)
    assert {table.table for table in there} == set(metadata.tables)
    assert sum(table.rows for table in there) > 50
    back = open_database(f"sqlite:///{tmp_path}/back.db")
    again = copying.copy(database, back, quiet)
    back.close()
    assert [(table.rows, table.digest) for table in again] == [(table.rows, table.digest) for table in there]


def test_a_copy_is_written_to_and_searched_like_any_other(source, database):
    copying.copy(source, database, quiet)
    with database.writing() as connection:
        known = connection.execute(select(func.max(sites.c.id))).scalar_one()
        number = connection.execute(insert(sites).returning(sites.c.id), {"key": "new.example", "first_seen_at": NOW}).scalar_one()
        assert number == known + 1
        assert not inspect(connection).has_table("copying")
    with database.reading() as connection:
        assert search_index.rules(connection) == RULES


def test_a_copy_that_broke_off_goes_on_where_it_was(source, database, monkeypatch):
    monkeypatch.setattr(copying, "ROWS", 2)
    calls = []

    def break_off(what, done, total):
        calls.append(what)
        if what == "article_revisions":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.copy(source, database, break_off)
    again = []
    assert all(table.equal for table in copying.copy(source, database, lambda what, *_: again.append(what)))
    assert "pages" in calls
    assert "pages" not in again


def test_rows_of_somebody_else_are_left_alone(source, database):
    with database.writing() as connection:
        connection.execute(insert(sites), {"key": "own.example", "first_seen_at": NOW})
    with pytest.raises(CopyError, match=r"the table sites holds rows already; name an empty or a new database"):
        copying.copy(source, database, quiet)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == 0


def test_a_source_that_changed_since_the_copy_broke_off_is_told(source, database, tmp_path):
    changing = open_database(f"sqlite:///{tmp_path}/changing.db")
    copying.copy(source, changing, quiet)

    def break_off(what, done, total):
        if what == "issues":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.copy(changing, database, break_off)
    with changing.writing() as connection:
        connection.execute(update(article_revisions).values(headline="Another"))
    compared = copying.copy(changing, database, quiet)
    changing.close()
    assert [table.table for table in compared if not table.equal] == ["article_revisions"]


def test_a_row_that_does_not_fit_is_told_with_its_place(source, database, tmp_path):
    if database.dialect == "sqlite":
        pytest.skip("SQLite takes any value")
    odd = open_database(f"sqlite:///{tmp_path}/odd.db")
    copying.copy(source, odd, quiet)
    with odd.writing() as connection:
        connection.execute(text("UPDATE events SET status = 'scheduled'"))
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        connection.execute(update(events).values(status="vanished into thin air"))
    with pytest.raises(CopyError, match=r"events takes one of the \d+ rows from \{'id': \d+\} on not: .*; mend that row"):
        copying.copy(odd, database, quiet)
    odd.close()

"""The schema of a database: made, compared, refused."""

from __future__ import annotations

import os
import sqlite3
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from storage import health, schema, schema_check, search_index
from storage.database import open_database
from storage.errors import Damaged, ReadOnly, SchemaError, Unavailable
from storage.models import metadata
from storage.search import search
from storage.search_words import RULES


def _do(url, *statements):
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _is_modelled(name, kind, _parents):
    """The search index differs by database: it has no model."""
    return kind != "table" or not name.startswith(search_index.TABLE)


def test_the_migrations_make_exactly_the_tables_of_the_models(database):
    with database.writer.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": _is_modelled}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_partial_and_unique_indexes_are_in_the_database(database):
    with database.reading() as connection:
        found = {index["name"]: index for index in inspect(connection).get_indexes("article_revisions")}
    assert found["uq_article_revisions_current"]["unique"]


def test_every_table_and_column_is_explained():
    assert all(table.comment for table in metadata.tables.values())
    assert [str(column) for table in metadata.tables.values() for column in table.columns if not column.comment] == []


def test_the_comments_reach_postgresql(database):
    if database.dialect == "postgresql":
        with database.reading() as connection:
            assert inspect(connection).get_table_comment("pages")["text"] == metadata.tables["pages"].comment


def test_the_known_revisions_are_those_of_alembic():
    script = ScriptDirectory(str(schema.MIGRATIONS))
    assert [revision.revision for revision in script.walk_revisions()][::-1] == schema.revisions()


def test_a_downgrade_to_base_removes_every_table_and_an_upgrade_makes_them_again(own_database):
    schema.downgrade(own_database, "base")
    with own_database.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        assert schema.state(connection) == "empty"
    schema.upgrade(own_database)
    with own_database.reading() as connection:
        assert schema.state(connection) == "current"


def test_an_empty_database_gets_the_schema(empty_url):
    database = open_database(empty_url)
    with database.reading() as connection:
        assert schema.state(connection) == "current"
    database.close()


def test_an_empty_database_is_refused_when_nothing_may_be_made(empty_url):
    if empty_url.startswith("sqlite"):
        _do(empty_url, "PRAGMA user_version=1")
    with pytest.raises(SchemaError, match="empty") as caught:
        open_database(empty_url, write=False)
    assert caught.value.state == "behind"


def test_a_database_of_an_older_version_is_refused_unless_asked(own_url, monkeypatch):
    known = schema.revisions()
    monkeypatch.setattr(schema, "revisions", lambda: [*known, "9998"])
    with pytest.raises(SchemaError, match="pressrow db upgrade") as caught:
        open_database(own_url)
    assert caught.value.state == "behind"
    open_database(own_url, upgrade=True).close()


def test_a_database_of_a_newer_version_is_refused(own_url):
    _do(own_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="newer") as caught:
        open_database(own_url, upgrade=True)
    assert caught.value.state == "ahead"


@pytest.mark.parametrize("table", ["customers", "alembic_version"])
def test_a_database_of_another_application_is_refused_and_left_alone(empty_url, table):
    _do(empty_url, f"CREATE TABLE {table} (version_num VARCHAR(32))", f"INSERT INTO {table} VALUES ('1975ea83b712')")
    with pytest.raises(SchemaError, match="not Pressrow's") as caught:
        open_database(empty_url, upgrade=True)
    assert caught.value.state == "foreign"
    engine = create_engine(empty_url)
    assert inspect(engine).get_table_names() == [table]
    engine.dispose()


def test_a_database_with_a_table_missing_is_refused(own_url):
    _do(own_url, "DROP TABLE revision_images")
    with pytest.raises(SchemaError, match="table revision_images missing; restore a copy") as caught:
        open_database(own_url)
    assert caught.value.state == "damaged"


def test_a_database_with_a_column_or_the_search_index_missing_is_refused(own_url):
    _do(own_url, "ALTER TABLE pages DROP COLUMN gone_at", "ALTER TABLE article_search RENAME TO elsewhere")
    with pytest.raises(SchemaError, match=r"search index article_search, column pages\.gone_at missing") as caught:
        open_database(own_url, write=False)
    assert caught.value.state == "damaged"


def test_the_check_names_what_is_missing_and_what_makes_it_anew(own_database):
    with own_database.writing() as connection:
        connection.execute(text("DROP INDEX ix_issues_created_at"))
        connection.execute(text("DROP VIEW v_events"))
    (row,) = [row for row in health.check(own_database) if not row["ok"]]
    assert row["check"] == "tables"
    assert row["detail"] == "missing: index ix_issues_created_at, view v_events; run `pressrow db reindex`"
    with own_database.writing() as connection:
        assert schema_check.mend(connection) == ["ix_issues_created_at"]
    assert all(row["ok"] for row in health.check(own_database))


def test_the_check_finds_articles_that_search_does_not_know(own_database, own_crawl):
    own_crawl.store(own_crawl.article(), own_crawl.article("https://news.example/2"))
    with own_database.reading() as connection:
        assert schema_check.problems(connection) == []
    with own_database.writing() as connection:
        search_index.remove(connection, [1])
    with own_database.reading() as connection:
        assert [problem.what for problem in schema_check.problems(connection)] == ["search entries of 1 of the newest 200 articles"]


def test_an_index_made_by_older_rules_is_made_anew_by_an_upgrade(own_url, monkeypatch):
    monkeypatch.setattr(schema, "RULES", RULES + 1)
    monkeypatch.setattr(search_index, "RULES", RULES + 1)
    with pytest.raises(SchemaError, match="pressrow db upgrade"):
        open_database(own_url)
    open_database(own_url, upgrade=True).close()
    open_database(own_url).close()


def test_every_migration_can_be_undone_and_done_again(own_database, own_crawl):
    own_crawl.store(own_crawl.article())
    known = schema.revisions()
    for revision in ("0008", "0004"):
        schema.downgrade(own_database, revision)
        with own_database.reading() as connection:
            assert schema.state(connection) == "behind"
        schema.upgrade(own_database)
    with own_database.reading() as connection:
        assert schema.state(connection) == "current"
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == known[-1]
        assert connection.execute(text("SELECT site FROM v_articles")).scalar_one() == "news.example"
    assert [row["headline"] for row in search(own_database, "sparks")] == ["Sparks fly at the fair"]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "no SQLAlchemy URL"),
        ("pressrow.db", "no SQLAlchemy URL"),
        ("mysql://user:hunter2@host/name", "not supported"),
        ("postgresql+asyncpg://user:hunter2@host/name", "not supported"),
        ("sqlite+aiosqlite:///x.db", "not supported"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("sqlite:////nowhere/at/all/x.db", "does not exist"),
        ("postgresql://user:hunter2@127.0.0.1:1/name", "cannot be reached"),
        ("postgresql://user:hunter2@127.0.0.1:port/name", "no SQLAlchemy URL"),
        ("postgresql://user:hunter2@127.0.0.1:1/name?nonsense=1", "option"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_one_line_without_its_password(address, says):
    started = time.monotonic()
    with pytest.raises(Unavailable, match=says) as caught:
        open_database(address)
    assert time.monotonic() - started < 10
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(Unavailable, match="folder"):
        open_database(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("broken", [OSError(13, "Permission denied"), OSError(36, "File name too long")])
def test_a_place_that_cannot_be_looked_at_is_told(tmp_path, monkeypatch, broken):
    def refuse(path):
        raise broken

    monkeypatch.setattr("pathlib.Path.is_dir", refuse)
    with pytest.raises(Unavailable, match=broken.strerror):
        open_database(f"sqlite:///{tmp_path}/x.db")


def test_a_missing_file_is_not_made_by_a_reader(tmp_path):
    with pytest.raises(Unavailable, match="no database"):
        open_database(f"sqlite:///{tmp_path}/x.db", write=False)
    assert not (tmp_path / "x.db").exists()


def test_a_missing_postgresql_database_is_told(postgresql_server):
    with pytest.raises(Unavailable, match="no such database"):
        open_database(postgresql_server.set(database="nobody").render_as_string(hide_password=False))


@pytest.mark.parametrize("content", [b"<html>", b"x" * 8192, os.urandom(4096), b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path, content):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_database_cut_in_half_is_told(tmp_path):
    path = tmp_path / "x.db"
    open_database(f"sqlite:///{path}").close()
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises((Damaged, SchemaError)):
        open_database(f"sqlite:///{path}")


def test_a_read_only_database_can_be_read_and_not_written(own_url):
    if own_url.startswith("sqlite"):
        path = make_url(own_url).database
        database = open_database(f"sqlite:///file:{path}?mode=ro&uri=true", write=False)
    else:
        _do(own_url, f"ALTER DATABASE {make_url(own_url).database} SET default_transaction_read_only = on")
        database = open_database(own_url)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM pages")).scalar_one() == 0
    with pytest.raises(ReadOnly, match="read"), database.writing() as connection:
        connection.execute(text("DELETE FROM pages"))
    database.close()


def test_readers_cannot_write(database):
    with pytest.raises(ReadOnly), database.reading() as connection:
        connection.execute(text("DELETE FROM pages"))


def test_sqlite_is_set_up_for_one_writer_and_many_readers(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    with database.writing() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 30_000}
        with database.reading() as reader:
            assert reader.execute(text("SELECT count(*) FROM pages")).scalar_one() == 0
        other = sqlite3.connect(tmp_path / "x.db", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    database.close()

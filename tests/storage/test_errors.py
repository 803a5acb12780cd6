"""Drivers' errors and what they mean."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.database import open_database
from storage.errors import Damaged, DiskFull, ReadOnly, SchemaError, StorageError, Unavailable, from_driver, is_lost


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("database or disk is full", DiskFull),
        ("attempt to write a readonly database", ReadOnly),
        ("database disk image is malformed", Damaged),
        ("file is not a database", Damaged),
        ("database is locked", Unavailable),
        ("unable to open database file", Unavailable),
        ("no such column: x", type(None)),
    ],
)
def test_sqlite_errors_are_told_by_their_words_when_they_carry_no_code(words, expected):
    assert isinstance(from_driver(OperationalError("", {}, sqlite3.OperationalError(words)), "here"), expected)


@pytest.mark.parametrize(
    ("error", "expected", "lost"),
    [
        (psycopg.errors.DiskFull("x"), DiskFull, False),
        (psycopg.errors.InsufficientPrivilege("x"), ReadOnly, False),
        (psycopg.errors.IndexCorrupted("x"), Damaged, False),
        (psycopg.errors.TooManyConnections("x"), Unavailable, False),
        (psycopg.errors.InvalidPassword("x"), Unavailable, False),
        (psycopg.errors.AdminShutdown("x"), Unavailable, True),
        (psycopg.errors.CrashShutdown("x"), Unavailable, True),
        (psycopg.errors.DeadlockDetected("x"), Unavailable, True),
        (psycopg.errors.SerializationFailure("x"), Unavailable, True),
        (psycopg.OperationalError("consuming input failed"), Unavailable, True),
        (psycopg.errors.UniqueViolation("x"), type(None), False),
        (psycopg.errors.CheckViolation("x"), type(None), False),
    ],
)
def test_postgresql_errors_are_told_by_their_code(error, expected, lost):
    wrapped = OperationalError("SELECT 1", {}, error)
    assert isinstance(from_driver(wrapped, "here"), expected)
    assert is_lost(wrapped) is lost


def test_every_message_is_one_line_that_says_where():
    for error in (sqlite3.OperationalError("disk is full"), psycopg.errors.DiskFull("a\nb"), psycopg.OperationalError("a\nb")):
        message = str(from_driver(error, "here"))
        assert message.startswith("here: ")
        assert "\n" not in message


def test_storage_errors_pass_and_foreign_ones_are_nobodys():
    error = SchemaError("x", "ahead")
    assert from_driver(error, "here") is error
    assert from_driver(KeyError("x"), "here") is None
    assert not is_lost(KeyError("x"))


def test_a_missing_driver_says_what_to_install():
    assert "pressrow[pg]" in str(from_driver(ModuleNotFoundError("x", name="psycopg"), "here"))


def test_a_full_disk_is_told_and_what_was_stored_stays(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/x.db")

    def fill():
        with database.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE filler (x)")
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
            connection.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(1000000))")

    with pytest.raises(DiskFull, match="disk is full"):
        fill()
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'filler'")).scalar_one() == 0
    database.close()


def test_a_fault_of_one_statement_is_not_hidden(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    database.close()


def test_a_database_locked_by_another_process_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.database.BUSY_MS", 10)
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    other = create_engine(f"sqlite:///{tmp_path}/x.db")
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"), database.writing():
            pass
    other.dispose()
    database.close()


def test_the_tree_has_one_root():
    assert all(issubclass(cls, StorageError) for cls in (Unavailable, ReadOnly, SchemaError, DiskFull, Damaged))

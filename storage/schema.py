"""Tells whether a database has this version's tables, and brings an empty or older one up to date."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import text

from storage import schema_check, search_index, views
from storage.errors import SchemaError
from storage.search_words import RULES

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
NEW_SQLITE = MIGRATIONS / "new_sqlite.sql"  #: what the migrations make of an empty SQLite file; `make schema` writes it anew
State = Literal["empty", "current", "behind", "ahead", "foreign", "damaged"]
_LOCK = 0x70726573  # PostgreSQL advisory lock that makes two first starts take turns


def revisions() -> list[str]:
    """Return the known schema revisions, oldest first: the numbers that open the names of the migration files."""
    return sorted(match[1] for file in (MIGRATIONS / "versions").iterdir() if (match := re.match(r"(\d{4})_\w+\.py$", file.name)))


def state(connection: Connection) -> State:
    """Return what the tables of a database are to this version."""
    columns = schema_check.found_columns(connection)
    tables = set(columns)
    if not tables:
        return "empty"
    if "alembic_version" not in tables:
        return "foreign"
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    known = revisions()
    if len(found) != 1:
        return "empty" if tables == {"alembic_version"} else "damaged"
    if found[0] in known[:-1]:
        return "behind"
    if found[0] == known[-1]:
        if schema_check.missing_columns(columns):
            return "damaged"
        return "current" if search_index.rules(connection) == RULES else "behind"
    return "ahead" if {"pages", "crawls"} <= tables and re.fullmatch(r"\d{4}", found[0]) else "foreign"


def prepare(database: Database, *, create: bool, update: bool) -> None:
    """Make the tables of an empty database (``create``), bring an older one up to date (``update``), or raise SchemaError."""
    with database.reader.connect() as connection:
        found = state(connection)
    if (found == "empty" and create) or (found == "behind" and update):
        upgrade(database)
    elif found != "current":
        raise SchemaError(f"{database.name}: {_advice(database, found)}", "behind" if found == "empty" else found)


def _advice(database: Database, found: State) -> str:
    """Return what is the matter and what to do, for a damaged schema with the names of what is missing."""
    if found != "damaged":
        return _ADVICE[found]
    with database.reader.connect() as connection:
        missing = schema_check.missing_columns(schema_check.found_columns(connection))
    named = ", ".join(problem.what for problem in missing[:5]) or "its version"
    return f"{named}{' and more' if len(missing) > 5 else ''} missing; {_ADVICE[found]}"


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations up to ``revision`` in one transaction; two processes take turns, the second finds nothing to do.

    A new SQLite file gets at once what they would make of it, which takes a tenth of the time.
    """
    with database.writing() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = state(connection)
        if found in {"foreign", "ahead", "damaged"}:
            raise SchemaError(f"{database.name}: {_advice(database, found)}", found)
        if revision == "head" and database.dialect == "sqlite" and not schema_check.found_columns(connection):
            for statement in NEW_SQLITE.read_text(encoding="utf-8").split(";\n")[:-1]:
                connection.exec_driver_sql(statement)
        else:
            _migrate(connection, revision)
        if revision in {"head", revisions()[-1]}:
            views.create(connection)
            if search_index.rules(connection) != RULES:
                search_index.rebuild(connection)


def _migrate(connection: Connection, revision: str) -> None:
    """Run the migrations that lie between."""
    from alembic import command  # only here: it takes longer to load than to open a database

    if connection.dialect.name == "sqlite":
        views.drop(connection)  # SQLite changes no table that a view looks at
    command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Run the migrations back to ``revision`` (``base`` removes every table) in one transaction."""
    with database.writing() as connection:
        from alembic import command

        views.drop(connection)
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


_ADVICE: dict[State, str] = {
    "empty": "the database is empty; a crawl fills it",
    "behind": "its tables are of an older version; run `pressrow db upgrade`",
    "ahead": "its tables are of a newer version; update Pressrow",
    "foreign": "its tables are not Pressrow's; name another database",
    "damaged": "restore a copy, or save what is left by `pressrow db copy`",
}

"""A new SQLite file gets its tables from one list of statements; it is what the migrations make.

Run as a program (``make schema``), this writes that list anew, as is due after every new migration.
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from storage import schema
from storage.database import Database, make_url, open_database

_STATEMENTS = """
SELECT m.sql FROM sqlite_master m LEFT JOIN pragma_table_list t ON t.name = m.name
WHERE m.sql IS NOT NULL AND m.type != 'view' AND coalesce(t.type, '') != 'shadow' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!'
ORDER BY m.rowid
"""


def tidy(statement: str | None) -> str | None:
    """A statement without blanks at the ends of its lines."""
    return statement and "\n".join(line.rstrip() for line in statement.strip().splitlines())


def migrated(folder: Path) -> Path:
    """A file whose tables the migrations made, one after another."""
    file = folder / "migrated.db"
    database = Database(make_url(f"sqlite:///{file}"), write=True)
    schema.upgrade(database, schema.revisions()[-1])
    database.close()
    return file


def everything(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a file holds but for the places of its pages, and blanks at the ends of lines."""
    connection = sqlite3.connect(file)
    connection.create_function("tidy", 1, tidy)
    found = {
        what: sorted(connection.execute(statement).fetchall(), key=repr)
        for what, statement in {
            "schema": "SELECT type, name, tbl_name, tidy(sql) FROM sqlite_master",
            "version": "SELECT version_num FROM alembic_version",
            "rules": "PRAGMA user_version",
            "index": "SELECT id, block FROM article_search_data",
            "settings": "SELECT k, v FROM article_search_config",
            "journal": "PRAGMA journal_mode",
            "writing": "PRAGMA encoding",
        }.items()
    }
    connection.close()
    return found


def test_a_new_file_is_what_the_migrations_make(tmp_path):
    file = tmp_path / "new.db"
    open_database(f"sqlite:///{file}").close()
    assert everything(file) == everything(migrated(tmp_path))


def write() -> None:
    """Write the statements anew."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(migrated(Path(folder)))
        statements = [tidy(row[0]) for row in connection.execute(_STATEMENTS)]
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        connection.close()
    statements.append(f"INSERT INTO alembic_version VALUES ('{version}')")
    schema.NEW_SQLITE.write_text("".join(f"{statement};\n" for statement in statements), encoding="utf-8")


if __name__ == "__main__":
    write()

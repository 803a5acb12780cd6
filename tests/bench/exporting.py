"""How fast articles are exported, and in how much memory: rows a second of CPU time and of the clock, the peak of the process.

Each export runs in a process of its own, reading included, start-up not; several rounds, the best counts, since other
work on the machine only makes it slower.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 3
FORMATS = ("parquet", "jsonl", "csv", "jsonld", "atom")
REACH = {"rows_per_second": 10_000, "mb": 300}  # of Parquet
_ONE = """
import json, resource, sys, time
from datetime import UTC, datetime
from storage.database import open_database
from storage.export.rows import Choice
from storage.export.target import Target
from storage.export.writing import export
url, form, out = sys.argv[1:]
if form == "parquet":
    import pyarrow.parquet
database = open_database(url, write=False)
clock, cpu = time.perf_counter(), time.process_time()
done = export(database, Choice("articles"), form, Target(out), datetime.now(UTC))
took = time.perf_counter() - clock, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": done.rows, "mb": done.size / 1e6, "seconds": took[0], "cpu": took[1], "peak": peak}))
"""


def measure(url: str, form: str, folder: Path) -> dict:
    """The best of several exports of all articles."""
    command = [sys.executable, "-c", _ONE, url, form, str(folder / f"articles.{form}")]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(ROUNDS)]
    best = min(found, key=lambda one: one["cpu"])
    return best | {"seconds": min(one["seconds"] for one in found), "peak": max(one["peak"] for one in found)}


def report(url: str, what: str, formats: tuple[str, ...] = FORMATS) -> bool:
    """Print a line for each format; whether Parquet reaches what it should."""
    reached = True
    with tempfile.TemporaryDirectory(prefix="pressrow-export-") as folder:
        for form in formats:
            one = measure(url, form, Path(folder))
            clock, cpu = one["rows"] / one["seconds"], one["rows"] / one["cpu"]
            line = f"export {what} {form:8} {one['rows']:>8,} rows  {clock:>8,.0f} rows/s  {cpu:>8,.0f} rows/s of CPU  {one['peak']:>5.0f} MB peak"
            if form == "parquet":
                met = max(clock, cpu) >= REACH["rows_per_second"] and one["peak"] <= REACH["mb"]
                reached = reached and met
                line += f"  (reach {REACH['rows_per_second']:,} rows/s, {REACH['mb']} MB: {'met' if met else 'MISSED'})"
            print(line, flush=True)
    return reached


def main() -> int:
    """Make databases of invented articles, or take one that is there, and export it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=200_000)
    arguments.add_argument("--db", metavar="URL", help="a database to export instead of invented ones")
    arguments.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the invented databases here, and take them from here")
    chosen = arguments.parse_args()
    if chosen.db:
        return 0 if report(chosen.db, "") else 1
    from reading import databases

    reached = []
    with (
        tempfile.TemporaryDirectory(prefix="pressrow-export-") as folder,
        databases(chosen.keep or Path(folder), chosen.articles) as (_, opened),
    ):
        for database in opened:
            formats = FORMATS if database.dialect == "sqlite" else FORMATS[:1]
            reached.append(report(database.url.render_as_string(hide_password=False), database.dialect, formats))
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))
    sys.exit(main())

"""Runs crawls in processes of their own, since a reactor starts only once, and looks into what they stored."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RUN = """
import json, sys
from datetime import date
from crawler.run import CrawlOptions, run_crawl
given = json.loads(sys.argv[1])
given = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
given |= {k: date.fromisoformat(given[k]) for k in ("since", "until") if k in given}
told = []
report = run_crawl(CrawlOptions(**given), told.append, interval=0.2)
report["progress"] = len(told)
print(json.dumps(report))
sys.exit(report["exit_code"])
"""


def start(db: Path | str, origins, prelude: str = "", **options) -> subprocess.Popen:
    """A crawl of the origins' home pages in a process group of its own, after the lines of ``prelude``."""
    given = {
        "targets": [f"{origin.url}/" for origin in origins],
        "db": str(db) if "://" in str(db) else f"sqlite:///{db}",
        "allow_address": [origin.place for origin in origins],
        "delay": 0.0,
        "concurrency": 4,
        "timeout": 2.0,
        "workers": 1,
        **options,
    }
    return subprocess.Popen(
        [sys.executable, "-c", prelude + RUN, json.dumps(given)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=tempfile.gettempdir(),
    )


def ended(process: subprocess.Popen, seconds: float = 120) -> dict:
    """The report of a crawl that was started."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"the crawl did not end:\n{out}\n{err[-3000:]}") from None
    assert out.strip(), err[-3000:]
    report = json.loads(out.strip().splitlines()[-1])
    assert process.returncode == report["exit_code"], err[-3000:]
    return report


def crawl(db: Path, origins, **options) -> dict:
    return ended(start(db, origins, **options))


def rows(db: Path, query: str, *arguments) -> list[tuple]:
    connection = sqlite3.connect(db)
    try:
        return connection.execute(query, arguments).fetchall()
    finally:
        connection.close()


def ends(db: Path) -> dict[str, tuple[str, str | None]]:
    """How each address of the last crawl ended: path and query → (state, reason)."""
    last = "select url, state, reason from frontier where crawl_id = (select max(id) from crawls)"
    return {"/" + url.split("/", 3)[3]: (state, reason) for url, state, reason in rows(db, last)}

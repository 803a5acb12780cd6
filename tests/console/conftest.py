"""The demo sites, crawled once for all tests that look at the result."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from console.cli.program import run
from console.demo.server import DemoSites


def pressrow(*arguments, cwd=None, timeout=120, text=True):
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "console", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=text, timeout=timeout, check=False, stdin=subprocess.DEVNULL)


def asked(*arguments, cwd=None, text=True):
    """What ``pressrow`` gives, run in this process: for commands that only ask or are refused, which would load the same again."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in range(2)]
    with chdir(cwd or Path.cwd()), redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        code = run([*map(str, arguments)])
    out, err = (stream.buffer.getvalue() for stream in streams)
    return subprocess.CompletedProcess(arguments, code, out.decode() if text else out, err.decode() if text else err)


@dataclass
class Crawled:
    """The demo sites, and what a crawl of them left."""

    sites: DemoSites
    db: str
    folder: Path

    def crawl(self, *more):
        """Crawl all three sites into the database."""
        origins = self.sites.origins.values()
        allowed = [word for origin in origins for word in ("--allow-address", urlsplit(origin).netloc)]
        report = self.folder / "report.json"
        targets = [f"{origin}/" for origin in origins]
        done = pressrow("crawl", "--db", self.db, "--delay", 0, "--concurrency", 4, "--report", report, *allowed, *more, *targets)
        return done, json.loads(report.read_text(encoding="utf-8")) if report.exists() else None

    def rows(self, listing, *more):
        """The rows that a listing prints."""
        done = asked(listing, "--db", self.db, "--format", "jsonl", *more)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    """The demo sites after one crawl; tests that use it change nothing."""
    folder = tmp_path_factory.mktemp("crawled")
    with DemoSites() as sites:
        crawled = Crawled(sites, f"sqlite:///{folder / 'crawled.db'}", folder)
        done, _ = crawled.crawl()
        assert done.returncode == 0, done.stderr + done.stdout
        yield crawled


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Give all tests that look at the crawled demo to one process, so that it is crawled once."""
    for item in items:
        if "crawled" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("crawled"))

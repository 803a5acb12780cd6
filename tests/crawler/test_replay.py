"""Whole crawls replayed from WARC files, our own and those of other tools, without any network."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import crawling
import pytest
from odd_origin import Origin, answer, article, listing
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from console.demo.server import DemoSites
from storage import queries
from storage.database import open_database

REPLAYED = Path(__file__).parent / "replayed"
#: ends the process that asks the network for anything
OFFLINE = """
import os, sys

def refuse(event, arguments):
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} or (event == "socket.connect" and isinstance(arguments[1], tuple)):
        sys.stderr.write(f"the network was asked: {event} {arguments}\\n")
        os._exit(99)
sys.addaudithook(refuse)
"""


def replay(db, archive, *targets, **options):
    """The report of a replay in a process that must not touch the network."""
    given = {"targets": list(targets), "db": f"sqlite:///{db}", "workers": 1, "replay": str(archive), **options}
    command = [sys.executable, "-c", OFFLINE + crawling.RUN, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1]), done


def stored(db, what=queries.articles):
    """What a database holds, by address or name, without the numbers of rows."""
    database = open_database(f"sqlite:///{db}", write=False, create=False)
    try:
        return {row.get("url") or row["name"]: {key: value for key, value in row.items() if key != "id"} for row in what(database)}
    finally:
        database.close()


pytestmark = pytest.mark.xdist_group("replay")  # one worker, so that what all look at is made once


@pytest.fixture(scope="module")
def conference(tmp_path_factory):
    """The demo conference, crawled once with an archive: database, archive, home page."""
    folder = tmp_path_factory.mktemp("original")
    with DemoSites() as sites:
        origin = sites.origins["conference"]
        allow = [origin.removeprefix("http://")]
        given = {"targets": [f"{origin}/"], "allow_address": allow, "archive": str(folder / "archive")}
        report = crawling.ended(crawling.start(folder / "crawl.db", [], **given))
    assert report["exit_code"] == 0
    return folder / "crawl.db", folder / "archive", f"{origin}/"


def test_a_replay_of_our_own_archive_gives_the_same_rows_field_by_field(conference, tmp_path):
    original, archive, home = conference
    before = sorted(archive.iterdir())
    report, _ = replay(tmp_path / "replay.db", archive, home)
    assert report["exit_code"] == 0
    assert stored(tmp_path / "replay.db") == stored(original)
    assert len(stored(original)) == 3
    assert stored(tmp_path / "replay.db", queries.events).keys() == stored(original, queries.events).keys()
    assert sorted(archive.iterdir()) == before
    where = "select url, captured_at, warc_file, warc_offset from captures order by url"
    assert crawling.rows(tmp_path / "replay.db", where) == crawling.rows(original, where)


@pytest.mark.parametrize("name", ["wget-packed.warc.gz", pytest.param("wget-plain.warc", marks=pytest.mark.soak)])
def test_what_wget_captured_is_replayed_completely(tmp_path, name):
    report, _ = replay(tmp_path / "replay.db", REPLAYED / name, "http://127.0.0.1:18773/")
    assert report["exit_code"] == 0
    assert set(report["outcomes"]) <= {"stored", "not_archived"}
    assert len(stored(tmp_path / "replay.db")) == 3
    assert "Tidewater Signals 2025" in {event["name"] for event in stored(tmp_path / "replay.db", queries.events).values()}
    captured = crawling.rows(tmp_path / "replay.db", "select min(captured_at), max(captured_at) from captures")
    assert all(at.startswith("2026-11-22") for at in captured[0])


def test_what_other_tools_recorded_is_replayed_with_chunks_redirects_and_revisits(tmp_path):
    file = tmp_path / "recorded.warc.gz"
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)

        def record(url, body, status="200 OK", day=1, kind="response", headers=()):
            pairs = [("Content-Type", "text/html; charset=utf-8"), *headers]
            http = StatusAndHeaders(status, pairs, protocol="HTTP/1.1")
            named = {"WARC-Date": f"2019-05-{day:02}T10:00:00Z"}
            writer.write_record(
                writer.create_warc_record(url, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=named)
            )

        home = b"<html lang=en><title>Day</title><h1>Day</h1>" + b"".join(
            b'<li><a href="%s">%s</a></li>' % (path, text)
            for path, text in (
                (b"/moved", b"The harbour bell rings twice on Sunday mornings"),
                (b"/story-again-and-again", b"A quiet engine is tried on the small ferry"),
                (b"/never-captured", b"Nobody ever captured this page of ours"),
            )
        )
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(home), home)
        record("https://old.example/", chunked, headers=[("Transfer-Encoding", "chunked")])
        record("https://old.example/moved", b"", "301 Moved", headers=[("Location", "/story-of-the-bell")])
        record("https://old.example/story-of-the-bell", article("The harbour bell rings twice on Sundays", 1))
        record("https://old.example/story-again-and-again", article("An early headline of the ferry story", 1), day=1)
        record("https://old.example/story-again-and-again", article("A quiet engine is tried on the ferry", 1), day=7)
        record("https://old.example/story-again-and-again", b"try later", "503 Down", day=9)
    report, _ = replay(tmp_path / "replay.db", file, "https://old.example/")
    assert report["exit_code"] == 0
    ends = crawling.ends(tmp_path / "replay.db")
    assert ends["/never-captured"] == ("skipped", "not_archived")
    found = {url.rpartition("/")[2]: row["headline"] for url, row in stored(tmp_path / "replay.db").items()}
    assert found == {
        "story-of-the-bell": "The harbour bell rings twice on Sundays",
        "story-again-and-again": "A quiet engine is tried on the ferry",
    }
    captured = crawling.rows(tmp_path / "replay.db", "select captured_at from captures where url like '%again'")
    assert captured[0][0].startswith("2019-05-07")


def test_redirects_are_archived_so_that_a_replay_finds_its_way(tmp_path):
    pages = {
        "/": listing(["/moved"]),
        "/moved": lambda _: answer(301, headers=[("Location", "/story-that-moved-to-here")]),
        "/story-that-moved-to-here": article("A story that has moved to here", 4),
    }
    origin = Origin(pages)
    crawling.crawl(tmp_path / "crawl.db", [origin], archive=str(tmp_path / "archive"))
    origin.close()
    report, _ = replay(tmp_path / "replay.db", tmp_path / "archive", f"{origin.url}/")
    assert crawling.ends(tmp_path / "replay.db")["/moved"] == ("done", None)
    assert report["articles"] == 1


@pytest.mark.soak  # tests/storage/test_archive.py tells damage of every kind without a crawl
def test_a_damaged_archive_is_told_and_the_rest_is_replayed(conference, tmp_path):
    _, archive, home = conference
    (file,) = archive.iterdir()
    (tmp_path / "torn.warc.gz").write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    report, done = replay(tmp_path / "replay.db", tmp_path / "torn.warc.gz", home)
    assert report["outcomes"]["stored"] > 5
    assert report["outcomes"]["not_archived"]
    assert "torn.warc.gz: breaks off within the record at" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--replay", "nowhere"], 2, "nowhere"),
        (["--replay", "page.warc"], 3, "no response in this archive"),
        (["--replay", "page.warc", "--archive", "kept"], 2, "leave out either --archive or --replay"),
    ],
)
def test_what_cannot_be_replayed_is_an_error_of_one_line(tmp_path, arguments, code, said):
    (tmp_path / "page.warc").write_text("<html>no archive</html>")
    command = [sys.executable, "-m", "console", "crawl", *arguments, "https://old.example/"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env=os.environ | {"PRESSROW_DB": "sqlite:///x.db"}
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x.db").exists()

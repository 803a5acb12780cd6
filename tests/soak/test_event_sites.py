"""A real pretalx, and exports as large as they come: what is true of them is stored, within the bounds of a worker."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "crawler" / "support"))

import crawling
from odd_origin import Origin, answer

from storage import queries
from storage.database import open_database

pytestmark = pytest.mark.soak

SERVER = Path(__file__).parent / "pretalx_server.py"
PYTHON = os.environ.get("PRESSROW_PRETALX_PYTHON", sys.executable)


def has_pretalx():
    return subprocess.run([PYTHON, "-c", "import pretalx, faker"], capture_output=True, check=False, cwd="/").returncode == 0


@pytest.fixture(scope="module")
def pretalx(tmp_path_factory):
    if not has_pretalx():
        pytest.skip("no pretalx: PRESSROW_PRETALX_PYTHON names a Python that has pretalx and faker")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, SERVER, "--python", PYTHON, tmp_path_factory.mktemp("pretalx"), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    truth = json.loads(server.stdout.readline())
    home = f"http://127.0.0.1:{port}/{truth['slug']}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{home}/", timeout=5).close()
            break
        except OSError:
            time.sleep(0.5)
    yield truth, SimpleNamespace(url=home, place=f"127.0.0.1:{port}")
    server.terminate()
    server.wait(20)


def stored(db):
    with closing(open_database(f"sqlite:///{db}", write=False)) as database:
        return list(queries.events(database))


@pytest.mark.parametrize("spider", ["site", "conference"])
def test_a_crawl_of_pretalx_gives_every_session_once_with_times_room_and_speakers(tmp_path, pretalx, spider):
    """Its pages, schedule.json, schedule.xml and a calendar for each talk describe the same programme."""
    truth, home = pretalx
    report = crawling.ended(crawling.start(tmp_path / "db", [home], spider=spider, timeout=30), 900)
    assert report["exit_code"] == 0
    (event,) = stored(tmp_path / "db")
    assert (event["name"], event["starts_at"], event["ends_at"], event["time_zone"]) == tuple(
        truth[key] for key in ("name", "starts_at", "ends_at", "time_zone")
    )

    def told(name, starts, ends, room, people):
        return name, datetime.fromisoformat(starts), datetime.fromisoformat(ends), room, tuple(sorted(people))

    found = [told(s["name"], s["starts_at"], s["ends_at"], s["room"], (p["name"] for p in s["people"])) for s in event["sessions"]]
    true = [told(s["name"], s["starts_at"], s["ends_at"], s["room"], s["speakers"]) for s in truth["sessions"]]
    assert sorted(found) == sorted(true)


def test_large_exports_are_read_within_the_bounds_of_a_worker(tmp_path):
    lines = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\nSUMMARY:Talk {n}\r\nDTSTART:202605{1 + n % 28:02}T{n % 24:02}0000Z\r\nDURATION:PT1H\r\nLOCATION:Room {n % 9}\r\nEND:VEVENT\r\n"
        for n in range(10_000)
    )
    endless = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:T{n}\r\nDTSTART:19000101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n" for n in range(2_000)
    )
    large = f"BEGIN:VCALENDAR\r\n{lines}" + "DESCRIPTION:" + "x" * 100_000_000
    bodies = {
        "many": f"BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n",
        "endless": f"BEGIN:VCALENDAR\r\n{endless}END:VCALENDAR\r\n",
        "large": large,
    }
    origin = Origin({})
    links = "".join(f'<a href="/{name}/schedule.ics">{name}</a>' for name in bodies)
    origin.pages["/"] = f"<html><head><title>Calendars</title></head><body><p>Calendars.</p>{links}</body></html>".encode()
    for name, body in bodies.items():
        origin.pages[f"/{name}/schedule.ics"] = lambda _, body=body: answer(200, body.encode(), content_type="text/calendar")
    report = crawling.ended(crawling.start(tmp_path / "db", [origin], timeout=60), 900)
    ends = crawling.ends(tmp_path / "db")
    assert ends["/many/schedule.ics"] == ("done", None)
    assert ends["/endless/schedule.ics"] == ("done", None)
    assert ends["/large/schedule.ics"] == ("failed", "too_large")
    assert report["rss_max_mb"]["worker"] < 512
    (count,) = crawling.rows(tmp_path / "db", "select count(*) from event_revisions where name like 'Talk %' and is_current")[0]
    assert count == 10_000

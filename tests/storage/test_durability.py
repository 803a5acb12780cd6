"""What was acknowledged stands, whatever happens to the process."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import select

from storage import queries
from storage.database import open_database
from storage.models import sites

_WRITES_FOR_EVER = """
import itertools, sys
from sqlalchemy import insert
from storage.database import open_database
from storage.models import sites
from storage.writer import Writer, utc_now

writer = Writer(open_database(sys.argv[1]))
for n in itertools.count():
    writer.submit(lambda c: c.execute(insert(sites).values(key=str(n), first_seen_at=utc_now())) and None).result(60)
    print(n, flush=True)
"""


def test_what_was_acknowledged_before_a_kill_is_there_afterwards(url):
    with subprocess.Popen([sys.executable, "-c", _WRITES_FOR_EVER, url], stdout=subprocess.PIPE, text=True) as process:
        acknowledged = [process.stdout.readline().strip() for _ in range(200)]
        process.kill()
        acknowledged += process.stdout.read().split()
    database = open_database(url, create=False)
    with database.reading() as connection:
        stored = set(connection.execute(select(sites.c.key)).scalars())
    assert set(acknowledged) <= stored
    assert len(stored) <= len(acknowledged) + 1
    assert all(row["ok"] for row in queries.check(database))
    database.close()

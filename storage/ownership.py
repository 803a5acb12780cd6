"""Who owns a crawl: taking it, showing that one lives, letting it go.

A crawl belongs to one process at a time. The owner shows life every ``BEAT``; after ``EXPIRY`` without, or at once when
its process is dead on this machine, the next process takes the crawl over: the epoch rises, which voids every write of
the former owner, and the addresses it had leased wait again as if they had not been leased. An address whose answer was
awaited when its owner died is a suspect and asked for alone from then on (:func:`storage.leasing.lease_urls`); when three
owners have died with it, it fails as ``crawl_died``. One that was only buffered, or whose answer a worker was reading, is
above suspicion (:func:`storage.leasing.note_asked`, :func:`storage.leasing.note_answered`).
"""

from __future__ import annotations

import hashlib
import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from sqlalchemy import bindparam, func, insert, select, update

from storage.errors import CrawlBusy
from storage.leftovers import inherit
from storage.models import crawls, frontier
from storage.records import CrawlHandle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

BEAT = timedelta(seconds=10)
EXPIRY = timedelta(seconds=60)
MAX_LOST = 3
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SAME_START = 2.0  # seconds by which the start time of one process may seem to move when the clock is set

_EPOCH = select(crawls.c.epoch).where(crawls.c.id == bindparam("crawl")).with_for_update(read=True)


def this_owner(pid: int | None = None) -> Row:
    """Who this process is, or another of this machine: ``{host, boot, pid, started}``; ``started`` in seconds since 1970."""
    boot = BOOT_ID.read_text().strip() if BOOT_ID.exists() else f"{psutil.boot_time():.0f}"
    process = psutil.Process(pid)
    return {"host": socket.gethostname(), "boot": boot, "pid": process.pid, "started": process.create_time()}


def open_crawl(
    conn: Connection,
    *,
    targets: Sequence[str],
    spider: str,
    owner: Row,
    now: datetime,
    fresh: bool = False,
    refresh: bool = False,
    options: Row | None = None,
    version: str = "",
    profile_hash: str = "",
) -> CrawlHandle:
    """Take the unfinished crawl of the same targets and spider, else start one.

    A new crawl begins with what the last one found and could not get (:func:`storage.leftovers.inherit`): a listing that
    answers "not modified" would not name it again. ``fresh`` ends the unfinished crawl (reason ``given_up``) and starts
    without its leftovers, and so without conditional requests. ``refresh`` marks a crawl that takes every known page.
    A resumed crawl keeps both marks. Raises :class:`storage.errors.CrawlBusy` when a live process owns it.
    """
    key = "\n".join(sorted(set(targets)))
    if conn.dialect.name == "postgresql":  # SQLite's one writer at a time serves as well
        number = int.from_bytes(hashlib.blake2b(f"{spider}\n{key}".encode(), digest_size=8).digest(), "big", signed=True)
        conn.execute(select(func.pg_advisory_xact_lock(number)))
    row = conn.execute(
        select(crawls)
        .where(crawls.c.target_key == key, crawls.c.spider == spider, crawls.c.finished_at.is_(None))
        .order_by(crawls.c.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if row is not None:
        _refuse_if_live(row, owner, now)
        if not fresh:
            return _take_over(conn, row, owner, now, refresh)
        _requeue(conn, row.id, now)
        conn.execute(
            update(crawls).where(crawls.c.id == row.id).values(epoch=crawls.c.epoch + 1, owner=None, finished_at=now, reason="given_up")
        )
    started = insert(crawls).values(
        target_key=key,
        targets=list(targets),
        spider=spider,
        owner=json.dumps(owner),
        epoch=1,
        heartbeat_at=now,
        started_at=now,
        software_version=version,
        profile_hash=profile_hash or None,
        options={**(options or {}), "refresh": refresh, "fresh": fresh},
    )
    crawl_id = conn.execute(started.returning(crawls.c.id)).scalar_one()
    if not fresh:
        inherit(conn, crawl_id, key, spider, now)
    return CrawlHandle(crawl_id=crawl_id, epoch=1, resumed=False, started_at=now, refresh=refresh, fresh=fresh)


def holds(conn: Connection, crawl_id: int, epoch: int) -> bool:
    """Whether the epoch still is the crawl's; until the transaction ends nobody can take the crawl over."""
    return conn.execute(_EPOCH, {"crawl": crawl_id}).scalar_one_or_none() == epoch


def beat(conn: Connection, handle: CrawlHandle, now: datetime) -> bool:
    """Show life; False when another process has taken the crawl, or it has been ended."""
    alive = (
        update(crawls)
        .where(crawls.c.id == handle.crawl_id, crawls.c.epoch == handle.epoch, crawls.c.finished_at.is_(None))
        .values(heartbeat_at=now)
    )
    return conn.execute(alive).rowcount == 1


def release(conn: Connection, handle: CrawlHandle, now: datetime) -> None:
    """Let go of an unfinished crawl: its leases wait again and the next process resumes it at once."""
    if not holds(conn, handle.crawl_id, handle.epoch):
        return
    mine = (frontier.c.crawl_id == handle.crawl_id, frontier.c.state == "leased")
    conn.execute(update(frontier).where(*mine).values(state="waiting", tries=frontier.c.tries - 1, lost=0))
    conn.execute(update(crawls).where(crawls.c.id == handle.crawl_id).values(owner=None, heartbeat_at=now))


def finish_crawl(
    conn: Connection, handle: CrawlHandle, *, now: datetime, reason: str, exit_code: int = 0, report: Row | None = None
) -> bool:
    """Write the crawl's end; False, and nothing written, when another process has taken it."""
    end = (
        update(crawls)
        .where(crawls.c.id == handle.crawl_id, crawls.c.epoch == handle.epoch, crawls.c.finished_at.is_(None))
        .values(owner=None, finished_at=now, reason=reason, exit_code=exit_code, report=report)
    )
    return conn.execute(end).rowcount == 1


def _refuse_if_live(row: Any, owner: Row, now: datetime) -> None:
    if row.owner is None:
        return
    holder = json.loads(row.owner)
    age = now - row.heartbeat_at if row.heartbeat_at else EXPIRY
    if age >= EXPIRY or _same_process(holder, owner):
        return
    if same_machine(holder, owner) and not is_running(holder):
        return
    raise CrawlBusy(
        f"crawl {row.id} of {' '.join(row.targets)} is being run by process {holder['pid']} on {holder['host']} "
        f"(last sign of life {max(0, age.seconds)} s ago): wait for it to end, or stop it and run this again"
    )


def _same_process(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("host", "boot", "pid")) and abs(one["started"] - other["started"]) < SAME_START


def same_machine(one: Row, other: Row) -> bool:
    """Whether two processes belong to one running system."""
    return bool((one["host"], one["boot"]) == (other["host"], other["boot"]))


def is_running(holder: Row) -> bool:
    """Whether a process of this machine still lives."""
    try:
        process = psutil.Process(holder["pid"])
        return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - holder["started"]) < SAME_START
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _take_over(conn: Connection, row: Any, owner: Row, now: datetime, refresh: bool) -> CrawlHandle:
    options = {**(row.options or {}), "refresh": refresh or bool((row.options or {}).get("refresh"))}
    conn.execute(
        update(crawls)
        .where(crawls.c.id == row.id)
        .values(epoch=crawls.c.epoch + 1, owner=json.dumps(owner), heartbeat_at=now, options=options)
    )
    _requeue(conn, row.id, now)
    marks = {"refresh": options["refresh"], "fresh": bool(options.get("fresh"))}
    return CrawlHandle(crawl_id=row.id, epoch=row.epoch + 1, resumed=True, started_at=row.started_at, **marks)


def _requeue(conn: Connection, crawl_id: int, now: datetime) -> None:
    left = (frontier.c.crawl_id == crawl_id, frontier.c.state == "leased")
    killer = {"state": "failed", "reason": "crawl_died", "tries": frontier.c.tries - 1 + frontier.c.lost, "closed_at": now}
    conn.execute(update(frontier).where(*left, frontier.c.lost >= MAX_LOST).values(killer))
    conn.execute(update(frontier).where(*left).values(state="waiting", tries=frontier.c.tries - 1))

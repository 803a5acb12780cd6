"""Jobs, the runs of schedules: claimed, kept alive, ended, taken back from workers that died.

Claims take turns: SQLite lets one transaction write at a time, on PostgreSQL an advisory lock does the same. Whoever
claims sees every running job, so no schedule runs twice at once and no site is crawled twice at once, however many
workers there are. A claim also moves the schedule on to its next time after now: what was missed is run once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from storage.models import crawls, jobs, schedules
from storage.schedules import SET_BACK, following, rhythm_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection

    from storage.records import Row

MAX_DEATHS = 3  #: in a row; then the schedule waits for its next time
AGAIN_AFTER = (timedelta(seconds=10), timedelta(minutes=5))  #: after the first death and the second
LOOKED_AT = 500  # due schedules read at a time
DETAIL = 500  # characters
_LOCK = 0x70727773  # PostgreSQL advisory lock under which jobs are claimed
KEYS = ("job", "name", "state", "planned_at", "started_at", "finished_at", "exit_code", "detail", "crawl", "arguments")  #: of a listed job


@dataclass(frozen=True, slots=True)
class Job:
    """A run of a schedule that this worker has claimed."""

    job_id: int
    name: str
    arguments: tuple[str, ...]
    folder: str
    planned_at: datetime  #: the first time missed, where several were
    again: bool  #: the run before died or was interrupted: its crawl is to be resumed
    next_at: datetime | None  #: when the schedule is due again


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job that somebody runs, or ran when they died."""

    job_id: int
    name: str
    worker: Row
    child: Row | None
    heartbeat_at: datetime
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is to do."""

    soonest: datetime | None  #: when the next schedule is due
    ahead: bool  #: there are schedules whose times were worked out before the clock was set back


def outlook(conn: Connection, now: datetime) -> Outlook:
    """Look whether anything is due, without taking it."""
    latest = conn.execute(select(func.max(schedules.c.reckoned_at))).scalar_one()
    return Outlook(conn.execute(select(func.min(schedules.c.next_at))).scalar_one(), latest is not None and latest > now + SET_BACK)


def claim(conn: Connection, *, slots: int, worker: Row, now: datetime, due: datetime | None = None) -> list[Job]:
    """Take up to ``slots`` schedules that are due at ``due`` (``now`` unless told), the longest overdue first.

    One whose site is being crawled by a running job waits for it.
    """
    due = due or now
    waiting = select(schedules.c.id, schedules.c.sites).where(schedules.c.next_at <= due).order_by(schedules.c.next_at, schedules.c.id)
    first = conn.execute(waiting.limit(1)).one_or_none()
    if slots < 1 or first is None:
        return []
    if conn.dialect.name == "postgresql":  # SQLite's one writer at a time serves as well
        conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    busy = {
        site for sites in conn.execute(select(jobs.c.sites).where(jobs.c.finished_at.is_(None))).scalars() for site in sites.splitlines()
    }
    chosen: list[int] = []
    result = conn.execute(waiting.execution_options(yield_per=LOOKED_AT))
    for number, sites in result:
        wanted = sites.splitlines()
        if busy.isdisjoint(wanted):
            busy.update(wanted)
            chosen.append(number)
            if len(chosen) == slots:
                break
    result.close()
    return [_begin(conn, number, worker, now) for number in chosen]


def _begin(conn: Connection, number: int, worker: Row, now: datetime) -> Job:
    row = conn.execute(select(schedules).where(schedules.c.id == number)).one()
    last = select(jobs.c.state).where(jobs.c.schedule_id == number).order_by(jobs.c.id.desc()).limit(1)
    before = conn.execute(last).scalar_one_or_none()
    values = {
        "schedule_id": row.id,
        "name": row.name,
        "arguments": row.arguments,
        "sites": row.sites,
        "planned_at": row.planned_at or now,
        "started_at": now,
        "state": "running",
        "worker": json.dumps(worker),
        "heartbeat_at": now,
    }
    job_id = conn.execute(insert(jobs).values(values).returning(jobs.c.id)).scalar_one()
    after = following(rhythm_of(row), row.name_key, now)
    conn.execute(update(schedules).where(schedules.c.id == row.id).values(after))
    again = before in {"died", "interrupted"}
    return Job(job_id, row.name, tuple(row.arguments), row.folder, values["planned_at"], again, after["next_at"])


def note_child(conn: Connection, job_id: int, child: Row) -> None:
    """Keep which process crawls for a job, so that whoever comes after a dead worker can look for it."""
    conn.execute(update(jobs).where(jobs.c.id == job_id).values(child=json.dumps(child)))


def beat(conn: Connection, job_ids: Collection[int], now: datetime) -> None:
    """Show that the worker of these jobs lives."""
    conn.execute(update(jobs).where(jobs.c.id.in_(job_ids), jobs.c.finished_at.is_(None)).values(heartbeat_at=now))


def running(conn: Connection) -> list[RunningJob]:
    """Every job that has no end yet, the oldest first."""
    rows = conn.execute(select(jobs).where(jobs.c.finished_at.is_(None)).order_by(jobs.c.id))
    return [
        RunningJob(row.id, row.name, json.loads(row.worker), json.loads(row.child) if row.child else None, row.heartbeat_at, row.started_at)
        for row in rows
    ]


def get(conn: Connection, job_id: int) -> Any:
    """The row of a job."""
    return conn.execute(select(jobs).where(jobs.c.id == job_id)).one()


def take_over(conn: Connection, job: RunningJob, worker: Row, now: datetime) -> bool:
    """Make a dead worker's job this worker's; False when another was quicker."""
    own = (jobs.c.id == job.job_id, jobs.c.finished_at.is_(None), jobs.c.worker == json.dumps(job.worker))
    return conn.execute(update(jobs).where(*own).values(worker=json.dumps(worker), heartbeat_at=now)).rowcount == 1


def end(
    conn: Connection, job_id: int, *, state: str, now: datetime, exit_code: int | None = None, detail: str = "", crawl_id: int | None = None
) -> datetime | None:
    """Write a job's end and return when its schedule is due again; None when it is not.

    A job that was ``interrupted`` is due again at once, one that ``died`` after a while, the third time in a row at its
    next planned time. Nothing is written when the job has its end already.
    """
    values = {"state": state, "finished_at": now, "exit_code": exit_code, "detail": detail[:DETAIL] or None, "crawl_id": crawl_id}
    ended = update(jobs).where(jobs.c.id == job_id, jobs.c.finished_at.is_(None)).values(values)
    job = conn.execute(ended.returning(jobs.c.schedule_id, jobs.c.planned_at)).one_or_none()
    number = job.schedule_id if job is not None else None
    if job is None or number is None:
        return None
    row = conn.execute(select(schedules).where(schedules.c.id == number).with_for_update()).one()
    deaths = row.deaths + 1 if state == "died" else row.deaths if state == "interrupted" else 0
    due: datetime | None = row.next_at
    changed: Row = {"deaths": deaths}
    if row.paused_at is None and (state == "interrupted" or (state == "died" and deaths < MAX_DEATHS)):
        again = now if state == "interrupted" else now + AGAIN_AFTER[deaths - 1]
        if due is None or again < due:
            due = again
            changed |= {"planned_at": job.planned_at, "next_at": again, "reckoned_at": now}
    conn.execute(update(schedules).where(schedules.c.id == number).values(changed))
    return due


def crawl_of(conn: Connection, targets: Sequence[str], since: datetime) -> Any:
    """The last crawl of these targets that was under way at ``since`` or later: ``id``, ``finished_at``, ``exit_code``, ``reason``, ``report``."""
    key = "\n".join(sorted(set(targets)))
    of_targets = select(crawls).where(crawls.c.target_key == key, crawls.c.spider == "site")
    lived = crawls.c.finished_at.is_(None) | (crawls.c.finished_at >= since)
    return conn.execute(of_targets.where(lived).order_by(crawls.c.id.desc()).limit(1)).one_or_none()


def past(conn: Connection, schedule_id: int | None = None, limit: int | None = None) -> Iterator[Row]:
    """Yield the runs of one schedule or of all, the newest first."""
    chosen = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
    if schedule_id is not None:
        chosen = chosen.where(jobs.c.schedule_id == schedule_id)
    for row in conn.execute(chosen.execution_options(yield_per=LOOKED_AT)):
        yield {
            "job": row.id,
            "name": row.name,
            "state": row.state,
            "planned_at": row.planned_at,
            "started_at": row.started_at,
            "finished_at": row.finished_at,
            "exit_code": row.exit_code,
            "detail": row.detail,
            "crawl": row.crawl_id,
            "arguments": row.arguments,
        }

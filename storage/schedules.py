"""Schedules: added, found, listed, paused, resumed, removed, and worked out anew when the clock was set back.

A schedule has its next time in ``next_at``, which is indexed: what is due is found without looking at the rest. Nothing
here reads a clock.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.errors import ScheduleError
from storage.models import jobs, schedules
from storage.rhythms import Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from storage.records import Row

SET_BACK = timedelta(minutes=1)  #: a clock that was corrected by less is not worth working times out anew
PORTION = 100  #: schedules worked out anew in one transaction: each takes about 0.3 ms
MAX_NAME = 64
KEYS = (
    "name",
    "rhythm",
    "zone",
    "next_at",
    "planned_at",
    "paused_at",
    "sites",
    "arguments",
    "folder",
    "created_at",
    "last_state",
    "last_started_at",
    "last_exit_code",
    "note",
)  #: keys of a listed schedule


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """A schedule to be added."""

    name: str
    rhythm: Rhythm
    arguments: Sequence[str]  #: targets and options of the crawl, as on the command line
    sites: Sequence[str]  #: what it crawls: profile keys and hosts
    folder: str  #: against which its paths are read
    at_once: bool = False  #: it is due now for the first time


def key_of(name: str) -> str:
    """The name by which a schedule is found. Raises ScheduleError for what is no name."""
    text = unicodedata.normalize("NFKC", name).strip()
    if not text or len(text) > MAX_NAME or not all(letter.isalnum() or letter in "._-" for letter in text) or text[0] in ".-":
        raise ScheduleError(f"“{name[:MAX_NAME]}” is no name: take up to {MAX_NAME} letters, digits, dots, dashes and underscores")
    return text.casefold()


def add(conn: Connection, new: NewSchedule, now: datetime) -> datetime:
    """Add a schedule and return when it is due first.

    Raises ScheduleError when its name is taken (case does not count) or it can never run.
    """
    key = key_of(new.name)
    new.rhythm.check(now)
    row = {
        "name": unicodedata.normalize("NFKC", new.name).strip(),
        "name_key": key,
        "cron": new.rhythm.cron,
        "every_s": int(new.rhythm.every.total_seconds()) if new.rhythm.every else None,
        "zone": new.rhythm.zone,
        "jitter_s": int(new.rhythm.jitter.total_seconds()),
        "arguments": list(new.arguments),
        "sites": "\n".join(sorted(set(new.sites))),
        "folder": new.folder,
        "created_at": new.rhythm.anchor,
        **following(new.rhythm, key, now),
        **({"planned_at": now, "next_at": now} if new.at_once else {}),
    }
    try:
        with conn.begin_nested():
            conn.execute(insert(schedules).values(row))
    except IntegrityError:
        taken = conn.execute(select(schedules.c.name).where(schedules.c.name_key == key)).scalar_one()
        raise ScheduleError(f"there is a schedule “{taken}” already; remove it first, or take another name") from None
    return _due(row)


def _due(values: Row) -> datetime:
    due: datetime = values["next_at"]
    return due


def rhythm_of(row: Any) -> Rhythm:
    """The rhythm of a row of ``schedules``."""
    every = timedelta(seconds=row.every_s) if row.every_s else None
    return Rhythm(row.cron, every, row.zone, timedelta(seconds=row.jitter_s), row.created_at)


def following(rhythm: Rhythm, key: str, now: datetime) -> Row:
    """The columns that say when a schedule runs next, after ``now``; whatever was missed until then is left out."""
    try:
        planned, note = rhythm.after(now), None
    except ScheduleError as error:  # the time zone is not known on this machine
        planned, note = None, str(error)
    due = rhythm.put_off(planned, key) if planned else None
    if planned is None and note is None:
        note = "no such day comes any more"
    return {"planned_at": planned, "next_at": due, "reckoned_at": now, "note": note}


def find(conn: Connection, name: str) -> Any:
    """The row of a schedule. Raises ScheduleError with the nearest names when there is none."""
    key = key_of(name)
    row = conn.execute(select(schedules).where(schedules.c.name_key == key)).one_or_none()
    if row is None:
        names: dict[str, str] = {row.name_key: row.name for row in conn.execute(select(schedules.c.name_key, schedules.c.name))}
        near = [names[one] for one in get_close_matches(key, names, n=3, cutoff=0.5)]
        told = f"did you mean {' or '.join(near)}?" if near else "pressrow schedule list shows them" if names else "there are none"
        raise ScheduleError(f"no schedule “{name}”; {told}")
    return row


def pause(conn: Connection, name: str, now: datetime) -> bool:
    """Let a schedule rest; False when it does already. A run that is under way goes on."""
    row = find(conn, name)
    if row.paused_at is not None:
        return False
    resting = {"paused_at": now, "planned_at": None, "next_at": None, "reckoned_at": None}
    conn.execute(update(schedules).where(schedules.c.id == row.id).values(resting))
    return True


def resume(conn: Connection, name: str, now: datetime) -> datetime | None:
    """Let a schedule run again, and return when; runs that fell into the pause are not made up for."""
    row = find(conn, name)
    if row.paused_at is None:
        due: datetime | None = row.next_at
        return due
    rhythm = rhythm_of(row)
    rhythm.check(now)
    values = following(rhythm, row.name_key, now)
    conn.execute(update(schedules).where(schedules.c.id == row.id).values(paused_at=None, deaths=0, **values))
    return _due(values)


def remove(conn: Connection, name: str) -> bool:
    """Remove a schedule and keep its past runs; True when a run is under way, which goes on."""
    row = find(conn, name)
    own = jobs.c.schedule_id == row.id
    running = conn.execute(select(func.count()).where(own, jobs.c.finished_at.is_(None))).scalar_one()
    conn.execute(update(jobs).where(own).values(schedule_id=None))
    conn.execute(delete(schedules).where(schedules.c.id == row.id))
    return bool(running)


def listed(conn: Connection, limit: int | None = None) -> Iterator[Row]:
    """Yield each schedule with its last run, by name."""
    last = select(func.max(jobs.c.id)).where(jobs.c.schedule_id == schedules.c.id).correlate(schedules).scalar_subquery()
    chosen = (
        select(schedules, jobs.c.state, jobs.c.started_at, jobs.c.exit_code)
        .outerjoin(jobs, jobs.c.id == last)
        .order_by(schedules.c.name_key)
        .limit(limit)
    )
    for row in conn.execute(chosen):
        yield {
            "name": row.name,
            "rhythm": str(rhythm_of(row)),
            "zone": row.zone,
            "next_at": row.next_at,
            "planned_at": row.planned_at,
            "paused_at": row.paused_at,
            "sites": row.sites.splitlines(),
            "arguments": row.arguments,
            "folder": row.folder,
            "created_at": row.created_at,
            "last_state": row.state,
            "last_started_at": row.started_at,
            "last_exit_code": row.exit_code,
            "note": row.note,
        }


def upcoming(conn: Connection, count: int) -> list[Row]:
    """The schedules that are due next, ``count`` at most: ``{name, zone, planned_at, next_at}`` each, the earliest first."""
    columns = (schedules.c.name, schedules.c.zone, schedules.c.planned_at, schedules.c.next_at)
    due = select(*columns).where(schedules.c.next_at.is_not(None)).order_by(schedules.c.next_at, schedules.c.id).limit(count)
    return [dict(row._mapping) for row in conn.execute(due)]  # noqa: SLF001  SQLAlchemy's public way to a row's names


def coming(conn: Connection, name: str, count: int, now: datetime) -> list[Row]:
    """The next ``count`` runs of one schedule, as ``upcoming`` gives them; none while it is paused."""
    row = find(conn, name)
    rhythm = rhythm_of(row)
    found: list[Row] = []
    planned, due = row.planned_at, row.next_at
    while due is not None and planned is not None and len(found) < count:
        found.append({"name": row.name, "zone": row.zone, "planned_at": planned, "next_at": due})
        planned = rhythm.after(max(due, now))
        due = rhythm.put_off(planned, row.name_key) if planned else None
    return found


def catch_up_with_clock(conn: Connection, now: datetime) -> int:
    """Work out anew the next runs that were worked out at a time still to come: the clock has been set back since.

    At most ``PORTION`` schedules are done; returns how many, so that the caller can go on.
    """
    ahead = select(schedules).where(schedules.c.reckoned_at > now + SET_BACK).order_by(schedules.c.reckoned_at).limit(PORTION)
    rows = conn.execute(ahead).all()
    if rows:
        changed = [{"schedule": row.id, **_sooner(row, following(rhythm_of(row), row.name_key, now))} for row in rows]
        anew: dict[str, Any] = {name: bindparam(name) for name in ("planned_at", "next_at", "reckoned_at", "note")}
        conn.execute(update(schedules).where(schedules.c.id == bindparam("schedule")).values(anew), changed)
    return len(rows)


def _sooner(row: Any, anew: Row) -> Row:
    """The new times, but no later than what the schedule had: a run that is owed stays due."""
    if row.next_at is not None and (anew["next_at"] is None or row.next_at < anew["next_at"]):
        return {**anew, "planned_at": row.planned_at, "next_at": row.next_at, "note": None}
    return anew

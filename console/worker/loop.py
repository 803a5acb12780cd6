"""Decides what the worker does: what to start, what became of it, what others left, when to look again.

Times that are compared with the database are wall-clock time, since schedules speak of it; how long something takes is
measured on the monotonic clock, which nobody sets. The worker looks every few seconds at least, so that a clock that
was set, or a schedule that was added, is noticed without being told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from console.exits import PRECEDENCE, Exit
from storage import jobs, schedules
from storage.errors import DiskFull, Unavailable
from storage.ownership import BEAT, EXPIRY, is_running, same_machine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from console.worker.processes import Crawl, Ending
    from console.worker.telling import Teller
    from storage.database import Database
    from storage.jobs import Job, RunningJob
    from storage.records import Row

LOOK = 5.0  #: seconds between two looks, at most
STOP_WITHIN = 28.0  #: seconds that crawls get to end after a signal
ABANDONED = timedelta(minutes=10)  #: without a sign of life, another machine's job is given up at first sight
_GOOD = (Exit.COMPLETE, Exit.BUDGET)
_PASSING = (Unavailable, DiskFull)  # faults of a database that may be over the next time


@dataclass(slots=True)
class Running:
    """A job of this worker and its crawl."""

    job_id: int
    name: str
    crawl: Crawl
    began: float  #: on the monotonic clock


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the worker gets from outside, so that tests can stand in for it."""

    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    wait: Callable[[float], None]  #: returns after so many seconds, or earlier when a crawl ended or a signal came
    start: Callable[[Job], Crawl]  #: raises OSError when the crawl cannot be started
    targets: Callable[[Sequence[str]], list[str]]  #: the targets among a job's arguments
    tell: Teller


class Worker:
    """Runs what is due until it is stopped; with ``once`` what is due now."""

    def __init__(self, database: Database, around: Surroundings, *, owner: Row, crawls: int, once: bool = False) -> None:
        self._database = database
        self._around = around
        self._owner = owner
        self._crawls = crawls
        self._once = once
        self._running: dict[int, Running] = {}
        self._due = around.clock() if once else None  # --once runs what is due when it begins
        self._codes: list[Exit] = []
        self._stopping_since: float | None = None
        self._asked = 0  # how often it was asked to stop
        self._killed = False
        self._beaten = around.monotonic()
        self._seen: dict[int, tuple[datetime, float]] = {}  # of others' jobs: last sign of life, when it was first seen
        self._trouble = False

    def stop(self) -> None:
        """Begin nothing more and end the crawls; asked a second time, at once. May be called from a signal handler."""
        self._asked += 1

    def run(self) -> Exit:
        """Work until stopped, or with ``once`` until nothing is due, and return the exit code.

        Raises StorageError when the database is lost for good.
        """
        try:
            while not self._round():
                pass
        finally:
            self._abandon()
        return next((code for code in PRECEDENCE if code in self._codes), Exit.COMPLETE)

    def _round(self) -> bool:
        """Look once, then wait; True when there is nothing left to do."""
        if self._asked:
            self._stop_crawls()
        try:
            self._reap()
            pause = self._look() if not self._asked else 1.0
            self._trouble = False
        except _PASSING as error:
            if self._once or (self._asked and not any(one.crawl.ended() is None for one in self._running.values())):
                raise
            if not self._trouble:
                self._around.tell("storage", f"{error}; trying again", fault=True)
            self._trouble = True
            pause = LOOK
        if not self._running and (self._asked or pause is None):
            return True
        if pause:
            self._around.wait(pause)
        elif pause is None:
            self._around.wait(LOOK)
        return False

    def _look(self) -> float | None:
        """Do what is due; return the seconds until the next look, None when ``once`` has nothing more to start."""
        now = self._around.clock()
        with self._database.reading() as conn:
            outlook = jobs.outlook(conn, now)
            others = [job for job in jobs.running(conn) if job.job_id not in self._running]
        self._beat(now)
        for job in others:
            self._look_after(job, now)
        if outlook.ahead:
            with self._database.writing() as conn:
                schedules.catch_up_with_clock(conn, now)
            self._around.tell("clock", "the clock was set back: the times of schedules are worked out anew")
            return 0.0
        started = self._start_due(now, outlook.soonest)
        if self._once and not started:
            return None
        return self._pause(now, outlook.soonest)

    def _pause(self, now: datetime, soonest: datetime | None) -> float:
        if soonest is None or soonest <= now:
            return LOOK
        return min(LOOK, max(0.01, (soonest - now).total_seconds()))

    def _start_due(self, now: datetime, soonest: datetime | None) -> bool:
        slots = self._crawls - len(self._running)
        due = min(now, self._due) if self._due else now
        if slots < 1 or soonest is None or soonest > due:
            return False
        with self._database.writing() as conn:
            claimed = jobs.claim(conn, slots=slots, worker=self._owner, now=now, due=due)
        for job in claimed:
            self._start(job, now)
        return bool(claimed)

    def _start(self, job: Job, now: datetime) -> None:
        try:
            crawl = self._around.start(job)
        except OSError as error:
            self._end(job.job_id, job.name, "failed", f"the crawl could not be started: {error}", code=Exit.FAULT)
            return
        self._running[job.job_id] = Running(job.job_id, job.name, crawl, self._around.monotonic())
        late = "" if now - job.planned_at < timedelta(minutes=1) else f", planned for {job.planned_at:%Y-%m-%d %H:%M} UTC"
        again = ", resuming what was cut short" if job.again else ""
        following = f"; next run {job.next_at:%Y-%m-%d %H:%M} UTC" if job.next_at else "; there is no next run"
        self._around.tell("started", f"job {job.job_id} started{late}{again}{following}", schedule=job.name, job=job.job_id)
        with self._database.writing() as conn:
            jobs.note_child(conn, job.job_id, crawl.identity)

    def _beat(self, now: datetime) -> None:
        if self._running and self._around.monotonic() - self._beaten >= BEAT.total_seconds():
            with self._database.writing() as conn:
                jobs.beat(conn, list(self._running), now)
            self._beaten = self._around.monotonic()

    def _look_after(self, job: RunningJob, now: datetime) -> None:
        """Take over a job whose worker is dead: watch its crawl where that still runs, else write its end."""
        if job.worker == self._owner:  # claimed, and then the database was lost before it could begin
            self._conclude_unseen(job.job_id, job.name)
            return
        here = same_machine(job.worker, self._owner)
        if is_running(job.worker) if here else self._shows_life(job, now):
            return
        with self._database.writing() as conn:
            if not jobs.take_over(conn, job, self._owner, now):
                return
        from console.worker.processes import LeftBehind

        self._seen.pop(job.job_id, None)
        left = LeftBehind(job.child) if job.child and same_machine(job.child, self._owner) else None
        if left is not None and left.ended() is None:
            said = f"job {job.job_id} goes on, its worker died; this one watches it now"
            self._around.tell("taken over", said, schedule=job.name, job=job.job_id, fault=True)
            self._running[job.job_id] = Running(job.job_id, job.name, left, self._around.monotonic())
        else:
            self._conclude_unseen(job.job_id, job.name)

    def _shows_life(self, job: RunningJob, now: datetime) -> bool:
        at = self._around.monotonic()
        beat, since = self._seen.get(job.job_id, (None, at))
        if beat is None and now - job.heartbeat_at >= ABANDONED:
            return False
        if beat != job.heartbeat_at:
            beat, since = job.heartbeat_at, at
        self._seen[job.job_id] = (job.heartbeat_at, since)
        return at - since < EXPIRY.total_seconds()

    def _reap(self) -> None:
        """Write down the ends of crawls."""
        for one in list(self._running.values()):
            ending = one.crawl.ended()
            if ending is None:
                continue
            if ending.exit_code is None and ending.signal is None:
                self._conclude_unseen(one.job_id, one.name)
            else:
                self._conclude(one, ending)

    def _conclude(self, one: Running, ending: Ending) -> None:
        code, report = ending.exit_code, ending.report or {}
        crawl_id = report.get("crawl") or None
        took = f"after {self._around.monotonic() - one.began:.0f} s"
        cut_short = code == Exit.INTERRUPTED or ending.signal is not None
        if code in _GOOD:
            said = f"done {took}: {counted(report)}"
            self._end(one.job_id, one.name, "done", said, code=Exit(code), detail=str(report.get("reason", "")), crawl_id=crawl_id)
        elif self._asked and cut_short:
            self._end(one.job_id, one.name, "interrupted", f"interrupted {took}", code=Exit.INTERRUPTED, detail="", crawl_id=crawl_id)
        elif cut_short:
            how = f"killed by {ending.signal}" if ending.signal else "stopped by somebody else's signal"
            self._end(one.job_id, one.name, "died", f"died {took}: {how}", code=Exit.FAULT, detail=how, crawl_id=crawl_id)
        else:
            why = report.get("reason") or ending.error.removeprefix("pressrow: ") or "no word of why"
            said = f"failed {took}: {why} (exit code {code})"
            self._end(one.job_id, one.name, "failed", said, code=known(code), detail=str(why), crawl_id=crawl_id)

    def _conclude_unseen(self, job_id: int, name: str) -> None:
        """End a job whose crawl this worker has not seen ending, by what the crawl wrote into the database."""
        with self._database.reading() as conn:
            row = jobs.get(conn, job_id)
            crawl = jobs.crawl_of(conn, self._around.targets(row.arguments), row.started_at)
        number = crawl.id if crawl is not None else None
        if crawl is not None and crawl.finished_at is not None and crawl.exit_code is not None:
            good = crawl.exit_code in _GOOD
            said = f"{'done' if good else 'failed'}: {counted(crawl.report or {})}, while no worker watched"
            self._end(
                job_id, name, "done" if good else "failed", said, code=known(crawl.exit_code), detail=crawl.reason or "", crawl_id=number
            )
        elif self._asked:
            self._end(job_id, name, "interrupted", "interrupted", code=Exit.INTERRUPTED, detail="", crawl_id=number)
        else:
            self._end(job_id, name, "died", "died with its worker", code=Exit.FAULT, detail="died with its worker", crawl_id=number)

    def _end(
        self, job_id: int, name: str, state: str, said: str, *, code: Exit, detail: str | None = None, crawl_id: int | None = None
    ) -> None:
        exit_code = None if state == "died" else int(code)
        with self._database.writing() as conn:
            due = jobs.end(
                conn,
                job_id,
                state=state,
                now=self._around.clock(),
                exit_code=exit_code,
                detail=said if detail is None else detail,
                crawl_id=crawl_id,
            )
        self._running.pop(job_id, None)
        self._codes += [code] if self._once or state == "interrupted" else []
        more = f"; it is run again at {due:%Y-%m-%d %H:%M:%S} UTC" if state == "died" and due else ""
        bad = state in {"died", "failed"}
        facts: dict[str, Any] = {"job": job_id, "state": state, "exit_code": exit_code, "crawl": crawl_id}
        self._around.tell("ended", f"job {job_id} {said}{more}", schedule=name, fault=bad, **facts)

    def _stop_crawls(self) -> None:
        at = self._around.monotonic()
        if self._stopping_since is None:
            self._stopping_since = at
            if self._running:
                self._around.tell("stopping", f"stopping {len(self._running)} crawls; a second signal kills them")
            for one in self._running.values():
                one.crawl.stop()
        if not self._killed and (self._asked > 1 or at - self._stopping_since >= STOP_WITHIN):
            self._killed = True
            for one in self._running.values():
                one.crawl.kill()

    def _abandon(self) -> None:
        """Leave no crawl behind when the worker itself fails; the next worker takes their jobs over."""
        for one in self._running.values():
            one.crawl.stop()


def counted(report: Row) -> str:
    """What a crawl did, in a few words."""
    return ", ".join(f"{report.get(name, 0)} {name}" for name in ("pages", "articles", "events", "issues"))


def known(code: int | None) -> Exit:
    """The exit code, a fault of ours where it is none of the table."""
    return Exit(code) if code in set(Exit) else Exit.FAULT

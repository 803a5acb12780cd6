"""The worker's decisions, with a clock, crawls and a database that the tests hold in their hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from console.exits import Exit
from console.worker import loop
from console.worker.loop import STOP_WITHIN, Surroundings, Worker
from console.worker.processes import Ending
from storage import jobs, schedules
from storage.database import open_database
from storage.errors import Damaged, Unavailable
from storage.models import crawls as crawl_table
from storage.ownership import this_owner
from storage.rhythms import Rhythm
from storage.schedules import NewSchedule

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DONE = Ending(0, report={"crawl": None, "reason": "finished", "pages": 3})


class FakeCrawl:
    """A crawl that takes so many seconds and then ends so."""

    def __init__(self, world, job, takes, ending):
        self.identity = this_owner() | {"pid": 10_000_000 + job.job_id}
        self.world, self.job, self.ending = world, job, ending
        self.until = world.seconds + takes
        self.began_at = world.now
        self.stopped_at = self.killed_at = None
        self.stubborn = False

    def ended(self):
        return self.ending if self.world.seconds >= self.until else None

    def stop(self):
        self.stopped_at = self.world.seconds
        if not self.stubborn:
            self.until, self.ending = self.world.seconds + 2, Ending(6, report={"crawl": None, "reason": "interrupted"})

    def kill(self):
        self.killed_at = self.world.seconds
        self.until, self.ending = self.world.seconds, Ending(signal="SIGKILL")


class World:
    """Clocks that move while the worker waits, and what is to happen at which second."""

    def __init__(self, database):
        self.database = database
        self.now, self.seconds = BEGIN, 0.0
        self.crawls, self.said, self.waits = [], [], []
        self.plans = {}  #: by schedule, how long its crawls take and how they end; 60 s and well unless told
        self.script = []  #: (second, act)
        self.targets = {}

    def add(self, name, *, every=HOUR, site=None, at_once=False):
        with self.database.writing() as conn:
            new = NewSchedule(name, Rhythm(every=every, anchor=self.now), [f"https://{name}/"], [site or name], "/srv", at_once)
            schedules.add(conn, new, self.now)

    def worker(self, crawls=4, *, once=False, owner=None):
        around = Surroundings(lambda: self.now, lambda: self.seconds, self.wait, self.start, list, self.tell)
        return Worker(self.database, around, owner=owner or this_owner(), crawls=crawls, once=once)

    def run(self, seconds=None, **how):
        """Run a worker, and stop it after so many seconds."""
        worker = self.worker(**how)
        if seconds is not None:
            self.script.append((self.seconds + seconds, worker.stop))
        return worker.run()

    def wait(self, seconds):
        self.waits.append(seconds)
        assert len(self.waits) < 20_000
        ends = [crawl.until for crawl in self.crawls if crawl.until > self.seconds] + [at for at, _ in self.script]
        step = min([seconds, *(at - self.seconds for at in ends)])
        self.seconds += step
        self.now += timedelta(seconds=step)
        for item in [item for item in self.script if item[0] <= self.seconds]:
            self.script.remove(item)
            item[1]()

    def at(self, second, act):
        self.script.append((self.seconds + second, act))

    def start(self, job):
        plan = self.plans.get(job.name, [])
        takes, ending = plan.pop(0) if plan else (60, DONE)
        if isinstance(ending, OSError):
            raise ending
        self.crawls.append(FakeCrawl(self, job, takes, ending))
        return self.crawls[-1]

    def tell(self, event, said, *, schedule="", fault=False, **facts):
        self.said.append((event, schedule, said))

    def events(self, event):
        return [said for told, _, said in self.said if told == event]

    def past(self):
        with self.database.reading() as conn:
            return [(row["name"], row["state"], row["exit_code"]) for row in jobs.past(conn)][::-1]

    def began(self):
        """When crawls began, in minutes."""
        return [(crawl.job.name, (crawl.began_at - BEGIN) / timedelta(minutes=1)) for crawl in self.crawls]

    def claim(self, owner, child=None):
        """Let another worker claim all that is due, and begin it as this child."""
        with self.database.writing() as conn:
            (job,) = jobs.claim(conn, slots=1, worker=owner, now=self.now)
            if child:
                jobs.note_child(conn, job.job_id, child)
        return job


@pytest.fixture
def world(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    yield World(database)
    database.close()


DEAD = this_owner() | {"pid": 10_000_000}  #: more than any process number
ELSEWHERE = {"host": "elsewhere", "boot": "x", "pid": 1, "started": 1.0}


def test_a_schedule_runs_when_it_is_due_and_not_before(world):
    world.add("a")
    world.run(3 * 3600 + 90)
    assert world.began() == [("a", 60), ("a", 120), ("a", 180)]
    assert world.past() == [("a", "done", 0)] * 3


def test_the_worker_looks_every_few_seconds_at_least_so_that_new_schedules_are_noticed(world):
    world.at(100, lambda: world.add("late", at_once=True))
    world.run(130)
    assert max(world.waits) <= loop.LOOK
    assert 100 <= world.began()[0][1] * 60 <= 100 + loop.LOOK


def test_no_more_crawls_at_a_time_than_asked_for_and_one_of_a_site(world):
    for name, site in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "z")):
        world.add(name, site=site, at_once=True)
    world.run(300, crawls=2)
    assert world.began() == [("a", 0), ("c", 0), ("b", 1), ("d", 1)]


def test_what_was_missed_while_no_worker_ran_is_run_once(world):
    world.add("a")
    world.now += 100.5 * HOUR
    world.run(600)
    assert world.past() == [("a", "done", 0)]
    assert "planned for 2026-03-01 13:00 UTC" in world.events("started")[0]


def test_a_clock_set_forward_makes_up_for_what_it_skipped_by_one_run(world):
    world.add("a")

    def forward():
        world.now += timedelta(days=365)

    world.at(60, forward)
    world.run(300)
    assert world.past() == [("a", "done", 0)]


def test_a_clock_set_back_holds_nothing_up(world):
    world.now += timedelta(days=365)
    world.add("a")

    def back():
        world.now = BEGIN

    world.at(60, back)
    world.run(2.5 * 3600)
    assert world.began() == [("a", 60), ("a", 120)]
    assert len(world.events("clock")) == 1


def test_stopped_the_worker_begins_nothing_more_and_its_crawls_are_interrupted(world):
    world.add("a", at_once=True)
    world.add("b", every=timedelta(seconds=31))
    assert world.run(30) == Exit.INTERRUPTED
    assert world.seconds == 32
    assert world.past() == [("a", "interrupted", 6)]


def test_stopped_without_anything_running_the_worker_ends_well(world):
    world.add("a")
    assert world.run(30) == Exit.COMPLETE
    assert world.seconds == 30


def test_what_was_interrupted_is_resumed_as_soon_as_a_worker_runs_again(world):
    world.add("a", at_once=True)
    world.run(30)
    world.run(90)
    assert [crawl.job.again for crawl in world.crawls] == [False, True]
    assert world.past() == [("a", "interrupted", 6), ("a", "done", 0)]


def test_a_crawl_that_does_not_end_is_killed_within_half_a_minute(world):
    world.add("a", at_once=True)
    world.at(10, lambda: setattr(world.crawls[0], "stubborn", True))
    world.plans["a"] = [(3600, DONE)]
    assert world.run(20) == Exit.INTERRUPTED
    assert world.crawls[0].killed_at <= 20 + STOP_WITHIN + 1 < 50
    assert world.past() == [("a", "interrupted", 6)]


def test_a_second_signal_kills_at_once(world):
    world.add("a", at_once=True)
    world.plans["a"] = [(3600, DONE)]
    worker = world.worker()
    world.at(10, lambda: (setattr(world.crawls[0], "stubborn", True), worker.stop()))
    world.at(12, worker.stop)
    assert worker.run() == Exit.INTERRUPTED
    assert (world.crawls[0].stopped_at, world.crawls[0].killed_at) == (10, 12)


@pytest.mark.parametrize("ending", [Ending(signal="SIGKILL"), Ending(6, report={"reason": "interrupted"})])
def test_a_job_that_died_is_told_as_such_and_run_again(world, ending):
    world.add("a", at_once=True)
    world.plans["a"] = [(20, ending)]
    world.run(120)
    assert world.past() == [("a", "died", None), ("a", "done", 0)]
    assert world.crawls[1].job.again
    assert world.began()[1][1] == 0.5
    assert "died after 20 s" in world.events("ended")[0]
    assert "run again at 2026-03-01 12:00:30" in world.events("ended")[0]


def test_a_job_that_dies_every_time_does_not_run_without_end(world):
    world.add("a", at_once=True)
    world.plans["a"] = [(1, Ending(signal="SIGSEGV"))] * 99
    world.run(3500)
    assert world.past() == [("a", "died", None)] * 3


def test_a_job_that_failed_says_why_and_waits_for_its_next_time(world):
    world.add("a", at_once=True)
    world.plans["a"] = [(5, Ending(5, error="pressrow: no space left"))]
    world.run(1800)
    assert world.past() == [("a", "failed", 5)]
    assert "no space left (exit code 5)" in world.events("ended")[0]


def test_a_crawl_that_cannot_be_started_has_failed(world):
    world.add("a", at_once=True)
    world.plans["a"] = [(0, FileNotFoundError("no such folder"))]
    world.run(30)
    assert world.past() == [("a", "failed", 1)]


def test_a_crawl_that_reached_its_budget_is_done(world):
    world.add("a", at_once=True)
    world.plans["a"] = [(5, Ending(7, report={"crawl": None, "reason": "budget_pages"}))]
    world.run(30)
    assert world.past() == [("a", "done", 7)]


def test_once_runs_what_is_due_and_ends_with_the_gravest_code(world):
    for name, code in (("a", 0), ("b", 10), ("c", 5)):
        world.add(name, at_once=True, every=timedelta(seconds=20), site="x")
        world.plans[name] = [(60, Ending(code))]
    assert world.run(once=True) == Exit.DISK_FULL
    assert world.past() == [("a", "done", 0), ("b", "failed", 10), ("c", "failed", 5)]


def test_once_with_nothing_due_ends_at_once(world):
    world.add("a")
    assert world.run(once=True) == Exit.COMPLETE
    assert world.waits == []


def test_once_leaves_a_site_alone_that_another_worker_crawls(world):
    world.add("a", at_once=True, site="x")
    world.claim(ELSEWHERE)
    world.add("b", at_once=True, site="x")
    assert world.run(once=True) == Exit.COMPLETE
    assert world.crawls == []


def test_a_dead_workers_job_is_run_again(world):
    world.add("a", at_once=True)
    world.claim(DEAD, child=DEAD)
    world.run(90)
    assert world.past() == [("a", "died", None), ("a", "done", 0)]
    assert world.crawls[0].job.again


def test_a_dead_workers_crawl_that_still_runs_is_watched_to_its_end(world, monkeypatch):
    alive = {"pid": True}
    child = DEAD | {"pid": 10_000_001}
    monkeypatch.setattr("console.worker.processes.is_running", lambda holder: holder["pid"] == child["pid"] and alive["pid"])
    world.add("a", at_once=True)
    world.claim(DEAD, child=child)
    world.at(60, lambda: alive.update(pid=False))
    row = {"target_key": "https://a/", "targets": [], "spider": "site", "started_at": BEGIN, "software_version": "0"}
    with world.database.writing() as conn:
        conn.execute(insert(crawl_table).values(row | {"finished_at": BEGIN + HOUR, "exit_code": 0, "reason": "finished"}))
    world.run(120)
    assert len(world.events("taken over")) == 1
    assert world.past() == [("a", "done", 0)]
    assert world.crawls == []


def test_the_job_of_another_machine_is_taken_over_after_a_minute_without_a_sign_of_life(world):
    world.add("a", at_once=True)
    job = world.claim(ELSEWHERE)

    def beat():
        with world.database.writing() as conn:
            jobs.beat(conn, [job.job_id], world.now)

    world.at(30, beat)
    world.run(200)
    assert world.past() == [("a", "died", None), ("a", "done", 0)]
    assert 90 <= world.began()[0][1] * 60 <= 90 + 3 * loop.LOOK + 10


def test_a_clock_set_forward_takes_no_job_from_another_machine(world):
    world.add("a", at_once=True)
    world.now += timedelta(seconds=1)
    job = world.claim(ELSEWHERE)

    def beat():
        with world.database.writing() as conn:
            jobs.beat(conn, [job.job_id], BEGIN)  # that machine's clock is right

    def forward():
        world.now += timedelta(days=1)

    world.at(20, forward)
    world.at(40, beat)
    world.run(70)
    assert world.past() == [("a", "running", None)]


def test_the_worker_shows_that_it_lives(world):
    world.add("a", at_once=True)
    world.plans["a"] = [(100, DONE)]
    seen = []

    def look():
        with world.database.reading() as conn:
            seen.append((jobs.running(conn)[0].heartbeat_at - BEGIN).total_seconds())

    for second in (30, 60, 90):
        world.at(second, look)
    world.run(120)
    assert all(0 <= second - beat <= 20 for second, beat in zip((30, 60, 90), seen, strict=True))


def test_a_database_that_is_away_for_a_while_is_told_once_and_waited_for(world, monkeypatch):
    world.add("a", at_once=True)
    world.plans["a"] = [(20, DONE)]
    outlook = jobs.outlook

    def away(conn, now):
        if 10 <= world.seconds < 100:
            raise Unavailable("the server cannot be reached")
        return outlook(conn, now)

    monkeypatch.setattr(loop.jobs, "outlook", away)
    world.run(200)
    assert len(world.events("storage")) == 1
    assert world.past() == [("a", "done", 0)]


def test_an_end_that_could_not_be_written_is_written_later(world, monkeypatch):
    world.add("a", at_once=True)
    end = jobs.end

    def away(*words, **more):
        if world.seconds < 100:
            raise Unavailable("the server cannot be reached")
        return end(*words, **more)

    monkeypatch.setattr(loop.jobs, "end", away)
    world.run(200)
    assert world.past() == [("a", "done", 0)]


def test_a_job_claimed_just_before_the_database_went_away_is_not_forgotten(world):
    world.add("a", at_once=True)
    world.claim(this_owner())
    world.run(200)
    assert world.past() == [("a", "died", None), ("a", "done", 0)]


def test_a_database_lost_for_good_ends_the_worker_and_its_crawls(world, monkeypatch):
    world.add("a", at_once=True)

    def damaged(conn, now):
        raise Damaged("the file is damaged")

    world.at(10, lambda: monkeypatch.setattr(loop.jobs, "outlook", damaged))
    with pytest.raises(Damaged):
        world.run(100)
    assert world.crawls[0].stopped_at is not None


def test_two_workers_in_turn_run_each_schedule_once(world):
    for number in range(6):
        world.add(f"s{number}", at_once=True)
    first, second = world.worker(crawls=2), world.worker(crawls=2, owner=ELSEWHERE)
    for _ in range(40):
        first._round()
        second._round()
    assert sorted(crawl.job.name for crawl in world.crawls) == [f"s{number}" for number in range(6)]

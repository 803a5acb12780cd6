"""A worker's world that the tests hold in their hands: its clocks, its crawls, its database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.worker.loop import Surroundings, Worker
from console.worker.processes import Ending
from storage import jobs, schedules
from storage.database import open_database
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

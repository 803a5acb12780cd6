"""The worker's decisions: what runs when, what becomes of it, how it stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.exits import Exit
from console.worker import loop
from console.worker.loop import STOP_WITHIN
from console.worker.processes import Ending
from storage import jobs
from storage.errors import Damaged, Unavailable
from tests.console.worker.conftest import BEGIN, DONE, ELSEWHERE, HOUR


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

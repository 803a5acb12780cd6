"""What dead workers left behind, on this machine and on others."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from console.worker import loop
from storage import jobs
from storage.models import crawls as crawl_table
from storage.ownership import this_owner
from tests.console.worker.conftest import BEGIN, DEAD, ELSEWHERE, HOUR


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


def test_the_job_of_another_machine_that_was_silent_for_long_is_taken_over_at_first_sight(world):
    world.add("a", at_once=True)
    world.claim(ELSEWHERE)
    world.now += 3 * HOUR
    world.run(90)
    assert world.past() == [("a", "died", None), ("a", "done", 0)]


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


def test_a_job_claimed_just_before_the_database_went_away_is_not_forgotten(world):
    world.add("a", at_once=True)
    world.claim(this_owner())
    world.run(200)
    assert world.past() == [("a", "died", None), ("a", "done", 0)]

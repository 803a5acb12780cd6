"""Jobs: claimed once, one site at a time, coalesced, run again when they died."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from storage import jobs as running
from storage import schedules
from storage.database import open_database
from storage.models import crawls, jobs
from storage.rhythms import Rhythm
from storage.schedules import NewSchedule

HOUR = timedelta(hours=1)
WORKER = {"host": "here", "boot": "b", "pid": 1, "started": 1.0}
OTHER = WORKER | {"pid": 2}


def add(database, now, **sites):
    """Schedules by name, each with its sites, due every hour."""
    with database.writing() as conn:
        for name, site in sites.items():
            schedules.add(conn, NewSchedule(name, Rhythm(every=HOUR, anchor=now), [f"https://{site}/"], site.split(), "/srv"), now)


def claim(database, now, slots=9, **more):
    with database.writing() as conn:
        return running.claim(conn, slots=slots, worker=WORKER, now=now, **more)


def end(database, job, state, now, **more):
    with database.writing() as conn:
        return running.end(conn, job.job_id, state=state, now=now, **more)


def past(database):
    with database.reading() as conn:
        return [(row["name"], row["state"]) for row in running.past(conn)]


def test_nothing_is_claimed_before_its_time(database, now):
    add(database, now, a="a")
    assert claim(database, now + HOUR - timedelta(microseconds=1)) == []
    (job,) = claim(database, now + HOUR)
    assert (job.name, job.planned_at, job.next_at, job.again) == ("a", now + HOUR, now + 2 * HOUR, False)


def test_the_longest_overdue_comes_first_and_no_more_than_there_are_slots(database, now):
    add(database, now, a="a")
    add(database, now - timedelta(minutes=1), b="b", c="c")
    assert [job.name for job in claim(database, now + HOUR, slots=2)] == ["b", "c"]
    assert claim(database, now + HOUR, slots=0) == []


def test_what_was_missed_is_run_once(database, now):
    add(database, now, a="a")
    late = now + 100.5 * HOUR
    (job,) = claim(database, late)
    assert (job.planned_at, job.next_at) == (now + HOUR, now + 101 * HOUR)
    end(database, job, "done", late)
    assert claim(database, late) == []


def test_one_crawl_of_a_site_at_a_time(database, now):
    add(database, now, one="a b", two="b c", three="d")
    first = claim(database, now + HOUR)
    assert [job.name for job in first] == ["one", "three"]
    assert claim(database, now + HOUR) == []
    end(database, first[0], "done", now + HOUR)
    assert [job.name for job in claim(database, now + HOUR)] == ["two"]


def test_a_run_longer_than_the_time_between_two_is_followed_by_one(database, now):
    add(database, now, a="a")
    (job,) = claim(database, now + HOUR)
    assert claim(database, now + 2 * HOUR) == []
    end(database, job, "done", now + 4.5 * HOUR)
    (job,) = claim(database, now + 4.5 * HOUR)
    assert job.next_at == now + 5 * HOUR


def test_two_workers_at_once_never_claim_one_schedule_twice(url, now):
    database = open_database(url)
    add(database, now, **{f"s{n}": f"site{n}" for n in range(40)})
    claimed, start = [], threading.Barrier(4)

    def work():
        own = open_database(url)
        start.wait()
        while True:
            with own.writing() as conn:
                taken = running.claim(conn, slots=3, worker=OTHER, now=now + HOUR)
            if not taken:
                break
            claimed.extend(job.name for job in taken)
        own.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(f"s{n}" for n in range(40))
    database.close()


def test_the_database_itself_refuses_a_second_run_at_a_time(database, now):
    add(database, now, a="a")
    claim(database, now + HOUR)
    row = {"schedule_id": 1, "name": "a", "sites": "", "state": "running", "worker": "{}", "started_at": now, "heartbeat_at": now}
    with pytest.raises(IntegrityError), database.writing() as conn:
        conn.execute(insert(jobs).values(row))


def test_a_job_that_died_is_run_again_after_a_while_and_after_the_third_time_when_it_is_planned(database, now):
    add(database, now, a="a")
    at = now + HOUR
    for number, again in enumerate([timedelta(seconds=10), timedelta(minutes=5)]):
        (job,) = claim(database, at)
        assert job.again == bool(number)
        due = end(database, job, "died", at, detail="killed")
        assert due == at + again
        assert claim(database, due - timedelta(seconds=1)) == []
        at = due
    (job,) = claim(database, at)
    assert end(database, job, "died", at) == now + 2 * HOUR
    (job,) = claim(database, now + 2 * HOUR)
    assert job.again
    end(database, job, "done", now + 2 * HOUR)
    (job,) = claim(database, now + 3 * HOUR)
    assert not job.again
    assert end(database, job, "died", now + 3 * HOUR) == now + 3 * HOUR + timedelta(seconds=10)


def test_an_interrupted_job_is_due_again_at_once(database, now):
    add(database, now, a="a")
    (job,) = claim(database, now + HOUR)
    assert end(database, job, "interrupted", now + HOUR, exit_code=6) == now + HOUR
    (job,) = claim(database, now + HOUR)
    assert job.again


@pytest.mark.parametrize("state", ["died", "interrupted"])
def test_a_paused_schedule_is_not_run_again(database, now, state):
    add(database, now, a="a")
    (job,) = claim(database, now + HOUR)
    with database.writing() as conn:
        schedules.pause(conn, "a", now + HOUR)
    assert end(database, job, state, now + HOUR) is None
    assert claim(database, now + 9 * HOUR) == []


def test_a_job_ends_once(database, now):
    add(database, now, a="a")
    (job,) = claim(database, now + HOUR)
    end(database, job, "done", now + HOUR)
    assert end(database, job, "died", now + HOUR) is None
    assert past(database) == [("a", "done")]


def test_a_job_of_a_dead_worker_is_taken_over_by_one(database, now):
    add(database, now, a="a")
    (job,) = claim(database, now + HOUR)
    with database.writing() as conn:
        running.note_child(conn, job.job_id, OTHER)
        running.beat(conn, [job.job_id], now + 2 * HOUR)
        (seen,) = running.running(conn)
        assert (seen.worker, seen.child, seen.heartbeat_at) == (WORKER, OTHER, now + 2 * HOUR)
        assert running.take_over(conn, seen, OTHER, now)
        assert not running.take_over(conn, seen, WORKER | {"pid": 3}, now)


def test_what_was_due_at_a_given_time_can_be_asked_for(database, now):
    add(database, now, a="a")
    assert claim(database, now + 2 * HOUR, due=now) == []
    assert len(claim(database, now + 2 * HOUR, due=now + HOUR)) == 1


def test_the_crawl_of_a_job_is_found_by_its_targets(database, now):
    row = {"targets": [], "spider": "site", "started_at": now, "software_version": "0"}
    with database.writing() as conn:
        for key, finished in (("a\nb", now), ("a\nb", now + HOUR), ("c", None)):
            conn.execute(insert(crawls).values(row | {"target_key": key, "finished_at": finished, "exit_code": 0}))
        assert running.crawl_of(conn, ["b", "a"], now + timedelta(minutes=1)).id == 2
        assert running.crawl_of(conn, ["b", "a"], now + 2 * HOUR) is None
        assert running.crawl_of(conn, ["c"], now + 2 * HOUR).finished_at is None


def test_past_runs_can_be_asked_for_by_schedule(database, now):
    add(database, now, a="a", b="b")
    for job in claim(database, now + HOUR):
        end(database, job, "done", now + HOUR)
    with database.reading() as conn:
        rows = list(running.past(conn, schedules.find(conn, "b").id))
        assert [tuple(row) for row in rows] == [running.KEYS]
        assert len(list(running.past(conn, limit=1))) == 1


def test_a_state_that_does_not_fit_its_end_is_refused(database, now):
    add(database, now, a="a")
    claim(database, now + HOUR)
    with pytest.raises(IntegrityError), database.writing() as conn:
        conn.execute(update(jobs).values(finished_at=now))

"""A crawl has one owner: takeover, epochs, and what a killed owner leaves."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import frontier as front
from storage.errors import CrawlBusy
from storage.models import crawls, frontier
from storage.outcomes import store_outcomes
from storage.ownership import EXPIRY
from storage.records import Outcome

ELSEWHERE = {"host": "elsewhere", "boot": "b", "pid": 1, "started": 1.0}

HOLDER = """
import sys, time
from datetime import UTC, datetime
from storage.database import open_database
from storage.frontier import lease_urls, open_crawl, this_owner
database = open_database(sys.argv[1])
with database.writing() as connection:
    now = datetime.now(UTC)
    handle = open_crawl(connection, targets=["t"], spider="site", owner=this_owner(), now=now)
    print(handle.epoch, len(lease_urls(connection, handle, limit=int(sys.argv[2]), now=now)))
print("committed", flush=True)
time.sleep(600)
"""


def start_holder(url, leases=10):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, url, str(leases)], stdout=subprocess.PIPE, text=True)
    first = holder.stdout.readline()
    assert holder.stdout.readline() == "committed\n"
    return holder, first.split()


def kill(holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()


def take(database, owner, now, **more):
    with database.writing() as connection:
        return front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now, **more)


def states(database, crawl_id):
    with database.reading() as connection:
        columns = (frontier.c.url, frontier.c.state, frontier.c.reason, frontier.c.tries)
        return [tuple(row) for row in connection.execute(select(*columns).where(frontier.c.crawl_id == crawl_id).order_by(frontier.c.id))]


def add(database, handle, found_url, *urls):
    with database.writing() as connection:
        front.add_urls(connection, handle.crawl_id, handle.epoch, [found_url(url) for url in urls])


def lease(database, handle, now, limit=10, **more):
    with database.writing() as connection:
        return front.lease_urls(connection, handle, limit=limit, now=now, **more)


def close(database, handle, leased, now):
    with database.writing() as connection:
        outcome = Outcome(handle.crawl_id, handle.epoch, leased.frontier_id, leased.url, leased.url_key, "done")
        return store_outcomes(connection, [outcome], now)[0]


def test_an_unfinished_crawl_is_resumed_and_a_finished_one_is_not(database, now):
    first = take(database, ELSEWHERE, now)
    with database.writing() as connection:
        front.release(connection, first, now)
    second = take(database, ELSEWHERE, now)
    assert (second.crawl_id, second.resumed, second.epoch) == (first.crawl_id, True, 2)
    with database.writing() as connection:
        assert front.finish_crawl(connection, second, now=now, reason="finished", report={"pages": 1})
    third = take(database, ELSEWHERE, now)
    assert (third.crawl_id != first.crawl_id, third.resumed, third.epoch) == (True, False, 1)


def test_the_order_of_the_targets_does_not_matter_but_the_spider_does(database, now):
    def crawl(targets, spider):
        with database.writing() as connection:
            return front.open_crawl(connection, targets=targets, spider=spider, owner=ELSEWHERE, now=now).crawl_id

    first = crawl(["a", "b"], "site")
    assert crawl(["b", "a", "a"], "site") == first
    assert crawl(["a"], "site") != first
    assert crawl(["a", "b"], "feeds") != first


def test_a_live_owner_elsewhere_is_busy_until_its_heartbeat_expires(database, now):
    handle = take(database, ELSEWHERE, now)
    me = front.this_owner()
    with pytest.raises(CrawlBusy, match="process 1 on elsewhere"):
        take(database, me, now + EXPIRY - timedelta(seconds=1))
    with database.writing() as connection:
        assert front.beat(connection, handle, now + timedelta(seconds=30))
    with pytest.raises(CrawlBusy):
        take(database, me, now + EXPIRY)
    with pytest.raises(CrawlBusy):
        take(database, me, now + EXPIRY, fresh=True)
    assert take(database, me, now + timedelta(seconds=30) + EXPIRY).resumed


def test_a_live_owner_on_this_machine_is_busy_and_a_dead_one_is_taken_over_at_once(database, url, now, found_url):
    add(database, take(database, front.this_owner(), now), found_url, "a", "b", "c")
    holder, said = start_holder(url, leases=2)
    try:
        assert said == ["2", "2"]
        with pytest.raises(CrawlBusy, match=f"process {holder.pid} on"):
            take(database, front.this_owner() | {"pid": 1, "started": 0.0}, now)
    finally:
        kill(holder)
    resumed = take(database, front.this_owner(), now)
    assert (resumed.epoch, resumed.resumed) == (3, True)
    assert states(database, resumed.crawl_id) == [("a", "waiting", None, 0), ("b", "waiting", None, 0), ("c", "waiting", None, 0)]


def test_another_process_under_the_same_number_is_not_the_owner(database, now):
    me = front.this_owner()
    take(database, me | {"started": me["started"] - 100}, now)
    assert take(database, me, now).resumed


def ask(database, handle, *leased):
    with database.writing() as connection:
        front.note_asked(connection, handle, [one.frontier_id for one in leased])


def test_an_address_that_three_owners_died_with_fails(database, now, found_url):
    dead = front.this_owner() | {"pid": 2**22 + 1}
    handle = take(database, dead, now)
    add(database, handle, found_url, "killer", "read", "buffered", "good")
    leased = lease(database, handle, now)
    ask(database, handle, *(one for one in leased if one.url != "buffered"))
    with database.writing() as connection:
        front.note_answered(connection, handle, [leased[1].frontier_id])
    handle = take(database, dead, now)
    for _ in range(2):
        assert [one.url for one in lease(database, handle, now)] == ["read", "buffered"]  # suspects are left out …
        [alone] = lease(database, handle, now, limit=1, suspects=True)  # … and asked for alone
        assert (alone.url, alone.tries) == ("killer", 1) or alone.url == "good"
        ask(database, handle, alone)
        if alone.url == "good":
            close(database, handle, alone, now)
        handle = take(database, dead, now)
    [alone] = lease(database, handle, now, limit=1, suspects=True)
    assert alone.url == "killer"
    ask(database, handle, alone)
    handle = take(database, dead, now)
    assert states(database, handle.crawl_id) == [
        ("killer", "failed", "crawl_died", 3),
        ("read", "waiting", None, 0),
        ("buffered", "waiting", None, 0),
        ("good", "done", None, 1),
    ]


def test_a_deferral_between_two_deaths_clears_the_suspicion(database, now, found_url):
    dead = front.this_owner() | {"pid": 2**22 + 1}
    handle = take(database, dead, now)
    add(database, handle, found_url, "a")
    for turn in range(4):
        [leased] = lease(database, handle, now) or lease(database, handle, now, suspects=True)
        ask(database, handle, leased)
        if turn == 1:
            with database.writing() as connection:
                store_outcomes(
                    connection, [Outcome(handle.crawl_id, handle.epoch, leased.frontier_id, "a", leased.url_key, "waiting")], now
                )
            [leased] = lease(database, handle, now)
            assert leased.tries == 2
            ask(database, handle, leased)
        handle = take(database, dead, now)
    assert states(database, handle.crawl_id) == [("a", "failed", "crawl_died", 4)]


def test_a_superseded_owner_writes_nothing(database, now, found_url):
    old = take(database, ELSEWHERE, now)
    add(database, old, found_url, "a")
    [leased] = lease(database, old, now)
    new = take(database, ELSEWHERE, now + EXPIRY)
    assert close(database, old, leased, now).superseded
    with database.writing() as connection:
        assert not front.beat(connection, old, now)
        assert not front.finish_crawl(connection, old, now=now, reason="finished")
        assert front.skip_waiting(connection, old, "budget_pages") == 0
        assert front.release_urls(connection, old, [leased.frontier_id]) == 0
        front.release(connection, old, now)
        assert front.beat(connection, new, now + EXPIRY)
    assert states(database, new.crawl_id) == [("a", "waiting", None, 0)]


def test_fresh_gives_the_unfinished_crawl_up(database, now, found_url):
    old = take(database, ELSEWHERE, now)
    add(database, old, found_url, "a")
    lease(database, old, now)
    with database.writing() as connection:
        front.release(connection, old, now)
    new = take(database, ELSEWHERE, now, fresh=True)
    assert (new.resumed, new.fresh) == (False, True)
    assert states(database, new.crawl_id) == []
    with database.writing() as connection:
        assert not front.beat(connection, old, now)
        row = connection.execute(select(crawls).where(crawls.c.id == old.crawl_id)).one()
    assert (row.reason, row.owner, row.finished_at) == ("given_up", None, now)
    with database.writing() as connection:
        front.release(connection, new, now)
    assert take(database, ELSEWHERE, now).fresh


def test_a_crawl_that_is_given_back_leases_again_without_a_mark(database, now, found_url):
    handle = take(database, ELSEWHERE, now)
    add(database, handle, found_url, "a")
    for _ in range(5):
        assert [url.tries for url in lease(database, handle, now)] == [1]
        with database.writing() as connection:
            front.release(connection, handle, now)
        handle = take(database, ELSEWHERE, now)
    assert states(database, handle.crawl_id) == [("a", "waiting", None, 0)]


def test_what_the_crawl_was_started_with_is_kept(database, now):
    with database.writing() as connection:
        front.open_crawl(
            connection, targets=["b", "a"], spider="site", owner=ELSEWHERE, now=now, options={"delay": 1}, version="1.2", profile_hash="x"
        )
        row = connection.execute(select(crawls)).one()
    assert (row.targets, row.software_version, row.profile_hash, row.started_at) == (["b", "a"], "1.2", "x", now)
    assert row.options["delay"] == 1


def test_a_holder_killed_with_leases_is_resumed_without_loss(database, url, now, found_url):
    urls = [f"https://news.example/{n}" for n in range(30)]
    add(database, take(database, front.this_owner(), now), found_url, *urls)
    for _ in range(2):
        kill(start_holder(url)[0])
    handle = take(database, front.this_owner(), now)
    done = []
    while leased := lease(database, handle, now):
        for one in leased:
            assert not close(database, handle, one, now).superseded
            done.append(one.url)
    assert sorted(done) == sorted(urls)
    assert {state for _, state, _, _ in states(database, handle.crawl_id)} == {"done"}

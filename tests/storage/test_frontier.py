"""Addresses of a crawl: found once, handed out breadth first and fairly, ended with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from storage import frontier as front
from storage.models import feeds, frontier, pages, sites
from storage.outcomes import store_outcomes
from storage.records import Outcome


@pytest.fixture
def owner():
    return {"host": "h", "boot": "b", "pid": 1, "started": 1.0}


@pytest.fixture
def connection(database):
    with database.writing() as connection:
        yield connection


@pytest.fixture
def handle(connection, owner, now):
    return front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now)


@pytest.fixture
def add(connection, handle, found_url, now):
    def add(*urls, **values):
        return front.add_urls(connection, handle.crawl_id, handle.epoch, [found_url(url, **values) for url in urls], now=now)

    return add


@pytest.fixture
def lease(connection, handle, now):
    def lease(limit=100, at=now, **more):
        return [leased.url for leased in front.lease_urls(connection, handle, limit=limit, now=at, **more)]

    return lease


def end(connection, handle, leased, state, now, **more):
    outcome = Outcome(handle.crawl_id, handle.epoch, leased.frontier_id, leased.url, leased.url_key, state, **more)
    return store_outcomes(connection, [outcome], now)[0]


def rows(connection, *columns):
    return [tuple(row) for row in connection.execute(select(*(frontier.c[name] for name in columns)).order_by(frontier.c.id))]


def know_page(connection, found, now, **values):
    site = connection.execute(insert(sites).values(key=found.url, first_seen_at=now).returning(sites.c.id)).scalar_one()
    row = {"site_id": site, "url_key": found.url_key, "url": found.url, "host": "news.example", "first_seen_at": now, "last_seen_at": now}
    connection.execute(insert(pages).values(row | values))


def test_an_address_is_added_once(add, connection, handle):
    assert add("a", "b", "a") == 2
    assert add("b", "c") == 1
    assert front.counts(connection, handle.crawl_id)["states"] == {"waiting": 3}


@pytest.mark.parametrize("number", [1, 15, 16, 17, 145, 400])
def test_any_number_of_links_is_added_in_their_order(add, lease, number):
    urls = [f"https://news.example/{n}" for n in range(number)]
    assert add(*urls) == number
    assert add(*urls, "new") == 1
    assert lease(limit=1000, per_origin=1000) == [*urls, "new"]


def test_a_printed_percent_sign_or_quote_in_an_address_is_kept(add, lease):
    urls = ["https://news.example/100%25%s?'a'=%(b)s", 'https://news.example/ü"?:x']
    assert add(*urls) == 2
    assert lease() == urls


def test_links_of_a_superseded_epoch_are_not_added(connection, handle, found_url):
    assert front.add_urls(connection, handle.crawl_id, handle.epoch - 1, [found_url("a")]) == 0
    assert rows(connection, "url") == []


def test_a_skipped_find_is_recorded_with_its_reason(add, connection, lease):
    add("a", state="skipped", reason="url_too_long")
    assert rows(connection, "state", "reason") == [("skipped", "url_too_long")]
    assert lease() == []


def test_a_hint_for_a_waiting_address_is_merged(add, connection, handle, now):
    add("a", depth=3)
    add("a", depth=1, priority=5, always=True, hint={"source": "rss", "title": "A"})
    add("a", depth=2, hint={"source": "sitemap"})
    add("a", depth=2, hint={"source": "sitemap"})
    [leased] = front.lease_urls(connection, handle, limit=9, now=now)
    assert (leased.depth, leased.hints) == (1, ({"source": "rss", "title": "A"}, {"source": "sitemap"}))
    assert rows(connection, "priority", "always") == [(5, True)]


def test_hints_of_one_address_are_bounded(add, connection):
    for number in range(20):
        add("a", hint={"source": "rss", "url": str(number)})
    assert len(rows(connection, "hints")[0][0]) == front.MAX_HINTS


def test_a_hint_for_an_ended_address_changes_nothing(add, connection, handle, now):
    add("a")
    [leased] = front.lease_urls(connection, handle, limit=9, now=now)
    end(connection, handle, leased, "done", now)
    add("a", hint={"source": "rss"})
    assert rows(connection, "state", "hints") == [("done", None)]


def test_the_smallest_depth_comes_first_then_the_priority_then_the_oldest(add, lease):
    add("deep", depth=2)
    add("old", "new", depth=1)
    add("urgent", depth=1, priority=9)
    assert lease() == ["urgent", "old", "new", "deep"]


def test_origins_are_served_in_turn_whatever_their_sizes(add, lease):
    add(*(f"a{n}" for n in range(100)), origin="http://a")
    add("b0", "b1", origin="http://b")
    add("c0", "c1", "c2", origin="http://c")
    assert lease(limit=8) == ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "c2"]


def test_one_origin_gives_no_more_than_its_share(add, lease):
    add(*(f"a{n}" for n in range(100)), origin="http://a")
    assert lease(per_origin=4) == ["a0", "a1", "a2", "a3"]


def test_more_origins_than_places_all_get_their_turn(add, connection, handle, now):
    for number in range(10):
        add(*(f"{number}-{n}" for n in range(3)), origin=f"http://{number}")
    served, last = [], ""
    for _ in range(5):
        leased = front.lease_urls(connection, handle, limit=4, now=now, after_origin=last)
        served += [url.origin for url in leased]
        last = leased[-1].origin
    assert sorted(served) == sorted(2 * [f"http://{number}" for number in range(10)])


def test_excluded_origins_are_left_alone(add, lease, connection, handle, now):
    add("a", origin="http://a")
    add("b", origin="http://b")
    assert lease(exclude_origins=["http://a"]) == ["b"]
    assert front.next_due(connection, handle.crawl_id, now=now, exclude_origins=["http://a"]) is None
    assert front.next_due(connection, handle.crawl_id, now=now) == now


def test_a_leased_address_is_not_handed_out_again(add, lease, connection):
    add("a")
    assert lease() == ["a"]
    assert lease() == []
    assert rows(connection, "state", "tries") == [("leased", 1)]


def test_a_superseded_owner_gets_nothing(add, connection, handle, owner, now):
    add("a")
    front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now)
    assert front.lease_urls(connection, handle, limit=9, now=now) == []


def test_a_deferred_address_comes_back_when_it_is_due(add, lease, connection, handle, now):
    add("a")
    [leased] = front.lease_urls(connection, handle, limit=9, now=now)
    later = now + timedelta(minutes=1)
    end(connection, handle, leased, "waiting", now, due_at=later)
    assert lease() == []
    assert front.next_due(connection, handle.crawl_id, now=now) == later
    assert lease(at=later) == ["a"]
    assert rows(connection, "tries", "due_at") == [(2, None)]


def test_a_clock_that_was_set_back_defers_nothing_for_an_hour(add, lease, connection, handle, now):
    add("a")
    [leased] = front.lease_urls(connection, handle, limit=9, now=now)
    end(connection, handle, leased, "waiting", now, due_at=now + timedelta(hours=1))
    assert front.next_due(connection, handle.crawl_id, now=now) == now
    assert lease() == ["a"]


def test_a_known_page_brings_its_validators(add, connection, handle, found_url, now, key_of):
    add("a", "b")
    know_page(connection, found_url("a"), now, etag='"1"', last_modified="Sun", body_digest=key_of("body"))
    one, other = front.lease_urls(connection, handle, limit=9, now=now)
    assert (one.etag, one.last_modified, one.body_digest, one.known) == ('"1"', "Sun", key_of("body"), True)
    assert (other.etag, other.last_modified, other.body_digest, other.known) == (None, None, None, False)


def test_a_known_feed_brings_its_validators(add, connection, handle, found_url, now, key_of):
    add("feed", kind="feed", always=True)
    connection.execute(
        insert(feeds).values(url_key=found_url("feed").url_key, url="feed", etag='"f"', body_digest=key_of("x"), first_seen_at=now)
    )
    [leased] = front.lease_urls(connection, handle, limit=9, now=now)
    assert (leased.etag, leased.body_digest, leased.known) == ('"f"', key_of("x"), True)


def test_a_fresh_crawl_asks_for_nothing_conditionally(connection, owner, found_url, now):
    handle = front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now, fresh=True)
    front.add_urls(connection, handle.crawl_id, handle.epoch, [found_url("a")])
    know_page(connection, found_url("a"), now, etag='"1"', last_modified="Sun")
    [leased] = front.lease_urls(connection, handle, limit=9, now=now)
    assert (leased.etag, leased.last_modified, leased.known) == (None, None, True)


def test_a_known_page_that_is_not_due_ends_as_unchanged(add, lease, connection, found_url, now):
    add("idle", "due", "new")
    add("listing", always=True)
    know_page(connection, found_url("idle"), now, next_due_at=now + timedelta(days=1))
    know_page(connection, found_url("due"), now, next_due_at=now)
    know_page(connection, found_url("listing"), now, next_due_at=now + timedelta(days=1))
    assert lease() == ["due", "new", "listing"]
    assert rows(connection, "url", "state", "reason")[0] == ("idle", "skipped", "unchanged")


def test_many_pages_that_are_not_due_do_not_hide_one_that_is(add, lease, connection, found_url, now):
    urls = [f"https://news.example/{n}" for n in range(60)]
    add(*urls, "last")
    for url in urls:
        know_page(connection, found_url(url), now, next_due_at=now + timedelta(days=1))
    assert lease(per_origin=4) == ["last"]
    assert front.counts(connection, 1) == {"states": {"leased": 1, "skipped": 60}, "reasons": {"unchanged": 60}}


def test_a_hint_of_a_later_change_takes_a_page_that_is_not_due(add, lease, connection, found_url, now):
    add("changed", hint={"source": "sitemap", "modified": (now + timedelta(days=1)).date().isoformat()})
    add("same", hint={"source": "sitemap", "modified": now.date().isoformat()})
    for url in ("changed", "same"):
        know_page(connection, found_url(url), now, next_due_at=now + timedelta(days=7))
    assert lease() == ["changed"]


def test_a_refreshing_crawl_takes_every_known_page(connection, owner, found_url, now):
    handle = front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now, refresh=True)
    front.add_urls(connection, handle.crawl_id, handle.epoch, [found_url("a")])
    know_page(connection, found_url("a"), now, next_due_at=now + timedelta(days=1))
    assert [leased.url for leased in front.lease_urls(connection, handle, limit=9, now=now)] == ["a"]


def test_a_budget_ends_what_still_waits(add, lease, connection, handle, now):
    add("a", "b", "c", pattern="/*")
    add("d", pattern="/calendar/*")
    assert lease(limit=1) == ["a"]
    assert front.skip_waiting(connection, handle, "trap_stopped", belongs="/calendar/*".__eq__, now=now) == 1
    assert front.skip_waiting(connection, handle, "budget_pages", now=now) == 2
    assert front.counts(connection, handle.crawl_id) == {
        "states": {"leased": 1, "skipped": 3},
        "reasons": {"budget_pages": 2, "trap_stopped": 1},
    }


def test_released_addresses_are_as_if_never_leased(add, connection, handle, now):
    add("a", "b")
    leased = front.lease_urls(connection, handle, limit=9, now=now)
    end(connection, handle, leased[1], "done", now)
    assert front.release_urls(connection, handle, [url.frontier_id for url in leased]) == 1
    assert rows(connection, "url", "state", "tries") == [("a", "waiting", 0), ("b", "done", 1)]


def test_an_item_without_a_lease_gets_one(connection, handle, found_url, now):
    leased = front.lease_one(connection, handle, found_url("a"), now=now)
    assert (leased.url, leased.tries) == ("a", 1)
    assert front.lease_one(connection, handle, found_url("a"), now=now) is None
    end(connection, handle, leased, "done", now)
    assert front.lease_one(connection, handle, found_url("a"), now=now).tries == 2


def test_listings_and_due_pages_are_known_to_a_new_crawl(connection, found_url, now):
    know_page(connection, found_url("listing"), now, kind="listing", next_due_at=now)
    know_page(connection, found_url("due"), now, kind="article", next_due_at=now - timedelta(days=1))
    know_page(connection, found_url("idle"), now, kind="article", next_due_at=now + timedelta(days=1))
    know_page(connection, found_url("gone"), now, kind="article", next_due_at=now, gone_at=now)

    def known(**more):
        return [page["url"] for page in front.known_pages(connection, ["news.example"], now=now, **more)]

    assert known() == ["due", "listing"]
    assert known(refresh=True) == ["due", "listing", "idle"]
    assert front.known_pages(connection, ["other.example"], now=now) == []


def test_a_new_crawl_takes_over_what_the_last_one_could_not_get(add, connection, handle, owner, now):
    add("waiting", "timeout", "missing", "busy", "trap", "budget", "done", "forbidden", depth=3)
    ends = {
        "timeout": ("failed", "timeout"),
        "missing": ("failed", "http_404"),
        "busy": ("failed", "http_429"),
        "trap": ("skipped", "trap_stopped"),
        "budget": ("skipped", "budget_pages"),
        "done": ("done", None),
        "forbidden": ("failed", "blocked_address"),
    }
    for url, (state, reason) in ends.items():
        connection.execute(update(frontier).where(frontier.c.url == url).values(state=state, reason=reason, tries=2))
    front.finish_crawl(connection, handle, now=now, reason="finished")
    second = front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now)
    mine = select(frontier.c.url, frontier.c.depth, frontier.c.tries).where(frontier.c.crawl_id == second.crawl_id)
    assert [tuple(row) for row in connection.execute(mine.order_by(frontier.c.id))] == [
        ("waiting", 3, 0),
        ("timeout", 3, 0),
        ("busy", 3, 0),
        ("budget", 3, 0),
    ]
    front.finish_crawl(connection, second, now=now, reason="finished")
    third = front.open_crawl(connection, targets=["t"], spider="site", owner=owner, now=now, fresh=True)
    assert front.counts(connection, third.crawl_id)["states"] == {}

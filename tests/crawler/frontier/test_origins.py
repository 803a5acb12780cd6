"""What an origin allows: its delay, a pause, free slots."""

from math import inf

import pytest

from crawler.frontier.lanes import Lanes
from crawler.frontier.origins import Origins


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def origins(clock, **values):
    return Origins(clock=clock, **values)


def test_an_origin_that_was_never_asked_is_ready(clock):
    assert origins(clock).ready_in("a") == 0


def test_the_delay_counts_from_the_start_of_the_last_request(clock):
    manners = origins(clock, delay=2.0, concurrency=5)
    manners.started("a", "request")
    clock.now += 0.5
    assert manners.ready_in("a") == 1.5
    assert manners.ready_in("b") == 0
    clock.now += 1.5
    assert manners.ready_in("a") == 0


def test_taken_slots_make_an_origin_wait_until_one_is_freed(clock):
    manners = origins(clock, delay=0, concurrency=2)
    manners.started("a", "one")
    manners.started("a", "two")
    assert manners.ready_in("a") == inf
    manners.free({"two"}.__contains__)
    assert manners.ready_in("a") == 0


def test_the_longer_of_two_pauses_stands(clock):
    manners = origins(clock, delay=0)
    manners.pause("a", 60)
    manners.pause("a", 10)
    assert manners.ready_in("a") == 60
    clock.now += 61
    assert manners.ready_in("a") == 0


def test_a_crawl_delay_only_ever_slows_down(clock):
    manners = origins(clock, delay=1.0, concurrency=4)
    manners.slow_down("a", 0.1)
    assert manners.delay_of("a") == 1.0
    manners.slow_down("a", 5.0, concurrency=1)
    manners.started("a", "request")
    assert manners.delay_of("a") == 5.0
    assert manners.ready_in("a") == inf
    assert manners.delay_of("b") == 1.0


def test_a_profile_may_be_faster_than_the_crawl(clock):
    manners = origins(clock, delay=1.0)
    manners.allow("a", delay=0.0, concurrency=2)
    manners.started("a", "request")
    assert manners.ready_in("a") == 0


def test_lanes_are_served_in_turn_and_in_order(clock):
    lanes, manners = Lanes(), origins(clock, delay=0, concurrency=9)
    for request in ("a1", "a2", "a3", "b1", "c1"):
        lanes.put(request[0], request)
    lanes.put("a", "a0", first=True)
    assert [lanes.pop(manners)[1] for _ in range(6)] == ["a0", "b1", "c1", "a1", "a2", "a3"]
    assert lanes.pop(manners) is None
    assert lanes.ready_in(manners) is None


def test_a_lane_whose_origin_must_wait_does_not_hold_up_the_others(clock):
    lanes, manners = Lanes(), origins(clock, delay=0)
    manners.pause("a", 30)
    lanes.put("a", "a1")
    lanes.put("b", "b1")
    assert lanes.ready_in(manners) == 0
    assert lanes.pop(manners) == ("b", "b1")
    assert lanes.pop(manners) is None
    assert lanes.ready_in(manners) == 30
    clock.now += 30
    assert lanes.pop(manners) == ("a", "a1")


def test_a_lane_is_stocked_from_a_number_on(clock):
    lanes = Lanes()
    for request in ("a1", "a2", "b1"):
        lanes.put(request[0], request)
    assert (lanes.stocked(2), lanes.size("a"), lanes.size("z"), len(lanes)) == (["a"], 2, 0, 3)
    assert lanes.clear() == ["a1", "a2", "b1"]
    assert len(lanes) == 0

"""Grouping keeps to a linear cost and bounded time, whatever the texts."""

from __future__ import annotations

import time
from contextlib import closing

import pytest
from sqlalchemy import func, select

from crawler.relating.driver import relate
from crawler.relating.groups import Groups
from storage.database import open_database
from storage.models import cluster_members, clusters, print_keys
from tests.bench.groups_corpus import SITES, Made, Maker, fill

pytestmark = pytest.mark.soak


@pytest.fixture
def database(tmp_path):
    with closing(open_database(f"sqlite:///{tmp_path / 'copies.db'}")) as opened:
        yield opened


def spent(database, made, first):
    """CPU seconds that so many articles more cost, and the number after the last."""
    with database.writing() as connection:
        after = fill(connection, made, first)
    began = time.process_time()
    relate(database, [Groups()])
    return time.process_time() - began, after


def count(database, table):
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_ten_thousand_copies_of_one_text_are_one_cluster_at_a_linear_cost(database):
    one = Maker(1).story()
    first, number = spent(database, [one] * 5_000, 1)
    second, _ = spent(database, [one] * 5_000, number)
    assert (count(database, clusters), count(database, cluster_members)) == (1, 10_000)
    assert count(database, print_keys) <= 8
    assert second < 2 * first


def test_thousands_of_nearly_the_same_text_and_of_one_template_cost_the_same_each(database):
    maker = Maker(1)
    words = maker.story().text.split(" ")

    def near(number):
        own = [*words]
        own[number % len(own)] = f"w{number}"
        return Made(number % SITES, "near", "A headline", " ".join(own))

    first, number = spent(database, [*map(near, range(2_000)), *(maker.filled("weather") for _ in range(2_000))], 1)
    second, _ = spent(database, [*map(near, range(2_000, 4_000)), *(maker.filled("weather") for _ in range(2_000))], number)
    assert (count(database, clusters), count(database, cluster_members)) == (1, 4_000)
    assert second < 2 * first


@pytest.mark.parametrize("unit", ["word another ", "w{0} "], ids=["repeated", "distinct"])
def test_a_text_of_a_hundred_megabytes_takes_seconds(database, unit):
    text = unit * 8_000_000 if "{" not in unit else "".join(unit.format(number) for number in range(13_000_000))
    taken, _ = spent(database, [Made(1, "huge", "A headline", text)], 1)
    assert taken < 5
    assert count(database, clusters) == 0

"""The driver of relating steps sees what is new once, goes on where it was, and keeps to its time."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from crawler.errors import CrawlerError
from crawler.relating import STEPS, step
from crawler.relating.after_crawl import relate_new
from crawler.relating.driver import relate
from storage import relating
from storage.database import open_database
from tests.bench.groups_corpus import EPOCH, Made, fill


class Seen:
    """A step that only notes what it was given."""

    name, batch = "groups", 10

    def __init__(self, rules="1", fault=None, forgets=()):
        self.rules, self.fault, self.forgets = rules, fault, list(forgets)
        self.seen, self.begun = [], []

    def begin(self, database, *, everything):
        self.begun.append(everything)

    def run(self, database, batch, progress):
        if self.fault is not None and self.seen:
            raise self.fault
        self.seen += [row.article_id for row in batch]
        if self.forgets and batch[-1].article_id == 25:
            with database.writing() as connection:
                relating.forget(connection, self.name, self.forgets)
            self.forgets = []


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("relating") / "template.db"
    with closing(open_database(f"sqlite:///{path}")) as database:
        with database.writing() as connection:
            fill(connection, [Made(0, f"s{number}", "A headline", "A text.") for number in range(25)], 1)
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def url(template, tmp_path):
    (tmp_path / "own.db").write_bytes(template.read_bytes())
    return f"sqlite:///{tmp_path / 'own.db'}"


@pytest.fixture
def database(url):
    with closing(open_database(url)) as opened:
        yield opened


def test_everything_is_seen_once_and_then_only_what_is_new(database):
    first, second, third = Seen(), Seen(), Seen()
    assert [part.done for part in relate(database, [first])] == [25]
    relate(database, [second])
    with database.writing() as connection:
        fill(connection, [Made(0, "new", "Another headline", "Another text.")], 26)
    relate(database, [third])
    assert (sorted(first.seen), second.seen, third.seen) == (list(range(1, 26)), [], [26])


def test_with_new_rules_and_where_asked_for_everything_is_seen_again(database):
    for options in ({}, {"everything": True}):
        again = Seen()
        relate(database, [again], **options)
        assert len(again.seen) == 25
        assert again.begun == [bool(options)]
    newer = Seen(rules="2")
    relate(database, [newer])
    assert len(newer.seen) == 25


def test_a_run_out_of_time_leaves_the_rest_to_the_next(database):
    ticks = iter(range(0, 1000, 10))
    (part,) = relate(database, [Seen()], seconds=15, clock=lambda: next(ticks))
    assert 0 < part.done < part.total == 25
    rest = Seen()
    relate(database, [rest])
    assert len(rest.seen) == 25 - part.done


def test_what_was_seen_before_a_fault_is_not_seen_again(database):
    with pytest.raises(CrawlerError):
        relate(database, [Seen(fault=CrawlerError("gone"))])
    rest = Seen()
    relate(database, [rest])
    assert len(rest.seen) == 15


def test_a_step_may_ask_to_see_earlier_articles_again(database):
    asking = Seen(forgets=[3, 4])
    relate(database, [asking])
    assert asking.seen == [*range(1, 26), 3, 4]


def test_the_mark_stands_only_where_nothing_can_still_be_under_way(database):
    relate(database, [Seen()])
    with database.writing() as connection:
        relating.forget(connection, "groups", [10])
        relating.settle(connection, "groups", "1", EPOCH + timedelta(days=2))
        assert [row.article_id for row in relating.pending(connection, "groups", "1", 5)] == [10]
        relating.settle(connection, "groups", "1", EPOCH)
        assert [row.article_id for row in relating.pending(connection, "groups", "1", 5)] == [10]


def test_the_registry_makes_steps_that_say_their_name():
    assert [step(name).name for name in STEPS] == list(STEPS)


def test_a_crawl_is_not_harmed_by_what_goes_wrong_afterwards(url, monkeypatch, caplog, tmp_path):
    monkeypatch.setattr("crawler.relating.after_crawl.step", lambda name: Seen(fault=RuntimeError("oh")))
    relate_new(url)
    assert "run pressrow relate" in caplog.text
    relate_new(f"sqlite:///{tmp_path}/absent.db")
    assert "there is no database" in caplog.text


def test_a_crawl_relates_what_is_new_and_says_what_it_left(url, monkeypatch, caplog):
    monkeypatch.setattr("crawler.relating.after_crawl.STEPS", {"groups": ""})
    monkeypatch.setattr("crawler.relating.after_crawl.step", lambda name: Seen())
    relate_new(url, seconds=0)
    assert "groups: 25 articles are not related yet" in caplog.text

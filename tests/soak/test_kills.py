"""Processes that are killed or told to end at any moment: what is left is taken up and nothing is lost or doubled."""

import os
import random
import signal
import time

import crawling
import psutil
import pytest
import stories


def test_a_crawl_killed_at_ten_random_moments_ends_as_if_undisturbed(db, tmp_path):
    random.seed(4)
    site, _ = stories.origin(400, 0.02)
    archive = tmp_path / "archive"
    for number in range(10):
        process = crawling.start(db, [site], archive=str(archive))
        began, goal = time.monotonic(), sum(site.hits.values()) + random.randrange(1, 36)
        site.wait_for(min(goal, 400), 120)
        time.sleep(random.random() * 0.2)
        assert process.poll() is None, f"the crawl ended before kill {number} after {time.monotonic() - began:.1f} s"
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    report = crawling.ended(crawling.start(db, [site], archive=str(archive)), 300)
    site.close()
    assert (report["exit_code"], report["crawl"]) == (0, 1)
    stories.check_complete(db, 400, archive)


def test_a_worker_killed_ten_times_costs_at_most_ten_pages(tmp_path):
    site, links = stories.origin(200, 0.05)
    db = f"sqlite:///{tmp_path}/crawl.db"
    process = crawling.start(db, [site], workers=2)
    for number in range(10):
        site.wait_for(40 + 13 * number, 120)  # by then both lists are read, which name all stories
        [nursery] = [child for child in psutil.Process(process.pid).children() if "crawler.workers.child" in child.cmdline()]
        random.choice(nursery.children()).kill()
    report = crawling.ended(process, 300)
    site.close()
    assert report["exit_code"] == 0
    ended = dict(stories.rows(db, "select coalesce(reason, 'stored'), count(*) from frontier where url like '%/story-%' group by 1"))
    assert set(ended) <= {"stored", "worker_died"}
    assert ended["stored"] >= len(links) - 10
    assert sum(ended.values()) == len(links)


def test_a_nursery_that_is_killed_is_replaced(tmp_path):
    site, links = stories.origin(100, 0.05)
    db = f"sqlite:///{tmp_path}/crawl.db"
    process = crawling.start(db, [site], workers=2)
    for number in (20, 60):
        site.wait_for(number, 120)
        [nursery] = [child for child in psutil.Process(process.pid).children() if "crawler.workers.child" in child.cmdline()]
        nursery.kill()
    report = crawling.ended(process, 300)
    site.close()
    assert report["exit_code"] == 0
    assert report["outcomes"].get("worker_died", 0) <= 8
    assert sum(report["outcomes"].values()) >= len(links)


HANGS = """
import sys
sys.path.insert(0, {folder!r})
"""
SLOW_READER = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        return None
def hang():
    from crawler import reading
    real = reading.read
    def read(capture, *given, **named):
        if "hang" in capture.url:
            while True:
                pass
        return real(capture, *given, **named)
    reading.read = read
if "crawler.workers.child" in " ".join(sys.orig_argv):
    hang()
"""


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGTERM, signal.SIGTERM], [signal.SIGINT, signal.SIGTERM, signal.SIGINT]])
def test_a_signal_while_a_page_hangs_the_parser_ends_within_half_a_minute_and_resumes(tmp_path, signals):
    from odd_origin import article

    (tmp_path / "sitecustomize.py").write_text(SLOW_READER)
    site, links = stories.origin(60, 0.05, **{"story-that-may-hang": article("A story that may hang")})
    db = f"sqlite:///{tmp_path}/crawl.db"
    process = crawling.start(db, [site], HANGS.format(folder=str(tmp_path)), page_timeout=100.0)
    with site.arrived:
        assert site.arrived.wait_for(lambda: site.hits["/story-that-may-hang"], 60)
    time.sleep(1)
    began = time.monotonic()
    for number in signals:
        process.send_signal(number)
    report = crawling.ended(process, 60)
    took = time.monotonic() - began
    assert (report["exit_code"], report["reason"]) == (6, "interrupted")
    assert took < 30
    report = crawling.ended(crawling.start(db, [site]))
    site.close()
    assert (report["exit_code"], report["crawl"]) == (0, 1)
    stories.check_complete(db, len(links) + 1)

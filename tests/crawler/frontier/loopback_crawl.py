"""Crawls a loopback site with the scheduler alone: run as a process of its own, since a reactor runs once.

``python loopback_crawl.py DB START [OPTIONS as JSON]`` prints a JSON report on its last line.
"""

import json
import logging
import os
import re
import signal
import sys
import time
from collections import Counter
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import DropItem

from crawler.frontier import take
from crawler.normalise.urls import join, normalise, origin, pattern, url_key
from storage.errors import DiskFull
from storage.frontier import add_urls, lease_urls
from storage.records import FoundUrl, Outcome

OPTIONS = json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
HREF = re.compile(r'href="([^"]+)"')


def found(url, depth, **more):
    url = normalise(url)
    return FoundUrl(url, url_key(url), origin(url), pattern(url), depth, **more)


class Probe(Spider):
    name = "probe"

    async def start(self):
        for url in OPTIONS.get("starts", [sys.argv[2]]):
            yield Request(url)

    async def parse_page(self, response):
        if "/kills" in response.url:
            os.kill(os.getpid(), signal.SIGKILL)
        if "/explodes" in response.url:
            raise ValueError("no such page")
        if "/barren" in response.url:
            return
        if "/later" in response.url and response.meta["lease"].tries == 1:
            due = datetime.now(UTC) + timedelta(seconds=0.5)
            self.crawler.engine.scheduler.leases.drop(response.meta["lease"], "waiting", "http_503", due_at=due)
            return
        links = tuple(found(join(response.url, href), response.meta["depth"] + 1) for href in HREF.findall(response.text))
        yield {"lease": response.meta["lease"], "found": links, "url": response.url}

    async def failed(self, failure):
        lease = failure.request.meta["lease"]
        status = getattr(getattr(failure.value, "response", None), "status", None)
        self.crawler.engine.scheduler.leases.drop(lease, "failed", f"http_{status}" if status else "connection_lost")


class Foreign(Spider):
    """Somebody else's spider, with callbacks of its own."""

    name = "foreign"

    async def start(self):
        yield Request(sys.argv[2], callback=self.listing)
        yield Request(sys.argv[2], callback=self.listing)
        yield Request(sys.argv[2] + "p/1", callback=self.listing, dont_filter=True)

    def listing(self, response):
        for href in HREF.findall(response.text):
            yield response.follow(href, callback=self.listing)


class Store:
    def __init__(self, crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    async def process_item(self, item):
        if "/dropped" in item["url"]:
            raise DropItem("not wanted")
        if "/breaks" in item["url"]:
            raise RuntimeError("a pipeline that fails")
        lease, crawl = item["lease"], self.crawler.engine.scheduler.crawl
        await self.crawler.engine.scheduler.leases.close(
            Outcome(crawl.crawl_id, crawl.epoch, lease.frontier_id, lease.url, lease.url_key, "done", found=item["found"])
        )
        return item


def main():
    closed = Counter()
    grant = None
    if not OPTIONS.get("own_grant"):
        grant = take(sys.argv[1], targets=[sys.argv[2]], spider="probe")
        store = grant.writer.store

        def counting(outcome, **how):
            closed[outcome.frontier_id] += 1
            if len(closed) > OPTIONS.get("disk", 1_000_000):
                refused = Future()
                refused.set_exception(DiskFull("the disk is full"))
                return refused
            return store(outcome, **how)

        grant.writer.store = counting
        Probe.grant = Foreign.grant = grant
        if OPTIONS.get("stray"):  # a lease whose answer was lost with the connection
            handle, now = grant.handle, datetime.now(UTC)
            stray = [found(sys.argv[2] + "p/1", 1)]
            grant.writer.submit(lambda conn: add_urls(conn, handle.crawl_id, handle.epoch, stray)).result()
            grant.writer.submit(lambda conn: lease_urls(conn, handle, limit=1, now=now)).result()
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    process = AsyncCrawlerProcess(
        {
            "SCHEDULER": "crawler.frontier.Scheduler",
            "PRESSROW_DB": sys.argv[1],
            "ITEM_PIPELINES": {Store: 900},
            "DOWNLOAD_DELAY": OPTIONS.get("delay", 0),
            "DOWNLOAD_DELAY_JITTER": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": OPTIONS.get("concurrency", 4),
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "RETRY_TIMES": 1,
            "LOG_LEVEL": "ERROR",
            **OPTIONS.get("settings", {}),
        }
    )
    crawler = process.create_crawler(Foreign if OPTIONS.get("foreign") else Probe)
    reasons, schedulers = [], []
    crawler.signals.connect(lambda **values: reasons.append(values["reason"]), signal=signals.spider_closed, weak=False)
    crawler.signals.connect(lambda: schedulers.append(crawler.engine.scheduler), signal=signals.spider_opened, weak=False)
    started = time.monotonic()
    process.crawl(crawler)
    process.start()
    if grant is not None:
        if reasons == ["finished"]:
            grant.finish("finished")
        else:
            grant.give_back()
    stats = crawler.stats.get_stats()
    print(
        json.dumps(
            {
                "crawl": schedulers[0].crawl.crawl_id,
                "resumed": schedulers[0].crawl.resumed,
                "fault": str(schedulers[0].fault or ""),
                "reasons": reasons,
                "closings": sorted(Counter(closed.values()).items()),
                "closed": len(closed),
                "late": schedulers[0].leases.late,
                "requests": stats.get("downloader/request_count", 0),
                "seconds": time.monotonic() - started,
            }
        )
    )


if __name__ == "__main__":
    main()

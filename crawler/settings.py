"""Scrapy settings of the project: few, each non-default with its reason.

``ITEM_PIPELINES`` is the one statement of the order in which a page is normalised; ``crawler.reading`` follows it too.
What a crawl is asked to do (delay, concurrency, time-out, contact …) overrides these from ``crawler.session.CrawlOptions``.
"""

from __future__ import annotations

BOT_NAME = "pressrow"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

ITEM_PIPELINES = {
    "crawler.pipelines.text_gate.TextGate": 100,
    "crawler.pipelines.headings.Headings": 150,
    "crawler.pipelines.boilerplate.Boilerplate": 200,
    "crawler.pipelines.bylines.Bylines": 300,
    "crawler.pipelines.dates.Dates": 400,
    "crawler.pipelines.language.Language": 500,
    "crawler.pipelines.addresses.Addresses": 600,
    "crawler.pipelines.validation.Validation": 700,
    "crawler.pipelines.store.Store": 900,
}
STEPS = tuple(path.split(".")[2] for path in ITEM_PIPELINES)[:-1]  # names of the steps, each that of its module
# loads a step when an item needs it: pages from the workers have taken all but the last
ITEM_PROCESSOR = "crawler.pipelines.order.Order"
EXTRACTOR_VERSION = "3"  # raised whenever the same capture may give other fields

# addresses wait in the database, so that a killed crawl goes on where it was
SCHEDULER = "crawler.frontier.scheduler.Scheduler"

# PRESSROW_REPLAY=ARCHIVE answers from WARC files in place of the network
ADDONS = {"crawler.middlewares.replay.Replay": 100}

# http and https only: a redirect or link must not read local files, and nothing else publishes pages
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.connect.BoundedHandler",
    "https": "crawler.middlewares.connect.BoundedHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# no page may lead the crawler into the network it runs in
TWISTED_DNS_RESOLVER = "crawler.middlewares.connect.GuardedResolver"
# what is stored as somebody's words has to come from them
DOWNLOAD_VERIFY_CERTIFICATES = True

# from the engine's side down to the network. Scrapy's own, which would be loaded even to be left out, stand in *_BASE: they
# follow redirects and retry under requests of their own, believe robots.txt where it cannot be had, know no Retry-After,
# keep cookies of hundreds of kilobytes that no page needs, and go through proxies that resolve names beyond the address guard
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guards.Guards": 100,
    "crawler.middlewares.robots.Robots": 200,
    "crawler.middlewares.manners.Manners": 300,
    "crawler.middlewares.decoding.Decoding": 500,
    "crawler.middlewares.redirects.Redirects": 700,
    "crawler.middlewares.received.Reception": 900,
}
# spiders yield one page for each leased address and no requests: Scrapy's would only cost time
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {"crawler.middlewares.own_items.OwnItems": 100}
# what else Scrapy brings counts what the tally counts, ends crawls without saying why, or opens a port
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
# no port of the crawler is open to others
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOAD_MAXSIZE = 16 << 20  # bytes, decompressed ones too; the default of 1 GiB lets one page take all memory
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30  # seconds; the default of 180 lets eight dead pages hold a site for minutes
DOWNLOAD_DELAY = 1.0  # seconds, to each origin
DOWNLOAD_DELAY_JITTER = 0  # the scheduler keeps the pace of an origin; Scrapy's slots are to find nothing to wait for
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # to each origin
CONCURRENT_REQUESTS = 256  # over all origins: requests that wait for a robots.txt must not hold the other origins
CONCURRENT_ITEMS = 1  # a response gives one page; Scrapy starts so many tasks for each response, and 100 cost more than all else
REACTOR_THREADPOOL_MAXSIZE = 20  # look-ups of names that do not answer must not hold the others

LOG_FORMATTER = "crawler.spiders.log.Quiet"  # two lines for each page cost more than reading its head
LOG_LEVEL = "INFO"

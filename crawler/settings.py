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

# from the engine's side down to the network; Scrapy's own counterparts are replaced, since they follow redirects and
# retry under requests of their own, believe robots.txt where it cannot be had, and know no Retry-After
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guards.Guards": 100,
    "crawler.middlewares.robots.Robots": 200,
    "crawler.middlewares.manners.Manners": 300,
    "crawler.middlewares.decoding.Decoding": 500,
    "crawler.middlewares.redirects.Redirects": 700,
    "crawler.middlewares.received.Reception": 900,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # sites send hundreds of kilobytes, and no page needs them
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # a proxy resolves names itself, beyond the address guard
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
# spiders yield one page for each leased address and no requests: these would only cost time
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.own_items.OwnItems": 100,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.logcount.LogCount": None,  # the tally counts
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,  # budgets end a crawl so that it says why
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

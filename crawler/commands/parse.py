"""``scrapy parse URL``: shows the row of one page and where a crawl would go from it; what ``--pipelines`` stores is thrown away."""

from __future__ import annotations

from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from scrapy.commands import parse

from crawler.items import Page
from crawler.items.rows import article_row
from crawler.pipelines.foreign import page_of
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.http import Response


class Command(parse.Command):
    """Scrapy's command on a database of its own, so that an unfinished crawl of the same site does not go on by it."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Parse the URL with ``--spider``, or ``site`` without one."""
        opts.spider = opts.spider or SiteSpider.name
        with TemporaryDirectory(prefix="pressrow-parse-") as folder:
            assert self.settings is not None
            self.settings.set("PRESSROW_DB", f"sqlite:///{folder}/parse.db", priority="cmdline")
            assert self.crawler_process is not None
            known = self.crawler_process.spider_loader
            if args and opts.spider in known.list() and issubclass(known.load(opts.spider), SiteSpider):
                opts.spargs.setdefault("targets", args[0])
                opts.pipelines = False  # its pages have taken every step when they leave it
            super().run(args, opts)

    def run_callback(self, response: Response, callback: Any, cb_kwargs: dict[str, Any] | None = None) -> Any:
        """What the callback gave, items with our keys as Pages."""
        return super().run_callback(response, callback, cb_kwargs).addCallback(lambda found: [_page(item, response) for item in found])

    def print_items(self, lvl: int | None = None, colour: bool = True) -> None:
        """Print the rows of Pages, other items as they are."""
        for items in self.items.values():
            items[:] = [article_row(item) if isinstance(item, Page) else item for item in items]
        super().print_items(lvl, colour)


def _page(item: Any, response: Response) -> Any:
    received = response.meta.get("received")
    return page_of(item, received, received.at if received is not None else datetime.now(UTC)) or item

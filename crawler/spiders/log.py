"""What Scrapy's log says: no line for a page that was fetched or stored, since the report and the database tell them."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class Quiet(LogFormatter):
    """Scrapy's formatter without the lines for each response and item."""

    def crawled(self, request: Any, response: Any, spider: Any) -> None:  # type: ignore[override]
        """No line."""

    def scraped(self, item: Any, response: Any, spider: Any) -> None:  # type: ignore[override]
        """No line."""

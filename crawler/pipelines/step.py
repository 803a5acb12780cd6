"""The shape of a pipeline step: it takes a Page once, in a worker process or in Scrapy's item processing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crawler.items import Page

if TYPE_CHECKING:
    from crawler.sites.profile import Profile


class Step:
    """A pipeline step without I/O. Subclasses name themselves and fill in :meth:`take`."""

    name: ClassVar[str]

    def take(self, page: Page, profile: Profile | None) -> None:
        """Change ``page`` in place; total: what cannot be normalised becomes an issue, never an exception."""
        raise TypeError(f"{type(self).__name__} does not say what it does with {page.url} ({profile})")

    def run(self, page: Page, profile: Profile | None = None) -> Page:
        """Take the step unless the page has taken it already, and note it in ``page.steps``."""
        if self.name not in page.steps:
            self.take(page, profile)
            page.steps.append(self.name)
        return page

    def process_item(self, item: Any) -> Any:
        """Scrapy's entry: Pages take the step if they have not yet; other items pass."""
        return self.run(item) if isinstance(item, Page) else item

"""What a reader sees: one pass over time tags, marked elements and the lines near the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.dates.address import from_address
from crawler.extract.dates.gathering import Dates, Gathering
from crawler.extract.dates.lines import alone, lines
from crawler.extract.dates.tags import marks, times
from crawler.normalise.dates import usual_order
from crawler.normalise.language import normalise_tag
from crawler.normalise.urls import host_of

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.normalise.dates import Order


def gather(
    document: Document, headline: int | None = None, *, language: str | None = None, order: Order | None = None, thread: bool = False
) -> Dates:
    """The dates that a reader sees on a page, and the one in its address.

    ``headline`` is the index of the block with the headline, from which nearness counts; ``language`` and ``order``
    settle what numbers alone leave open (as declared; without an order the language and the host's country tell). In a
    ``thread`` the story is what readers wrote: the days of its posts are its own.
    """
    tag = normalise_tag(language)
    page = Gathering(document, headline, tag, order or usual_order(tag, host_of(document.url)), thread=thread)
    times(page)
    marks(page)
    lines(page)
    alone(page)
    address = from_address(document.url)
    if address:
        page.add(address.value, address.rule, address.confidence, address.printed, modified=False)
    return page.result()

"""The Scrapy scheduler over the database's frontier.

``grant``       a crawl taken by this process: database, writer thread, handle
``scheduler``   hands leased addresses to the engine
``refill``      keeps its buffer filled, by way of the writer thread
``notes``       what is asked for and answered, should the process die of it
``lanes``       the buffer, a queue for each origin
``requests``    requests from leased addresses
``commits``     what the writer thread has committed, told to the loop
``leases``      every lease handed out closes exactly once
``losses``      the leases of what Scrapy drops on the way
``engine``      what is asked of Scrapy's engine
``origins``     what each origin allows right now: delay, pause, free slots

Whoever needs them at run time finds the scheduler at ``crawler.engine.scheduler``, with ``crawl`` (CrawlHandle),
``leases`` and ``origins``. A request that belongs to a lease carries it as ``request.meta["lease"]``.
"""

from __future__ import annotations

from crawler.frontier.grant import Grant, take
from crawler.frontier.leases import Leases
from crawler.frontier.origins import Origins
from crawler.frontier.scheduler import Scheduler

__all__ = ["Grant", "Leases", "Origins", "Scheduler", "take"]

"""The Scrapy scheduler over the database's frontier.

``scheduler``   hands leased addresses to the engine; the only place where the engine meets the writer thread
``leases``      every lease handed out closes exactly once
``origins``     what each origin allows right now: delay, pause, free slots

Whoever needs them at run time finds the scheduler at ``crawler.engine.scheduler``, with ``crawl`` (CrawlHandle),
``leases`` and ``origins``. A request that belongs to a lease carries it as ``request.meta["lease"]``.
"""

from __future__ import annotations

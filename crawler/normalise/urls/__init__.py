"""Addresses: their canonical form, their key, their origin, their budget pattern.

``normalise`` says when two addresses are one page; everything that compares, counts or stores addresses goes through
it. The host rules stand in ``hosts``, the query rules in ``queries``, the patterns that budgets count by in ``patterns``.
"""

from __future__ import annotations

from crawler.normalise.urls.address import MAX_LENGTH, join, normalise, origin, refusal, same_page, url_key
from crawler.normalise.urls.hosts import host_of, registrable, same_site
from crawler.normalise.urls.patterns import is_home, pattern

__all__ = [
    "MAX_LENGTH",
    "host_of",
    "is_home",
    "join",
    "normalise",
    "origin",
    "pattern",
    "refusal",
    "registrable",
    "same_page",
    "same_site",
    "url_key",
]

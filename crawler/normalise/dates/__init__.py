"""Dates: what a page prints, as far as it prints it.

``read`` and ``parse`` take one string, ``find`` a line with dates in it, ``dateline`` the head of a story. A value is a
:class:`When`: parts that are not printed stay open and the printed offset is kept. Machine forms stand in ``iso``,
printed ones in ``printed`` (with ``months``, ``clock``, ``zones``, ``calendars``), relative ones in ``relative``.
"""

from __future__ import annotations

from crawler.normalise.dates.datelines import Dateline, dateline
from crawler.normalise.dates.orders import told_order, usual_order
from crawler.normalise.dates.printed import Found, Order, find
from crawler.normalise.dates.reading import Reading, parse, read
from crawler.normalise.dates.when import IMPLAUSIBLE, IMPOSSIBLE, When, is_plausible, is_possible

__all__ = [
    "IMPLAUSIBLE",
    "IMPOSSIBLE",
    "Dateline",
    "Found",
    "Order",
    "Reading",
    "When",
    "dateline",
    "find",
    "is_plausible",
    "is_possible",
    "parse",
    "read",
    "told_order",
    "usual_order",
]

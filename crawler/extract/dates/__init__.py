"""Visible dates of a page, and those in its address: one pass over time tags, marked elements and the lines near the headline.

What the head and structured data say is gathered elsewhere; here stands what a reader sees. Each candidate's value is
the date as printed, its ``printed`` the line around it. Dates under "Updated" go to ``modified``; copyright years,
dates of comments, of related items and of what the story tells of are left out or weigh little.
"""

from __future__ import annotations

from crawler.extract.dates.address import from_address
from crawler.extract.dates.gathering import Dates
from crawler.extract.dates.scripts import from_scripts
from crawler.extract.dates.visible import gather

__all__ = ["Dates", "from_address", "from_scripts", "gather"]

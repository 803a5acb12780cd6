"""The date in an address."""

from __future__ import annotations

import re
from urllib.parse import unquote

from crawler.items import Candidate

# no address is older than the web; in "/2023/10/3-questions" the 3 counts questions
_IN_PATH = re.compile(r"/((?:199|20\d)\d)[/\-_.](0?[1-9]|1[0-2])[/\-_.](0[1-9](?!\d)|[1-9](?![\d\-_][^\W\d]|\d)|[12]\d(?!\d)|3[01](?!\d))")
_RUN_IN_PATH = re.compile(r"(?<!\d)((?:199|20[0-4])\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_IN_PATH = re.compile(r"/((?:199|20\d)\d)[/\-](0[1-9]|1[0-2])(?=/|\Z)")
_TURNED_IN_PATH = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20\d\d)(?!\d)")
_NAMED_IN_PATH = re.compile(r"/((?:199|20\d)\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})(?=/)", re.IGNORECASE)


def from_address(url: str) -> Candidate | None:
    """The day (or month) in an address, in the shapes that publishing systems write: ``/2017/04/23/``, ``-20170423``."""
    path = unquote(url.partition("?")[0])[8:2056]
    path = path[path.find("/") :] if "/" in path else ""
    if "://" in path:
        path = path[path.find("://") + 3 :]  # an archive's copy: its own day comes first
    named = _NAMED_IN_PATH.search(path)
    if named:
        return Candidate(f"{named[3]} {named[2]} {named[1]}", "url:day", 0.55, printed=url[:300])
    day = _IN_PATH.search(path)
    if day:
        return Candidate(f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}", "url:day", 0.55, printed=url[:300])
    run = _RUN_IN_PATH.search(path)
    if run:
        return Candidate(f"{run[1]}-{run[2]}-{run[3]}", "url:day", 0.4, printed=url[:300])
    turned = _TURNED_IN_PATH.search(path)
    if turned:
        return Candidate(f"{turned[3]}-{turned[2]}-{turned[1]}", "url:day", 0.4, printed=url[:300])
    month = _MONTH_IN_PATH.search(path)
    return Candidate(f"{month[1]}-{month[2]}", "url:month", 0.2, printed=url[:300]) if month else None

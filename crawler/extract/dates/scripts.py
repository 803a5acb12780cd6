"""The day in the data of a page that a script draws, where nothing else on the page speaks of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.items import Candidate

if TYPE_CHECKING:
    from crawler.document import Document

_MAX_SCRIPT = 300_000  #: characters of one script; what describes the page's own article stands early
_PUBLISHED = re.compile(
    r'"(?P<key>date_?published|published_?(?:date|at|on)|first_?published(?:_?at|_?on|_?date)?|publish_?date|publication_?date|pub_?date|created_?at|creation_?date)"'
    r'\s*:\s*"(?P<value>(?:19|20)\d\d-\d\d-\d\d[0-9T:.+Z -]{0,30})"',
    re.IGNORECASE,
)


def from_scripts(document: Document) -> list[Candidate]:
    """The one day that the page's JSON calls its publication; none where the data speak of several, as lists of stories do."""
    found: list[Candidate] = []
    for name, text in document.data_scripts:
        for match in _PUBLISHED.finditer(text, 0, _MAX_SCRIPT):
            value = match["value"]
            found.append(Candidate(value, f"script:{name}"[:60], 0.4, f"{match['key']}: {value}"))
            if value[:10] != found[0].value[:10]:
                return []
    return found[:1]

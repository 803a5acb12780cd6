"""The patterns that budgets count by: addresses that differ only in numbers, dates, tokens, slugs and values are one."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from crawler.normalise.urls.address import normalise
from crawler.normalise.urls.queries import query_names

_MAX_SEGMENTS = 6
_DIGITS = re.compile(r"[0-9]+")
_HASH = re.compile(r"(?=[^0-9]*[0-9])[0-9a-fA-F]{7,}|(?=[^0-9]*[0-9])[0-9A-Za-z_-]{20,}|[0-9a-fA-F]{16,}")
_SLUG = re.compile(r"[^-_+ ]+(?:[-_+ ]+[^-_+ ]+){2,}")
_MONTH = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
    re.IGNORECASE,
)
_HOME = re.compile(r"(?:/[a-z]{2}(?:[-_][a-z]{2,4})?)?/?(?:(?:index|home|default|main)(?:\.[a-z]{2,5})?)?", re.IGNORECASE)


@lru_cache(maxsize=8192)  # the links of a site's menus stand on every page
def pattern(url: str) -> str:
    """Host, folded path and sorted parameter names of an address; the string itself (cut) where it is no address.

    A digit run becomes ``#``, a token or hash ``#``, a slug of three words or more ``*``; a run of equal segments
    counts once (``/a/a/a/`` grows for ever on some sites) and only the first six segments count.
    """
    normal = normalise(url)
    if normal is None:
        return url[:200]
    place, _, query = normal.partition("?")
    host, *segments = (unquote(place) if "%" in place else place).split("/")[2:]
    folded: list[str] = []
    for segment in segments:
        piece = _fold(segment)
        if not folded or folded[-1] != piece:
            folded.append(piece)
        if len(folded) > _MAX_SEGMENTS:
            folded[-1] = "…"
            break
    names = "&".join(_DIGITS.sub("#", name) for name in query_names(query)) if query else ""
    return f"{host}/{'/'.join(folded)}?{names}" if names else f"{host}/{'/'.join(folded)}"


def _fold(segment: str) -> str:
    stem, dot, ending = segment.rpartition(".")
    if not dot or len(ending) > 5 or not ending.isalpha():
        stem, dot, ending = segment, "", ""
    if _HASH.fullmatch(stem) or _MONTH.fullmatch(stem):
        stem = "#"
    elif _SLUG.fullmatch(stem):
        stem = "*"
    else:
        stem = _DIGITS.sub("#", stem)
    return stem + dot + ending


def is_home(url: str) -> bool:
    """Whether an address is a site's front page, that of a language included (``/``, ``/en/``, ``/index.html``)."""
    normal = normalise(url)
    if normal is None or "?" in normal:
        return False
    return _HOME.fullmatch(normal[normal.index("/", 8) :]) is not None

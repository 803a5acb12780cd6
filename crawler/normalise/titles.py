"""A printed title without the name of the site that carries it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TITLE = 1_000
_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(
    r"\s+[|\-–—−:·•»«›‹/\\~*►▷❘∣]+\s+|\s*(?:::|[｜|ㅣ])\s*|\s*[_＿]\s*|(?<=[^\s\d])\s*[—–]\s*(?=\S)|(?<=[\u3000-\u9fff\uac00-\ud7a3])\s*[-：:]\s*(?=\S)|:\s+|\s+[-–—]+(?=\S)|(?<=[\uac00-\ud7a3\u4e00-\u9fff])[-–—]+(?=\S)|\s+\((?=[^()]{1,40}\)$)|\s*\[(?=[^\[\]]{1,40}\])"
)


_HOST = re.compile(r"(?:www\.)?[\w-]{2,40}\.(?:com|org|net|info|eu|de|at|ch|fr|it|es|nl|uk|ru|cn|jp|tv|io)", re.IGNORECASE)
_RATING = re.compile(r"[★☆✩✭⭐•·\s]{2,}")
_CLOSING = re.compile(r"\s*[»›\"”’]+")  #: the end of a quotation, which is no separator
_AFTER = re.compile(r"\s*[|\-–—−:·•»«›‹/~｜ㅣ_＿(\[]")


@lru_cache(maxsize=1_024)
def folded(text: str) -> str:
    """Words only, case folded: for comparing titles."""
    return " ".join(_WORD.findall(text.casefold()))


@lru_cache(maxsize=1_024)
def squeezed(text: str) -> str:
    """Letters and digits only, case folded."""
    return "".join(_WORD.findall(text.casefold())).replace("_", "")


def without_site(title: str, sites: Iterable[str], others: Iterable[str] = ()) -> str:
    """The title without the site's name, section names and slogans behind or before it.

    ``sites`` are names of the site. ``others`` are further titles of the page: a title that goes on after one of them
    with a separator is cut there. A title that is nothing but the site's name comes back as it is. Idempotent.
    """
    title = " ".join(title[:MAX_TITLE].split())
    names = {name for name in (squeezed(s) for s in sites) if len(name) > 1}
    for _ in range(4):
        cut = _cut(title, names)
        if cut == title or not cut:
            break
        title = cut
    for other in others:
        other_folded = " ".join(other.split())
        if (
            15 <= len(other_folded) < len(title)
            and title.startswith(other_folded)
            and _AFTER.match(title, len(other_folded))
            and not _CLOSING.fullmatch(title, len(other_folded))
        ):
            return other_folded
    return title


def _cut(title: str, names: set[str]) -> str:
    cuts = _separators(title)
    for start, end in reversed(cuts[-4:]):
        if _is_name(title[end:].rstrip(")]"), names, 22):
            return title[:start].rstrip()
    for start, end in cuts[:2]:
        if _is_name(title[:start], names, 6):
            return title[end:].lstrip()
    return title


@lru_cache(maxsize=1_024)
def _separators(title: str) -> list[tuple[int, int]]:
    """Where the separators of a title begin and end; a page's titles are looked at several times."""
    return [match.span() for match in _SEPARATOR.finditer(title)]


def _is_name(part: str, names: set[str], more: int) -> bool:
    """Whether a part of a title is the site's name, alone or with at most ``more`` letters around it ("News | Example.com")."""
    text = squeezed(part)
    if not text:
        return more > 10 and bool(_RATING.fullmatch(part.strip()))
    if text in names or _HOST.fullmatch(part.strip()):
        return True
    return any(
        (len(name) > 3 and name in text and len(text) - len(name) <= more) or (len(text) > 4 and text in name and len(text) * 2 > len(name))
        for name in names
    )

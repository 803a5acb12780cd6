"""Where articles of one layout print author and date: selectors that find one short text on each page, which reads as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.document.model import text_inside
from crawler.normalise import bylines
from crawler.normalise.dates import read, usual_order
from crawler.normalise.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from crawler.document import Document

LEAST = 2  #: pages from which a selector can be proposed
WEAK = 0.4  #: confidence below which a date is little more than a guess
_ELEMENTS = 3_000  #: looked at on a page
_LONGEST = 160  #: characters of a credit or date line
_NAME = re.compile(r"[A-Za-z_][\w-]{0,60}")
_SKIPPED = frozenset({"script", "style", "a", "option", "title", "button", "label", "br", "img", "html", "body"})

Article = tuple["Document", dict[str, Any], "datetime"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A selector that a person may want."""

    field: str  #: ``byline`` or ``published``
    selector: str  #: CSS
    values: list[str]  #: what it finds, one a page


def propose(articles: Sequence[Article]) -> list[Proposal]:
    """Return proposals for the fields that are missing on more than half of the articles; none from fewer than two articles.

    A selector is proposed where it finds exactly one text on every article, every text reads as a date or as a person's
    name, and two articles differ in it; of several the one nearest to the top of the page.
    """
    if len(articles) < LEAST:
        return []
    missing = {
        "byline": sum(not row["authors"] for _, row, _ in articles),
        "published": sum(is_weak(row) for _, row, _ in articles),
    }
    wanted = [field for field, count in missing.items() if count * 2 > len(articles)]
    if not wanted:
        return []
    pages = [_texts(tree) for tree, _, _ in articles]
    shared = [selector for selector in pages[0] if all(len(page.get(selector, ())) == 1 for page in pages)]
    found = []
    for field in wanted:
        reading: Callable[[str, Article], str | None] = _day if field == "published" else _people
        for selector in shared:
            values = [page[selector][0] for page in pages]
            says = [reading(value, article) for value, article in zip(values, articles, strict=True)]
            if all(says) and len(set(says)) > 1:
                found.append(Proposal(field, selector, values))
                break
    return found


def is_weak(row: dict[str, Any]) -> bool:
    """Whether an article's date is missing or little more than a guess."""
    sure = row["provenance"].get("published_at", {}).get("confidence") or 0.0
    return (
        not row["published_at"]
        or sure < WEAK
        or any(issue["class"] in {"date_from_dateline", "date_from_update"} for issue in row["issues"])
    )


def _texts(tree: Document) -> dict[str, list[str]]:
    """Short texts by the selector of their element, in document order; an element with neither class nor id counts by its parent's."""
    found: dict[str, list[str]] = {}
    if tree.root is None:
        return found
    for number, element in enumerate(tree.root.iter("*")):
        if number >= _ELEMENTS:
            break
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or len(element) > 6:
            continue
        selector = _selector(element)
        if selector is None:
            continue
        text = text_inside(element, _LONGEST + 1)
        if text and len(text) <= _LONGEST:
            found.setdefault(selector, []).append(text)
    return found


def _selector(element: _Element) -> str | None:
    own = _named(element)
    if own is not None:
        return own
    parent = element.getparent()
    above = _named(parent) if parent is not None else None
    if above is None or parent is None:
        return None
    place = sum(1 for other in element.itersiblings(preceding=True) if other.tag == element.tag) + 1
    return f"{above} > {element.tag}:nth-of-type({place})"


def _named(element: _Element) -> str | None:
    """``tag#id`` or ``tag.class``; ids and classes that hold a number are made for one page."""
    for sign, words in (("#", [element.get("id") or ""]), (".", (element.get("class") or "").split()[:6])):
        for word in words:
            if _NAME.fullmatch(word) and not re.search(r"\d{3}", word) and (sign == "." or not word[-1].isdigit()):
                return f"{element.tag}{sign}{word}"
    return None


def _day(text: str, article: Article) -> str | None:
    """The day that a text prints, where it prints a whole date and little else."""
    _, row, captured_at = article
    language = row["language"]
    when = read(text, language=language, order=usual_order(language, host_of(row["url"])), captured_at=captured_at).when
    return when.on_day().iso() if when is not None and when.day is not None and len(text) <= 60 else None


def _people(text: str, article: Article) -> str | None:
    """The persons that a text names, where it says little else."""
    line = bylines.parse(text, article[1]["language"])
    people = [credit.name for credit in line.credits if credit.kind == "person"]
    return ", ".join(people) if people and len(text) <= sum(map(len, people)) + 40 else None

"""Lists of speakers that a page prints: names as headings or items, each with its affiliation behind or below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crawler.extract.events.values import employer, once, person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.document import TextBlock
    from crawler.items import Person

_FEWEST: Final = 3
HEADING: Final = re.compile(
    r"\A\W*(?:(?:our|the|keynote|invited|featured|all|unsere|nos|nuestros|i nostri|die)\s+){0,2}(?:speakers?|keynotes|panell?ists|presenters|referent(?:en|innen)?(?: und referentinnen)?|sprecher(?:innen)?|intervenants?|orateurs|ponentes|oradores|relatori|palestrantes|sprekers|prelegenci|докладчики|спикеры|嘉宾|演讲嘉宾|讲者|登壇者|講師|발표자|연사)\W*(?:20\d\d)?\W*\Z",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Prof|Dr|Mr|Mrs|Ms|Sir|Dame|Hon)\.?\s+){0,3}[A-ZÀ-Ž][\w.'’-]*(?:\s+(?:[A-ZÀ-Ž][\w.'’-]*|de|del|van|von|der|den|di|da|dos|la|le|bin|al|el)){1,4}|[一-鿿]{2,4}|[А-ЯЁ][а-яё-]+\s[А-ЯЁ][а-яё-]+(?:\s[А-ЯЁ][а-яё-]+)?"
)
_ITEM = re.compile(rf"(?P<name>{_NAME.pattern})\s*(?:[,–—|-]\s*|[(（])(?P<rest>[^()（）]{{2,200}})[)）]?\s*\Z")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def read(blocks: Sequence[TextBlock]) -> list[Person]:
    """Return the people under a heading that says ``Speakers``, at least three; none on other pages."""
    start = next((number for number, block in enumerate(blocks) if len(block.text) <= 60 and HEADING.match(block.text)), None)
    if start is None:
        return []
    found: list[Person | None] = []
    level = blocks[start].region.tag
    for number in range(start + 1, min(len(blocks), start + 1_000)):
        block = blocks[number]
        text = block.text.partition("\n")[0].strip()
        heading = block.region.tag in _HEADINGS or block.tag in _HEADINGS
        if heading and block.region.tag == level and not _NAME.fullmatch(text):
            break
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if (heading or block.bold_chars * 2 > len(text)) and _NAME.fullmatch(text):
            below = block.text.partition("\n")[2] or (following.text if following is not None and _is_line(following) else "")
            found.append(person(text, "speaker", _affiliation(below)))
        elif block.tag in {"li", "td", "p"} and len(block.text) <= 200 and (item := _ITEM.match(block.text.replace("\n", ", "))):
            found.append(person(item["name"], "speaker", _affiliation(item["rest"])))
    people = once(found)
    return people if len(people) >= _FEWEST else []


def _is_line(block: TextBlock) -> bool:
    return len(block.text) <= 160 and block.region.tag not in _HEADINGS and not _NAME.fullmatch(block.text)


def _affiliation(text: str) -> str | None:
    """``Professor of History, Example University`` → ``Example University``; a line of one part as it is."""
    line = " ".join(text.split())[:200]
    if not line or line.endswith((".", "!", "?")):
        return None
    parts = [part.strip() for part in re.split(r",\s+|\s[|–—]\s", line) if part.strip()]
    return employer(line) if len(parts) < 2 else parts[-1]

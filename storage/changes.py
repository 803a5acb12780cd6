"""Tells material changes from cosmetic ones: what a reader takes note of from what only the page's make-up changed.

Material are other words or numbers in the headline, the standfirst or the text, other authors, another day or time of
publication; of an event another name, beginning, end, status, place, room or people. Cosmetic is the rest: white space,
quotation marks, punctuation, capitals, width; tags, images, captions, bios, addresses, provenance; a date told more
exactly than before, or the same moment in another time zone; a new ``modified_at`` by itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from storage.moments import take_apart
from storage.people import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.records import Row

_KEPT: Final = frozenset("%‰§&@#")  # punctuation that means something
_DROPPED: Final = frozenset("|~<>")  # symbols that mean nothing between words
_IN_NUMBER: Final = re.compile(r"(?<=\d)[^\w\s](?=\d)|(?<=\d)\s(?=\d)|(?<![\w.,])[-\u2212\u2013](?=\d)")  # 1.5 is not 15, -5 is not 5
_PRIVATE: Final = 0xF0000  # where signs of numbers wait until the others are gone


class _Letters(dict[int, int | None]):
    """What becomes of each character, found out when it is met first: letters, digits and symbols stay."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        kind = unicodedata.category(character)
        gone = kind[0] in "PZ" or kind in {"Cc", "Cf", "Sk"} or character in _DROPPED
        self[code] = None if gone and character not in _KEPT else code
        return self[code]


_letters = _Letters()


def wording(text: str | None) -> str:
    """Return the words and numbers of a text without what only sets them: two texts that say the same give the same."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return _IN_NUMBER.sub(lambda sign: chr(_PRIVATE + min(ord(sign[0]), 0xFFFF)), folded).translate(_letters)


def of_article(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Return ``material`` or ``cosmetic`` for two readings of an article, given as fields of contract rows."""
    words = any(_reworded(before.get(name), after.get(name)) for name in ("headline", "standfirst", "text"))
    dates = any(_moved(before.get(name), after.get(name)) for name in ("published_at", "dateline_date"))
    return "material" if words or dates or _credits(before.get("authors")) != _credits(after.get("authors")) else "cosmetic"


def of_event(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Return ``material`` or ``cosmetic`` for two readings of an event, given as fields of contract rows."""
    words = any(_reworded(before.get(name), after.get(name)) for name in ("name", "room"))
    dates = any(_moved(before.get(name), after.get(name)) for name in ("starts_at", "ends_at"))
    state = any((before.get(name) or None) != (after.get(name) or None) for name in ("status", "vanished"))
    zones = before.get("time_zone"), after.get("time_zone")
    zone = None not in zones and zones[0] != zones[1]
    people = _names(before.get("people")) != _names(after.get("people"))
    return "material" if words or dates or state or zone or people or _elsewhere(before.get("venue"), after.get("venue")) else "cosmetic"


def _reworded(before: object, after: object) -> bool:
    return before != after and wording(_text(before)) != wording(_text(after))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _moved(before: object, after: object) -> bool:
    """Whether two printed moments differ, and not only in how exactly, or in which time zone, they are told."""
    one, two = _text(before) or "", _text(after) or ""
    if one == two:
        return False
    if not one or not two:
        return True
    first, second = take_apart(one).at, take_apart(two).at
    if first is not None and second is not None:
        return first != second
    return not (one.startswith(two) or two.startswith(one))


def _credits(authors: object) -> set[tuple[str, object]]:
    return {(fold(str(author.get("name") or "")), author.get("role")) for author in _rows(authors)}


def _names(people: object) -> set[str]:
    return {fold(str(person.get("name") or "")) for person in _rows(people)}


def _rows(value: object) -> Sequence[Row]:
    return value if isinstance(value, list) else []


def _elsewhere(before: object, after: object) -> bool:
    """Whether an event moved: a venue whose name, town or country is another; one told with more detail is the same."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return (before or None) != (after or None)
    return any(before.get(part) and after.get(part) and _reworded(before[part], after[part]) for part in ("name", "locality", "country"))

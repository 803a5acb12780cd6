"""One name of a credit line, and how two of them are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crawler.normalise.bylines import names

Role = Literal["reporter", "photographer", "agency", "translator", "editor", "speaker"]  # as in the items, which stand beside this layer
_NO_LETTER = re.compile(r"[\W_]+")
PAREN = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]?\s*")


@dataclass(slots=True)
class Credit:
    """One name of a credit line."""

    name: str
    role: Role = "reporter"
    affiliation: str | None = None
    printed: str = ""
    kind: names.Kind = "person"


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in a text; as a loop, since a generator costs twice as much and most texts hold none."""
    for word in words:  # noqa: SIM110 - see above
        if word in text:
            return True
    return False


@lru_cache(maxsize=2_048)
def key(text: str) -> str:
    """A name for comparing: letters and digits only, case folded."""
    return _NO_LETTER.sub("", text.casefold())

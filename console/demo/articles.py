"""The demo sites' articles, read from their files: a head of ``key: value`` lines, an empty line, then paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article and what its page prints about it."""

    number: int  #: place among its site's articles, by age
    paragraphs: tuple[str, ...]
    theme: str
    path: str
    language: str
    headline: str
    published: datetime
    modified: datetime | None = None
    translation: str = ""  #: path of the same article in the other language
    standfirst: str = ""
    byline: str = ""  #: as printed; empty where the page names nobody above the text
    creator: str = ""  #: as feeds and structured data name the authors, with commas between them
    section: str = ""
    tags: tuple[str, ...] = ()
    printed_date: str = ""
    place: str = ""  #: the dateline, printed at the head of the first paragraph
    caption: str = ""
    credit: str = ""
    bio: str = ""  #: a sentence about the author after the last paragraph
    bio_box: str = ""  #: the same in a box of its own
    related: str = ""  #: ``some`` or ``none``: whether the box of related posts has any
    newsletter: bool = False  #: a newsletter box stands in the middle
    comments: int = 0

    @property
    def creators(self) -> list[str]:
        """The names in ``creator``."""
        return [name.strip() for name in self.creator.split(",") if name.strip()]

    @property
    def chinese(self) -> bool:
        """Whether it stands on the Chinese half of a site."""
        return self.language.startswith("zh")


def load(site: str) -> list[DemoArticle]:
    """The articles of one site (``organiser``, ``news``, ``conference``), newest first."""
    heads = []
    for file in (PLACE / site / "articles").glob("*.txt"):
        head, _, text = file.read_text(encoding="utf-8").partition("\n\n")
        fields: dict[str, Any] = {}
        for line in head.splitlines():
            key, _, value = line.partition(": ")
            fields[key] = value
        fields["paragraphs"] = tuple(part.strip() for part in text.strip().split("\n\n"))
        fields["published"] = datetime.fromisoformat(fields.pop("date"))
        if "modified" in fields:
            fields["modified"] = datetime.fromisoformat(fields["modified"])
        if "tags" in fields:
            fields["tags"] = tuple(tag.strip() for tag in fields["tags"].split(","))
        fields["newsletter"] = fields.get("newsletter") == "yes"
        fields["comments"] = int(fields.get("comments", 0))
        heads.append(fields)
    heads.sort(key=lambda fields: (fields["published"], fields["path"]))
    return [DemoArticle(number=number, **fields) for number, fields in enumerate(heads, 1)][::-1]

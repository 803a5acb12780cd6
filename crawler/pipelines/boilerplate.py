"""The step that keeps an article's text: the body blocks less the lines that are boilerplate by their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from crawler.items import Author, Provenance
from crawler.normalise.boilerplate import MAX_LINE, is_boilerplate
from crawler.normalise.text import initial
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Block, Page
    from crawler.normalise.boilerplate import Position
    from crawler.sites.profile import Profile

_WORD = re.compile(r"\w+")
_MAX_DATE_LINE = 90
_STOPS = frozenset(".!?…。！？")
_HEAD = 3  #: leading blocks that may print the headline, the byline or the date once more


class Boilerplate(Step):
    """Assigns ``article.text``: structure has spoken before, phrases are the second line."""

    name: ClassVar[str] = "boilerplate"

    def take(self, page: Page, profile: Profile | None) -> None:
        article = page.article
        if article is None:
            return
        phrases = profile.boilerplate if profile else ()
        kept = [block for block in page.blocks if block.kept]
        last = len(kept) - 1
        printed = _printed(page, [block.text for block in kept[:_HEAD] if len(block.text) < MAX_LINE])
        # the visible story's lines were judged when it was chosen; what a repair or a profile changes since is judged again
        again = bool(phrases) or any(repair.field == "text" for repair in page.repairs)
        for place, block in enumerate(kept):
            if place < _HEAD and last > 0 and len(block.text) < MAX_LINE and _folded(block.text) in printed:
                block.kept, block.rule = False, "printed above"
                continue
            position: Position = "head" if place == 0 else "tail" if place == last else "body"
            if position == "body" and block.rule == "story" and not again:
                continue
            rule = is_boilerplate(block.text, position=position, language=article.declared_language, phrases=phrases)
            if rule:
                block.kept, block.rule = False, f"line:{rule}"
        story = [block for block in kept if block.kept]
        if story:
            article.text = "\n\n".join([block.text for block in story])
            page.provenance["text"] = Provenance(_rule(story[0]), story[0].text[:160], 0.9)


def _rule(block: Block) -> str:
    return f"visible:{block.rule}" if block.rule == "story" else block.rule or "visible:story"


def _printed(page: Page, lines: list[str]) -> set[str]:
    """What of all that the page says of itself above the text may be one of these lines, folded."""
    initials = {initial(line) for line in lines}
    said: set[str] = set()
    if page.article is not None and page.article.headline:
        said.add(page.article.headline)
    for field in ("byline", "authors", "kicker", "published"):
        for candidate in page.evidence.get(field, ())[:20]:
            value = candidate.value
            for text in (candidate.printed, value.name if isinstance(value, Author) else value if isinstance(value, str) else ""):
                # a date's line may be the story's first paragraph with its dateline
                if text and len(text) < MAX_LINE and (field != "published" or (len(text) < _MAX_DATE_LINE and text[-1] not in _STOPS)):
                    said.add(text)
    found = {_folded(text) for text in said if initial(text) in initials}
    found.discard("")
    return found


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))

"""The step that keeps an article's text: the body blocks less the lines that are boilerplate by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from crawler.items import Provenance
from crawler.normalise.boilerplate import is_boilerplate
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Page
    from crawler.normalise.boilerplate import Position
    from crawler.sites.profile import Profile


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
        for place, block in enumerate(kept):
            position: Position = "head" if place == 0 else "tail" if place == last else "body"
            rule = is_boilerplate(block.text, position=position, language=article.declared_language, phrases=phrases)
            if rule:
                block.kept, block.rule = False, rule
        story = [block.text for block in kept if block.kept]
        if story:
            article.text = "\n\n".join(story)
            page.provenance["text"] = Provenance(kept[0].rule or "visible:story", story[0][:160], 0.9)

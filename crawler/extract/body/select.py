"""Puts the parts together: blocks kept and dropped, captions, bios, standfirsts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.extract.body import fallback, lines, teasers
from crawler.extract.body.container import View, find, parts
from crawler.extract.body.intro import intros
from crawler.extract.body.measure import units
from crawler.extract.body.structure import Places
from crawler.items import Block, Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.document import Document
    from crawler.document.model import Region
    from crawler.extract.structured import Structured

_TOLD = 300  #: characters
_THIN = 250  #: units of text; a page with less of it is drawn by a script, or very short


@dataclass(slots=True)
class Story:
    """What :func:`select` found."""

    blocks: list[Block] = field(default_factory=list)  #: in order; also the ones near the story that were dropped, with the rule
    captions: list[str] = field(default_factory=list)  #: captions and credits of pictures, as printed
    bios: list[Candidate] = field(default_factory=list)  #: sentences about the author: ``bio:trailing`` or ``bio:box``
    standfirsts: list[Candidate] = field(default_factory=list)  #: intros printed outside of the text
    rule: str = ""  #: where the story was found

    @property
    def told(self) -> bool:
        """Whether the text is a long one from the data of a script."""
        return self.rule.startswith("script:") and sum([len(block.text) for block in self.blocks]) >= _TOLD

    @property
    def text(self) -> str:
        """The kept blocks, apart by a blank line."""
        return "\n\n".join([block.text for block in self.blocks if block.kept])


def select(document: Document, *, headline: int | None = None, titles: Iterable[str] = (), structured: Structured | None = None) -> Story:
    """Return the story of a document.

    ``headline`` is the index of the block that prints the headline, ``titles`` what the page calls itself.
    """
    story = Story()
    if document.blocks:
        _visible(story, document, headline, titles)
    if _is_thin(story):
        texts, rule = fallback.paragraphs(document, structured)
        if sum(map(units, texts)) > 2 * sum([units(block.text) for block in story.blocks if block.kept]):
            story.blocks = [Block(text, "p", True, rule) for text in texts]
            story.rule = rule
    return story


def _is_thin(story: Story) -> bool:
    size = 0
    for block in story.blocks:
        if block.kept:
            size += units(block.text)
            if size >= _THIN:
                return False
    return True


def _visible(story: Story, document: Document, headline: int | None, titles: Iterable[str]) -> None:
    blocks = document.blocks
    view = View(document, headline)
    region = find(view)
    story.rule = f"{region.tag} {region.tokens}".strip()
    order = [i for part in parts(view, region) for i in part]
    intro = frozenset([i for i in order if i < region.first_block])
    wrapping = set()
    at: Region | None = region
    while at is not None:
        wrapping.add(at.index)
        at = at.parent
    places = Places(view, view.inside(region), frozenset(wrapping), region.first_block)
    rules: dict[int, str] = {}
    for i in order:
        rule = places.rule(blocks[i])
        if rule:
            rules[i] = rule
    teasers.mark(blocks, order, rules)
    keys = {key for key in map(lines.folded, titles) if key}
    if headline is not None:
        keys.add(lines.folded(blocks[headline].text))
    lines.judge(blocks, order, view.masses, rules, keys, view.headline, document.html_lang)
    standfirsts = intros(document, order, intro, view.masses, rules)
    told = {blocks[i].text for i in order if i not in rules}
    for i in order:
        # what repeats a dropped line is the story's own
        if rules.get(i) == "repeated" and blocks[i].text not in told:
            del rules[i]
    for i in order:
        text, rule = blocks[i].text, rules.get(i, "")
        if rule == "caption":
            story.captions.append(text)
        elif rule.startswith("bio:"):
            story.bios.append(Candidate(text, rule, 0.7, text[:300]))
        elif i in standfirsts:
            story.standfirsts.append(Candidate(text, "visible:standfirst", 0.7, text[:300]))
        story.blocks.append(Block(text, blocks[i].tag, not rule, rule or "story", i))

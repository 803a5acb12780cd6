"""What inside the story's parts is page matter by its place: boxes, captions, bylines, lists of links."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extract.body.measure import is_sentence
from crawler.normalise.captions import split_credit

if TYPE_CHECKING:
    from crawler.document.model import Region, TextBlock
    from crawler.extract.body.container import View

_DROPPED_ZONES = frozenset({"comments", "related", "nav", "footer", "aside", "share", "subscribe", "cookie", "ad", "form"})
_LOOSE = frozenset({"aside", "related", "ad", "nav", "form", "share"})  #: zones whose words wrap prose at times
_HEADED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_CAPTION = frozenset({"td", "th", "h2", "h3", "h4", "blockquote"})
_PROSE = frozenset({"teaser", "teasers", "teaser-content", "promo", "more-on", "toc", "slick", "carousel", "swiper"})
_LEAVES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "blockquote", "pre", "dd", "dt", "figcaption"})
#: boxes that stand inside a text without being part of it
_BOX = re.compile(
    r"(?:^|\s)(?:hidden|d-none|is-hidden|hide)(?:$|\s)|(?:^|[\s_-])(?:teasers?|teaser\w+|promos?|promo\w+|recirc\w*|read-?also|readmore|readnext|more-?on|moreon|mostread|toplist|newsletter\w*|signup|sign-up|paywall|regwall|piano|"
    r"subscription\w*|subscribe\w*|upsell|donat\w+|toc|table-of-contents|breadcrumbs?|videoplayer|audioplayer|video-?(?:title|caption|description|info|meta)|jw-?player|"
    r"slideshow|carousel|swiper|pagination|pager|tooltip|popup|overlay|dialog|toolbar|"
    r"disclaimer|copyright|print-?only|printonly|screen-?reader\w*|sr-only|visually-?hidden|visuallyhidden|hidden-print|wp-polls|yarpp|jp-relatedposts|sharedaddy|addtoany\w*|"
    r"ad|ads|advert\w*|adslot|sponsor\w*|affiliate\w*|tags?|tag-?(?:links|list|cloud)|taglist|post-?tags|cat-?links|"
    r"post-?nav\w*|nav-?links|navigation|post-?navigation|prev-?next|next-?prev\w*|next-?(?:post|story|article)s?|lee-?tambien|leia-?tambem|lire-?aussi|leggi-?anche|lees-?ook|appstores?|app-?(?:hint|promo|banner)|oembed-placeholder\w*|follow\w*|social\w*|share\w*|sharing|comments?|disqus|reactions?|author-?(?:box|info|card|desc\w*|details)|about-?author|bio)(?:$|[\s_-])"
)
#: names that wrap whole articles and recipes as well as teasers: told by their size
_SMALL_BOX = re.compile(
    r"(?:^|[\s_-])(?:cards?|widgets?|player|poll|gallery|galleria|offers?|marketing|tools|legal|votes?|voting|product-?(?:card|box|list)|shop\w*|buy|ratings?|quiz|survey|slick|modal|categories|topics|bio)(?:$|[\s_-])"
)
#: credit lines, dates and labels named by their own class
_LABEL = re.compile(
    r"(?:^|[\s_-])(?:byline|by-?line|bylines|author|authors|autor|autoren|auteur|dateline|timestamp|pubdate|post-?date|publish\w*|posted-?on|date|datum|meta|postmeta|entry-?meta|"
    r"post-?meta|article-?meta|kicker|overline|eyebrow|credit|credits|caption|photo-?credit|copyright|updated|read-?time|reading-?time|source|print|label|counter|views)(?:$|[\s_-])"
)
_CAPTION = re.compile(
    r"caption|credit|legend|bildunterschrift|bildtext|bildquelle|legende|pie-?(?:de-?)?foto|didascalia|onderschrift|cutline|image-?(?:text|desc|info)|photo-?(?:text|desc|info)|wp-caption"
)

#: "… (photo by example.com)." at the end of a line: a caption wherever it stands
_CREDITED = re.compile(
    r"[(（\[【]\s*(?:photos?|photograph\w*|pictures?|images?|illustrations?|screenshots?|fotos?|bild(?:er)?|symbolbild|archivbild|imagen|imagem|immagine|crédits? ?photos?|créditos?|zdjęcie|fot\.|фото|تصوير|צילום|图片?|圖片?|摄影|攝影|写真|撮影|사진)"
    r"(?:\s(?:by|courtesy|credit|from|von|de|di|par|av|:)|\s?[:：/／©]|(?<=[图圖摄攝写撮사진真影])).{1,100}[)）\]】]\s*[.。]?$|[(\[（][^()]{1,60}(?:/|via )(?:getty images|reuters|afp|ap|shutterstock|epa|dpa|alamy|imago)[^()]{0,30}[)\]）]\.?$",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(
    r"(?:photos?|photography|pictures?|images?|illustrations?|credits?|image source|picture credit|fotos?|fotografía|bild(?:er)?|bildquelle|imagen|imagem|immagine|crédits?(?: photos?)?|zdjęcie|фото|صورة|תצלום|צילום|图片来源|圖片來源|写真|撮影|사진)\s?(?:by|credits?|courtesy(?: of)?|von|de|par|di)?\s?[:：/／|©].{2,100}|photo (?:by|courtesy(?: of)?) .{2,100}"
    r"|.{2,60}\s?[/|]\s?(?:getty images|reuters|afp|shutterstock|epa|dpa|alamy|imago\w*|istock\w*|picture alliance|unsplash|pixabay|wikimedia commons)(?:\s?[/|].{2,40})?|getty images|shutterstock(?:\.com)?",
    re.IGNORECASE,
)
#: what readers wrote, not the commentary of a match ("live-match-comments", "commentaires du match")
_READERS = re.compile(
    r"(?:^|\s)(?:(?!live|match)[\w-])*(?:comments(?![a-z])|comment-?(?:list|area|section|thread)|disqus|livefyre|respond|replies|kommentare|comentarios|reacties)"
)
_CREDIT_BEGINS = frozenset({"photo", "getty", "shutt"})
_HOLDER = re.compile(r"image|img|photo|picture|figure|bild|foto|media|thumb|caption")
_CLOSED = (")", ").", "）", "）。", "]", "].", "】")


@lru_cache(8_192)
def _kind(tokens: str) -> str:
    """Whether a class names a caption or a label."""
    return "caption" if _CAPTION.search(tokens) else "label" if _LABEL.search(tokens) else ""


@lru_cache(8_192)
def _box(tokens: str, small: bool) -> str:
    """The word of a class that names a box, or an empty string."""
    match = _BOX.search(tokens) or (_SMALL_BOX.search(tokens) if small else None)
    return match.group().strip(" -_") if match else ""


class Places:
    """What the place of a block says about it, remembered region by region."""

    def __init__(self, view: View, story_mass: int, inside: frozenset[int], first: int) -> None:
        self.view = view
        self.limit = max(story_mass * 0.35, 1)  # a box that holds more is a wrapper with an unlucky name
        self.inside = inside  # regions that wrap the story: their names mean nothing
        self.first = first  # the first block of the story's own region
        self.memo: dict[int, str] = {}
        self.boxes: dict[str, int] = {}  # how much prose stands in boxes of a name: what holds most of the story is no box
        self.usual: dict[str, bool] = {}  # whether most of the story stands in elements of a class
        self.pictures = _pictures(view)

    def rule(self, block: TextBlock) -> str:
        """The rule by which its place drops the block, ``caption`` and ``bio:box`` among them, or an empty string."""
        region = block.region
        if self.view.hidden and region.hidden:
            return "hidden"
        if block.index in self.view.live:
            return "live entries"
        found = self._region(region)
        text = block.text
        if found:
            if found == "zone:figure":
                return (
                    ""
                    if (block.tag in _NO_CAPTION and not _in_caption(region))
                    or (region.parent is not None and region.parent.tag == "blockquote")
                    or len(text) > (700 if _in_caption(region) else 280)
                    else "caption"
                )
            if found == "zone:bio":
                return "bio:box"
            return found
        if len(text) < 300 and (
            (text.endswith(_CLOSED) and _CREDITED.search(text)) or (len(text) < 120 and _may_credit(text) and _CREDIT_LINE.fullmatch(text))
        ):
            return "caption"
        tokens = region.tokens
        if tokens and len(text) < 250:
            kind = _kind(tokens)
            # themes make the id of a heading from its words
            if kind == "caption" and region.index not in self.inside and not (block.tag in _HEADED and len(tokens) > 60):
                return "caption"
            if (
                kind == "label"
                and (len(text) < 120 or not is_sentence(text))
                and region.index not in self.inside
                and not self._usual(tokens)
            ):
                return "label"
        if block.index in self.pictures and self._captions(block):
            return "caption"
        return ""

    def _region(self, region: Region) -> str:
        """What drops the region, its own name or that of one around it. A loop: regions nest deeper than calls may."""
        memo = self.memo
        above: list[Region] = []
        at = region
        while (found := memo.get(at.index)) is None:
            if at.index in self.inside or at.parent is None:
                found = memo[at.index] = ""
                break
            above.append(at)
            at = at.parent
        for at in reversed(above):
            if not found:
                found = self._own(at)
            memo[at.index] = found
        return found

    def _own(self, region: Region) -> str:
        view = self.view
        mass = view.sums[region.last_block] - view.sums[region.first_block]
        zone = region.zone if region.parent is not None and region.zone != region.parent.zone else ""
        if region.index < len(view.zones) and not view.zones[region.index]:
            zone = ""
        if zone == "comments" and _READERS.search(region.tokens):
            return "zone:comments"  # they may well be longer than the story
        if zone and mass < self.limit and not (region.tag == "p" and region.tokens and self._usual(region.tokens)):
            early = region.last_block <= self.first
            if early and zone in _DROPPED_ZONES:
                return "zone:" + zone
            if region.tag in _LEAVES and zone in _LOOSE and (mass > 100 or self._heads(region)):
                return ""  # a paragraph of prose with an odd class
            if zone in _LOOSE and region.tag != "aside" and mass > 200 and self._plain(region):
                return ""
            if zone in _DROPPED_ZONES or zone in ("figure", "bio"):
                return "zone:" + zone
        tokens = region.tokens
        if not tokens or mass >= self.limit or (region.tag in _LEAVES and mass > 100):
            return ""
        name = _box(tokens, region.last_block - region.first_block <= 6)
        if name == "toc" and self._heads(region):
            return ""  # a heading that the table of contents leads to
        if name and not (name.startswith("teaser") and region.last_block <= self.first and mass > 60):
            if name not in self.boxes:
                self.boxes[name] = sum(
                    [
                        view.sums[r.last_block] - view.sums[r.first_block]
                        for r in view.document.regions
                        if name in r.tokens and r.index not in self.inside and r.parent is not None and name not in r.parent.tokens
                    ]
                )
            if name.startswith("teaser") and self._leads_away(region):
                return "box:" + name
            if self.boxes[name] < self.limit and not (
                name in _PROSE and mass > 200 and region.first_block >= self.first and self._plain(region)
            ):
                return "box:" + name
        return ""

    def _usual(self, tokens: str) -> bool:
        """Whether most of the story stands in elements of this very class: then it names no part of the page."""
        known = self.usual.get(tokens)
        if known is None:
            masses = self.view.masses
            held = sum([masses[block.index] for block in self.view.document.blocks if block.region.tokens == tokens])
            known = self.usual[tokens] = held > self.limit
        return known

    def _plain(self, region: Region) -> bool:
        """Whether a box holds prose without any link: a part of the story by an odd name rather than a teaser."""
        blocks = self.view.document.blocks[region.first_block : region.last_block]
        return all(not block.links for block in blocks) and len([b for b in blocks if b.tag in ("h2", "h3", "h4")]) <= len(blocks) // 3

    def _heads(self, region: Region) -> bool:
        """Whether a leaf is a heading without a link."""
        blocks = self.view.document.blocks[region.first_block : region.last_block]
        return region.tag in ("h2", "h3", "h4") and all(not block.links for block in blocks)

    def _leads_away(self, region: Region) -> bool:
        """Whether a small box has a heading or line that is one link: a teaser of another page."""
        blocks = self.view.document.blocks[region.first_block : region.last_block]
        return len(blocks) <= 6 and any(block.link_chars * 10 >= len(block.text) * 8 for block in blocks)

    def _captions(self, block: TextBlock) -> bool:
        """Whether a block beside a picture is its caption: it says a credit, or it and the picture share a wrapper."""
        text = block.text
        if len(text) > 400:
            return False
        if block.tag in ("h1", "h2", "h3", "h4", "li", "blockquote", "pre") or (block.tag in ("td", "th") and not split_credit(text)[1]):
            return False
        if len(text) < 300 and split_credit(text)[1]:
            return True
        region: Region | None = block.region
        picture = self.pictures[block.index]
        plain = (block.tag == "p" and len(text) > 60) or len(text) > 200
        if "blockquote" in (block.region.tag, block.region.parent.tag if block.region.parent is not None else ""):
            return False
        while region is not None and region.index not in self.inside and region.last_block - region.first_block <= 2:
            if (not plain or _HOLDER.search(region.tokens)) and (region is picture or _within(picture, region)):
                return True
            region = region.parent
        return False


def _may_credit(text: str) -> bool:
    """Whether a line has what every line of credit has: a sign between the word and the name, or a beginning of its own."""
    return (
        ":" in text
        or "/" in text
        or "|" in text
        or (not text.isascii() and ("：" in text or "／" in text or "©" in text))
        or text[:5].lower() in _CREDIT_BEGINS
    )


def _in_caption(region: Region) -> bool:
    at: Region | None = region
    for _ in range(4):
        if at is None:
            return False
        if at.tag == "figcaption" or _kind(at.tokens) == "caption":
            return True
        at = at.parent
    return False


def _within(region: Region, outer: Region) -> bool:
    at: Region | None = region
    while at is not None and at.depth > outer.depth:
        at = at.parent
    return at is outer


def _pictures(view: View) -> dict[int, Region]:
    """Blocks that stand right after a picture, and the picture's region."""
    return {image.block: image.region for image in view.document.images}

"""The pictures of an article with caption and credit apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.extract.anchor import headline_block
from crawler.items import Candidate, Image
from crawler.normalise.captions import split_credit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from crawler.document import Document
    from crawler.document.model import ImageTag, Region
    from crawler.extract.structured import Node, Structured

MAX_IMAGES = 40
_LONG_CREDIT = 100  #: characters past which what stands in place of a credit is a caption
_AWAY = frozenset({"comments", "related", "nav", "footer", "aside", "share", "subscribe", "cookie", "ad", "bio", "form"})
_NO_PICTURE = re.compile(
    r"(?:^|[/_\-.])(?:(?P<seldom>logo|button|badge|banner|ads?)|icon|icons|avatar|headshot|gravatar|pixel|spacer|blank|placeholder|loading|loader|sprite|emoji|smil(?:ey|ies)|1x1|transparent|favicon|tracking)(?:[/_\-.\d]|$)|\.svg(?:$|\?)|gravatar\.com|feedburner|doubleclick",
    re.IGNORECASE,
)
#: folders of marks and portraits, whatever is written below them
_MARKS = re.compile(
    r"/[\w-]{0,20}(?:logos|avatars|headshots|sponsors)/|/(?:authors?|autoren|auteurs|autores|users?|staff|profile-?pics?)/[^/]*$|[a-z]logo@\dx\.",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|wp-caption-text|credit|legend|bildunterschrift|bildtext|legende|pie-?(?:de-?)?foto|didascalia|onderschrift|image-?(?:text|desc)|photo-?(?:text|desc)|figcaption|cutline"
)
_CREDIT = re.compile(r"credit|copyright|photographer|fotograf|bildquelle|bildnachweis|source|rights|byline|attribution")
_HOLDER = re.compile(r"caption|figure|image|photo|picture|bild|foto|media")
_FIRST_WORD = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#!/])", re.IGNORECASE)


def candidates(document: Document, structured: Structured, captions: Iterable[object] = (), headline: int | None = -1) -> list[Candidate]:
    """Images in the order of the page, each value an :class:`Image`; the one that only the head names comes first.

    ``captions`` are the captions that were taken out of the text (strings, or objects with a ``text`` or ``value``): one
    that stands at no picture found goes to the first picture without words, else it makes an image without address.
    ``headline`` is the block of the headline where it is known already.
    """
    anchor = headline_block(document) if headline == -1 else headline
    found: list[Candidate] = []
    seen: set[str] = set()
    stop = _end(document, anchor)
    for tag in document.images:
        if (
            not tag.src
            or tag.block > stop
            or tag.region.zone in _AWAY
            or tag.region.hidden
            or (anchor is not None and tag.block < anchor - 6)
        ):
            continue
        address = _address(tag.src, document)
        if not address or _MARKS.search(address[-200:]) or _small(tag.element):
            continue
        key = _key(address)
        if key in seen:
            continue
        caption, credit = _words(tag, document)
        if (named := _NO_PICTURE.search(address[-200:])) and not (caption and named["seldom"]):
            continue  # a picture of a logo says so under it
        seen.add(key)
        found.append(
            Candidate(
                Image(address, caption, credit),
                "visible:figure" if caption or credit else "visible:img",
                0.85 if caption or credit else 0.6,
                (caption or "")[:300],
            )
        )
        if len(found) >= MAX_IMAGES:
            break
    lead = _lead(document, structured)
    if lead is not None and _key(lead.value.url or "") not in seen:
        found.insert(0, lead)
    for found_caption in list(captions)[:MAX_IMAGES]:
        said = (
            found_caption
            if isinstance(found_caption, str)
            else getattr(found_caption, "text", None) or getattr(found_caption, "value", None)
        )
        if isinstance(said, str):
            _captioned(said, found)
    return found


def _captioned(text: str, found: list[Candidate]) -> None:
    words, credit = split_credit(text)
    known = [c.value for c in found]
    if any(
        (words and i.caption == words) or (not words and i.credit == credit) or (words and i.caption and words in i.caption) for i in known
    ):
        return
    bare = next((c for c in found if not c.value.caption and not c.value.credit), None)
    if bare is not None:
        bare.value.caption, bare.value.credit = words, credit
        bare.printed = text[:300]
    else:
        found.append(Candidate(Image(None, words, credit), "visible:caption", 0.7, text[:300]))


def _address(src: str, document: Document) -> str | None:
    if src.startswith(("https://", "http://")):
        return src
    try:
        address = urljoin(document.base_url, src)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _key(address: str) -> str:
    """The picture's own name: the same picture comes in several sizes."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    name = re.sub(r"[-_]\d{2,4}x\d{2,4}(?=\.)|-scaled(?=\.)|@\dx(?=\.)", "", path.rsplit("/", 1)[-1])
    return name.casefold() if len(name) > 12 else path.casefold()


def _small(element: HtmlElement) -> bool:
    """Spacers, icons and counters; an unknown size is no small one."""
    for attribute in ("width", "height"):
        digits = re.match(r"\s*(\d{1,5})\s*(?:px)?\s*$", element.get(attribute) or "")
        if digits and int(digits.group(1)) < 60:
            return True
    return False


def _end(document: Document, anchor: int | None) -> int:
    """The last block that may belong to the article: where comments or related items begin below the headline."""
    start = anchor or 0
    for block in document.blocks[start + 1 :]:
        if block.region.zone in {"comments", "related"} and block.index > start + 5:
            return block.index
    return len(document.blocks)


def _words(tag: ImageTag, document: Document) -> tuple[str | None, str | None]:
    """Caption and credit of a picture, from its figure or the old habits: a caption class, the line below it."""
    holder = _holder(tag.region)
    if holder is not None:
        caption: list[str] = []
        credit: list[str] = []
        for block in document.blocks[holder.first_block : holder.last_block]:
            if _CREDIT.search(block.region.tokens) and not re.search(r"caption", block.region.tokens):
                credit.append(block.text)
            else:
                caption.append(block.text)
        said = " ".join(" ".join(caption).split())
        if len(said) > 1_000:
            return None, None
        words, given = split_credit(said) if said else (None, None)
        if credit:
            told, named = split_credit(" ".join(credit))
            if not words and told and (named or len(told) > _LONG_CREDIT):
                words = told  # the caption stands in the same element
            given = given or named or (told if told and len(told) <= _LONG_CREDIT else None)
        return words, given[:300] if given else None
    below = document.blocks[tag.block] if tag.block < len(document.blocks) else None
    if (
        below is not None
        and below.region is not tag.region
        and below.tag in {"p", "div", "td", "span", "center", "dd", "em", "small"}
        and len(below.text) < 300
    ):
        words, given = split_credit(below.text)
        if given and words != below.text:
            return words, given
    return None, None


def _holder(region: Region | None) -> Region | None:
    """The figure around a picture: a ``<figure>``, or a small element whose class says so and that holds a caption."""
    for _ in range(4):
        if region is None:
            return None
        size = region.last_block - region.first_block
        if region.tag == "figure" and size <= 6:
            return region
        if 1 <= size <= 4 and (_CAPTION.search(region.tokens) or (_HOLDER.search(region.tokens) and size <= 2)):
            return region
        region = region.parent
    return None


def _lead(document: Document, structured: Structured) -> Candidate | None:
    for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"):
        value = document.meta(name)
        address = _address(value, document) if value else None
        if address and not _NO_PICTURE.search(address[-200:]):
            return Candidate(Image(address), "og:image" if name.startswith("og") else f"meta:{name}", 0.7, address[:300])
    main = structured.main
    if main is None:
        return None
    for picture in main.props.get("image", ()):
        address = _address(picture if isinstance(picture, str) else (picture.text("url", "contentUrl") or picture.id or ""), document)
        if address:
            caption, credit = (None, None) if isinstance(picture, str) else _described(picture)
            return Candidate(Image(address, caption, credit), f"{main.source}:image", 0.7, address[:300])
    return None


def _described(node: Node) -> tuple[str | None, str | None]:
    caption, credit = split_credit(node.text("caption", "description") or "")
    return caption, credit or node.text("creditText", "copyrightHolder", "author")

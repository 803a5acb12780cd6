"""Zones that hold the article itself: wrappers named after the sidebar, menu or share bar beside it are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.document.zones import memo, names_of, zone_of

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.document.model import Region

#: zones that themes name wrappers after ("content-sidebar-wrap", "has-right-rail", "no-share")
_UNLUCKY = frozenset({"aside", "nav", "share", "subscribe", "related", "ad", "footer", "form"})
#: zones that may outweigh any story: only the first heading shows that a wrapper is named after them ("article comments-open")
_HEADED = frozenset({"comments", "cookie", "bio"})
_TRUE_TAGS = frozenset({"aside", "nav", "footer"})
_WITHOUT_HEADING = 0.6  #: the share of the prose that a wrapper without the first heading has to hold


def unname(document: Document) -> None:
    """Take the zone from elements that wrap most of the page's prose, and from all inside that only inherited it.

    Blogger calls the list of its posts a widget, Elementor every part of a page; a page laid out "with sidebar" says so around
    both of its columns. A zone of another name inside stays, and so does an inner one of the same name that names itself.
    """
    blocks = document.blocks
    fifth = len(blocks) // 5
    openers = [
        region
        for region in document.regions
        if region.last_block - region.first_block > fifth
        and (region.zone in _UNLUCKY or region.zone in _HEADED)
        and (region.parent is None or region.parent.zone != region.zone)
    ]
    if not openers:
        return
    heading = next(
        (region.first_block for region in document.regions if region.tag == "h1" and region.last_block > region.first_block), None
    )
    headed = [heading is not None and region.first_block <= heading < region.last_block for region in openers]
    talk = any(yes and region.zone == "comments" for region, yes in zip(openers, headed, strict=True))
    sums = [0]
    total = 0
    for block in blocks:
        if talk or block.region.zone != "comments":
            total += len(block.text) - block.link_chars
        sums.append(total)
    for region, yes in zip(openers, headed, strict=True):
        inside = sums[region.last_block] - sums[region.first_block]
        wide = inside > _WITHOUT_HEADING * total and region.zone in _UNLUCKY and _plain(region)
        if inside * 2 > total and (yes or wide):
            _reset(document, region)


def _plain(region: Region) -> bool:
    """Whether an element is a mere wrapper by its tag and name."""
    return region.tag not in _TRUE_TAGS and region.zone != "footer" and region.tokens.strip() not in {"sidebar", "footer", "nav", "menu"}


def _reset(document: Document, wrapper: Region) -> None:
    zone = wrapper.zone
    widgets = "widget" in wrapper.tokens
    outside = wrapper.parent.zone if wrapper.parent is not None else ""
    regions = document.regions
    for at in range(wrapper.index, len(regions)):
        region = regions[at]
        if region.depth <= wrapper.depth and region is not wrapper:
            break
        if region.zone != zone:
            continue
        if region is wrapper:
            region.zone = outside
            continue
        own = ""
        if region.tag in _TRUE_TAGS or region.tokens:
            own = zone_of(region.tag, (memo.get(region.tokens) or names_of(region.tokens))[2] if region.tokens else "")
        if widgets and own == "aside" and region.tag != "aside" and "sidebar" not in region.tokens:
            own = ""
        region.zone = own or (region.parent.zone if region.parent is not None else "")

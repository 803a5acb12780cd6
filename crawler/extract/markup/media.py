"""Where the pictures of an article and the posts and players embedded in it stand among its blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from crawler.normalise.urls import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.document import Document
    from crawler.document.inline import Player
    from crawler.document.model import Region
    from crawler.items import Block, Page

_AWAY: Final = frozenset({"comments", "related", "nav", "footer", "aside", "share", "subscribe", "cookie", "ad", "bio", "form"})
MAX_EMBEDS: Final = 100
#: embedded posts by the class that the hosts' own snippets have
_POST: Final = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video)|bluesky-embed|mastodon-embed|reddit-(?:card|embed-bq)|imgur-embed-pub|text-post-media|telegram-post)(?:$|\s)"
)
_PERMALINKS: Final = ("data-instgrm-permalink", "data-text-post-permalink", "data-href", "cite")
#: hosts whose frames play something, and the address of what they play where it is another
_PLAYERS: Final = {
    "youtube.com": "https://www.youtube.com/watch?v={}", "youtube-nocookie.com": "https://www.youtube.com/watch?v={}", "player.vimeo.com": "https://vimeo.com/{}",
    "dailymotion.com": "https://www.dailymotion.com/video/{}", "geo.dailymotion.com": "", "ted.com": "", "embed.ted.com": "", "player.twitch.tv": "", "clips.twitch.tv": "",
    "facebook.com": "", "tiktok.com": "", "player.bilibili.com": "", "v.qq.com": "", "player.youku.com": "", "tv.naver.com": "", "rutube.ru": "", "vk.com": "", "ok.ru": "",
    "streamable.com": "", "players.brightcove.net": "", "cdn.jwplayer.com": "", "content.jwplatform.com": "", "w.soundcloud.com": "", "open.spotify.com": "",
    "embed.podcasts.apple.com": "", "platform.twitter.com": "", "instagram.com": "", "bandcamp.com": "",
}  # fmt: skip
_ID: Final = re.compile(r"/(?:embed|v|video|embed/video)/([\w-]{3,40})(?:$|[/?&])")
_AMP: Final = {
    "amp-youtube": "https://www.youtube.com/watch?v={}",
    "amp-vimeo": "https://vimeo.com/{}",
    "amp-dailymotion": "https://www.dailymotion.com/video/{}",
}


@dataclass(slots=True)
class Figure:
    """A picture with its caption and credit, or the address of an embedded post."""

    region: Region
    block: int  #: index of the text block that it stands in or before
    url: str
    alt: str = ""
    caption: str | None = None
    credit: str | None = None
    embedded: bool = False


def figures(page: Page, document: Document, kept: Sequence[Block], players: Iterable[Player]) -> list[Figure]:
    """Return what stands between the kept blocks, in no order: the article's pictures that the page prints there, then embeds."""
    places = [block.index for block in kept if block.index >= 0]
    if not places:
        return []
    first, last = min(places), max(places)
    around = _shared(document, first, last)
    found = _pictures(page, document, last)
    posts = [figure for figure in _posts(document) if _belongs(figure, around, first, last)]
    found += [post for post in posts if not _told(document, post.url, {block.index for block in kept})][:MAX_EMBEDS]
    owners = {id(region.element): region for region in document.regions}
    for player in players:
        address = _player(player.element, document.base_url)
        region = _owner(player.element, owners)
        if address is None or region is None:
            continue
        figure = Figure(region, player.block, address, embedded=True)
        if _belongs(figure, around, first, last) and not any(figure.url == other.url for other in found) and len(found) < MAX_EMBEDS:
            found.append(figure)
    return found


def _pictures(page: Page, document: Document, last: int) -> list[Figure]:
    assert page.article is not None
    wanted = {image.url: image for image in page.article.images if image.url}
    found: list[Figure] = []
    for tag in document.images:
        if not wanted or tag.block > last + 1:
            break
        if tag.region.hidden or tag.region.zone in _AWAY or not tag.src:
            continue
        address = join(document.base_url, tag.src)
        image = wanted.pop(address, None) if address else None
        if image is not None and image.url:
            found.append(Figure(tag.region, tag.block, image.url, " ".join(tag.alt.split()), image.caption, image.credit))
    return found


def _posts(document: Document) -> list[Figure]:
    """Posts embedded as a quote with a link, before a script of their host makes frames of them."""
    found: list[Figure] = []
    for region in document.regions:
        if not region.tokens or not _POST.search(region.tokens) or region.element is None:
            continue
        element = region.element
        claims = [element.get(name) for name in _PERMALINKS]
        claims += [link.get("href") for link in list(element.iter("a"))[:50][::-1]]  # the post's own address is its last link
        address = next((address for claim in claims if claim and (address := join(document.base_url, claim))), None)
        if address:
            found.append(Figure(region, region.last_block, address, embedded=True))
    return found


def _told(document: Document, address: str, kept: set[int]) -> bool:
    """Whether a kept block links to the address already."""
    return any(anchor.block in kept and join(document.base_url, anchor.href) == address for anchor in document.anchors)


def _belongs(figure: Figure, around: Region | None, first: int, last: int) -> bool:
    """Whether a figure stands within the story: among its blocks, or at either end in the element that holds them all."""
    if figure.region.hidden or figure.region.zone in _AWAY or not first - 3 <= figure.block <= last + 1:
        return False
    if first < figure.block <= last:
        return True
    at: Region | None = figure.region
    while at is not None and at is not around:
        at = at.parent
    return at is not None


def _shared(document: Document, first: int, last: int) -> Region | None:
    """The innermost region that holds both blocks."""
    above = set()
    at: Region | None = document.blocks[first].region
    while at is not None:
        above.add(at.index)
        at = at.parent
    at = document.blocks[last].region
    while at is not None and at.index not in above:
        at = at.parent
    return at.parent if first == last and at is not None else at


def _owner(element: Any, owners: dict[int, Region]) -> Region | None:
    while element is not None:
        region = owners.get(id(element))
        if region is not None:
            return region
        element = element.getparent()
    return None


def _player(element: Any, base: str) -> str | None:
    """The address of what a frame plays; None for frames of any other kind."""
    if element.tag in _AMP:
        name = element.get("data-videoid") or ""
        return _AMP[element.tag].format(name) if re.fullmatch(r"[\w-]{3,40}", name) else None
    for name in ("data-src", "data-lazy-src", "src", "data-litespeed-src"):
        address = join(base, element.get(name) or "") if element.get(name) else None
        if address is None:
            continue
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        known = _PLAYERS.get(host)
        if known is None:
            continue
        if host == "facebook.com":
            real = parse_qs(parts.query).get("href", [""])[0] if parts.path.startswith("/plugins/") else ""
            return join(base, real) if real else None
        match = _ID.search(parts.path + "/") if known else None
        return known.format(match[1]) if match and match[1] != "videoseries" else address
    return None

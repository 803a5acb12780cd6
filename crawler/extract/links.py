"""All addresses of a document that may be worth a request, with what each most likely leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import offers
from crawler.extract.link_words import LANGUAGES, NEXT, OLDER
from crawler.items import Issue, Link
from crawler.normalise.urls import MAX_LENGTH, host_of, join, normalise, origin
from crawler.sites.addresses import likely, resolve, shape

if TYPE_CHECKING:
    from crawler.document import Anchor, Document
    from crawler.sites.profile import Profile

MOST = 500  #: addresses taken from one page
_READ = 5_000  #: anchors looked at
_MENU = frozenset({"nav", "header", "footer", "share", "subscribe", "cookie", "ad", "form"})
_REFRESH = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s>][^\"'>]{0,2047})?", re.IGNORECASE)
_REFRESH_SECONDS = 30  #: a later refresh is a reload for readers who stay
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_TRIM = " \t\xa0«»‹›<>←→⟨⟩|·…[]()0123456789:-–"
_DIGIT = re.compile(r"/[^?#]*\d")
_SESSION = re.compile(r"[;?&](?:phpsessi|jsessi|aspsessi|s?sess(?:ion)?_?id=|sid=)", re.IGNORECASE)
_TURNS = NEXT | OLDER
_LANGUAGE_WORDS = (
    frozenset(LANGUAGES) | {code[:2] for code in LANGUAGES.values()} | {"eng", "deu", "ger", "fra", "fre", "esp", "spa", "ita", "rus"}
)
_SCHEMES = (
    "mailto:",
    "javascript:",
    "tel:",
    "data:",
    "sms:",
    "whatsapp:",
    "about:",
    "blob:",
    "skype:",
    "callto:",
    "webcal:",
    "ftp:",
    "file:",
)


def read(document: Document, profile: Profile | None = None, limit: int = MOST) -> tuple[list[Link], list[Issue]]:
    """Return the links of a page, each address once, and ``link_cap`` where it has more than ``limit``.

    First what the head declares (canonical, next page, language variants, refresh, feeds, sitemaps), then the anchors in
    document order. Past the limit, addresses of other hosts go first, then menus and pages that are nothing in particular.
    Addresses that are no pages or act on something (files, log-in, cart, share, print, reply, calendar export) are left out.
    """
    found: dict[str, Link] = {}
    own = normalise(document.url)
    root = origin(document.base_url) or ""
    for link in _declared(document, profile):
        key = normalise(link.url)
        if key and (key != own or link.rel == "feed"):
            found.setdefault(key, link)
    hrefs: set[str] = set()
    long = turning = 0
    for anchor in document.anchors[:_READ]:
        href = anchor.href
        if href in hrefs or not href or href[0] == "#" or (":" in href[:12] and href[:11].lower().startswith(_SCHEMES)):
            continue
        hrefs.add(href)
        if len(href) > MAX_LENGTH:
            long += 1
            continue
        address, key = resolve(href, document.base_url, root)
        if key is None or key == own:
            turning += key is not None and _SESSION.search(href) is not None
            continue
        known = found.get(key)
        if known is not None:
            if len(anchor.text) > len(known.text):  # a picture's link first, the headline's after it
                known.text = anchor.text
                if known.likely == "other" and known.rel == "link":
                    known.likely = _in_place(known.likely, anchor.text, anchor.region.zone, known.url)
            continue
        made = _anchor(anchor, address, profile)
        if made is not None:
            made.key = key
            found[key] = made
    links = list(found.values())
    issues = []
    if long:
        issues.append(Issue("url_too_long", "warning", None, f"{long} links of more than {MAX_LENGTH} characters are left out"))
    if turning:
        issues.append(Issue("loop_stopped", "info", None, "links to the page itself under other session ids are left out"))
    if len(links) > limit or len(document.anchors) > _READ:
        taken = min(limit, len(links))
        issues.append(Issue("link_cap", "warning", None, f"{len(links)} addresses among {len(document.anchors)} links, {taken} taken"))
    return (_best(links, limit, host_of(document.url)) if len(links) > limit else links), issues


def _best(links: list[Link], limit: int, host: str | None) -> list[Link]:
    """The ``limit`` most promising links, still in document order."""
    worth = {"article": 0, "event": 0, "feed": 0, "sitemap": 0, "listing": 1, "home": 1}
    order = sorted(
        range(len(links)), key=lambda n: (links[n].rel == "link" and host_of(links[n].url) != host, worth.get(links[n].likely, 2), n)
    )
    return [links[n] for n in sorted(order[:limit])]


def _declared(document: Document, profile: Profile | None) -> list[Link]:
    """What meta and link tags say."""
    links: list[Link] = []
    for content in document.metas.get("refresh", ())[:3]:
        match = _REFRESH.match(content)
        address = join(document.base_url, match[2]) if match and match[2] and int(match[1]) <= _REFRESH_SECONDS else None
        if address:
            links.append(Link(address, "refresh", _page(likely(address, profile))))
    for tag in document.link_tags:
        rels = tag.rel.split()
        rel = _declared_rel(rels, tag.hreflang)
        if rel is None or (tag.type and rel == "alternate" and "html" not in tag.type):
            continue
        address = join(document.base_url, tag.href)
        if address is None:
            continue
        language = tag.hreflang.strip()[:35] if rel == "alternate" else None
        guess = "listing" if rel in {"next", "pagination"} else _page(likely(address, profile))
        links.append(Link(address, rel, guess, language=language if language != "x-default" else None))
    return [*links, *offers.feeds(document), *offers.sitemaps(document)]


def _declared_rel(rels: list[str], hreflang: str) -> str | None:
    if "alternate" in rels:
        return "alternate" if hreflang and "stylesheet" not in rels else None
    if "canonical" in rels:
        return "canonical"
    if "next" in rels:
        return "next"
    return "pagination" if "prev" in rels or "previous" in rels else None


def _page(guess: str) -> str:
    """What a declared page may be called; that it looks like a file or service does not count."""
    return "other" if guess in {"asset", "service"} else guess


def _anchor(anchor: Anchor, address: str, profile: Profile | None) -> Link | None:
    """The link of an anchor, or None for an address that is never worth a request."""
    guess, paged = shape(address, profile)
    if guess in {"asset", "service"}:
        return None
    text, rels = anchor.text, anchor.rel
    nofollow = bool(rels) and "nofollow" in rels
    if guess in {"feed", "sitemap"}:
        return Link(address, guess, guess, text, nofollow=nofollow)
    if len(text) <= 40:
        word = text.strip(_TRIM).lower()
        language = _language(anchor, word, address) if word in _LANGUAGE_WORDS or anchor.element.get("hreflang") else None
        if language:
            return Link(address, "alternate", guess, text, language, nofollow=nofollow)
        if paged or rels or word in _TURNS:
            rel = _turning(word, rels.split(), guess, paged=paged)
            if rel != "link":
                return Link(address, rel, "listing", text, nofollow=nofollow)
    elif paged:
        return Link(address, "pagination", "listing", text, nofollow=nofollow)
    return Link(address, "link", _in_place(guess, text, anchor.region.zone, address), text, None, None, nofollow)


def _in_place(guess: str, text: str, zone: str, address: str) -> str:
    """What an address most likely leads to, given where on the page and with which words it is linked."""
    if zone in _MENU:
        if guess == "article" and not _is_headline(text) and _DIGIT.search(address, 8) is None:
            return "other"
    elif (guess == "other" or (guess == "listing" and zone != "related" and len(text) >= 40)) and zone != "comments" and _is_headline(text):
        return "article"
    return guess


def _is_headline(text: str) -> bool:
    """Whether an anchor's text is long enough for a headline: five words, or ten characters of a script without spaces."""
    return (len(text) >= 25 and text.count(" ") >= 4) or (len(text) >= 8 and not text.isascii() and len(_WIDE.findall(text)) >= 10)


def _turning(word: str, rels: list[str], guess: str, *, paged: bool) -> str:
    """``next`` or ``pagination`` for a link to another page of a listing, else ``link``."""
    if paged:
        return "next" if "next" in rels or word in _TURNS else "pagination"
    if guess == "article":
        return "link"
    if word in OLDER or ("next" in rels and guess == "listing") or (word in NEXT and guess in {"listing", "other"}):
        return "next"
    return "pagination" if "prev" in rels and guess == "listing" else "link"


def _language(anchor: Anchor, word: str, address: str) -> str | None:
    """The language of a variant that a language menu or ``hreflang`` offers."""
    hreflang = anchor.element.get("hreflang")
    if hreflang and hreflang != "x-default":
        return str(hreflang).strip()[:35] or None
    code = LANGUAGES.get(word)
    if code is None:
        return word[:2] if word and _names(address, word[:2]) else None
    return code if _names(address, code[:2]) or "lang" in anchor.region.tokens or anchor.region.zone in _MENU else None


def _names(address: str, code: str) -> bool:
    """Whether an address carries a language code as a path segment, host label or parameter value."""
    return re.search(rf"(?://|[/.=_-]){code}(?:[-_][a-z]{{2,4}})?(?:[/.&_-]|\Z)", address.lower()) is not None

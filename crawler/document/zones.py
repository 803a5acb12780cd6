"""What a part of the page is for, told from its tag and the words of its class, id, role and itemprop.

Matching is by words, not by one large regular expression: a word is classified once for the whole process, so an
element costs a few dictionary look-ups.
"""

from __future__ import annotations

import re
from functools import cache

# A word's class: zones it names by itself, or parts of a two-word name ("read-also", "author-box").
_ZONES = ("comments", "related", "share", "subscribe", "cookie", "bio", "nav", "footer", "aside", "ad", "figure")
_BIT = {name: 1 << n for n, name in enumerate(_ZONES)}
_PARTS = (
    "p_read",
    "p_more",
    "p_also",
    "p_most",
    "p_next",
    "p_author",
    "p_about",
    "p_box",
    "p_stories",
    "p_lang",
    "p_menu",
    "p_list",
    "p_comment",
    "p_image",
    "p_sign",
)
_BIT |= {name: 1 << (len(_ZONES) + n) for n, name in enumerate(_PARTS)}
MARK = 1 << 40  #: the word names a credit, date, caption or label
_ZONING = MARK - 1

_WORDS: tuple[tuple[str, str], ...] = (
    ("comments", r"comments|commentlist|commentform|comment(?:list|area|section|thread|wrap\w*|form|respond)|respond|disqus\w*|livefyre|replies|kommentare|commentaires|comentarios|reacties"),
    ("related", r"related\w*|recommend(?:ed|ations?)?|recirc\w*|trending|yarpp\w*|relatedposts|outbrain\w*|taboola\w*|readmore|readalso|verwandte\w*|weiterfuehrend\w*|similar|popular|mostread|onward|teaserlist|seealso|upnext"),
    ("share", r"share|sharing|sharedaddy|socials?|socialmedia|addthis\w*|addtoany|followus|sharebar|sharebuttons|sociallinks|shariff"),
    ("subscribe", r"newsletters?|subscribe|subscription|signup|mailchimp|mc4wp\w*|optin|paywallprompt"),
    ("cookie", r"cookies?|cookiebar|consent|gdpr|onetrust|didomi|cmp|cookielaw"),
    ("bio", r"bio|biography|authorbox|authorbio|authorinfo|aboutauthor|authordescription"),
    ("nav", r"nav|navbar|navigation|mainnav|subnav|topnav|navi|menu|submenu|mainmenu|breadcrumbs?|topbar|pagination|pager|paginator|skiplinks?"),
    ("footer", r"footer|colophon|copyright|pagefooter|sitefooter"),
    ("aside", r"sidebar\w*|widget|widgets|widgetarea|complementary|rightcol\w*|rightrail|leftcol|rail|tertiary"),
    ("ad", r"ad|ads|adv|advert\w*|adsbygoogle|sponsor|sponsored|adslot|adbox|dfp|adunit|advertorial"),
    ("figure", r"figure|caption|figcaption|imagecaption|imgcaption|photocaption|photocredit|imagecredit"),
    ("p_read", r"read|lees|lire|leer|leia|leggi|lesen"),
    ("p_more", r"more|mehr|meer|plus|mas|mais"),
    ("p_also", r"also|auch|ook|aussi|tambien|anche"),
    ("p_most", r"most|top"),
    ("p_next", r"next|up|see|prev|previous"),
    ("p_author", r"authors?|autor|auteur|contributor|writer|reporter|profile|verfasser"),
    ("p_about", r"about"),
    ("p_box", r"box|card|info|description|details|desc|footer"),
    ("p_stories", r"stories|news|articles|posts|articulos|artikel|from|viewed|popular|commented|shared|topics"),
    ("p_lang", r"lang|language|languages|locale|wpml|polylang"),
    ("p_menu", r"switch\w*|selector|chooser|picker|dropdown"),
    ("p_list", r"list|section|area|thread|wrapper|wrap|container|form|count|body|content|text|reply|item"),
    ("p_comment", r"comment"),
    ("p_image", r"image|img|photo|picture|foto|bild|media|thumbnail"),
    ("p_sign", r"sign"),
)  # fmt: skip
_WORD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _WORDS))
_MARKING = re.compile(
    r"\w*(?:author|byline|byl|writer|reporter|contributor|creator|credit|caption|autor|auteur|redact|journalist|verfasser|vcard|"
    r"kicker|standfirst|headline|photographer|translator|dateline|publish|posted|updated|modified|rubri|categor|performer|startdate|enddate)\w*"
    r"|fn|by|date|datum|fecha|data|time|zeit|heure|hora|timestamp|pubdate|postdate|\w+date|date\w+|created|deck|dek|subtitle|subhead\w*|lead|lede|intro|vorspann|"
    r"chapo|summary|section|tags?|topics?|agency|source|location|speakers?|title|meta|info|name|org|ressort|teaser"
)
_SPLIT = str.maketrans(dict.fromkeys("-_:/.|,;+@#()[]{}", " "))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_MEMO = 50_000
_memo: dict[str, int] = {}
_attributes: dict[str, tuple[str, int, str]] = {}

_BY_TAG = {
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "figure": "figure",
    "figcaption": "figure",
    "menu": "nav",
    "dialog": "cookie",
}
# a page-wide wrapper carries words such as "sidebar-right" in its class without being one
_WIDE = frozenset({"body", "html", "main", "article"})


def _classify(word: str) -> int:
    bits = 0
    match = _WORD.fullmatch(word) if len(word) <= 40 else None
    if match and match.lastgroup:
        bits = _BIT[match.lastgroup]
    if len(word) <= 40 and _MARKING.fullmatch(word):
        bits |= MARK
    if len(_memo) >= _MAX_MEMO:
        _memo.clear()
    _memo[word] = bits
    return bits


def names_of(attribute: str) -> tuple[str, int, str]:
    """Return ``(lower-cased, bits of all words, zone)`` of a class, id, role, rel or itemprop string."""
    known = _attributes.get(attribute)
    if known is not None:
        return known
    cut = attribute[:500]
    if not cut.islower():
        cut = _CAMEL.sub("-", cut).lower()
    get = _memo.get
    every = 0
    zone = ""
    for name in cut.split():
        bits = 0
        for word in (name,) if name.isalnum() else name.translate(_SPLIT).split():
            known_bits = get(word)
            bits |= _classify(word) if known_bits is None else known_bits
        if bits & _ZONING:
            every |= bits
            if not zone:
                zone = _zone_of_name(bits & _ZONING)
        else:
            every |= bits
    if len(_attributes) >= _MAX_MEMO:
        _attributes.clear()
    found = _attributes[attribute] = (attribute[:1000].lower(), every, zone)
    return found


def _has(bits: int, *parts: str) -> bool:
    return all(bits & _BIT[part] for part in parts)


@cache
def _zone_of_name(bits: int) -> str:
    """Return the zone that one class name gives, or ``""``."""
    if _has(bits, "p_comment", "p_list") or bits & _BIT["comments"]:
        return "comments"
    if bits & _BIT["related"] or _has(bits, "p_read", "p_also") or _has(bits, "p_read", "p_more") or _has(bits, "p_read", "p_next"):
        return "related"
    if _has(bits, "p_more", "p_stories") or _has(bits, "p_most", "p_read") or _has(bits, "p_most", "p_stories"):
        return "related"
    if bits & _BIT["subscribe"]:
        return "subscribe"
    if bits & _BIT["bio"] or _has(bits, "p_author", "p_about") or _has(bits, "p_author", "p_box"):
        return "bio"
    if _has(bits, "p_lang", "p_menu") or _has(bits, "p_lang", "nav"):
        return "nav"
    for name in ("share", "cookie", "nav", "footer", "aside", "ad", "figure"):
        if bits & _BIT[name]:
            return name
    return ""


def zone_of(tag: str, *named: str) -> str:
    """Return the zone that an element opens by its tag and the zones its attributes name, or ``""``."""
    if tag in _WIDE:
        return ""
    zone = _BY_TAG.get(tag, "")
    if not zone or zone == "aside":
        for name in named:
            if name:
                return name
    return zone

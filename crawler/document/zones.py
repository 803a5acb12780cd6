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
MARK = 1 << len(_BIT)  #: the word names a credit, date, caption or label; above all other bits, and small enough for one machine digit
_ZONING = MARK - 1

_WORDS: tuple[tuple[str, str], ...] = (
    ("comments", "comments commentlist commentform commentarea commentsection commentthread commentwrap* commentrespond respond disqus* livefyre replies kommentare commentaires comentarios reacties"),
    ("related", "related* recommend recommended recommendation recommendations recirc* trending yarpp* relatedposts outbrain* taboola* readmore readalso verwandte* weiterfuehrend* similar popular mostread onward teaserlist seealso upnext"),
    ("share", "share sharing sharedaddy social socials socialmedia addthis* addtoany followus sharebar sharebuttons sociallinks shariff"),
    ("subscribe", "newsletter newsletters subscribe subscription signup mailchimp mc4wp* optin paywallprompt"),
    ("cookie", "cookie cookies cookiebar consent gdpr onetrust didomi cmp2 cmpbox* cmpwrapper cookielaw"),  # "cmp-text" is a text of Adobe's components
    ("bio", "bio biography authorbox authorbio authorinfo aboutauthor authordescription"),
    ("nav", "nav navbar navigation mainnav subnav topnav navi menu submenu mainmenu breadcrumb breadcrumbs topbar pagination pager paginator skiplink skiplinks"),
    ("footer", "footer colophon copyright pagefooter sitefooter"),
    ("aside", "sidebar* widget widgets widgetarea complementary rightcol* rightrail leftcol rail tertiary"),
    ("ad", "ad ads adv advert* adsbygoogle sponsor sponsored adslot adbox dfp adunit advertorial"),
    ("figure", "figure caption figcaption imagecaption imgcaption photocaption photocredit imagecredit"),
    ("p_read", "read lees lire leer leia leggi lesen"),
    ("p_more", "more mehr meer plus mas mais"),
    ("p_also", "also auch ook aussi tambien anche"),
    ("p_most", "most top"),
    ("p_next", "next up see prev previous"),
    ("p_author", "author authors autor auteur contributor writer reporter profile verfasser"),
    ("p_about", "about"),
    ("p_box", "box card info description details desc footer"),
    ("p_stories", "stories news articles posts articulos artikel from viewed popular commented shared topics"),
    ("p_lang", "lang language languages locale wpml polylang"),
    ("p_menu", "switch* selector chooser picker dropdown"),
    ("p_list", "list section area thread wrapper wrap container form count body content text reply item"),
    ("p_comment", "comment"),
    ("p_image", "image img photo picture foto bild media thumbnail"),
    ("p_sign", "sign"),
)  # fmt: skip
_LITERALS: dict[str, int] = {}
_PREFIXES: dict[str, int] = {}
for _name_of_word, _pattern in _WORDS:
    for _word_or_prefix in _pattern.split():
        _table = _PREFIXES if _word_or_prefix.endswith("*") else _LITERALS
        _table.setdefault(_word_or_prefix.rstrip("*"), _BIT[_name_of_word])
_BEGINNING = re.compile("|".join(sorted(_PREFIXES, key=len, reverse=True)))
_BEGINNINGS = frozenset(prefix[:3] for prefix in _PREFIXES)  #: most words begin otherwise, which costs less to see than the pattern
# stems grouped by their first letter, so that a position costs one look and not forty
_STEMS = re.compile(
    r"a(?:ut(?:h?or|eur)|gencia)|by(?:line|l)|c(?:ontributor|re(?:ator|dit)|a(?:ption|tegor))|date(?:line|$)|enddate|headline|journalist|kicker|modified|"
    r"p(?:erformer|hotographer|osted|ublish)|re(?:dact|porter)|rubri|sta(?:ndfirst|rtdate)|translator|updated|v(?:card|erfasser)|writer|^date"
)
_MARKING_WORDS = """
fn by date datum fecha data time zeit heure hora timestamp pubdate postdate created deck dek subtitle subhead subheadline
subheading lead lede intro vorspann chapo summary section tag tags topic topics agency source location speaker speakers title
meta info name org ressort teaser
sommario sumario sottotitolo occhiello catenaccio entradilla bajada copete volanta antetitulo cintillo excerpt standfirst ingress manchet anrisstext
unterzeile subline dachzeile spitzmarke überzeile ueberzeile oberzeile surtitre chapeau overline eyebrow topline roofline suptitle supertitle pretitle
"""
_MARKING = frozenset(_MARKING_WORDS.split())
_SPLIT = str.maketrans(dict.fromkeys("-_:/.|,;+@#()[]{}", " "))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_MEMO = 50_000
_words: dict[str, int] = {}
memo: dict[str, tuple[str, int, str]] = {}  #: what names_of has said of a string: its callers look here first

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
    """Return the bits of one word."""
    bits = 0
    if 1 < len(word) <= 40:
        bits = _LITERALS.get(word, 0)
        if not bits and word[:3] in _BEGINNINGS and (begins := _BEGINNING.match(word)):
            bits = _PREFIXES[begins.group()]
        if word in _MARKING or _STEMS.search(word):
            bits |= MARK
    if len(_words) >= _MAX_MEMO:
        _words.clear()
    _words[word] = bits
    return bits


def _bits_of(names: str) -> int:
    """Return the bits of all words of lower-cased class names."""
    plain = names.replace("-", " ").replace("_", " ")
    if not plain.replace(" ", "").isalnum():
        plain = names.translate(_SPLIT)
    get = _words.get
    bits = 0
    for word in plain.split():
        known = get(word)
        bits |= _classify(word) if known is None else known
    return bits


def names_of(attribute: str) -> tuple[str, int, str]:
    """Return ``(lower-cased, bits of all words, zone)`` of a class, id, role, rel or itemprop string, and keep it in :data:`memo`."""
    lower = attribute[:1000].lower()
    names = attribute[:500]
    if lower != attribute and not names.islower():
        names = _CAMEL.sub("-", names).lower()
    bits = _bits_of(names)
    zone = ""
    if _zone_of_name(bits & _ZONING):  # one of its names may give a zone by itself; none does what all together do not
        for name in names.split():
            zone = _zone_of_name(_bits_of(name) & _ZONING)
            if zone:
                break
    if len(memo) >= _MAX_MEMO:
        memo.clear()
    result = memo[attribute] = (lower, bits, zone)
    return result


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


def zone_of(tag: str, named: str) -> str:
    """Return the zone that an element opens by its tag and the zone its attributes name, or ``""``."""
    if tag in _WIDE:
        return ""
    zone = _BY_TAG.get(tag)
    if zone is None or (named and zone == "aside"):
        return named
    return zone

"""What sort of page an address stands for, judged by its shape alone or by the site's own patterns."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from crawler.normalise.urls import join, normalise
from crawler.sites.words import ENDINGS, PARAMETERS, SEGMENTS

if TYPE_CHECKING:
    from crawler.sites.profile import Profile

Likely = Literal["article", "event", "listing", "feed", "sitemap", "home", "other", "asset", "service"]

_PARAMETER = re.compile(r"(?:\A|[&;])([\w.-]{1,40})(?:\[[^\]&=]{0,40}\])?(?:=([^&;]{0,200}))?")
#: a path that normalising leaves as it is: no escapes, no empty or dot segments, no parameters
_PLAIN_PATH = re.compile(r"(?:/[0-9A-Za-z_~-][0-9A-Za-z._~-]*)+/?|/")
#: an absolute address that normalising leaves as it is: a host name of a few labels, the last one no number, and a plain path
_PLAIN_ADDRESS = re.compile(rf"https?://(?:[0-9a-z-]{{1,60}}\.){{1,3}}[a-z][0-9a-z-]{{0,59}}(?:{_PLAIN_PATH.pattern})")
_LOCALE = re.compile(r"[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?")
_INDEX = frozenset({"index", "home", "default", "main", "startseite", "accueil", "inicio", "welcome", "front"})
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_DAY_OR_MONTH = re.compile(
    r"0?[1-9]|[12]\d|3[01]|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_FULL_DATE = re.compile(r"(?:\A|[-_.a-z])(?:19[89]|20[0-4])\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?(?:[-_.a-z]|\Z)")
_COMPACT_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?")
_ARCHIVES = frozenset({"archives", "archive"})
_NUMBER = re.compile(r"\d{5,}|(?:\A|[-_.,a-z])\d{4,}\Z|\A\d{3,}[-_.,]|[0-9a-f]{24,}\Z")
_WORD = re.compile(r"[^-_+.,\s~!]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0590-\u06ff\u0900-\u0e7f]")
_PAGE = re.compile(r"(?:page|pagina|seite|strana|sivu|pg|p)[-_]?\d{1,5}")
_DIGITS = frozenset("0123456789")
_PAGE_WORDS = frozenset({"page", "pagina", "seite", "strana", "sivu", "pg", "p", "page_num", "pagenum"})

_SERVICE_VALUES = frozenset(("action", value) for value in ("login", "edit", "history", "logout", "lostpassword", "register")) | frozenset(
    {("format", "ics"), ("format", "print"), ("format", "pdf"), ("do", "login"), ("do", "register"), ("view", "print"), ("output", "pdf")}
)
_FEED_FILES = frozenset({"rss", "feed", "feeds", "atom", "index", "rdf", "newsfeed", "rss2"})
_FEED_VALUES = frozenset({"feed", "rss", "rss2", "atom", "rdf"})


def likely(url: str, profile: Profile | None = None) -> Likely:
    """Return what an absolute http(s) address most likely leads to; the profile's patterns win over the shape.

    ``asset`` is a file that is no page, ``service`` an address that acts or repeats (log-in, cart, share, print,
    reply, calendar export, or excluded by the profile): neither is ever worth a request.
    """
    return shape(url, profile)[0]


def is_pagination(url: str) -> bool:
    """Return whether an address names a further page of a listing (``/page/2/``, ``?paged=2``)."""
    return _shape(url[:2_048])[1]


def resolve(href: str, base: str, root: str) -> tuple[str, str | None]:
    """Return the absolute address that an href on the page ``base`` means, and its normalised form; None there where it means none.

    ``root`` is the origin of ``base``: most addresses are plain paths below it, which are their own normalised form.
    """
    if href[:4] == "http" and len(href) < 1_500 and _PLAIN_ADDRESS.fullmatch(href):
        return href, href
    path = href if href[:1] == "/" else href[len(root) :] if root and href.startswith(root) else ""
    if path and root and len(path) < 1_500 and _PLAIN_PATH.fullmatch(path):
        address = root + path
        return address, address
    absolute = join(base, href)
    return (absolute, normalise(absolute)) if absolute else ("", None)


def names_a_list(url: str) -> bool:
    """Return whether an address says by a word, date or parameter that it lists pages; a listing by its brevity alone does not."""
    guess, paged = _shape(url[:2_048])
    if guess != "listing":
        return False
    path, _, query = url[:2_048].partition("?")
    segments = [unquote(segment, errors="replace").rpartition(".")[0] or segment for segment in path.lower().split("/")[3:] if segment]
    return paged or bool(query) or any(SEGMENTS.get(segment) == "listing" or _YEAR.fullmatch(segment) for segment in segments)


def shape(url: str, profile: Profile | None = None) -> tuple[Likely, bool]:
    """Return ``likely(url, profile)`` and ``is_pagination(url)`` in one look."""
    found = _shape(url[:2_048])
    verdict = profile.judge(url) if profile is not None else None
    if verdict is None:
        return found
    return "service" if verdict == "excluded" else verdict, found[1]


@lru_cache(maxsize=8192)
def _shape(url: str) -> tuple[Likely, bool]:
    start = url.find("/", 8)
    if url[:4].lower() != "http":
        return "other", False
    path, _, query = url[start:].partition("?") if start > 0 else ("/", "", url.partition("?")[2])
    if "%" in path:
        path = unquote(path, errors="replace")
    segments = [segment for segment in path.lower().split("/") if segment]
    if not segments:
        return _queried(query, segments, "home") if query else ("home", False)
    last = segments[-1]
    stem, file = last, False
    if "." in last:
        verdict, stem, file = _by_ending(last)
        if verdict is not None and not (verdict == "asset" and segments[0] == "wiki" and len(segments) == 2):
            return verdict, False
        segments[-1] = stem
    if len(segments) > 1 and (stem == "amp" or (file and stem in _INDEX)):
        segments.pop()
        stem, file = segments[-1], False
    paged = _is_page(segments)
    guess: Likely = "listing" if paged else "home" if _is_home(segments) else _by_path(segments, stem)
    if file and guess == "listing" and not paged and "listing" not in map(SEGMENTS.get, segments):
        guess = "other"  # /baumgutachten.htm: one word, but a file of its own
    return _queried(query, segments, guess) if query else (guess, paged)


def _by_ending(last: str) -> tuple[Likely | None, str, bool]:
    """What the end of a file name says, the name without an ending that means a page, and whether it had one."""
    stem, _, ending = last.rpartition(".")
    role = ENDINGS.get(ending)
    if role == "page" and stem:
        return None, stem, True
    if role == "feed":
        return "feed", last, False
    if role == "sitemap" or ending == "gz":
        if "sitemap" in last:
            return "sitemap", last, False
        if role == "sitemap":
            return "feed" if stem in _FEED_FILES else "other", last, False
    return "asset" if role == "asset" else None, last, False


def _is_home(segments: list[str]) -> bool:
    """``/en/``, ``/index``, ``/de/index``."""
    if len(segments) > 2:
        return False
    first = segments[0]
    if len(segments) == 1 and first in _INDEX:
        return True
    return len(first) in (2, 5, 7) and _LOCALE.fullmatch(first) is not None and (len(segments) == 1 or segments[1] in _INDEX)


def _queried(query: str, segments: list[str], guess: Likely) -> tuple[Likely, bool]:
    """What the parameters add to what the path says."""
    names = _PARAMETER.findall(query[:1_000].partition("#")[0].lower())
    if len(names) == 1 and not names[0][1] and names[0][0][-1:] in _DIGITS:
        return "article", False  # SPIP: ?article717
    if guess in {"service", "feed"}:
        return guess, False
    verdict: Likely | None = None
    paged = False
    for name, value in names:
        role = PARAMETERS.get(name)
        if role == "service" or (name, value) in _SERVICE_VALUES:
            return "service", False
        if role == "format" and (value in _FEED_VALUES or value.startswith("comments-rss")):
            return "feed", False
        if role == "id" and value[-1:] in _DIGITS:
            if name == "p" and segments and len(value) < 4:  # on a path, ?p= is a page number; a post of a blog below a path has a long one
                verdict, paged = verdict or "listing", True
            else:
                verdict = "article"
        elif role == "page" and value.isdigit():
            verdict, paged = verdict or "listing", True
        elif role == "listing" and value:
            verdict = verdict or "listing"
        elif not verdict and len(value) >= 4 and value.isdigit():
            verdict = "article"
    return verdict or ("other" if guess == "home" else guess), paged


def _by_path(segments: list[str], stem: str) -> Likely:
    roles = [SEGMENTS.get(segment) for segment in segments]
    if stem.startswith("comment-page-"):
        return "service"
    if "service" in roles and not (roles[-1] != "service" and (len(_WORD.findall(stem)) >= 5 or _NUMBER.search(stem))):
        return "service"
    if roles[-1] == "feed" or (roles[-1] == "feed-sort" and "feed" in roles):
        return "feed"
    years = [segment for segment in segments if len(segment) == 4 and segment.isdigit() and _YEAR.fullmatch(segment)]
    if years and _is_archive(segments):
        return "listing"
    words = len(_WORD.findall(stem))
    slug = words >= 4 or (words == 3 and len(stem) >= 14) or (not stem.isascii() and len(_WIDE.findall(stem)) >= 6)
    digits = not stem.isalpha() and any(c in _DIGITS for c in stem)
    dated = bool(years and years[0] != segments[-1] and len(stem) >= 3) or (digits and _FULL_DATE.search(stem) is not None)
    if len(segments) > 1 and (segments[-2] in _ARCHIVES and stem.isdigit() and len(stem) > 2):
        return "article"  # WordPress: /archives/1234
    if len(segments) > 1 and not dated and _COMPACT_DATE.fullmatch(segments[-2]):
        dated = True
    if roles[-1] == "plain":
        return "other"
    if "event" in roles and not {"article", "listing"}.intersection(roles[: roles.index("event")]) and not dated:
        return "event"
    if "listing" in roles and not dated and not (slug and words >= 5):
        return "listing"
    if dated or slug or (len(stem) >= 4 and _NUMBER.search(stem)):
        return "article"
    if "article" in roles[:-1] and (words >= 2 or digits):
        return "article"
    plain_page = "plain" in roles or words > 1 or digits
    return "other" if plain_page or len(segments) > 3 else "listing"


def _is_page(segments: list[str]) -> bool:
    last = segments[-1]
    if last.isdigit() and len(last) <= 5:
        return len(segments) > 1 and segments[-2] in _PAGE_WORDS
    return last.startswith(("p", "s")) and bool(_PAGE.fullmatch(last))


def _is_archive(segments: list[str]) -> bool:
    """``/2020/``, ``/2020/05/``, ``/news/2020/05/12``: days, months and years that hold articles."""
    rest = segments[-3:]
    while rest and not _YEAR.fullmatch(rest[0]):
        rest = rest[1:]
    return bool(rest) and all(_DAY_OR_MONTH.fullmatch(segment) for segment in rest[1:])

"""What sort of page an address stands for, judged by its shape alone or by the site's own patterns."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from crawler.sites.words import ENDINGS, PARAMETERS, SEGMENTS

if TYPE_CHECKING:
    from crawler.sites.profile import Profile

Likely = Literal["article", "event", "listing", "feed", "sitemap", "home", "other", "asset", "service"]

_SPLIT = re.compile(r"https?://[^/?#]*([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_PARAMETER = re.compile(r"(?:\A|[&;])([\w.-]{1,40})(?:\[[^\]&=]{0,40}\])?(?:=([^&;]{0,200}))?")
_LOCALE = re.compile(r"[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?")
_INDEX = frozenset({"index", "home", "default", "main", "startseite", "accueil", "inicio", "welcome", "front"})
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_DAY_OR_MONTH = re.compile(
    r"0?[1-9]|[12]\d|3[01]|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_FULL_DATE = re.compile(r"(?:\A|[-_.a-z])(?:19[89]|20[0-4])\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?(?:[-_.a-z]|\Z)")
_NUMBER = re.compile(r"\d{5,}|(?:\A|[-_.,a-z])\d{4,}\Z|\A\d{3,}[-_.,]|[0-9a-f]{24,}\Z")
_WORD = re.compile(r"[^-_+.,\s~!]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0590-\u06ff\u0900-\u0e7f]")
_PAGE = re.compile(r"(?:page|pagina|seite|strana|sivu|pg|p)[-_]?\d{1,5}")
_PAGE_WORDS = frozenset({"page", "pagina", "seite", "strana", "sivu", "pg", "p", "page_num", "pagenum"})

_SERVICE_VALUES = frozenset(("action", value) for value in ("login", "edit", "history", "logout", "lostpassword", "register")) | frozenset(
    {("format", "ics"), ("format", "print"), ("format", "pdf"), ("do", "login"), ("do", "register"), ("view", "print"), ("output", "pdf")}
)
_FEED_VALUES = frozenset({"feed", "rss", "rss2", "atom", "rdf"})


def likely(url: str, profile: Profile | None = None) -> Likely:
    """Return what an absolute http(s) address most likely leads to; the profile's patterns win over the shape.

    ``asset`` is a file that is no page, ``service`` an address that acts or repeats (log-in, cart, share, print,
    reply, calendar export, or excluded by the profile): neither is ever worth a request.
    """
    if profile is not None:
        verdict = profile.judge(url)
        if verdict is not None:
            return "service" if verdict == "excluded" else "article" if verdict == "article" else "listing"
    return _shape(url[:2_048])


@lru_cache(maxsize=8192)
def _shape(url: str) -> Likely:
    found = _SPLIT.match(url)
    if found is None:
        return "other"
    path, query = found[1], found[2]
    if "%" in path:
        path = unquote(path, errors="replace")
    segments = [segment for segment in path.lower().split("/") if segment]
    last = segments[-1] if segments else ""
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = last, ""
    role = ENDINGS.get(ending) if ending else None
    if ending == "gz" and "sitemap" in last:
        return "sitemap"
    if role == "asset" and not (segments[0] == "wiki" and len(segments) == 2):
        return "asset"
    if role == "sitemap":
        return (
            "sitemap"
            if "sitemap" in last
            else "feed"
            if stem in {"rss", "feed", "feeds", "atom", "index", "rdf", "newsfeed", "rss2"}
            else "other"
        )
    if role == "feed":
        return "feed"
    if segments and role == "page":
        if len(segments) > 1 and stem in _INDEX:
            segments.pop()
            stem = segments[-1]
        else:
            segments[-1] = stem
    verdict = _by_query(query, segments) if query else None
    if verdict:
        return verdict
    if _is_home(segments):
        return "home" if not query else "other"
    return _by_path(segments, stem)


def _is_home(segments: list[str]) -> bool:
    rest = segments[1:] if segments and _LOCALE.fullmatch(segments[0]) else segments
    return not rest or (len(rest) == 1 and rest[0] in _INDEX)


def _by_query(query: str, segments: list[str]) -> Likely | None:
    names = _PARAMETER.findall(query[:1_000].lower())
    verdict: Likely | None = None
    for name, value in names:
        role = PARAMETERS.get(name)
        if role == "service" or (name, value) in _SERVICE_VALUES:
            return "service"
        if role == "format" and (value in _FEED_VALUES or value.startswith("comments-rss")):
            return "feed"
        if role == "id" and any(c.isdigit() for c in value):
            if name == "p" and segments:  # on a path, ?p= is a page number
                verdict = verdict or "listing"
            else:
                verdict = "article"
        elif (role == "page" and value.isdigit()) or (role == "listing" and value):
            verdict = verdict or "listing"
        elif not verdict and len(value) >= 4 and value.isdigit():
            verdict = "article"
    return verdict


def _by_path(segments: list[str], stem: str) -> Likely:
    roles = [SEGMENTS.get(segment) for segment in segments]
    if "service" in roles and not (roles[-1] != "service" and (len(_WORD.findall(stem)) >= 5 or _NUMBER.search(stem))):
        return "service"
    if roles[-1] == "feed" or (roles[-1] == "feed-sort" and "feed" in roles):
        return "feed"
    years = [n for n, segment in enumerate(segments[:-1]) if _YEAR.fullmatch(segment)]
    if _is_page(segments) or _is_archive(segments):
        return "listing"
    words = len(_WORD.findall(stem))
    slug = words >= 4 or (words == 3 and len(stem) >= 14) or (len(_WIDE.findall(stem)) >= 6)
    dated = bool(years and len(stem) >= 3) or bool(_FULL_DATE.search(stem))
    if roles[-1] == "plain":
        return "other"
    if "event" in roles and "article" not in roles[: roles.index("event")] and not dated:
        return "event"
    if "listing" in roles and not dated and not (slug and words >= 5):
        return "listing"
    if dated or slug or _NUMBER.search(stem):
        return "article"
    if "article" in roles[:-1] and (words >= 2 or any(c.isdigit() for c in stem)):
        return "article"
    plain_page = "plain" in roles or words > 1 or any(c.isdigit() for c in stem)
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


def is_pagination(url: str) -> bool:
    """Return whether an address names a further page of a listing (``/page/2/``, ``?paged=2``)."""
    found = _SPLIT.match(url[:2_048])
    if found is None:
        return False
    segments = [segment for segment in found[1].lower().split("/") if segment]
    if segments and _is_page(segments):
        return True
    return bool(found[2]) and any(
        PARAMETERS.get(name) == "page" and value.isdigit() for name, value in _PARAMETER.findall(found[2][:1_000].lower())
    )

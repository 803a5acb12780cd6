"""The typed site profile: what an operator says about one site, checked when it is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, field_validator, model_validator

from crawler.sites.patterns import compile_pattern
from crawler.sites.selectors import Selector
from crawler.sites.zones import known_zones

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_HOST = re.compile(r"(\*\.)?(\[[0-9A-Fa-f:.]{2,45}\]|[^\s/:@?#\[\]*]{1,253})(:\d{1,5})?")
_PORTS = {"http": 80, "https": 443}


def _as_list(value: object) -> object:
    """One string where a list is asked for is a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _as_selector(value: object) -> object:
    if isinstance(value, str):
        return Selector(value)
    if isinstance(value, Selector):
        return value
    raise ValueError("a selector is a string")


def _as_pattern(value: object) -> object:
    if isinstance(value, str):
        return compile_pattern(value)
    if isinstance(value, re.Pattern):
        return value
    raise ValueError("a pattern is a string")


def _address(value: str) -> str:
    if len(value) > 2_048 or _split(value).scheme not in _PORTS or not _split(value).hostname:
        raise ValueError("not an http or https address")
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("not a language tag such as en, pt-BR or zh-Hant")
    return value


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise ValueError("not a host such as example.org, *.example.org or example.org:8080")
    return value.lower()


Address = Annotated[str, Field(max_length=2_048), BeforeValidator(lambda v: _address(v) if isinstance(v, str) else v)]
Language = Annotated[str, BeforeValidator(lambda v: _language(v) if isinstance(v, str) else v)]
Host = Annotated[str, BeforeValidator(lambda v: _host(v) if isinstance(v, str) else v)]
Pattern = Annotated[Any, BeforeValidator(_as_pattern), PlainSerializer(lambda p: p.pattern)]
Selectors = Annotated[
    tuple[Annotated[Any, BeforeValidator(_as_selector), PlainSerializer(lambda s: s.source)], ...], BeforeValidator(_as_list)
]
Texts = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=500)], ...], BeforeValidator(_as_list)]


class Layout(BaseModel):
    """A dated set of selectors; each field takes one selector or several, the first that finds something wins."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    from_: date | None = Field(default=None, alias="from")  #: first day the layout was seen
    until: date | None = None  #: last day
    headline: Selectors = ()
    kicker: Selectors = ()
    standfirst: Selectors = ()
    byline: Selectors = ()
    authors: Selectors = ()
    published: Selectors = ()
    modified: Selectors = ()
    dateline: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    images: Selectors = ()
    bio: Selectors = ()
    canonical_url: Selectors = ()
    text: Selectors = ()  #: the element(s) that hold the story
    remove: Selectors = ()  #: elements that are never part of the text

    @model_validator(mode="after")
    def _in_order(self) -> Layout:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError("until lies before from")
        return self

    def selectors(self, field: str) -> tuple[Selector, ...]:
        """Return the selectors of a field, none for a field this layout does not speak of."""
        return getattr(self, field, ()) if field in FIELDS else ()

    def covers(self, day: date) -> bool:
        """Return whether the layout was in use on that day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


FIELDS = tuple(name for name in Layout.model_fields if name not in {"from_", "until"})


class Profile(BaseModel):
    """A site: where it starts, what belongs to it, and where it differs from the shared rules. Every key but three is optional."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")  #: short name, as in ``pressrow crawl KEY``
    name: str = Field(min_length=1, max_length=200)  #: the publisher's name as printed
    home: Address
    kind: Literal["organiser", "news", "blog", "conference"] = "news"
    seeds: Annotated[tuple[Address, ...], BeforeValidator(_as_list)] = ()  #: where a crawl starts beside ``home``
    allowed_hosts: Annotated[tuple[Host, ...], BeforeValidator(_as_list)] = ()  #: further hosts in scope
    article_patterns: Annotated[tuple[Pattern, ...], BeforeValidator(_as_list)] = ()  #: searched in the URL
    listing_patterns: Annotated[tuple[Pattern, ...], BeforeValidator(_as_list)] = ()
    exclude_patterns: Annotated[tuple[Pattern, ...], BeforeValidator(_as_list)] = ()  #: never fetched
    feeds: Annotated[tuple[Address, ...], BeforeValidator(_as_list)] = ()
    sitemaps: Annotated[tuple[Address, ...], BeforeValidator(_as_list)] = ()
    language: Language | None = None  #: the site's usual language
    languages: Annotated[tuple[Language, ...], BeforeValidator(_as_list)] = ()  #: all it publishes in
    time_zone: str | None = None  #: IANA name; printed times without an offset are in it
    date_order: Literal["DMY", "MDY", "YMD"] | None = None
    boilerplate: Texts = ()  #: phrases that start a line which is never part of a text
    layouts: Annotated[tuple[Layout, ...], BeforeValidator(_as_list)] = ()
    max_pages: int | None = Field(default=None, ge=1)  #: of one crawl
    delay: float | None = Field(default=None, ge=0, le=86_400, allow_inf_nan=False)  #: seconds between requests to one origin

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None and value not in known_zones():
            raise ValueError("not an IANA time zone such as Europe/Berlin")
        return value

    @property
    def zone(self) -> ZoneInfo | None:
        """The site's time zone."""
        return ZoneInfo(self.time_zone) if self.time_zone else None

    @property
    def starts(self) -> tuple[str, ...]:
        """Home and seeds, each once."""
        return tuple(dict.fromkeys((self.home, *self.seeds)))

    def layout_for(self, captured_at: datetime | None = None) -> Layout | None:
        """Return the layout in use on the UTC day of the capture, the one that began last where several cover it.

        Without ``captured_at`` the newest one. None when no layout covers the day.
        """
        if captured_at is None:
            fitting = [layout for layout in self.layouts if layout.until is None] or list(self.layouts)
        else:
            day = (captured_at.astimezone(UTC) if captured_at.tzinfo else captured_at).date()
            fitting = [layout for layout in self.layouts if layout.covers(day)]
        return max(fitting, key=lambda layout: layout.from_ or date.min, default=None)

    def allows(self, url: str) -> bool:
        """Return whether the address belongs to the site by its host and port; ``www.`` makes no difference.

        A host of ``allowed_hosts`` without a port stands for the scheme's own port, ``*.`` for any depth of subdomains.
        """
        parts = _split(url)
        if parts.scheme not in _PORTS:
            return False
        place = _place(parts)
        return place in self.places or any(_matches(place, host) for host in self.allowed_hosts)

    @cached_property
    def places(self) -> frozenset[str]:
        """Hosts of home and seeds without ``www.``, each with its port where that is not the scheme's own."""
        return frozenset(_place(_split(address)) for address in self.starts)

    def judge(self, url: str) -> Literal["excluded", "listing", "article"] | None:
        """Return ``excluded``, ``article`` or ``listing`` where one of the profile's patterns is found in the URL, else None."""
        url = url[:2_048]
        if any(pattern.search(url) for pattern in self.exclude_patterns):
            return "excluded"
        if any(pattern.search(url) for pattern in self.listing_patterns):
            return "listing"
        return "article" if any(pattern.search(url) for pattern in self.article_patterns) else None


def _split(url: str) -> SplitResult:
    """Split an address; a malformed one has no scheme."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises for a port out of range
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _place(parts: SplitResult) -> str:
    """Host without ``www.``, and the port where it is not the scheme's own."""
    host = (parts.hostname or "").removeprefix("www.")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def _matches(place: str, allowed: str) -> bool:
    if allowed.startswith("*."):
        return place.endswith(allowed[1:]) or place == allowed[2:]
    return place == allowed.removeprefix("www.")

"""What a page becomes: typed items that every layer above shares, a docstring line per field.

Strings are Unicode without NUL and lone surrogates once the text gate has passed. Times are ISO 8601 strings as
the contract prints them (see :class:`Moment`), never naive ``datetime`` objects with a guessed zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  -- itemadapter resolves the annotations of dataclasses
from typing import Any, Literal

Kind = Literal["article", "event", "listing", "other"]
Severity = Literal["info", "warning", "error"]
Precision = Literal["minute", "day", "month", "year"]
Role = Literal["reporter", "photographer", "agency", "translator", "editor", "speaker"]
Method = Literal["json-ld", "microdata", "meta", "byline", "bio", "feed", "api", "profile"]


@dataclass(slots=True)
class Issue:
    """A finding about kept data, or about a capture that gave none."""

    cls: str  #: one of the closed list in the docs, printed under the key ``class``
    severity: Severity = "warning"
    field: str | None = None  #: the field of the article or event it speaks of
    detail: str = ""  #: what was seen, at most 500 characters


@dataclass(slots=True)
class Candidate:
    """One piece of evidence for one field: what was printed, where, and how far its rule is trusted."""

    value: Any  #: a printed string, or for ``authors`` an :class:`Author` as printed
    rule: str  #: e.g. ``json-ld:NewsArticle.author``, ``meta:article:published_time``, ``visible:byline``, ``feed:author``
    confidence: float  #: prior of the rule, 0 to 1
    printed: str = ""  #: the text read, at most 300 characters; empty means ``str(value)``


@dataclass(slots=True)
class Rival:
    """A candidate that lost."""

    rule: str
    printed: str
    confidence: float


@dataclass(slots=True)
class Provenance:
    """Which rule gave a field its value, what it read, how sure it is, and at most three rivals."""

    rule: str
    printed: str
    confidence: float
    rivals: list[Rival] = field(default_factory=list)


@dataclass(slots=True)
class Repair:
    """A change made to a string so that it could be kept (mojibake, NUL, lone surrogates, control characters)."""

    field: str
    kind: str  #: ``mojibake``, ``nul``, ``surrogate`` or ``control``
    before: str  #: the damaged run, escaped, at most 120 characters
    after: str


@dataclass(slots=True)
class Author:
    """A person or agency credited with a role."""

    name: str
    role: Role = "reporter"
    printed: str = ""  #: the name as printed
    affiliation: str | None = None  #: outlet, agency or employer named with the author
    bio: str | None = None  #: the author-bio sentence(s) of the page, out of the text
    url: str | None = None  #: the author's page
    method: Method = "byline"


@dataclass(slots=True)
class Moment:
    """A point in time as far as it is known.

    ``value`` is ISO 8601: with the printed offset at minute precision when one was printed or the profile gives the
    zone, without an offset when none is known; ``YYYY-MM-DD`` at day, ``YYYY-MM`` at month, ``YYYY`` at year precision.
    """

    value: str
    precision: Precision
    printed: str
    offset_minutes: int | None = None  #: None: unknown, which is not the same as UTC


@dataclass(slots=True)
class Image:
    """A picture that belongs to the article."""

    url: str | None
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True)
class Venue:
    """Where an event takes place (schema.org Place and PostalAddress)."""

    name: str | None = None
    address: str | None = None
    locality: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Person:
    """Somebody on an event's programme."""

    name: str
    role: str | None = None  #: ``speaker``, ``moderator``, ``organiser`` … or a job title as printed
    affiliation: str | None = None


@dataclass(slots=True)
class Offer:
    """A ticket of an event (schema.org Offer), as printed."""

    price: str | None = None
    currency: str | None = None
    availability: str | None = None  #: ``InStock``, ``SoldOut`` …
    url: str | None = None


@dataclass(slots=True)
class EventSource:
    """Which address and format described the event."""

    format: str  #: ``json-ld``, ``microdata``, ``h-event``, ``icalendar``, ``frab``, ``indico``, ``sessionize``, ``wordpress`` or ``text``
    url: str


@dataclass(slots=True)
class Event:
    """A schema.org Event under snake_case names; sessions are events with a parent."""

    name: str
    type: str = "Event"  #: schema.org type
    starts_at: str | None = None  #: ISO 8601 as in :class:`Moment`
    ends_at: str | None = None
    precision: Precision | None = None
    time_zone: str | None = None  #: IANA name where known
    status: str = "scheduled"  #: ``scheduled``, ``moved``, ``postponed`` or ``cancelled``
    attendance: str | None = None  #: ``offline``, ``online`` or ``mixed``
    url: str | None = None
    uid: str | None = None
    series: str | None = None
    edition: str | None = None
    venue: Venue | None = None
    organiser: str | None = None
    room: str | None = None
    track: str | None = None
    abstract: str | None = None
    language: str | None = None
    people: list[Person] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    sources: list[EventSource] = field(default_factory=list)
    sessions: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Article:
    """The content of one article page; the field names are those of the contract and of the database."""

    headline: str | None = None
    kicker: str | None = None  #: label above the headline
    standfirst: str | None = None  #: printed intro below the headline
    description: str | None = None  #: the meta tag
    byline: str | None = None  #: the credit line as printed
    authors: list[Author] = field(default_factory=list)
    dateline_place: str | None = None
    dateline_date: str | None = None  #: ISO day
    published: Moment | None = None
    modified: Moment | None = None
    language: str | None = None  #: decided, BCP 47
    declared_language: str | None = None  #: what the page claims, BCP 47
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    text: str | None = None  #: paragraphs apart by a blank line


@dataclass(slots=True)
class Hint:
    """What a feed, sitemap or API says about an address before the page is read."""

    source: str  #: ``rss``, ``atom``, ``jsonfeed``, ``sitemap``, ``news-sitemap``, ``wordpress``
    url: str | None = None  #: the feed's or sitemap's own address
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None  #: as printed
    modified: str | None = None
    categories: list[str] = field(default_factory=list)
    language: str | None = None
    summary: str | None = None
    kind: str | None = None  #: ``article``, ``event`` … where the source implies it
    full_text: bool = False  #: the feed carries the whole text, not only a summary


@dataclass(slots=True)
class Link:
    """An address found in a page, feed, sitemap or robots file."""

    url: str  #: absolute, fragment removed
    rel: str  #: ``link``, ``next``, ``pagination``, ``feed``, ``sitemap``, ``alternate``, ``canonical``, ``programme`` or ``refresh``
    likely: str = "other"  #: ``article``, ``event``, ``listing``, ``feed``, ``sitemap``, ``home`` or ``other``
    text: str = ""  #: anchor text, at most 200 characters
    language: str | None = None  #: hreflang
    modified: str | None = None  #: lastmod as printed
    nofollow: bool = False
    hint: Hint | None = None
    key: str = ""  #: the address in its canonical form, where that is known already


@dataclass(slots=True)
class Capture:
    """What was fetched from one address once: the only input of :func:`crawler.reading.read`."""

    url: str  #: the address that answered
    body: bytes  #: decompressed
    captured_at: datetime  #: aware, UTC
    requested_url: str | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)  #: lower-case names, last value wins, bounded
    charset: str | None = None  #: as the HTTP header says
    content_type: str | None = None  #: media type without parameters
    hints: list[Hint] = field(default_factory=list)
    dated: bool = True  #: False where nobody knows when it was fetched, and ``captured_at`` is the clock of the reading


@dataclass(slots=True)
class Block:
    """A run of visible text as printed, the unit that boilerplate rules keep or drop."""

    text: str
    tag: str = "p"  #: ``p``, ``h1``–``h6``, ``li``, ``blockquote``, ``pre``, ``td``, ``figcaption``
    kept: bool = True
    rule: str = ""  #: which rule kept or dropped it
    index: int = -1  #: of the document's text block that it was made of; -1: it comes from structured data


@dataclass(slots=True)
class Page:
    """A capture on its way through the pipelines; when finished, what the store keeps."""

    url: str
    requested_url: str
    captured_at: datetime
    kind: Kind = "other"
    kind_rule: str = ""
    feed_title: str | None = None  #: of a feed: its own title
    canonical_url: str | None = None
    article: Article | None = None  #: None for listings and other pages
    events: list[Event] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    reason: str | None = (
        None  #: a closed-list reason when the page ends otherwise than stored (``challenge``, ``noindex``, ``soft_404``, ``too_deep`` …)
    )
    alternates: list[Link] = field(default_factory=list)  #: itself in other languages, as the page names them
    noindex: bool = False
    nofollow: bool = False
    noarchive: bool = False
    evidence: dict[str, list[Candidate]] = field(default_factory=dict)  #: by field; emptied before the store
    blocks: list[Block] = field(default_factory=list)  #: body blocks in order; emptied before the store
    steps: list[str] = field(default_factory=list)  #: pipeline steps already taken
    followed: bool = False  #: read by a crawl, which keeps links and events of what is no article, and goes on from it
    dated: bool = True  #: as the capture's: where it is False "3 hours ago" says nothing
    capture: Any = None  #: crawl-side matter for the store pipeline (lease, archive place); never read by normalisers

    def issue(self, cls: str, severity: Severity = "warning", field: str | None = None, detail: str = "") -> None:
        """Add an issue once; a second one of the same class and field is dropped. ``detail`` is cut at 500 characters."""
        if not any(i.cls == cls and i.field == field for i in self.issues):
            self.issues.append(Issue(cls, severity, field, detail[:500]))

"""Items of an operator's own spider as Pages, so that they take the steps that every page takes.

An item is a dict, dataclass, attrs or pydantic object or ``scrapy.Item`` with the keys of the contract (``ITEM_KEYS``); a Page,
or an Article, which has no address of its own and belongs to the response that it was made of. What has neither an address
nor a key of an article is somebody else's matter and passes untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, get_args

from itemadapter import ItemAdapter

from crawler.items import Article, Author, Block, Candidate, Event, EventSource, Image, Page, Person, Role, Venue
from crawler.normalise.urls import normalise
from crawler.pipelines.fetch import Fetch

if TYPE_CHECKING:
    from crawler.pipelines.fetch import Received

_WORDS: Final = ("headline", "kicker", "standfirst", "description", "byline", "section", "canonical_url")  #: one string each
ITEM_KEYS: Final = ("url", *_WORDS, "authors", "published_at", "modified_at", "captured_at", "language", "tags", "images", "text", "events")
_TELLING: Final = frozenset({"headline", "text", "events"})  #: one of them makes an item an article or an event
_TRUST: Final = 0.9
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")
_MOST: Final = 500  #: entries taken of one list
_ROLES: Final[tuple[Role, ...]] = get_args(Role)
_EVENT: Final = frozenset(field.name for field in fields(Event)) - {"venue", "people", "sources", "sessions"}


def page_of(item: Any, received: Received | None, at: datetime) -> Page | None:
    """The page of an item, with its fields as evidence; None for an item that is none of ours.

    ``received`` is the response that it was made of, ``at`` the time of that, or of the item where there was none.
    """
    if isinstance(item, Page):
        if item.capture is None:
            item.capture = _fetch(item, received, "page")
        return item
    if isinstance(item, Article):
        if received is None:
            return None
        page = Page(url=received.url, requested_url=received.url, captured_at=at, kind="article", kind_rule="item", article=item)
        _bring(page, {field.name: getattr(item, field.name) for field in fields(item)} | _moments(item))
        page.capture = _fetch(page, received)
        return page
    if not ItemAdapter.is_item(item):
        return None
    values = ItemAdapter(item).asdict()
    url = normalise(_text(values.get("url")) or (received.url if received else ""))
    if url is None or not any(values.get(name) for name in _TELLING):
        return None
    captured = values.get("captured_at")
    if isinstance(captured, datetime) and captured.tzinfo is not None:
        at = captured
    page = Page(url=url, requested_url=url, captured_at=at, kind_rule="item")
    page.events = [_event(value, url) for value in _listed(values.get("events")) if isinstance(value, Mapping) and value.get("name")]
    page.kind = "article" if values.get("text") or values.get("headline") else "event"
    if page.kind == "article":
        page.article = Article()
        _bring(page, values)
    page.capture = _fetch(page, received)
    return page


def _moments(article: Article) -> dict[str, str]:
    return {f"{name}_at": moment.value for name in ("published", "modified") if (moment := getattr(article, name)) is not None}


def _fetch(page: Page, received: Received | None, made: str = "item") -> Fetch:
    """Its response where that was the page's own; the digest is the item's, since its spider may read the same page otherwise."""
    own = received is not None and normalise(received.url) == normalise(page.url)
    said = repr((page.evidence, page.article, page.events, [block.text for block in page.blocks]))
    return Fetch(
        lease=None,
        received=received if own else None,
        status=received.status if own and received else None,
        digest=blake2b(said.encode("utf-8", "replace"), digest_size=16).digest(),
        length=len(received.body) if own and received else 0,
        made=made,
    )


def _bring(page: Page, values: Mapping[str, Any]) -> None:
    """Put the values in place as evidence, the text as blocks."""
    evidence = page.evidence
    for name in _WORDS:
        _witness(evidence, name, name, _text(values.get(name)))
    _witness(evidence, "language", "language", _text(values.get("language")))
    for name in ("published", "modified"):
        _witness(evidence, name, f"{name}_at", _time(values.get(f"{name}_at")))
    for tag in _listed(values.get("tags")):
        _witness(evidence, "tags", "tags", _text(tag))
    evidence["authors"] = [
        Candidate(author, "item:authors", _TRUST, printed=author.printed)
        for value in _listed(values.get("authors"))
        if (author := _author(value)) is not None
    ]
    evidence["images"] = [
        Candidate(image, "item:images", _TRUST, printed=image.caption or image.url or "")
        for value in _listed(values.get("images"))
        if (image := _image(value)) is not None
    ]
    text = _text(values.get("text")) or ""
    page.blocks = [Block(paragraph.strip(), rule="item:text") for paragraph in _PARAGRAPHS.split(text) if paragraph.strip()]


def _witness(evidence: dict[str, list[Candidate]], name: str, key: str, text: str | None) -> None:
    if text:
        evidence.setdefault(name, []).append(Candidate(text, f"item:{key}", _TRUST, printed=text[:300]))


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _time(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else _text(value)


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        return [value]
    return list(value)[:_MOST]


def _author(value: Any) -> Author | None:
    if isinstance(value, Author):
        return value
    if isinstance(value, Mapping) and (name := _text(value.get("name"))):
        author = Author(name, printed=_text(value.get("printed")) or name)
        author.affiliation, author.bio, author.url = (_text(value.get(key)) for key in ("affiliation", "bio", "url"))
        author.role = next((role for role in _ROLES if role == value.get("role")), author.role)
        return author
    text = _text(value)
    return Author(text, printed=text) if text else None


def _image(value: Any) -> Image | None:
    if isinstance(value, Image):
        return value
    if isinstance(value, Mapping):
        image = Image(_text(value.get("url")), _text(value.get("caption")), _text(value.get("credit")))
        return image if image.url or image.caption or image.credit else None
    text = _text(value)
    return Image(text) if text else None


def _event(value: Mapping[str, Any], url: str, depth: int = 0) -> Event:
    """The event of a mapping with the contract's keys; what is no string where one is due is left out."""
    own: dict[str, Any] = {key: text for key in _EVENT if (text := _time(value.get(key))) is not None}
    event = Event(**own)
    venue = value.get("venue")
    if isinstance(venue, Mapping):
        event.venue = Venue(**{field.name: _text(venue.get(field.name)) for field in fields(Venue)})
    elif name := _text(venue):
        event.venue = Venue(name)
    for person in _listed(value.get("people")):
        told = person if isinstance(person, Mapping) else {"name": person}
        if name := _text(told.get("name")):
            event.people.append(Person(name, _text(told.get("role")), _text(told.get("affiliation"))))
    event.sources = [EventSource("text", url)]
    if depth < 3:
        sessions = [each for each in _listed(value.get("sessions")) if isinstance(each, Mapping) and each.get("name")]
        event.sessions = [_event(each, url, depth + 1) for each in sessions]
    return event

"""Every event that a page describes, merged over the formats that describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.events import marks
from crawler.extract.events.nodes import MOST, Reader
from crawler.items import Issue
from crawler.normalise.events import names

if TYPE_CHECKING:
    from datetime import date

    from crawler.document import Document
    from crawler.extract.structured import Structured
    from crawler.items import Event, Kind


def read(
    document: Document, structured: Structured, kind: Kind = "other", language: str | None = None, captured_on: date | None = None
) -> tuple[list[Event], list[Issue]]:
    """Return the events of a page in their order, sessions nested, and the issues of what could not be believed.

    schema.org data first, then h-event, and where neither speaks, or names no sessions, the printed page; ``kind`` is
    what :func:`crawler.extract.kind.judge` said, ``language`` settles printed dates, ``captured_on`` the years that they
    lack. The same event in several formats is one, with a source for each. Never raises; at most 2,000 events.
    """
    reader = Reader(document.url)
    marked, told = marks.read(document) if document.kind == "html" else ([], [])
    events = _merged([*reader.read(structured.nodes()), *marked])
    if kind != "article" and (not events or (len(events) == 1 and not events[0].sessions)):
        from crawler.extract.events import printed as printed_page  # its patterns take 0.1 s, and a crawl may meet articles only

        printed, assumed = printed_page.read(document, kind, language, captured_on)
        if printed is not None and not events:
            events, told = [printed], [*told, *assumed]
        elif printed is not None and (printed.sessions or printed.people) and names.key(printed.name) == names.key(events[0].name):
            events[0].sessions, events[0].people = printed.sessions, events[0].people or printed.people
    name_editions(events)
    issues = [*reader.issues, *told][:20]
    if reader.count >= MOST:
        issues.append(Issue("link_cap", "warning", "events", f"more than {MOST} events on one page"))
    return events, issues


def name_editions(events: list[Event]) -> None:
    """Fill in series and edition of top-level events from their names, where no source has said them."""
    for event in events:
        said = names.read(event.name)
        if said.series is not None and event.edition is None:
            event.series, event.edition = event.series or said.series, said.edition


def _merged(events: list[Event]) -> list[Event]:
    """One event for each name and first day, the first description leading, gaps filled from the others."""
    kept: dict[tuple[str, str], Event] = {}
    for event in events:
        key = (" ".join(event.name.casefold().split()), (event.starts_at or "")[:10])
        known = kept.setdefault(key, event)
        if known is event:
            continue
        for name in (
            "ends_at",
            "time_zone",
            "attendance",
            "url",
            "uid",
            "series",
            "venue",
            "organiser",
            "room",
            "track",
            "abstract",
            "language",
        ):
            if getattr(known, name) is None:
                setattr(known, name, getattr(event, name))
        known.people = known.people or event.people
        known.offers = known.offers or event.offers
        names = {session.name for session in known.sessions}
        known.sessions += [session for session in event.sessions if session.name not in names]
        known.sources += [source for source in event.sources if source not in known.sources]
    return list(kept.values())

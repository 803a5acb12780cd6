"""Articles and events as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from storage.moments import take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.records import Row

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IRI: Final = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def feed(rows: Iterable[Row], kind: str, title: str, identity: str, now: datetime) -> Iterator[bytes]:
    """Yield a feed with an entry for each row, in their order; the same ``identity`` gives a feed the same id.

    An entry is ``updated`` when its page says that it was modified, else when it was captured; it has ``published`` only
    where the time of day is known. Characters that XML has no place for are left out.
    """
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"pressrow:{kind}:{identity}")
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>urn:uuid:{number}</id>\n<title>{_text(title)}</title>\n<updated>{_moment(now)}</updated>\n"
        f"<author><name>pressrow</name></author>\n<generator>pressrow</generator>\n"
    ).encode()
    entry = _article if kind == "articles" else _event
    for row in rows:
        language = row["language"]
        mark = f" xml:lang={quoteattr(language)}" if language and _LANGUAGE.fullmatch(language) else ""
        inside = "".join(part for part in entry(row, number) if part)
        yield f"<entry{mark}>\n{inside}</entry>\n".encode()
    yield b"</feed>\n"


def _article(row: Row, _feed: uuid.UUID) -> Iterator[str]:
    yield _element("id", row["url"])
    yield _element("title", row["headline"] or row["url"], always=True)
    yield _link(row["url"])
    modified = take_apart(row["modified_at"]).at
    yield _element("updated", _moment(modified or datetime.fromisoformat(row["captured_at"])))
    published = take_apart(row["published_at"]).at
    yield _element("published", published and _moment(published))
    for author in row["authors"]:
        if author["name"]:
            address = _element("uri", author["url"]) if _is_iri(author["url"]) else ""
            yield f"<author>{_element('name', author['name']).strip()}{address.strip()}</author>\n"
    for tag in row["tags"]:
        yield f"<category term={quoteattr(_clean(tag))}/>\n"
    yield _element("summary", row["standfirst"] or row["description"])
    yield _element("content", row["text"], kind="text")


def _event(row: Row, feed: uuid.UUID) -> Iterator[str]:
    yield _element("id", f"urn:uuid:{uuid.uuid5(feed, str(row['id']))}")
    yield _element("title", row["name"], always=True)
    yield _link(row["url"])
    yield _element("updated", _moment(datetime.fromisoformat(row["captured_at"])))
    place = [(row["venue"] or {}).get(part) for part in ("name", "locality", "country")]
    days = " – ".join(value for value in (row["starts_at"], row["ends_at"]) if value)
    told = [days, ", ".join(part for part in place if part), "" if row["status"] == "scheduled" else row["status"]]
    yield _element("summary", "; ".join(part for part in told if part))
    yield _element("content", row["abstract"], kind="text")


def _element(name: str, value: Any, *, kind: str = "", always: bool = False) -> str:
    if not value and not always:
        return ""
    mark = f' type="{kind}"' if kind else ""
    return f"<{name}{mark}>{_text(str(value or ''))}</{name}>\n"


def _link(address: str | None) -> str:
    return f'<link rel="alternate" href={quoteattr(_clean(str(address)))}/>\n' if _is_iri(address) else ""


def _is_iri(value: str | None) -> bool:
    return bool(value and _IRI.fullmatch(value))


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(value: str) -> str:
    return escape(_clean(value))


def _clean(value: str) -> str:
    return _NOT_XML.sub("", value)

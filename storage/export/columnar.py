"""Rows as Parquet: typed columns, times with their zone, authors, images and events nested.

Beside the ISO value that listings print (``published_value``) stand what it says: the moment in UTC where it is known,
the local day, the offset. Sessions of events are a flat list, those within sessions too: ``parent`` names what each is
part of. Open-ended matter (``repairs``, ``headers``) is JSON text.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from storage import moments
from storage.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    from storage.records import Row

    class Sink(Protocol):
        """What bytes are written to."""

        def write(self, data: bytes) -> int:
            """Append bytes."""

    Value = Callable[[Row], Any]

GROUP: Final = 5_000  # rows of a row group
BYTES: Final = 32 << 20  # of a row group, so that long articles make smaller ones
_BATCH: Final = 500  # rows that are turned into columns at a time
_CHARACTERS: Final = 4 << 20  # of text in a batch
_REPEATED: Final = (
    "site", "kind", "language", "declared_language", "section", "published_precision", "precision", "time_zone", "status", "attendance",
    "type", "series", "relation", "rule", "verdict", "content_type", "charset", "warc_file", "event_name",
)  # columns of few values  # fmt: skip
take_apart = lru_cache(4 * _BATCH)(moments.take_apart)  # each moment of a batch fills several columns
_AUTHOR: Final = ("name", "role", "printed", "affiliation", "bio", "url")
_ISSUE: Final = ("class", "severity", "field", "detail")
_PLACE: Final = ("name", "address", "locality", "region", "country")
_OFFER: Final = ("price", "currency", "availability", "url")
_TOLD: Final = ("status", "attendance", "url", "uid", "series", "edition", "parent")
_DETAIL: Final = ("organiser", "room", "track", "abstract", "language")


def write(rows: Iterable[Row], kind: str, sink: Sink, about: dict[str, str]) -> None:
    """Write the rows as one Parquet file (zstd, row groups of at most ``GROUP`` rows); ``about`` goes into its metadata.

    Raises :class:`~storage.errors.ExportError` where pyarrow is not installed.
    """
    pa, pq = _pyarrow()
    columns = _columns(pa, kind)
    schema = pa.schema([pa.field(name, kind_) for name, kind_, _ in columns], metadata=about)
    file = pa.PythonFile(_Writable(sink), mode="w")
    with pq.ParquetWriter(file, schema, compression="zstd", version="2.6", use_dictionary=list(_REPEATED)) as writer:
        held: list[Any] = []
        for batch in _batches(rows):
            arrays = [pa.array([value(row) for row in batch], type=kind_) for _, kind_, value in columns]
            held.append(pa.record_batch(arrays, schema=schema))
            if sum(one.num_rows for one in held) >= GROUP or sum(one.nbytes for one in held) > BYTES:
                writer.write_table(pa.Table.from_batches(held), row_group_size=GROUP)
                held = []
        if held:
            writer.write_table(pa.Table.from_batches(held), row_group_size=GROUP)


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow, which is not installed; install pressrow[parquet]") from error
    return pa, pq


class _Writable:
    """What pyarrow takes for a file: it asks for more than writing."""

    closed = False

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: Any) -> int:
        return self._sink.write(data if isinstance(data, bytes) else bytes(data))

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """What opened the file closes it."""


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    held = 0
    for row in rows:
        batch.append(row)
        held += len(row.get("text") or row.get("abstract") or "")
        if len(batch) >= _BATCH or held > _CHARACTERS:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _columns(pa: Any, kind: str) -> list[tuple[str, Any, Value]]:
    """Return the columns of a kind: name, type, and what takes the value from a row."""
    made: dict[str, Callable[[Any], list[tuple[str, Any, Value]]]] = {
        "articles": _articles,
        "events": _events,
        "coverage": _coverage,
        "captures": _captures,
    }
    return made[kind](pa)


def _articles(pa: Any) -> list[tuple[str, Any, Value]]:
    text = pa.string()
    return [
        *_plain(pa.int64(), "id", "revision"),
        *_plain(text, "site", "url", "canonical_url", "kind", "headline", "kicker", "standfirst", "description", "byline"),
        ("authors", _list(pa, _struct(pa, _AUTHOR)), _take("authors")),
        *_plain(text, "dateline_place"),
        ("dateline_date", pa.date32(), lambda row: take_apart(row["dateline_date"]).on),
        *_moment(pa, "published"),
        *_plain(text, "published_precision", "published_printed"),
        *_moment(pa, "modified"),
        *_plain(text, "language", "declared_language", "section"),
        ("tags", pa.list_(text), _take("tags")),
        ("images", _list(pa, _struct(pa, ("url", "caption", "credit"))), _take("images")),
        *_plain(text, "text"),
        ("events", _list(pa, _event(pa)), lambda row: [_as_event(event) for event in row["events"]]),
        ("issues", _list(pa, _struct(pa, _ISSUE)), _take("issues")),
        (
            "provenance",
            _list(pa, pa.struct([("field", text), ("rule", text), ("printed", text), ("confidence", pa.float64())])),
            lambda row: [{"field": name} | entry for name, entry in row["provenance"].items()],
        ),
        ("repairs", text, _as_json("repairs")),
        *_stored(pa),
    ]


def _events(pa: Any) -> list[tuple[str, Any, Value]]:
    text = pa.string()
    nested = {field.name: field.type for field in _event(pa)}
    known = [(name, kind, _within(name)) for name, kind in nested.items()]
    return [
        *known[:1],
        *_plain(pa.int64(), "revision"),
        *_plain(text, "site"),
        *known[1:],
        ("sessions", _list(pa, _event(pa)), lambda row: [_as_event(session) for session in _flat(row)]),
        *_stored(pa),
    ]


def _coverage(pa: Any) -> list[tuple[str, Any, Value]]:
    text, number = pa.string(), pa.int64()
    evidence = pa.struct([("kind", text), ("field", text), ("quote", text), ("start", pa.int32()), ("end", pa.int32())])
    return [
        *_plain(number, "id", "article_id"),
        *_plain(text, "article_url"),
        *_plain(number, "event_id"),
        *_plain(text, "event_name", "relation"),
        *_plain(pa.float64(), "score"),
        *_plain(text, "rule", "verdict"),
        ("evidence", _list(pa, evidence), _take("evidence")),
        *_plain(number, "revision"),
        *((name, _utc(pa), _time(name)) for name in ("linked_at", "verdict_at")),
    ]


def _captures(pa: Any) -> list[tuple[str, Any, Value]]:
    text, number = pa.string(), pa.int64()
    return [
        *_plain(number, "id"),
        *_plain(text, "url", "requested_url"),
        ("captured_at", _utc(pa), _time("captured_at")),
        *_plain(pa.int32(), "status"),
        *_plain(text, "content_type", "charset"),
        ("headers", text, _as_json("headers")),
        *_plain(text, "etag", "last_modified", "body_digest"),
        *_plain(number, "body_length"),
        *_plain(text, "warc_file"),
        *_plain(number, "warc_offset", "warc_length", "page", "crawl"),
        *_plain(text, "site"),
    ]


def _event(pa: Any) -> Any:
    """Return the type of an event without its sessions."""
    text = pa.string()
    return pa.struct(
        [
            ("id", pa.int64()), ("type", text), ("name", text),
            *((f"{edge}{end}", kind) for edge in ("starts", "ends") for end, kind in (("_at", _utc(pa)), ("_on", pa.date32()), ("_value", text))),
            ("precision", text), ("time_zone", text), *((name, text) for name in _TOLD),
            ("venue", _struct(pa, _PLACE)), *((name, text) for name in _DETAIL),
            ("people", _list(pa, _struct(pa, ("name", "role", "affiliation")))),
            ("offers", _list(pa, _struct(pa, _OFFER))),
            ("sources", _list(pa, _struct(pa, ("format", "url")))),
        ]
    )  # fmt: skip


def _as_event(row: Row) -> Row:
    told = {name: row[name] for name in ("id", "type", "name", "precision", "time_zone", *_TOLD, "venue", *_DETAIL, "people", "sources")}
    told["offers"] = [{name: _word(offer.get(name)) for name in _OFFER} for offer in row["offers"]]
    for edge in ("starts", "ends"):
        value = row[f"{edge}_at"]
        moment = take_apart(value)
        told |= {f"{edge}_at": moment.at, f"{edge}_on": moment.on, f"{edge}_value": value}
    return told


def _within(name: str) -> Value:
    if name[-3:] in {"_at", "_on"} and name[:-3] in {"starts", "ends"}:
        edge, part = f"{name[:-3]}_at", name[-2:]
        return lambda row: getattr(take_apart(row[edge]), part)
    if name in {"starts_value", "ends_value"}:
        return _take(name.replace("value", "at"))
    if name == "offers":
        return lambda row: [{key: _word(offer.get(key)) for key in _OFFER} for offer in row["offers"]]
    return _take(name)


def _word(value: Any) -> str | None:
    return None if value is None else str(value)


def _flat(row: Row) -> Iterator[Row]:
    """Yield the sessions of an event, each before its own."""
    for session in row["sessions"]:
        yield session
        yield from _flat(session)


def _take(name: str) -> Value:
    return lambda row: row[name]


def _plain(kind: Any, *names: str) -> Iterator[tuple[str, Any, Value]]:
    return ((name, kind, _take(name)) for name in names)


def _time(name: str) -> Value:
    return lambda row: datetime.fromisoformat(row[name]) if row[name] else None


def _as_json(name: str) -> Value:
    return lambda row: json.dumps(row[name], ensure_ascii=False) if row[name] else None


def _moment(pa: Any, name: str) -> Iterator[tuple[str, Any, Value]]:
    """Yield the columns of a moment that listings print as one value."""

    def part(which: str) -> Value:
        return lambda row: getattr(take_apart(row[f"{name}_at"]), which)

    yield f"{name}_at", _utc(pa), part("at")
    yield f"{name}_on", pa.date32(), part("on")
    yield f"{name}_offset_minutes", pa.int32(), part("offset_minutes")
    yield f"{name}_value", pa.string(), _take(f"{name}_at")


def _stored(pa: Any) -> Iterator[tuple[str, Any, Value]]:
    return ((name, _utc(pa), _time(name)) for name in ("captured_at", "stored_at"))


def _utc(pa: Any) -> Any:
    return pa.timestamp("us", tz="UTC")


def _struct(pa: Any, names: Iterable[str]) -> Any:
    return pa.struct([(name, pa.string()) for name in names])


def _list(pa: Any, kind: Any) -> Any:
    return pa.list_(kind)

"""Makes one export: a choice of rows in a format, from one view of the database, to a file or to standard output."""

from __future__ import annotations

import gc
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storage import schema
from storage.errors import ExportError
from storage.export import atom, columnar, linked, sheets
from storage.export.lines import lines
from storage.export.records import Copied, copies
from storage.export.rows import KEYS, Choice, Rows
from storage.export.target import Stream, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storage.database import Database
    from storage.records import Row

    Tell = Callable[[str, int, int], None]

FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "jsonl": ("articles", "events", "coverage", "captures"),
    "csv": ("articles", "events", "coverage", "captures"),
    "parquet": ("articles", "events", "coverage", "captures"),
    "jsonld": ("articles", "events"),
    "atom": ("articles", "events"),
    "warc": ("articles", "events", "captures"),
}  #: which kinds each format has
STREAMED: Final = ("jsonl", "csv", "jsonld", "atom")  #: formats that standard output takes
_TOLD_EVERY: Final = 200  # rows between two calls of what shows progress


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    path: str
    rows: int
    size: int  #: bytes
    checksum: str  #: SHA-256, hexadecimal
    watermark: int | str | None  #: what the next incremental export goes on from
    missing: tuple[str, ...] = ()  #: of a WARC export, the first captures that are not in the archive
    lacking: int = 0  #: how many those are


def export(
    database: Database,
    choice: Choice,
    form: str,
    target: Target | Stream,
    now: datetime,
    *,
    archive: Path | None = None,
    tell: Tell = lambda _what, _done, _total: None,
    identity: str | None = None,
) -> Exported:
    """Write the chosen rows to ``target`` in a format, and beside a file its checksum and manifest.

    All is read in one transaction. ``identity`` names the feed of an Atom export; by default its conditions do. Raises
    :class:`~storage.errors.ExportError` for a format that the kind has not, and what :class:`Target` raises; nothing is
    left under the target's name then, nor beside it.
    """
    _fits(choice.kind, form, target, archive)
    with target, _seldom_collected(), database.reading() as connection:
        rows = Rows(connection, choice)
        watermark = rows.watermark()
        counter = _Counter(choice.kind, rows.expected, tell)
        copied = Copied()
        if form == "parquet":
            about = {"pressrow": json.dumps({"kind": choice.kind, "schema": schema.revisions()[-1], "filters": choice.told()})}
            columnar.write(counter.over(rows), choice.kind, target, about)
        elif form == "warc":
            assert archive is not None
            packed = target.path.endswith(".gz")
            for piece in copies(rows.places(), archive, copied, counter.at, packed=packed):
                target.write(piece)
            counter.done = copied.records
        else:
            for piece in _encoded(counter.over(rows), choice, form, now, identity):
                target.write(piece)
        done = Exported(
            target.path, counter.done, target.size, target.checksum, watermark, tuple(copied.missing), copied.lacking
        )  # fmt: skip
        target.finish(_manifest(database, choice, form, done, now))
    return done


def resume_from(path: Path, kind: str) -> int | str | None:
    """Return the watermark that the manifest of an earlier export tells; ``path`` is the manifest or the file it is of.

    Raises :class:`~storage.errors.ExportError` when it is missing, no manifest, or of another kind.
    """
    beside = path if path.name.endswith(".manifest.json") else path.with_name(path.name + ".manifest.json")
    try:
        told = json.loads(beside.read_bytes())
        known, watermark = told["kind"], told["watermark"]
    except OSError as error:
        raise ExportError(f"{beside}: {error.strerror or error}; name an export or its manifest") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ExportError(f"{beside}: this is no manifest of an export") from error
    if known != kind:
        raise ExportError(f"{beside}: this is an export of {known}, not of {kind}")
    return _checked(watermark, kind)


def as_watermark(printed: str, kind: str) -> int | str:
    """Return a watermark that somebody typed. Raises :class:`~storage.errors.ExportError` for what is none of the kind."""
    found = _checked(int(printed) if printed.isascii() and printed.isdecimal() and len(printed) < 19 else printed, kind)
    assert found is not None
    return found


def as_moment(watermark: int | str | None) -> int | datetime | None:
    """Return a watermark as a choice of rows takes it."""
    return datetime.fromisoformat(watermark) if isinstance(watermark, str) else watermark


def _checked(watermark: object, kind: str) -> int | str | None:
    if watermark is None:
        return None
    if kind == "coverage":
        try:
            if isinstance(watermark, str) and datetime.fromisoformat(watermark).tzinfo is not None:
                return watermark
        except ValueError:
            pass
        raise ExportError(f"“{watermark}” is no watermark of coverage; write a moment such as 2026-03-01T12:00:00+00:00")
    if isinstance(watermark, int) and not isinstance(watermark, bool) and 0 <= watermark < 2**63:
        return watermark
    raise ExportError(f"“{watermark}” is no watermark of {kind}; write the number that a manifest tells")


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for circular garbage seldom: rows have no circles, and looking through them costs a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _fits(kind: str, form: str, target: Target | Stream, archive: Path | None) -> None:
    if kind not in FORMATS[form]:
        known = ", ".join(name for name, kinds in FORMATS.items() if kind in kinds)
        raise ExportError(f"there is no {form} of {kind}; choose {known}")
    if isinstance(target, Stream) and form not in STREAMED:
        raise ExportError(f"{form} cannot go to standard output; name a file")
    if form == "warc" and archive is None:
        raise ExportError("a WARC export copies records: name the archive's folder with --archive DIR")


class _Counter:
    """Counts rows on their way and shows how far they are."""

    def __init__(self, kind: str, expected: int, tell: Tell) -> None:
        self.done = 0
        self._kind, self._expected, self._tell = kind, expected, tell

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows."""
        for row in rows:
            self.done += 1
            if self.done % _TOLD_EVERY == 0:
                self.at(self.done)
            yield row

    def at(self, number: int) -> None:
        """Show how far it is."""
        self._tell(self._kind, number, max(self._expected, number))


def _encoded(rows: Iterable[Row], choice: Choice, form: str, now: datetime, identity: str | None) -> Iterator[bytes]:
    if form == "jsonl":
        return lines(rows)
    if form == "csv":
        return sheets.encode(rows, KEYS[choice.kind])
    if form == "jsonld":
        return linked.document(rows, choice.kind)
    told = choice.told()
    conditions = ", ".join(f"{name} {value}" for name, value in told.items())
    title = f"{choice.kind}: {conditions}" if told else choice.kind
    return atom.feed(rows, choice.kind, title, identity or json.dumps(told, sort_keys=True), now)


def _manifest(database: Database, choice: Choice, form: str, done: Exported, now: datetime) -> bytes:
    told = {
        "file": Path(done.path).name,
        "kind": choice.kind,
        "format": form,
        "rows": done.rows,
        "bytes": done.size,
        "sha256": done.checksum,
        "filters": choice.told(),
        "after": choice.after.isoformat() if isinstance(choice.after, datetime) else choice.after,
        "watermark": done.watermark,
        "missing_records": done.lacking,
        "database": database.name,
        "schema": schema.revisions()[-1],
        "exported_at": now.isoformat(),
    }
    return json.dumps(told, indent=2, ensure_ascii=False).encode() + b"\n"

"""Tests that the archive holds what the captures say it holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.archive import payload_digest, read_record
from storage.errors import ArchiveError
from storage.models import captures

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database
    from storage.records import Row

TOLD = 5  #: bad records that are named
_PORTION = 1_000


def check(database: Database, directory: Path) -> list[Row]:
    """Return ``{check, ok, detail}`` for the archive: every capture that names a record has it, and its body has the capture's digest.

    Reads each record once, file by file, one body in memory at a time.
    """
    place = captures.c.warc_file, captures.c.warc_offset
    query = select(captures.c.id, captures.c.url, captures.c.body_digest, *place).where(captures.c.warc_file.is_not(None)).order_by(*place)
    missing: list[str] = []
    changed: list[str] = []
    number = 0
    with database.reading() as connection:
        for row in connection.execution_options(yield_per=_PORTION).execute(query):
            number += 1
            try:
                record = read_record(directory, row.warc_file, row.warc_offset)
            except ArchiveError as error:
                missing.append(f"capture {row.id}: {error}")
                continue
            if record.url != row.url or record.revisit_of is not None:
                missing.append(f"capture {row.id}: {row.warc_file} holds {record.url} at {row.warc_offset}, not {row.url}")
            elif _differs(record.payload_digest, payload_digest(record.payload)) or (
                row.body_digest is not None and hashlib.blake2b(record.body, digest_size=16).digest() != row.body_digest
            ):
                changed.append(f"capture {row.id}: the body at {row.warc_file}:{row.warc_offset} has another digest")
    return [_told("archive records", number, missing), _told("archive digests", number, changed)]


def _differs(printed: str | None, worked_out: str) -> bool:
    return bool(printed) and printed != worked_out


def _told(name: str, number: int, bad: list[str]) -> Row:
    more = f"; {len(bad) - TOLD} more" if len(bad) > TOLD else ""
    return {"check": name, "ok": not bad, "detail": "; ".join(bad[:TOLD]) + more if bad else f"{number} captures"}

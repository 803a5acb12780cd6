"""``pressrow export``: what is stored as a file for other programs."""

from __future__ import annotations

import signal
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.counting import counting
from console.cli.listings import as_of, filters, reading
from console.cli.nearest import OneOf
from console.cli.unknown import tell_unknown
from console.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database
    from storage.export.rows import Choice

KINDS = ("articles", "events", "coverage", "captures")
FORMATS = ("jsonl", "csv", "parquet", "jsonld", "atom", "warc")
ENDINGS = {f".{form}": form for form in FORMATS} | {".ndjson": "jsonl", ".xml": "atom", ".warc.gz": "warc"}


@click.command()
@click.argument("kind", type=OneOf(KINDS), metavar="KIND")
@options.db()
@click.option("--out", required=True, metavar="PATH", help="The file to write; - for standard output.")
@click.option("--format", "form", type=OneOf(FORMATS), help="jsonl, csv, parquet, jsonld, atom or warc; by default what PATH ends in.")
@filters
@as_of
@click.option("--search", metavar="QUERY", help="Only articles that this query finds, as pressrow search takes it.")
@click.option("--limit", type=options.Whole(0), metavar="N", help="At most N rows, the newest first.")
@click.option("--after", metavar="WATERMARK", help="Only what was stored after this watermark, as a manifest tells it.")
@click.option("--since-export", type=click.Path(path_type=Path), metavar="FILE", help="Only what was stored after this export was made.")
@click.option(
    "--archive",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The archive that a WARC export copies records from.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def export(
    kind: str,
    db: str,
    out: str,
    form: str | None,
    search: str | None,
    limit: int | None,
    after: str | None,
    since_export: Path | None,
    archive: Path | None,
    quiet: bool,
    **chosen: Any,
) -> int:
    """Write all of a KIND (articles, events, coverage or captures) to PATH, as of one moment, in order of their numbers.

    The file gets its name when it is complete; beside it stand PATH.sha256, as sha256sum -c reads it, and
    PATH.manifest.json with counts, conditions and the watermark that the next export can go on from. A file of that name is
    replaced. A WARC export copies the archived records behind the rows.
    """
    from storage.errors import ExportError
    from storage.export.rows import Choice
    from storage.export.target import Stream, Target
    from storage.export.writing import as_moment, as_watermark, resume_from
    from storage.export.writing import export as write
    from storage.filters import Filters

    if after is not None and since_export is not None:
        raise click.UsageError("leave out either --after or --since-export")
    if search is not None and (kind != "articles" or chosen["as_of"] is not None):
        raise click.UsageError("--search goes with articles, as they are now")
    form = form or format_of(out)
    target = Stream(sys.stdout.buffer) if out == "-" else Target(out)
    try:
        known = as_watermark(after, kind) if after is not None else resume_from(since_export, kind) if since_export else None
    except ExportError as error:
        raise click.UsageError(str(error)) from error
    with closing(reading(db)) as database, ended_by_signals():
        choice = Choice(kind, Filters(**chosen), limit, as_moment(known))
        if search is not None:
            choice = sought(database, choice, search, chosen)
        done = write(database, choice, form, target, datetime.now(UTC), archive=archive, tell=counting(quiet=quiet))
        if not done.rows and not quiet:
            tell_unknown(database, chosen)
    for line in done.missing:
        click.echo(f"not in the archive: {line}", err=True)
    if done.lacking:
        click.echo(f"{done.lacking:,} captures have no record in the archive", err=True)
    if out != "-":
        what = "records" if form == "warc" else kind
        click.echo(f"{out}: {done.rows:,} {what}, {done.size / 1e6:.1f} MB; goes on after {done.watermark}")
    return Exit.COMPLETE


def format_of(out: str) -> str:
    """The format that a file's name ends in; a usage error where it ends in none."""
    for ending, form in ENDINGS.items():
        if out.lower().endswith(ending):
            return form
    raise click.UsageError(f"say --format {', '.join(FORMATS)}")


def sought(database: Database, choice: Choice, query: str, chosen: dict[str, Any]) -> Choice:
    """The choice narrowed to what a query finds."""
    from array import array
    from dataclasses import replace

    from storage.search import search

    conditions = {name: value for name, value in chosen.items() if name != "as_of"}
    limit = choice.limit if choice.after is None else None
    found = array("q", (row["id"] for row in search(database, query, limit=limit, **conditions)))
    return replace(choice, search=query, found=found)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the work as Ctrl-C does, so that nothing half-written is left behind."""

    def end(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # a second one must not cut the cleaning short
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

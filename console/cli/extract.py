"""``pressrow extract``: saved pages in, a JSON row for each out, in the same order."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from console.cli.nearest import OneOf
from console.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.cli.rows import Row

FIELDS = (
    "headline", "kicker", "standfirst", "description", "byline", "authors", "dateline_place", "published_at", "modified_at", "language", "section", "tags",
    "images", "canonical_url", "text",
)  # fmt: skip
LONGEST_LINE = 1_000_000  #: characters of a line of a manifest
TOLD_EVERY = 100  #: rows between two updates of the counter on a terminal


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False), metavar="[FILE]…")
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="ROWS.jsonl",
    help="Read the pages that this file lists.",
)
@click.option("--url", metavar="URL", help="Address that the FILEs were fetched from.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes that read pages.")
@click.option("--sites", multiple=True, envvar="PRESSROW_SITES", metavar="DIR", help="Folder of site profiles; may be given again.")
@click.option("--body", type=OneOf(("html", "markdown")), help="Add the story as clean HTML or Markdown, under the key body.")
@click.option("--explain", is_flag=True, help="Show how each page was read instead: candidates, winners, blocks dropped, issues.")
@click.option("--field", type=OneOf(FIELDS), metavar="FIELD", help="With --explain: only this field, with all of its candidates.")
@click.option(
    "--format", "form", type=OneOf(("text", "json")), help="With --explain: for people, or a JSON object a line.  [default: text]"
)
def extract(
    files: tuple[str, ...],
    manifest: Path | None,
    url: str | None,
    workers: int,
    sites: tuple[str, ...],
    body: Literal["html", "markdown"] | None,
    explain: bool,
    field: str | None,
    form: str | None,
) -> int:
    """Read saved pages: a JSON row for each, in the order given, also for one that cannot be read.

    Give FILEs (.html, .html.gz or .txt, the bytes as fetched) or a manifest, a JSON object a line with id, url and path.
    """
    from crawler.saved_pages import extract_lines, extract_many

    if bool(files) == bool(manifest):
        raise click.UsageError("give either FILEs or --manifest, not both" if files else "give FILEs or --manifest")
    if manifest is not None and url is not None:
        raise click.UsageError("--url is for FILEs; the rows of a manifest have their own")
    wanted = read_manifest(manifest) if manifest is not None else [{"id": name, "url": url, "path": name} for name in files]
    if body and explain:
        raise click.UsageError("give either --body or --explain, not both")
    if (field or form) and not explain:
        raise click.UsageError(f"{'--field' if field else '--format'} goes with --explain")
    if explain:
        from console.cli.explain import show

        return show(extract_many(wanted, workers, sites=sites, explain=True), field, form or "text")
    extracted = 0
    out = sys.stdout.buffer
    for line, found in counted(extract_lines(wanted, workers, sites=sites, body=body), len(wanted)):
        out.write(line)
        extracted += found
    out.flush()
    return Exit.COMPLETE if extracted or not wanted else Exit.NOTHING


def read_manifest(file: Path) -> list[Row]:
    """The rows of a manifest, their paths made relative to the working directory's. Raises ManifestError with file and line."""
    from crawler.errors import ManifestError

    rows: list[Row] = []
    with file.open(encoding="utf-8-sig") as lines:
        try:
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE + 1), ""), 1):
                if len(line) > LONGEST_LINE:
                    raise ManifestError(
                        f"{file}:{number}: a line of more than {LONGEST_LINE:,} characters; a manifest has one object a line"
                    )
                if line.strip():
                    rows.append(manifest_row(line, f"{file}:{number}", file.parent))
        except UnicodeDecodeError as error:
            raise ManifestError(f"{file}: not UTF-8 after line {len(rows)}; save the manifest as UTF-8") from error
    return rows


def manifest_row(line: str, place: str, folder: Path) -> Row:
    """One row of a manifest. Raises ManifestError when it is no object with an id and a path."""
    from crawler.errors import ManifestError

    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise ManifestError(f"{place}: no JSON ({error}); a manifest has one object a line") from error
    if not isinstance(row, dict):
        raise ManifestError(f"{place}: no JSON object; a manifest has one object a line, with id, url and path")
    if "id" not in row or not isinstance(row.get("path"), str):
        raise ManifestError(f"{place}: id or path is missing; a row is {{'id', 'url', 'path'}}")
    return row | {"path": str(folder / row["path"])}


def counted(rows: Iterable[Any], total: int) -> Iterator[Any]:
    """The rows, with a counter on stderr where that is a terminal and stdout is not."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from rows
        return
    for number, row in enumerate(rows, 1):
        if number % TOLD_EVERY == 0 or number == total:
            click.echo(f"\r{number} of {total} pages", err=True, nl=number == total)
        yield row

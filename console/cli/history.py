"""``pressrow history``: how an article or event changed, and which edits sites made, owned up to or silent."""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.listings import enough, listed, reading, where_and_when
from console.cli.rows import Column, plain, print_csv, print_jsonl
from console.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.cli.rows import Row
    from storage.differences import Line

EDITS = [
    Column("seen", lambda row: row["captured_at"][:16].replace("T", " ")),
    Column("kind", lambda row: row["kind"]),
    Column("id", lambda row: row["article"] or row["event"], right=True),
    Column("headline", lambda row: row["headline"], share=5),
    Column("changed", lambda row: ", ".join(row["fields"]), share=2),
    Column("note", lambda row: row["note"], share=4, wide=True),
]
CHANGE_KEYS = ("revision", "captured_at", "cause", "change", "field", "before", "after")
STYLES = {"-": "red", "+": "green", "…": "dim", " ": ""}


@click.command()
@click.argument("subject", required=False, metavar="[ARTICLE]")
@options.db()
@click.option("--event", is_flag=True, help="ARTICLE is an event; with --edits, list those of events.")
@click.option("--edits", is_flag=True, help="List the material changes that sites made after publication.")
@options.form
@where_and_when
def history(subject: str | None, db: str, event: bool, edits: bool, form: str, limit: int | None, **chosen: Any) -> int:
    """Show every reading of ARTICLE (number or URL) and what differs from the one before, paragraph by paragraph.

    Material changes are other words, numbers, authors or dates of publication; cosmetic ones are the rest: spacing, quotation
    marks, punctuation, tags, pictures. With --edits, the material changes of all articles (or events) are listed, the latest
    first: corrected where the new text carries a note of correction or the page says that it was modified since, else silent.
    Days are those of the capture, in UTC.
    """
    from storage import history as store

    if edits:
        if subject is not None:
            raise click.UsageError("leave out either ARTICLE or --edits")
        listed(db, partial(store.edits, event=event), EDITS, form, limit, "edits", store.EDIT_KEYS, limit=enough(form, limit), **chosen)
        return Exit.COMPLETE
    if subject is None:
        raise click.UsageError("say which article, by number or URL, or --edits")
    if any(value is not None for value in chosen.values()):
        raise click.UsageError("--site, --since and --until go with --edits")
    with closing(reading(db)) as database:
        number = store.find(database, known_by(subject), event=event)
        if number is None:
            what = "event" if event else "article"
            raise click.BadParameter(f"no {what} “{subject}” is stored; pressrow {what}s lists them", param_hint="ARTICLE")
        found = store.history(database, number, event=event)
        if form == "table":
            draw(found)
        elif form == "csv":
            print_csv(changed(found), CHANGE_KEYS)
        else:
            print_jsonl(changed(found))
    return Exit.COMPLETE


def known_by(subject: str) -> int | str:
    """The number, or the normalised address, that somebody typed."""
    from crawler.normalise.urls import normalise
    from storage.filters import as_key

    number = as_key(subject)
    if number is not None:
        return number
    address = normalise(subject) if "://" in subject else None
    if address is None:
        raise click.BadParameter(f"“{subject}” is neither a number nor an address of a page", param_hint="ARTICLE")
    return address


def changed(readings: Iterable[Row]) -> Iterator[Row]:
    """A row for each field that a reading changed; one without a field for a reading that changed none."""
    for row in readings:
        for difference in row["differences"] or [{"field": None, "before": None, "after": None}]:
            yield {key: row[key] for key in CHANGE_KEYS[:4]} | difference


def draw(readings: Iterable[Row]) -> None:
    """Print readings for people: colours and marked words on a terminal, plain signs elsewhere."""
    from rich.console import Console
    from rich.text import Text

    live = sys.stdout.isatty()
    console = Console(highlight=False, soft_wrap=True, no_color=not live, force_terminal=live)
    with console.capture() as drawn:
        for row in readings:
            told = f"{row['captured_at'][:19].replace('T', ' ')} UTC  {row['change']}"
            by = "" if row["cause"] == "crawl" else f", {row['cause']}"
            console.print(Text(f"{told}{by} (reading {row['revision']}{', current' if row['is_current'] else ''})", style="bold"))
            for difference in row["differences"]:
                console.print(Text(f"  {difference['field']}", style="cyan"))
                for line in compared(difference["before"], difference["after"]):
                    console.print(styled(line))
    click.echo(drawn.get(), nl=False)


def compared(before: Any, after: Any) -> list[Line]:
    """How one value of a field became another, a line a paragraph or list item."""
    from storage.differences import lines

    return lines(as_lines(before), as_lines(after))


def as_lines(value: Any) -> list[str]:
    """A value as lines: paragraphs of a text, entries of a list, filled parts of a record."""
    if value is None or value == []:
        return []
    if isinstance(value, list):
        return [" ".join(as_lines(item)) for item in value]
    if isinstance(value, dict):
        return [", ".join(f"{key}: {part}" for key, part in value.items() if part not in (None, "", []))]
    return [line for line in str(value).split("\n") if line.strip()]


def styled(line: Line) -> Any:
    """A line of a comparison; the words that differ are underlined on a terminal."""
    from rich.text import Text

    text = Text(f"    {line.sign} ", style=STYLES[line.sign])
    whole = all(differs for _, differs in line.spans)
    for piece, differs in line.spans:
        shown = plain(piece) if piece.strip() else " "
        lead, trail = (" " if piece[:1].isspace() else ""), (" " if piece[-1:].isspace() else "")
        text.append(f"{lead}{shown.strip()}{trail}" if piece.strip() else " ", style="bold underline" if differs and not whole else "")
    return text

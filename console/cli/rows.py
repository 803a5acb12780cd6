"""Prints rows as a table, as JSON lines or as CSV; the last two as they come, so that any number of rows fits in memory."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from storage.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

FORMATS = ("table", "jsonl", "csv")
TABLE_ROWS = 50  #: how many rows a table shows unless told
PIPE_WIDTH = 120  #: characters of a table that goes to a file or another program
WIDE = 100
LEAST = 20  #: characters that a line has at the least, whatever the terminal says
SLIVER = 9  #: characters below which a column that folds its text cannot be read

Row = dict[str, Any]


class Column(NamedTuple):
    """A column of a table."""

    title: str
    value: Callable[[Row], Any]
    share: int = 0  #: weight in dividing what room is left; 0: as wide as its widest value
    right: bool = False
    wide: bool = False  #: shown only where there are at least ``WIDE`` characters


class Noted:
    """Rows that note whether there were any; they are walked once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.any = False

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.any = True
            yield row


def show(rows: Iterable[Row], columns: list[Column], form: str, *, limit: int | None, title: str, keys: Sequence[str]) -> None:
    """Print the rows in one of ``FORMATS``; ``limit`` None means all, for a table the first ``TABLE_ROWS``.

    ``title`` names them where there are none, ``keys`` are those of every row. Lets BrokenPipeError through when nobody reads any further.
    """
    if form == "table":
        most = TABLE_ROWS if limit is None else limit
        ahead = list(islice(rows, most + 1))
        print_table(ahead[:most], columns, title)
        if len(ahead) > most:
            click.echo(f"the first {most}; there are more: --limit N, or --format jsonl for all", err=True)
        return
    chosen = rows if limit is None else islice(rows, limit)
    if form == "csv":
        print_csv(chosen, keys)
    else:
        print_jsonl(chosen)


def print_jsonl(rows: Iterable[Row]) -> None:
    """Print one JSON object a line, in UTF-8 whatever the locale says."""
    out = sys.stdout.buffer
    for row in rows:
        out.write(json_line(row))
    out.flush()


def print_csv(rows: Iterable[Row], keys: Sequence[str]) -> None:
    """Print a header and a line a row; lists of plain values are joined, other structures stand as JSON."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", newline="", write_through=False)
    try:
        writer = csv.writer(out)
        writer.writerow(keys)
        writer.writerows([cell(row[key]) for key in keys] for row in rows)
        out.flush()
    finally:
        out.detach()


def cell(value: Any) -> Any:
    """A value as CSV holds it. A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, list):
        value = (
            "; ".join(map(str, value))
            if all(isinstance(item, str) for item in value)
            else json.dumps(value, ensure_ascii=False, default=str)
        )
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and value.startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    ):  # the wide forms count too
        return "'" + value
    return value


def print_table(rows: list[Row], columns: list[Column], title: str) -> None:
    """Print a table as wide as the terminal; cells that do not fit are folded, and where they would be slivers each row is a block of lines."""
    from rich.console import Console

    if not rows:
        click.echo(f"no {title}")
        return
    console = Console(width=None if sys.stdout.isatty() else max(LEAST, shutil.get_terminal_size((PIPE_WIDTH, 24)).columns))
    with console.capture() as drawn:  # rich answers a broken pipe by ending the process, click's echo lets it through
        chosen = [column for column in columns if not column.wide or console.width >= WIDE]
        if room(rows, chosen, console.width) >= SLIVER:
            console.print(as_table(rows, chosen))
        else:
            for row in rows:
                console.print(as_block(row, columns), "", sep="\n")
    click.echo(drawn.get(), nl=False)


def room(rows: list[Row], columns: list[Column], width: int) -> float:
    """How many characters a table of this width has for each column that is as wide as room is left; no table may be wider."""
    from rich.cells import cell_len

    shared = sum(bool(column.share) for column in columns)
    kept = [max(map(cell_len, [column.title, *(plain(column.value(row)) for row in rows)])) for column in columns if not column.share]
    left = width - sum(kept) - 2 * len(columns)
    return left / shared if shared else min(left, 0) + SLIVER


def as_block(row: Row, columns: list[Column]) -> Any:
    """One row as lines of name and value, for terminals that are too narrow for a table; what is empty is left out."""
    from rich.table import Table
    from rich.text import Text

    block = Table.grid(padding=(0, 1, 0, 0))
    block.add_column(no_wrap=True, style="dim")
    block.add_column(overflow="fold")
    for column in columns:
        if value := plain(column.value(row)):
            block.add_row(column.title, Text(value))
    return block


def as_table(rows: list[Row], columns: list[Column]) -> Any:
    """The rows as a rich table; nothing in a value is taken for markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(
            column.title,
            ratio=column.share or None,
            justify="right" if column.right else "left",
            no_wrap=not column.share,
            overflow="fold" if column.share else "ellipsis",
        )
    for row in rows:
        table.add_row(*(Text(plain(column.value(row))) for column in columns))
    return table


def plain(value: Any) -> str:
    """A value as a table shows it: one line, no control characters that could steer the terminal."""
    if value is None:
        return ""
    text = " ".join(str(value).split())
    return "".join(character for character in text if character.isprintable())

"""Prints how pages were read: as tables that fit a terminal, or as a JSON object a line."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from console.cli.rows import plain
from console.exits import Exit
from storage.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.cli.rows import Row

PIPE_WIDTH = 80  #: characters of a line that goes to a file or another program
CANDIDATES = 6  #: shown of each field unless one field is asked for
CUT = 160  #: characters shown of a value or block unless one field is asked for


def show(pages: Iterable[Row], field: str | None, form: str) -> int:
    """Print each page as ``form`` says, ``field`` alone where one is named. Returns the exit code."""
    read = total = 0
    for page in pages:
        total += 1
        read += page["document"] is not None
        if field:
            page["fields"] = [each for each in page["fields"] if each["field"] == field]
            page["issues"] = [issue for issue in page["issues"] if issue["field"] in {None, field}]
        if form == "json":
            sys.stdout.buffer.write(json_line(page))
        else:
            _print(page, field)
    sys.stdout.buffer.flush()
    return Exit.COMPLETE if read or not total else Exit.NOTHING


def _print(page: Row, field: str | None) -> None:
    from rich.console import Console
    from rich.text import Text

    width = None if sys.stdout.isatty() else shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    console = Console(width=width, highlight=False)
    with console.capture() as drawn:  # rich answers a broken pipe by ending the process, click's echo lets it through
        console.print(Text(plain(page["id"]), style="bold"))
        console.print(_head(page))
        if page["fields"]:
            console.print(_fields(page["fields"], whole=field is not None))
        if page["blocks"] and field in {None, "text"}:
            console.print(_blocks(page["blocks"], whole=field is not None))
        if page["issues"]:
            console.print(
                _plain_table("issue", "field", "what was seen", rows=[(i["class"], i["field"], i["detail"]) for i in page["issues"]])
            )
        if page["repairs"] and field is None:
            rows = [(r["kind"], r["field"], f"{r['before']} → {r['after']}") for r in page["repairs"]]
            console.print(_plain_table("repair", "field", "from → to", rows=rows))
    click.echo("\n".join([line.rstrip() for line in drawn.get().split("\n")]), nl=False)


def _table(*columns: tuple[str, int]) -> Any:
    """A table whose columns have the widths given, 0 for what is left."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for title, width in columns:
        table.add_column(
            title, width=width or None, ratio=None if width else 1, overflow="fold", justify="right" if title == "sure" else "left"
        )
    return table


def _head(page: Row) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    document = page["document"]
    lines = [("address", page["url"] or "not given")]
    if document is None:
        lines.append(("document", "none"))
    else:
        lines.append(
            ("document", f"{document['kind']}, {document['charset']} by {document['charset_rule']}, {document['blocks']} blocks of text")
        )
        lines.append(("title", document["title"] or "none"))
        lines.append(("language", f"{document['language'] or 'unknown'}, declared {document['declared_language'] or 'none'}"))
    lines.append(("kind", f"{page['kind']}: {page['kind_rule']}" if page["kind_rule"] else page["kind"]))
    if page["reason"]:
        lines.append(("not stored", page["reason"]))
    for name, said in lines:
        table.add_row(name, Text(plain(said)))
    return table


def _fields(fields: list[Row], *, whole: bool) -> Any:
    from rich.text import Text

    table = _table(("field", 14), ("value, and what was printed", 0), ("rule", 22), ("sure", 4))
    for each in fields:
        if each["abstained"] is not None:
            table.add_row(Text(each["field"], style="bold"), Text(plain(f"– {each['abstained']}")), "", "")
        else:
            value, rule = _value(each["value"]), plain(each["rule"])
            table.add_row(
                Text(each["field"], style="bold"), Text(_cut(value, whole=whole), style="bold"), Text(rule), _sure(each["confidence"])
            )
        candidates = sorted(each["candidates"], key=lambda candidate: not candidate["won"])
        for candidate in candidates if whole else candidates[:CANDIDATES]:
            mark = "> " if candidate["won"] else "  "
            row = (
                Text(mark.rjust(14)),
                Text(_cut(candidate["printed"], whole=whole)),
                Text(plain(candidate["rule"])),
                _sure(candidate["confidence"]),
            )
            table.add_row(*row, style=None if candidate["won"] else "dim")
        if len(candidates) > CANDIDATES and not whole:
            table.add_row("", Text(f"and {len(candidates) - CANDIDATES} more", style="dim"), "", "")
        if whole:
            for rival in each["rivals"]:
                table.add_row(
                    "rival".rjust(12), Text(plain(rival["printed"])), Text(plain(rival["rule"])), _sure(rival["confidence"]), style="dim"
                )
    return table


def _blocks(blocks: list[Row], *, whole: bool) -> Any:
    from rich.text import Text

    table = _table(("kept", 7), ("rule", 20), ("tag", 6), ("block of text", 0))
    for block in blocks:
        row = (
            "kept" if block["kept"] else "dropped",
            Text(plain(block["rule"])),
            plain(block["tag"]),
            Text(_cut(block["text"], whole=whole)),
        )
        table.add_row(*row, style=None if block["kept"] else "dim")
    return table


def _plain_table(*titles: str, rows: list[tuple[Any, ...]]) -> Any:
    from rich.text import Text

    table = _table((titles[0], 20), (titles[1], 14), (titles[2], 0))
    for row in rows:
        table.add_row(*[Text(plain(cell)) for cell in row])
    return table


def _value(value: Any) -> str:
    """A value of the row on one line."""
    if isinstance(value, list):
        return "; ".join([_value(each) for each in value])
    if isinstance(value, dict):
        name = value.get("name") or value.get("url") or value.get("caption") or ""
        role = value.get("role")
        return f"{name} ({role})" if role else str(name)
    return plain(value)


def _cut(text: str, *, whole: bool) -> str:
    text = plain(text)
    return text if whole or len(text) <= CUT else text[: CUT - 1] + "…"


def _sure(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.2f}"

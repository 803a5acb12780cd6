"""Rows as table, JSON lines and CSV: complete, safe in a spreadsheet, quiet when nobody reads on."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from console.cli.rows import TABLE_ROWS, Column, cell, plain, show

COLUMNS = [Column("id", lambda row: row["id"], right=True), Column("name", lambda row: row["name"], share=1)]
KEYS = ("id", "name")


def rows(number):
    return ({"id": n, "name": f"name {n}"} for n in range(number))


def test_a_table_stops_at_its_limit_and_says_that_there_are_more(capsys):
    show(rows(TABLE_ROWS + 1), COLUMNS, "table", limit=None, title="names", keys=KEYS)
    shown = capsys.readouterr()
    assert "name 0" in shown.out
    assert f"name {TABLE_ROWS - 1}" in shown.out
    assert f"name {TABLE_ROWS}" not in shown.out
    assert "there are more" in shown.err


def test_an_empty_table_says_so(capsys):
    show(rows(0), COLUMNS, "table", limit=None, title="names", keys=KEYS)
    assert capsys.readouterr().out == "no names\n"


def test_a_table_fits_the_width_of_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    show([{"id": 1, "name": "a very long name " * 10}], COLUMNS, "table", limit=None, title="names", keys=KEYS)
    assert all(len(line) <= 40 for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("width", [0, 1, 20, 30])
def test_where_columns_would_be_slivers_each_row_is_a_block_of_lines(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("console.cli.rows.PIPE_WIDTH", 20)
    columns = [*COLUMNS, Column("published", lambda row: "2026-03-01T12:00"), Column("note", lambda row: None, wide=True)]
    show([{"id": 1, "name": "港口的" * 10}, {"id": 2, "name": "[red]x[/]"}], columns, "table", limit=None, title="names", keys=KEYS)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "id        1"
    assert lines[lines.index("id        2") + 1] == "name      [red]x[/]"
    assert "".join(line[10:] for line in lines if "港" in line or "口" in line) == "港口的" * 10
    assert not [line for line in lines if line.startswith("note")]


def test_markup_and_control_characters_in_a_value_are_harmless(capsys):
    show([{"id": 1, "name": "[red]x[/] \x1b[31m\x07 y"}], COLUMNS, "table", limit=None, title="names", keys=KEYS)
    shown = capsys.readouterr().out
    assert "[red]x[/] [31m y" in shown
    assert "\x1b" not in shown


def test_jsonl_has_every_row_even_one_that_utf_8_cannot_hold(capfdbinary):
    show([{"name": "ok"}, {"name": "\udc80"}], COLUMNS, "jsonl", limit=None, title="names", keys=("name",))
    lines = capfdbinary.readouterr().out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["ok", "\udc80"]


def test_csv_has_a_header_also_without_rows_and_keeps_line_breaks(capfdbinary):
    show(rows(0), COLUMNS, "csv", limit=None, title="names", keys=KEYS)
    assert capfdbinary.readouterr().out == b"id,name\r\n"
    show([{"id": 1, "name": 'two\nlines, "quoted"'}], COLUMNS, "csv", limit=None, title="names", keys=KEYS)
    read = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode(), newline="")))
    assert read == [{"id": "1", "name": 'two\nlines, "quoted"'}]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cell(text) == "'" + text
    assert cell([text]) == "'" + text


def test_numbers_and_plain_text_stay_as_they_are_in_csv():
    assert cell(-5) == -5
    assert cell("a=b") == "a=b"
    assert cell(None) is None
    assert cell(["a", "b"]) == "a; b"
    assert json.loads(cell([{"name": "ü"}])) == [{"name": "ü"}]


def test_white_space_in_a_table_is_folded():
    assert plain("a\n\n b\tc") == "a b c"
    assert plain(None) == ""


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_a_reader_that_stops_early_is_no_error(form):
    program = (
        "import sys; from console.cli import program, rows; import click\n"
        "command = click.Command('x', callback=lambda: rows.show(({'id': n} for n in range(10**6)),"
        f" [rows.Column('id', lambda r: r['id'])], {form!r}, limit={20000 if form == 'table' else None}, title='x', keys=('id',)))\n"
        "program.program.get_command = lambda context, name: command\n"
        "sys.exit(program.run(['demo']))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline()
        running.stdout.close()
        assert running.wait(60) == 0
        assert b"Error" not in running.stderr.read()

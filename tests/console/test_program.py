"""The frame of the command line: names offered, one-line errors, secrets kept, a quick start."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import click
import pytest

from console.cli import main, options
from console.cli import program as module
from console.cli.program import COMMANDS, program, run, without_secrets


def test_a_mistyped_command_is_answered_with_the_nearest_name(capsys):
    assert run(["artcles"]) == 2
    line = capsys.readouterr().err
    assert "artcles" in line
    assert "did you mean articles" in line
    assert line.count("\n") == 1
    assert line.startswith("pressrow: ")


def test_a_name_like_no_other_is_answered_with_all_names(capsys):
    assert run(["zzzzzz"]) == 2
    line = capsys.readouterr().err
    assert all(name in line for name in COMMANDS)


def test_a_mistyped_option_is_answered_with_the_nearest_name(capsys):
    assert run(["--debgu"]) == 2
    assert "--debug" in capsys.readouterr().err


@pytest.mark.parametrize(("charset", "shown"), [("ascii", "no site “ü→”"), ("latin-1", "no site ?ü?"), ("utf-8", "no site “ü→”")])
def test_what_the_charset_of_a_terminal_lacks_stops_no_command(crawled, charset, shown):
    command = [sys.executable, "-m", "console", "articles", "--db", crawled.db, "--site"]
    done = subprocess.run([*command, "ü→"], capture_output=True, env=os.environ | {"PYTHONIOENCODING": charset}, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, b"no articles")
    assert shown in done.stderr.decode("utf-8" if charset == "ascii" else charset)  # click takes ascii for a mistake


def test_a_closed_stream_stops_no_command(crawled):
    command = f"exec {shlex.quote(sys.executable)} -m console articles --db {shlex.quote(crawled.db)} >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0


def test_an_interrupt_while_modules_load_is_told_in_one_line(monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "run", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (6, "pressrow: interrupted\n")


def test_what_could_steer_the_terminal_is_not_repeated(capsys):
    assert run(["artcles\x1b[31m\x07"]) == 2
    line = capsys.readouterr().err
    assert "“artcles�[31m�”" in line
    assert not {"\x1b", "\x07"} & set(line)


def test_an_account_without_a_name_is_told_by_its_number(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    assert options.account() == f"uid {os.getuid()}"


def test_without_a_command_the_help_is_shown_and_the_code_is_that_of_wrong_usage(capsys):
    assert run([]) == 2
    assert "Commands:" in capsys.readouterr().err


def test_every_command_of_the_overview_loads_and_has_help():
    context = click.Context(program)
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(200)


def test_the_overview_takes_less_than_half_a_second():
    took = []
    for _ in range(3):
        started = sum(os.times()[2:4])  # of processor time, in processes that have ended: others may load the machine
        subprocess.run([sys.executable, "-m", "console", "--help"], capture_output=True, check=True)
        took.append(sum(os.times()[2:4]) - started)
    assert min(took) < 0.5


def test_the_overview_loads_neither_the_crawler_nor_the_database():
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "console", "--help"], capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & {"scrapy", "sqlalchemy", "twisted", "lxml", "rich.console", "mako"}


def test_an_unexpected_error_is_one_line_with_a_way_to_the_traceback(monkeypatch, capsys):
    @click.command()
    def breaks():
        raise ZeroDivisionError("nothing\nto divide by")

    monkeypatch.setattr(module.program, "get_command", lambda context, name: breaks)
    assert run(["demo"]) == 1
    line = capsys.readouterr().err
    assert line == "pressrow: unexpected ZeroDivisionError: nothing to divide by; pressrow --debug demo … shows where\n"
    with pytest.raises(ZeroDivisionError):
        run(["--debug", "demo"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://me:geheim@db/x failed", "postgresql://me:***@db/x failed"),
        ("http://u:p@ss@proxy:3128", "http://u:***@proxy:3128"),
        ("http://example.org/a:b@c", "http://example.org/a:b@c"),
        ("https://example.org:8080/", "https://example.org:8080/"),
    ],
)
def test_the_password_of_a_url_is_never_shown(text, shown):
    assert without_secrets(text) == shown

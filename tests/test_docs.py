"""The documents say what the program does: commands, options, exit codes, reasons, files named.

Run as a program (``make docs``), this writes the part of docs/operations.md that describes the commands, and docs/data-dictionary.md.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from console.cli.program import program
from console.exits import MEANING, PRECEDENCE, Exit
from crawler.errors import FAILED_REASONS, SKIPPED_REASONS
from storage import queries
from storage.dictionary import dictionary

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
DOCUMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "docs/operations.md",
        "docs/adding-a-site.md",
        "docs/coverage.md",
        "docs/extraction.md",
        "docs/export.md",
        "docs/fixtures.md",
        "docs/schedules.md",
        "docs/relating.md",
        "docs/scrapy.md",
        "docs/data-dictionary.md",
    )
}


def commands(group=program, path="pressrow"):
    """Every command with its path, families included."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


ALL = dict(commands())


def described(path):
    """The part of the operations document that describes one command, as it should stand there."""
    command = ALL[path]
    context = click.Context(command, info_name=path)
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    options = [p.get_help_record(context) for p in command.params if isinstance(p, click.Option)]
    lines = [f"### `{' '.join([path, *arguments])}`", ""]
    for paragraph in command.help.split("\n\n"):
        lines += [" ".join(paragraph.split()), ""]
    lines += ["| Option | |", "|---|---|", *(row(*option) for option in options)]
    return "\n".join(lines)


def row(option, meaning):
    """A row of a table of options; a bar within a cell is escaped."""
    cells = [f"`{option}`", " ".join(meaning.split())]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


@pytest.mark.parametrize("path", ALL)
def test_every_command_is_described_with_its_options(path):
    assert described(path) in OPERATIONS, f"docs/operations.md should say:\n\n{described(path)}\n"


def test_no_command_is_described_that_does_not_exist():
    assert set(re.findall(r"^### `(pressrow[a-z ]*[a-z])", OPERATIONS, re.MULTILINE)) == set(ALL)


def test_the_table_of_exit_codes_is_that_of_the_program():
    told = {int(code): meaning for code, meaning in re.findall(r"^\| (\d+) \| (.+?) \|$", OPERATIONS, re.MULTILINE)}
    assert told == {int(code): MEANING[code] for code in Exit}


def test_the_order_of_exit_codes_is_told():
    order = re.search(r"The first that applies is told, in this order: ([\d, ]+)\.", OPERATIONS)
    assert [int(code) for code in order[1].split(", ")] == list(PRECEDENCE)


def reasons(heading):
    """The words of one row of the table of reasons."""
    row = re.search(rf"^\| {heading} \| (.+) \|$", OPERATIONS, re.MULTILINE)
    return tuple(re.findall(r"`([^`]+)`", row[1]))


def test_the_reasons_told_are_those_of_the_program():
    assert reasons("Failed") == FAILED_REASONS
    assert reasons("Skipped") == SKIPPED_REASONS


def test_the_keys_of_the_report_are_those_of_the_program():
    told = re.search(r"The report has the keys (.+?)\.\n\n", OPERATIONS, re.DOTALL)
    assert tuple(re.findall(r"`([^`]+)`", told[1])) == queries.REPORT


SHOWN = [line for text in DOCUMENTS.values() for line in re.findall(r"^ {4}(?:\.venv/bin/)?pressrow (.+)$", text, re.MULTILINE)]


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_line_shown_names_a_command_and_options_that_exist(line):
    words = shlex.split(line, comments=True)
    command = program.get_command(click.Context(program), words[0])
    assert command is not None
    known = set()
    while True:
        known |= {name for p in command.params for name in p.opts}
        words = words[1:]
        below = [word for word in words if isinstance(command, click.Group) and word in command.commands]
        if not below:
            known |= {name for p in getattr(getattr(command, "usual", None), "params", ()) for name in p.opts}
            break
        command = command.commands[below[0]]
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known


def test_every_target_of_make_that_is_shown_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = {
        word
        for text in DOCUMENTS.values()
        for words in re.findall(r"(?:^ {4}|`)make ([a-z ]*[a-z])", text, re.MULTILINE)
        for word in words.split()
    }
    assert {"demo", "test"} <= shown <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_linked_exists(document):
    for target in re.findall(r"\]\(([^)#]+)\)", DOCUMENTS[document]):
        if "://" not in target:
            assert (ROOT / document).parent.joinpath(target).exists(), target


def test_the_data_dictionary_is_that_of_the_tables():
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == dictionary(), "run make docs"


def test_the_readme_fits_one_screen_and_names_the_two_commands_first():
    assert len(README.splitlines()) <= 50
    first = re.search(r"^ {4}(\S.*)$", README, re.MULTILINE)
    assert first[1].startswith("make demo")


def write():
    """Describe the commands anew in docs/operations.md."""
    before, _, rest = OPERATIONS.partition("## Commands\n")
    after = rest[rest.index("\n## Exit codes\n") :]
    told = "\n\n".join(map(described, ALL))
    (ROOT / "docs" / "operations.md").write_text(f"{before}## Commands\n\n{told}\n{after}", encoding="utf-8")
    (ROOT / "docs" / "data-dictionary.md").write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    write()

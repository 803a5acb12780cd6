"""The ``pressrow`` command: its sub-commands, loaded when they are asked for, and what it says when something goes wrong."""

from __future__ import annotations

import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from console.cli.nearest import Family
from console.exits import Exit, exit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

#: command → (module, attribute, one line for the overview), so that the overview loads none of them
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("console.cli.demo", "demo", "Crawl the bundled demo sites and show what was stored."),
    "crawl": ("console.cli.crawl", "crawl", "Crawl sites into the database."),
    "probe": ("console.cli.probe", "probe", "Look at a site: what it offers, how its pages are read; draft its profile."),
    "extract": ("console.cli.extract", "extract", "Read saved pages: a JSON row for each."),
    "articles": ("console.cli.listings", "articles", "List stored articles."),
    "events": ("console.cli.events", "events", "List stored events, or export them."),
    "search": ("console.cli.search", "search", "Find stored articles by their words."),
    "coverage": ("console.cli.coverage", "coverage", "Show which articles cover which event."),
    "history": ("console.cli.history", "history", "Show how an article or event changed; list edits and corrections."),
    "export": ("console.cli.export", "export", "Write what is stored to a file: JSON lines, CSV, Parquet, JSON-LD, Atom, WARC."),
    "issues": ("console.cli.listings", "issues", "List what was odd about stored pages."),
    "crawls": ("console.cli.listings", "crawls", "List crawls, or the addresses of one of them."),
    "groups": ("console.cli.groups", "groups", "List copies of one text with their origin, and translations."),
    "people": ("console.cli.people", "people", "List who wrote; merge and split people."),
    "relate": ("console.cli.relate", "relate", "Relate what is stored: people, groups, coverage."),
    "sites": ("console.cli.sites", "sites", "List, check and explain site profiles."),
    "record": ("console.cli.fixtures", "record", "Record a page as a fixture for tests."),
    "replay": ("console.cli.fixtures", "replay", "Read the fixtures and compare them with what is expected."),
    "schedule": ("console.cli.schedule", "schedule", "Let crawls run again and again."),
    "worker": ("console.cli.worker", "worker", "Run the crawls that are due."),
    "forget": ("console.cli.forget", "forget", "Remove all that is stored of a page or a person."),
    "db": ("console.cli.db", "db", "Look after the database."),
}


class Program(Family):
    """The commands, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """Write the overview from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pressrow", message="pressrow %(version)s")
@click.option("--debug", is_flag=True, envvar="PRESSROW_DEBUG", help="Show the traceback of an unexpected error.")
def program(debug: bool) -> None:
    """Collect what is published around events: crawl sites, store normalised articles and events in SQL, ask for them."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every failure is told in one line on stderr."""
    try:
        with program.make_context("pressrow", list(arguments)) as context:
            code = program.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.exceptions.NoArgsIsHelpError as ending:
        click.echo(ending.format_message(), err=True)
        return Exit.USAGE
    except click.Abort:
        return complain("interrupted", Exit.INTERRUPTED)
    except click.ClickException as error:
        return complain(usage_line(error), exit_of(error))
    except BrokenPipeError:
        # whoever read our output has seen enough; Python would complain once more when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.COMPLETE
    except KeyboardInterrupt as error:
        return complain("interrupted", exit_of(error))
    except Exception as error:  # the last resort of the whole program: told in one line, traceback on demand
        if debugging(arguments):
            raise
        odd = not_text(arguments) if isinstance(error, UnicodeEncodeError) else None
        if odd is not None:
            return complain(f"{odd}: this argument is no text in UTF-8", Exit.USAGE)
        code = exit_of(error)
        line = one_line(str(error)) or type(error).__name__
        if code == Exit.FAULT:
            line = f"unexpected {type(error).__name__}: {line}; pressrow --debug {' '.join(arguments[:1])} … shows where"
        return complain(line, code)
    return int(code or Exit.COMPLETE)


def usage_line(error: click.ClickException) -> str:
    """Click's message as one line, with the way to the command's help."""
    line = one_line(error.format_message()).rstrip(".")
    line = line[:1].lower() + line[1:] if not line[1:2].isupper() else line
    context = getattr(error, "ctx", None)
    return f"{line} (help: {context.command_path} --help)" if context is not None else line


def not_text(arguments: Sequence[str]) -> str | None:
    """The first argument with bytes that are no UTF-8, which only names of files may have; None without one."""
    escaped = (word.encode(errors="backslashreplace").decode() for word in arguments if re.search("[\ud800-\udfff]", word))
    return next(escaped, None)


def debugging(arguments: Sequence[str]) -> bool:
    """Whether a traceback was asked for."""
    return "--debug" in arguments or bool(os.environ.get("PRESSROW_DEBUG"))


def complain(line: str, code: Exit) -> int:
    """Write one line to stderr and return the code."""
    click.echo(f"pressrow: {printable(without_secrets(line))}", err=True)
    return code


def one_line(text: str) -> str:
    """The text with every run of white space folded into one blank."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """The text without characters that could steer the terminal, which a page or a name may hold."""
    return "".join(character if character.isprintable() else "�" for character in text)


def without_secrets(text: str) -> str:
    """The text with the password of every URL in it hidden."""
    return re.sub(r"(?<=://)([^\s/:@]*):[^\s/]*@", r"\1:***@", text)

"""Options that several commands share, each written once."""

from __future__ import annotations

import getpass
import os
from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

import click

from console.cli.nearest import OneOf
from console.cli.rows import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_DB = "sqlite:///pressrow.db"
LARGEST = 2**62  #: number that can be asked for; databases count to 2**63


class Day(click.ParamType[date]):
    """A day, written ``2025-05-14``, or ``today`` and ``yesterday``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error says how to write one."""
        if isinstance(value, date):
            return value
        if value in {"today", "yesterday"}:
            return date.today() - timedelta(days=value == "yesterday")  # noqa: DTZ011  the operator's own day is meant
        try:
            return date.fromisoformat(value)
        except ValueError:
            return self.fail(f"“{value}” is no day; write it like 2025-05-14", param, ctx)


class Whole(click.IntRange):
    """A whole number of at least ``least``, no larger than the databases' own."""

    def __init__(self, least: int) -> None:
        super().__init__(min=least)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error where it is none, too small or too large."""
        number = int(super().convert(value, param, ctx))
        return number if number <= LARGEST else self.fail(f"{number} is too large", param, ctx)


class Seconds(click.FloatRange):
    """A number of seconds within a range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; a usage error where it is none: Python takes “nan” for one, which lies in every range."""
        number = float(super().convert(value, param, ctx))
        return self.fail(f"“{value}” is no number", param, ctx) if isnan(number) else number


class DatabaseUrl(click.ParamType[str]):
    """An SQLAlchemy URL."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The URL; a usage error turns a bare path into one, rather than that a typing error makes a new file."""
        if "://" not in value:
            return self.fail(f"“{value}” is no database URL; did you mean sqlite:///{value}?", param, ctx)
        return str(value)


class Listed(click.ParamType[tuple[str, ...]]):
    """Values with commas between them; the option may also be given several times."""

    name = "list"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ARG002  click's signature
        """The values."""
        return value if isinstance(value, tuple) else tuple(part for part in str(value).replace(",", " ").split() if part)


def account() -> str:
    """The name of the account that runs the command; its number where it has no name, as in containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def flat(values: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The values of an option of ``Listed`` that was given several times."""
    return tuple(value for group in values for value in group)


def db(default: str | None = DEFAULT_DB, variable: str | None = "PRESSROW_DB") -> Callable[..., Any]:
    """``--db``: an SQLAlchemy URL, from the environment where it is not given."""
    return click.option(
        "--db",
        default=default,
        show_default=True,
        envvar=variable,
        type=DatabaseUrl(),
        metavar="URL",
        help="Database as an SQLAlchemy URL.",
    )


def form(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--format`` and ``--limit`` of listings."""
    command = click.option("--limit", type=Whole(0), metavar="N", help="At most N rows; a table shows 50 unless told.")(command)
    return click.option("--format", "form", type=OneOf(FORMATS), default="table", show_default=True, help="How rows are printed.")(command)

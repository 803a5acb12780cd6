"""Mistyped names are answered with the nearest ones."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGEST = 300  #: characters of a name that are compared


class Family(click.Group):
    """A group of commands that offers the nearest name for a mistyped one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's; a usage error names the nearest commands."""
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            raise click.UsageError(f"no command “{args[0]}” in {ctx.command_path}; {advice(args[0], names)}", ctx)
        return super().resolve_command(ctx, args)


class OneOf(click.Choice[str]):
    """A choice that offers the nearest value for a mistyped one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The choice; a usage error names the nearest value, else all of them."""
        if value in self.choices:
            return str(value)
        return self.fail(f"there is no “{value}”; {advice(str(value), self.choices)}", param, ctx)


def advice(name: str, known: Iterable[str]) -> str:
    """The nearest known names as a question, or all of them when none is near."""
    names = list(known)
    near = nearest(name, names)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names)}"


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.5) -> list[str]:
    """At most two of the known names: those that differ in case only or hold this one, then those that look like it."""
    wanted = name[:LONGEST].casefold()
    folded = {each.casefold(): each for each in known}
    holding = [each for each in folded if wanted in each] if len(wanted) >= 3 else []
    found = sorted(holding, key=lambda each: (each != wanted, not each.startswith(wanted), len(each)))
    found += get_close_matches(wanted, folded, n=2, cutoff=cutoff)
    return [folded[each] for each in dict.fromkeys(found)][:2]

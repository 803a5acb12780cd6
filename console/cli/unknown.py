"""Says of names that nothing stored answers to which stored ones are nearest: a mistyped name finds nothing, as a true one may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.cli.nearest import nearest
from console.cli.rows import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.database import Database

FEW, ROOM = 12, 160  #: names, and characters of them, that are told whole where none is near
_LISTED_BY = {"event": "pressrow events", "author": "pressrow people", "speaker": "pressrow people", "article": "pressrow articles"}


def unknown(database: Database, limits: Mapping[str, Any]) -> dict[str, str]:
    """What is to be said of those of the limits of a listing that nothing stored answers to; empty where all are known."""
    from storage import known_names

    return {sort: _said(sort, limits[sort], names) for sort, names in known_names.unknown(database, limits).items()}


def tell_unknown(database: Database, limits: Mapping[str, Any]) -> None:
    """Say so on stderr, for a listing that found nothing."""
    for line in unknown(database, limits).values():
        click.echo(line, err=True)


def _said(sort: str, value: object, names: Iterable[str]) -> str:
    there = [_short(name) for name in names]
    near = nearest(str(value), there, cutoff=0.6)
    if near:
        told = f"did you mean {' or '.join(near)}?"
    elif 0 < len(there) <= FEW and len(", ".join(there)) <= ROOM:
        told = f"there are {', '.join(there)}"
    else:
        told = f"{_LISTED_BY[sort]} lists them" if sort in _LISTED_BY else ""
    return f"no {sort} “{_short(str(value))}” is stored" + (f"; {told}" if told else "")


def _short(name: str) -> str:
    shown = plain(name)
    return shown if len(shown) <= 80 else shown[:79] + "…"

"""Finds in an article the events that it speaks of, for those that no source describes."""

from __future__ import annotations

from typing import Final, NamedTuple

TOLD_RULES: Final = "1"


class ToldEvent(NamedTuple):
    """x"""

    name: str


def told_events(article: object) -> list[ToldEvent]:
    """X"""
    return []

"""Runs of names cut at the "and" of their language."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.normalise.bylines.words import CONJUNCTIONS, SHORT_CONJUNCTIONS

_CONJUNCTION = re.compile(rf"\s+(?:{CONJUNCTIONS}|&)\s+|\s*&\s*(?=[A-Z][a-z])")


@lru_cache(maxsize=64)
def _short(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{SHORT_CONJUNCTIONS.get(language, SHORT_CONJUNCTIONS[''])})\s+")


def apart(run: str, language: str) -> list[str]:
    """A run cut at "and" in its language; "y", "e", "en" only between whole names."""
    if " " not in run and "&" not in run:
        return [run]
    short = _short(language)
    done: list[str] = []
    for part in _CONJUNCTION.split(run):
        pieces = short.split(part)
        if len(pieces) > 1 and (all(len(p.split(",")[-1].split()) > 1 for p in pieces) or ("," in pieces[0] and len(pieces) == 2)):
            done += pieces
        else:
            done.append(part)
    return done

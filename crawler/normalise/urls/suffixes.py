"""The public suffix list: where a host's name begins that somebody could register."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import idna


def suffix_start(labels: list[str]) -> int | None:
    """The place of the first label of the public suffix, by the algorithm of publicsuffix.org; None where no rule fits.

    The labels are those of a host in lower case, as they are resolved (``xn--…``). Private suffixes (github.io,
    blogspot.com) count as such.
    """
    rules = _rules()
    names = [_readable(label) for label in labels]
    for place in range(len(names)):  # the longest rule prevails, and the exception to it
        below = ".".join(names[place + 1 :])
        name = f"{names[place]}.{below}" if below else names[place]
        if f"!{name}" in rules:
            return place + 1
        if name in rules or f"*.{below}" in rules:
            return place
    return None


def _readable(label: str) -> str:
    """A label as the list writes it: in its own script."""
    if label.startswith("xn--"):
        try:
            return idna.decode(label)
        except (UnicodeError, IndexError):
            return label
    return label


@cache
def _rules() -> frozenset[str]:
    """The rules as the list has them: ``co.uk``, ``*.ck``, ``!www.ck``.

    The list is the one in the wheel of tldextract. Its file is read here: the package itself loads an HTTP client to
    fetch newer lists, and takes twenty times as long before the first answer.
    """
    found = find_spec("tldextract")
    assert found is not None
    assert found.origin is not None
    text = (Path(found.origin).parent / ".tld_set_snapshot").read_text(encoding="utf-8")
    return frozenset(line.split(maxsplit=1)[0] for line in text.splitlines() if line.strip() and not line.startswith("//"))

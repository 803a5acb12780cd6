"""Printed credit lines and author bios into names, roles and affiliations, over languages and scripts; abstains when in doubt.

What the package exports is loaded when it is asked for: who only tells names apart needs none of the patterns of credit lines.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.normalise.bylines.bio import from_bio
    from crawler.normalise.bylines.credit import Credit
    from crawler.normalise.bylines.names import kind, proper
    from crawler.normalise.bylines.reading import Byline, opens, parse
else:
    _PLACES = {
        "from_bio": "bio",
        "Credit": "credit",
        "kind": "names",
        "proper": "names",
        "Byline": "reading",
        "opens": "reading",
        "parse": "reading",
    }

    def __getattr__(name: str) -> object:
        """Load the module that has an exported name, and keep what it exports."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
        return found


__all__ = ["Byline", "Credit", "from_bio", "kind", "opens", "parse", "proper"]

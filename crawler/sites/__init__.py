"""The typed site profile and the loader of TOML files, one file a site.

What the package exports is loaded when it is asked for: most runs have no profiles, and checking one takes a library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.sites.collection import Sites
    from crawler.sites.loader import check, load, read
    from crawler.sites.profile import FIELDS, Layout, Profile
    from crawler.sites.selectors import Selector
else:
    _PLACES = {
        "Sites": "collection",
        "check": "loader",
        "load": "loader",
        "read": "loader",
        "FIELDS": "profile",
        "Layout": "profile",
        "Profile": "profile",
        "Selector": "selectors",
    }

    def __getattr__(name: str) -> object:
        """Load the module that has an exported name, and keep what it exports."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
        return found


__all__ = ["FIELDS", "Layout", "Profile", "Selector", "Sites", "check", "load", "read"]

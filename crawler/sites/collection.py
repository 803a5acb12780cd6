"""The profiles of a run, and which of them an address or a key belongs to; without any, nothing that reads them is loaded."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.sites.profile import Profile


@dataclass(frozen=True, slots=True)
class Sites:
    """All profiles of a run."""

    profiles: tuple[Profile, ...] = ()
    files: dict[str, str] = field(default_factory=dict)  #: key → the file it was read from

    def __iter__(self) -> Iterator[Profile]:
        return iter(self.profiles)

    def __len__(self) -> int:
        return len(self.profiles)

    def find(self, key_or_url: str) -> Profile | None:
        """Return the profile with this key, or the one whose site the address belongs to.

        Where several profiles share a host, the one whose home or seed path leads the address furthest; where none
        does, only a profile that has the host alone. None when nothing fits.
        """
        for profile in self.profiles:
            if profile.key == key_or_url:
                return profile
        hosts = [profile for profile in self.profiles if profile.allows(key_or_url)]
        if len(hosts) < 2:
            return hosts[0] if hosts else None
        path = urlsplit(key_or_url).path or "/"
        led = [(max((_lead(path, urlsplit(start).path) for start in p.starts), default=0), p) for p in hosts]
        length, best = max(led, key=lambda pair: pair[0])
        return best if length else None

    def nearest(self, key: str) -> list[str]:
        """Return up to three known keys that look like this one, for an error message."""
        return difflib.get_close_matches(key, [p.key for p in self.profiles], n=3, cutoff=0.5)


def _lead(path: str, start: str) -> int:
    """How many characters of an address's path a home or seed leads, by whole segments; 0: none."""
    start = start or "/"
    folder = start if start.endswith("/") else start + "/"
    return len(folder) if path.startswith(folder) or path == start else 0

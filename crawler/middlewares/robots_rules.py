"""Reads robots.txt after RFC 9309 and says whether it allows a path, in bounded time whatever its patterns are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote_to_bytes

LARGEST: Final = 512 << 10  #: bytes that are read of a robots.txt (RFC 9309, section 2.5 asks for at least 500 KiB)
_LINES = re.compile(r"[\r\n]+")
_TOKEN = re.compile(r"[a-z_-]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}|[^\x21-\x7e]+")
_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_LONGEST_DELAY: Final = 10**7


@dataclass(slots=True)
class Rules:
    """What a robots.txt says to one crawler."""

    plain: dict[str, bool] = field(default_factory=dict)  #: prefixes of paths → allowed
    lengths: list[int] = field(default_factory=list)  #: lengths of the prefixes, longest first
    wild: list[tuple[str, bool]] = field(default_factory=list)  #: patterns with ``*`` or ``$``, longest first
    delay: float | None = None  #: seconds between requests
    sitemaps: list[str] = field(default_factory=list)

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be asked for: the longest rule that fits decides, allow before disallow.

        ``/robots.txt`` itself always may.
        """
        path = _octets(path) or "/"
        if path == "/robots.txt":
            return True
        best, allowed = -1, True
        for length in self.lengths:
            if length <= len(path) and (found := self.plain.get(path[:length])) is not None:
                best, allowed = length, found
                break
        for pattern, allow in self.wild:
            if len(pattern) < best:
                break
            if (len(pattern) > best or (allow and not allowed)) and _fits(pattern, path):
                best, allowed = len(pattern), allow
                if allow:
                    break
        return allowed


def read(body: bytes, agent: str) -> Rules:
    """The rules of a robots.txt for the product token ``agent``; total on any bytes.

    Groups for the token are merged, and only without any those for ``*`` count. Byte order mark, NUL, bare CR line
    ends and lines that say nothing are passed over; an HTML page served as robots.txt has no rules.
    """
    text = body[:LARGEST].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\0", "")
    agent = agent.lower()
    groups: dict[bool, list[tuple[str, bool]]] = {True: [], False: []}
    delays: dict[bool, float] = {}
    sitemaps: list[str] = []
    named = {True: False, False: False}
    current: set[bool] = set()
    in_head = False
    for raw in _LINES.split(text):
        key, colon, value = raw.partition("#")[0].partition(":")
        if not colon:
            continue
        key, value = key.strip().lower(), value.strip()
        if key in {"user-agent", "useragent", "user agent"}:
            if not in_head:
                current, in_head = set(), True
            token = _TOKEN.match(value.lower())
            if value.startswith("*"):
                current.add(False)
            elif token and token[0] == agent:
                current.add(True)
            for which in current:
                named[which] = True
        elif key in {"disallow", "allow"}:
            in_head = False
            if value:
                for which in current:
                    groups[which].append((value, key == "allow"))
        elif key == "crawl-delay":
            in_head = False
            if (seconds := _seconds(value)) is not None:
                for which in current:
                    delays.setdefault(which, seconds)
        elif key == "sitemap" and value and len(sitemaps) < 500:
            sitemaps.append((raw.partition(":")[2]).strip()[:2048])
    ours = named[True]
    rules = Rules(delay=delays.get(ours), sitemaps=sitemaps)
    _take(rules, groups[ours])
    return rules


def _take(rules: Rules, lines: list[tuple[str, bool]]) -> None:
    wild: dict[str, bool] = {}
    for value, allow in lines:
        pattern = _octets(value)
        if not pattern.startswith(("/", "*")):
            pattern = "/" + pattern
        bare = pattern.rstrip("*")
        if "*" in bare or bare.endswith("$"):
            wild[pattern] = wild.get(pattern, False) or allow
        else:
            rules.plain[bare] = rules.plain.get(bare, False) or allow
    rules.lengths = sorted({len(prefix) for prefix in rules.plain}, reverse=True)
    rules.wild = sorted(wild.items(), key=lambda item: (-len(item[0]), not item[1]))


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return min(seconds, _LONGEST_DELAY) if seconds >= 0 else None  # not a number compares false


def _octets(path: str) -> str:
    """Percent-escapes in one form: unreserved characters bare, the rest in upper case, non-ASCII escaped as UTF-8."""
    return _ESCAPE.sub(_octet, path) if _ESCAPE.search(path) else path


def _octet(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("%") and len(text) == 3:
        octet = unquote_to_bytes(text)
        return octet.decode("ascii") if octet[0] in _SAFE else text.upper()
    return quote(text, safe="", errors="replace")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a closing ``$`` fits the start of a path: greedy by pieces, no backtracking."""
    anchored = pattern.endswith("$")
    pieces = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(pieces[0]):
        return False
    place = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if len(pieces) == 1:
        return not anchored or place == len(path)
    last = pieces[-1]
    if anchored:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0

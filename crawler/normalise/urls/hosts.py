"""Host names: their canonical form and the domain somebody registered."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

import idna

from crawler.normalise.urls.suffixes import suffix_start

_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_HOST = re.compile(r"[a-z][a-z0-9+.-]*:/*(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^/?#:]*)", re.IGNORECASE)


def canonical_host(host: str) -> str | None:
    """The host as a resolver would take it: lower case, IDNA, numeric forms of IPv4 unfolded; None where there is no such host.

    ``http://2130706433/`` and ``http://0x7f.1/`` are 127.0.0.1 to every browser (WHATWG URL, section 3.5), so they
    are the same address here too.
    """
    if len(host) > 1000:
        return None
    host = host.lower()
    if host.startswith("["):
        return _ipv6(host)
    if "%" in host:
        host = unquote(host, errors="replace").lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError, IndexError):
            return None
    host = host.removesuffix(".")
    if len(host) > 253 or not _NAME.fullmatch(host):
        return None
    return _ipv4(host) if _NUMBER.fullmatch(host.rpartition(".")[2]) else host


def _ipv6(host: str) -> str | None:
    """``[…]`` in its shortest form; zone identifiers have no meaning outside one machine."""
    if not host.endswith("]") or "%" in host:
        return None
    try:
        return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
    except ValueError:
        return None


def _ipv4(host: str) -> str | None:
    """Dotted form of a host whose last label is a number: one to four parts, each decimal, octal or hexadecimal."""
    parts = host.split(".")
    if len(parts) > 4:
        return None
    numbers: list[int] = []
    for part in parts:
        if not _NUMBER.fullmatch(part) or len(part) > 16:
            return None
        try:
            numbers.append(int(part[2:] or "0", 16) if part.startswith("0x") else int(part, 8 if part.startswith("0") else 10))
        except ValueError:
            return None
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        return None
    value = numbers[-1] + sum(n * 256 ** (3 - i) for i, n in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(value))


def host_of(url: str) -> str:
    """The host of an absolute address in lower case, without port; empty where there is none."""
    found = _HOST.match(url)
    return found[1].lower() if found else ""


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """The registrable domain of a host (``news.bbc.co.uk`` → ``bbc.co.uk``) by the bundled public suffix list.

    Under a top level that the list does not know, as in a network of one's own, the last two labels: the list's own rule
    for that case (publicsuffix.org, "the prevailing rule is *"). The host itself for an IP address, ``localhost``, a bare suffix.
    """
    host = host.lower().rstrip(".")
    if len(host) > 253 or ":" in host or host.startswith("["):
        return host
    labels = host.split(".")
    start = suffix_start(labels)
    if start is None:
        return host if _NUMBER.fullmatch(labels[-1]) else ".".join(labels[-2:])
    return ".".join(labels[max(start - 1, 0) :])


def same_site(one: str, other: str) -> bool:
    """Whether two absolute addresses belong to one registrable domain."""
    left, right = host_of(one), host_of(other)
    return left.removeprefix("www.") == right.removeprefix("www.") or registrable(left) == registrable(right)

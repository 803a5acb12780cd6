"""One canonical form for every address of one page, after RFC 3986 section 6 and the WHATWG URL standard."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from urllib.parse import quote, urljoin

from crawler.normalise.urls.hosts import canonical_host
from crawler.normalise.urls.queries import canonical_query

MAX_LENGTH: Final = 2048  #: in characters; a longer address is refused

_SPLIT = re.compile(r"(https?):[/\\]*([^/\\?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_TRIM = "".join(map(chr, range(0x21))) + "\x7f\xa0\u3000\ufeff\u200b"
_SURROGATE = re.compile("[\ud800-\udfff]")
_IN_HREF = re.compile(r"[\t\n\r]")

# what must be escaped or may be unescaped: an escape, a stray %, any character that a path or query may not hold
_ODD = re.compile(r"%[0-9A-Fa-f]{2}|%|[^!$&'()*+,\-./:;=?@_~0-9A-Za-z\[\]]")
_PLAIN = re.compile(r"[!$&'()*+,\-./:;=?@_~0-9A-Za-z\[\]]*")
_UNRESERVED = frozenset("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/;?]*|/\([a-z]\([a-z0-9]{24}\)\)(?=/)", re.IGNORECASE)


def normalise(url: str) -> str | None:
    """The canonical form by which two addresses are compared; None where the string is no http(s) address to fetch.

    Scheme and host in lower case, IDNA, default port, credentials, fragment, dot segments, tracking parameters and
    session ids gone; escapes in upper case and only where needed; parameters sorted by name. Idempotent. None for
    other schemes, malformed hosts and ports, control characters inside, and more than 2,048 characters before or after.
    """
    return _normalise(url) if len(url) <= MAX_LENGTH else None


@lru_cache(maxsize=8192)
def _normalise(url: str) -> str | None:
    url = url.strip(_TRIM)
    found = _SPLIT.match(url)
    if found is None or _CONTROL.search(url):
        return None
    scheme, authority, path, query = found[1].lower(), found[2], found[3], found[4]
    place = _authority(scheme, authority)
    if place is None:
        return None
    path = _path(path) if path not in {"", "/"} else "/"
    query = canonical_query(_escapes(query)) if query else ""
    result = f"{scheme}://{place}{path}?{query}" if query else f"{scheme}://{place}{path}"
    return result if len(result) <= MAX_LENGTH else None


def _authority(scheme: str, authority: str) -> str | None:
    """``host`` or ``host:port`` in canonical form."""
    authority = authority.rpartition("@")[2]
    host, port = authority, ""
    if authority.startswith("["):
        bracket = authority.find("]") + 1
        host, port = authority[:bracket], authority[bracket:]
        if port and not port.startswith(":"):
            return None
        port = port[1:]
    elif ":" in authority:
        host, _, port = authority.partition(":")
    canonical = canonical_host(host)
    if canonical is None:
        return None
    if port:
        if not (port.isascii() and port.isdigit()) or len(port) > 8 or not 0 < int(port) < 65536:
            return None
        port = str(int(port))
        if port != _DEFAULT_PORTS[scheme]:
            return f"{canonical}:{port}"
    return canonical


def _path(path: str) -> str:
    path = _escapes(path.replace("\\", "/"))
    if ";" in path or "/(" in path:
        path = _PATH_SESSION.sub("", path)
    if "/." in path:
        path = _without_dots(path)
    return path if path.startswith("/") else "/" + path


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4 over whole segments."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _escapes(part: str) -> str:
    """Escapes in one form: unreserved characters bare, all else as upper-case UTF-8 escapes, a stray ``%`` as ``%25``."""
    return part if _PLAIN.fullmatch(part) else _ODD.sub(_one_escape, part)


def _one_escape(found: re.Match[str]) -> str:
    text = found[0]
    if len(text) == 3:
        char = chr(int(text[1:], 16))
        return char if char in _UNRESERVED else text.upper()
    if text == "%":
        return "%25"
    return quote(text, safe="", errors="replace") if not "\ud800" <= text <= "\udfff" else "%EF%BF%BD"


def refusal(url: str) -> str | None:
    """The reason of the closed list why ``normalise`` gives None: ``url_too_long``, ``blocked_scheme`` or ``bad_url``; else None."""
    if len(url) > MAX_LENGTH:
        return "url_too_long"
    if _normalise(url) is not None:
        return None
    scheme = _SCHEME.match(url.strip(_TRIM))
    if scheme and scheme[1].lower() not in {"http", "https"}:
        return "blocked_scheme"
    return "bad_url"


def join(base: str, href: str) -> str | None:
    """The absolute http(s) address that ``href`` means on the page ``base``, as printed but without fragment; None where it means none.

    Total on hostile strings. What it gives is accepted by :func:`normalise`; tracking parameters are still in it.
    """
    if len(href) > MAX_LENGTH * 4:
        return None
    href = _IN_HREF.sub("", href.strip(_TRIM)).partition("#")[0]
    scheme = _SCHEME.match(href)
    if scheme:
        if scheme[1].lower() not in {"http", "https"}:
            return None
        target = href
    elif href[:1] == "/" and href[1:2] not in {"/", "\\"}:
        root = _root(base)
        if root is None:
            return None
        target = root + href
    else:
        try:
            target = urljoin(base, href.replace("\\", "/") if href[:2] in {"\\\\", "/\\", "\\/"} else href)
        except ValueError:
            return None
    target = target.partition("#")[0]
    if not target.isascii():
        target = _SURROGATE.sub("\ufffd", target)
    return target if normalise(target) is not None else None


@lru_cache(maxsize=256)
def _root(base: str) -> str | None:
    """Scheme and authority of a page's address as printed."""
    found = _SPLIT.match(base)
    return f"{found[1]}://{found[2]}" if found else None


def url_key(url: str) -> bytes:
    """The 16-byte blake2b of the normalised address (of the string itself where it is no address)."""
    return blake2b((normalise(url) or url).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def origin(url: str) -> str | None:
    """``scheme://host[:port]``, the port left out where it is the scheme's own; None where the address is none."""
    normal = normalise(url)
    return normal[: normal.index("/", 8)] if normal else None


def same_page(one: str, other: str) -> bool:
    """Whether two addresses normalise to one, http and https and a closing slash aside."""
    left, right = normalise(one), normalise(other)
    if left is None or right is None:
        return False
    return left.partition("://")[2].rstrip("/") == right.partition("://")[2].rstrip("/")

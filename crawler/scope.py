"""What a crawl may ask for: which origins are in scope, and which network addresses may be connected to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from crawler.errors import SettingsError
from crawler.normalise.urls import host_of, normalise, origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.sites.profile import Profile

_PLACE = re.compile(r"(\[[^\]\s]{2,45}\]|[^\s:/@\[\]]{1,253}):(\d{1,5})")
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".localdomain", ".home.arpa")
# prefixes that wrap an IPv4 address: what counts is the address inside
_NAT64: Final = ip_network("64:ff9b::/96")
_COMPATIBLE: Final = ip_network("::/96")
# prefixes that Python calls global although they lead into the own network
_LOCAL_NETWORKS: Final = (ip_network("64:ff9b:1::/48"), ip_network("fec0::/10"), ip_network("5f00::/16"), ip_network("100.64.0.0/10"))


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Which (address, port) may be connected to: public ones, and those that the operator named."""

    allowed: frozenset[tuple[str, int]] = frozenset()  #: canonical host or address without brackets, and its port
    everything: bool = False  #: nothing is refused, where nothing is connected to

    @classmethod
    def parse(cls, places: Iterable[str]) -> AddressGuard:
        """Return the guard that lets through public addresses and the ``HOST:PORT`` given (IPv6 in brackets).

        Raises SettingsError for a place that names no single host and port.
        """
        allowed = set()
        for place in places:
            found = _PLACE.fullmatch(place.strip())
            host = host_of(normalise(f"http://{found[1]}/") or "") if found else ""
            if not found or not host or not 0 < int(found[2]) < 65536:
                raise SettingsError(f"--allow-address {place!r}: give HOST:PORT, IPv6 in brackets, e.g. 127.0.0.1:8000 or [::1]:8000")
            allowed.add((host.strip("[]"), int(found[2])))
        return cls(frozenset(allowed))

    def refuses(self, address: str, port: int, name: str = "") -> bool:
        """Whether a connection to this resolved address must not be made; ``name`` is the host that was asked for."""
        if self.everything or (address, port) in self.allowed or (name and (name.lower().strip("[]"), port) in self.allowed):
            return False
        return not is_public(address)

    def refuses_url(self, url: str) -> bool:
        """Whether the address alone, without a look-up, says that it must not be connected to (IP literals, local names)."""
        normal = None if self.everything else normalise(url)
        if normal is None:
            return False
        host, port = place_of(normal)
        if (host, port) in self.allowed:
            return False
        if host in _LOCAL_NAMES or host.endswith(_LOCAL_ENDINGS):
            return True
        literal = _literal(host)
        return literal is not None and not is_public(host)


def place_of(url: str) -> tuple[str, int]:
    """Host without brackets and port of a normalised address."""
    scheme, _, rest = url.partition("://")
    authority = rest.partition("/")[0]
    port = 443 if scheme == "https" else 80
    host, colon, tail = authority.rpartition(":")
    if colon and tail.isdigit():
        return host.strip("[]"), int(tail)
    return authority.strip("[]"), port


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; False for what is no address.

    Loopback, private, link-local, shared, multicast, reserved and unspecified ones do not; of an IPv4 address
    wrapped in IPv6 (mapped, compatible, NAT64, 6to4, Teredo) the inner one counts.
    """
    literal = _literal(address)
    if literal is None:
        return False
    if isinstance(literal, IPv6Address):
        inner = _inner(literal)
        if inner is not None:
            return is_public(str(inner))
    if any(literal.version == network.version and literal in network for network in _LOCAL_NETWORKS):
        return False
    return literal.is_global and not literal.is_multicast and not literal.is_reserved and not literal.is_unspecified


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """The origins of a crawl: those of the targets, of ``--scope``, and the hosts of the targets' profiles."""

    origins: frozenset[str]
    profiles: tuple[Profile, ...] = ()

    def refuses(self, url: str) -> bool:
        """Whether an address lies outside."""
        place = origin(url)
        if place is None or place not in self.origins:
            return not any(profile.allows(url) for profile in self.profiles)
        return False

    def profile_for(self, url: str) -> Profile | None:
        """The profile of the site that an address belongs to."""
        return next((profile for profile in self.profiles if profile.allows(url)), None)


def origins_of(urls: Iterable[str]) -> frozenset[str]:
    """The origins of addresses, each with and without ``www.`` and under both schemes where the port is the scheme's own.

    A site that answers under ``https://www.`` when asked for ``http://`` is the same site.
    """
    found: set[str] = set()
    for url in urls:
        place = origin(url)
        if place is None:
            continue
        found.add(place)
        host = place.partition("://")[2]
        if ":" not in host.rpartition("]")[2] and _literal(host.strip("[]")) is None and "." in host:
            bare = host.removeprefix("www.")
            found.update(f"{scheme}://{name}" for scheme in ("http", "https") for name in (bare, f"www.{bare}"))
    return frozenset(found)

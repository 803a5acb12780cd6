"""Writes sites: one row for each profile key, or for each host without a profile."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select, update

from storage.bulk import insert_all
from storage.models import sites

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SITES = select(sites.c.id, sites.c.key).where(sites.c.key.in_(bindparam("keys", expanding=True)))


def host_of(url: str) -> str:
    """Return the host of an address in lower case, with the port where it is not the scheme's own."""
    path = url.find("/", url.find("//") + 2)
    return _host(url[:path] if path > 0 else url)


@lru_cache(maxsize=1024)
def _host(place: str) -> str:
    parts = urlsplit(place)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme) else host


def describe_sites(connection: Connection, rows: Iterable[Row]) -> None:
    """Note what profiles say of the sites that are stored: ``{"key", "home_url", "name", "kind", "language", "time_zone"}`` each."""
    for row in rows:
        connection.execute(update(sites).where(sites.c.key == row["key"]).values(row))


def site_ids(connection: Connection, keys: Iterable[str], now: datetime) -> dict[str, int]:
    """Return the number of each site key, new ones inserted."""
    wanted = sorted(set(keys))
    known = {row.key: row.id for row in connection.execute(_SITES, {"keys": wanted})}
    new = [key for key in wanted if key not in known]
    if new:
        rows = [{"key": key, "first_seen_at": now} for key in new]
        known |= insert_all(connection, sites, rows, "key")
    return known

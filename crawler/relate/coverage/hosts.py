"""Addresses of events: which hosts say whose event it is, and which carry the pages of many organisers."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from crawler.normalise.urls.hosts import host_of, registrable

#: hosts that carry the pages of many organisers
_SHARED: Final = frozenset(
    [
        "eventbrite.com",
        "eventbrite.co.uk",
        "eventbrite.de",
        "meetup.com",
        "facebook.com",
        "linkedin.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "youtu.be",
        "instagram.com",
        "lu.ma",
        "luma.com",
        "google.com",
        "goo.gl",
        "bit.ly",
        "t.co",
        "ticketmaster.com",
        "tickettailor.com",
        "xing.com",
        "medium.com",
        "github.com",
        "github.io",
        "wordpress.com",
        "blogspot.com",
        "indico.cern.ch",
        "pretalx.com",
        "sessionize.com",
        "sched.com",
        "hopin.com",
        "zoom.us",
        "weibo.com",
        "weixin.qq.com",
        "qq.com",
        "huodongxing.com",
    ]
)


def own_host(url: str | None) -> str:
    """The host of an address by which events are known; empty where many organisers share it."""
    host = host_of(url or "").removeprefix("www.")
    if not host or host in _SHARED or registrable(host) in _SHARED:
        return ""
    return host


def path_of(url: str | None) -> str:
    """The path of an address, to be compared."""
    return urlsplit(url or "").path.rstrip("/").casefold()

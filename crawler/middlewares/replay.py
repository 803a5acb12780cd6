"""Answers every request from an archive: a replayed crawl opens no socket and looks up no name.

``Replay`` is a Scrapy add-on that acts where the setting ``PRESSROW_REPLAY`` names a WARC file or a folder of them, for any
spider. The rules of robots.txt and the pace of an origin speak of asking; nobody is asked here, so they rest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from crawler.errors import SettingsError
from crawler.middlewares.refusals import Refused
from crawler.normalise.urls import normalise, url_key
from crawler.session import session_of
from storage.archive import Place
from storage.codings import MAX_BODY
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import Settings

    from storage.archive import ArchivedResponse
    from storage.archive_index import ArchiveIndex
    from storage.records import Row

_HANDLER = "crawler.middlewares.replay.ArchiveHandler"
_PRIORITY = "cmdline"  # what was asked for on the command line stands above the project's own settings


class Replay:
    """Puts the archive in the place of the network where one is to be replayed."""

    def update_settings(self, settings: Settings) -> None:
        """Scrapy's call, before any part of the crawl is made."""
        if not settings.get("PRESSROW_REPLAY"):
            return
        handlers: Any = settings["DOWNLOAD_HANDLERS"]
        for scheme in ("http", "https"):
            handlers.set(scheme, _HANDLER, _PRIORITY)
        middlewares: Any = settings["DOWNLOADER_MIDDLEWARES"]
        middlewares.set("crawler.middlewares.robots.Robots", None, _PRIORITY)
        settings.set("DOWNLOAD_DELAY", 0, _PRIORITY)


class ArchiveHandler:
    """A download handler whose answers are the captures of an archive, each with the time of its capture."""

    lazy = False

    def __init__(self, index: ArchiveIndex) -> None:
        self._index = index

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveHandler:
        """Scrapy's entry. Raises SettingsError when the session has no archive, StorageError when it cannot be read."""
        index = session_of(crawler).archived
        if index is None:
            raise SettingsError("no archive to replay: give PRESSROW_REPLAY")
        return cls(index)

    async def download_request(self, request: Request) -> Response:
        """The last capture of the address. Raises Refused: ``not_archived``, and ``data_loss`` or ``too_large`` for one that was cut."""
        url = normalise(request.url)
        try:
            answer = self._index.read(url_key(url)) if url is not None else None
        except ArchiveError as error:
            raise Refused("data_loss", str(error)) from error
        if answer is None or request.method not in {"GET", "HEAD"}:
            raise Refused("not_archived")
        if answer.truncated:
            raise Refused("too_large" if len(answer.payload) >= MAX_BODY else "data_loss", "the archive holds only the beginning")
        if not 100 <= answer.status < 600:
            raise Refused("protocol_error", f"status {answer.status} in {answer.file} at {answer.offset}")
        request.meta["captured"] = (answer.captured_at, Place(answer.file, answer.offset, 0), _hints(answer))
        return _response(request, answer)

    async def close(self) -> None:
        """Scrapy's call at the end."""
        self._index.close()


def _hints(answer: ArchivedResponse) -> tuple[Row, ...] | None:
    """What the crawl that wrote the archive knew of the address beforehand; None where the archive does not say."""
    try:
        rows = json.loads(answer.hints) if answer.hints is not None else None
    except ValueError:
        return None
    return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else None


def _response(request: Request, answer: ArchivedResponse) -> Response:
    headers = Headers()
    for name, value in answer.headers:
        headers.appendlist(name, value.encode("latin-1", "replace"))
    sort = responsetypes.from_args(headers=headers, url=request.url, body=answer.payload)
    return sort(url=request.url, status=answer.status, headers=headers, body=answer.payload)

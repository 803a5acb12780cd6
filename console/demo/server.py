"""Serves the demo sites on three ports of 127.0.0.1, with validators and answers to conditional requests."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple, Self

from console.demo import conference, news, organiser
from console.demo.pages import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

SITES: dict[str, Callable[[str], dict[str, Answer]]] = {
    "organiser": organiser.answers,
    "news": news.answers,
    "conference": conference.answers,
}


class Visit(NamedTuple):
    """One request that was answered."""

    site: str
    path: str
    status: int
    conditional: bool


class DemoSites:
    """The running sites; a context manager. ``origins`` maps a site's name to ``http://127.0.0.1:PORT``.

    ``ports``, one for each site in the order of ``SITES``, fixes the ports, 0 takes any; OSError when one is taken.
    """

    def __init__(self, ports: Sequence[int] = (0, 0, 0)) -> None:
        self.visits: list[Visit] = []
        self._lock = Lock()
        self._servers: list[SiteServer] = []
        try:
            for (name, answers), port in zip(SITES.items(), ports, strict=True):
                self._servers.append(SiteServer(name, port, answers, self._note))
        except OSError:
            for server in self._servers:
                server.server_close()
            raise
        self.origins = {server.site: server.origin for server in self._servers}

    def _note(self, visit: Visit) -> None:
        with self._lock:
            self.visits.append(visit)

    def __enter__(self) -> Self:
        for server in self._servers:
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"demo-{server.site}", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def page(self, site: str, path: str) -> Answer:
        """What a page answers. Raises KeyError for one that is not there."""
        return self._server(site).answers[path]

    def change(self, site: str, path: str, answer: Answer | None) -> None:
        """Let a page answer otherwise from now on; None takes it away."""
        answers = self._server(site).answers
        if answer is None:
            answers.pop(path, None)
        else:
            answers[path] = answer

    def _server(self, site: str) -> SiteServer:
        return next(server for server in self._servers if server.site == site)


class SiteServer(ThreadingHTTPServer):
    """One site on one port."""

    daemon_threads = True

    def __init__(self, site: str, port: int, answers: Callable[[str], dict[str, Answer]], note: Callable[[Visit], None]) -> None:
        super().__init__(("127.0.0.1", port), Visitor)
        self.site = site
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.answers = answers(self.origin)
        self.note = note


class Visitor(BaseHTTPRequestHandler):
    """One connection to a site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SiteServer

    def do_GET(self) -> None:
        """Answer with the page, with 304 where the validators still hold, else with 404."""
        answer = self.server.answers.get(self.path)
        status = 404 if answer is None else 304 if self._still_valid(answer) else 200
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        self.server.note(Visit(self.server.site, self.path, status, conditional))
        answer = answer or Answer(b"<!DOCTYPE html><title>Not found</title><h1>Not found</h1>")
        body = b"" if status == 304 else answer.body
        self.send_response(status)
        if status != 404:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", answer.last_modified)
        if status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  the standard library's name

    def _still_valid(self, answer: Answer) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return answer.etag in tags
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return answer.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the standard library's name
        """Keep quiet: ``DemoSites.visits`` has every request."""

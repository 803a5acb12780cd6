"""A small odd origin on the loopback: pages by path, each answering as its function says; every hit is noted."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-0{day}T10:00:00+00:00">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{title}",
"author":{{"@type":"Person","name":"Ada Quill"}},"datePublished":"2026-03-0{day}T10:00:00+00:00"}}</script></head>
<body><nav><a href="/">home</a></nav><article><h1>{title}</h1><p class="byline">By Ada Quill</p>{text}</article>{links}</body></html>"""
TEXT = "".join(
    f"<p>Paragraph {n}: the session opened with remarks on budgets and the year ahead, and delegates asked {n + 3} questions "
    "about delivery, cost and schedule before the chair closed the floor.</p>"
    for n in range(6)
)


def article(title, day=1, links=()):
    return ARTICLE.format(title=title, day=day, text=TEXT, links="".join(f'<a href="{link}">more</a>' for link in links)).encode()


def listing(links, title="News"):
    rows = "".join(f'<li><a href="{link}">A story of {n} words or more to read</a></li>' for n, link in enumerate(links))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head><body><ul>{rows}</ul></body></html>".encode()
    )


def answer(status=200, body=b"", headers=(), content_type="text/html; charset=utf-8", length=True):
    head = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    if length:
        head.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + body


class Origin:
    """``pages`` maps a path to bytes (an HTML body), or to ``function(request) -> bytes to send | None to hang up``."""

    def __init__(self, pages, host="127.0.0.1"):
        self.pages = pages
        self.hits: Counter[str] = Counter()
        self.times: list[tuple[float, str]] = []
        self.conditional: list[str] = []
        self.agents: set[str] = set()
        self._listener = socket.create_server((host, 0))
        self.port = self._listener.getsockname()[1]
        self.place = f"{host}:{self.port}"
        self.url = f"http://{self.place}"
        self._lock = threading.Lock()
        self.arrived = threading.Condition(self._lock)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            connection.settimeout(30)
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    head += piece
                line, *rest = head.decode("latin-1").split("\r\n")
                path = line.split(" ")[1]
                headers = {name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rest if row)}
                with self.arrived:
                    self.hits[path] += 1
                    self.times.append((time.monotonic(), path))
                    self.agents.add(headers.get("user-agent", ""))
                    if "if-none-match" in headers or "if-modified-since" in headers:
                        self.conditional.append(path)
                    self.arrived.notify_all()
                page = self.pages.get(path, self.pages.get(path.partition("?")[0]))
                if page is None:
                    connection.sendall(answer(404, b"<h1>Not here</h1>"))
                elif isinstance(page, bytes):
                    etag = f'"{abs(hash(page)):x}"'
                    if headers.get("if-none-match") == etag:
                        connection.sendall(answer(304, headers=[("ETag", etag)]))
                    else:
                        connection.sendall(answer(200, page, [("ETag", etag)]))
                else:
                    sent = page({"path": path, "headers": headers, "hits": self.hits[path], "connection": connection})
                    if sent is not None:
                        connection.sendall(sent)
            except OSError:
                return

    def wait_for(self, number, seconds=60):
        """Wait until so many requests have arrived."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: sum(self.hits.values()) >= number, seconds), dict(self.hits)

    def close(self):
        self._listener.close()

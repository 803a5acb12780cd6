"""How fast whole crawls are: Pressrow beside bare Scrapy, and beside Scrapy with trafilatura and a commit a row.

Each side crawls the same loopback site of real pages (the benchmark's, 120 to 260 kB) with the same concurrency, in
turns, so that a busy machine slows all alike. Pressrow downloads, archives, extracts, normalises and stores (it does not
relate articles to one another); bare Scrapy, its defaults aside from the concurrency, only downloads. A rate counts from
the first request to the end of the process. CPU counts all processes of a side from their beginning; what a crawl of a
single page costs on that side (starting Python, imports, making a database) is told apart from what each page adds.
A bare lxml parse of the same pages, in the same minute, says how fast the machine is. ``--memory`` crawls 1,000 and 20,000 small
pages instead and compares the peaks.

The benchmark's folder is PRESSROW_SHARED or ``../shared`` beside the checkout. ``--python`` names a Python that has
scrapy and trafilatura (make one outside the checkout: ``python -m venv V && V/bin/pip install scrapy trafilatura``).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PER_LIST = 100

PRESSROW = """
import json, sys, time
from crawler.run import CrawlOptions, run_crawl
place, folder, concurrency = sys.argv[1], sys.argv[2], int(sys.argv[3])
report = run_crawl(CrawlOptions(targets=(f"http://{place}/",), db=f"sqlite:///{folder}/crawl.db", allow_address=(place,), delay=0.0,
    concurrency=concurrency, archive=sys.argv[4] and f"{folder}/archive", relate=False))
print(json.dumps({"pages": report["pages"], "articles": report["articles"], "own": time.process_time(), "rss": report["rss_max_mb"]}))
"""
SPIDER = """
import json, sqlite3, sys, time
import scrapy
from scrapy.crawler import CrawlerProcess
place, folder, concurrency, number = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
seen = []
class Only(scrapy.Spider):
    name = "only"
    async def start(self):
        for n in range(number):
            yield scrapy.Request(f"http://{place}/n/story-number-{n}-of-all")
    def parse(self, response):
        seen.append(len(response.body))
"""
BARE = """
Spider = Only
"""
PEER = """
import trafilatura
database = sqlite3.connect(f"{folder}/peer.db", isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("CREATE TABLE rows (url TEXT PRIMARY KEY, row TEXT)")
class Spider(Only):
    name = "peer"
    def parse(self, response):
        super().parse(response)
        row = trafilatura.extract(response.body, url=response.url, output_format="json", with_metadata=True)
        database.execute("INSERT OR REPLACE INTO rows VALUES (?, ?)", (response.url, row))
"""
RUN = """
process = CrawlerProcess({"CONCURRENT_REQUESTS": concurrency, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency, "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
process.crawl(Spider)
process.start()
print(json.dumps({"pages": len(seen), "own": time.process_time()}))
"""


def bodies() -> list[bytes]:
    """Pages of a real size whose links lead off the site."""
    folder = Path(os.environ.get("PRESSROW_SHARED") or CHECKOUT.parent / "shared") / "benchmark" / "pages"
    if not folder.is_dir():
        raise SystemExit(f"no pages at {folder}: name the folder above benchmark/ in PRESSROW_SHARED")
    made = []
    for file in sorted(folder.glob("*.html.gz")):
        body = gzip.decompress(file.read_bytes())
        if 120_000 < len(body) < 260_000 and b"<head>" in body:
            made.append(body.replace(b"<head>", b"<head><base href=http://elsewhere.invalid/>", 1))
        if len(made) == 60:
            break
    return made


def small(number: int) -> bytes:
    """A short article, told apart by its number."""
    text = "".join(
        f"<p>Paragraph {n} of story {number}: delegates asked about delivery and cost before the chair closed.</p>" for n in range(8)
    )
    return f"<html><head><title>Story {number}</title></head><body><article><h1>Story {number} of the long day</h1><p>By Ada Quill</p>{text}</article></body></html>".encode()


async def serve(number: int, kind: str) -> None:
    """Serve the site; a line with the time goes out at the first request of each crawl (after ``/mark``)."""
    pages = bodies() if kind == "real" else []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal begun
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
                if path == "/mark":
                    begun, body = False, b""
                elif not begun:
                    begun = True
                    print(time.time(), flush=True)
                if path == "/mark":
                    pass
                elif path == "/":
                    body = "".join(f'<a href="/l/{n}">list {n} of the stories</a>' for n in range(-(-number // PER_LIST))).encode()
                elif path.startswith("/l/"):
                    first = int(path[3:]) * PER_LIST
                    last = min(first + PER_LIST, number)
                    body = "".join(f'<a href="/n/story-number-{n}-of-all">story number {n} of all</a>' for n in range(first, last)).encode()
                elif path.startswith("/n/"):
                    n = int(path.split("-")[2])
                    body = pages[n % len(pages)] if pages else small(n)
                else:
                    writer.write(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
                    continue
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    begun = False
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Site:
    """The loopback site in a process of its own."""

    def __init__(self, number: int, kind: str) -> None:
        self.number = number
        command = [sys.executable, __file__, "--serve", str(number), kind]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.place = f"127.0.0.1:{self._process.stdout.readline().strip()}"

    def crawl(self, python: str, code: str, *arguments: str) -> dict[str, float]:
        """Run a crawl; ``{pages, rate, cpu, own}``, the CPU in ms a page, of all its processes and of the crawler's."""
        import urllib.request

        urllib.request.urlopen(f"http://{self.place}/mark").close()
        with tempfile.TemporaryDirectory() as folder:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                [python, "-c", code, self.place, folder, *arguments],
                capture_output=True,
                text=True,
                check=False,
                cwd=folder,
            )
            ended, after = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        told = json.loads(done.stdout.splitlines()[-1])
        assert self._process.stdout is not None
        began = float(self._process.stdout.readline())
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        pages = told["pages"]
        return told | {"rate": pages / (ended - began), "cpu": spent / pages * 1000, "own": told["own"] / pages * 1000}

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def parse_ms() -> float:
    """CPU ms of a bare lxml parse of a page."""
    from lxml import etree

    pages = bodies()
    rounds = []
    for _ in range(3):
        began = time.process_time()
        for page in pages:
            etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))
        rounds.append((time.process_time() - began) / len(pages) * 1000)
    return min(rounds)


def throughput(pages: int, rounds: int, concurrency: int, peer: str | None) -> None:
    """Print the rates side by side."""
    site, one = Site(pages, "real"), Site(1, "real")
    ours = [str(concurrency), "archive"]
    sides = {"pressrow": (sys.executable, PRESSROW, ours), "bare scrapy": (sys.executable, SPIDER + BARE + RUN, [str(concurrency)])}
    if peer:
        sides["scrapy + trafilatura"] = (peer, SPIDER + PEER + RUN, [str(concurrency)])
    results: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    parses = []
    for number in range(rounds):
        parses.append(parse_ms())
        for name in sides if number % 2 == 0 else reversed(sides):
            python, code, arguments = sides[name]
            start = one.crawl(python, code, *arguments, *(() if name == "pressrow" else ("1",)))
            whole = site.crawl(python, code, *arguments, *(() if name == "pressrow" else (str(pages),)))
            begin, own_begin = start["cpu"] * start["pages"], start["own"] * start["pages"]  # ms of a crawl of one page
            more = whole["pages"] - start["pages"]
            adds = (whole["cpu"] * whole["pages"] - begin) / more
            own_adds = (whole["own"] * whole["pages"] - own_begin) / more
            results[name].append(whole | {"begin": begin / 1000, "own_begin": own_begin / 1000, "adds": adds, "own_adds": own_adds})
    site.close()
    one.close()
    print(f"{pages} pages, concurrency {concurrency}, {rounds} rounds, medians; load {os.getloadavg()[0]:.1f}")
    print(f"a bare lxml parse of a page: {statistics.median(parses):.2f} ms CPU")
    for name, rows in results.items():
        middle = {key: statistics.median(row[key] for row in rows) for key in rows[0] if key != "rss"}
        print(
            f"{name:22} {middle['rate']:7.1f} pages/s   CPU a page {middle['cpu']:5.1f} ms, {middle['own']:5.1f} of them the crawler process's; "
            f"without the start ({middle['begin']:.1f} s, {middle['own_begin']:.1f}): {middle['adds']:5.1f}, {middle['own_adds']:5.1f}   "
            f"{middle['pages']:.0f} pages"
        )
    for name, wanted in (("bare scrapy", 0.35), ("scrapy + trafilatura", 4.0)):
        if name in results:
            shares = [ours["rate"] / theirs["rate"] for ours, theirs in zip(results["pressrow"], results[name], strict=True)]
            print(
                f"pressrow : {name} = {statistics.median(shares):.2f} (rounds {', '.join(f'{share:.2f}' for share in shares)}; wanted {wanted})"
            )


def memory(sizes: tuple[int, ...], concurrency: int) -> None:
    """Print the crawler's and the workers' peaks by the number of pages."""
    peaks: list[dict[str, int]] = []
    for number in sizes:
        site = Site(number, "small")
        told = site.crawl(sys.executable, PRESSROW, str(concurrency), "")
        site.close()
        peaks.append(told["rss"])
        print(
            f"{number:6} pages: peak {told['rss']} MB, {told['rate']:.0f} pages/s, {told['own']:.1f} ms CPU a page in the crawler process",
            flush=True,
        )
    for process in peaks[0]:
        print(f"{process}: {peaks[-1][process] / peaks[0][process]:.2f} times as much (wanted: at most 1.2)")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--pages", type=int, default=600)
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--concurrency", type=int, default=16)
    given.add_argument("--python", help="a Python with scrapy and trafilatura")
    given.add_argument("--memory", action="store_true", help="peaks of memory at 1,000 and 20,000 pages instead")
    given.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000], help="numbers of pages for --memory")
    given.add_argument("--serve", nargs=2, metavar=("N", "KIND"), help=argparse.SUPPRESS)
    wanted = given.parse_args()
    if wanted.serve:
        asyncio.run(serve(int(wanted.serve[0]), wanted.serve[1]))
    elif wanted.memory:
        memory(tuple(wanted.sizes), wanted.concurrency)
    else:
        throughput(wanted.pages, wanted.rounds, wanted.concurrency, wanted.python)


if __name__ == "__main__":
    main()

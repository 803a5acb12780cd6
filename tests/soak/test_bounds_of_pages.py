"""Pages made to be expensive end within five seconds of processor time and 512 MB of a worker that has no more."""

import asyncio
from datetime import UTC, datetime

import psutil
import pytest

from crawler.workers.pool import WorkerPool
from crawler.workers.saved import FileTask

LINE = "<p>The council met on Monday to discuss the budget for the coming year, and members asked about costs.</p>"
PAGES = {
    "100,000 nested elements": lambda: "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "100,000 nested words": lambda: "<span>" * 100_000 + "x",
    "300,000 attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x</p>",
    "300,000 quoted attributes": lambda: "<p " + "".join(f"a{n}=''" for n in range(300_000)) + ">x</p>",
    "50,000 links": lambda: "".join(
        f'<li><a href="/2026/05/a-story-number-{n}">A story number {n} of many</a></li>' for n in range(50_000)
    ),
    "an attribute of 8 MB": lambda: '<p title="' + "x" * 8_000_000 + '">x</p>',
    "a class of 8 MB": lambda: '<p class="' + "x y " * 2_000_000 + '">x</p>',
    "a text of 4 MB": lambda: "<p>" + "word " * 800_000 + "</p>",
    "a word of 4 MB": lambda: "<p>" + "x" * 4_000_000 + "</p>",
    "digits in a date": lambda: '<time datetime="' + "1" * 100_000 + '">' + "1" * 100_000 + "</time>",
    "digits in lines": lambda: "<p class=date>" + "12.05." * 20_000 + "</p>" + ("<p>" + "1" * 3000 + "</p>") * 300,
    "20,000 bylines": lambda: "<p class=byline>By John Smith and Mary Jones</p>" * 20_000,
    "20,000 dates": lambda: "<p class=date>Published 3 May 2024 12:30</p>" * 20_000,
    "10 MB of breaks": lambda: "<br>" * 2_500_000,
    "10 MB of paragraphs": lambda: LINE * 95_000,
}


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays_within_its_bounds(name, tmp_path):
    file = tmp_path / "page.html"
    head = "<html><head><title>A headline to begin with</title></head><body><article><h1>A headline to begin with</h1>"
    file.write_text(f"{head}<p>By Ada Quill</p><p>3 May 2026</p>{LINE * 5}{PAGES[name]()}</article></body></html>")
    task = FileTask(1, "http://x.test/2026/a-headline-to-begin-with", str(file), datetime(2026, 5, 4, tzinfo=UTC), "utf-8")

    async def read():
        pool = WorkerPool(1, function="crawler.workers.extracting:run", timeout=60.0, memory_mb=512)
        await pool.start()
        try:
            await pool.run(())
            (worker,) = psutil.Process().children(recursive=True)[1:]
            before = sum(worker.cpu_times()[:2])
            rows = await pool.run((task,))
            return rows[0], sum(worker.cpu_times()[:2]) - before, worker.memory_info().rss >> 20, pool.rss_max_mb
        finally:
            await pool.close()

    row, seconds, held, most = asyncio.run(read())
    assert row["headline"] == "A headline to begin with"
    assert seconds < 5
    assert max(held, most) <= 512

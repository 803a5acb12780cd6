"""``pressrow worker``: runs the crawls that are due, until it is told to stop."""

from __future__ import annotations

import os
import queue
import signal
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.nearest import OneOf

if TYPE_CHECKING:
    from console.worker.processes import Process
    from storage.database import Database
    from storage.jobs import Job
    from storage.records import Row


@click.command()
@options.db()
@click.option(
    "--crawls", type=click.IntRange(1, 256), default=2, show_default=True, metavar="N", help="Crawls at a time, of as many sites."
)
@click.option("--once", is_flag=True, help="Run what is due now, and end.")
@click.option("--quiet", is_flag=True, help="Tell only what went wrong.")
@click.option("--log-format", type=OneOf(["text", "json"]), default="text", show_default=True, help="How lines are written, to stderr.")
def worker(db: str, crawls: int, once: bool, quiet: bool, log_format: str) -> int:
    """Run the crawls that are due, each in a process of its own.

    SIGTERM and Ctrl-C end the crawls so that they are resumed by the next worker; a second signal kills them. Several
    workers may share a database. With --once the exit code is that of the crawls, the gravest first.
    """
    from console.cli.crawl_arguments import targets_of
    from console.worker.loop import Surroundings, Worker
    from console.worker.telling import Teller
    from storage.database import open_database
    from storage.ownership import this_owner

    def now() -> datetime:
        return datetime.now(UTC)

    wakes: queue.SimpleQueue[None] = queue.SimpleQueue()  # the one queue that a signal handler may put into

    def wait(seconds: float) -> None:
        with suppress(queue.Empty):
            wakes.get(timeout=seconds)

    tell = Teller("quiet" if quiet else log_format, now)
    with closing(open_database(db, create=not once)) as database:
        around = Surroundings(now, time.monotonic, wait, starter(database, tell, wakes), targets_of, tell)
        running = Worker(database, around, owner=this_owner(), crawls=crawls, once=once)

        def stop(number: int, frame: Any) -> None:
            del number, frame
            running.stop()
            wakes.put(None)

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        tell("ready", f"worker {os.getpid()} looks after the schedules of {database.name}, {crawls} crawls at a time")
        try:
            return running.run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            tell("ended", f"worker {os.getpid()} ends")


def starter(database: Database, tell: Any, wakes: queue.SimpleQueue[None]) -> Any:
    """What starts the crawl of a job."""
    environment = {"PRESSROW_DB": address(database)}  # not an argument: it may hold a password

    def start(job: Job) -> Process:
        from console.worker.processes import Process

        arguments = [word for word in job.arguments if not (job.again and word == "--fresh")]
        return Process(
            arguments,
            folder=job.folder,
            environment=environment,
            on_line=lambda row: tell("progress", progress(row), schedule=job.name, job=job.job_id),
            on_end=lambda: wakes.put(None),
        )

    return start


def address(database: Database) -> str:
    """The address of a database as a process in another folder understands it."""
    url = database.url
    if database.dialect == "sqlite" and url.database and not url.database.startswith("file:"):
        url = url.set(database=os.path.abspath(url.database))  # noqa: PTH100  a link is kept as it is
    return url.render_as_string(hide_password=False)


def progress(row: Row) -> str:
    """The progress of a crawl in one line."""
    from console.cli.progress import by_reason

    ended = by_reason(row.get("outcomes") or {})
    counts = ", ".join(f"{row.get(name, 0)} {name}" for name in ("pages", "articles", "events", "issues", "waiting"))
    return f"{row.get('elapsed_s', 0):.0f} s, {counts}" + (f"; not stored: {ended}" if ended else "")

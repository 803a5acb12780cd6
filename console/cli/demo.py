"""``pressrow demo``: serves the demo sites on this machine, crawls them with the ordinary spider, shows what was stored."""

from __future__ import annotations

import errno
import shlex
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from console.cli import options
from console.cli.crawl import run_with_progress, summary
from console.cli.events import EVENTS
from console.cli.listings import ARTICLES, reading
from console.cli.progress import chosen_form
from console.cli.rows import print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.demo.server import DemoSites

DEMO_DB = "sqlite:///demo.db"
FIRST_PORT = 18471  #: below the range that the system hands out by itself
COUNTED = ("articles", "article_revisions", "events", "event_revisions")


@click.command()
@options.db(DEMO_DB, variable=None)  # the environment may name a database that no invented article belongs in
@click.option("--quiet", is_flag=True, help="Show nothing but the result.")
def demo(db: str, quiet: bool) -> int:
    """Crawl the bundled demo sites and show what was stored.

    Three small sites are served on 127.0.0.1 while the crawl runs: a conference organiser's blog in English and
    Chinese, a local news site, a conference. A second run asks the same addresses again and stores only what changed.
    """
    from crawler.session import CrawlOptions
    from storage.database import open_database

    open_database(db).close()
    before = stored_rows(db)
    with serve(ports_of_last_crawl(db)) as sites:
        origins = list(sites.origins.values())
        if not quiet:
            places = ", ".join(f"{name} {origin}/" for name, origin in sites.origins.items())
            click.echo(f"crawling the demo sites ({places}) into {db}", err=True)
        wanted = CrawlOptions(
            targets=tuple(f"{origin}/" for origin in origins),
            db=db,
            allow_address=tuple(urlsplit(origin).netloc for origin in origins),
            delay=0.0,
            concurrency=4,
            refresh=True,
        )
        report = run_with_progress(wanted, chosen_form(quiet=quiet, log_format="text"))
        valid = sum(visit.status == 304 for visit in sites.visits)
        asked = len(sites.visits)
    show_stored(db)
    click.echo(summary(report))
    click.echo(f"  {stored_rows(db) - before} new rows of articles and events; {valid} of {asked} requests answered “not modified”")
    click.echo(next_commands(db))
    return int(report["exit_code"])


def stored_rows(db: str) -> int:
    """How many rows of articles and events, readings included, the database has."""
    from storage import health

    with closing(reading(db)) as database:
        rows: dict[str, int] = health.stats(database)["rows"]
    return sum(rows[name] for name in COUNTED)


def ports_of_last_crawl(db: str) -> list[int]:
    """The ports that the demo sites had when this database was last filled, so that their addresses stay the same; else none."""
    from console.demo.server import SITES
    from storage import queries

    with closing(reading(db)) as database:
        for crawl in queries.crawls(database):
            targets = [urlsplit(target) for target in crawl["targets"]]
            if len(targets) == len(SITES) and all(target.hostname == "127.0.0.1" for target in targets):
                return [target.port or 80 for target in targets]
    return []


def serve(ports: Sequence[int]) -> DemoSites:
    """The demo sites on these ports, or on the first free ones from ``FIRST_PORT``. Raises a usage error when one is taken."""
    from console.demo.server import SITES, DemoSites

    if ports:
        try:
            return DemoSites(ports)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            taken = ", ".join(map(str, ports))
            raise click.UsageError(
                f"one of the ports {taken} of the last demo is in use, perhaps by another demo; end that one, or choose another --db"
            ) from error
    for first in range(FIRST_PORT, FIRST_PORT + 300, len(SITES)):
        try:
            return DemoSites(range(first, first + len(SITES)))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    return DemoSites()


def show_stored(db: str) -> None:
    """Print the articles and events in the database."""
    from storage import queries

    with closing(reading(db)) as database:
        print_table(list(queries.articles(database)), ARTICLES, "articles")
        print_table(list(queries.events(database)), EVENTS, "events")


def next_commands(db: str) -> str:
    """Four commands worth trying now."""
    name = own_name()
    commands = (f"articles --db {db} --language zh", f"search --db {db} harbour", f"coverage --db {db} 1", f"crawls --db {db}")
    return "\n".join(["", "Try next:", *(f"  {name} {command}" for command in commands)])


def own_name() -> str:
    """How this program is called from here: by its bare name where that finds it, else by the path of its script."""
    script = Path(sys.executable).parent / "pressrow"
    found = shutil.which("pressrow")
    if found and Path(found).resolve() == script.resolve():
        return "pressrow"
    here = Path.cwd()
    return shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))

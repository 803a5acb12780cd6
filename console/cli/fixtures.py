"""``pressrow record`` and ``pressrow replay``: pages kept for tests, and whether they are still read as expected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.nearest import advice
from console.exits import Exit

if TYPE_CHECKING:
    from crawler.fixtures import Replay
    from crawler.items import Capture

FIXTURES = Path("fixtures")
_TYPES = {".txt": "text/plain", ".xml": "application/xml", ".json": "application/json", ".ics": "text/calendar"}
_sites = click.option("--sites", multiple=True, envvar="PRESSROW_SITES", metavar="DIR", help="Folder of site profiles; may be given again.")


class Moment(click.ParamType[datetime]):
    """A day or a time; without an offset it is UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time; a usage error says how to write one."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"“{value}” is no time; write it like 2025-05-14 or 2025-05-14T09:30:00+02:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.argument("page", metavar="URL|FILE")
@click.option("--url", metavar="URL", help="Address that the FILE was fetched from.")
@click.option("--captured-at", type=Moment(), metavar="TIME", help="When the FILE was fetched; now unless told.")
@click.option("--charset", metavar="NAME", help="Charset of the FILE, as an HTTP header would say.")
@click.option("--name", metavar="SLUG", help="Name of the fixture's folder; made of the address unless told.")
@click.option("--source", default="", metavar="TEXT", help="Whose page it is and by which right it is kept.")
@click.option(
    "--fixtures",
    type=click.Path(file_okay=False, path_type=Path),
    default=FIXTURES,
    show_default=True,
    metavar="DIR",
    help="Where it goes.",
)
@_sites
@click.option("--allow-address", multiple=True, metavar="HOST:PORT", help="Let this private address be asked; may be given again.")
@click.option("--contact", metavar="MAIL|URL", help="Whom a site's owner can ask; told with the request.")
def record(
    page: str,
    url: str | None,
    captured_at: datetime | None,
    charset: str | None,
    name: str | None,
    source: str,
    fixtures: Path,
    sites: tuple[str, ...],
    allow_address: tuple[str, ...],
    contact: str | None,
) -> int:
    """Record a page as a fixture, with a drafted expectation that fails until a person has reviewed it.

    A URL is asked for as a crawl would, robots.txt and refused addresses included; a FILE holds the bytes as fetched. The
    drafted expected.json is what Pressrow reads now: correct it by what the page says, and set "reviewed" to true.
    """
    from crawler.fixtures import keep
    from crawler.normalise.urls import normalise
    from crawler.sites.loader import load

    known = load(sites)
    if "://" in page:
        if url or captured_at or charset:
            raise click.UsageError("--url, --captured-at and --charset are for a FILE; the answer of a URL says them itself")
        capture, code = fetched(page, sites, allow_address, contact)
        if capture is None:
            return code
    else:
        if url is not None and normalise(url) is None:
            raise click.BadParameter(f"“{url}” is no address of a page", param_hint="--url")
        capture = saved(Path(page), url, captured_at or datetime.now(UTC), charset)
    if name is not None and (not name.strip(".") or Path(name).name != name):
        raise click.BadParameter("give one folder name", param_hint="--name")
    folder = keep(capture, known.find(capture.url), fixtures, name=name, source=source)
    click.echo(f'{folder}: drafted; correct expected.json by what the page says, then set "reviewed" to true')
    return Exit.COMPLETE


def fetched(url: str, sites: tuple[str, ...], allowed: tuple[str, ...], contact: str | None) -> tuple[Capture | None, int]:
    """The page at an address, or None with an exit code when there is nothing to record, which is told."""
    from crawler.recording import fetch
    from crawler.session import CrawlOptions

    found = fetch(CrawlOptions(targets=(url,), sites=sites, allow_address=allowed, contact=contact, delay=0.0, retries=0, fresh=True))
    if found.capture is None:
        why = found.reason or "it asks not to be archived"
        click.echo(f"pressrow: {url} was not recorded: {why}", err=True)
        return None, found.exit_code or Exit.NOTHING
    return found.capture, Exit.COMPLETE


def saved(file: Path, url: str | None, captured_at: datetime, charset: str | None) -> Capture:
    """The page in a file. Raises FixtureError when it cannot be read."""
    from crawler.errors import FixtureError
    from crawler.items import Capture

    try:
        body = file.read_bytes()
    except OSError as error:
        raise FixtureError(error.strerror or str(error), file=str(file)) from None
    media = _TYPES.get(file.suffix.lower(), "text/html")
    return Capture(url=url or f"file:///{file.name}", body=body, captured_at=captured_at, charset=charset, content_type=media)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@_sites
@click.option("--field", "fields", multiple=True, metavar="NAME", help="Compare only this field; may be given again.")
@click.option("--update", is_flag=True, help="Let what is read now be expected, in the fixtures named.")
@click.option("--quiet", is_flag=True, help="Show only fixtures that fail.")
def replay(paths: tuple[str, ...], sites: tuple[str, ...], fields: tuple[str, ...], update: bool, quiet: bool) -> int:
    """Read the fixtures at and below each PATH (fixtures/ unless told) and compare every field that they expect.

    A fixture that differs or that nobody has reviewed fails, with a diff of each field. --update rewrites the fields
    that differ, once you have seen that the change is right; name the fixtures that it is for.
    """
    from crawler import fixtures
    from crawler.items.rows import CONTRACT
    from crawler.sites.loader import load

    if update and not paths:
        raise click.UsageError("--update changes what is expected: name the fixtures it is for")
    for name in fields:
        if name not in CONTRACT:
            raise click.BadParameter(f"there is no “{name}”; {advice(name, CONTRACT)}", param_hint="--field")
    known = load(sites)
    results = []
    for folder in fixtures.find(paths or [FIXTURES]):
        result = fixtures.replay(fixtures.load(folder), known)
        differ = [one for one in result.differences if not fields or one.field in fields]
        result = fixtures.Replay(result.fixture, result.row, differ)
        results.append(result)
        if update and differ:
            fixtures.rewrite(result.fixture, result.row, {one.field for one in differ})
        tell(result, updated=update, quiet=quiet)
    compared = sum(1 for result in results for name in result.fixture.expected if not fields or name in fields)
    differing = sum(len(result.differences) for result in results)
    drafts = sum(not result.fixture.reviewed for result in results)
    click.echo(
        f"{len(results)} fixtures, {compared} fields: {differing} {'rewritten' if update else 'differ'}, {drafts} fixtures not reviewed"
    )
    return Exit.FAULT if drafts or (differing and not update) else Exit.COMPLETE


def tell(result: Replay, *, updated: bool, quiet: bool) -> None:
    """Print how one fixture fared."""
    fixture = result.fixture
    if result.passed:
        if not quiet:
            click.echo(f"ok    {fixture.name}")
        return
    click.echo(f"{'DRAFT' if not fixture.reviewed else 'new  ' if updated else 'DIFF '} {fixture.folder}")
    if not fixture.reviewed:
        click.echo('      not reviewed: correct expected.json by what the page says, then set "reviewed" to true')
    for one in result.differences:
        click.echo(f"  {one.field}")
        for line in one.diff.splitlines():
            click.secho(f"    {line}", fg={"-": "red", "+": "green"}.get(line[:1]))

"""``pressrow probe``: what a site offers, how a handful of its pages are read, what is in the way; drafts of its profile and fixtures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import click

from console.cli import options
from console.cli.nearest import OneOf
from console.cli.progress import Progress, chosen_form
from console.cli.rows import Column, print_jsonl, print_table
from console.exits import Exit

if TYPE_CHECKING:
    from crawler.probe import Survey

FIXTURES = Path("fixtures")
SITES = Path("sites")
#: how a crawl ended that a probe takes for a success: it asks for a handful of pages only, and judges the rest itself
JUDGED = (Exit.COMPLETE, Exit.BUDGET, Exit.NOTHING)


@click.command()
@click.argument("url", metavar="URL")
@click.option("--write", is_flag=True, help="Write a drafted profile and fixtures.")
@click.option(
    "--sites",
    "sites",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    envvar="PRESSROW_SITES",
    metavar="DIR",
    help="Folder of site profiles; the draft goes into the first, sites/ unless told.",
)
@click.option(
    "--fixtures",
    type=click.Path(file_okay=False, path_type=Path),
    default=FIXTURES,
    show_default=True,
    metavar="DIR",
    help="Where drafted fixtures go.",
)
@click.option("--pages", type=click.IntRange(1, 8), default=8, show_default=True, metavar="N", help="Likely articles that are read.")
@click.option("--allow-address", multiple=True, metavar="HOST:PORT", help="Let this private address be asked; may be given again.")
@click.option("--delay", type=options.Seconds(0, 3600), default=1.0, show_default=True, metavar="S", help="Seconds between two requests.")
@click.option("--contact", metavar="MAIL|URL", help="Whom the site's owner can ask; told with every request.")
@click.option("--format", "form", type=OneOf(["table", "json"]), default="table", show_default=True, help="How the result is printed.")
def probe(
    url: str,
    write: bool,
    sites: tuple[Path, ...],
    fixtures: Path,
    pages: int,
    allow_address: tuple[str, ...],
    delay: float,
    contact: str | None,
    form: str,
) -> int:
    """Look at the site at URL for a minute: what it offers, how its pages are read, what is in the way.

    The start page, a few feeds, sitemaps and the API, and a handful of likely articles are asked for as a crawl would ask;
    nothing is stored. --write drafts a profile and fixtures, which fail until a person has reviewed them.
    """
    from crawler.probe import ask, look
    from crawler.probe import write as write_drafts
    from crawler.probe.asking import TIMEOUT
    from crawler.session import CrawlOptions
    from crawler.sites.loader import load

    sites = sites or (SITES,) * write
    known = tuple(str(folder) for folder in sites if folder.exists() or not write)  # a draft's folder may be new
    options = CrawlOptions(
        targets=(url,), sites=known, allow_address=allow_address, contact=contact, delay=delay, timeout=TIMEOUT, max_pages=pages + 1
    )
    with Progress(chosen_form(quiet=form == "json", log_format="text")) as progress:
        sample = ask(options, progress)
    code = sample.report["exit_code"]
    if code not in {*JUDGED, Exit.UNREACHABLE}:
        click.echo(f"pressrow: the probe of {url} ended early: {sample.report['reason']}", err=True)
        return int(code)
    survey = look(sample, load(known))
    if form == "json":
        print_jsonl([survey.as_row()])
    else:
        show(survey)
    if code == Exit.UNREACHABLE:
        return Exit.UNREACHABLE
    found = bool(survey.articles) or any(seen.page.events for seen in survey.pages)
    if write and not found:
        click.echo("nothing was written: no page was read as an article", err=True)
    elif write:
        for path in write_drafts(survey, sites[0], fixtures):
            click.echo(f"wrote {path}", err=form == "json")
    return Exit.COMPLETE if found else Exit.NOTHING


def show(survey: Survey) -> None:
    """Print what was seen for a reader at a terminal."""
    robots = survey.robots
    delay = f", asks for {robots['crawl_delay']:g} s between requests" if robots["crawl_delay"] else ""
    said = {None: "could not be had", 404: "none", 410: "none"}.get(
        robots["status"]
    ) or f"status {robots['status']}, {robots['disallows']} rules that forbid{delay}"
    lines = [
        ("site", f"{survey.name or '?'}, {survey.url}" + (f" (profile {survey.profile.key})" if survey.profile else "")),
        ("generator", survey.generator or "not told"),
        ("languages", ", ".join(survey.languages) or "unknown"),
        ("time zone", survey.time_zone or (survey.profile.time_zone if survey.profile else None) or "not told"),
        ("robots.txt", said),
        *(
            ("feed", f"{feed['url']} ({feed['format']}, {feed['entries']} entries, {feed['with_author']} with an author)")
            for feed in survey.feeds
        ),
        *(("sitemap", f"{one['url']} ({one['format']}, {one['entries']} addresses)") for one in survey.sitemaps),
        *(("API", f"{api['url']} ({api['problem'] or str(api['entries']) + ' posts'})") for api in survey.apis),
    ]
    for name, value in lines:
        click.echo(f"{name:<11}{printable(value)}")
    click.echo()
    print_table([row_of(seen) for seen in survey.as_row()["pages"]], PAGES, "pages")
    if survey.articles:
        click.echo("Behind each value: how sure the rule is that gave it.")
    for proposal in survey.proposals:
        click.echo(f"proposal   {proposal.field} = {proposal.selector!r} finds {printable(', '.join(proposal.values[:3]))}")
    for trouble in survey.trouble:
        click.echo(f"trouble    {trouble.cls} on {trouble.pages} of {trouble.of}: {printable(trouble.detail)}")
    if not survey.trouble:
        click.echo("trouble    none found")


def row_of(page: dict[str, Any]) -> dict[str, Any]:
    """A page as a row of the table."""
    fields = page["fields"] if page["kind"] == "article" and not page["reason"] else {}
    return {"page": path_of(page["url"]), "kind": page["reason"] or page["kind"]} | {name: told(entry) for name, entry in fields.items()}


def told(entry: dict[str, Any]) -> str:
    """A value with its confidence; a dash where there is none."""
    value = entry["value"]
    if not value:
        return "–"
    text = ", ".join(value) if isinstance(value, list) else str(value)
    sure = entry["confidence"]
    return text if sure is None else f"{text[:200]} {sure:.0%}"


def path_of(url: str) -> str:
    """The part of an address behind its host, readable."""
    parts = urlsplit(url)
    return unquote(parts.path, errors="replace") + (f"?{parts.query}" if parts.query else "")


def printable(text: str) -> str:
    """One line without control characters."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


PAGES = [
    Column("page", lambda row: row["page"], 3),
    Column("kind", lambda row: row["kind"]),
    Column("headline", lambda row: row.get("headline"), 4),
    Column("authors", lambda row: row.get("authors"), 2),
    Column("published", lambda row: row.get("published_at"), 2),
    Column("language", lambda row: row.get("language"), 0, wide=True),
    Column("characters", lambda row: row.get("characters"), right=True, wide=True),
]

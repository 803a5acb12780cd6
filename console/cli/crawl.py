"""``pressrow crawl``: the options of a crawl, its progress, its summary and its exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.nearest import OneOf
from console.cli.progress import Progress, by_reason, chosen_form

if TYPE_CHECKING:
    from crawler.session import CrawlOptions


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@options.db()
@click.option("--sites", multiple=True, envvar="PRESSROW_SITES", metavar="DIR", help="Folder of site profiles; may be given again.")
@click.option("--allow-address", multiple=True, metavar="HOST:PORT", help="Let this private address be asked; may be given again.")
@click.option("--scope", multiple=True, metavar="ORIGIN", help="Follow links to this origin too; may be given again.")
@click.option(
    "--delay",
    type=options.Seconds(0, 3600),
    default=1.0,
    show_default=True,
    metavar="S",
    help="Seconds between two requests to an origin.",
)
@click.option(
    "--concurrency", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help="Requests at a time to an origin."
)
@click.option(
    "--timeout", type=options.Seconds(0.1, 600), default=30.0, show_default=True, metavar="S", help="Seconds that a request may take."
)
@click.option(
    "--retries", type=click.IntRange(0, 20), default=2, show_default=True, metavar="N", help="Tries again after a failure that may pass."
)
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Processes that read pages; one a core unless told.")
@click.option("--max-pages", type=options.Whole(1), metavar="N", help="End after N pages.")
@click.option("--max-depth", type=options.Whole(0), metavar="N", help="Follow links N steps from a target.")
@click.option("--since", type=options.Day(), metavar="DATE", help="Store articles published on this day or later.")
@click.option("--until", type=options.Day(), metavar="DATE", help="Store articles published on this day or earlier.")
@click.option("--languages", type=options.Listed(), multiple=True, metavar="L,…", help="Store articles in these languages.")
@click.option("--contact", metavar="MAIL|URL", help="Whom a site's owner can ask; told with every request.")
@click.option("--fresh", is_flag=True, help="Give up an unfinished crawl of the same targets and begin anew.")
@click.option("--refresh", is_flag=True, help="Take every known page, due or not.")
@click.option(
    "--archive", type=click.Path(file_okay=False, writable=True), metavar="DIR", help="Keep the bodies as WARC files in this folder."
)
@click.option(
    "--replay",
    type=click.Path(exists=True, path_type=str),
    metavar="ARCHIVE",
    help="Answer from this WARC file, or folder of them, in place of the network.",
)
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the report to this file.")
@click.option("--quiet", is_flag=True, help="Show nothing but errors.")
@click.option("--log-format", type=OneOf(["text", "json"]), default="text", show_default=True, help="How progress and summary are written.")
def crawl(report: Path | None, quiet: bool, log_format: str, languages: tuple[tuple[str, ...], ...], **given: Any) -> int:
    """Crawl TARGETs, site keys or addresses, into the database.

    An unfinished crawl of the same targets is resumed. Progress goes to stderr, the summary to stdout.
    """
    from crawler.session import CrawlOptions

    given["workers"] = given["workers"] or 0
    wanted = CrawlOptions(languages=options.flat(languages), **given)
    report_writable(report)
    ended = run_with_progress(wanted, chosen_form(quiet=quiet, log_format=log_format))
    if report is not None:
        report.write_text(json.dumps(ended, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not quiet:
        click.echo(json.dumps({"log": "report"} | ended, ensure_ascii=False) if log_format == "json" else summary(ended))
    return int(ended["exit_code"])


def report_writable(file: Path | None) -> None:
    """Raise a usage error before hours of crawling when the report's folder is not there, or nothing may be written to it."""
    if file is not None and not file.parent.is_dir():
        raise click.BadParameter(f"the folder {file.parent} does not exist", param_hint="--report")
    if file is not None and not os.access(file if file.exists() else file.parent, os.W_OK):
        raise click.BadParameter(f"{file} cannot be written", param_hint="--report")


def run_with_progress(wanted: CrawlOptions, form: str) -> dict[str, Any]:
    """Run a crawl, show its progress, return its report."""
    from crawler.run import run_crawl

    with Progress(form) as progress:
        return run_crawl(wanted, progress, on_archive=progress.archive)


def summary(report: dict[str, Any]) -> str:
    """A report in a few lines."""
    lines = [
        f"crawl {report['crawl']}: {report['reason']} (exit code {report['exit_code']})",
        (
            f"  {report['pages']} pages, {report['articles']} articles, {report['events']} events, {report['issues']} issues; "
            f"{report['requests']} requests, {report['bytes'] / 1e6:.1f} MB"
        ),
    ]
    ended = by_reason(report["outcomes"])
    if ended:
        lines.append(f"  not stored: {ended}")
    lines += [f"  trap: {trap['pattern']} after {trap['requests']} requests" for trap in report["traps"]]
    return "\n".join(lines)

"""The targets and options of a crawl that is run later: read as ``pressrow crawl`` would, and tried before they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Sequence

#: options of ``crawl`` that are the worker's business, with what to do instead
_NOT_KEPT = {
    "db": "give it to pressrow schedule and pressrow worker",
    "quiet": "give it to pressrow worker",
    "log_format": "give it to pressrow worker",
}


def kept(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The arguments to keep, and the sites that the crawl visits: profile keys and hosts.

    Raises click's usage errors and the crawler's for whatever ``pressrow crawl`` would refuse. Profiles that the
    environment names are kept as an option.
    """
    from crawler.session import CrawlOptions, Session

    if not any(word for word in arguments if not word.startswith("-")):
        raise click.UsageError("name at least one target, a site key or an address")
    given = parsed(arguments)
    for name, instead in _NOT_KEPT.items():
        if given.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.replace('_', '-')} cannot be kept with a schedule: {instead}")
    words = list(arguments)
    if given.get_parameter_source("sites") is ParameterSource.ENVIRONMENT:
        words = [word for folder in given.params["sites"] for word in ("--sites", str(Path(folder).absolute()))] + words
    report = given.params["report"]
    if report is not None and not report.parent.is_dir():
        raise click.UsageError(f"--report: the folder {report.parent} does not exist")
    wanted = {name: value for name, value in given.params.items() if name in CrawlOptions.__dataclass_fields__}
    return words, _sites(Session(CrawlOptions(**_plain(wanted))))


def targets_of(arguments: Sequence[str]) -> list[str]:
    """The targets among kept arguments; none where another version kept what this one cannot read."""
    try:
        return list(parsed(arguments).params["targets"])
    except click.ClickException:
        return []


def parsed(arguments: Sequence[str]) -> click.Context:
    """The arguments as ``pressrow crawl`` reads them. Raises click's usage errors."""
    from console.cli.crawl import crawl

    return crawl.make_context("pressrow crawl", list(arguments))


def _plain(wanted: dict[str, Any]) -> dict[str, Any]:
    """Parsed options as ``CrawlOptions`` takes them."""
    from console.cli.options import flat

    return wanted | {"languages": flat(wanted["languages"]), "workers": wanted["workers"] or 0}


def _sites(session: Any) -> list[str]:
    """What two crawls must not visit at a time: the profiles and the hosts, with their ports, of the targets."""
    found = {profile.key for profile in session.profiles}
    found.update(urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.") for url, _ in session.targets)
    return sorted(found)

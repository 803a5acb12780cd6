"""``pressrow sites``: list, check and explain site profiles."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli import options
from console.cli.nearest import Family, OneOf, advice
from console.cli.rows import Column, print_jsonl, print_table
from console.exits import Exit

if TYPE_CHECKING:
    from crawler.fixtures import Fixture
    from crawler.sites import Profile, Sites

FIXTURES = Path("fixtures")
_sites = click.option("--sites", multiple=True, envvar="PRESSROW_SITES", metavar="DIR", help="Folder of site profiles; may be given again.")
_form = click.option("--format", "form", type=OneOf(["table", "jsonl"]), default="table", show_default=True, help="How rows are printed.")
_fixtures = click.option(
    "--fixtures",
    type=click.Path(file_okay=False, path_type=Path),
    default=FIXTURES,
    show_default=True,
    metavar="DIR",
    help="Where the sites' fixtures lie.",
)


@click.group(cls=Family)
def sites() -> None:
    """List, check and explain site profiles."""


@sites.command("list")
@_sites
@_fixtures
@_form
def list_(sites: tuple[str, ...], fixtures: Path, form: str) -> None:
    """List the site profiles with the number of their reviewed fixtures."""
    from crawler.sites import load

    known = load(sites)
    pages = recorded(fixtures)
    rows = [
        {
            "key": profile.key,
            "name": profile.name,
            "kind": profile.kind,
            "language": profile.language,
            "home": profile.home,
            "layouts": len(profile.layouts),
            "fixtures": sum(page.reviewed and page.site == profile.key for page in pages),
            "file": known.files[profile.key],
        }
        for profile in known
    ]
    if form == "jsonl":
        print_jsonl(rows)
        return
    columns = [Column(name, lambda row, name=name: row[name], share, right) for name, share, right in LISTED]  # type: ignore[misc]  # the default binds the name
    print_table(rows, columns, "site profiles; name their folder with --sites or PRESSROW_SITES")


LISTED = (("key", 0, False), ("name", 2, False), ("kind", 0, False), ("language", 0, False), ("home", 3, False), ("layouts", 0, True),
          ("fixtures", 0, True), ("file", 3, False))  # fmt: skip


@sites.command()
@click.argument("paths", nargs=-1, metavar="[FILE|DIR]…")
@_sites
@_fixtures
@_form
def check(paths: tuple[str, ...], sites: tuple[str, ...], fixtures: Path, form: str) -> int:
    """Check profiles, those of --sites unless FILEs or DIRs are named, and that each site has its fixtures.

    Every fault is told with file, line and key. A site needs a reviewed fixture of an article and one of a page that is
    no article; a selector that finds nothing on any article of its layout's time is a fault too.
    """
    from crawler.sites import check, load

    wanted = paths or sites
    if not wanted:
        raise click.UsageError("name files or folders of profiles, or give --sites")
    rows = [fault_row(fault.file, fault.line, fault.key, str(fault)) for fault in check(wanted)]
    broken = {row["file"] for row in rows}
    if not rows:
        known = load(wanted)
        pages = recorded(fixtures)
        for profile in known:
            rows += coverage(profile, known, pages)
    else:
        known = None
    if form == "jsonl":
        print_jsonl(rows)
        return Exit.USAGE if rows else Exit.COMPLETE
    for row in rows:
        click.echo(f"BAD {row['message']}")
    if known is not None:
        faulty = {row["file"] for row in rows}
        for profile in known:
            if known.files[profile.key] not in faulty:
                click.echo(f"ok  {known.files[profile.key]}: {profile.key}")
    elif broken:
        click.echo(f"{len(rows)} faults in {len(broken)} files; fixtures are looked at once all profiles can be read", err=True)
    return Exit.USAGE if rows else Exit.COMPLETE


def coverage(profile: Profile, known: Sites, pages: list[Fixture]) -> list[dict[str, Any]]:
    """What a site's fixtures lack, and the selectors that find nothing on any of them."""
    from crawler.fixtures import idle_selectors, uncovered

    file = known.files[profile.key]
    rows = [fault_row(file, None, "", f"{file}: {profile.key} has {lack}: pressrow record URL") for lack in uncovered(profile, pages)]
    for number, field, selector in idle_selectors(profile, pages):
        key = f"layouts[{number}].{field}"
        rows.append(fault_row(file, None, key, f"{file}: {key}: {selector} finds nothing on any fixture of an article of its time"))
    return rows


def fault_row(file: str, line: int | None, key: str, message: str) -> dict[str, Any]:
    """A fault as it is printed."""
    return {"file": file, "line": line, "key": key, "message": message}


def recorded(folder: Path) -> list[Fixture]:
    """The fixtures of a folder, none when it does not exist. Raises FixtureError for one that cannot be read."""
    from crawler.errors import FixtureError
    from crawler.fixtures import find, load

    try:
        folders = find([folder])
    except FixtureError:
        return []
    return [load(one) for one in folders]


@sites.command()
@click.argument("site", metavar="KEY|URL")
@_sites
@click.option("--on", "day", type=options.Day(), metavar="DATE", help="Day of the capture, which chooses the layout; today unless told.")
@_form
def explain(site: str, sites: tuple[str, ...], day: date | None, form: str) -> None:
    """Say what the profile of a site holds, and for a URL what it is taken for and by which layout it is read."""
    from crawler.errors import TargetError
    from crawler.sites import load

    known = load(sites)
    profile = known.find(site)
    if profile is None and "://" not in site:
        keys = [one.key for one in known]
        raise TargetError(f"no site “{site}”; {advice(site, keys) if keys else 'there are no profiles: name their folder with --sites'}")
    row = explained(profile, site, day) | ({"file": known.files[profile.key]} if profile else {})
    if form == "jsonl":
        print_jsonl([row])
        return
    for name, value in row.items():
        if value not in (None, [], {}):
            click.echo(f"{name:<18}{shown(value)}")


def explained(profile: Profile | None, site: str, day: date | None) -> dict[str, Any]:
    """The settings of a profile, and what they say about an address."""
    from crawler.sites.addresses import likely

    row: dict[str, Any] = {}
    if "://" in site:
        row = {"url": site, "site": profile.key if profile else None, "likely": likely(site, profile), "pattern": deciding(profile, site)}
    if profile is None:
        return row | {"note": "no profile: the shared rules alone read this address"}
    layout = profile.layout_for(datetime.combine(day, time(12), UTC) if day else datetime.now(UTC))
    settings = profile.model_dump(mode="json", by_alias=True, exclude={"layouts"})
    chosen = layout.model_dump(mode="json", by_alias=True) if layout else {}
    spans = [f"{one.from_ or '…'} to {one.until or '…'}" for one in profile.layouts]
    return row | settings | {"layouts": spans, "layout_in_use": {name: value for name, value in chosen.items() if value}}


def deciding(profile: Profile | None, url: str) -> str | None:
    """The pattern of the profile that judges an address."""
    verdict = profile.judge(url) if profile else None
    if profile is None or verdict is None:
        return None
    name = {"excluded": "exclude_patterns", "listing": "listing_patterns", "article": "article_patterns"}[verdict]
    found = next(pattern.pattern for pattern in getattr(profile, name) if pattern.search(url))
    return f"{name}: {found}"


def shown(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, dict):
        return "; ".join(f"{name} {shown(item)}" for name, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

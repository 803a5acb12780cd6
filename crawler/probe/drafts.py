"""The drafts that a probe writes: a profile of a few lines, and fixtures that fail until a person has reviewed them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.errors import FixtureError, ProfileError
from crawler.fixtures import keep
from crawler.normalise.urls import origin, pattern, registrable
from crawler.sites.loader import load
from crawler.sites.zones import known_zones

if TYPE_CHECKING:
    from crawler.items import Capture
    from crawler.probe.survey import Survey

ARTICLES = 2  #: fixtures of articles that are drafted
_UNFIT = re.compile(r"[^a-z0-9]+")
_IP = re.compile(r"[\d.]+|.*:.*|localhost")


def key_of(survey: Survey) -> str:
    """Return a profile key: of the domain, or of the site's name where there is none."""
    host = urlsplit(survey.url).hostname or ""
    label = "" if _IP.fullmatch(host) else registrable(host.removeprefix("www.")).partition(".")[0]
    plain = unicodedata.normalize("NFKD", label or survey.name or "").encode("ascii", "ignore").decode()
    slug = _UNFIT.sub("-", plain.lower()).strip("-")[:40].strip("-")
    return slug or _UNFIT.sub("-", urlsplit(survey.url).netloc.lower()).strip("-") or "site"


def home_of(survey: Survey) -> str:
    """Return where a crawl should start: the address that answered, or the root of its origin where an article was probed."""
    first = survey.pages[0] if survey.pages else None
    if first is None:
        return survey.url
    root = f"{origin(first.page.url)}/"
    return root if first.page.kind == "article" else first.page.url


def profile_text(survey: Survey) -> str:
    """Return the profile as TOML, at most 15 lines: what the shared rules cannot know of this site, and selectors where fields are missing."""
    zone = survey.time_zone if survey.time_zone in known_zones() else None
    lines = [
        f"# drafted from {len(survey.articles)} articles: check every line, and drop what is not needed",
        f"key = {_quoted(key_of(survey))}",
        f"name = {_quoted((survey.name or key_of(survey))[:200])}",
        f"home = {_quoted(home_of(survey))}",
    ]
    if survey.pages and survey.pages[0].page.kind == "event":
        lines.append('kind = "conference"')
    if survey.languages:
        lines.append(f"language = {_quoted(survey.languages[0])}")
    if len(survey.languages) > 1:
        lines.append(f"languages = [{', '.join(map(_quoted, survey.languages[:8]))}]")
    missing = {one.cls for one in survey.trouble if one.pages * 2 > one.of}
    if zone:
        lines.append(f"time_zone = {_quoted(zone)}")
    elif "time_zone_unknown" in missing:
        lines.append('# time_zone = "…"  # IANA name: times are printed without an offset')
    wanted = {
        "headline": {"headline_unknown"},
        "byline": {"author_unknown"},
        "published": {"date_unknown", "date_weak", "date_from_dateline", "date_from_update"},
        "text": {"text_empty"},
    }
    proposed = {one.field: one for one in survey.proposals}
    rows = []
    for field, trouble in wanted.items():
        if field in proposed:
            rows.append(f"{field} = {_quoted(proposed[field].selector)}  # {proposed[field].values[0][:60]!r}")
        elif trouble & missing:
            rows.append(f'# {field} = "…"  # selector: missing on most articles')
    if rows:
        lines += ["", "[[layouts]]", *rows]
    return "\n".join(lines) + "\n"


def write(survey: Survey, sites: Path, fixtures: Path) -> list[Path]:
    """Write the profile, unless the site has one, and fixtures of two articles and of one page that is none; return what was written.

    Raises ProfileError where a file of that name exists. A fixture that exists already is left as it is.
    """
    written: list[Path] = []
    profile = survey.profile
    if profile is None:
        file = sites / f"{key_of(survey)}.toml"
        if file.exists():
            raise ProfileError("exists already, and the site is not its own: nothing was written", file=str(file))
        sites.mkdir(parents=True, exist_ok=True)
        file.write_text(profile_text(survey), encoding="utf-8")
        written.append(file)
        profile = next(iter(load([file])))
    for capture in _chosen(survey):
        try:
            written.append(keep(capture, profile, fixtures))
        except FixtureError as error:
            if not error.file or not Path(error.file).is_dir():
                raise
    return written


def _chosen(survey: Survey) -> list[Capture]:
    """Two articles, of different languages or shapes of address where there are any, and the first page that is no article."""
    articles = sorted(survey.articles, key=lambda seen: -len(seen.row.get("text") or ""))
    if articles:
        first = articles[0].row["language"], pattern(articles[0].page.url)
        articles[1:] = sorted(articles[1:], key=lambda seen: (seen.row["language"], pattern(seen.page.url)) == first)
    others = [seen for seen in survey.pages if seen.page.kind != "article" and seen.page.reason is None]
    return [seen.capture for seen in [*articles[:ARTICLES], *others[:1]]]


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")

"""Which of a page's links go into the frontier, and how."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from crawler.discover import programmes, wordpress
from crawler.normalise.urls import normalise, origin, pattern, url_key
from storage.records import FoundUrl

if TYPE_CHECKING:
    from crawler.items import Link, Page
    from crawler.sites.profile import Profile
    from crawler.workers.task import PageTask, Setup

MAX_REFRESHES: Final = 10
MAX_NEST: Final = 3  #: sitemap indexes below one another; the protocol allows none
_SAME_DEPTH: Final = frozenset({"next", "pagination", "refresh", "canonical", "alternate", "programme"})
_DECLARED: Final = frozenset(
    {"canonical", "feed", "sitemap", "api", "refresh", "programme"}
)  # a page's own statements, which nofollow does not speak of
_LISTS: Final = frozenset({"feed", "sitemap", "api"})
EVENT_PRIORITY: Final = 30  #: of addresses that most likely lead to an event
ARTICLE_PRIORITY: Final = 20
_PRIORITY: Final = {
    "home": 40, "sitemap": 35, "feed": 35, "api": 35, "event": EVENT_PRIORITY, "article": ARTICLE_PRIORITY, "listing": 10
}  # fmt: skip
_NEVER: Final = frozenset({"asset", "service"})


def select(page: Page, task: PageTask, setup: Setup, profile: Profile | None) -> list[FoundUrl]:
    """The addresses of a read page that the crawl may take, each once.

    Links to addresses that must not be connected to leave the issue ``blocked_address`` on the page; a refresh that
    leads nowhere new ``redirect_loop``; an index too deep below others ``loop_stopped``.
    """
    if page.reason == "challenge":
        return []
    found: dict[bytes, FoundUrl] = {}
    own = url_key(page.url)
    scope = setup.scope
    verdicts: dict[str, tuple[bool, bool]] = {}  # by origin: whether its address is blocked, whether it is in scope
    for link in page.links:
        if link.likely in _NEVER or ((page.nofollow or link.nofollow) and link.rel not in _DECLARED):
            continue
        url = link.key or normalise(wordpress.posts(link.url, setup.since, setup.until) if link.rel == "api" else link.url)
        if url is None:
            continue
        place = url[: url.index("/", 8)]
        verdict = verdicts.get(place)
        if verdict is None:
            verdict = verdicts[place] = (setup.guard.refuses_url(url), place in scope.origins)
        blocked, inside = verdict
        if blocked:
            page.issue("blocked_address", "warning", None, url)
            continue
        if not inside and (not scope.profiles or scope.refuses(url)):
            continue
        if profile is not None and profile.judge(url) == "excluded":
            continue
        if programmes.is_calendar_view(url, page.captured_at):
            continue
        key = url_key(url)
        if key == own or key in found or _outside(link, setup):
            continue
        address = _address(page, link, url, key, task, setup)
        if address is not None:
            found[key] = address
    return list(found.values())


def _address(page: Page, link: Link, url: str, key: bytes, task: PageTask, setup: Setup) -> FoundUrl | None:
    hint: dict[str, Any] = {}
    if link.hint is not None:
        hint = {name: value for name, value in asdict(link.hint).items() if value}
    state, reason = "waiting", None
    kind = link.rel if link.rel in _LISTS else link.likely if link.likely in _LISTS else "page"
    if kind not in task.follow:
        return None
    where = pattern(url)
    depth = task.depth if link.rel in _SAME_DEPTH or kind != "page" else task.depth + 1
    if link.rel == "refresh":
        if task.refreshes >= MAX_REFRESHES or where.partition("?")[0] == pattern(page.url).partition("?")[0]:
            page.issue("redirect_loop", "warning", None, f"refreshes to {url}"[:200])
            return None
        hint["refreshes"] = task.refreshes + 1
    if kind == "sitemap" and task.kind != "robots":
        hint["nest"] = task.nest + 1
        if task.nest >= MAX_NEST:
            page.issue("loop_stopped", "warning", None, f"more than {MAX_NEST} sitemap indexes below one another")
            state, reason = "skipped", "loop_stopped"
    if setup.max_depth is not None and depth > setup.max_depth:
        state, reason = "skipped", "budget_depth"
    return FoundUrl(
        url=url,
        url_key=key,
        origin=origin(url) or "",
        pattern=where,
        depth=depth,
        priority=_PRIORITY.get(kind if kind != "page" else link.likely, 0) + (5 if link.rel in {"next", "pagination"} else 0),
        kind=kind,
        always=kind != "page" or link.likely == "listing" or link.rel in {"next", "pagination", "programme"},
        found_on=page.url,
        hint=hint or None,
        state=state,
        reason=reason,
    )


def _outside(link: Link, setup: Setup) -> bool:
    """Whether a feed, sitemap or hreflang says already that the page lies outside the days or languages asked for."""
    if setup.languages and link.language and link.rel == "alternate":
        wanted = {wish.partition("-")[0].lower() for wish in setup.languages}
        if link.language.partition("-")[0].lower() not in wanted | {"x"}:
            return True
    if setup.since and link.rel == "link" and link.hint is not None:
        printed = link.modified or link.hint.modified or link.hint.published or ""
        return len(printed) >= 10 and printed[4] == "-" and printed[:10] < setup.since.isoformat()
    return False

"""What a crawl found and could not get goes into the next crawl of the same targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, insert, literal, not_, or_, select

from storage.models import crawls, frontier

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

FOR_GOOD = ("bad_redirect", "redirect_loop", "blocked_scheme", "blocked_address")
FOR_NOW_4XX = ("http_408", "http_425", "http_429")
PUT_OFF = ("budget_pages", "budget_depth", "robots_unreachable")
_KEPT = ("url_key", "url", "origin", "pattern", "depth", "priority", "kind", "always", "found_on", "hints")


def inherit(conn: Connection, crawl_id: int, target_key: str, spider: str, now: datetime) -> int:
    """Copy into a new crawl the addresses that its predecessor left waiting, failed to get for now, or put off; return how many.

    Left behind are what ended for good (4xx, redirects to nowhere, blocked addresses), traps, and what was skipped for
    what it is. Depth and hints stay; the tries begin anew.
    """
    last = select(func.max(crawls.c.id)).where(crawls.c.target_key == target_key, crawls.c.spider == spider, crawls.c.id < crawl_id)
    f = frontier.c
    failed_for_now = and_(
        f.state == "failed",
        f.reason.not_in(FOR_GOOD),
        or_(not_(f.reason.like("http_4%")), f.reason.in_(FOR_NOW_4XX)),
    )
    left = or_(f.state.in_(("waiting", "leased")), failed_for_now, and_(f.state == "skipped", f.reason.in_(PUT_OFF)))
    rows = select(literal(crawl_id), literal("waiting"), literal(now, f.added_at.type), *(f[name] for name in _KEPT)).where(
        f.crawl_id == last.scalar_subquery(), left
    )
    copied = insert(frontier).from_select(["crawl_id", "state", "added_at", *_KEPT], rows.order_by(f.id))
    return conn.execute(copied).rowcount

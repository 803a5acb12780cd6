"""Writes the outcomes of leases: all that one page brought, in the transaction that closes its lease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from storage import articles, events, feeds, issues, pages
from storage.frontier import add_urls
from storage.models import crawls, frontier
from storage.records import Stored
from storage.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Outcome


def store_outcomes(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> list[Stored]:
    """Write every outcome whose lease is open under its epoch and return, in order, what each one added.

    An outcome of an epoch that is over writes nothing and comes back ``superseded``; one whose lease is already closed
    (its commit went through although the answer was lost) writes nothing either.
    """
    live, results = _live(connection, outcomes)
    for wave in _waves([outcome for outcome in outcomes if id(outcome) in live]):
        visits = [Visit(outcome) for outcome in wave]
        _close(connection, wave, now)
        pages.write(connection, visits, now)
        articles.write(connection, visits, now)
        events.write(connection, visits, now)
        issues.write(connection, visits, now)
        feeds.write(connection, visits, now)
        for visit in visits:
            outcome = visit.outcome
            if outcome.found:
                visit.found = add_urls(connection, outcome.crawl_id, outcome.epoch, outcome.found, now=now)
            results[id(outcome)] = Stored(visit.articles, visit.revisions, visit.events, visit.issues, visit.found)
    return [results[id(outcome)] for outcome in outcomes]


def _live(connection: Connection, outcomes: Sequence[Outcome]) -> tuple[set[int], dict[int, Stored]]:
    """Return which outcomes may be written, by identity, and the answer for each of the others."""
    rows = connection.execute(_leases, {"rows": [outcome.frontier_id for outcome in outcomes]})
    leases = {(row.id, row.crawl_id): (row.epoch, row.state) for row in rows}
    live: set[int] = set()
    results: dict[int, Stored] = {}
    for outcome in outcomes:
        lease = (outcome.frontier_id, outcome.crawl_id)
        epoch, state = leases.get(lease, (None, None))
        results[id(outcome)] = Stored(superseded=epoch != outcome.epoch)
        if epoch == outcome.epoch and state == "leased":
            leases[lease] = (epoch, "closed")
            live.add(id(outcome))
    return live, results


_leases = (
    select(frontier.c.id, frontier.c.crawl_id, frontier.c.state, crawls.c.epoch)
    .join(crawls, crawls.c.id == frontier.c.crawl_id)
    .where(frontier.c.id.in_(bindparam("rows", expanding=True)))
    .with_for_update(read=True, of=crawls)  # nobody takes the crawl over meanwhile
)


def _waves(outcomes: Sequence[Outcome]) -> Iterator[list[Outcome]]:
    """Yield the outcomes in order, cut wherever a page comes a second time."""
    wave: list[Outcome] = []
    keys: set[bytes] = set()
    for outcome in outcomes:
        if outcome.url_key in keys:
            yield wave
            wave, keys = [], set()
        keys.add(outcome.url_key)
        wave.append(outcome)
    if wave:
        yield wave


_close_lease = (
    update(frontier)
    .where(frontier.c.id == bindparam("row"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        due_at=bindparam("new_due"),
        closed_at=bindparam("new_closed"),
        status=func.coalesce(bindparam("new_status", type_=frontier.c.status.type), frontier.c.status),
        answered_url=func.coalesce(bindparam("new_answered", type_=frontier.c.answered_url.type), frontier.c.answered_url),
        lost=0,
    )
)


def _close(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    connection.execute(
        _close_lease,
        [
            {
                "row": outcome.frontier_id,
                "new_state": outcome.state,
                "new_reason": outcome.reason,
                "new_due": outcome.due_at,
                "new_closed": None if outcome.state == "waiting" else now,
                "new_status": outcome.capture.status if outcome.capture else outcome.status,
                "new_answered": outcome.capture.url if outcome.capture and outcome.capture.url != outcome.capture.requested_url else None,
            }
            for outcome in outcomes
        ],
    )

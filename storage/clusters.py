"""Clusters of copies: what hangs together by links between articles; joined when a link bridges two, split when one is gone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from storage.models import cluster_links, cluster_members, clusters
from storage.models.groups import KINDS
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

_LINK, _MEMBER = cluster_links.c, cluster_members.c


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles whose texts are copies."""

    article_id: int
    other_id: int
    kind: str  #: ``exact``, ``near`` or ``syndication``
    contained: float
    jaccard: float

    @property
    def rank(self) -> tuple[float, int]:
        """What a stronger link has more of."""
        return self.contained, KINDS.index(self.kind)


def link(connection: Connection, links: Iterable[Link], now: datetime, judge: Callable[..., Row]) -> None:
    """Keep links and bring the clusters up to what hangs together by them.

    ``judge`` returns what a cluster says of its origin, given its number, the members that joined (None: look at all) and
    its present row.
    """
    fresh = _insert(connection, links)
    if not fresh:
        return
    ends = {number for one in fresh for number in (one.article_id, one.other_id)}
    home = _homes(connection, ends)
    strongest: dict[int, Link] = {}
    merged: dict[int, int] = {}
    joined: defaultdict[int, list[int]] = defaultdict(list)
    changed: set[int] = set()
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    whole: set[int] = set()  # clusters to be looked at anew, every member of them
    for one in fresh:
        for number in (one.article_id, one.other_id):
            if number not in strongest or one.rank > strongest[number].rank:
                strongest[number] = one
        first, second = (_root(merged, home.get(number)) for number in (one.article_id, one.other_id))
        if first is None and second is None:
            target = _new(connection, one, now)
            whole.add(target)
        elif first is None or second is None or first == second:
            known = second if first is None else first
            assert known is not None
            target = known
        else:
            target, gone = sorted((first, second))
            merged[gone] = target
            whole.add(target)
        for number in (one.article_id, one.other_id):
            if number not in home:
                home[number] = target
                joined[target].append(number)
        kinds[target].add(one.kind)
        changed.add(target)
    for gone in sorted(merged):
        kept = _root(merged, gone)
        assert kept is not None
        connection.execute(update(cluster_members).where(_MEMBER.cluster_id == gone).values(cluster_id=kept))
        joined[kept] += joined.pop(gone, [])
        whole.add(kept)
    members = [
        {
            "article_id": number,
            "cluster_id": cluster,
            "kind": strongest[number].kind,
            "score": round(strongest[number].contained, 4),
            "joined_at": now,
        }
        for cluster, numbers in sorted(joined.items())
        for number in sorted(numbers)
    ]
    if members:
        connection.execute(insert(cluster_members), members)
    if merged:
        _delete_clusters(connection, merged)
    for cluster in sorted({_root(merged, number) or number for number in changed}):
        refresh(connection, cluster, None if cluster in whole else joined[cluster], now, judge, kinds=kinds[cluster])


def leave(connection: Connection, numbers: Iterable[int], now: datetime, judge: Callable[..., Row]) -> set[int]:
    """Take articles out of their clusters, which are split where nothing else holds them together; return their neighbours.

    The neighbours may have links to others that were never looked for: whoever calls lets them be related again.
    """
    wanted = sorted(set(numbers))
    neighbours: set[int] = set()
    affected: set[int] = set()
    for piece in portions(wanted, 500):
        touching = or_(_LINK.article_id.in_(piece), _LINK.other_id.in_(piece))
        for row in connection.execute(select(_LINK.article_id, _LINK.other_id).where(touching)):
            neighbours.update(row)
        affected.update(connection.execute(select(_MEMBER.cluster_id).where(_MEMBER.article_id.in_(piece))).scalars())
        connection.execute(delete(cluster_links).where(touching))
        connection.execute(delete(cluster_members).where(_MEMBER.article_id.in_(piece)))
    for cluster in sorted(affected):
        neighbours.update(split(connection, cluster, now, judge))
    return neighbours - set(wanted)


def split(connection: Connection, cluster: int, now: datetime, judge: Callable[..., Row]) -> list[int]:
    """Cut a cluster into what still hangs together; the largest part keeps its number. Return who stands alone, now in none."""
    members = list(
        connection.execute(select(_MEMBER.article_id).where(_MEMBER.cluster_id == cluster).order_by(_MEMBER.article_id)).scalars()
    )
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for piece in portions(members):
        for one, other in connection.execute(select(_LINK.article_id, _LINK.other_id).where(_LINK.article_id.in_(piece))):
            beside[one].append(other)
            beside[other].append(one)
    parts = sorted(_parts(members, beside), key=lambda part: (-len(part), part[0]))
    apart = [number for part in parts if len(part) < 2 for number in part]
    for piece in portions(apart):
        connection.execute(delete(cluster_members).where(_MEMBER.article_id.in_(piece)))
    kept = [part for part in parts if len(part) > 1]
    if not kept:
        _delete_clusters(connection, [cluster])
        return apart
    for part in kept[1:]:
        number = _new(connection, Link(part[0], part[1], "exact", 1.0, 1.0), now)
        for piece in portions(part):
            connection.execute(update(cluster_members).where(_MEMBER.article_id.in_(piece)).values(cluster_id=number))
        refresh(connection, number, None, now, judge)
    refresh(connection, cluster, None, now, judge)
    return apart


def refresh(
    connection: Connection,
    cluster: int,
    joined: Sequence[int] | None,
    now: datetime,
    judge: Callable[..., Row],
    kinds: Iterable[str] = (),
) -> None:
    """Write what a cluster is as a whole; from the members that ``joined`` alone where nothing else can have changed."""
    before: Row = dict(connection.execute(select(clusters).where(clusters.c.id == cluster)).mappings().one())
    if joined is None:
        scores = connection.execute(select(func.min(_MEMBER.score)).where(_MEMBER.cluster_id == cluster)).scalar()
        known = connection.execute(
            select(_LINK.kind).join(cluster_members, _MEMBER.article_id == _LINK.article_id).where(_MEMBER.cluster_id == cluster).distinct()
        ).scalars()
        found = set(known)
    else:
        scores = min(
            (
                score
                for piece in portions(joined)
                for score in connection.execute(select(_MEMBER.score).where(_MEMBER.article_id.in_(piece))).scalars()
            ),
            default=before["score"],
        )
        scores = min(scores, before["score"])
        found = {before["kind"], *kinds}
    values = judge(connection, cluster, joined, before)
    widest = max(found or {before["kind"]}, key=KINDS.index)
    connection.execute(
        update(clusters)
        .where(clusters.c.id == cluster)
        .values(kind=widest, score=before["score"] if scores is None else scores, changed_at=now, **values)
    )


def members_of(connection: Connection, cluster: int) -> list[int]:
    """Return the articles of a cluster."""
    return list(connection.execute(select(_MEMBER.article_id).where(_MEMBER.cluster_id == cluster).order_by(_MEMBER.article_id)).scalars())


def orphaned(connection: Connection) -> list[int]:
    """Return the clusters whose origin was removed from the database."""
    return list(connection.execute(select(clusters.c.id).where(clusters.c.origin_article_id.is_(None)).order_by(clusters.c.id)).scalars())


def _insert(connection: Connection, links: Iterable[Link]) -> list[Link]:
    """Insert the links that are not there in one direction or the other, and return them."""
    wanted = {(one.article_id, one.other_id): one for one in links if one.article_id != one.other_id}
    numbers = sorted({number for pair in wanted for number in pair})
    known: set[tuple[int, int]] = set()
    for piece in portions(sorted({pair[0] for pair in wanted}), 500):
        rows = connection.execute(
            select(_LINK.article_id, _LINK.other_id).where(or_(_LINK.article_id.in_(piece), _LINK.other_id.in_(piece)), _among(numbers))
        )
        known |= {(one, other) for one, other in rows}
    fresh: dict[tuple[int, int], Link] = {}
    for (one, other), found in wanted.items():
        if (one, other) not in known and (other, one) not in known and (other, one) not in fresh:
            fresh[one, other] = found
    rows_ = [
        {
            "article_id": found.article_id,
            "other_id": found.other_id,
            "kind": found.kind,
            "contained": found.contained,
            "jaccard": found.jaccard,
        }
        for found in fresh.values()
    ]
    if rows_:
        connection.execute(insert(cluster_links), rows_)
    return list(fresh.values())


def _among(numbers: Sequence[int]) -> Any:
    """Return the condition that both ends of a link are among some articles: a much linked one has thousands of others."""
    return _LINK.article_id.in_(numbers) & _LINK.other_id.in_(numbers)


def _homes(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return by article the cluster it is in."""
    return {
        number: cluster
        for piece in portions(sorted(numbers))
        for number, cluster in connection.execute(select(_MEMBER.article_id, _MEMBER.cluster_id).where(_MEMBER.article_id.in_(piece)))
    }


def _root(merged: dict[int, int], cluster: int | None) -> int | None:
    while cluster is not None and cluster in merged:
        cluster = merged[cluster]
    return cluster


def _new(connection: Connection, one: Link, now: datetime) -> int:
    """Insert a cluster that is yet to be looked at, and return its number."""
    row = {
        "kind": one.kind,
        "score": one.contained,
        "origin_article_id": min(one.article_id, one.other_id),
        "origin_rule": "first_seen",
        "formed_at": now,
        "changed_at": now,
    }
    return int(connection.execute(insert(clusters).values(row).returning(clusters.c.id)).scalar_one())


def _delete_clusters(connection: Connection, numbers: Iterable[int]) -> None:
    for piece in portions(sorted(numbers)):
        connection.execute(delete(clusters).where(clusters.c.id.in_(piece)))


def _parts(members: Sequence[int], beside: dict[int, list[int]]) -> list[list[int]]:
    """Return what hangs together, each part in order."""
    left = set(members)
    parts: list[list[int]] = []
    for start in members:
        if start not in left:
            continue
        left.discard(start)
        part, reach = [start], [start]
        while reach:
            for other in beside.get(reach.pop(), ()):
                if other in left:
                    left.discard(other)
                    part.append(other)
                    reach.append(other)
        parts.append(sorted(part))
    return parts

"""Which member of a group is its probable origin: whom others name, then what was published first, then what was seen first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Literal

from crawler.relate.sources import is_outlet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Rule = Literal["named", "published", "first_seen"]
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of a member's age and place."""

    article_id: int
    host: str
    site_name: str | None
    published_at: datetime | None  #: UTC; None unless a time of day and an offset are known
    published_on: date | None  #: local day
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """The probable origin: a member, and who is named as the source, whether a member or not."""

    article_id: int
    rule: Rule
    name: str | None


def probable(members: Iterable[Member], named: Sequence[str]) -> Origin:
    """Return the probable origin of at least one member; ``named`` are the names of sources, the weightiest first."""
    known = sorted(members, key=_age)
    for name in named:
        for member in known:
            if is_outlet(name, member.host, member.site_name):
                return Origin(member.article_id, "named", name)
    first = known[0]
    told = published(first) is not None and all(published(other) != published(first) for other in known[1:2])
    return Origin(first.article_id, "published" if told or len(known) == 1 else "first_seen", named[0] if named else None)


def _age(member: Member) -> tuple[datetime, datetime, int]:
    return published(member) or _NEVER, member.first_seen_at, member.article_id


def published(member: Member) -> datetime | None:
    """Return when a member was published as far as it is known: of a day alone its noon, UTC."""
    if member.published_at is not None:
        return member.published_at
    if member.published_on is None:
        return None
    return datetime.combine(member.published_on, time(), UTC) + timedelta(hours=12)

"""Events as schema.org JSON-LD, from the rows that listings print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.records import Row

_STATUS = {
    "scheduled": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "moved": "EventRescheduled",
    "vanished": "EventScheduled",
}
_ATTENDANCE = {
    "offline": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "mixed": "MixedEventAttendanceMode",
}
_SCHEMA = "https://schema.org/"


def document(rows: Iterable[Row]) -> dict[str, Any]:
    """Return one JSON-LD document with all events, their sessions as ``subEvent``.

    What schema.org has no property for (track, edition, that an event vanished) stands in ``additionalProperty``.
    """
    return {"@context": "https://schema.org", "@graph": [event(row) for row in rows]}


def event(row: Row) -> dict[str, Any]:
    """Return one event, its sessions within."""
    node: dict[str, Any] = {"@type": row["type"], "name": row["name"], "identifier": row["uid"]}
    node["startDate"], node["endDate"] = row["starts_at"], row["ends_at"]
    node["eventStatus"] = _SCHEMA + _STATUS.get(row["status"], "EventScheduled")
    node["eventAttendanceMode"] = _SCHEMA + _ATTENDANCE[row["attendance"]] if row["attendance"] in _ATTENDANCE else None
    node["eventSchedule"] = {"@type": "Schedule", "scheduleTimezone": row["time_zone"]} if row["time_zone"] else None
    node["url"], node["inLanguage"], node["description"] = row["url"], row["language"], row["abstract"]
    node["location"] = _place(row)
    node["organizer"] = {"@type": "Organization", "name": row["organiser"]} if row["organiser"] else None
    node["performer"] = [_person(person) for person in row["people"]]
    node["offers"] = [
        {"@type": "Offer"}
        | _some(
            {
                "price": o["price"],
                "priceCurrency": o["currency"],
                "availability": o["availability"] and _SCHEMA + o["availability"],
                "url": o["url"],
            }
        )
        for o in row["offers"]
    ]
    node["superEvent"] = {"@type": "EventSeries", "name": row["series"]} if row["series"] else None
    more = {"edition": row["edition"], "track": row["track"], "status": "vanished" if row["status"] == "vanished" else None}
    node["additionalProperty"] = [{"@type": "PropertyValue", "name": name, "value": value} for name, value in more.items() if value]
    node["subEvent"] = [event(session) for session in row["sessions"]]
    return _some(node)


def _some(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value}


def _place(row: Row) -> dict[str, Any] | None:
    venue = row["venue"]
    if venue is None:
        return {"@type": "Place", "name": row["room"]} if row["room"] else None
    address = _some(
        {
            "streetAddress": venue["address"],
            "addressLocality": venue["locality"],
            "addressRegion": venue["region"],
            "addressCountry": venue["country"],
        }
    )
    return _some({"@type": "Place", "name": venue["name"], "address": {"@type": "PostalAddress"} | address if address else None})


def _person(person: Row) -> dict[str, Any]:
    node = _some(
        {
            "@type": "Person",
            "name": person["name"],
            "affiliation": {"@type": "Organization", "name": person["affiliation"]} if person["affiliation"] else None,
        }
    )
    return {"@type": "Role", "roleName": person["role"], "performer": node} if person["role"] else node

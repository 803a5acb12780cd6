"""A WordPress site on the loopback with The Events Calendar: pages with JSON-LD, month views without end, feeds, and its paged REST API."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from html import escape
from urllib.parse import parse_qs, urlsplit

from odd_origin import Origin, answer

ZONE, OFFSET = "Europe/Oslo", timedelta(hours=2)
FIRST = datetime(2026, 5, 12, 9, 0)
SPEAKERS = (("Ann Lee", "Example University"), ("Björn Dahl", "Cranes Ltd"), ("Cara Diaz", None))
TITLES = (
    "Tides &#8211; an introduction",
    "Cranes &amp; rails",
    "Open day at the yard",
    "Welding for all",
    "Signals in the fog",
    "Ropes",
    "Ice and iron",
)


def session(number):
    """What is true of one event: title, begin and end on the site's clock, room, speakers."""
    starts = FIRST + timedelta(days=number // 3, hours=2 * (number % 3))
    title = TITLES[number].replace("&#8211;", "–").replace("&amp;", "&")
    people = [SPEAKERS[number % 3], SPEAKERS[(number + 1) % 3]][: 1 + number % 2]
    return {"title": title, "starts": starts, "ends": starts + timedelta(minutes=90), "room": f"Shed {1 + number % 4}", "people": people}


def _named(people):
    return ", ".join(f"{name} ({where})" if where else name for name, where in people)


class TribeOrigin(Origin):
    """``count`` events, ``most`` on a page of the API."""

    def __init__(self, count=7, most=3):
        super().__init__({})
        self.count, self.most, self.asked = count, most, []
        self.api = f"{self.url}/wp-json/tribe/events/v1/"
        self.gone: set[int] = set()
        home = '<h1>Harbour Weeks</h1><p>Welcome.</p><a href="/events/">Events</a><a href="/events/month/2026-05/">May</a>'
        self.pages["/"] = self._page("Harbour Weeks", home)
        self.pages["/events/"] = lambda r: answer(200, self._list(r))
        for year in range(2020, 2040):
            for month in range(1, 13):
                self.pages[f"/events/month/{year}-{month:02}/"] = self._month(year, month)
        for number in range(count):
            self.pages[f"/event/{number}-of-the-weeks/"] = self._event_page(number)
        self.pages["/wp-json/tribe/events/v1/events"] = self.pages["/wp-json/tribe/events/v1/events/"] = self._listed

    def _page(self, title, body, more=""):
        head = (
            f'<meta name="tec-api-version" content="v1"><meta name="tec-api-origin" content="{self.url}">'
            f'<link rel="alternate" href="{self.api}"><link rel="alternate" type="text/calendar" title="iCal" href="{self.url}/events/?ical=1">{more}'
        )
        return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} – Harbour Weeks</title>{head}</head><body>{body}</body></html>'.encode()

    def _list(self, request):
        if "ical=1" in request["path"]:
            return "\r\n".join(
                [
                    "BEGIN:VCALENDAR",
                    "VERSION:2.0",
                    "X-WR-CALNAME:Harbour Weeks",
                    *(line for n in range(self.count) for line in self._vevent(n)),
                    "END:VCALENDAR",
                ]
            ).encode()
        links = "".join(f'<li><a href="/event/{n}-of-the-weeks/">{TITLES[n]}</a></li>' for n in range(self.count))
        return self._page("Events", f"<h1>Events</h1><ul>{links}</ul>")

    def _month(self, year, month):
        following, before = (year + month // 12, month % 12 + 1), (year - (month == 1), (month - 2) % 12 + 1)
        links = "".join(
            f'<a href="/events/month/{y}-{m:02}/">{y}-{m:02}</a> <a href="/events/day/{y}-{m:02}-03/">3</a>' for y, m in (following, before)
        )
        return self._page(f"{year}-{month:02}", f"<h1>{year}-{month:02}</h1>{links}")

    def _vevent(self, number):
        true = session(number)
        clock = "%Y%m%dT%H%M%S"
        title = true["title"].replace(",", "\\,")
        return [
            "BEGIN:VEVENT",
            f"DTSTART;TZID={ZONE}:{true['starts']:{clock}}",
            f"DTEND;TZID={ZONE}:{true['ends']:{clock}}",
            f"UID:{number}-1768000000@{self.url.partition('://')[2]}",
            f"SUMMARY:{title}",
            f"URL:{self.url}/event/{number}-of-the-weeks/",
            f"LOCATION:{true['room']}\\, 1 Quay\\, Port Example\\, Norway",
            "END:VEVENT",
        ]

    def _event_page(self, number):
        true = session(number)
        described = {
            "@context": "http://schema.org",
            "@type": "Event",
            "name": TITLES[number],
            "description": "&lt;p&gt;An hour and a half.&lt;/p&gt;\\n",
            "url": f"{self.url}/event/{number}-of-the-weeks/",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "eventStatus": "https://schema.org/EventScheduled",
            "startDate": f"{true['starts'].isoformat()}+02:00",
            "endDate": f"{true['ends'].isoformat()}+02:00",
            "location": {
                "@type": "Place",
                "name": true["room"],
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "1 Quay",
                    "addressLocality": "Port Example",
                    "addressCountry": "Norway",
                },
            },
            "performer": "Organization",
        }
        body = f"<h1>{TITLES[number]}</h1><div class='tribe-events-schedule'>{true['starts']:%B %d @ %H:%M} - {true['ends']:%H:%M}</div><p>An hour and a half.</p><p>Speakers: {escape(_named(true['people']))}</p>"
        return self._page(TITLES[number], body, f'<script type="application/ld+json">[{json.dumps(described)}]</script>')

    def _listed(self, request):
        query = {name: values[-1] for name, values in parse_qs(urlsplit(request["path"]).query).items()}
        self.asked.append(query)
        page = int(query.get("page", "1"))
        shown = [n for n in range(self.count) if n not in self.gone]
        pages = -(-len(shown) // self.most)
        events = [self._entry(n) for n in shown[(page - 1) * self.most : page * self.most]]
        found = {
            "events": events,
            "rest_url": f"{self.api}events/?page={page}&per_page={self.most}",
            "total": len(shown),
            "total_pages": pages,
        }
        if page < pages:
            found["next_rest_url"] = f"{self.api}events/?page={page + 1}&per_page={self.most}&start_date=2000-01-01"
        return answer(200, json.dumps(found).encode(), content_type="application/json; charset=UTF-8")

    def _entry(self, number):
        true = session(number)
        clock = "%Y-%m-%d %H:%M:%S"
        return {
            "id": number + 100,
            "global_id": f"{self.url.partition('://')[2]}?id={number + 100}",
            "author": "1",
            "status": "publish",
            "date": "2026-01-02 10:00:00",
            "url": f"{self.url}/event/{number}-of-the-weeks/",
            "rest_url": f"{self.api}events/{number + 100}",
            "title": TITLES[number],
            "description": f"<p>An hour and a half.</p>\n<p>Speakers: {escape(_named(true['people']))}</p>\n",
            "excerpt": "",
            "slug": f"{number}-of-the-weeks",
            "image": False,
            "all_day": False,
            "start_date": f"{true['starts']:{clock}}",
            "end_date": f"{true['ends']:{clock}}",
            "utc_start_date": f"{true['starts'] - OFFSET:{clock}}",
            "utc_end_date": f"{true['ends'] - OFFSET:{clock}}",
            "timezone": ZONE,
            "timezone_abbr": "CEST",
            "cost": "",
            "cost_details": {"currency_symbol": "", "values": []},
            "website": "",
            "categories": [{"name": "Harbour", "slug": "harbour"}],
            "tags": [],
            "venue": {
                "id": 5,
                "venue": true["room"],
                "address": "1 Quay",
                "city": "Port Example",
                "country": "Norway",
                "stateprovince": "",
                "show_map": True,
            },
            "organizer": [{"id": 6, "organizer": "Port Society"}],
        }

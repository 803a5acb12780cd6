"""The conference's own site: home page with JSON-LD, speakers, programme, venue and a few notes."""

from __future__ import annotations

import json
from typing import Any

from console.demo.articles import PLACE, load
from console.demo.pages import BUILT, Answer, html, robots, script, xml

OFFSET = "+01:00"  # Ireland in May

TEXTS = {
    "/venue": (
        "Venue",
        ["Veem Hall, 1 Ropewalk, Port Merrow, Ireland.", "The tram stops at the western door. The lift carries four hundred kilograms."],
    ),
    "/tickets": ("Tickets", ["A ticket for three days costs 180 euros. Whoever needs one for less should write to us."]),
    "/conduct": ("Code of conduct", ["Be kind. Questions go on cards."]),
}


def answers(origin: str) -> dict[str, Answer]:
    """Every page of the site by its path."""
    articles = load("conference")
    programme = json.loads((PLACE / "conference" / "programme.json").read_text(encoding="utf-8"))
    shared: dict[str, Any] = {"origin": origin, "articles": articles, **programme}
    found = {
        "/": html("conference/home.html", **shared, title="Home", path="/", event=script(event(origin, programme))),
        "/speakers": html("conference/speakers.html", **shared, title="Speakers", path="/speakers"),
        "/programme": html("conference/programme.html", **shared, title="Programme", path="/programme"),
        "/news": html("conference/news.html", **shared, title="News", path="/news"),
    }
    for path, (title, lines) in TEXTS.items():
        found[path] = html("conference/text.html", **shared, title=title, path=path, lines=lines)
    for a in articles:
        found[a.path] = html(f"conference/{a.theme}.html", modified=a.published, origin=origin, a=a, title=a.headline, path=a.path)
    entries = [(path, found[path].modified if path.startswith("/news/") else BUILT) for path in found]
    found["/sitemap.xml"] = xml("sitemap.xml", origin=origin, entries=entries)
    found["/robots.txt"] = robots(origin, closed=["/drafts/"], sitemaps=["/sitemap.xml"])
    return found


def event(origin: str, programme: dict[str, Any]) -> dict[str, Any]:
    """The conference as a schema.org Event with its sessions."""
    hall = {
        "@type": "Place",
        "name": "Veem Hall",
        "address": {"@type": "PostalAddress", "streetAddress": "1 Ropewalk", "addressLocality": "Port Merrow", "addressCountry": "IE"},
    }
    affiliations = {speaker["name"]: speaker["affiliation"] for speaker in programme["speakers"]}
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Tidewater Signals 2025",
        "url": f"{origin}/",
        "startDate": f"2025-05-14T09:00:00{OFFSET}",
        "endDate": f"2025-05-16T17:30:00{OFFSET}",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": hall,
        "organizer": {"@type": "Organization", "name": "Lantern Quay"},
        "inLanguage": "en",
        "subEvent": [
            {
                "@type": "Event",
                "name": session["name"],
                "startDate": f"{session['date']}T{session['from']}:00{OFFSET}",
                "endDate": f"{session['date']}T{session['to']}:00{OFFSET}",
                "location": {"@type": "Place", "name": session["room"], "containedInPlace": hall},
                "performer": [
                    {"@type": "Person", "name": name, "affiliation": {"@type": "Organization", "name": affiliations[name]}}
                    for name in session["speakers"]
                ],
            }
            for session in programme["sessions"]
        ],
    }

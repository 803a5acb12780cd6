"""A local paper on the loopback whose layout of tables tells nobody what is author and what is date."""

from __future__ import annotations

from tests.crawler.support.odd_origin import Origin, answer

NAME = "Küstenbote"
STORIES = {
    "/text/fischmarkt-zieht-an-die-mole-um": (
        "Fischmarkt zieht an die Mole um",
        "Hanna Torvik",
        "14.05.2025",
        "Der Fischmarkt",
        "die Händler",
    ),
    "/text/neue-glocke-fuer-st-nikolai": ("Neue Glocke für St. Nikolai", "Jorid Wesselmann", "11.05.2025", "Die Glocke", "die Gemeinde"),
    "/text/ruderverein-sucht-steuerleute": ("Ruderverein sucht Steuerleute", "Hanna Torvik", "06.05.2025", "Der Verein", "die Mitglieder"),
    "/text/deichbau-beginnt-im-herbst": ("Deichbau beginnt im Herbst", "Malte Drewesen", "28.04.2025", "Der Deich", "die Anwohner"),
}
SENTENCES = """
{a} beschäftigt die Stadt seit dem vergangenen Winter, und {b} haben ihre Wünsche am Montagabend im Rathaus vorgetragen, wo der Saal bis auf den letzten Platz besetzt war und noch auf dem Flur zugehört wurde.
Die Verwaltung rechnet mit Kosten von rund vierzigtausend Euro, von denen das Land die Hälfte übernehmen soll; den Rest müssten die Stadt und {b} gemeinsam aufbringen, hieß es auf Nachfrage dieser Zeitung.
Im Herbst will der Rat entscheiden. Bis dahin liegen die Pläne im Bürgerbüro aus, und wer möchte, kann dort seine Meinung in ein Buch schreiben, das schon jetzt dreißig Seiten füllt.
""".strip().splitlines()
PAGE = """<html><head><title>{title}</title><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body bgcolor="#ffffff">
<table width="780"><tr><td class="k1"><a href="/">Küstenbote</a></td><td class="k2"><a href="/verlag">Verlag</a> <a href="/anzeigen">Anzeigen</a></td></tr>
<tr><td colspan="2" class="w1">{body}</td></tr></table></body></html>"""
STORY = """<div class="t1">{headline}</div><div class="x1">{first}</div><div class="x1">{second}</div>
<div class="m5">Hochwasser um {hour} Uhr, Wind aus Nordwest, Wassertemperatur {hour} Grad.</div><div class="x1">{third}</div>
<table class="f1"><tr><td class="k5">Blatt {hour}, Redaktionsschluss 22.05.2025</td><td class="k3">{author}</td><td class="k4">{day}</td><td class="k6">Es folgt das Blatt vom 01.06.2025</td></tr></table>"""


def pages():
    """Every page by its path."""
    listed = "".join(f'<div class="l1"><a href="{path}">{story[0]}</a></div>' for path, story in STORIES.items())
    found = {"/": PAGE.format(title=NAME, body=f'<div class="t1">Aus Stadt und Land</div>{listed}').encode()}
    for number, (path, (headline, author, day, a, b)) in enumerate(STORIES.items(), 7):
        first, second, third = (sentence.format(a=a, b=b) for sentence in SENTENCES)
        body = STORY.format(headline=headline, first=first, second=second, third=third, hour=number, author=author, day=day)
        found[path] = PAGE.format(title=f"{headline} - {NAME}", body=body).encode()
    found["/verlag"] = PAGE.format(title=NAME, body="<div>Küstenbote Verlag, Am Hafen 3.</div>").encode()
    found["/anzeigen"] = PAGE.format(title=NAME, body="<div>Anzeigen nehmen wir bis Freitag an.</div>").encode()
    found["/robots.txt"] = lambda _: answer(200, b"User-agent: *\nDisallow: /druckerei/\n", content_type="text/plain")
    return found


class OldPaper(Origin):
    """The paper, served."""

    def __init__(self):
        super().__init__(pages())

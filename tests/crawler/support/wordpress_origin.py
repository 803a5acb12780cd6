"""A site on the loopback in the shape of WordPress: its pages, and its REST API with pages, ranges of days, authors and categories."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from odd_origin import TEXT, Origin, answer

FIRST = datetime(2024, 1, 15, 9, 30)
WRITERS = ("Maren Oakhurst", "Tobias Ferncastle", "Ilse Brandwijk")
SECTIONS = ("Company News", "Q&amp;A", "Essays")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} – Harbour Notes</title>
<meta name="generator" content="WordPress 6.5">{head}</head><body class="single-post"><header><a href="/">Harbour Notes</a></header>
<article class="post"><h1 class="entry-title">{title}</h1><div class="entry-content">{text}</div></article></body></html>"""


def post(number):
    """When a post was published on the site's clock, two hours ahead, and its path; one post each ten days."""
    local = FIRST + timedelta(days=10 * number)
    return local, f"/{local:%Y/%m}/post-number-{number}-of-the-harbour/"


def entry(number, place, embed=True):
    """A post as the API prints it."""
    local, path = post(number)
    printed = {
        "id": number + 1,
        "date": local.isoformat(),
        "date_gmt": (local - timedelta(hours=2)).isoformat(),
        "modified": (local + timedelta(hours=1)).isoformat(),
        "modified_gmt": (local - timedelta(hours=1)).isoformat(),
        "status": "publish",
        "type": "post",
        "link": f"{place}{path}",
        "title": {"rendered": f"Post number {number} of the harbour &#8211; &#8220;notes&#8221;"},
        "author": 1 + number % 3,
        "categories": [1 + number % 3],
        "_links": {},
    }
    if embed:
        printed["_embedded"] = {
            "author": [{"id": 1 + number % 3, "name": WRITERS[number % 3]}],
            "wp:term": [
                [{"id": 1 + number % 3, "name": SECTIONS[number % 3], "taxonomy": "category"}],
                [{"id": 9, "name": "tide", "taxonomy": "post_tag"}],
            ],
        }
    return printed


class WordpressOrigin(Origin):
    """``posts`` of them; ``most`` bounds per_page as some hosts do. ``declared`` is how a page names its API, if at all."""

    def __init__(self, posts=12, most=5, declared="link", route="/wp-json/", **more):
        super().__init__({})
        self.posts, self.most, self.route = posts, most, route
        self.asked = []
        root = f"{self.url}{route}"
        head = f'<link rel="https://api.w.org/" href="{root}">' if declared == "link" else ""
        headers = [("Link", '</style.css>; rel="preload"; as="style"'), ("Link", f'<{root}>; rel="https://api.w.org/"')]
        headers = headers if declared == "header" else []
        home = PAGE.format(title="Harbour Notes", head=head, text="<p>Welcome. There is more below.</p>").encode()
        self.pages["/"] = lambda r: (
            self.list_posts(r) if "rest_route" in r["path"] and "rest_route" in route else answer(200, home, headers)
        )
        for number in range(posts):
            title = f"Post number {number} of the harbour – “notes”"
            self.pages[post(number)[1]] = PAGE.format(title=title, head=head, text=TEXT.replace("budgets", f"budget {number}")).encode()
        if route == "/wp-json/":
            self.pages["/wp-json/wp/v2/posts"] = self.list_posts
            about = {"name": "Harbour Notes", "timezone_string": "Europe/Berlin", "gmt_offset": 2, "namespaces": ["wp/v2"]}
            self.pages["/wp-json/"] = lambda _: answer(200, json.dumps(about).encode(), content_type="application/json")
        self.pages.update(more)

    def list_posts(self, request):
        """Answer as the API does: newest first, a page at a time, bounded by ``after`` and ``before``, both exclusive."""
        query = {name: values[-1] for name, values in parse_qs(urlsplit(request["path"]).query).items()}
        if query.get("rest_route", "/wp/v2/posts") != "/wp/v2/posts":
            return answer(404, b'{"code":"rest_no_route","message":"No route"}', content_type="application/json")
        self.asked.append(query)
        after, before = query.get("after", ""), query.get("before", "9")
        chosen = [n for n in reversed(range(self.posts)) if after < post(n)[0].isoformat() < before]
        size, page = min(int(query.get("per_page", 10)), self.most), int(query.get("page", 1))
        pages = -(-len(chosen) // size)
        if page > max(pages, 1):
            return answer(400, b'{"code":"rest_post_invalid_page_number","message":"No"}', content_type="application/json")
        listed = [entry(n, self.url, embed="_embed" in query) for n in chosen[(page - 1) * size : page * size]]
        headers = [("X-WP-Total", str(len(chosen))), ("X-WP-TotalPages", str(pages))]
        return answer(200, json.dumps(listed).encode(), headers, content_type="application/json; charset=UTF-8")

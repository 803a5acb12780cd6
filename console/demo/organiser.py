"""The conference organiser's blog: WordPress-like, English and Chinese, an old theme and a new one side by side."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from console.demo.articles import PLACE, DemoArticle, load
from console.demo.pages import BUILT, Answer, html, portions, robots, script, xml

SLUGS = {
    "Company News": "company-news",
    "Conversations": "conversations",
    "Announcements": "announcements",
    "Essays": "essays",
    "公司新闻": "gongsi-xinwen",
    "公告": "gonggao",
    "随笔": "suibi",
    "现场": "xianchang",
}


@cache
def labels() -> dict[str, dict[str, Any]]:
    """The themes' own words by language."""
    words: dict[str, dict[str, Any]] = json.loads((PLACE / "organiser" / "labels.json").read_text(encoding="utf-8"))
    return words


def answers(origin: str) -> dict[str, Answer]:
    """Every page of the site by its path."""
    articles = load("organiser")
    found: dict[str, Answer] = {}
    for lang in ("en", "zh"):
        found |= half(origin, lang, [a for a in articles if a.chinese == (lang == "zh")])
    found["/comments/feed/"] = xml("organiser/feed.xml", "application/rss+xml; charset=UTF-8", **surroundings(origin, "en", []), listed=[])
    found["/sitemap_index.xml"] = xml("sitemap_index.xml", origin=origin, paths=["/post-sitemap.xml", "/page-sitemap.xml"])
    found["/post-sitemap.xml"] = xml("sitemap.xml", origin=origin, entries=[(a.path, a.modified or a.published) for a in articles])
    found["/page-sitemap.xml"] = xml(
        "sitemap.xml", origin=origin, entries=[(path, BUILT) for path in ("/", "/zh/", "/about/", "/zh/about/")]
    )
    found["/robots.txt"] = robots(origin, closed=["/wp-admin/"], sitemaps=["/sitemap_index.xml"])
    found["/wp-admin/"] = html(
        "organiser/page.html", **surroundings(origin, "en", articles[:3]), title="Log in", text="User name and password."
    )
    return found


def surroundings(origin: str, lang: str, recent: list[DemoArticle]) -> dict[str, Any]:
    """What every page of one language's half shares."""
    prefix = "/zh" if lang == "zh" else ""
    names = [name for name in SLUGS if name.isascii() == (lang == "en")]
    return {
        "origin": origin,
        "lang": lang,
        "t": labels()[lang],
        "prefix": prefix,
        "categories": [(name, f"{prefix}/category/{SLUGS[name]}/") for name in names],
        "alternates": [("en", f"{origin}/"), ("zh", f"{origin}/zh/")],
        "translations": {"en": "/", "zh": "/zh/"},
        "recent": recent[:4],
    }


def tag_path(prefix: str, tag: str) -> str:
    """Where the articles with a tag are listed."""
    return f"{prefix}/tag/{quote(tag.lower().replace(' ', '-'))}/"


def half(origin: str, lang: str, articles: list[DemoArticle]) -> dict[str, Answer]:
    """The pages of one language."""
    shared = surroundings(origin, lang, articles)
    prefix, words = shared["prefix"], shared["t"]
    found = {a.path: post(origin, lang, a, articles) for a in articles}
    pages = portions(articles, 4)
    paths = [f"{prefix}/"] + [f"{prefix}/page/{number}/" for number in range(2, len(pages) + 1)]
    for number, listed in enumerate(pages):
        newer = paths[number - 1] if number else ""
        older = paths[number + 1] if number + 1 < len(pages) else ""
        found[paths[number]] = html("organiser/listing.html", **shared, title=words["tagline"], listed=listed, newer=newer, older=older)
    for name, path in shared["categories"]:
        listed = [a for a in articles if a.section == name]
        found[path] = html("organiser/listing.html", **shared, title=name, listed=listed, newer="", older="")
    for tag in sorted({tag for a in articles for tag in a.tags}):
        listed = [a for a in articles if tag in a.tags]
        found[tag_path(prefix, tag)] = html("organiser/listing.html", **shared, title=tag, listed=listed, newer="", older="")
    found[f"{prefix}/about/"] = html("organiser/page.html", **shared, title=words["about"], text=words["about_text"])
    if lang == "en":
        listed = [a for a in articles if a.creator == "admin"]
        found["/author/admin/"] = html("organiser/listing.html", **shared, title="admin", listed=listed, newer="", older="")
        found["/privacy/"] = html("organiser/page.html", **shared, title="Privacy", text="We keep nothing but your newsletter address.")
    found[f"{prefix}/feed/"] = xml("organiser/feed.xml", "application/rss+xml; charset=UTF-8", **shared, listed=articles)
    return found


def post(origin: str, lang: str, a: DemoArticle, articles: list[DemoArticle]) -> Answer:
    """One article in its theme."""
    shared = surroundings(origin, lang, [other for other in articles if other is not a])
    if a.translation:
        both = {lang: a.path, "en" if lang == "zh" else "zh": a.translation}
        shared["translations"] = both
        shared["alternates"] = [(code, f"{origin}{path}") for code, path in sorted(both.items())]
    day = a.published
    printed = f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day:%B} {day.day}, {day.year}"
    return html(
        f"organiser/{a.theme}.html",
        modified=a.modified or a.published,
        **shared,
        a=a,
        title=a.headline,
        section_path=f"{shared['prefix']}/category/{SLUGS[a.section]}/",
        printed_date=printed,
        tag_path=partial(tag_path, shared["prefix"]),
        related=[other for other in articles if other is not a][:2] if a.related == "some" else [],
        comments=shared["t"]["comment"][: a.comments],
        graph=graph(origin, a) if a.theme == "blocks" else "",
    )


def graph(origin: str, a: DemoArticle) -> str:
    """The JSON-LD graph as the widespread SEO plug-ins print it."""
    address = f"{origin}{a.path}"
    article: dict[str, Any] = {
        "@type": "Article",
        "@id": f"{address}#article",
        "headline": a.headline,
        "datePublished": a.published.isoformat(),
        "dateModified": (a.modified or a.published).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in a.creators],
        "articleSection": [a.section],
        "keywords": list(a.tags),
        "inLanguage": "zh-Hans" if a.chinese else "en-US",
        "publisher": {"@id": f"{origin}/#organization"},
        "mainEntityOfPage": {"@id": address},
    }
    page = {"@type": "WebPage", "@id": address, "url": address, "name": a.headline, "isPartOf": {"@id": f"{origin}/#website"}}
    site = {"@type": "WebSite", "@id": f"{origin}/#website", "url": f"{origin}/", "name": labels()["zh" if a.chinese else "en"]["site"]}
    owner = {"@type": "Organization", "@id": f"{origin}/#organization", "name": "Lantern Quay", "url": f"{origin}/"}
    return script({"@context": "https://schema.org", "@graph": [article, page, site, owner]})

"""The local news site: a theme of 2017, a modern one for features and voices in several languages, old tables for letters."""

from __future__ import annotations

import gzip
from typing import Any

from console.demo.articles import PLACE, DemoArticle, load
from console.demo.pages import Answer, html, portions, render, robots, script, xml


def answers(origin: str) -> dict[str, Answer]:
    """Every page of the site by its path; listings are cut by ``/page/2/`` on the home page, by ``?paged=2`` in sections."""
    articles = load("news")
    sections = sorted({a.section for a in articles})
    menu = [(name, section_path(name)) for name in sections]
    found = {a.path: article(origin, a, articles, menu) for a in articles}
    found |= listing("Port Merrow Courier", articles, menu, "/", "/page/{}/")
    for name in sections:
        first = section_path(name)
        found |= listing(name, [a for a in articles if a.section == name], menu, first, first + "?paged={}")
    found["/about"] = html("news/about.html")
    found["/atom.xml"] = xml("news/atom.xml", "application/atom+xml; charset=utf-8", origin=origin, listed=articles[:8])
    sitemap = gzip.compress(render("news/news-sitemap.xml", origin=origin, listed=articles), mtime=0)
    found["/news-sitemap.xml.gz"] = Answer(sitemap, "application/gzip")
    found["/robots.txt"] = robots(origin, closed=["/search"], sitemaps=["/news-sitemap.xml.gz"])
    for a in articles:
        if a.caption:
            found[f"/images/{a.number}.png"] = Answer((PLACE / "picture.png").read_bytes(), "image/png")
    return found


def section_path(name: str) -> str:
    """Where a section's articles are listed."""
    return "/letters/" if name == "Letters" else f"/section/{name.lower()}"


def listing(title: str, articles: list[DemoArticle], menu: list[tuple[str, str]], first: str, pattern: str) -> dict[str, Answer]:
    """A listing cut into pages of five, each with links to the others and to the next."""
    parts = portions(articles, 5)
    paths = [first] + [pattern.format(number) for number in range(2, len(parts) + 1)]
    return {
        path: html(
            "news/listing.html",
            title=title,
            listed=part,
            sections=menu,
            pages=paths if len(paths) > 1 else [],
            after=([*paths, ""])[index + 1],
        )
        for index, (path, part) in enumerate(zip(paths, parts, strict=True))
    }


def article(origin: str, a: DemoArticle, articles: list[DemoArticle], menu: list[tuple[str, str]]) -> Answer:
    """One article in its theme; the old theme is served as windows-1252, as its pages say."""
    others = [other for other in articles if other is not a and other.language == "en"]
    page = html(
        f"news/{a.theme}.html",
        modified=a.modified or a.published,
        origin=origin,
        a=a,
        sections=menu,
        section_path=section_path(a.section),
        related=others[:2] if a.related == "some" else [],
        recent=others[:4],
        story=script(story(origin, a)) if a.theme == "modern" else "",
    )
    if a.theme != "table":
        return page
    return Answer(page.body.decode().encode("cp1252"), "text/html", modified=page.modified)


def story(origin: str, a: DemoArticle) -> dict[str, Any]:
    """The JSON-LD of the modern theme."""
    matter: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": a.headline,
        "description": a.standfirst,
        "datePublished": a.published.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in a.creators],
        "articleSection": a.section,
        "inLanguage": a.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": "Port Merrow Courier"},
        "mainEntityOfPage": origin + a.path,
    }
    if a.modified:
        matter["dateModified"] = a.modified.isoformat()
    if a.caption:
        matter["image"] = {"@type": "ImageObject", "url": f"{origin}/images/{a.number}.png", "caption": a.caption}
    return matter

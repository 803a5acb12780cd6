"""What kind of page a document is, judged from its markup, its address and the weight of its text against its links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import page_shape, walls
from crawler.normalise.urls import is_home
from crawler.sites.addresses import is_pagination, likely, names_a_list
from crawler.sites.words import SEGMENTS

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.extract.page_shape import PageShape
    from crawler.extract.structured import Node, Structured
    from crawler.items import Kind
    from crawler.sites.profile import Profile

_LISTING_TYPES = ("CollectionPage", "SearchResultsPage", "ProfilePage", "CategoryCodeSet")
_NO_INDEX = re.compile(r"\b(?:noindex|none)\b", re.IGNORECASE)
#: body classes of WordPress, Drupal, Blogger, Ghost, Joomla and Typo3 themes
_BODY_ARTICLE = re.compile(
    r"(?:\A|[\s=])(?:single(?:-post|-article)?|single-[a-z]+|postid-\d+|page-node-type-(?:article|story|blog|news\S*)|node-type-(?:article|story|blog\S*|news\S*)|item-view|view-item|post-template|com_content view-article"
    r"|view-article|article-page|article-detail|page-article|template-article|story-page)(?=[\s]|\Z)"
)
_BODY_LISTING = re.compile(
    r"(?:\A|[\s=])(?:home|blog|archive|category|tag|author|search|search-results|search-no-results|date|tax-\S+|category-\S+|tag-\S+|post-type-archive\S*|is-front|front|frontpage|path-frontpage|home-template|tag-template"
    r"|author-template|multiple-items|feed-view|view-(?:featured|category|categories)|page-taxonomy|path-taxonomy|page-taxonomy-term|front-page|homepage)(?=[\s]|\Z)"
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_EVENT_TEXT = re.compile(
    r"\b(?:20\d\d|uhr|venue|tickets?|register|anmeld\w+|veranstaltungsort|date and time|when|where|lieu|lugar)\b|年|月", re.IGNORECASE
)


def judge(document: Document, structured: Structured, url: str = "", profile: Profile | None = None) -> tuple[Kind, str, str | None]:
    """Return the kind, the evidence that decided it, and a reason where the page is not to be kept as it is.

    The reason is ``challenge`` (bot check or consent wall), ``soft_404``, ``noindex`` or None; the kind of a challenge or
    missing page is ``other``. ``url`` is the address that answered, empty where none is known; the patterns of a profile
    win over all but a challenge or missing page. Never raises.
    """
    if document.kind != "html":
        return _bare(document)
    shape = page_shape.measure(document)
    main = structured.main
    wall = walls.challenge(document, shape.run, declared=main is not None)
    if wall:
        return "other", wall, "challenge"
    gone = walls.missing(document, shape.run) if main is None or shape.run < 300 else None
    if gone:
        return "other", f"soft 404: {gone[:60]}", "soft_404"
    said = profile.judge(url) if profile is not None and url else None
    kind: Kind
    if said is not None and said != "excluded":
        kind, rule = said, f"profile:{said}_patterns"
    else:
        kind, rule = _weigh(document, structured, shape, url)
    noindex = any(_NO_INDEX.search(content) for name in ("robots", "googlebot", "pressrow") for content in document.metas.get(name, ()))
    return kind, rule, "noindex" if noindex else None


def _bare(document: Document) -> tuple[Kind, str, str | None]:
    """Plain text is an article where it has sentences enough; other bodies are none."""
    if document.kind == "text":
        size = sum(len(block.text) for block in document.blocks)
        return ("article", "plain text", None) if size >= 120 else ("other", "plain text too short", None)
    return ("event", "icalendar", None) if document.kind == "icalendar" else ("other", document.kind, None)


class _Scale:
    """Adds evidence for a story (above zero) or a list (below)."""

    def __init__(self) -> None:
        self.total = 0.0
        self.parts: list[tuple[float, str]] = []

    def add(self, weight: float, name: str) -> None:
        self.total += weight
        self.parts.append((weight, name))

    def rule(self, *, story: bool) -> str:
        """The three heaviest pieces of evidence on the winning side."""
        side = sorted((p for p in self.parts if (p[0] > 0) is story), key=lambda p: -abs(p[0]))
        return " + ".join(name for _, name in side[:3]) or "weight of text"


def _weigh(document: Document, structured: Structured, shape: PageShape, url: str) -> tuple[Kind, str]:
    scale = _Scale()
    _declared(document, structured.main, scale)
    guess = likely(url) if url else ""
    home = bool(url) and is_home(url)
    if home:
        scale.add(-4, "url:home")
    elif guess == "article":
        scale.add(1.5, "url:article")
    elif guess == "listing":
        scale.add(_list_weight(shape, url) if names_a_list(url) else -1.5 if shape.headlines else -0.7, "url:listing")
    _counted(document, shape, scale, guess)
    for node in structured.nodes(*_LISTING_TYPES):
        if node.top:
            scale.add(-2, f"{node.source}:{node.type}")
            break
    event = _event(document, structured, shape, url, guess, scale.total)
    if event:
        return event
    if _is_plain(url) and structured.main is None:
        return "other", "url:plain page"
    if guess == "event" and _programme(url) and structured.main is None and scale.total < 4 and not _is_list(shape, guess):
        return "other", "url:programme"
    if shape.run >= 100 or (shape.prose >= 100 and shape.headlines < 3):
        if scale.total > 0:
            return "article", scale.rule(story=True)
    elif scale.total >= 3 and (structured.main is not None or shape.prose >= 40):
        return "article", scale.rule(story=True)
    if (
        _is_list(shape, guess)
        or home
        or (shape.links >= 1 and url and names_a_list(url))
        or (scale.total <= -2 and (shape.headlines >= 3 or (guess == "listing" and shape.links >= 5)))
    ):
        return "listing", scale.rule(story=False)
    return "other", "neither a story nor a list"


def _declared(document: Document, main: Node | None, scale: _Scale) -> None:
    """What the page says it is."""
    if main is not None:
        strong = main.type.endswith(("Article", "Posting", "Report", "Review"))
        scale.add(3 if strong else 1, f"{main.source}:{main.type}")
    kind = (document.meta("og:type") or "").lower()
    if kind in {"article", "blog", "news", "news.article", "story"}:
        scale.add(1.2, "og:type article")
    elif kind in {"profile", "website"} and main is None:
        scale.add(-0.5 if kind == "website" else -1.5, f"og:type {kind}")
    if document.meta(
        "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "cxenseparse:recs:publishtime"
    ):
        scale.add(1, "meta:published")
    if match := _BODY_ARTICLE.search(document.html_tokens):
        scale.add(1.5, f"body class {match[0].strip(' =')}")
    elif match := _BODY_LISTING.search(document.html_tokens):
        scale.add(-2.5, f"body class {match[0].strip(' =')}")


def _list_weight(shape: PageShape, url: str) -> float:
    """How far the words of an address that names a list are believed.

    Some sites keep single stories under such a word ("/topic/7PM49H7yjs5"); an archive of whole posts has many linked titles.
    """
    if is_pagination(url) or shape.linked_headings > 2 or shape.articles > 1 or shape.run < 1_000:
        return -3
    return -2 if shape.run < 2_500 else -1


def _counted(document: Document, shape: PageShape, scale: _Scale, guess: str) -> None:
    """What the text says."""
    if shape.run >= 200:
        weight = 3.5 if shape.run >= 2_500 else 2.5 if shape.run >= 1_000 else 1.5 if shape.run >= 500 else 0.7
        scale.add(weight, f"{shape.run_paragraphs} paragraphs")
    elif shape.run < 100:
        scale.add(-1.5, "hardly a paragraph")
    if shape.h1 and document.title and _agree(shape.h1, document.title):
        scale.add(0.7, "h1 is the title")
    # a story that comes before any list keeps its weight, however long the lists of further stories below it are
    told = shape.run >= 500 and shape.run_paragraphs >= 3
    # a list may have an introduction under its name; under a headline, at the address of a story, a few sentences are one
    short = not told and shape.run >= 250 and guess in {"", "article"} and _is_headline(shape.h1) and _agree(shape.h1, document.title or "")
    near = not shape.before or (told and shape.before == 1 and shape.linked_headings <= 2)
    first = 0.4 if near and (told or short) else 1.0
    lists = shape.linked_headings + (shape.headlines - shape.linked_headings) * 0.6
    if lists >= 4:
        each = shape.prose / max(1.0, lists)
        weight = 3 if each < 120 else 2 if each < 300 else 1 if each < 600 else 0.3
        weight += 0.8 if lists >= 15 else 0
        scale.add(-weight * first, f"{shape.headlines} headline links")
    if shape.articles >= 3 and shape.run < 2_000:
        scale.add(-1.5 * first, f"{shape.articles} articles")
    elif shape.articles == 1:
        scale.add(0.7, "one article")
    if shape.more >= 3:
        scale.add(-2 * first, f"{shape.more} read-more links")
    if shape.times >= 4 and shape.headlines >= 4:
        scale.add(-0.7, f"{shape.times} dates")
    if shape.text and shape.linked > shape.text * 0.6:
        scale.add(-first, "mostly links")


def _is_list(shape: PageShape, guess: str) -> bool:
    return (
        shape.headlines >= 4
        or shape.articles >= 3
        or shape.more >= 3
        or (guess == "listing" and (shape.headlines >= 2 or (shape.links >= 2 and shape.run < 100)))
    )


def _is_headline(text: str) -> bool:
    """Whether a heading has the words of a sentence rather than of a name."""
    return text.count(" ") >= 3 or len(_WIDE.findall(text)) >= 10


def _agree(one: str, other: str) -> bool:
    left, right = " ".join(one.casefold().split()), " ".join(other.casefold().split())
    return len(left) >= 8 and (left in right or right in left)


def _event(document: Document, structured: Structured, shape: PageShape, url: str, guess: str, total: float) -> tuple[Kind, str] | None:
    """An event's own page: it describes one event of its title, and no article describes it."""
    nodes = [
        node for node in structured.ending("Event") if node.top or node.within in {"mainEntity", "mainEntityOfPage", "@graph", "about"}
    ]
    names = {name for node in nodes if (name := node.text("name"))}
    titles = f"{document.title or ''} {document.meta('og:title') or ''} {shape.h1}"
    if (structured.main is None or guess == "event") and names and (len(names) == 1 or guess == "event"):
        named = next((name for name in names if _agree(name, titles)), None)
        if named or guess == "event":
            return "event", f"{nodes[0].source}:{nodes[0].type}"
    if (document.meta("og:type") or "").lower() in {"event", "events.event"}:
        return "event", "og:type event"
    if structured.main is not None or guess != "event" or shape.headlines >= 4 or total >= 6 or _programme(url):
        return None
    vevent = any("h-event" in region.tokens.split() or "vevent" in region.tokens.split() for region in document.regions)
    if vevent:
        return "event", "h-event"
    if (
        shape.run >= 60
        and any(_EVENT_TEXT.search(block.text[:300]) for block in document.blocks[:80] if not block.region.hidden)
        and total < 4
    ):
        return "event", "url:event"
    return None


_PROGRAMME_WORDS = """
schedule agenda program programme programm programa programma speaker speakers referenten ponentes oratori intervenants sessions talks exhibitor exhibitors venue
venues tickets ticket registration travel hotels sponsors partners calendar kalender calendario
"""
_PROGRAMME = frozenset(_PROGRAMME_WORDS.split())


def _programme(url: str) -> bool:
    return any(segment in _PROGRAMME for segment in url.lower().partition("?")[0].split("/")[3:])


def _is_plain(url: str) -> bool:
    """``/about``, ``/impressum.html``: pages that speak of the site."""
    path = url.partition("//")[2].partition("?")[0].partition("#")[0].rstrip("/").lower()
    return (
        path.count("/") <= 2
        and SEGMENTS.get(path.rpartition("/")[2].rpartition(".html")[0] or path.rpartition("/")[2]) == "plain"
        and "/" in path
    )

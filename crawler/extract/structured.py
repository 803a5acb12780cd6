"""Structured data of a page as plain typed nodes: JSON-LD, microdata and h-entry, and which node is the page's article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.document import Document

Source = Literal["json-ld", "microdata", "h-entry"]

_ARTICLES = """
Article NewsArticle BlogPosting ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle BackgroundNewsArticle ReviewNewsArticle
AskPublicNewsArticle LiveBlogPosting AdvertiserContentArticle SatiricalArticle Report TechArticle ScholarlyArticle MedicalScholarlyArticle
SocialMediaPosting DiscussionForumPosting APIReference Review CriticReview Recipe HowTo Blogposting Newsarticle newsarticle article blogposting
"""
_WEAK = "WebPage MedicalWebPage ItemPage AboutPage FAQPage CreativeWork VideoObject PodcastEpisode Product"
ARTICLE_TYPES = frozenset(_ARTICLES.split())
WEAK_TYPES = frozenset(_WEAK.split())


@dataclass(slots=True)
class Node:
    """One thing that a page describes. ``props`` may hold cycles through ``@id``: never walk them without a bound."""

    types: tuple[str, ...] = ()  #: schema.org types without prefix, as printed
    props: dict[str, list[str | Node]] = field(default_factory=dict)  #: numbers and booleans are strings, as printed
    id: str | None = None
    source: Source = "json-ld"
    repaired: bool = False  #: read from JSON that had to be repaired: weighs less
    top: bool = False  #: not the value of another node's property
    within: str = ""  #: the property that holds it, empty at the top

    @property
    def type(self) -> str:
        """The first type, or an empty string."""
        return self.types[0] if self.types else ""

    def is_a(self, *types: str) -> bool:
        """Whether one of the node's types is one of ``types``."""
        return any(t in types for t in self.types)

    def texts(self, *names: str) -> list[str]:
        """The string values of the named properties, in order; a node gives its name."""
        found: list[str] = []
        for name in names:
            for value in self.props.get(name, ()):
                if isinstance(value, str):
                    text: str | None = value.strip()
                else:
                    text = value.text("name") if name != "name" else None
                if text:
                    found.append(text)
        return found

    def text(self, *names: str) -> str | None:
        """The first string value of the named properties, tried in order."""
        for name in names:
            values = self.texts(name)
            if values:
                return values[0]
        return None

    def nodes(self, *names: str) -> list[Node]:
        """The values of the named properties that are nodes."""
        return [value for name in names for value in self.props.get(name, ()) if isinstance(value, Node)]


@dataclass(slots=True)
class Structured:
    """All nodes of a page in the order found, and the one that is the page's article."""

    all: list[Node] = field(default_factory=list)
    main: Node | None = None  #: the page's own article, or None
    broken: int = 0  #: JSON-LD scripts that gave nothing
    repaired: int = 0  #: JSON-LD scripts that had to be repaired
    repair_budget: int = 100_000  #: characters of broken JSON that may still be repaired

    def nodes(self, *types: str) -> Iterator[Node]:
        """Every node, nested ones included, that has one of ``types``; without ``types`` every node."""
        return (node for node in self.all if not types or node.is_a(*types))

    def ending(self, suffix: str) -> Iterator[Node]:
        """Every node with a type that ends in ``suffix``: ``Event`` gives BusinessEvent and the rest too."""
        return (node for node in self.all if any(t.endswith(suffix) for t in node.types))


def read(document: Document) -> Structured:
    """All structured data of ``document``; never raises, bounded in depth, number and size. Plain text gives none."""
    from crawler.extract import structured_json, structured_main, structured_microdata

    structured = Structured()
    for script in document.ld_json:
        structured_json.read(script, structured)
    if document.root is not None and document.has_microdata:
        structured.all.extend(structured_microdata.read(document.root))
    structured_json.link(structured.all)
    structured.main = structured_main.choose(structured, document)
    return structured

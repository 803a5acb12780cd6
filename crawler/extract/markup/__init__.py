"""The kept story as clean HTML or Markdown, for who asks for it: no script, no attribute but ``href``, ``src`` and ``alt``.

``tree`` sets the kept blocks, pictures and embedded posts into the structure that the page prints them in, ``media`` says
where pictures and players stand, ``html`` and ``markdown`` write the tree. The paragraphs of what they write are those of
``article.text``; whatever else stands in it (pictures with their captions, links to embedded posts) is a figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from crawler.extract.markup import html, markdown
from crawler.extract.markup.tree import build

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.document import Document
    from crawler.items import Block, Page

Form = Literal["html", "markdown"]
FORMS: Final[tuple[Form, ...]] = ("html", "markdown")

__all__ = ["FORMS", "Form", "body"]


def body(page: Page, document: Document | None, blocks: Sequence[Block], form: Form) -> str | None:
    """Return the story of a finished page in one of ``FORMS``, None where it has no text.

    ``document`` and ``blocks`` are what the page was read from. At most 2,000 links and 100 levels are kept as such.
    """
    if page.article is None or not page.article.text:
        return None
    tree = build(page, document, blocks)
    return html.write(tree) if form == "html" else markdown.write(tree)

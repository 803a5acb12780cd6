"""Whether a page says that it is not free to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.document import Document
    from crawler.extract.structured import Structured
    from crawler.items import Block

_PROPERTY = "isAccessibleForFree"
_FREE = frozenset({"true", "yes", "1"})
_PAID = frozenset({"false", "no", "0"})
_TIERS = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscribers"})
_PROMPTS = frozenset({"box:paywall", "box:regwall", "box:piano", "box:subscription-wall"})


def told(document: Document, structured: Structured, blocks: Iterable[Block]) -> Issue | None:
    """Return an issue ``paywall`` with what shows it, None where the page says nothing or that it is free.

    What the article says of itself counts before its page, parts of it and metas (``article:content_tier``), and these
    before a prompt to pay that stood among its blocks.
    """
    main = structured.main
    if main is not None and _PROPERTY in main.props:
        nodes = [main]
    else:  # what stands in a list speaks of other pages
        nodes = [node for node in structured.all if _PROPERTY in node.props and (node.top or node.within == "hasPart")]
    if nodes:
        said = {_value(value) for node in nodes for value in node.texts(_PROPERTY)}
        if said & _PAID:
            return Issue("paywall", "info", None, f"{nodes[0].source}:{nodes[0].type}.{_PROPERTY} is false")
        if said & _FREE:
            return None
    metas = document.metas
    for name in ("article:content_tier", "isaccessibleforfree"):
        for value in metas.get(name, ()):
            if _value(value) in (_TIERS if name.startswith("article") else _PAID):
                return Issue("paywall", "info", None, f"meta:{name} is {value[:40]}")
    prompt = next((block for block in blocks if block.rule in _PROMPTS), None)
    return Issue("paywall", "info", None, f"{prompt.rule}: {prompt.text[:120]}") if prompt is not None else None


def _value(text: str) -> str:
    """A boolean or tier as printed: ``False``, ``http://schema.org/False``."""
    return text.strip().rstrip("/").rpartition("/")[2].lower()

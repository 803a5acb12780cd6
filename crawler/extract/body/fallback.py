"""The text from structured data and embedded state, for pages that a script draws: the tree then holds no story."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from crawler.extract.body.measure import is_sentence, units

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.extract.structured import Structured

_TAG = re.compile(r"<[^<>]{1,2000}>")
_BREAK = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|tr)\s*>|<br\s*/?>\s*<br\s*/?>|\n\s*\n", re.IGNORECASE)
_KEYS = frozenset(
    {
        "articlebody",
        "body",
        "content",
        "text",
        "html",
        "bodytext",
        "fulltext",
        "articletext",
        "paragraphs",
        "contentelements",
        "rawcontent",
        "bodyhtml",
        "value",
    }
)
_ENTITIES = {
    "&amp;": "&",
    "&quot;": '"',
    "&#39;": "'",
    "&apos;": "'",
    "&nbsp;": " ",
    "&lt;": "<",
    "&gt;": ">",
    "&#8217;": "’",
    "&rsquo;": "’",
}
_MAX_JSON = 1_500_000  #: characters of one script
_MAX_NODES = 20_000


def paragraphs(document: Document, structured: Structured | None) -> tuple[list[str], str]:
    """Return the paragraphs of ``articleBody``, else of the largest prose in embedded JSON, and the rule; both may be empty."""
    best = ""
    if structured is not None and structured.main is not None:
        best = max(structured.main.texts("articleBody", "text"), key=len, default="")
    if units(best) > 250:
        return _paragraphs(best), "json-ld:articleBody"
    for name, text in document.data_scripts:
        if len(text) > _MAX_JSON or "{" not in text[:50]:
            continue
        try:
            found = _largest(json.loads(text))
        except (ValueError, RecursionError):
            continue
        if sum(map(units, found)) > 500:
            return found, f"script:{name}"[:60]
    return [], ""


def _paragraphs(text: str) -> list[str]:
    found = []
    for part in _BREAK.split(text) if ("<" in text or "\n\n" in text) else text.split("\n"):
        plain = _TAG.sub(" ", part) if "<" in part else part
        if "&" in plain:
            for entity, sign in _ENTITIES.items():
                plain = plain.replace(entity, sign)
        plain = " ".join(plain.split())
        if plain:
            found.append(plain)
    return found[:2_000]


def _largest(data: Any) -> list[str]:
    """The longest run of prose under one key: a string, or a list of strings or of objects that hold one each."""
    best: list[str] = []
    size = 0
    waiting: list[Any] = [data]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            for key, value in node.items():
                if isinstance(value, str):
                    if (
                        len(value) > 400
                        and key.lower().replace("_", "") in _KEYS
                        and (candidate := _paragraphs(value))
                        and sum(map(units, candidate)) > size
                    ):
                        best, size = candidate, sum(map(units, candidate))
                elif isinstance(value, dict | list):
                    waiting.append(value)
        elif isinstance(node, list):
            strings = [_said(item) for item in node[:2_000]]
            prose = [" ".join(_paragraphs(text)) for text in strings if len(text) > 20]
            total = sum(units(text) for text in prose if is_sentence(text))
            if total > size and len(prose) > 2:
                best, size = prose, total
            waiting.extend(item for item in node if isinstance(item, dict | list))
    return best


def _said(item: Any) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, dict):
        for key, value in item.items():
            if isinstance(value, str) and key.lower().replace("_", "") in _KEYS:
                return value
    return ""

"""JSON-LD scripts into nodes: broken JSON repaired, nesting, number and size bounded."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from crawler.extract.structured import Node, Structured

MAX_SCRIPT = 4_000_000  #: characters; more than any real page's data
MAX_REPAIR = 100_000  #: characters a page; json_repair is plain Python, about 3 µs a character
MAX_DEPTH = 24
MAX_NODES = 2_000
MAX_VALUES = 500  #: values a property keeps

_WRAPPER = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[|//[^\n]{0,200}\n)+")
_UNWRAPPER = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;|//)\s*\Z")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_BRACKET = re.compile(r"[\[\]{}]")


def read(script: str, structured: Structured) -> None:
    """Add the nodes of one script; a script without sense only raises ``structured.broken``."""
    data, repaired = load(script, structured.repair_budget)
    if repaired:
        structured.repair_budget -= len(script)
    if not isinstance(data, (dict, list)):
        structured.broken += bool(script.strip())
        return
    structured.repaired += repaired
    _Walk(structured.all, repaired).top(data, 0)


def load(script: str, budget: int = MAX_REPAIR) -> tuple[Any, bool]:
    """The value of a script and whether it had to be repaired; numbers stay as printed. None where there is none.

    Wrappers, rubbish behind the value and trailing commas lose nothing and count as no repair. At most ``budget``
    characters are repaired.
    """
    text = script[:MAX_SCRIPT].lstrip("\ufeff \t\r\n\x00")
    data = _loads(text)
    if data is not None:
        return data, False
    text = _WRAPPER.sub("", text)
    for _ in range(3):
        text = _UNWRAPPER.sub("", text.rstrip())
    data = _loads(text)
    if data is not None:
        return data, False
    if not text[:1] or text[0] not in "[{":
        start = min((i for i in (text.find("{"), text.find("[")) if i >= 0), default=-1)
        if start < 0:
            return None, False
        text = text[start:]
    data = _several(_TRAILING_COMMA.sub("", text))
    if data is not None:
        return data, False
    return (_repair(text), True) if len(text) <= budget else (None, False)


def _loads(text: str) -> Any:
    try:
        return json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _several(text: str) -> Any:
    """One value with rubbish behind it, or several values one after the other."""
    decoder = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
    values: list[Any] = []
    at = 0
    try:
        while at < len(text) and len(values) < 50:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            while at < len(text) and text[at] in " \t\r\n,;":
                at += 1
            if at < len(text) and text[at] not in "[{":
                return values if text[at] in "}]<" or at > len(text) - 40 else None
    except (ValueError, RecursionError):
        return None
    return values[0] if len(values) == 1 else values


def _repair(text: str) -> Any:
    if _too_deep(text):
        return None
    import json_repair

    try:
        return json_repair.loads(text, skip_json_loads=True)
    except (ValueError, RecursionError, IndexError, TypeError, AttributeError):
        return None


def _too_deep(text: str, limit: int = 64) -> bool:
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match.group() in "[{" else -1
        if depth > limit:
            return True
    return False


def _name(key: str) -> str:
    """A property or type without its vocabulary: ``https://schema.org/author`` and ``schema:author`` give ``author``."""
    if ":" in key or "/" in key:
        key = key.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]
    return key


class _Walk:
    """Turns one script's value into nodes."""

    def __init__(self, nodes: list[Node], repaired: bool) -> None:
        self.nodes, self.repaired = nodes, repaired

    def top(self, data: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        if isinstance(data, list):
            for item in data[:MAX_NODES]:
                self.top(item, depth + 1)
        elif isinstance(data, dict):
            graph = data.get("@graph")
            if isinstance(graph, (list, dict)):
                self.top(graph, depth + 1)
            if graph is None or "@type" in data:
                self.node(data, depth, "")

    def node(self, data: dict[Any, Any], depth: int, within: str) -> Node | None:
        if len(self.nodes) >= MAX_NODES:
            return None
        types = data.get("@type", data.get("type", ()))
        node = Node(
            types=tuple(_name(t.strip()) for t in (types if isinstance(types, list) else [types])[:10] if isinstance(t, str) and t.strip()),
            id=data["@id"].strip() if isinstance(data.get("@id"), str) else None,
            repaired=self.repaired,
            top=not within,
            within=within,
        )
        self.nodes.append(node)
        for key, value in data.items():
            if not isinstance(key, str) or key in {"@context", "@type", "@graph", "@id"}:
                continue
            name = key if key.isalnum() else _name(key.strip())
            values: list[str | Node]
            if isinstance(value, str):  # as most are
                values = [unescape(value) if "&" in value else value] if depth < MAX_DEPTH else []
            else:
                values = []
                self.values(value, depth + 1, name, values)
            if values:
                if name in node.props:
                    node.props[name].extend(values)
                else:
                    node.props[name] = values
        return node

    def values(self, value: Any, depth: int, within: str, out: list[str | Node]) -> None:
        if value is None or depth > MAX_DEPTH or len(out) >= MAX_VALUES:
            return
        if isinstance(value, str):
            out.append(unescape(value) if "&" in value else value)
        elif isinstance(value, dict):
            if "@value" in value:
                self.values(value["@value"], depth + 1, within, out)
            elif "@list" in value or "@set" in value:
                self.values(value.get("@list", value.get("@set")), depth + 1, within, out)
            elif node := self.node(value, depth, within):
                out.append(node)
        elif isinstance(value, list):
            for item in value[:MAX_VALUES]:
                self.values(item, depth + 1, within, out)
        else:
            out.append(str(value).lower() if isinstance(value, bool) else str(value)[:400])


def link(nodes: list[Node]) -> None:
    """Put the described node in the place of every bare reference ``{"@id": …}``."""
    described = {node.id: node for node in reversed(nodes) if node.id and (node.props or node.types)}
    if not described:
        return
    for node in nodes:
        for values in node.props.values():
            for i, value in enumerate(values):
                if isinstance(value, Node) and value.id and not value.props and value.id in described:
                    values[i] = described[value.id]
    nodes[:] = [node for node in nodes if node.props or node.types or not node.id]

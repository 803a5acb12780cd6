"""Selectors of a profile: CSS or XPath, translated and checked once, sendable to worker processes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree
from parsel.csstranslator import HTMLTranslator

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 1_000  #: characters of one selector
_translator = HTMLTranslator()
_CALL = re.compile(r"""'[^']*'|"[^"]*"|([A-Za-z][\w.:-]*)\s*\(""")
#: what may stand before a bracket: XPath 1.0's functions, node tests and operators; a misspelt one fails only on a page it fits
_NAMES = (
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before substring-after "
    "substring string-length normalize-space translate boolean not true false lang number sum floor ceiling round "
    "text node comment processing-instruction and or div mod"
)
_CALLABLE = frozenset(_NAMES.split())


class Selector:
    """One selector as the profile's owner wrote it.

    ``css:`` or ``xpath:`` may say which language it is; without it, a selector that starts with ``/``, ``./``, ``(``
    or ``@`` is XPath and any other CSS, parsel's ``::text`` and ``::attr(name)`` included.
    """

    __slots__ = ("source", "xpath")

    def __init__(self, source: str) -> None:
        """Translate and compile; raise ``ValueError`` that says what is wrong with the selector."""
        self.source = source
        self.xpath = _translate(source)
        _compiled(self.xpath)

    def __reduce__(self) -> tuple[type[Selector], tuple[str]]:
        return Selector, (self.source,)

    def __repr__(self) -> str:
        return f"Selector({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Selector) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def select(self, root: HtmlElement) -> list[Any]:
        """Return what it finds under ``root`` in document order: elements, or strings where it ends in text or an attribute.

        A selector that gives a number or truth value gives nothing. Never raises: an expression that fails on this
        tree finds nothing.
        """
        try:
            found = _compiled(self.xpath)(root)
        except etree.XPathError:
            return []
        if isinstance(found, str):
            return [found] if found else []
        return list(found) if isinstance(found, list) else []

    def texts(self, root: HtmlElement) -> list[str]:
        """Return the text of each find with white space folded, empty ones left out."""
        found = (" ".join((f if isinstance(f, str) else "".join(f.itertext(with_tail=False))).split()) for f in self.select(root))
        return [text for text in found if text]


def _translate(source: str) -> str:
    text = source.strip()
    if not text or len(text) > LONGEST:
        raise ValueError("empty selector" if not text else f"selector longer than {LONGEST} characters")
    if text.startswith("xpath:"):
        return text[6:].strip()
    if not text.startswith("css:") and text.startswith(("/", "./", "(", "@", "..")):
        return text
    try:
        return str(_translator.css_to_xpath(text.removeprefix("css:").strip()))
    except Exception as error:  # noqa: BLE001  # cssselect raises several unrelated types for malformed input
        raise ValueError(f"not a CSS selector: {error}") from None


@lru_cache(maxsize=4096)
def _compiled(xpath: str) -> etree.XPath:
    for call in _CALL.finditer(xpath):
        name = (call[1] or "not").rpartition("::")[2]
        if name not in _CALLABLE:
            raise ValueError(f"not an XPath expression: no function {name}()")
    try:
        compiled = etree.XPath(xpath, smart_strings=False, regexp=False)
        compiled(etree.Element("html"))  # unknown functions and prefixes show only in use
    except etree.XPathError as error:
        raise ValueError(f"not an XPath expression: {error}") from None
    return compiled

"""Bytes of a feed or sitemap → bounded text or XML tree; entities are never expanded, external ones never read."""

from __future__ import annotations

import codecs
import re
from html.entities import html5

from isal import isal_zlib
from lxml import etree

from crawler.errors import DocumentError

LARGEST = 50 * 1024 * 1024  #: bytes after decompression, the sitemap protocol's own limit
_ENTITIES_AT_MOST = 2_000
_EXPANSION_AT_MOST = 64 * 1024  #: characters that one declared entity may stand for
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._:-]{1,40})""")
_ENTITY = re.compile(r"""<!ENTITY\s+(%\s+)?([^\s"'<>%&;]{1,200})\s+(?:"([^"]*)"|'([^']*)')""")
_EXTERNAL = re.compile(r"""<!ENTITY\s+(?:%\s+)?[^\s"'<>%&;]{1,200}\s+(?:SYSTEM|PUBLIC)\b""")
_REFERENCE = re.compile(r"[&%]([^\s&%;#<>\"']{1,200});")
_NAMED = re.compile(r"&([A-Za-z_][\w.:-]{0,63});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z_:][\w.:-]{0,63}|#\d{1,8}|#x[0-9A-Fa-f]{1,7});)")
_ROOT = re.compile(r"<(?:\?xml\b|!DOCTYPE\b|(?:[A-Za-z]\w{0,20}:)?(?:rss|feed|RDF|urlset|sitemapindex|channel|schedule)\b)", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,500}\?>")


def inflate(body: bytes, limit: int = LARGEST) -> tuple[bytes, bool]:
    """Return the body with up to two layers of gzip undone, and whether it was cut at ``limit`` bytes.

    A truncated or damaged archive gives what could be read of it.
    """
    cut = False
    for _ in range(2):
        if body[:2] != b"\x1f\x8b":
            break
        body, cut = _gunzip(body, limit)
    return (body[:limit], True) if len(body) > limit else (body, cut)


def _gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    size = 0
    for _ in range(1_000):  # members
        worker = isal_zlib.decompressobj(31)
        try:
            part = worker.decompress(body, limit - size + 1)
        except isal_zlib.error:  # type: ignore[misc]  # published as a value, not as a class
            break
        parts.append(part)
        size += len(part)
        if size > limit:
            return b"".join(parts)[:limit], True
        body = worker.unused_data
        if not worker.eof or body[:2] != b"\x1f\x8b":
            break
    return b"".join(parts), False


def decode(body: bytes, charset: str | None = None) -> str:
    """Return the text by byte order mark, valid UTF-8, the XML declaration, the HTTP charset, else Windows-1252; never raises.

    Feeds declare what their generator's template says: bytes that are valid UTF-8 beyond ASCII are UTF-8.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if body[:2] in (b"<\0", b"\0<"):
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", "replace")
    if b"\0" in body:
        body = body.replace(b"\0", b"")
    found = _DECLARED.search(body[:1_000])
    claims = [name for name in (found[1].decode("ascii") if found else None, charset) if name]
    if not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start > len(body) - 4:  # cut within a character
                return body[: error.start].decode("utf-8")
    for name in claims:
        text = _strict(body, name)
        if text is not None:
            return text
    text = body.decode("utf-8", "replace")
    return text if text.count("�") * 1_000 <= len(text) else body.decode("cp1252", "replace")


def _strict(body: bytes, name: str) -> str | None:
    name = {
        "iso-8859-1": "cp1252",
        "latin-1": "cp1252",
        "latin1": "cp1252",
        "us-ascii": "cp1252",
        "gb2312": "gb18030",
        "gbk": "gb18030",
    }.get(name.lower(), name)
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding or name.lower().startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode", "raw")):  # noqa: SLF001  # no public test exists
            return None
        text = body.decode(codec.name, "replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("�") * 1_000 <= len(text) else None


def tree(text: str) -> etree._Element | None:
    """Return the root of the XML in ``text``, read with recovery, whatever junk stands before it; None where there is none.

    Named HTML entities become their characters, every other entity nothing. Raises :class:`DocumentError` with reason
    ``xml_bomb`` for a document that declares entities made to explode.
    """
    start = _ROOT.search(text)
    if start is None:
        return None
    text = _without_doctype(text[start.start() :])
    text = _DECLARATION.sub("", text, count=1)
    text = _CONTROL.sub("", text)
    if "&" in text:
        text = _CONTROL_REFERENCE.sub("", _NAMED.sub(_character, _BARE_AMPERSAND.sub("&amp;", text)))
    text = text.strip()
    if not text:
        return None
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def names_external(text: str) -> bool:
    """Whether the document type declares entities that lie elsewhere: on the reader's disk, in its network."""
    return _EXTERNAL.search(text, 0, 100_000) is not None


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML_NAMES else html5.get(name + ";", "")


def _without_doctype(text: str) -> str:
    """Cut the document type out; raise for one that declares a bomb."""
    found = _DOCTYPE.search(text, 0, 100_000)
    if found is None:
        return text
    end = text.find(">", found.end())
    subset = text.find("[", found.end())
    if 0 <= subset < end or (end < 0 <= subset):
        close = re.compile(r"\]\s*>").search(text, subset)
        inner = text[subset : close.start() if close else None]
        _refuse_bomb(inner)
        end = close.end() - 1 if close else len(text) - 1
    return text[: found.start()] + text[end + 1 :] if end >= 0 else text[: found.start()]


def _refuse_bomb(subset: str) -> None:
    """Raise ``xml_bomb`` where an entity would expand past the limit, refers to itself, or there are too many of them."""
    values: dict[str, str] = {}
    for count, found in enumerate(_ENTITY.finditer(subset)):
        if count >= _ENTITIES_AT_MOST:
            raise DocumentError("xml_bomb", f"more than {_ENTITIES_AT_MOST} entities declared")
        values.setdefault(found[2], found[3] if found[3] is not None else found[4] or "")
    sizes: dict[str, int] = {}
    for name in values:
        _size(name, values, sizes)


def _size(name: str, values: dict[str, str], sizes: dict[str, int]) -> None:
    """Work out what an entity expands to without expanding it, deepest first, without recursion."""
    waiting, open_names = [name], set()
    while waiting:
        current = waiting[-1]
        if current in sizes:
            waiting.pop()
            continue
        parts = [part for part in _REFERENCE.findall(values[current]) if part in values]
        missing = [part for part in dict.fromkeys(parts) if part not in sizes]
        if missing:
            open_names.add(current)
            if any(part in open_names for part in missing):
                raise DocumentError("xml_bomb", f"entity {current[:40]} refers to itself")
            waiting.extend(missing)
            continue
        sizes[current] = len(values[current]) + sum(sizes[part] for part in parts)
        if sizes[current] > _EXPANSION_AT_MOST:
            raise DocumentError("xml_bomb", f"entity {current[:40]} expands past {_EXPANSION_AT_MOST} characters")
        waiting.pop()
        open_names.discard(current)

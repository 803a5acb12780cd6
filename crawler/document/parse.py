"""The one parse: charset, kind, a bounded lxml tree, one walk."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from crawler.document import charset as charsets
from crawler.document import sniff
from crawler.document.long_tags import MAX_ATTRIBUTES, shorten_tags
from crawler.document.model import Document, Region, TextBlock, fold
from crawler.document.walk import Walk
from crawler.errors import DocumentError
from crawler.items import Issue

MAX_BODY = 16 * 1024 * 1024  #: bytes, decompressed; more is refused as ``too_large``
MAX_DEPTH = 2_000  #: libxml2 cuts nesting near 2,046 levels in silence
_MAX_TAGS = 600_000  #: begins and ends of the elements that are walked
_LEFT_OUT = "elements past the first 300,000 were left out"
_PARAGRAPHS = re.compile(r"\n[ \t\xa0]*\n\s*")
_BULLET = re.compile(r"^(?:[•◦▪‣·*]|[-–]|\d{1,2}[.)])\s+")


def parse(
    body: bytes,
    *,
    url: str = "",
    charset: str | None = None,
    content_type: str | None = None,
    language: str | None = None,
) -> Document:
    """Return the document of a decompressed body.

    ``charset`` and ``content_type`` are what the HTTP header says, ``language`` the site's language if known (it only
    breaks a tie between undeclared charsets). Raises :class:`DocumentError` with reason ``not_article`` for an empty or
    binary body, ``too_large`` past 16 MiB. Nesting past 2,000 levels is cut with issue ``too_deep``.
    """
    if len(body) > MAX_BODY:
        raise DocumentError("too_large", f"{len(body)} bytes, the limit is {MAX_BODY}")
    sniff.refuse_binary(body)
    text, name, rule = charsets.decode(body, charset, language)
    if sniff.looks_binary(text):
        if sniff.begins_as_markup(text):
            raise DocumentError("bad_encoding", "markup that turns into bytes of no charset")
        raise DocumentError("not_article", "the body is binary data, not text")
    kind = sniff.kind_of(text, content_type, url)
    document = Document(kind=kind, url=url, base_url=url, charset=name, charset_rule=rule)  # type: ignore[arg-type]  # sniff returns the five kinds
    if kind == "html":
        _read_html(document, text, body)
    else:
        document.text = text
        if kind == "text":
            _read_text(document)
    return document


def _read_html(document: Document, text: str, body: bytes) -> None:
    printed = text
    if b"\0" in body and "\0" in text:  # bytes are the faster to look through
        text = text.replace("\0", "")
        document.issues.append(Issue("text_repaired", "info", None, "NUL characters removed from the page"))
    whole = _first_tags(text)
    if whole is not text:
        document.issues.append(Issue("too_deep", "warning", None, _LEFT_OUT))
        text = whole
    shortened = shorten_tags(text)
    if shortened is not text:
        document.issues.append(Issue("too_deep", "warning", None, f"a tag with more than {MAX_ATTRIBUTES} attributes was cut"))
    if shortened is not printed or document.charset != "utf-8" or document.charset_rule == "bom" or "\ufffd" in text:
        body = shortened.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DocumentError("not_article", f"no HTML in the body: {error}") from error
    if root is None:
        raise DocumentError("not_article", "no HTML in the body")
    document.root = root
    walk = Walk(document)
    walk.run(root, MAX_DEPTH)
    if walk.too_deep:
        document.issues.append(Issue("too_deep", "warning", None, f"nesting past {MAX_DEPTH} levels was cut"))
    elif walk.cut and whole is printed:
        document.issues.append(Issue("too_deep", "warning", None, _LEFT_OUT))


def _first_tags(text: str) -> str:
    """Return the text up to its 600,000th tag, the same object where there are fewer: the parser takes 250 bytes for each."""
    if len(text) < 3 * _MAX_TAGS or text.count("<") <= _MAX_TAGS:
        return text
    return text[: next(islice(re.finditer("<", text), _MAX_TAGS, None)).start()]


def _read_text(document: Document) -> None:
    """Make blocks of a plain text: paragraphs are apart by a blank line, bullets are list items."""
    region = Region(0, None, "body", "", None, "", hidden=False, depth=0, first_block=0, last_block=0)
    document.regions.append(region)
    text = document.text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    for paragraph in _PARAGRAPHS.split(text):
        lines = [folded for line in paragraph.split("\n") if (folded := fold(line))]
        if not lines:
            continue
        items = all(_BULLET.match(line) for line in lines)
        # lines past the width of any screen are paragraphs, not the broken lines of one
        runs = lines if items or max(map(len, lines)) > 200 else ["\n".join(lines)]
        for run in runs:
            run_text = _BULLET.sub("", run) if items else run
            document.blocks.append(TextBlock(len(document.blocks), "li" if items else "p", run_text, None, region, 0, 0, 0))
    region.last_block = len(document.blocks)

"""Who is credited with a page, from everything it says: structured data, metas, printed bylines, author boxes, bios, feeds."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.extract.anchor import headline_block
from crawler.items import Author, Candidate
from crawler.normalise import bylines
from crawler.normalise.bylines.words import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.document import Document
    from crawler.document.model import Region, TextBlock
    from crawler.extract.structured import Node, Structured
    from crawler.items import Capture

MAX_CANDIDATES = 60
_PRINTED = 300

_META_TAIL = re.compile(r"(?:^|[:._\-])(?:authors?|author[_\-]?name|creator|byl|byline|aut-author|writer|verfasser|autor)$")
_META_AWAY = re.compile(r"(?:twitter|banner|^its_|app[_:\-]|:url|image|avatar|[_\-.:]id$|email|site|generator|publisher)")
_WRITTEN_BY = re.compile(
    r"^(?:written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|por|par|von|by|author|autor|auteur|geschreven door|skrevet av|skriven av|napisane przez|автор|автор:|作者|著者|投稿者|執筆者|작성자|كُتب بواسطة|נכתב על ידי|yazan|oleh|ditulis oleh)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"by-?line|by_line|(?:^|[\s_\-])(?:author|authors|autor|autoren|auteur|auteurs|autore|autores|writer|writers|writtenby|reporter|journalist|contributor|contributors|creator|verfasser|redakteur|"
    r"redactor|skribent|forfatter|kirjoittaja|toimittaja|yazar|muhabir|penulis|vcard|p-author|fn|posted-?by|credits?|signature|signatur|firma|kuerzel|kürzel)(?:$|[\s_\-]|name|link)|author(?:name|s?$|-|_| )"
)
_NOT_BYLINE = re.compile(
    r"comment|avatar|gravatar|image|img|photo|foto|caption|picture|figure|bild|(?:^|[\s_\-])(?:bio|description|desc|about|social|follow|subscribe|count|icon|icons|date|time|twitter|facebook|email|"
    r"position|role|title|job|occupation|location|posts|more|related|organization|publisher|copyright|source-?link|reviewed?|reviewer|disclosure|articles)(?:$|[\s_\-])|authority|authoriz|blogroll|quote|cite"
)
_MAX_CREDIT = 120  #: characters; a longer line is looked at as a bio first
_NAME_TOKEN = re.compile(r"(?:^|[\s_\-])(?:name|fn|author-?link|author|rel-author|url|n)(?:$|[\s_\-])|author__?name|byline__?name")
_AWAY = frozenset({"comments", "related", "nav", "footer", "aside", "share", "subscribe", "cookie", "ad"})
_PICTURES = frozenset({"figure"})
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|in|a|as)?|auteurs?|autori|autore|writers?|contributors?|columnists?|journalist(?:s|en|er|as?|es)?|reporters?|staff|people|profiles?|profil|by|redaktion/[a-z]|redakteure?|firmas?|"
    r"byline|correspondents?|experts?|team|author\.php|skribent|forfatter|kirjoittaja|toimittaja|yazar(?:lar)?|muhabir|penulis|автор|авторы|avtor)(?:/|[-_]|\?|$)",
    re.IGNORECASE,
)
_SHORT = 260


def candidates(
    document: Document,
    structured: Structured,
    capture: Capture | None = None,
    site_names: Iterable[str] = (),
    headline: int | None = -1,
) -> list[Candidate]:
    """All credits of the page; ``value`` is an :class:`Author` whose name is the credit as printed, perhaps a whole line.

    An organisation named by structured data carries the role ``agency``. ``headline`` is the block of the headline where
    it is known already.
    """
    anchor = headline_block(document, site_names) if headline == -1 else headline
    found: list[Candidate] = []
    for candidate in _all(document, structured, capture, anchor):
        if len(found) >= MAX_CANDIDATES:
            break
        if not any(c.rule == candidate.rule and c.value.name == candidate.value.name for c in found):
            found.append(candidate)
    return found


def _all(document: Document, structured: Structured, capture: Capture | None, anchor: int | None) -> Iterator[Candidate]:
    if structured.main is not None:
        yield from _from_node(structured.main, document)
    yield from _from_metas(document)
    yield from _from_marks(document, anchor)
    yield from _from_boxes(document)
    yield from _from_text(document, anchor)
    for hint in capture.hints if capture else ():
        for name in hint.authors[:10]:
            yield _candidate(name, "feed:author", 0.75)


def _candidate(
    name: str,
    rule: str,
    confidence: float,
    *,
    url: str | None = None,
    role: str = "reporter",
    bio: str | None = None,
    affiliation: str | None = None,
) -> Candidate:
    name = " ".join(name.split())[:600]
    method = {"json-ld": "json-ld", "microdata": "microdata", "meta": "meta", "feed": "feed", "bio": "bio"}.get(
        rule.split(":", 1)[0], "byline"
    )
    author = Author(name, role=role, printed=name[:_PRINTED], url=url, method=method, bio=bio, affiliation=affiliation)  # type: ignore[arg-type]  # the table above gives Methods
    return Candidate(author, rule, confidence, name[:_PRINTED])


def _from_node(node: Node, document: Document) -> Iterator[Candidate]:
    source = node.source
    base = 0.85 if source == "json-ld" else 0.75
    if node.repaired:
        base -= 0.25
    for name in ("author", "creator"):
        for value in node.props.get(name, ())[:20]:
            rule = f"{source}:{node.type or 'Thing'}.{name}" if source == "json-ld" else f"microdata:{name}"
            if isinstance(value, str):
                if value.strip() and "://" not in value:
                    yield _candidate(value, rule, base - 0.05)
                continue
            printed = value.text("name", "alternateName") or " ".join(filter(None, (value.text("givenName"), value.text("familyName"))))
            if not printed:
                continue
            body = not value.is_a("Person") and value.is_a(
                "Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO", "EducationalOrganization"
            )
            works = value.nodes("worksFor", "affiliation", "memberOf")
            yield _candidate(
                printed, rule, base, url=_address(value.text("url", "sameAs") or value.id, document), role="agency" if body else "reporter",
                bio=_bio(value.text("description")), affiliation=works[0].text("name") if works else None,
            )  # fmt: skip
        if node.props.get(name):
            break


def _bio(text: str | None) -> str | None:
    return text[:2000] if text and len(text) > 25 and " " in text else None


def _address(href: str | None, document: Document) -> str | None:
    if not href or href.startswith(("#", "mailto:", "javascript:", "tel:")):
        return None
    try:
        address = urljoin(document.base_url, href.strip())
    except ValueError:
        return None
    return address[:2048] if address.startswith(("http://", "https://")) else None


@lru_cache(maxsize=2_048)
def _is_author_meta(name: str) -> bool:
    return bool(_META_TAIL.search(name)) and not _META_AWAY.search(name)


def _from_metas(document: Document) -> Iterator[Candidate]:
    for name, contents in document.metas.items():
        if _is_author_meta(name):
            for content in contents:
                if content and not content.startswith(("http://", "https://", "/", "//", "www.")):
                    yield _candidate(content, f"meta:{name}", 0.7)
        elif name.startswith("twitter:label") and contents and _WRITTEN_BY.match(contents[0].strip()):
            for content in document.metas.get("twitter:data" + name.removeprefix("twitter:label"), ())[:1]:
                if content:
                    yield _candidate(content, "meta:twitter:data", 0.7)
        elif name == "parsely-page" and contents:
            for author in _parsely(contents[0]):
                yield _candidate(author, "meta:parsely-page", 0.75)


def _parsely(content: str) -> list[str]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return []
    if not isinstance(data, dict):
        return []
    names = data.get("authors") or data.get("author") or []
    return [n for n in (names if isinstance(names, list) else [names])[:10] if isinstance(n, str) and n]


def _near(block: int, anchor: int | None) -> float:
    """How likely a credit at a block belongs to the headline at ``anchor``."""
    if anchor is None:
        return 0.55
    distance = block - anchor
    if -4 <= distance <= 8:
        return 0.85
    if -12 <= distance <= 20:
        return 0.7
    return 0.4


def _away(region: Region, anchor: int | None, zones: frozenset[str] = _AWAY) -> bool:
    """In a part of the page that is no part of the article; a part that holds the headline too is the page, whatever it is called."""
    at: Region | None = region
    while at is not None:
        zone = at.zone
        if zone not in zones:
            return False
        opener = at
        while opener.parent is not None and opener.parent.zone == zone:
            opener = opener.parent
        if anchor is None or not opener.first_block <= anchor < opener.last_block:
            return True
        at = opener.parent
    return False


def _credited(text: str, language: str | None) -> bool:
    return bylines.opens(text, language) or ("/" not in text and bylines.kind(text) == "agency")


@lru_cache(maxsize=4_096)
def _names_a_writer(tokens: str) -> bool:
    if not _TOKEN.search(tokens):
        return False
    return not _NOT_BYLINE.search(tokens) or "byline" in tokens or "fn" in tokens.split()


def _from_marks(document: Document, anchor: int | None) -> Iterator[Candidate]:
    for mark in document.marks:
        tokens = mark.tokens
        if not _names_a_writer(tokens):
            continue
        confidence = _near(mark.block, anchor)
        if _away(mark.region, anchor) and not (
            anchor is not None and -2 <= mark.block - anchor <= 3 and mark.region.zone in {"aside", "nav", "footer", "share"}
        ):
            continue
        if mark.region.zone == "figure" and "byline" not in tokens and _away(mark.region, anchor, _PICTURES):
            continue  # the credit of a picture
        text = mark.text
        if not text or len(text) > 600 or ("credit" in tokens and "author" not in tokens and not _credited(text, document.html_lang)):
            continue  # a bare credit is as often the picture's
        box = mark.region.zone == "bio"
        leaf = "author" in tokens.split() or bool(_NAME_TOKEN.search(tokens))
        if box and len(text) > 60:
            continue
        if len(text) > _MAX_CREDIT and bylines.from_bio(text, document.html_lang):
            continue  # sentences about the writer under a class such as "author-note": read as a bio below
        rule = "visible:box" if box else "visible:author" if leaf and len(text) < 80 else "visible:byline"
        url = mark.element.get("href") if mark.element.tag == "a" else None
        yield _candidate(text, rule, confidence - (0.15 if box else 0.0), url=_address(url, document))
    if anchor is None:
        return
    for a in document.anchors:
        if (
            -6 <= a.block - anchor <= 12
            and a.text
            and len(a.text) < 80
            and ("author" in a.rel or _AUTHOR_HREF.search(a.href[:300]))
            and not _away(a.region, anchor)
        ):
            if "author" not in a.rel and bylines.kind(a.text) != "person":
                continue
            if a.block < len(document.blocks) and len(document.blocks[a.block].text) > 200:
                continue  # a link within a paragraph of the story
            yield _candidate(a.text, "visible:link", _near(a.block, anchor), url=_address(a.href, document))


_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b")
_POSTED = re.compile(
    r"\b(?:posted|published|veröffentlicht|eingestellt|gespeichert|geschrieben|publié|publicado|verfasst|pubblicato|geplaatst)\b",
    re.IGNORECASE,
)
_BY_INSIDE = re.compile(r"(?:^|[\s·|,])(?:by|von|par|por|door|av|af)\s+(?P<rest>\S.{1,120})$", re.IGNORECASE)
_DATE_WORD = re.compile(
    r"\b(?:uhr|stand|am|um|date|datum|updated?|published|veröffentlicht|aktualisiert|publié|publicado|actualizado|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|\w{3,6}day|jan|feb|mar|apr|may|jun|jul|aug|"
    r"sept?|oct|nov|dec|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|june|july|october|december|janvier|février|mars|avril|juin|"
    r"juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|min|read|views?|comments?|kommentare?|copyright|lesezeit)\b",
    re.IGNORECASE,
)
_BOX_HEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BUTTON = re.compile(r"(?<=[^\W\d_])\s*(?:Follow|Folgen|Seguir|Suivre)$")
_PARTS = re.compile(r"\s*[|·•–—,/]\s*|\s+-\s+")
_GLUED_DATE = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\s?\d)"
    r"|(?<=[a-zß-ÿ])(?=\d{1,2}[./ ])"
)
_DIGITS = re.compile(r"\s*\(?\d.*$")


def _beside_date(line: str) -> str | None:
    """The one name in a line that is a date and a name: ``Jane Doe, 01.12.2021``, ``11.12.2019 - Jane Doe``."""
    line = _GLUED_DATE.sub(" ", line)
    found = [
        name for part in _PARTS.split(line) if (name := _DIGITS.sub("", part)) and bylines.kind(name) in {"person", "single", "handle"}
    ]
    return found[0] if len(found) == 1 and len(found[0]) < 50 and not _DATE_WORD.search(found[0]) else None


def _from_text(document: Document, anchor: int | None) -> Iterator[Candidate]:
    blocks = document.blocks
    language = document.html_lang
    start = 0 if anchor is None else max(0, anchor - 3)
    head = 0 if anchor is None else anchor
    first = next((b.index for b in blocks[head : head + 25] if len(b.text) > 200 and not _away(b.region, anchor)), head)
    stop = min(len(blocks), max(head + 9, first + 1))
    for block in blocks[start:stop]:
        if block.index == anchor or len(block.text) > 700 or block.link_chars >= len(block.text) or _away(block.region, anchor):
            continue  # a line that is one link is a teaser
        near = _near(block.index, anchor) - 0.05
        if anchor is not None and anchor < block.index <= anchor + 4 and _lone_name(block, blocks, language):
            yield _candidate(block.text, "visible:name", 0.45)
        for line in block.text.split("\n")[:3]:
            if len(line) > _SHORT or (len(line) > 70 and line.endswith((".", "!", "?"))):
                continue
            read = line
            if line.endswith(":") or line.casefold().endswith((" by", " von")) or line.casefold() in {"by", "von", "par", "por"}:
                following = blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
                if len(following) < 80:
                    read = f"{line} {following}"
            if bylines.opens(read, language):
                yield _candidate(read, "visible:text", near)
            elif _YEAR.search(line) or _POSTED.search(line):
                inside = _BY_INSIDE.search(line)
                if inside:
                    yield _candidate(f"by {inside.group('rest')}", "visible:posted", near)
                elif len(line) < 120 and (name := _beside_date(line)):
                    yield _candidate(name, "visible:dated", near - 0.1)
    yield from _from_end(document, anchor, stop)


def _lone_name(block: TextBlock, blocks: list[TextBlock], language: str | None) -> bool:
    """A paragraph below the headline that is a name and nothing else: none of its words is an ordinary word of the page.

    German is left out: its nouns look like names.
    """
    text = block.text
    if (
        len(text) > 40
        or " " not in text
        or block.link_chars
        or block.tag not in {"p", "div", "em", "address"}
        or (language or "").startswith("de")
    ):
        return False
    if bylines.kind(text) != "person" or any(w.casefold() in PARTICLES for w in text.split()):
        return False
    near = blocks[block.index + 1 : block.index + 60]
    if not any(len(b.text) > 120 for b in near[:4]):
        return False
    words = set(" ".join([b.text for b in near])[:40_000].split())
    return not any(w.lower() in words for w in text.split())


def _from_boxes(document: Document) -> Iterator[Candidate]:
    """The name that heads an author box."""
    found = 0
    for block in document.blocks:
        if block.tag in _BOX_HEADS and block.region.zone == "bio" and len(block.text) < 60 and found < 4:
            name = _BUTTON.sub("", block.text)
            if bylines.kind(name) == "person":
                found += 1
                yield _candidate(name, "visible:box", 0.55)


def _bios(document: Document, last: int) -> Iterator[Candidate]:
    """What an author box or the last lines of the text say about somebody who writes."""
    for block in document.blocks[max(0, last - 1) : last + 25]:
        box = block.region.zone == "bio"
        if block.region.zone in {"comments", "related", "nav"} or not (box or block.index <= last + 3):
            continue
        for text in block.text.split("\n")[:3]:
            if 40 <= len(text) <= 1_500 and (name := bylines.from_bio(text, document.html_lang)):
                yield _candidate(name, "bio:box" if box else "bio:trailing", 0.65, bio=text)
                return


def _from_end(document: Document, anchor: int | None, start: int) -> Iterator[Candidate]:
    """Credit lines below the text: "Text: …", "Autor: …", "Quelle: dpa"; the line under the post on old blogs."""
    blocks = document.blocks
    last = None
    for block in blocks[anchor or 0 :]:
        if last is not None and block.index - last > 25:
            break
        if (
            len(block.text) >= 160
            and block.link_chars * 3 < len(block.text)
            and block.region.zone != "bio"
            and not _away(block.region, anchor)
        ):
            last = block.index
    if last is None:
        return
    yield from _bios(document, last)
    for block in blocks[max(start, last - 4) : last + 12]:
        if len(block.text) > _SHORT or block.link_chars >= len(block.text) or block.region.zone in {"comments", "related"}:
            continue
        for line in block.text.split("\n")[:3]:
            if len(line) > 70 and line.endswith((".", "!", "?")):
                continue
            if bylines.opens(line, document.html_lang):
                yield _candidate(line, "visible:end", 0.55)
            elif (_POSTED.search(line) or _YEAR.search(line)) and (inside := _BY_INSIDE.search(line)):
                yield _candidate(f"by {inside.group('rest')}", "visible:posted", 0.5)

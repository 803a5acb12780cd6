"""Who is credited with a page, from everything it says: structured data, metas, printed bylines, author boxes, bios, feeds."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.extract import credit_ends, credit_lines
from crawler.extract.anchor import headline_block
from crawler.extract.credit_places import away, candidate, near
from crawler.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.document import Document
    from crawler.extract.structured import Node, Structured
    from crawler.items import Block, Candidate, Capture

MAX_CANDIDATES = 60

_META_TAIL = re.compile(r"(?:^|[:._\-])(?:authors?|author[_\-]?name|creator|byl|byline|aut-author|writer|verfasser|autor)$")
_METAAWAY = re.compile(r"(?:twitter|banner|^its_|app[_:\-]|:url|image|avatar|[_\-.:]id$|email|site|generator|publisher)")
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
    r"position|role|title|job|occupation|location|posts|more|related|organization|publisher|copyright|source-?link|reviewed?|reviewer|disclosure|articles|org|infobox)(?:$|[\s_\-])|authority|authoriz|blogroll|quote|cite"
)
_MAX_CREDIT = 120  #: characters; a longer line is looked at as a bio first
_NAME_TOKEN = re.compile(r"(?:^|[\s_\-])(?:name|fn|author-?link|author|rel-author|url|n)(?:$|[\s_\-])|author__?name|byline__?name")
_OWN_FOOT = re.compile(
    r"(?:^|[\s_\-])(?:post|entry|article|hentry)[_\-]{0,2}(?:footer|foot|utility|meta)"
)  #: of an article, not of the page
_PICTURES = frozenset({"figure"})
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|in|a|as)?|auteurs?|autori|autore|writers?|contributors?|columnists?|journalist(?:s|en|er|as?|es)?|reporters?|staff|people|profiles?|profil|by|redaktion/[a-z]|redakteure?|firmas?|"
    r"byline|correspondents?|experts?|team|author\.php|skribent|forfatter|kirjoittaja|toimittaja|yazar(?:lar)?|muhabir|penulis|автор|авторы|avtor)(?:/|[-_]|\?|$)",
    re.IGNORECASE,
)


def candidates(
    document: Document,
    structured: Structured,
    capture: Capture | None = None,
    site_names: Iterable[str] = (),
    headline: int | None = -1,
    story: Sequence[Block] = (),
) -> list[Candidate]:
    """All credits of the page; ``value`` is an :class:`Author` whose name is the credit as printed, perhaps a whole line.

    An organisation named by structured data carries the role ``agency``. ``story`` are the blocks of the text and ``headline`` is the block of the headline where
    it is known already.
    """
    anchor = headline_block(document, site_names) if headline == -1 else headline
    found: list[Candidate] = []
    for each in _all(document, structured, capture, anchor, story):
        if len(found) >= MAX_CANDIDATES:
            break
        if not any(c.rule == each.rule and c.value.name == each.value.name for c in found):
            found.append(each)
    return found


def _all(
    document: Document, structured: Structured, capture: Capture | None, anchor: int | None, story: Sequence[Block]
) -> Iterator[Candidate]:
    if structured.main is not None:
        yield from _from_node(structured.main, document)
    yield from _from_metas(document)
    yield from _from_marks(document, anchor)
    yield from credit_ends.heads_of_boxes(document)
    declared = structured.main is not None and any(structured.main.props.get(name) for name in ("author", "creator"))
    stop = credit_lines.end_of_head(document, anchor)
    yield from credit_lines.around_headline(document, anchor, stop, declared=declared)
    yield from credit_ends.below_text(document, anchor, stop, story)
    yield from credit_ends.wired(story)
    for hint in capture.hints if capture else ():
        for name in hint.authors[:10]:
            yield candidate(name, "feed:author", 0.75)


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
                    yield candidate(value, rule, base - 0.05)
                continue
            printed = value.text("name", "alternateName") or " ".join(filter(None, (value.text("givenName"), value.text("familyName"))))
            if not printed:
                continue
            body = not value.is_a("Person") and value.is_a(
                "Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO", "EducationalOrganization"
            )
            works = value.nodes("worksFor", "affiliation", "memberOf")
            yield candidate(
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
    return bool(_META_TAIL.search(name)) and not _METAAWAY.search(name)


def _from_metas(document: Document) -> Iterator[Candidate]:
    for name, contents in document.metas.items():
        if _is_author_meta(name):
            for content in contents:
                if content and not content.startswith(("http://", "https://", "/", "//", "www.")):
                    yield candidate(content, f"meta:{name}", 0.7)
        elif name.startswith("twitter:label") and contents and _WRITTEN_BY.match(contents[0].strip()):
            for content in document.metas.get("twitter:data" + name.removeprefix("twitter:label"), ())[:1]:
                if content:
                    yield candidate(content, "meta:twitter:data", 0.7)
        elif name == "parsely-page" and contents:
            for author in _parsely(contents[0]):
                yield candidate(author, "meta:parsely-page", 0.75)


def _parsely(content: str) -> list[str]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return []
    if not isinstance(data, dict):
        return []
    names = data.get("authors") or data.get("author") or []
    return [n for n in (names if isinstance(names, list) else [names])[:10] if isinstance(n, str) and n]


def _credited(text: str, language: str | None) -> bool:
    return bylines.opens(text, language) or ("/" not in text and bylines.kind(text) == "agency")


def _may_name_a_writer(t: str) -> bool:
    """Whether a part of one of the words of ``_TOKEN`` stands in an element's class: cheaper to see than the whole words."""
    return (
        "aut" in t or "by" in t or "cre" in t or "wri" in t or "vcard" in t or "fn" in t or "report" in t or "red" in t or "contrib" in t
        or "posted" in t or "sign" in t or "journal" in t or "verf" in t or "firma" in t or "skrib" in t or "forfat" in t or "kirjo" in t
        or "toimit" in t or "yazar" in t or "muhab" in t or "penul" in t or "rzel" in t
    )  # fmt: skip


@lru_cache(maxsize=4_096)
def _names_a_writer(tokens: str) -> bool:
    if not _may_name_a_writer(tokens) or not _TOKEN.search(tokens):
        return False
    words = tokens.split()
    return not _NOT_BYLINE.search(tokens) or "byline" in tokens or ("fn" in words and "org" not in words)


def _from_marks(document: Document, anchor: int | None) -> Iterator[Candidate]:
    for mark in document.marks:
        tokens = mark.tokens
        if not _names_a_writer(tokens):
            continue
        confidence = near(mark.block, anchor)
        if away(mark.region, anchor) and not (
            anchor is not None
            and (
                (-2 <= mark.block - anchor <= 3 and mark.region.zone in {"aside", "nav", "footer", "share"})
                or (mark.region.zone == "footer" and mark.block > anchor and _OWN_FOOT.search(mark.region.tokens))
            )
        ):
            continue
        if mark.region.zone == "figure" and "byline" not in tokens and away(mark.region, anchor, _PICTURES):
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
        if len(text) > 200 and not leaf and not bylines.opens(text, document.html_lang):
            continue  # a box that holds a byline and much else
        rule = "visible:box" if box else "visible:author" if leaf and len(text) < 80 else "visible:byline"
        url = mark.element.get("href") if mark.element.tag == "a" else None
        yield candidate(text, rule, confidence - (0.15 if box else 0.0), url=_address(url, document))
    if anchor is None:
        return
    for a in document.anchors:
        if (
            -6 <= a.block - anchor <= 12
            and a.text
            and len(a.text) < 80
            and ("author" in a.rel or _AUTHOR_HREF.search(a.href[:300]))
            and not away(a.region, anchor)
        ):
            if "author" not in a.rel and (not -4 <= a.block - anchor <= 8 or bylines.kind(a.text) != "person"):
                continue  # further down a link to somebody's page is rather about whom the story tells
            if a.block < len(document.blocks) and len(document.blocks[a.block].text) > 200:
                continue  # a link within a paragraph of the story
            yield candidate(a.text, "visible:link", near(a.block, anchor), url=_address(a.href, document))

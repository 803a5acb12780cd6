"""Credit lines at the headline: "By …", a name beside a date, a bare name below the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.credit_places import away, candidate, near
from crawler.normalise import bylines
from crawler.normalise.boilerplate import is_boilerplate
from crawler.normalise.bylines.words import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.document import Document
    from crawler.document.model import Region, TextBlock
    from crawler.items import Candidate

_LABELLED = 40  #: characters of a label and a name
_SHORT = 260  #: characters of a line that may be a credit
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b")
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
BOX_HEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NAMING = frozenset({"p", "div", "em", "address"})
_BETWEEN_NAMES = re.compile(r"\s*[/,&]\s*|\s+(?:and|et|y|e|og|och|en)\s+")
_SENTENCE = re.compile(r"(?:[a-zß-ÿ]{1,20} ){3}")  #: what goes on behind "by" so is no name: "by adding citations to reliable sources"
_LEADERS = "-–—•*·|([~ "  #: what typists set before a credit
_PARTS = re.compile(r"\s*[|·•–—,/]\s*|\s+-\s+")
_GLUED_DATE = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\s?\d)"
    r"|(?<=[a-zß-ÿ])(?=\d{1,2}[./ ])"
)
_COMMENT = re.compile(r"(?:^|\s)comment(?:-(?:by|meta|author|body|text|content|header|info))?(?:\s|$)")
#: what stands after the last figure of a line that begins with a date: its unit, then perhaps a credit
_AFTER_DATE = re.compile(
    r".{0,60}\d\S?(?:\s*(?:a\.m\.|p\.m\.|am\b|pm\b|uhr\b|h\b|hrs?\b|น\.|ч\.|[時时点點分日년월일시분]|\(?(?:gmt|utc|[a-z]{2,4}t)[^)\s]{0,9}\)?(?=\s)|\)))*[\s,|·•–—/-]{1,4}(?P<rest>[^\d]{3,90})",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"©|copyright|\(c\)|版权|版權|著作権|저작권|rights", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[【〔（(](.{2,60})[\]】〕）)]")
_DIGITS = re.compile(r"\s*\(?\d.*$")


def _beside_date(line: str) -> str | None:
    """The one name in a line that is a date and a name: ``Jane Doe, 01.12.2021``, ``11.12.2019 - Jane Doe``."""
    line = _GLUED_DATE.sub(" ", line)
    found = [
        name
        for part in _PARTS.split(line)
        if (name := _DIGITS.sub("", part)) and name[-1] not in ":：" and bylines.kind(name) in {"person", "single", "handle"}
    ]
    return found[0] if len(found) == 1 and len(found[0]) < 50 and not _DATE_WORD.search(found[0]) else None


def end_of_head(document: Document, anchor: int | None) -> int:
    """The index of the block behind the first paragraph, up to which a line belongs to the headline."""
    blocks = document.blocks
    head = 0 if anchor is None else anchor
    first = next((b.index for b in blocks[head : head + 25] if len(b.text) > 200 and not away(b.region, anchor)), head)
    return min(len(blocks), max(head + 9, first + 1))


def around_headline(document: Document, anchor: int | None, stop: int, *, declared: bool = False) -> Iterator[Candidate]:
    """Credits in lines from just above the headline to the first paragraph, before the block ``stop``.

    Where structured data have ``declared`` an author, a bare name beside a date is none.
    """
    blocks = document.blocks
    language = document.html_lang
    start = 0 if anchor is None else max(0, anchor - 3)
    head = 0 if anchor is None else anchor
    for block in blocks[start:stop]:
        if block.index > head and begins_comments(block):
            break
        if block.index == anchor:
            yield from _below_the_title(block, language, near(block.index, anchor) - 0.05)
            continue
        if len(block.text) > 700 or away(block.region, anchor) or _of_a_comment(block):
            continue
        if block.link_chars >= len(block.text) and not _labelled(block.text, language):
            continue  # a line that is one link is a teaser, but for "Author: Jane Doe"
        confidence = near(block.index, anchor) - 0.05
        if anchor is not None and anchor < block.index <= anchor + 6 and _lone_name(block, blocks, language):
            yield candidate(block.text, "visible:name", 0.45)
        if not declared and "\n" in block.text and (name := _stacked(block.text)):
            yield candidate(name, "visible:dated", confidence - 0.1)
        for line in block.text.split("\n")[:3]:
            if len(line) > _SHORT or (len(line) > 70 and line.endswith((".", "!", "?"))):
                continue
            read = opened(line, block, blocks)
            if bylines.opens(read, language):
                yield candidate(read, "visible:text", confidence)
            elif _YEAR.search(line) or _POSTED.search(line):
                if inside := credit_inside(line):
                    yield candidate(inside, "visible:posted", confidence)
                elif not declared and len(line) < 120 and (name := _beside_date(line)):
                    yield candidate(name, "visible:dated", confidence - 0.1)
                elif len(line) < 120 and (found := _AFTER_DATE.fullmatch(line)) and not _RIGHTS.search(line):
                    yield from _after_date(found["rest"].strip(), language, confidence, bare=not declared)


def _labelled(text: str, language: str | None) -> bool:
    """Whether a short line is a label that credits, and a name."""
    return len(text) < _LABELLED and (":" in text or "：" in text) and bylines.opens(text, language)


def _after_date(rest: str, language: str | None, confidence: float, *, bare: bool) -> Iterator[Candidate]:
    """The credit behind a date in one line: "17.04.2024 09:30 By Jane Doe", "2024-04-17 文/李晓明"."""
    if bracketed := _BRACKETED.fullmatch(rest):
        rest = bracketed[1]
    if bylines.opens(rest, language):
        yield candidate(rest, "visible:text", confidence)
    elif bare and rest[-1:] not in ":：" and bylines.kind(rest, language) == "person" and not _DATE_WORD.search(rest):
        yield candidate(rest, "visible:dated", confidence - 0.1)


def begins_comments(block: TextBlock) -> bool:
    """Whether readers' comments begin below this heading: their writers are not the page's."""
    return block.tag in BOX_HEADS and is_boilerplate(block.text, position="tail") == "comment"


def _of_a_comment(block: TextBlock) -> bool:
    """Whether a plain element around a line is called a comment."""
    region: Region | None = block.region
    for _ in range(3):
        if region is None:
            return False
        if "comment" in region.tokens and _COMMENT.search(region.tokens):
            return True
        region = region.parent
    return False


def _below_the_title(block: TextBlock, language: str | None, confidence: float) -> Iterator[Candidate]:
    """The credit in a block that begins with the headline, as tables set it with line breaks."""
    for line in block.text.split("\n")[1:4]:
        if len(line) <= _SHORT and bylines.opens(line, language):
            yield candidate(line, "visible:text", confidence)


def opened(line: str, block: TextBlock, blocks: list[TextBlock]) -> str:
    """A line without what typists set before a credit; with the names of the next block where it ends in "By" or a colon."""
    read = line.lstrip(_LEADERS)
    if line.endswith(":") or line.casefold().endswith((" by", " von")) or line.casefold() in {"by", "von", "par", "por"}:
        following = blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
        if len(following) < 80:
            return f"{read} {following}"
    return read


def credit_inside(line: str) -> str | None:
    """The credit in a line that tells a day or a posting before it: "Posted on 1 May 2012 by Jane Doe"."""
    if not (_YEAR.search(line) or _POSTED.search(line)):
        return None
    inside = _BY_INSIDE.search(line)
    if inside is None:
        return None
    rest = inside.group("rest")
    return None if _SENTENCE.match(rest) else f"by {rest}"


def _stacked(text: str) -> str | None:
    """The name in the first of a few short lines, one of which is a date, as old sites head an article."""
    lines = text.split("\n")
    if len(lines) > 4 or max(map(len, lines)) > 60 or not any(_YEAR.search(line) for line in lines[1:]):
        return None
    return lines[0] if bylines.kind(lines[0]) == "person" and not _DATE_WORD.search(lines[0]) else None


def bare_names(text: str, block: TextBlock, language: str | None) -> bool:
    """Whether a paragraph is a name, or a few, and nothing else. German is left out: its nouns look like names."""
    if len(text) > 60 or " " not in text or block.link_chars or block.tag not in _NAMING or (language or "").startswith("de"):
        return False
    parts = _BETWEEN_NAMES.split(text)
    return all(len(part) <= 40 and bylines.kind(part) == "person" for part in parts) and not any(
        word.casefold() in PARTICLES for word in text.split()
    )


def _lone_name(block: TextBlock, blocks: list[TextBlock], language: str | None) -> bool:
    """A paragraph below the headline that is nothing but names: none of its words is an ordinary word of the page."""
    if not bare_names(block.text, block, language):
        return False
    following = blocks[block.index + 1 : block.index + 60]
    if not any(len(b.text) > 120 for b in following[:4]):
        return False
    words = set(" ".join([b.text for b in following])[:40_000].split())
    return not any(w.lower() in words for w in block.text.replace("/", " ").split())

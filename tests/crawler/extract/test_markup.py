"""The story as HTML and Markdown: the text paragraph by paragraph, in the structure of the page, with nothing that runs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from crawler import reading
from crawler.document.inline import Piece
from crawler.extract import markup
from crawler.extract.markup import html, markdown
from crawler.extract.markup.tree import Paragraph
from crawler.items import Capture

FIXTURES = Path(__file__).parents[3] / "fixtures"
PAGES = sorted(path for path in FIXTURES.glob("*/*/page.*") if path.suffix in {".html", ".txt"})
ALLOWED = set("h2 h3 h4 h5 h6 p ul ol li blockquote table tr td th pre figure figcaption img a strong em code del sub sup br div".split())
PARAGRAPHS = {"h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "blockquote", "pre", "div", "ul", "ol", "table", "tr"}
FILLER = (
    "The harbour office counted its gulls again on Tuesday and found rather more of them than in any spring before, says the keeper. " * 3
)


def read(body, *, url="https://news.test/2025/05/a-page", content_type="text/html"):
    kept = reading.Kept()
    capture = Capture(url=url, body=body, captured_at=datetime(2026, 1, 1, tzinfo=UTC), content_type=content_type)
    page = reading.read(capture, keep=kept)
    return page, kept


def written(story, form="html"):
    page, kept = read(
        f"<html><head><title>Gulls counted again</title></head><body><article><h1>Gulls counted again</h1>{story}</article></body></html>".encode()
    )
    return markup.body(page, kept.document, kept.blocks, form)


def folded(text):
    return " ".join(text.split())


def paragraphs_of_html(text):
    """What a browser shows as paragraphs, figures left out."""
    found = []
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    run = []

    def flush():
        said = folded("".join(run))
        run.clear()
        if said:
            found.append(said)

    def walk(element):
        if element.tag == "figure":
            flush()
        else:
            block = element.tag in PARAGRAPHS
            if block:
                flush()
            if element.tag == "pre":
                found.extend(folded(part) for part in re.split(r"\n\s*\n", element.text_content()) if part.strip())
            else:
                run.append(element.text or "")
                for child in element:
                    walk(child)
                    run.append((child.tag == "br" and " " or "") + (child.tail or ""))
            if block:
                flush()

    walk(root)
    flush()
    return found


def paragraphs_of_markdown(text):
    """What a reader of CommonMark makes of the text, pictures with their words and bare addresses left out."""
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline" and token.children:
            if token.children[0].type == "image" or (token.children[0].type == "link_open" and token.children[0].markup == "autolink"):
                continue
            said = "".join(
                "\n" if child.type in {"softbreak", "hardbreak"} or child.content == "<br>" else child.content
                for child in token.children
                if child.type != "html_inline" or child.content == "<br>"
            )
            found.append(folded(said))
        elif token.type == "fence":
            found.extend(folded(part) for part in re.split(r"\n\s*\n", token.content) if part.strip())
    return [paragraph for paragraph in found if paragraph]


def expected(page):
    return [said for part in page.article.text.split("\n\n") if (said := folded(part))]


@pytest.fixture(scope="module")
def every():
    pages = []
    for path in PAGES:
        meta = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))
        page, kept = read(path.read_bytes(), url=meta["url"], content_type="text/plain" if path.suffix == ".txt" else "text/html")
        if page.article is not None and page.article.text:
            pages.append((path, page, kept))
    assert len(pages) > 60
    return pages


def test_the_paragraphs_of_the_html_are_those_of_the_text_on_every_fixture(every):
    for path, page, kept in every:
        assert paragraphs_of_html(markup.body(page, kept.document, kept.blocks, "html")) == expected(page), path


def test_the_paragraphs_of_the_markdown_are_those_of_the_text_on_every_fixture(every):
    for path, page, kept in every:
        assert paragraphs_of_markdown(markup.body(page, kept.document, kept.blocks, "markdown")) == expected(page), path


def test_the_html_of_every_fixture_holds_no_tag_or_attribute_but_the_allowed_ones(every):
    for path, page, kept in every:
        root = lxml_html.fragment_fromstring(markup.body(page, kept.document, kept.blocks, "html"), create_parent="div")
        for element in root.iter():
            assert element.tag in ALLOWED, path
            assert set(element.keys()) <= {"href", "src", "alt"}, path
            for name in ("href", "src"):
                assert (element.get(name) or "https://").startswith(("http://", "https://")), path

"""The story as HTML and Markdown: the text paragraph by paragraph, in the structure of the page, with nothing that runs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
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
TAGS = "h2 h3 h4 h5 h6 p ul ol li blockquote table tr td th pre figure figcaption img a strong em code del sub sup br div"
ALLOWED = set(TAGS.split())
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
                    run.append((" " if child.tag == "br" else "") + (child.tail or ""))
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


def around(middle):
    return f"<p>{FILLER}</p>{middle}<p>The keeper will count again in the first week of June, when the last of the young birds should be out of the nest.</p>"


def inner(story, form="html"):
    """What stands between the first and the last paragraph."""
    return "\n".join(written(around(story), form).split("\n")[1:-1]).strip()


def test_links_are_absolute_and_lead_to_pages_only():
    said = inner(
        '<p>See <a href="/gulls?a=1&amp;b=2" onclick="x()" class="y">the gulls</a>, <a href="javascript:alert(1)">a script</a>, '
        '<a href="mailto:a@b.test">a mail</a>, <a href="#note">a note</a> and <a href="data:text/html,x">data</a> of the harbour office.</p>'
    )
    assert said == (
        '<p>See <a href="https://news.test/gulls?a=1&amp;b=2">the gulls</a>, a script, a mail, a note and data of the harbour office.</p>'
    )


def test_what_looks_like_markup_in_the_text_stays_text():
    story = (
        "<p>The sign says &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; *nothing* _else_ [at](all), # and that was that for the day.</p>"
    )
    assert inner(story) == (
        "<p>The sign says &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; *nothing* _else_ [at](all), # and that was that for the day.</p>"
    )
    assert paragraphs_of_markdown(inner(story, "markdown")) == [
        "The sign says <script>alert(1)</script> &amp; *nothing* _else_ [at](all), # and that was that for the day."
    ]


def test_emphasis_headings_and_breaks_are_kept():
    story = "<h2>The <em>second</em> count</h2><p>It was <b>much</b> higher, <strong><i>said</i> the keeper</strong> of the old harbour<br>and of its gulls.</p>"
    assert inner(story) == (
        "<h2>The <em>second</em> count</h2>\n"
        "<p>It was <strong>much</strong> higher, <strong><em>said</em> the keeper</strong> of the old harbour<br>\nand of its gulls.</p>"
    )
    assert inner(story, "markdown") == (
        "## The *second* count\n\nIt was **much** higher, ***said*** **the keeper** of the old harbour  \nand of its gulls."
    )


def test_lists_are_nested_as_printed():
    story = (
        "<p>The keeper counted these birds on Tuesday, in the order of the jetties:</p><ul><li>Gulls of two kinds, which he knows apart by their legs:"
        "<ol><li>the herring gulls of the north jetty</li><li>the black-headed gulls of the south jetty</li></ol></li><li>One tern, which was only passing through.</li></ul>"
    )
    assert inner(story).partition("</p>\n")[2] == (
        "<ul>\n<li>Gulls of two kinds, which he knows apart by their legs:\n<ol>\n<li>the herring gulls of the north jetty</li>\n"
        "<li>the black-headed gulls of the south jetty</li>\n</ol>\n</li>\n<li>One tern, which was only passing through.</li>\n</ul>"
    )
    assert inner(story, "markdown").partition(":\n\n")[2] == (
        "- Gulls of two kinds, which he knows apart by their legs:\n\n  1. the herring gulls of the north jetty\n"
        "  2. the black-headed gulls of the south jetty\n- One tern, which was only passing through."
    )


def test_a_table_of_data_is_a_table_and_one_of_layout_is_none():
    story = (
        "<table><tr><th>Jetty</th><th>Gulls that were counted</th></tr><tr><td>North | old</td><td>Two hundred and twelve</td></tr>"
        "<tr><td>South</td><td>Ninety-one</td></tr></table>"
    )
    assert inner(story) == (
        "<table>\n<tr><th>Jetty</th><th>Gulls that were counted</th></tr>\n<tr><td>North | old</td><td>Two hundred and twelve</td></tr>\n"
        "<tr><td>South</td><td>Ninety-one</td></tr>\n</table>"
    )
    assert inner(story, "markdown").splitlines()[:3] == [
        "| Jetty | Gulls that were counted |",
        "| --- | --- |",
        "| North \\| old | Two hundred and twelve |",
    ]
    laid_out = written(f"<table><tr><td>{around('')}</td></tr></table>")
    assert "<table>" not in laid_out
    assert laid_out.count("<p>") == 2


@pytest.mark.parametrize(
    ("first", "head"),
    [
        ("<td><b>Jetty</b></td><td><strong>Gulls that were counted</strong></td>", "| **Jetty** | **Gulls that were counted** |"),
        ("<td></td><th>Gulls that were counted</th>", "|  | Gulls that were counted |"),
        ("<td>West</td><td><b>None that anybody saw</b></td>", "|  |  |"),
    ],
)
def test_the_first_row_of_a_table_is_its_head_where_it_names_the_columns(first, head):
    rows = "<tr><td>North</td><td>Two hundred and twelve</td></tr><tr><td>South</td><td>Ninety-one, and a tern</td></tr>"
    assert inner(f"<table><tr>{first}</tr>{rows}</table>", "markdown").splitlines()[:2] == [head, "| --- | --- |"]


def test_quotes_and_preformatted_text_are_kept():
    story = f"<blockquote><p>{FILLER.replace('Tuesday', 'Monday')}</p></blockquote>"
    assert inner(story).startswith("<blockquote>\n<p>The harbour office counted its gulls again on Monday")
    assert inner(story, "markdown").startswith("> The harbour office counted")
    code = "<p>The keeper keeps his numbers in a file of his own, which begins like this:</p><pre>def count(gulls):\n    return len(gulls) &lt; 300  # the herring gulls only\n</pre>"
    assert inner(code).endswith("<pre>\ndef count(gulls):\n    return len(gulls) &lt; 300  # the herring gulls only</pre>")
    assert inner(code, "markdown").endswith("```\ndef count(gulls):\n    return len(gulls) < 300  # the herring gulls only\n```")


def test_pictures_stand_in_place_with_caption_and_credit():
    story = (
        '<figure><img src="/img/gulls-at-noon-large.jpg" alt="Gulls &quot;at&quot; noon" onerror="x()"><figcaption>Gulls at noon on the north jetty. '
        "Photo: Ada Quill</figcaption></figure>"
    )
    said = inner(story)
    assert said.startswith(
        '<figure><img src="https://news.test/img/gulls-at-noon-large.jpg" alt="Gulls &quot;at&quot; noon"><figcaption>Gulls at noon'
    )
    assert "Ada Quill" in said
    assert inner(story, "markdown").startswith('![Gulls "at" noon](https://news.test/img/gulls-at-noon-large.jpg)  \nGulls at noon')


def test_players_and_posts_of_others_are_links_in_place():
    story = (
        '<iframe src="https://www.youtube.com/embed/abc123XYZ_-?rel=0" width="5"></iframe><iframe src="https://ads.test/frame"></iframe>'
        f"<p>{FILLER.replace('Tuesday', 'Monday')}</p>"
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Cxyz/"></blockquote>'
    )
    said = inner(story)
    assert said.startswith(
        '<figure><a href="https://www.youtube.com/watch?v=abc123XYZ_-">https://www.youtube.com/watch?v=abc123XYZ_-</a></figure>\n<p>'
    )
    assert '<a href="https://www.instagram.com/p/Cxyz/">' in said.splitlines()[-1] or '<a href="https://www.instagram.com/p/Cxyz/">' in said
    assert "ads.test" not in said
    assert inner(story, "markdown").startswith("<https://www.youtube.com/watch?v=abc123XYZ_->\n\n")


def test_a_plain_text_has_paragraphs_and_lists():
    text = f"Gulls Counted Again\n\n{FILLER}\n\n- the herring gulls of the north jetty\n- the black-headed gulls of the south jetty\n\n{FILLER.replace('Tuesday', 'Monday')}\n"
    page, kept = read(text.encode(), url="https://news.test/a.txt", content_type="text/plain")
    said = markup.body(page, kept.document, kept.blocks, "html")
    assert "<ul>\n<li>the herring gulls of the north jetty</li>\n<li>the black-headed gulls of the south jetty</li>\n</ul>" in said
    assert paragraphs_of_html(said) == expected(page)


def test_a_page_without_text_has_no_body():
    page, kept = read(b"<html><body></body></html>")
    assert markup.body(page, kept.document, kept.blocks, "html") is None


WORDS = st.text(alphabet="ab *_[]()!`<>&~#\\|-+.1=\n\u00e9\u300c\u300d", min_size=1, max_size=12)
MARKS = st.sampled_from(
    [(), (("strong", ""),), (("em", ""),), (("strong", ""), ("em", "")), (("a", "https://a.test/(x)_y"),), (("code", ""),), (("del", ""),)]
)


@given(st.lists(st.builds(Piece, WORDS, MARKS), min_size=1, max_size=6))
@example([Piece("1", ()), Piece(" 1", (("strong", ""),)), Piece("1", (("strong", ""),))])
@example([Piece("1", ()), Piece(" 1", (("strong", ""),)), Piece("1", (("em", ""),))])
@example([Piece("\\!", ()), Piece("1", (("a", "https://a.test/(x)_y"),))])
def test_whatever_a_paragraph_says_is_read_back_word_for_word(pieces):
    said = folded("".join(piece.text for piece in pieces))
    tidy, lead = [], True
    for piece in pieces:
        text = re.sub(r"[ \n]+", lambda m: "\n" if "\n" in m[0] else " ", piece.text)
        text = text.lstrip() if lead else text
        if text:
            tidy.append(Piece(text, piece.marks))
            lead = text[-1].isspace()
    if tidy:
        tidy[-1] = Piece(tidy[-1].text.rstrip(), tidy[-1].marks)
    tidy = [piece for piece in tidy if piece.text]
    if not tidy:
        return
    assert paragraphs_of_html(html.write([Paragraph("p", tidy)])) == [said]
    assert folded(" ".join(paragraphs_of_markdown(markdown.write([Paragraph("p", tidy)])))) == said


def test_a_story_in_quotes_nested_past_any_sense_is_read_and_written():
    said = written(f"<p>{FILLER}</p>{'<blockquote>' * 1_500}<p>{FILLER.replace('Tuesday', 'Monday')}</p>")
    assert said.count("<blockquote>") <= 100
    assert "again on Monday" in said

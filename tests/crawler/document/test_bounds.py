"""Every input ends soon and in bounded memory; time grows with the size of a page and no faster."""

from __future__ import annotations

import time
from functools import partial

import pytest

from crawler.document import parse
from crawler.extract import body

LIMIT = 4.0  #: seconds of CPU; a page that harms takes minutes


def attributes(value: str, glue: str = " ", every: int = 0) -> bytes:
    """A tag with 300,000 of them; every so many one has a value that looks like markup."""
    names = [f"a{n}" + ('="> <p>"' if every and n % every == 0 else value) for n in range(300_000)]
    return ("<html><body><div " + glue.join(names) + ">hello</div><p>world</p></body></html>").encode()


HARMFUL = {
    "100,000 nested elements": lambda: b"<html><body>" + b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000,
    "100,000 nested inline elements": lambda: b"<html><body><p>a" + b"<b>x" * 100_000,
    "300,000 attributes": partial(attributes, '="x"'),
    "300,000 attributes with angle brackets": partial(attributes, '="x>y"'),
    "300,000 attributes with tags in them": partial(attributes, "='<b>'"),
    "300,000 attributes without value": partial(attributes, ""),
    "300,000 attributes without quotes": partial(attributes, "=x"),
    "300,000 attributes apart by slashes": partial(attributes, "", "/"),
    "attributes with a closing bracket here and there": partial(attributes, "", " ", 50),
    "50,000 links": lambda: b"<html><body>" + b"".join(b"<a href='/p/%d'>page %d</a> " % (n, n) for n in range(50_000)),
    "50,000 links in blocks": lambda: b"<html><body>" + b"".join(b"<li class='c%d'><a href='/p/%d'>page %d</a></li>" % (n, n, n) for n in range(50_000)),
    "an attribute of 8 MB": lambda: b"<html><body><div class='" + b"word " * 1_600_000 + b"'><p>x</p></div>",
    "a text of 4 MB": lambda: b"<html><body><p>" + b"A sentence of the text, and on. " * 130_000 + b"</p>",
    "a word of 4 MB": lambda: b"<html><body><p>" + b"x" * 4_000_000 + b"</p>",
    "a million breaks": lambda: b"<html><body><td>" + b"a<br>" * 1_000_000,
    "comments that do not end": lambda: b"<html><body><!-- " * 100_000,
    "a million quotes": lambda: b"<html><body><p a=" + b"\"'" * 1_000_000,
    "tags that do not end": lambda: b"<html><body>" + b"<div a=b " * 400_000,
    "scripts that do not end": lambda: b"<html><body>" + b"<script>a<b " * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_page_ends_soon(name):
    page = HARMFUL[name]()
    began = time.process_time()
    document = parse(page, url="https://news.example/", content_type="text/html")
    body.select(document)
    assert time.process_time() - began < LIMIT
    assert len(document.blocks) <= 20_000
    assert len(document.anchors) <= 20_000


@pytest.mark.parametrize("name", [name for name in HARMFUL if name.startswith("300,000")])
def test_a_tag_with_too_many_attributes_is_cut_and_the_page_goes_on(name):
    document = parse(HARMFUL[name](), content_type="text/html")
    assert [block.text for block in document.blocks] == ["hello", "world"]
    assert [issue.cls for issue in document.issues] == ["too_deep"]


def test_deep_nesting_is_told():
    document = parse(HARMFUL["100,000 nested elements"](), content_type="text/html")
    assert [issue.cls for issue in document.issues] == ["too_deep"]


def test_ordinary_scripts_and_data_are_not_mistaken_for_tags():
    script = "<script>var a = 'x'; if (a<b) { " + "word other = 5; " * 5_000 + "}</script>"
    page = f"<html><body><p>one</p>{script}<p title='{'w ' * 9_000}'>two</p></body></html>".encode()
    document = parse(page, content_type="text/html")
    assert [block.text for block in document.blocks] == ["one", "two"]
    assert not document.issues


def test_time_grows_about_as_the_page_does():
    unit = "<div class='entry c{0}'><h3>Part {0}</h3><p>It rained in the valley, and <a href='/{0}'>the mill</a> stood still for the day.</p></div>"

    def cost(count: int) -> float:
        page = ("<html><body>" + "".join(unit.format(n) for n in range(count)) + "</body></html>").encode()
        best = 9.0
        for _ in range(2):
            began = time.process_time()
            body.select(parse(page, content_type="text/html"))
            best = min(best, time.process_time() - began)
        return best / count

    small, large = cost(700), cost(7_000)
    assert large < 4 * small

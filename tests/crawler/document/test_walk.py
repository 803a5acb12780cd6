"""What the one walk over the tree collects."""

from __future__ import annotations

import pytest

from crawler.document import parse


def read(content: str, head: str = ""):
    return parse(
        f"<html lang='en'><head>{head}</head><body>{content}</body></html>".encode(),
        url="https://news.example/a/b",
        content_type="text/html",
    )


def texts(content: str) -> list[str]:
    return [block.text for block in read(content).blocks]


def test_inline_elements_do_not_cut_a_paragraph():
    assert texts("<p>One <b>two</b> <a href='/x'>three</a>, <span>four</span><wbr>teen.</p>") == ["One two three, fourteen."]


def test_ruby_stays_in_its_paragraph():
    assert texts("<p>韓国の<ruby><rb>尹</rb><rp>（</rp><rt>ユン</rt><rp>）</rp></ruby>大統領</p>") == ["韓国の尹（ユン）大統領"]


def test_two_breaks_part_paragraphs_and_one_is_a_new_line():
    assert texts("<td>One<br>two<br><br>three<br/> <br/>four</td>") == ["One\ntwo", "three", "four"]


def test_lines_of_preformatted_text_are_kept():
    assert texts("<pre>one\ntwo\n\nthree</pre>") == ["one\ntwo", "three"]


def test_text_beside_blocks_is_kept_in_order():
    assert texts("<div>before<p>inside</p>after</div>tail") == ["before", "inside", "after", "tail"]


def test_white_space_is_folded_and_invisible_characters_go():
    assert texts("<p>a\u00a0\n\t b\u200bc\u00add</p>") == ["a bcd"]


def test_scripts_styles_controls_and_frames_are_no_text():
    assert texts(
        "<p>a</p><script>b()</script><style>c{}</style><svg><text>d</text></svg><select><option>e</select><button>f</button><textarea>g</textarea><template><p>h</p></template><p>i</p>"
    ) == ["a", "i"]


def test_the_share_of_links_and_of_bold_text_is_counted():
    block = read("<p>ab<a href='/x'>cdef</a><b>gh</b></p>").blocks[0]
    assert (block.text, block.link_chars, block.links, block.bold_chars) == ("abcdefgh", 4, 1, 2)


def test_anchors_keep_address_text_relation_and_place():
    document = read("<p>one</p><p><a href=' /x ' rel='Author NoFollow'>Jane <b>Doe</b></a></p><a name='top'>no address</a>")
    anchor = document.anchors[0]
    assert [(a.href, a.text, a.rel, a.block) for a in document.anchors] == [("/x", "Jane Doe", "author nofollow", 1)]
    assert anchor.region.tag == "p"


def test_marks_name_credits_and_dates():
    document = read(
        "<p class='byline'>By <span itemprop='author'>Jane</span></p><span class='plain'>x</span><time datetime='2020-01-02'>2 Jan</time>"
    )
    assert [(mark.tokens, mark.text) for mark in document.marks] == [("byline", "By Jane"), ("author", "Jane")]
    assert [(time.datetime, time.text) for time in document.times] == [("2020-01-02", "2 Jan")]


def test_code_inside_a_mark_is_no_text_of_it():
    document = read(
        "<div class='byline'>By <b>Jane</b><!-- desk --> Doe <script>name = {'of': 'Jane'};</script><style>b {color: red}</style>of the desk</div>"
    )
    assert document.marks[0].text == "By Jane Doe of the desk"


def test_the_head_is_read_into_plain_lists():
    document = read(
        "",
        "<title> A\n page </title><meta property='og:title' content=' T '><meta name='Author' content='J'><meta name='author' content='K'>"
        "<link rel='Canonical' href=' /c '><script type='application/ld+json'>{}</script><script type='application/json' id='s'>[1]</script>",
    )
    assert document.title == "A page"
    assert document.metas["author"] == ["J", "K"]
    assert document.meta("nothing", "og:title") == "T"
    assert [(tag.rel, tag.href) for tag in document.link_tags] == [("canonical", "/c")]
    assert (document.ld_json, document.data_scripts) == (["{}"], [("s", "[1]")])


@pytest.mark.parametrize(
    ("href", "base"),
    [("/other/", "https://news.example/other/"), ("http://[::1", "https://news.example/a/b"), ("", "https://news.example/a/b")],
)
def test_a_broken_base_leaves_the_page_s_own_address(href, base):
    assert read("", f"<base href='{href}'>").base_url == base


def test_images_give_the_address_that_a_lazy_loader_hides():
    document = read("<img src='data:image/gif;base64,R0' data-src='/a.jpg' alt='A'><img srcset='/b.jpg 1x, /c.jpg 2x'>")
    assert [(image.src, image.alt) for image in document.images] == [("/a.jpg", "A"), ("/b.jpg", "")]


@pytest.mark.parametrize(
    ("markup", "zone"),
    [
        ("<div class='related-posts'><p>x</p></div>", "related"), ("<div id='comments'><p>x</p></div>", "comments"), ("<nav><p>x</p></nav>", "nav"), ("<footer><p>x</p></footer>", "footer"),
        ("<div class='readAlso'><p>x</p></div>", "related"), ("<div class='author-box'><p>x</p></div>", "bio"), ("<aside class='newsletter'><p>x</p></aside>", "subscribe"),
        ("<figure><figcaption>x</figcaption></figure>", "figure"), ("<div class='lang-switcher'><p>x</p></div>", "nav"), ("<body class='sidebar-right'><p>x</p>", ""), ("<div class='content'><p>x</p></div>", ""),
    ],
)  # fmt: skip
def test_zones_are_told_from_tags_and_words(markup, zone):
    assert read(markup).blocks[0].region.zone == zone


def test_hidden_parts_are_told():
    document = read("<div style='display: none'><p>a</p></div><div hidden><p>b</p></div><noscript><p>c</p></noscript><p>d</p>")
    assert [block.region.hidden for block in document.blocks] == [True, True, True, False]


def test_regions_know_their_blocks_and_parents():
    document = read("<div id='w'><p>a</p><p>b</p></div><p>c</p>")
    wrapper = next(region for region in document.regions if region.tokens == "w")
    assert (wrapper.first_block, wrapper.last_block) == (0, 2)
    assert document.blocks[0].region.parent is wrapper

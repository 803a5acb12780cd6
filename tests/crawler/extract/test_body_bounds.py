"""Where a story begins, what stands inside it without being of it, and where it ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.document import parse
from crawler.extract import anchor, body, structured
from crawler.items import Article, Block, Candidate, Page
from crawler.pipelines.boilerplate import Boilerplate
from tests.crawler.extract.test_body import LONG, kept, paragraphs

TITLE = "The Mill Stands Still"
TEASER = "A boat that nobody had seen for a year came down the river on Monday, and its owner was not among those who met it."


def story_of(markup: str, root: str = "<html>", title: str = TITLE) -> list[str]:
    page = f"{root}<head><title>{title}</title></head><body>{markup}</body></html>"
    document = parse(page.encode(), url="https://news.example/mill", content_type="text/html", charset="utf-8")
    return kept(body.select(document, headline=anchor.headline_block(document), titles=[title], structured=structured.read(document)))


def test_a_paragraph_full_of_links_stays_between_two_others_ahead_of_the_storys_own_element():
    linked = f"<p>The mill was <a href='/built'>{LONG[1][:80]}</a> and again <a href='/sold'>{LONG[3][:70]}</a>.</p>"
    markup = f"<article><h1>{TITLE}</h1><p>{LONG[0]}</p>{linked}<p>{LONG[2]}</p><div class='entry-content'>{paragraphs(LONG * 4)}</div></article>"
    found = story_of(markup)
    assert [text[:12] for text in found[:3]] == [LONG[0][:12], "The mill was", LONG[2][:12]]


def entries() -> str:
    return "".join(f"<div class='post-{n}'><h3>Entry number {n}</h3><p>{text}</p><p>{text[::-1]}.</p></div>" for n, text in enumerate(LONG))


def test_the_updates_that_an_amp_page_lists_live_are_no_part_of_the_story_above_them():
    markup = f"<article><h1>{TITLE}</h1><div>{paragraphs()}</div><amp-live-list><div items>{entries()}</div></amp-live-list></article>"
    assert story_of(markup, "<html amp>") == list(LONG)


def test_updates_are_the_story_where_hardly_anything_stands_above_them():
    markup = f"<article><h1>{TITLE}</h1><div><p>{LONG[0]}</p></div><amp-live-list><div items>{entries()}</div></amp-live-list></article>"
    assert f"{LONG[3][::-1]}." in story_of(markup, "<html amp>")


@pytest.mark.parametrize(
    "quote",
    [
        "<div class='pull-quote'><blockquote><p>{0}</p></blockquote><p>Ada Quill, miller</p></div>",
        "<figure><blockquote>“{0}”<br>Ada Quill, miller</blockquote></figure>",
        "<blockquote class='zitat'><p>»{0}«</p><div>Müllerin Ada Quill</div></blockquote>",
    ],
)
def test_a_pull_quote_that_a_paragraph_holds_word_for_word_is_left_out(quote):
    said = "We have waited for forty years, and we can wait for another winter"
    markup = f"<article><h1>{TITLE}</h1><p>{LONG[0]}</p><p>{LONG[1]}</p>{quote.format(said)}<p>{LONG[2]}</p><p>{LONG[3]}</p></article>"
    assert story_of(markup) == list(LONG)


def test_a_quotation_that_is_then_discussed_stays():
    said = "nobody could reach it by the road."
    markup = f"<article><h1>{TITLE}</h1><p>{LONG[1]}</p><blockquote><p>{said}</p></blockquote>{paragraphs(LONG[:1] + LONG[2:])}</article>"
    assert said in story_of(markup)


def test_a_heading_that_the_table_of_contents_leads_to_stays():
    markup = f"<article><h1>{TITLE}</h1><p>{LONG[0]}</p><h2 class='heading toc-1'>In the church</h2>{paragraphs(LONG[1:])}</article>"
    assert "In the church" in story_of(markup)


def test_a_headline_of_another_page_goes_although_it_ends_with_a_quotation():
    other = "Council of the next valley says that its own mill is 'not for sale at all'"
    markup = f"<article><h1>{TITLE}</h1><p>{LONG[0]}</p><div><h2><a href='/other'>{other}</a></h2></div>{paragraphs(LONG[1:])}</article>"
    assert story_of(markup) == list(LONG)


def test_a_linked_item_stays_among_items_of_text_and_goes_among_links():
    log = "<li>Anna oiled the wheel</li><li><a href='/7'>Bert mended the second gate of the upper pond</a></li><li>Carl counted the sacks of the whole year</li>"
    menu = "<ul><li><a href='/1'>The boat that came back</a></li><li><a href='/2'>The bridge that did not</a></li></ul>"
    found = story_of(f"<article><h1>{TITLE}</h1>{paragraphs()}<ul>{log}</ul>{menu}<p>{LONG[0][::-1]}.</p></article>")
    assert "Bert mended the second gate of the upper pond" in found
    assert "The boat that came back" not in found


def test_a_sentence_in_a_heading_tag_ends_a_story_and_a_bare_heading_does_not():
    markup = f"<article><h1>{TITLE}</h1>{paragraphs()}<h4>It bears him out.</h4><h4>More of this</h4></article>"
    assert story_of(markup) == [*LONG, "It bears him out."]


def test_a_line_that_invites_comments_ends_no_story_that_goes_on_beside_it():
    markup = (
        f"<article><h1>{TITLE}</h1><div>{paragraphs(LONG[:3])}<p>Comments</p>{paragraphs(LONG[3:])}<p>{LONG[0][::-1]}.</p></div></article>"
    )
    assert LONG[3] in story_of(markup)


def test_a_head_of_a_column_is_no_end_of_the_story():
    table = (
        "<table><tr><td><p>Field</p></td><td><p>Comment</p></td></tr><tr><td><p>flow</p></td><td><p>of the upper pond</p></td></tr></table>"
    )
    assert LONG[3] in story_of(
        f"<article><h1>{TITLE}</h1><div>{paragraphs(LONG[:2])}{table}</div><div>{paragraphs(LONG[2:])}</div></article>"
    )


def test_an_appeal_for_money_ends_the_story():
    appeal = "<h3>The truth has a price</h3><p>Your contribution supports independent journalism</p><p>More people than ever read us, and fewer pay for what they read here.</p>"
    found = story_of(f"<article><h1>{TITLE}</h1><div>{paragraphs()}{appeal}</div></article>")
    assert found == list(LONG)


def test_somebody_in_the_middle_of_a_story_is_not_who_wrote_it():
    other = "Ada Quill has been a member of the council for twenty years, and she has voted against the mill each time it came up."
    found = story_of(f"<article><h1>{TITLE}</h1>{paragraphs()}<p>{other}</p>{paragraphs([text[::-1] + '.' for text in LONG])}</article>")
    assert other in found


def test_a_class_that_most_of_the_story_has_is_no_label():
    name = "class='column author-text sidebar-wide'"
    short = "“It will do,” said the clerk."
    markup = "".join(f"<p {name}>{text}</p>" for text in (*LONG[:2], short, *LONG[2:]))
    assert story_of(f"<article><h1>{TITLE}</h1><div>{markup}</div></article>") == [*LONG[:2], short, *LONG[2:]]


def test_a_number_that_counts_the_parts_of_a_story_is_left_out():
    parts = "".join(f"<div class='part'><div class='number'>{n}</div><p>{text}</p></div>" for n, text in enumerate(LONG, 1))
    assert story_of(f"<article><h1>{TITLE}</h1><div>{parts}</div></article>") == list(LONG)


def test_a_first_paragraph_that_a_theme_sets_apart_is_kept():
    first = "In the eleventh week of the flood the mill of the valley stands still, and those who lived from it ask the council what is to become of them now."
    markup = f"<main><h1>{TITLE}</h1><div class='field-abstract'>{first}</div><div><span>12 May</span></div><div class='text'><div>{paragraphs(LONG * 2)}</div></div></main>"
    assert story_of(markup)[0] == first


def test_teasers_under_linked_headings_do_not_outweigh_a_short_story():
    teasers = "".join(
        f"<li class='item'><div><h5><a href='/{n}'>Another story, number {n}</a></h5><div>{TEASER} {n}.</div></div></li>" for n in range(12)
    )
    markup = f"<div class='above'><h1>{TITLE}</h1><div class='copy'>{paragraphs()}</div></div><div class='below'><ul>{teasers}</ul></div>"
    assert story_of(markup) == list(LONG)


def test_a_headline_with_its_day_glued_on_leads_to_another_story():
    others = "".join(
        f"<div><a href='/{n}'>{text}</a>2019-09-0{n}</div>"
        for n, text in enumerate(("A boat came down the river", "A bridge that was not there"), 1)
    )
    assert story_of(f"<article><h1>{TITLE}</h1>{paragraphs()}{others}<p>{LONG[0][::-1]}.</p></article>") == [*LONG, f"{LONG[0][::-1]}."]


def test_a_long_line_beside_a_picture_is_prose_and_a_quotation_no_caption():
    prose = f"{LONG[0]} {LONG[1]}"
    pictured = f"<div><img src='/mill.jpg' width='600' height='400'>{prose}</div>"
    quoted = (
        "<blockquote><img src='/quill.jpg' width='90' height='90'><div>Our work is to keep the water where it belongs.</div></blockquote>"
    )
    found = story_of(f"<article><h1>{TITLE}</h1><p>{LONG[2]}</p>{pictured}<p>{LONG[3]}</p>{quoted}<p>{LONG[0][::-1]}.</p></article>")
    assert prose in found
    assert "Our work is to keep the water where it belongs." in found


def test_an_id_made_of_a_headings_words_names_no_caption():
    words = "Main points of the plan: the credit that the valley asks for, and the text that its council will read on Monday"
    slug = words.lower().replace(" ", "-").replace(":", "").replace(",", "")
    assert words in story_of(f"<article><h1>{TITLE}</h1><p>{LONG[0]}</p><h3 id='{slug}'>{words}</h3>{paragraphs(LONG[1:])}</article>")


def test_a_sentence_that_holds_a_date_is_not_dropped_as_the_date_printed_above():
    said = "It was 5 November 2021 when the wheel turned for the last time."
    page = Page(url="https://news.example/mill", requested_url="https://news.example/mill", captured_at=datetime(2026, 3, 1, tzinfo=UTC))
    page.article = Article(headline=TITLE)
    page.blocks = [Block(text, "p", True, "story", n) for n, text in enumerate((said, *LONG))]
    page.evidence = {
        "published": [Candidate(said, "visible:line", 0.5, said), Candidate("5 November 2021", "visible:line", 0.5, "5 November 2021")]
    }
    Boilerplate().take(page, None)
    assert page.article.text is not None
    assert page.article.text.startswith(said)

"""Kicker, standfirst and tags as content management systems of several countries mark them."""

from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.reading import read

TEXT = "".join(f"<p>{'The mural on the east wall is to be repainted by the pupils, who voted for a whale. ' * 3}</p>" for _ in range(3))


def article(body):
    page = f"<html lang=en><head><title>A whale on the wall</title></head><body>{body}</body></html>"
    return read(
        Capture("https://pool.example/2024/a-whale-on-the-wall", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")
    ).article


@pytest.mark.parametrize(
    "line",
    [
        "<h2 class=sommario>Ventidue anni dopo torna la balena.</h2>",
        "<h3 class=subtitle>A pool without a sign</h3>",
        "<p class=entradilla>La piscina vuelve a tener su ballena.</p>",
        "<p class='story-standfirst'>黙ることを覚えた道具は、人に何を聞かせるのか。</p>",
    ],
)
def test_a_standfirst_may_be_short_and_is_known_in_many_languages(line):
    assert article(f"<h1>A whale on the wall</h1>{line}{TEXT}").standfirst


@pytest.mark.parametrize("name", ["dachzeile", "spitzmarke", "volanta", "surtitre", "eyebrow"])
def test_a_kicker_is_known_by_the_names_of_several_countries(name):
    assert article(f"<header><span class={name}>Town</span><h1>A whale on the wall</h1></header>{TEXT}").kicker == "Town"


@pytest.mark.parametrize(
    "tags",
    [
        "<div class='field field-name-field-tags'><h3>Tags</h3><ul><li><a href=/tags/whales>whales</a></li><li><a href=/tags/walls>walls</a></li></ul></div>",
        "<div class=post-footer><span class=post-labels>Labels: <a rel=tag href=/w>whales</a>, <a rel=tag href=/x>walls</a></span></div>",
    ],
)
def test_tags_are_known_by_their_box_and_in_the_foot_of_a_post(tags):
    found = article(f"<h1>A whale on the wall</h1>{TEXT}{tags}<div id=footer><a rel=tag href=/z>theme</a></div>")
    assert found.tags == ["whales", "walls"]


def test_the_first_part_of_the_title_is_the_headline_and_the_line_under_it_is_not():
    page = f"<title>Thought from the ground - A poet weaves in her new book what is near and what is far</title><h1>Thought from the ground</h1><h2>A poet weaves in her new book what is near and what is far</h2>{TEXT}"
    found = read(Capture("https://pool.example/a", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")).article
    assert found.headline == "Thought from the ground"


def test_headings_that_only_programs_read_out_are_no_headline():
    page = f"<title>A whale on the wall</title><h1 class=aural>Navigation and service</h1><div class=box><h1>The whale stays on the wall</h1>{TEXT}</div>"
    found = read(Capture("https://pool.example/a", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")).article
    assert found.headline == "The whale stays on the wall"


def test_the_heading_above_the_text_is_the_headline_where_every_title_names_the_house():
    page = f"<title>ASPO Union of the harbour guides</title><h4>The harbour opens with a new pier</h4>{TEXT}"
    found = read(Capture("https://aspo.example/a", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")).article
    assert found.headline == "The harbour opens with a new pier"


@pytest.mark.parametrize(
    "line",
    [
        "<div class=lead>The whale, painted in 1998 (Jane Doe / Reuters)</div>",
        "<div class='lead photo-caption'>The whale on the east wall of the pool in spring</div>",
        "<p class=subtitle>by Jane Doe More stories by Jane Doe</p>",
        "<p class=subtitle>March 1, 2024 at 6:22 PM March 2, 2024 at 1:55 PM</p>",
        "<div class=subtitle><script>var whale = {wide: 3, text: 'a wall of words'};</script></div>",
        "".join(f"<p class=lead>Paragraph {n} has the class that its paper gives to each of them.</p>" for n in range(4)),
    ],
)
def test_captions_bylines_dates_and_code_are_no_standfirst(line):
    assert article(f"<h1>A whale on the wall</h1>{line}{TEXT}").standfirst is None


def test_the_label_of_a_standfirst_is_no_part_of_it():
    line = "<p class=summary>Summary: The pool in the old town keeps its whale.</p>"
    assert article(f"<h1>A whale on the wall</h1>{line}{TEXT}").standfirst == "The pool in the old town keeps its whale."


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("<div class=categories><a href=/a>Walls</a><a href=/b>Whales</a></div>", "Walls"),
        ("<div class=category>Categories: Walls</div>", "Walls"),
        ("<section><p><span class=section>The mural on the</span> east wall is to be repainted by the pupils, who all voted for a whale.</p></section>", None),
        ("<div class=category>Share Tweet Share</div>", None),
    ],
)  # fmt: skip
def test_a_section_is_one_name_and_no_head_of_a_paragraph(line, section):
    assert article(f"{line}<h1>A whale on the wall</h1>{TEXT}").section == section


def test_a_section_that_names_none_gives_way_to_the_printed_one():
    page = "<html lang=en><head><title>A whale on the wall</title><meta property=article:section content=tags></head>"
    body = f"<div class=category>Walls</div><h1>A whale on the wall</h1>{TEXT}"
    capture = Capture(
        "https://pool.example/a", f"{page}<body>{body}</body></html>".encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8"
    )
    assert read(capture).article.section == "Walls"


def test_links_of_a_list_of_keywords_are_tags_of_their_own():
    tags = "<p itemprop=keywords><a href=/w>whales</a><a href=/x>walls</a></p>"
    body = f"<div itemscope itemtype=https://schema.org/NewsArticle><h1 itemprop=headline>A whale on the wall</h1>{TEXT}{tags}</div>"
    assert article(body).tags == ["whales", "walls"]

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

"""What a profile's layout selects: candidates that outweigh shared rules, blocks of the story, issues for what is not found."""

from datetime import UTC, date, datetime

from crawler.items import Capture
from crawler.items.rows import article_row
from crawler.reading import read
from crawler.sites import Profile

P = [
    "The ferry to the outer isles stays in harbour until Thursday, because its captain has lent the engine to a neighbour.",
    "Passengers are asked to be patient, or to row. Two boats lie ready at the slip, one of them with oars.",
    "The post is carried by a swimmer, who has asked not to be named and has been paid in cheese.",
]
PAGE = f"""<html><head><title>Isles Post</title><meta name="author" content="Somebody Else"></head><body><div class="bar"><h1>Isles Post</h1></div>
<div class="t">Ferry without an engine</div><div class="over">Harbour</div><div class="w">Words: Mara Quill and Tom Reve</div><div class="d">03/04/2021 9:10 AM</div>
<div class="x"><p>{P[0]}</p><div class="ad"><p>From our partners: twelve ferries that will make you weep, and what they cost their owners.</p></div><p>{P[1]}</p>
<blockquote>{P[2]}</blockquote></div><ul class="k"><li>ferries</li><li>isles</li></ul><img class="pic" src="/p.jpg" width="900" height="600">
<div class="other"><p>{"An old story that the archive shows under every page, long and tempting for a reader. " * 8}</p></div></body></html>"""
LAYOUT = {
    "headline": "div.t",
    "kicker": "div.over",
    "byline": "div.w",
    "published": "div.d",
    "text": "div.x",
    "remove": "div.ad",
    "tags": "ul.k li",
    "images": "img.pic::attr(src)",
    "section": "xpath:string(//div[@class='over'])",
}


def row(layouts, captured="2021-03-05", page=PAGE, **more):
    given = {"key": "isles", "name": "Isles Post", "home": "https://isles.example/", "time_zone": "America/New_York", "date_order": "MDY"}
    profile = Profile.model_validate(given | more | {"layouts": layouts})
    moment = datetime.fromisoformat(captured).replace(tzinfo=UTC)
    return article_row(read(Capture("https://isles.example/story/12345", page.encode(), moment, charset="utf-8"), profile))


def test_what_the_layout_selects_wins_over_all_shared_rules():
    found = row([LAYOUT])
    assert found["headline"] == "Ferry without an engine"
    assert found["kicker"] == "Harbour"
    assert [author["name"] for author in found["authors"]] == ["Mara Quill", "Tom Reve"]
    assert found["published_at"] == "2021-03-04T09:10:00-05:00"
    assert found["tags"] == ["ferries", "isles"]
    assert found["section"] == "Harbour"
    assert found["images"][0]["url"] == "https://isles.example/p.jpg"
    assert found["provenance"]["headline"]["rule"] == "profile:div.t"


def test_the_text_is_what_lies_inside_the_selected_elements_and_outside_the_removed_ones():
    assert row([LAYOUT])["text"].split("\n\n") == P


def test_an_archived_page_is_read_by_the_layout_of_its_day_also_when_both_would_find_something():
    layouts = [
        {"until": date(2012, 12, 31), "headline": "div.over", "text": "div.other"},
        {"from": date(2013, 1, 1), "headline": "div.t", "text": "div.x"},
    ]
    assert row(layouts, "2012-12-31")["headline"] == "Harbour"
    assert row(layouts, "2012-12-31")["text"].startswith("An old story")
    assert row(layouts, "2013-01-01")["headline"] == "Ferry without an engine"
    assert row(layouts, "2013-01-01")["text"].startswith(P[0])


def test_outside_all_layouts_the_shared_rules_read_the_page_alone():
    found = row([{"until": date(2012, 12, 31), "headline": "div.over"}])
    assert found["headline"] != "Harbour"
    assert not [issue for issue in found["issues"] if issue["class"] == "selector_empty"]


def test_a_selector_that_finds_nothing_leaves_the_shared_evidence_and_is_told():
    found = row([LAYOUT | {"headline": "div.gone", "text": "div.gone", "kicker": ["div.gone", "div.over"]}])
    assert sorted(issue["field"] for issue in found["issues"] if issue["class"] == "selector_empty") == ["headline", "text"]
    assert found["text"]
    assert found["kicker"] == "Harbour"


def test_the_authors_selected_are_names_and_bylines_are_read():
    page = PAGE.replace('<div class="w">Words: Mara Quill and Tom Reve</div>', '<div class="w"><a>Mara Quill</a><a>Tom Reve</a></div>')
    found = row([LAYOUT | {"byline": [], "authors": "div.w a"}], page=page)
    assert [author["name"] for author in found["authors"]] == ["Mara Quill", "Tom Reve"]


def test_a_page_that_is_no_html_is_left_to_the_shared_rules():
    assert "\n\n".join(P[:2]) in row([LAYOUT], page="Ferry without an engine\n\n" + "\n\n".join(P))["text"]

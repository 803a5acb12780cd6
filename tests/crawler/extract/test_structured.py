"""Structured data into nodes, and which node is the page's own article."""

from __future__ import annotations

import time

import pytest

from crawler import document
from crawler.extract import structured


def page(head="", body="<p>text</p>", url="https://x.example/2017/a-storm"):
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return document.parse(html.encode(), url=url, charset="utf-8", content_type="text/html")


def ld(*scripts):
    return "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)


@pytest.mark.parametrize(
    ("script", "repaired"),
    [
        ('{"@type":"NewsArticle","headline":"A storm"}', False),
        ('{"@type":"NewsArticle","headline":"A storm",}', False),
        ('//<![CDATA[\n{"@type":"NewsArticle","headline":"A storm"}\n//]]>', False),
        ('<!-- {"@type":"NewsArticle","headline":"A storm"} -->', False),
        ('{"@type":"NewsArticle","headline":"A storm"};', False),
        ('{"@type":["NewsArticle"],"headline":["A storm"]}', False),
        ('[{"@type":"WebSite","name":"x"},{"@type":"http://schema.org/NewsArticle","headline":"A storm"}]', False),
        ('{"@graph":[{"@type":"WebPage"},{"@type":"schema:NewsArticle","schema:headline":"A storm"}]}', False),
        ('{"@type":"NewsArticle","headline":{"@value":"A storm"}}', False),
        ('{"@type":"NewsArticle","headline":"A storm","description":"a "quoted" word"}', True),
        ('{"@type":"NewsArticle","headline":"A storm"', True),
        ('{"@type":"NewsArticle","headline":"A\nstorm"}', False),
    ],
)
def test_json_ld_is_read_however_it_is_wrapped_or_broken(script, repaired):
    main = structured.read(page(ld(script))).main
    assert main is not None
    assert " ".join(main.text("headline").split()) == "A storm"
    assert main.repaired is repaired


def test_entities_numbers_and_wrong_types_are_tolerated():
    found = structured.read(
        page(ld('{"@type":"Article","headline":"A &amp; B","author":[{"name":7},"Jane Doe",null,true],"wordCount":1e999,"x":NaN}'))
    )
    assert found.main.text("headline") == "A & B"
    assert found.main.texts("author") == ["7", "Jane Doe", "true"]


def test_references_by_id_are_resolved_even_in_circles():
    found = structured.read(
        page(
            ld(
                '{"@graph":[{"@type":"Article","@id":"#a","author":{"@id":"#p"},"isPartOf":{"@id":"#w"}},{"@type":"Person","@id":"#p","name":"Jane Doe"},{"@type":"WebPage","@id":"#w","mainEntity":{"@id":"#a"}}]}'
            )
        )
    )
    assert found.main.texts("author") == ["Jane Doe"]
    assert [node.type for node in found.nodes("Person", "WebPage")] == ["Person", "WebPage"]


def test_the_article_that_names_this_address_wins_over_related_ones():
    related = '{"@type":"NewsArticle","headline":"Another","url":"https://x.example/2017/another","author":"Rita Related"}'
    own = '{"@type":"NewsArticle","headline":"A storm","mainEntityOfPage":{"@id":"https://x.example/2017/a-storm/"},"author":"Jane Doe"}'
    found = structured.read(page("<title>A storm | X</title>" + ld(related, own)))
    assert found.main.text("author") == "Jane Doe"


def test_a_list_of_other_pages_has_no_article_of_its_own():
    items = ",".join(
        f'{{"@type":"ListItem","item":{{"@type":"NewsArticle","headline":"No {n}","url":"https://x.example/{n}"}}}}' for n in range(3)
    )
    assert structured.read(page(ld(f'{{"@type":"ItemList","itemListElement":[{items}]}}'))).main is None


def test_microdata_gives_nested_nodes_without_scripts_and_styles():
    body = (
        '<div itemscope itemtype="http://schema.org/BlogPosting"><h1 itemprop="headline">A storm</h1><span itemprop="author" itemscope itemtype="http://schema.org/Person">'
        '<a itemprop="url" href="/jane"><b itemprop="name">Jane <i>Doe</i><script>var x</script></b></a></span><meta itemprop="datePublished" content="2017-04-23"></div>'
    )
    main = structured.read(page(body=body)).main
    assert (main.source, main.text("headline"), main.texts("author"), main.text("datePublished")) == (
        "microdata",
        "A storm",
        ["Jane Doe"],
        "2017-04-23",
    )
    assert main.nodes("author")[0].text("url") == "/jane"


@pytest.mark.parametrize(
    "script",
    [
        "[" * 50_000, "[" * 50_000 + "]" * 50_000, '{"a":' * 50_000, '{"a":' + "9" * 10_000 + "}", "{" + "," * 90_000, '{"@type":"Article","headline":"x' + '"' * 90_000,
        "[" + ",".join([f'{{"@type":"Article","url":"/{n}"}}' for n in range(20_000)]) + "]",
    ],
    ids=["open", "closed", "objects", "digits", "commas", "quotes", "many"],
)  # fmt: skip
def test_hostile_json_is_harmless_and_cheap(script):
    parsed = page(ld(script))
    start = time.process_time()
    found = structured.read(parsed)
    assert time.process_time() - start < 1.0
    assert len(found.all) <= 2_000


def test_fifty_broken_scripts_cost_no_more_than_a_few():
    parsed = page(ld(*['{"@type":"Article","headline":"x' + '"' * 30_000] * 50))
    start = time.process_time()
    structured.read(parsed)
    assert time.process_time() - start < 2.0


def test_the_text_of_a_property_stands_in_the_order_of_the_page():
    body = "<div itemscope itemtype=https://schema.org/Article><div itemprop=author>By <span><b>Jane</b></span> Doe</div></div>"
    (node,) = structured.read(page(body=body)).all
    assert node.text("author") == "By Jane Doe"

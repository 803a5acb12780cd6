from datetime import UTC, datetime

from crawler import document
from crawler.items import Capture
from crawler.items.rows import article_row
from crawler.probe.selectors import propose
from crawler.reading import read

AT = datetime(2026, 3, 1, tzinfo=UTC)
TEXT = "<p>" + "The council met on the quay and spoke about ropes, lamps and the price of salt for an hour. " * 4 + "</p>"
PAGE = """<html lang="en"><title>{title}</title><body><table><tr><td class="a9"><h1>{title}</h1>{text}</td>
<td class="z1">{author}</td><td class="z2">{day}</td><td class="z3">Sheet {number}, closed on 1 June 2025</td><td class="z4">Next: 8 June 2025</td></tr></table>"""


def articles(*given, page=PAGE):
    made = []
    for number, (author, day) in enumerate(given):
        body = page.format(title=f"Ropes and lamps of the quay, part {number}", text=TEXT, author=author, day=day, number=number).encode()
        url = f"https://quay.example/story-{number}-of-the-quay"
        row = article_row(read(Capture(url=url, body=body, captured_at=AT)))
        made.append((document.parse(body, url=url, charset=None, content_type="text/html", language=None), row, AT))
    return made


def found(made):
    return {one.field: one.selector for one in propose(made)}


THREE = (("Hanna Torvik", "14 May 2025"), ("Jorid Wesselmann", "11 May 2025"), ("Hanna Torvik", "6 May 2025"))


def test_the_one_text_a_page_that_reads_as_a_name_and_the_one_that_reads_as_a_date_are_proposed():
    assert found(articles(*THREE)) == {"byline": "td.z1", "published": "td.z2"}


def test_a_date_that_is_the_same_on_every_page_is_none_of_the_articles():
    assert "published" not in found(articles(*((author, "") for author, _ in THREE)))


def test_nothing_is_proposed_from_one_page_or_where_a_page_has_none():
    assert found(articles(THREE[0])) == {}
    assert "byline" not in found(articles(*THREE, ("", "1 May 2025")))


def test_words_that_are_no_names_are_not_proposed():
    assert "byline" not in found(articles(("Local news", "14 May 2025"), ("Sports and games", "11 May 2025")))


def test_nothing_is_proposed_for_fields_that_are_read_well():
    page = PAGE.replace("<h1>", '<div class="byline">By {author}</div><time datetime="2025-05-02">{day}</time><h1>')
    made = articles(*THREE, page=page)
    assert all(row["authors"] for _, row, _ in made)
    assert "byline" not in found(made)


def test_an_element_without_a_name_is_found_by_its_parent_s():
    page = PAGE.replace('<td class="z1">{author}</td>', '<td class="q"><i>{author}</i></td>')
    assert found(articles(*THREE, page=page))["byline"] in {"td.q", "td.q > i:nth-of-type(1)"}


def test_classes_that_are_made_for_one_page_are_passed_over():
    page = PAGE.replace('<td class="z1">{author}</td>', '<td id="post-1234{number}" class="w77777 z1">{author}</td>')
    assert found(articles(*THREE, page=page))["byline"] == "td.z1"

from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.reading import read

TEXT = "".join(
    f"<p>{'The mural on the east wall is to be repainted by the pupils, who voted for a whale against two octopuses. ' * 2}</p>"
    for _ in range(2)
)


def article(body, title="A whale on the wall"):
    page = f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"
    return read(
        Capture("https://pool.example/2024/a-whale-on-the-wall", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")
    ).article


def authors(body):
    return [author.name for author in article(body).authors]


@pytest.mark.parametrize(
    "comments",
    [
        "<h2>Comments</h2><div><p>By Tessa Lundgren on 3 February 2024</p><p>Octopus was robbed.</p></div>",
        "<div class=comment><p>By Tessa Lundgren on 3 February 2024</p><p>Octopus was robbed.</p></div>",
        "<h3>2 responses</h3><ul><li>by Tessa Lundgren, 3 February 2024</li><li>Octopus was robbed.</li></ul>",
    ],
)
def test_those_who_comment_below_a_short_article_are_not_its_authors(comments):
    assert authors(f"<h1>A whale on the wall</h1><p>2 February 2024</p>{TEXT}{comments}") == []


def test_a_credit_below_the_headline_in_one_cell_of_a_table_is_read():
    cell = "<font size=5><b>A whale on the wall</b></font><br><font size=2><i>by Rosalind Tewkes</i><br>18 May 2025</font>"
    assert authors(f"<table><tr><td>{cell}{TEXT}</td></tr></table>") == ["Rosalind Tewkes"]


def test_the_heading_above_the_text_is_the_headline_where_the_title_names_only_the_site():
    assert (
        article(f"<div><a href=/>Home</a></div><h2>Whale wins the vote</h2><small>2 February 2024</small>{TEXT}", "Pool").headline
        == "Whale wins the vote"
    )
    assert article(f"<h1>Pool</h1><h2>Whale wins the vote</h2>{TEXT}", "Whale wins the vote | Pool").headline == "Whale wins the vote"


def test_a_page_without_title_and_headings_is_headed_by_its_first_short_line():
    lines = "<div>Language Menu</div><div>Categorized | Pool News</div><div>A Whale on the Wall</div>"
    assert article(f"{lines}{TEXT}", "Untitled Document").headline == "A Whale on the Wall"


def test_a_card_above_the_headline_names_the_author():
    card = "<div class=author-card>Ilse Brandhorst is a freelance writer who has covered harbours and swimming pools since she was nineteen.</div>"
    assert authors(f"{card}<h1>A whale on the wall</h1>{TEXT}") == ["Ilse Brandhorst"]


def test_the_days_of_readers_letters_are_not_the_articles():
    letters = "<h4>2 Comments</h4><p><b>Tessa Lundgren</b> on May 4, 2012 at 3:00 pm</p><p>Octopus was robbed, and everybody knows who did it.</p>"
    assert article(f"<h1>A whale on the wall</h1>{TEXT}{letters}").published is None


def test_authors_come_in_the_order_of_the_byline_whoever_has_a_box():
    box = "<div class=author-box><h2>About the authors</h2><p>Rosamund Keitel is the paper's film critic and lives in Oldwick.</p></div>"
    byline = "<p class=byline>by <a rel=author href=/fen>Fen Adair</a> and <a rel=author href=/ros>Rosamund Keitel</a></p>"
    assert authors(f"<article><h1>A whale on the wall</h1>{byline}{TEXT}</article>{box}") == ["Fen Adair", "Rosamund Keitel"]


@pytest.mark.parametrize(
    "credit",
    [
        "<div>---- by Rosalind Tewkes</div>",
        "<p>(By Rosalind Tewkes)</p>",
        "<p>Rosalind Tewkes<br>Poolside.example<br>November 16, 2013</p>",
        "<p>Rosalind Tewkes</p>",
        "<div class=byline>By Rosalind Tewkes<style>.byline{color:#333}</style><script>author = 'By Tessa Lundgren';</script></div>",
    ],
)
def test_a_credit_below_the_headline_is_read_however_it_is_set(credit):
    assert authors(f"<h1>A whale on the wall</h1>{credit}{TEXT}") == ["Rosalind Tewkes"]


def test_several_bare_names_below_the_headline_are_its_authors():
    assert authors(f"<h1>A whale on the wall</h1><p>Rosalind Tewkes/Ilse Brandhorst</p>{TEXT}") == ["Rosalind Tewkes", "Ilse Brandhorst"]


def test_a_name_alone_below_the_story_signs_it_unless_the_story_tells_of_it():
    assert authors(f"<h1>A whale on the wall</h1>{TEXT}<p><strong>Rosalind Tewkes</strong></p>") == ["Rosalind Tewkes"]
    told = (
        "<p>Rosalind Tewkes, who taught here for thirty years, wanted the octopuses and says that she will come and look at the whale.</p>"
    )
    assert authors(f"<h1>A whale on the wall</h1>{TEXT}{told}<p><strong>Rosalind Tewkes</strong></p>") == []
    assert authors(f"<h1>A whale on the wall</h1>{TEXT}<p><strong>Related Stories</strong></p>") == []


def test_a_label_below_the_story_credits_the_name_in_the_next_line():
    assert authors(f"<h1>A whale on the wall</h1>{TEXT}<div>Autor:</div><div>Rosalind Tewkes</div>") == ["Rosalind Tewkes"]


def test_the_agency_in_the_dateline_is_credited():
    assert authors(f"<h1>A whale on the wall</h1>{TEXT.replace('<p>', '<p>OLDWICK (Reuters) - ', 1)}") == ["Reuters"]


def test_the_person_whose_site_it_is_is_its_author_and_no_outlet():
    data = (
        '<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"A whale on the wall","author":{"@id":"#me"},'
        '"publisher":{"@id":"#me"}},{"@type":["Person","Organization"],"@id":"#me","name":"Rosalind Tewkes"}]}</script>'
    )
    found = article(f"{data}<h1>A whale on the wall</h1>{TEXT}").authors
    assert [(author.name, author.role) for author in found] == [("Rosalind Tewkes", "reporter")]


def test_a_link_to_somebodys_page_further_down_is_no_credit():
    links = "<p><a href=/people/otto-kraken>Otto Kraken</a></p>"
    gap = "<p>Pool.</p>" * 8
    assert authors(f"<h1>A whale on the wall</h1>{gap}{links}{TEXT}") == []


def test_a_label_and_a_name_are_a_credit_though_they_are_one_link():
    assert authors(f"<h1>A whale on the wall</h1><div><a href=/r>Author: Rosalind Tewkes</a></div>{TEXT}") == ["Rosalind Tewkes"]


def test_a_by_in_the_middle_of_a_sentence_is_no_credit():
    notice = "<div>Please improve it, last changed in 2019, by adding citations to reliable sources</div>"
    assert authors(f"<h1>A whale on the wall</h1>{notice}{TEXT}") == []


@pytest.mark.parametrize(
    ("heading", "title", "headline"),
    [
        ("A whale on the wall¶", "A whale on the wall", "A whale on the wall"),
        ("A whale on the wall 2024-02-02 10:15 by Tessa", "A whale on the wall", "A whale on the wall"),
        ("A whale on the east wall of...", "A whale on the east wall of the pool", "A whale on the east wall of the pool"),
        ("« A whale on the wall »", "« A whale on the wall", "« A whale on the wall »"),
    ],
)
def test_a_headline_is_neither_cut_nor_followed_by_what_stands_beside_it(heading, title, headline):
    assert article(f"<h1>{heading}</h1>{TEXT}", title).headline == headline


def test_a_heading_within_the_story_is_not_its_headline_however_like_the_title():
    meta = "<meta property=og:title content='Whales: painting or carving? What a wall can bear'>"
    story = f"{TEXT * 3}<h2>Summary - Whales: painting or carving?</h2>{TEXT}"
    assert (
        article(f"{meta}{story}", "Whales: painting or carving? What a wall can bear").headline
        == "Whales: painting or carving? What a wall can bear"
    )

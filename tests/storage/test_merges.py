"""People are merged on evidence, split for good, and found by any of their names, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crawler.relating.driver import relate
from crawler.relating.people import People
from storage import merges, queries
from storage.errors import MergeError
from storage.listed_people import people_listed
from storage.models import people, people_merges


@pytest.fixture
def credit(crawl):
    """Stores an article that credits somebody on a site."""
    numbers = iter(range(100))

    def store(site, name, **values):
        author = {"name": name, "role": "reporter", "printed": name, "affiliation": None, "bio": None, "url": None} | values
        address = f"https://{site}.example/story-{next(numbers)}"
        crawl.store(crawl.article(address, body=address, changes={"authors": [author], "headline": address}))

    return store


def merged(database, **options):
    """Who goes by more than one number, as sets of names and sites, after what is new was related."""
    relate(database, [People()], **options)
    found = people_listed(database, merged=True)
    return [sorted([f"{row['name']} {row['site'][0]}", *(f"{other['name']} {other['site'][0]}" for other in row["also"])]) for row in found]


def numbers(database):
    with database.reading() as connection:
        return {(row.name, row.site_id): row.id for row in connection.execute(select(people).order_by(people.c.id))}


def test_one_author_page_of_a_site_is_one_person_however_the_name_is_written(database, credit):
    credit("a", "Ada Lovelace", url="https://a.example/authors/ada")
    credit("a", "A. Lovelace", url="https://a.example/authors/ada/")
    credit("a", "Lovelace Ada", url="http://a.example/authors/ada")
    credit("a", "Charles Babbage", url="https://a.example/authors/charles")
    assert merged(database) == [["A. Lovelace a", "Ada Lovelace a", "Lovelace Ada a"]]


def test_a_common_name_alone_never_makes_one_person(database, credit):
    for site in "abc":
        credit(
            site,
            "John Smith",
            url=f"https://{site}.example/authors/john",
            bio=f"John Smith writes for the {site} paper about boats and harbours.",
        )
    assert merged(database) == []


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"url": "https://own.example/ada"}, "author_page"),
        ({"bio": "Ada writes. Mail: ada.l@engine.example"}, "contact"),
        ({"bio": "Follow her at https://twitter.com/adalovelace"}, "contact"),
        ({"bio": "Ada Lovelace has written about engines and numbers since 1842."}, "bio"),
        ({"affiliation": "The Engine"}, "affiliation"),
    ],
)
def test_evidence_makes_one_person_over_sites(database, credit, values, rule):
    credit("a", "Ada Lovelace", **values)
    credit("b", "Ada Lovelace", **values)
    credit("c", "Ada Lovelace")
    assert merged(database) == [["Ada Lovelace a", "Ada Lovelace b"]]
    (row,) = people_listed(database, merged=True)
    assert [(merge["rule"], merge["made_by"]) for merge in row["merges"]] == [(rule, "rules")]
    assert row["articles"] == 2


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Reuters", {"role": "agency", "url": "https://reuters.example/desk", "affiliation": "Reuters"}),
        ("Ada Lovelace", {"affiliation": "Freelance"}),
        ("Ada Lovelace", {"bio": "Write to newsroom@paper.example"}),
        ("Ada Lovelace", {"bio": "Staff writer."}),
    ],
)
def test_agencies_and_what_many_share_merge_nobody(database, credit, name, values):
    credit("a", name, **values)
    credit("b", name, **values)
    assert merged(database) == []


def test_a_page_of_a_team_merges_only_the_same_names(database, credit):
    for name in ("Ada Lovelace", "Ada Byron", "Charles Babbage", "A. Lovelace"):
        credit("a", name, url="https://a.example/team")
    credit("b", "Ada Lovelace", url="https://a.example/team")
    assert merged(database) == [["Ada Lovelace a", "Ada Lovelace b"]]


def test_the_author_filter_finds_what_was_written_under_every_name(database, credit, now):
    credit("a", "Ada Lovelace", url="https://a.example/authors/ada")
    credit("a", "A. Lovelace", url="https://a.example/authors/ada")
    credit("b", "Charles Babbage")
    merged(database)
    assert len(list(queries.articles(database, author="a. lovelace"))) == 2
    with database.writing() as connection:
        merges.split_person(connection, numbers(database)["A. Lovelace", 1], now)
    assert len(list(queries.articles(database, author="a. lovelace"))) == 1


def test_a_split_and_a_merge_survive_every_further_run(database, credit, now):
    for site in "abc":
        credit(site, "Ada Lovelace", affiliation="The Engine")
    credit("d", "Countess Lovelace")
    assert merged(database) == [["Ada Lovelace a", "Ada Lovelace b", "Ada Lovelace c"]]
    who = list(numbers(database).values())
    with database.writing() as connection:
        assert merges.split_person(connection, who[0], now) == who[1:3]
        assert merges.merge_people(connection, who[3], who[0], now) == who[0]
    for options in ({}, {"everything": True}):
        credit("b", "Ada Lovelace", affiliation="The Engine")
        assert sorted(merged(database, **options)) == [["Ada Lovelace a", "Countess Lovelace d"], ["Ada Lovelace b", "Ada Lovelace c"]]


def test_looking_at_everything_again_makes_no_second_merge_of_the_same(database, credit):
    for site in "ab":
        credit(site, "Ada Lovelace", affiliation="The Engine")
    first = merged(database)
    assert merged(database, everything=True) == first
    with database.reading() as connection:
        (row,) = connection.execute(select(people_merges)).all()
    assert (row.undone_at, row.made_by) == (None, "rules")


def test_what_cannot_be_merged_or_split_is_told(database, credit, now):
    for site in "ab":
        credit(site, "Ada Lovelace", affiliation="The Engine")
    one, other = numbers(database).values()
    with database.writing() as connection:
        for act, says in (
            (lambda: merges.merge_people(connection, one, 999, now), "no person 999"),
            (lambda: merges.merge_people(connection, one, one, now), "same number"),
            (lambda: merges.split_person(connection, other, now), "merged with nobody"),
        ):
            with pytest.raises(MergeError, match=says):
                act()

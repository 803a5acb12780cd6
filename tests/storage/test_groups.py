"""Copies of texts become clusters with an origin, and language variants are linked, on both databases."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from sqlalchemy import select

from crawler.relating.driver import relate
from crawler.relating.groups import Groups
from storage.listed_groups import groups, variants
from storage.models import articles, cluster_members, print_keys
from storage.removing import remove
from tests.bench.groups_corpus import EDITS, Maker, fill, mixed


@pytest.fixture(scope="module")
def maker():
    return Maker(3, length=(90, 160))


@pytest.fixture
def stories(maker):
    """Three texts that have nothing in common."""
    found = []
    while len(found) < 3:
        made = maker.story()
        if made.language == "en":
            found.append(made.text.replace("\n\n", " "))
    return found


@pytest.fixture
def put(crawl):
    """Stores an article of a site and path with a text and fields of its own."""

    def store(address, words, **changes):
        crawl.store(
            crawl.article(f"https://{address}", body=f"{address}{words}", changes={"text": words, "authors": [], "images": []} | changes)
        )
        return crawl

    return store


def grouped(database, **options):
    """The clusters after what is new was related, as sets of the last part of the members' addresses."""
    relate(database, [Groups()], **options)
    return sorted(sorted(member["url"].rpartition("/")[2] for member in row["members"]) for row in groups(database))


def halves(words):
    tokens = words.split(" ")
    return " ".join(tokens[: len(tokens) // 2]), " ".join(tokens[len(tokens) // 2 :])


def test_copies_by_known_edits_are_found_and_what_only_looks_alike_is_not(database, maker):
    made = mixed(maker, 260)
    with database.writing() as connection:
        fill(connection, made, 1)
    relate(database, [Groups()])
    with database.reading() as connection:
        home = {row.article_id: row.cluster_id for row in connection.execute(select(cluster_members))}
    story, cluster = defaultdict(list), defaultdict(list)
    for number, one in enumerate(made, 1):
        story[one.story].append(number)
        if number in home:
            cluster[home[number]].append(number)
    gold, found = ({pair for own in by.values() for pair in combinations(own, 2)} for by in (story, cluster))
    assert len(gold) > 60
    assert len(found & gold) >= 0.98 * len(found)
    assert len(found & gold) >= 0.9 * len(gold)
    assert {made[number - 1].edit for pair in found for number in pair} >= set(EDITS)


def test_a_second_run_has_nothing_to_do_and_looking_at_everything_again_changes_nothing(database, put, stories):
    for place in range(3):
        put(f"a{place}.example/one{place}", stories[0])
    put("b.example/half", halves(stories[0])[0])
    first = grouped(database)
    assert first == [["half", "one0", "one1", "one2"]]
    assert [part.done for part in relate(database, [Groups()])] == [0]
    assert grouped(database, everything=True) == first


def test_an_article_that_bridges_two_clusters_unites_them_and_its_change_parts_them(database, put, stories):
    one, two = halves(stories[0])
    for site in ("a", "b"):
        put(f"{site}.example/first-{site}", one)
        put(f"{site}.example/second-{site}", two)
    apart = [["first-a", "first-b"], ["second-a", "second-b"]]
    assert grouped(database) == apart
    put("c.example/whole", stories[0])
    assert grouped(database) == [["first-a", "first-b", "second-a", "second-b", "whole"]]
    put("c.example/whole", stories[1])
    assert grouped(database) == apart


def test_copies_stay_together_when_the_one_that_they_were_found_by_changes(database, put, stories):
    for site in "abcd":
        put(f"{site}.example/{site}", stories[0])
    assert grouped(database) == [["a", "b", "c", "d"]]
    put("a.example/a", stories[1])
    assert grouped(database) == [["b", "c", "d"]]
    put("e.example/e", stories[0])
    put("f.example/f", halves(stories[0])[0])
    assert grouped(database) == [["b", "c", "d", "e", "f"]]
    put("a.example/a", stories[0])
    assert grouped(database) == [["a", "b", "c", "d", "e", "f"]]


def test_many_copies_of_one_text_are_one_cluster_and_need_the_keys_of_one(database, maker):
    made = maker.story()
    with database.writing() as connection:
        fill(connection, [made] * 250, 1)
    relate(database, [Groups()])
    with database.reading() as connection:
        assert len(set(connection.execute(select(cluster_members.c.cluster_id)).scalars())) == 1
        assert len(connection.execute(select(cluster_members)).all()) == 250
        assert len(connection.execute(select(print_keys)).all()) <= 8


def test_texts_that_say_nothing_are_in_no_group(database, put):
    for site in "ab":
        put(f"{site}.example/empty-{site}", "")
        put(f"{site}.example/none-{site}", None)
        put(f"{site}.example/label-{site}", "Subscribe now.")
        put(f"{site}.example/wall-{site}", "This content is for subscribers only, so please log in to read on.", headline=f"Story {site}")
    assert grouped(database) == []


def test_short_texts_and_those_of_one_word_are_grouped_only_when_the_same(database, put):
    brief = "The harbour stays closed until Monday because of the storm, the port said."
    for site in "ab":
        put(f"{site}.example/brief-{site}", brief)
        put(f"{site}.example/word-{site}", "tide " * 5000)
    put("c.example/other", f"{brief} Ferries wait.")
    put("c.example/longer", "tide " * 4000)
    assert grouped(database) == [["brief-a", "brief-b"], ["word-a", "word-b"]]


@pytest.mark.parametrize(
    ("days", "notes", "expected", "rule"),
    [
        (("2026-03-02", "2026-03-01"), ("", ""), "b", "published"),
        ((None, None), ("", ""), "a", "first_seen"),
        (("2026-03-01", "2026-03-05"), ("Originally published at https://b.example/story.", ""), "b", "named"),
    ],
)
def test_the_origin_is_who_is_named_then_the_earliest_published_then_the_first_seen(database, put, stories, days, notes, expected, rule):
    for site, on, note in zip("ab", days, notes, strict=True):
        words = f"{stories[2]}\n\n{note}".strip()
        put(f"{site}.example/{site}", words, canonical_url=None, published_at=on, published_precision=on and "day")
    relate(database, [Groups()])
    (row,) = groups(database)
    assert (row["origin"]["url"], row["origin"]["rule"]) == (f"https://{expected}.example/{expected}", rule)


def test_a_copy_on_another_site_that_names_its_agency_is_syndicated(database, put, stories):
    put("a.example/a", f"BERLIN (Reuters) - {stories[0]}", canonical_url="https://a.example/a")
    put("b.example/b", stories[0], canonical_url="https://b.example/b")
    relate(database, [Groups()])
    (row,) = groups(database, kind="syndication")
    assert row["origin"]["name"] == "Reuters"
    assert [source["kind"] for member in row["members"] for source in member["sources"]] == ["agency"]


def test_the_listing_is_narrowed_by_any_member(database, put, stories):
    for site in "ab":
        put(f"{site}.example/{site}", stories[0], published_at="2026-03-01", language="en")
        put(f"{site}.example/x{site}", stories[1], published_at="2026-04-01", language="de")
    relate(database, [Groups()])
    numbers = {name: [row["id"] for row in groups(database, **chosen)] for name, chosen in {
        "all": {}, "en": {"language": "en"}, "late": {"since": "2026-03-15"}, "site": {"site": "a.example"}, "one": {"limit": 1}, "none": {"site": "c.example"}
    }.items()}  # fmt: skip
    assert [len(found) for found in numbers.values()] == [2, 1, 1, 2, 1, 0]
    assert not set(numbers["en"]) & set(numbers["late"])
    article = next(groups(database))["members"][0]["article_id"]
    assert len(list(groups(database, article=article))) == 1


def test_a_removed_origin_is_replaced(database, put, stories):
    for site in "abc":
        put(f"{site}.example/{site}", stories[0], published_at=f"2026-03-0{ord(site) - 96}", published_precision="day")
    relate(database, [Groups()])
    (row,) = groups(database)
    with database.writing() as connection:
        remove(connection, articles, [row["origin"]["article_id"]])
    relate(database, [Groups()])
    (row,) = groups(database)
    assert [member["url"][-1] for member in row["members"]] == ["b", "c"]
    assert row["origin"]["url"] == "https://b.example/b"


def test_pages_that_name_one_another_are_one_story_in_two_languages(database, crawl, put, stories, key_of):
    put("site.example/en/harbour", stories[0], language="en", alternates=[alternate("https://site.example/de/hafen", "de", key_of)])
    put("site.example/de/hafen", stories[1], language="de", alternates=[alternate("https://site.example/en/harbour", "en", key_of)])
    put("site.example/de/anderes", stories[2], language="de")
    relate(database, [Groups()])
    (pair,) = variants(database)
    assert (pair["url"], pair["other_url"], pair["rule"]) == (
        "https://site.example/en/harbour",
        "https://site.example/de/hafen",
        "hreflang",
    )
    assert pair["evidence"]["hreflang"] == "both"


def alternate(address, language, key_of):
    return {"url": address, "language": language, "url_key": key_of(address)}


def test_a_day_and_a_site_in_common_make_no_translation(database, put, stories):
    put("site.example/harbour", stories[0], language="en")
    put("site.example/hafen", stories[1], language="de")
    relate(database, [Groups()])
    assert list(variants(database)) == []

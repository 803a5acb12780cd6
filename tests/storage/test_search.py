"""Search: what is found, in which order, with what around it; the same on both databases."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text

from storage import search_index
from storage.errors import SearchError
from storage.search import KEYS, search

STORIES = {
    "headline": {"headline": "Climate summit opens", "text": "Delegates met in the hall."},
    "repeated": {"headline": "Talks go on", "text": "The climate talks. On climate they differ; climate is the word of the day."},
    "passing": {"headline": "A new stadium", "text": "It rained, as the climate here has it. " + "The crowd sang. " * 30},
    "white": {"headline": "Two houses", "text": "The White House spoke. A house that is white."},
    "white2": {"headline": "Another", "text": "A house so white. Another house."},
    "zh": {"headline": "气候大会开幕", "text": "第一段：中国代表团抵达北京。会议讨论人工智能。", "language": "zh-Hans"},
    "ko": {"headline": "삼성전자의 발표", "text": "새로운 반도체를 공개했다.", "language": "ko"},
    "th": {"headline": "ข่าววันนี้", "text": "ประเทศไทยเปิดงาน", "language": "th"},
    "de": {"headline": "Müller besucht die Große Straße", "text": "Ein Bericht über Øre und Łódź.", "language": "de"},
    "ar": {"headline": "أخبار اليوم", "text": "قال مُحَمَّدٌ ذلك", "language": "ar"},
}


@pytest.fixture
def stored(database, crawl):
    """Articles by the name of their path, each a day older than the one before, of two sites."""
    crawl.prepare(len(STORIES))
    plain = {"kicker": None, "standfirst": None, "description": None, "authors": [], "tags": [], "language": "en"}
    outcomes = []
    for number, (name, changes) in enumerate(STORIES.items()):
        host = "news.example" if number % 2 else "blog.other.example"
        dated = {"published_at": f"2026-02-{28 - number:02}", "published_precision": "day"}
        outcomes.append(crawl.article(f"https://{host}/{name}", changes=plain | dated | changes, body=name))
    crawl.store(*outcomes)
    return database


def _found(database, query, **limits):
    return [row["url"].rpartition("/")[2] for row in search(database, query, **limits)]


QUERIES = [
    ("climate", ["headline", "repeated", "passing"]),
    ("CLIMATE", ["headline", "repeated", "passing"]),
    ("clim*", ["headline", "repeated", "passing"]),
    ("climate talks", ["repeated"]),
    ("climate -talks", ["headline", "passing"]),
    ("climate -(talks OR stadium)", ["headline"]),
    ("climate NOT talks", ["headline", "passing"]),
    ('"white house"', ["white"]),
    ("white house", ["white", "white2"]),
    ('house -"white house"', ["white2"]),
    ("stadium OR summit", ["headline", "passing"]),
    ("(stadium OR summit) rained", ["passing"]),
    ("headline:climate", ["headline"]),
    ("text:climate", ["repeated", "passing"]),
    ("headline:clim* opens", ["headline"]),
    ("中国", ["zh"]),
    ("代表团抵达", ["zh"]),
    ("北", ["zh"]),
    ("headline:大会", ["zh"]),
    ("国代", ["zh"]),
    ("国北", []),
    ("삼성", ["ko"]),
    ("전자", ["ko"]),
    ("ไทย", ["th"]),
    ("muller strasse", ["de"]),
    ("MÜLLER Straße", ["de"]),
    ("ore lodz", ["de"]),
    ("محمد", ["ar"]),
    ("اخبار", ["ar"]),
    ("site:other.example climate", ["headline", "passing"]),
    ("language:zh 中国", ["zh"]),
    ("language:zh", ["zh"]),
    ("nowhere", []),
    ("climate OR", ["headline", "repeated", "passing"]),
    ("NEAR/climate", []),
    ("near: climate", []),
]


def test_what_is_found_and_in_which_order(stored):
    assert {query: _found(stored, query) for query, _ in QUERIES} == dict(QUERIES)


def test_a_row_says_where_and_shows_what_was_found(stored):
    (row,) = search(stored, '"białe domy" OR "white house"')
    assert list(row) == list(KEYS)
    assert (row["headline"], row["site"], row["published_at"]) == ("Two houses", "news.example", "2026-02-25")
    assert [row["snippet"][span["start"] : span["end"]] for span in row["highlights"]] == ["White House"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("strasse", ["Straße"]),
        ("lodz ore", ["Øre", "Łódź"]),
        ("محمد", ["مُحَمَّدٌ"]),
        ("代表团", ["代表团"]),
        ("cli*", ["climate", "climate", "climate"]),
    ],
)
def test_what_was_looked_for_is_marked_as_printed(stored, query, shown):
    row = list(search(stored, query))[1 if query == "cli*" else 0]
    assert [row[span["field"]][span["start"] : span["end"]] for span in row["highlights"]] == shown


def test_a_long_text_is_cut_around_the_place_where_most_words_stand(database, crawl):
    story = "rain " + "so it goes. " * 200 + "Here rain meets wind at last. " + "so it goes. " * 200
    crawl.store(crawl.article(changes={"text": story, "standfirst": None, "description": None, "kicker": None}))
    (row,) = search(database, "rain wind")
    assert row["snippet"].startswith("… ")
    assert row["snippet"].endswith(" …")
    assert len(row["snippet"]) < 260
    assert [row["snippet"][span["start"] : span["end"]] for span in row["highlights"]] == ["rain", "wind"]


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"site": "other.example"}, ["headline", "passing"]),
        ({"site": "news.example"}, ["repeated"]),
        ({"site": "example.news"}, []),
        ({"since": "2026-02-27"}, ["headline", "repeated"]),
        ({"until": "2026-02-27"}, ["repeated", "passing"]),
        ({"since": "2026-02-27", "until": "2026-02-27"}, ["repeated"]),
        ({"language": "en"}, ["headline", "repeated", "passing"]),
        ({"language": "e"}, []),
        ({"author": "Ada Lovelace"}, []),
        ({"tag": "Messe"}, []),
        ({"event": "FairCon"}, []),
        ({"limit": 2}, ["headline", "repeated"]),
        ({"limit": 0}, []),
    ],
)
def test_the_filters_of_listings_limit_a_search(stored, limits, found):
    assert _found(stored, "climate", **limits) == found


def test_names_tags_and_events_narrow_a_search(database, crawl, example_event):
    crawl.store(crawl.article(events=(example_event,)), crawl.article("https://news.example/2", changes={"authors": [], "tags": []}))
    for query in ('author:"Ada Lovelace"', "author:ada", "tag:fair", 'author:"ada lovelace" tag:wide'):
        assert _found(database, query) == ["story"], query
    assert _found(database, 'author:"Lovelace Charles Ada"') == []
    for limits in ({"author": "ada LOVELACE"}, {"tag": "fair"}, {"event": "FairCon"}):
        assert _found(database, "fair", **limits) == ["story"]
    assert sorted(_found(database, "fair")) == ["2", "story"]


def test_a_changed_article_is_found_by_its_new_words_only(database, crawl):
    crawl.store(crawl.article(changes={"text": "An otter swims."}))
    crawl.store(crawl.article(changes={"text": "A beaver swims.", "published_at": "2025-01-01"}, body="changed"))
    assert (_found(database, "otter"), _found(database, "beaver")) == ([], ["story"])
    assert _found(database, "swims") == ["story"]
    if database.dialect == "sqlite":
        with database.writing() as connection:
            connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, article_search, 'row')")
            assert connection.exec_driver_sql("SELECT term FROM temp.held WHERE term = 'otter'").all() == []


def test_the_index_made_anew_holds_what_was_written_piece_by_piece(stored):
    before = {query: _found(stored, query) for query, _ in QUERIES}
    told = []
    with stored.writing() as connection:
        assert search_index.rebuild(connection, lambda done, total: told.append((done, total))) == len(STORIES)
    assert told == [(len(STORIES), len(STORIES))]
    assert {query: _found(stored, query) for query, _ in QUERIES} == before


def test_duplicates_of_a_stored_original_are_left_out(database, crawl):
    crawl.store(crawl.article("https://news.example/original"))
    crawl.store(crawl.article("https://copy.example/", changes={"canonical_url": "https://news.example/original"},
                              canonical_url="https://news.example/original", canonical_key=crawl.article("https://news.example/original").url_key))  # fmt: skip
    assert _found(database, "sparks") == ["original"]


def test_a_very_long_text_is_found_by_its_last_words_and_by_phrases_of_its_beginning(database, crawl):
    story = "alpha beta " + " ".join(f"w{number}" for number in range(20_000)) + " omega"
    crawl.store(
        crawl.article(changes={"text": story}), crawl.article("https://news.example/big", changes={"text": "字" * 400_000 + "x" * 400_000})
    )
    assert [_found(database, query) for query in ('"alpha beta"', "omega", "w19999", "字字")] == [["story"], ["story"], ["story"], ["big"]]


REFUSED = [
    ('"open', "quotation mark"),
    ("(a", "not closed"),
    ("a)", "never opened"),
    ("((((((((((a))))))))))", "nested"),
    ("(" * 100_000, "characters"),
    ("a" * 100_000, "characters"),
    ("a b " * 200, "too many words"),
    ("*", "no word"),
    ("", "no word"),
    ("\0", "no word"),
    ("…!?", "no word"),
    ('""', "no word"),
    ("-a", "must not be there"),
    ("a OR -b", "must not be there"),
    ("-(-a)", "exclusion"),
    ("a -(-b)", "exclusion"),
    ("headine:x", "headline:"),
]


def test_a_query_that_asks_nothing_is_refused_in_words(database):
    for query, says in REFUSED:
        with pytest.raises(SearchError, match=says):
            list(search(database, query))


HOSTILE = [
    "NEAR/3", "NEAR(a b)", "a AND", "OR OR", "^a", "a^2", "{headline}: x", "headline:", "headline:*", "rowid:1", "' OR 1=1 --", "a' & !'b",
    "\\", "a\\", "a:*", "'a':*A <-> b", "%_", "a\0b", "\ud800x", "\u202eabc", "😀 a", "a" * 1000, "中" * 60, "a-b-c -", "- - a", ": a", 'a"b"c',
    "NOT NOT a", "() a", "| a |", "site:", "site:'x'", "language:\u00bc", 'tag:" "', "³climate", "\u3099\u3099a", "a" * 70 + "*",
]  # fmt: skip


def test_no_query_breaks_the_database(stored):
    started = time.monotonic()
    for query in HOSTILE:
        try:
            found = list(search(stored, query))
        except SearchError:
            continue
        assert isinstance(found, list), query
    assert time.monotonic() - started < 2 * len(HOSTILE)


def test_a_query_that_takes_too_long_is_told_so(stored, monkeypatch):
    monkeypatch.setattr("storage.search.SECONDS", 0.001)
    if stored.dialect == "sqlite":
        monkeypatch.setattr("storage.search._STEPS", 1)
        with pytest.raises(SearchError, match="too broad"):
            list(search(stored, "climate"))
        with stored.reading() as connection:  # the connection is free of the limit afterwards
            assert connection.execute(text("SELECT count(*) FROM article_revisions")).scalar_one() == len(STORIES)

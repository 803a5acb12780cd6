"""One decision from the credits of a page."""

from __future__ import annotations

import time

from crawler.decide.author_readings import same
from crawler.decide.authors import decide
from crawler.items import Author, Candidate


def credit(name, rule="visible:byline", confidence=0.85, **more):
    return Candidate(Author(name, printed=name, **more), rule, confidence, name)


def bio(text):
    return Candidate(text, "bio:trailing", 0.7, text)


def names(decision):
    return [(a.name, a.role) for a in decision.authors]


LD = "json-ld:NewsArticle.author"


def test_structured_data_and_the_printed_line_agree_on_co_authors():
    decision = decide([credit("Jane Doe", LD), credit("By Jane Doe and John Roe")])
    assert names(decision) == [("Jane Doe", "reporter"), ("John Roe", "reporter")]
    assert decision.byline == "By Jane Doe and John Roe"
    assert decision.provenance.rule == LD


def test_a_printed_by_beats_the_account_that_only_structured_data_knows():
    assert names(decide([credit("Web Upload", LD), credit("Anna Account", LD), credit("By Jane Doe", "visible:text", 0.8)])) == [
        ("Jane Doe", "reporter")
    ]


def test_the_outlet_named_by_structured_data_gives_way_to_a_person():
    decision = decide([credit("Forum Gazette", LD, role="agency"), credit("Jane Doe", "visible:author")], outlets=["Forum Gazette"])
    assert names(decision) == [("Jane Doe", "reporter")]


def test_an_outlet_that_a_page_itself_credits_is_an_agency_and_the_missing_person_is_told():
    decision = decide([credit("Forum Gazette", LD, role="agency")], outlets=["Forum Gazette"])
    assert names(decision) == [("Forum Gazette", "agency")]
    assert [i.cls for i in decision.issues] == ["author_unknown"]
    assert decision.provenance.confidence <= 0.5


def test_admin_is_nobody_and_the_issue_says_what_was_printed():
    decision = decide([credit("admin", LD), credit("Posted by admin")])
    assert decision.authors == []
    assert decision.issues[0].cls == "author_unknown"
    assert "admin" in decision.issues[0].detail


def test_a_bio_names_the_author_that_an_account_hides_and_goes_to_him():
    text = "Gregory Marchmain is an independent consultant and long-time harbour watcher."
    for account in ("admin", "tidetalks2011"):
        decision = decide([credit(f"Posted by {account}")], [bio(text)])
        assert names(decision) == [("Gregory Marchmain", "reporter")]
        assert decision.authors[0].bio == text
        assert decision.authors[0].method == "bio"


def test_the_bio_of_a_credited_author_is_attached():
    text = "Jane Doe is a freelance writer."
    (author,) = decide([credit("By Jane Doe")], [bio(text)]).authors
    assert (author.bio, author.method) == (text, "byline")


def test_the_subject_of_the_story_is_not_made_its_author_by_a_bio():
    text = "Wen Tao is a Chinese entrepreneur and investor."
    assert decide([], [bio(text)], subjects="Wen Tao speaks. Tao said so. So did Tao again.").authors == []


def test_page_address_and_affiliation_come_from_whichever_source_has_them():
    (author,) = decide(
        [credit("Jane Doe", LD), credit("Jane Doe", "visible:link", url="https://x.example/jane"), credit("By Jane Doe, Example News")]
    ).authors
    assert (author.url, author.affiliation) == ("https://x.example/jane", "Example News")


def test_a_translator_stands_beside_the_author():
    decision = decide([credit("By Jane Doe"), credit("Translated by Ann Poe", "visible:text", 0.8)])
    assert names(decision) == [("Jane Doe", "reporter"), ("Ann Poe", "translator")]


def test_an_agency_that_translated_stands_beside_the_authors():
    decision = decide([credit("Von: Karl May"), credit("Übersetzung: AFP Deutschland", "visible:text", 0.8)])
    assert names(decision) == [("Karl May", "reporter"), ("AFP Deutschland", "agency")]


def test_at_most_three_rivals_are_kept_and_none_of_them_is_the_winner():
    losers = [credit(f"Loser {letter}unt", "visible:author", 0.4) for letter in "BCDGH"]
    provenance = decide([credit("Jane Doe", LD), credit("Jane Doe", "visible:author"), *losers]).provenance
    assert len(provenance.rivals) == 3
    assert all("Loser" in rival.printed for rival in provenance.rivals)


def test_credits_far_from_the_headline_count_only_when_they_agree_on_one():
    assert decide([credit(name, "visible:byline", 0.4) for name in ("Rita Related", "Otto Other", "Ann Third")]).authors == []
    assert names(decide([credit("Rita Only", "visible:byline", 0.4)])) == [("Rita Only", "reporter")]


def test_a_user_name_printed_at_the_headline_is_kept_with_a_warning():
    decision = decide([credit("freeman1984", "visible:author")])
    assert names(decision) == [("freeman1984", "reporter")]
    assert decision.issues[0].cls == "author_unknown"


def test_no_evidence_gives_nobody():
    assert decide([]).authors == []


def test_short_forms_of_a_name_are_the_same_person():
    assert same("J. Smith", "Jane Smith")
    assert same("Benjamin Hoff", "Benjamin-Immanuel Hoff")
    assert not same("Jane Smith", "John Smith")
    assert not same("Smith", "Jane Smith")


def test_an_author_from_repaired_json_gives_way_to_the_printed_line():
    decision = decide([credit("Jane", LD, 0.6), credit("Brok En", LD, 0.6), credit("By Jane Doe", "visible:text", 0.8)])
    assert names(decision) == [("Jane Doe", "reporter")]


def test_an_account_that_spells_a_name_is_written_as_a_name():
    assert names(decide([credit("jane.doe", LD)])) == [("Jane Doe", "reporter")]


def test_hundreds_of_credits_cost_little():
    many = [
        credit(
            "By " + ", ".join(f"Ann{chr(97 + i % 26)}{chr(97 + n % 26)} Writer{chr(97 + n % 26)}" for i in range(25)), "visible:text", 0.8
        )
        for n in range(60)
    ]
    start = time.process_time()
    decision = decide(many, subjects="word " * 50_000)
    assert time.process_time() - start < 1.0
    assert len(decision.authors) <= 30


def test_a_site_named_like_a_person_gives_way_to_who_is_credited_at_the_headline():
    page = [
        credit("Harbour Current", LD),
        credit("Harbour Current", "visible:author"),
        credit("By Mika Denning (TNW News)", "visible:text", 0.8),
    ]
    assert names(decide(page, outlets=["Harbour Current", "harbourcurrent"])) == [("Mika Denning", "reporter")]
    assert names(decide(page[:2], outlets=["Harbour Current", "harbourcurrent"])) == [("Harbour Current", "reporter")]


def test_the_byline_of_a_quoted_story_below_names_no_author():
    decision = decide([credit("By Jane Doe - on August 24"), credit("by John Hale, Elsewhere News, August 24", confidence=0.7)])
    assert names(decision) == [("Jane Doe", "reporter")]


def test_the_agency_of_the_dateline_is_credited_where_nobody_else_is():
    wired = credit("dpa/lno", "dateline", 0.4, role="agency")
    assert names(decide([wired])) == [("dpa/lno", "agency")]
    assert names(decide([wired, credit("Jane Doe", "visible:author")])) == [("Jane Doe", "reporter")]
    assert names(decide([wired, credit("Redaktion", "visible:author")])) == []

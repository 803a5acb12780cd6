"""Which title is the headline, and the fields around it."""

from __future__ import annotations

from crawler.decide.headings import decide
from crawler.items import Candidate

SITES = ["Forum Gazette"]


def headline(*candidates, sites=SITES, **more):
    evidence = {"headline": [Candidate(value, rule, 0.8, value) for value, rule in candidates]}
    evidence |= {name: [Candidate(value, rule, confidence) for value, rule, confidence in given] for name, given in more.items()}
    return decide(evidence, sites)


def test_the_printed_heading_wins_over_a_search_title():
    assert (
        headline(("A storm is near", "visible:h1"), ("What you must know about the storm | Forum Gazette", "og:title")).headline
        == "A storm is near"
    )


def test_structured_data_and_og_title_together_win_on_a_news_page():
    decision = headline(("Live: storm", "visible:h1"), ("A storm is near", "json-ld:NewsArticle.headline"), ("A storm is near", "og:title"))
    assert decision.headline == "A storm is near"
    assert decision.provenance["headline"].rivals[0].printed == "Live: storm"


def test_the_name_of_the_site_is_never_the_headline():
    assert headline(("Forum Gazette", "visible:h1"), ("A storm is near | Forum Gazette", "title")).headline == "A storm is near"
    decision = headline(("Forum Gazette", "title"))
    assert decision.headline is None
    assert decision.issues[0].cls == "headline_unknown"


def test_a_label_that_no_title_knows_is_no_headline():
    assert headline(("News", "visible:h1"), ("A storm is near", "og:title")).headline == "A storm is near"


def test_a_kicker_inside_the_heading_is_kept_apart():
    decision = headline(("Weather alert: A storm is near the coast", "visible:h1"), ("A storm is near the coast", "og:title"))
    assert (decision.headline, decision.kicker) == ("A storm is near the coast", "Weather alert")


def test_the_punctuation_of_the_head_mends_a_heading_that_style_divides():
    assert (
        headline(
            ("Storm A night of fear", "visible:h1"), ("Storm: A night of fear", "og:title"), ("Storm: A night of fear", "title")
        ).headline
        == "Storm: A night of fear"
    )


def test_section_skips_home_and_the_site_and_tags_come_from_the_best_source():
    decision = headline(
        ("A storm is near", "visible:h1"),
        section=[
            ("Home", "visible:breadcrumb", 0.95),
            ("Forum Gazette", "meta:section", 0.94),
            ("Industry Leaders", "visible:category-line", 0.9),
        ],
        tags=[("storm, coast; Storm", "meta:news_keywords", 0.75), ("sale", "meta:keywords", 0.5)],
    )
    assert decision.section == "Industry Leaders"
    assert decision.tags == ["storm", "coast"]


def test_long_fields_are_cut():
    decision = headline(("A " * 600, "visible:h1"), description=[("d" * 5000, "meta:description", 0.8)])
    assert len(decision.headline) <= 500
    assert len(decision.description) == 2000
    assert decision.issues[0].cls == "field_cut"


def test_a_title_that_an_attribute_broke_off_at_a_quotation_mark_is_no_title():
    decision = headline(
        ("Senator calls the mayor", "og:title"), ("Senator calls the mayor", "twitter:title"), ('Senator calls the mayor "tired"', "title")
    )
    assert decision.headline == 'Senator calls the mayor "tired"'


def test_a_day_in_front_of_a_headline_is_no_part_of_it():
    assert headline(("23.01.2022 - The pier opens again", "visible:h1")).headline == "The pier opens again"
    assert headline(("23.01.2022The pier opens again", "visible:h1")).headline == "The pier opens again"
    assert headline(("9/11 changed the pier for ever", "visible:h1")).headline == "9/11 changed the pier for ever"


def test_kicker_and_title_stay_one_where_og_title_spells_them_as_one():
    decision = headline(
        ("New billing : Singers ask for another model", "visible:h2"),
        ("Singers ask for another model", "json-ld:NewsArticle.headline"),
        ("New billing: Singers ask for another model", "og:title"),
    )
    assert decision.headline == "New billing: Singers ask for another model"


def test_a_long_kicker_is_known_by_its_colon():
    decision = headline(
        ("News of the health office of Bern: Vaccines stay free for all people of the canton until March", "visible:h1"),
        ("Vaccines stay free for all people of the canton until March", "title"),
    )
    assert decision.headline == "Vaccines stay free for all people of the canton until March"
    assert decision.kicker == "News of the health office of Bern"


def test_a_longer_title_has_no_kicker_where_nothing_parts_it():
    decision = headline(("Lemon cake from the tray", "json-ld:Recipe.headline"), ("Juicy lemon cake from the tray", "visible:h1"))
    assert decision.headline in {"Juicy lemon cake from the tray", "Lemon cake from the tray"}

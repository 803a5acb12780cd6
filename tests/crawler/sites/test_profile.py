import pickle
from datetime import UTC, date, datetime

import pytest
from lxml import html
from pydantic import ValidationError

from crawler.sites import Profile, Selector


def profile(**more):
    return Profile.model_validate({"key": "daily", "name": "Daily", "home": "https://daily.example/", **more})


def test_a_profile_needs_only_three_keys():
    site = profile()
    assert (site.kind, site.starts, site.layouts) == ("news", ("https://daily.example/",), ())


def test_a_profile_is_frozen_and_survives_the_way_to_a_worker():
    site = profile(article_patterns=[r"/\d{4}/"], layouts=[{"headline": "h1.title", "text": ["//div[@id='story']"]}])
    assert pickle.loads(pickle.dumps(site)) == site
    with pytest.raises(ValidationError):
        site.name = "Other"


@pytest.mark.parametrize(
    ("captured", "headline"),
    [("2015-05-01", "h1.oldest"), ("2018-12-31", "h1.middle"), ("2019-01-01", "h1.new"), ("2030-01-01", "h1.new")],
)
def test_an_archived_page_is_read_by_the_layout_of_its_day(captured, headline):
    site = profile(
        layouts=[
            {"until": date(2016, 6, 30), "headline": "h1.oldest"},
            {"from": date(2016, 7, 1), "until": date(2018, 12, 31), "headline": "h1.middle"},
            {"from": date(2019, 1, 1), "headline": "h1.new"},
        ]
    )
    day = datetime.fromisoformat(captured).replace(hour=12, tzinfo=UTC)
    assert site.layout_for(day).selectors("headline") == (Selector(headline),)


def test_the_newest_layout_is_taken_when_no_day_is_given_and_none_outside_all():
    site = profile(layouts=[{"until": date(2016, 1, 1), "text": "#a"}, {"from": date(2017, 1, 1), "until": date(2018, 1, 1), "text": "#b"}])
    assert site.layout_for().selectors("text") == (Selector("#b"),)
    assert site.layout_for(datetime(2016, 6, 1, tzinfo=UTC)) is None


def test_a_layout_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="until lies before from"):
        profile(layouts=[{"from": date(2020, 1, 1), "until": date(2019, 1, 1)}])


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://daily.example/a", True),
        ("http://www.daily.example/a", True),
        ("https://daily.example:8443/a", False),
        ("https://blog.daily.example/a", False),
        ("https://x.cdn.example/a", True),
        ("https://cdn.example/a", True),
        ("https://evilcdn.example/a", False),
        ("http://127.0.0.1:8901/a", True),
        ("http://127.0.0.1:8902/a", False),
        ("http://[::1]:80/a", True),
        ("ftp://daily.example/a", False),
        ("https://daily.example:99999/a", False),
        ("http://[::1", False),
        ("not an address", False),
    ],
)
def test_what_belongs_to_a_site_is_told_by_host_and_port(url, inside):
    assert profile(allowed_hosts=["*.cdn.example", "127.0.0.1:8901", "[::1]"]).allows(url) is inside


def test_patterns_judge_an_address_and_exclusion_wins():
    site = profile(article_patterns=r"/news/\d+", listing_patterns=["/tag/"], exclude_patterns=[r"\?print"])
    assert site.judge("https://daily.example/news/12") == "article"
    assert site.judge("https://daily.example/tag/12") == "listing"
    assert site.judge("https://daily.example/news/12?print=1") == "excluded"
    assert site.judge("https://daily.example/about") is None


@pytest.mark.parametrize(
    "source",
    [
        "(a+)+$",
        r"(\w*)*x",
        "(.*a){20}",
        ".*.*.*x",
        "(a|ab|b)*c",
        "(?P<a>.)(?P=a)",
        "(a?){50}a",
        "a?" * 20,
        "(" * 200,
        "[",
        "x" * 501,
        "(?:a{0,60}){60}b",
    ],
)
def test_a_pattern_that_explodes_or_is_malformed_is_refused(source):
    with pytest.raises(ValidationError):
        profile(article_patterns=[source])


@pytest.mark.parametrize(
    "source",
    [
        r"/20\d\d/\d\d/.+-\d+\.html$",
        r"^https?://[^/]+/[^/]+/[^/]+/story",
        r"(/[^/]+)+/story",
        r"/(?:articles?|news)/[^/?#]+/?$",
        r"(?:[a-z]+-)+\d+",
        "/新闻/",
    ],
)
def test_ordinary_patterns_are_taken(source):
    assert profile(article_patterns=source).article_patterns[0].pattern == source


@pytest.mark.parametrize(
    "more",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"language": "english language"},
        {"date_order": "dmy"},
        {"home": "ftp://x.example/"},
        {"home": "https://[::1/"},
        {"seeds": ["/relative"]},
        {"delay": float("nan")},
        {"delay": -1},
        {"max_pages": 0},
        {"max_pages": "12"},
        {"allowed_hosts": ["https://x.example/"]},
        {"key": "Has Space"},
        {"boilerplate": [""]},
        {"layouts": [{"headline": "h1:nth-child("}]},
        {"layouts": [{"headline": "//h1[nosuch()]"}]},
        {"layouts": [{"headline": "xpath:x:y"}]},
        {"layouts": [{"headline": 5}]},
        {"colour": "red"},
    ],
)
def test_a_wrong_value_is_refused(more):
    with pytest.raises(ValidationError):
        profile(**more)


def test_selectors_read_elements_attributes_and_text_in_both_languages():
    tree = html.fromstring("<div><h1> A  <b>title</b></h1><time datetime='2020-01-01'>x</time><p class='by'>By <a>Ann</a></p></div>")
    assert Selector("h1").texts(tree) == ["A title"]
    assert Selector("time::attr(datetime)").texts(tree) == ["2020-01-01"]
    assert Selector("//p[@class='by']/a/text()").texts(tree) == ["Ann"]
    assert Selector("xpath:string(.//time)").texts(tree) == ["x"]
    assert Selector("css:.by").select(tree)[0].tag == "p"
    assert Selector("xpath:count(//p)").texts(tree) == []


def test_the_time_zone_is_at_hand_for_dates():
    assert profile(time_zone="Europe/Berlin").zone.key == "Europe/Berlin"
    assert profile().zone is None

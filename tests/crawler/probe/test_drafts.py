import tomllib
from pathlib import Path

import pytest

from crawler.errors import ProfileError
from crawler.probe.drafts import key_of, profile_text, write
from crawler.probe.selectors import Proposal
from crawler.probe.survey import Survey
from crawler.probe.trouble import Trouble
from crawler.sites.loader import load
from crawler.sites.profile import Profile

FIELDS = ("headline_unknown", "author_unknown", "date_weak", "text_empty", "time_zone_unknown")


@pytest.mark.parametrize(
    ("url", "name", "key"),
    [
        ("https://www.harbour-notes.co.uk/en/", None, "harbour-notes"),
        ("https://news.harbour.example/", "Harbour", "harbour"),
        ("http://127.0.0.1:8000/", "Küstenbote am Hafen", "kustenbote-am-hafen"),
        ("http://127.0.0.1:8000/", "港町", "127-0-0-1-8000"),
        ("http://[::1]:8000/", None, "1-8000"),
    ],
)
def test_the_key_is_that_of_the_domain_or_of_the_name(url, name, key):
    assert key_of(Survey(url, name=name)) == key


@pytest.mark.parametrize("name", ['A "quoted" \\ name', "Two\nlines\x7f", "港町だより", "x" * 500, "'''", None])
def test_a_draft_is_valid_whatever_the_site_calls_itself(name):
    values = tomllib.loads(profile_text(Survey("https://harbour.example/", name=name)))
    assert Profile.model_validate(values).key == "harbour"


def test_a_draft_of_a_site_with_every_trouble_has_at_most_fifteen_lines():
    survey = Survey("https://harbour.example/", name="Harbour", languages=[f"a{letter}" for letter in "abcdefghijklmnop"])
    survey.trouble = [Trouble(cls, 4, 4) for cls in FIELDS]
    survey.proposals = [Proposal("byline", "td.k3", ["Ana Lund"]), Proposal("published", "td.k4", ['1 "May" 2025'])]
    text = profile_text(survey)
    assert len(text.splitlines()) <= 15
    assert tomllib.loads(text)["layouts"] == [{"byline": "td.k3", "published": "td.k4"}]
    assert '# headline = "…"' in text


def test_a_field_that_only_some_articles_lack_is_no_matter_of_the_layout():
    survey = Survey("https://harbour.example/", name="Harbour", trouble=[Trouble("author_unknown", 1, 4)])
    assert "layouts" not in profile_text(survey)


def test_a_zone_that_is_none_is_not_drafted():
    assert "time_zone" not in profile_text(Survey("https://harbour.example/", time_zone="Mars/Olympus"))
    assert 'time_zone = "Europe/Berlin"' in profile_text(Survey("https://harbour.example/", time_zone="Europe/Berlin"))


def test_a_profile_is_written_once(tmp_path):
    survey = Survey("https://harbour.example/", name="Harbour")
    assert write(survey, tmp_path / "sites", tmp_path / "fixtures") == [tmp_path / "sites" / "harbour.toml"]
    assert [profile.key for profile in load([tmp_path / "sites"])] == ["harbour"]
    with pytest.raises(ProfileError, match=r"harbour\.toml"):
        write(survey, tmp_path / "sites", Path())

"""Options of a crawl that make no sense are refused before anything is asked for."""

from datetime import date

import pytest

from crawler.errors import SettingsError
from crawler.session import CrawlOptions, Session


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"since": date(2026, 1, 2), "until": date(2026, 1, 1)}, "--since 2026-01-02 lies after --until 2026-01-01"),
        ({"languages": ("en", "english")}, "'english' is no language tag; write it like en, de or zh-Hant"),
        ({"languages": ("*",)}, "no language tag"),
        ({"contact": "a@example.org\r\nX-Other: 1"}, "--contact"),
        ({"contact": "ä@example.org"}, "--contact"),
    ],
)
def test_what_could_store_nothing_or_tell_nobody_is_refused(given, part):
    with pytest.raises(SettingsError) as refused:
        Session(CrawlOptions(targets=("https://example.org/",), **given))
    assert part in str(refused.value)


def test_days_languages_and_contacts_as_people_write_them_are_taken():
    days = {"since": date(2026, 1, 1), "until": date(2026, 1, 1)}
    Session(CrawlOptions(targets=("example.org",), languages=("en", "zh-Hant", "pt_BR", "fil"), contact="https://example.org/bot", **days))

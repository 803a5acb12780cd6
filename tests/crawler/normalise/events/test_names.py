"""What the names of events say of series, editions and other names."""

from __future__ import annotations

import pytest

from crawler.normalise.events.names import aliases, initials, is_common, key, read

NAMES = [
    ("20th Harvard China Forum", "Harvard China Forum", 20, None, None),
    ("The Twentieth Harvard China Forum", "Harvard China Forum", 20, None, None),
    ("20th Annual Harvard College China Forum", "Harvard College China Forum", 20, None, None),
    ("PyCon DE & PyData 2025", "PyCon DE & PyData", None, 2025, None),
    ("第十五届中国国际动漫大会", "中国国际动漫大会", 15, None, None),
    ("2017第二十届哈佛中国论坛", "哈佛中国论坛", 20, 2017, None),
    ("2026（第十八届）中国汽车论坛", "中国汽车论坛", 18, 2026, None),
    ("2026世界人工智能大会", "世界人工智能大会", None, 2026, None),
    ("第15回日本化学会", "日本化学会", 15, None, None),
    ("제15회 서울국제도서전", "서울국제도서전", 15, None, None),
    ("XXII Congreso Nacional de Cardiología", "Congreso Nacional de Cardiología", 22, None, None),
    ("I Congreso de X", "Congreso de X", 1, None, None),
    ("3e édition du Salon du Livre", "Salon du Livre", 3, None, None),
    ("Salon du Livre – 3e édition", "Salon du Livre", 3, None, None),
    ("15ª edición Feria del Libro", "Feria del Libro", 15, None, None),
    ("45. Deutscher Kongress für Soziologie", "Deutscher Kongress für Soziologie", 45, None, None),
    ("20-й Петербургский форум", "Петербургский форум", 20, None, None),
    ("CES 2026", "CES", None, 2026, None),
    ("Web Summit '26", "Web Summit", None, 2026, None),
    ("DebConf26", "DebConf", 26, None, None),
    ("World Cup 2026™", "World Cup", None, 2026, None),
    ("Super Bowl LX", "Super Bowl", 60, None, None),
    ("PyLadies Meetup #45", "PyLadies Meetup", 45, None, None),
    ("Edition 5 of Foo Fest", "Foo Fest", 5, None, None),
    ("2025/26 Lecture Series", "Lecture Series", None, 2025, None),
    (
        "International Conference on Machine Learning (ICML 2026)",
        "International Conference on Machine Learning",
        None,
        2026,
        "ICML",
    ),
    ("ICML 2026: International Conference on Machine Learning", "International Conference on Machine Learning", None, 2026, "ICML"),
]


@pytest.mark.parametrize(("name", "series", "number", "year", "acronym"), NAMES)
def test_series_edition_and_acronym_are_read_from_a_name(name, series, number, year, acronym):
    found = read(name)
    assert (found.series, found.number, found.year, found.acronym) == (series, number, year, acronym)
    assert found.edition == str(number if number is not None else year)


@pytest.mark.parametrize(
    "name", ["First Friday", "20th Century Film Festival", "Expo XXI Warszawa", "Malcolm X Day", "Apollo 11 Conference", "X", "", "ICML"]
)
def test_a_number_that_is_part_of_a_name_is_no_edition(name):
    assert (read(name).series, read(name).edition) == (None, None)


def test_an_event_goes_by_its_series_acronym_and_name_in_another_language():
    assert aliases("International Conference on Machine Learning (ICML 2026)")[1:] == [
        "International Conference on Machine Learning",
        "ICML",
        "International Conference on Machine Learning 2026",
        "ICML 2026",
    ]
    assert {"哈佛中国论坛", "Harvard China Forum", "2017哈佛中国论坛"} < set(aliases("哈佛中国论坛 | Harvard China Forum", 2017))
    assert "38C3" in aliases("38th Chaos Communication Congress (38C3)")
    assert initials("20th Harvard China Forum") == "HCF"


def test_all_editions_of_a_series_have_one_key():
    names = (
        "20th Harvard China Forum",
        "The Harvard China Forum 2018",
        "harvard china forum",
        "Harvard China Forum (HCF)",
        "XXII Harvard-China Forum",
    )
    assert {key(name) for name in names} == {"harvard china forum"}


@pytest.mark.parametrize(
    "name", ["Annual Conference", "Opening Remarks", "Spring Festival 2026", "中国创新论坛", "Kongress", "X", "2026", ""]
)
def test_a_name_of_common_words_is_known_as_one(name):
    assert is_common(name)


@pytest.mark.parametrize("name", ["Harvard China Forum", "CES 2026", "哈佛中国论坛", "PyCon DE"])
def test_a_name_with_a_word_of_its_own_is_not_common(name):
    assert not is_common(name)


@pytest.mark.parametrize(
    "name", ["X" * 100_000, "第" * 50_000, "(" * 50_000, "1st " * 20_000, "2026 " * 20_000, "I" * 1_000, "a: " * 9_000]
)
def test_hostile_names_are_bounded(name):
    read(name)
    aliases(name)

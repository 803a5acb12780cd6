"""What an article says of where it comes from is read in many languages, and taken out of the text."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from crawler.relate import sources
from crawler.relate.origin import Member, probable


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("LONDON (Reuters) - The bank said.", "Reuters"),
        ("NEW YORK, Nov. 3 /PRNewswire/ -- A firm said.", "PRNewswire"),
        ("Berlin (dpa) – Der Hafen bleibt zu.", "dpa"),
        ("dpa - Der Hafen bleibt zu.", "dpa"),
        ("新华社北京5月1日电 港口关闭。", "新华社"),
        ("МОСКВА, 1 мая /ТАСС/. Порт закрыт.", "ТАСС"),
        ("The idea - a good one - came late.", None),
        ("Mehr: Der Hafen bleibt zu.", None),
    ],
)
def test_agencies_at_the_head_of_a_text_are_known(head, name):
    text, found = sources.split(f"{head}\n\nMore.")
    assert [source.name for source in found] == ([name] if name else [])
    assert text.startswith(head)


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("This article first appeared in The Harbour Times.", "Harbour Times"),
        ("This story was originally published by Grist and is republished here.", "Grist"),
        ("Originally published at https://www.harbour.example/a/story.", "www.harbour.example"),
        ("The post Harbour closed appeared first on Quay News.", "Quay News"),
        ("Dieser Artikel erschien zuerst bei netzpolitik.org.", "netzpolitik.org"),
        ("Cet article est initialement paru dans Le Monde.", "Monde"),
        ("Este artículo se publicó originalmente en El País.", "País"),
        ("Questo articolo è stato originariamente pubblicato su Internazionale.", "Internazionale"),
        ("Источник: ТАСС", "ТАСС"),
        ("（转载自：澎湃新闻）", "澎湃新闻"),
        ("出典：朝日新聞", "朝日新聞"),
        ("출처: 연합뉴스", "연합뉴스"),
        ("المصدر: رويترز", "رويترز"),
    ],
)
def test_notes_of_first_publication_are_read_and_taken_out_of_the_text(note, name):
    text, found = sources.split(f"A story.\n\n{note}")
    assert [(source.kind, source.name) for source in found] == [("note", name)]
    assert text == "A story."


@pytest.mark.parametrize(
    "line", ["Source code is what it is about.", "This article was long.", "The original plan failed.", "First published in 2010."]
)
def test_what_only_begins_like_a_note_is_none(line):
    assert sources.split(f"A story.\n\n{line}")[1] == []


def test_a_canonical_address_counts_on_another_site_only():
    assert sources.of_canonical("https://a.example/x", "https://www.a.example/y") == []
    assert [source.name for source in sources.of_canonical("https://a.example/x", "https://b.example/y")] == ["b.example"]


@pytest.mark.parametrize(
    ("name", "host", "site", "same"),
    [
        ("The Harbour Times", "www.harbourtimes.example", None, True),
        ("Reuters", "uk.reuters.com", None, True),
        ("Quay News", "news.example", "Quay News", True),
        ("Reuters", "reutersfans.example", None, False),
        ("", "a.example", "", False),
    ],
)
def test_a_source_is_known_by_name_or_host(name, host, site, same):
    assert sources.is_outlet(name, host, site) is same


@pytest.mark.parametrize(
    ("unit", "times"),
    [("(Re", 40_000), ("this article was ", 5_000), ("the post " + "a " * 190 + "\n\n", 30), ("本文", 50_000), ("source: ", 20_000)],
    ids=["bracket", "lead", "post", "han", "source"],
)
def test_hostile_texts_cost_little(unit, times):
    text = unit * times
    began = time.process_time()
    sources.split(text)
    assert time.process_time() - began < 0.5


def member(number, host, at=None, on=None, seen=1):
    return Member(number, host, None, at, on, datetime(2026, 1, seen, tzinfo=UTC))


def test_the_origin_is_named_else_published_first_else_seen_first():
    late, early = member(1, "a.example", at=datetime(2026, 1, 5, tzinfo=UTC)), member(2, "b.example", on=date(2026, 1, 4), seen=9)
    assert probable([late, early], []).article_id == 2
    assert probable([late, early], ["Nobody", "A"]).rule == "published"
    named = probable([late, early], ["Nobody", "https://a.example"])
    assert (named.article_id, named.rule) == (1, "named")
    unknown = probable([member(1, "a.example", seen=3), member(2, "b.example", seen=2)], ["Reuters"])
    assert (unknown.article_id, unknown.rule, unknown.name) == (2, "first_seen", "Reuters")

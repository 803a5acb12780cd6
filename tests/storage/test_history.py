"""What articles and events said before, what changed, and who owned up to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import corrections, differences, queries
from storage.history import EDIT_KEYS, HISTORY_KEYS, edits, find, history

URL = "https://news.example/story"
NOTE = "Correction: an earlier version of this article named the wrong town."


@pytest.fixture
def changing(database, crawl, now):
    """An article read on four days: as published, with other quotation marks, silently edited, corrected with a note."""
    text = "First paragraph.\n\n“Second,” she said.\n\nThird."
    steps = [
        {"text": text},
        {"text": text.replace("“", "«").replace("”", "»"), "tags": []},
        {"text": text.replace("Third", "Fourth")},
        {"text": text.replace("Third", "Fifth") + f"\n\n{NOTE}", "headline": "Sparks fly again"},
    ]
    for day, changes in enumerate(steps):
        crawl.store(crawl.article(body=str(day), changes=changes, at=now + timedelta(days=day)))
    crawl.store(crawl.article("https://other.example/late", at=now + timedelta(days=2)))
    return database


def test_every_reading_is_told_with_what_differs(changing):
    rows = list(history(changing, 1))
    assert [row["change"] for row in rows] == ["created", "cosmetic", "material", "material"]
    assert [[one["field"] for one in row["differences"]] for row in rows] == [[], ["tags", "text"], ["tags", "text"], ["headline", "text"]]
    assert rows[3]["differences"][0] == {"field": "headline", "before": "Sparks fly at the fair", "after": "Sparks fly again"}
    assert [row["is_current"] for row in rows] == [False, False, False, True]
    assert tuple(rows[0]) == HISTORY_KEYS


def test_an_article_is_found_by_its_number_or_address(changing):
    assert find(changing, 1) == find(changing, URL) == 1
    assert find(changing, 99) is find(changing, "https://nobody.example/") is find(changing, 1, event=True) is None
    assert list(history(changing, 99)) == []


def test_edits_are_silent_unless_the_site_owns_up_to_them(changing):
    rows = list(edits(changing))
    assert [(row["kind"], row["fields"], row["note"]) for row in rows] == [
        ("corrected", ["headline", "text"], NOTE),
        ("silent", ["text"], None),
    ]
    assert tuple(rows[0]) == EDIT_KEYS
    assert rows[0]["same_rules"]


def test_a_later_time_of_modification_owns_up_to_an_edit(database, crawl, now):
    crawl.store(crawl.article(changes={"modified_at": "2026-03-01"}))
    crawl.store(crawl.article(body="2", changes={"headline": "Other", "modified_at": "2026-03-02"}, at=now + timedelta(days=1)))
    assert [row["kind"] for row in edits(database)] == ["corrected"]


def test_another_reading_of_the_same_capture_is_no_edit(database, crawl):
    crawl.store(crawl.article())
    crawl.store(crawl.article(changes={"headline": "Other"}, extractor_version="2"))
    assert list(edits(database)) == []


@pytest.mark.parametrize(
    ("limits", "number"),
    [
        ({"since": "2026-03-04"}, 1),
        ({"until": "2026-03-03"}, 1),
        ({"since": "2026-03-03", "until": "2026-03-04"}, 2),
        ({"site": "news.example"}, 2),
        ({"site": "other.example"}, 0),
        ({"limit": 1}, 1),
        ({"limit": 0}, 0),
    ],
)
def test_edits_are_filtered_by_site_and_day(changing, limits, number):
    assert len(list(edits(changing, **limits))) == number


@pytest.mark.parametrize(
    ("day", "headlines", "tags"),
    [
        ("2026-02-28", [], []),
        ("2026-03-01", ["Sparks fly at the fair"], [3]),
        ("2026-03-02", ["Sparks fly at the fair"], [0]),
        ("2026-03-03", ["Sparks fly at the fair", "Sparks fly at the fair"], [3, 3]),
        ("2026-03-04", ["Sparks fly at the fair", "Sparks fly again"], [3, 3]),
        ("9999-12-30", ["Sparks fly at the fair", "Sparks fly again"], [3, 3]),
    ],
)
def test_articles_are_listed_as_of_a_day(changing, day, headlines, tags):
    rows = sorted(queries.articles(changing, as_of=day), key=lambda row: row["url"], reverse=True)
    assert [row["headline"] for row in rows] == headlines
    assert [len(row["tags"]) for row in rows] == tags


def test_filters_as_of_a_day_ask_the_readings_of_that_day(database, crawl, now):
    crawl.store(crawl.article(changes={"tags": ["early"], "language": "de"}))
    crawl.store(crawl.article(body="2", changes={"tags": ["late"], "headline": "Other"}, at=now + timedelta(days=1)))
    assert len(list(queries.articles(database, tag="early", language="de", as_of="2026-03-01"))) == 1
    assert list(queries.articles(database, tag="early")) == list(queries.articles(database, tag="late", as_of="2026-03-01")) == []


def test_events_are_listed_as_of_a_day(database, crawl, now, example_event):
    crawl.store(crawl.article(events=(example_event,)))
    moved = example_event | {"status": "postponed", "sessions": []}
    crawl.store(crawl.article(body="2", events=(moved,), at=now + timedelta(days=1)))
    (now_row,) = queries.events(database)
    (then,) = queries.events(database, as_of="2026-03-01")
    assert (now_row["status"], then["status"]) == ("postponed", "scheduled")
    assert [session["status"] for session in then["sessions"]] == ["scheduled", "moved"]
    assert list(queries.events(database, as_of="2026-02-28")) == []
    assert next((row["kind"], row["event"]) for row in edits(database, event=True)) == ("silent", now_row["id"])
    assert next(history(database, now_row["id"], event=True))["change"] == "created"


def test_readings_of_a_day_and_edits_are_found_by_an_index(filled_url):
    from sqlalchemy import event

    from storage.database import open_database

    database = open_database(filled_url, write=False)
    plans = []

    def explain(connection, _cursor, statement, parameters, _context, _many):
        if statement.lstrip().startswith("SELECT"):
            plans.extend(str(row[3]) for row in connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(database.reader, "before_cursor_execute", explain)
    list(queries.articles(database, as_of="2026-03-01"))
    list(queries.events(database, as_of="2026-03-01"))
    list(edits(database, since="2026-03-01"))
    database.close()
    tables = ("article", "event", "page", "site", "capture", "revision", "issue", "venue")
    assert [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1].startswith(tables) and "INDEX" not in plan] == []
    assert any("ix_article_revisions_captured_at" in plan for plan in plans)
    assert any("ix_article_revisions_edits" in plan for plan in plans)


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the mill stands in Leeds.",
        "CORRECTION (March 3): the mill stands in Leeds.",
        "Editor’s note: this text has changed.",
        "An earlier version of this article misstated the year.",
        "This article was amended on 3 March 2026.",
        "Berichtigung: Die Mühle steht in Leeds.",
        "In einer früheren Version dieses Textes hieß es anders.",
        "Fe de errores: el molino está en Leeds.",
        "Rectificatif : le moulin se trouve à Leeds.",
        "Errata corrige: il mulino è a Leeds.",
        "Correção: o moinho fica em Leeds.",
        "Sprostowanie: młyn stoi w Leeds.",
        "Исправление: мельница стоит в Лидсе.",
        "تصحيح: المطحنة في ليدز",
        "更正：磨坊在利兹。",
        "【訂正】製粉所はリーズにあります。",
        "바로잡습니다: 방앗간은 리즈에 있다.",
    ],
)
def test_notes_of_correction_are_known_in_many_languages(note):
    assert corrections.notes(f"A story.\n\n{note}\n\nIt ends.") == [note]


def test_a_story_about_a_correction_is_no_note():
    assert corrections.notes("The correction of the market went on.\n\nKorrekturen am Gesetz sind nötig.\n\nErrata are rare.") == []


def test_texts_are_compared_by_paragraph_and_word():
    found = differences.lines(["a", "b", "She said no to it", "d", "e", "f"], ["a", "b", "She said yes to it", "d", "e", "f", "g"])
    assert [(line.sign, line.text) for line in found] == [
        ("…", "1 unchanged"),
        (" ", "b"),
        ("-", "She said no to it"),
        ("+", "She said yes to it"),
        (" ", "d"),
        ("…", "1 unchanged"),
        (" ", "f"),
        ("+", "g"),
    ]
    assert found[3].spans == (("She said ", False), ("yes", True), (" to it", False))


def test_a_sign_of_a_chinese_paragraph_is_marked_by_itself():
    assert differences.words("部长今天辞职了", "部长今天就职了")[1].spans == (("部长今天", False), ("就", True), ("职了", False))


def test_two_long_texts_without_anything_in_common_are_compared_at_once():
    old, new = [f"old {number}" for number in range(3000)], [f"new {number}" for number in range(3000)]
    assert len(differences.lines(old, new)) == 6000
    assert [line.sign for line in (*differences.words("x " * 100_000, "y " * 100_000),)] == ["-", "+"]

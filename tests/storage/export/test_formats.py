"""Every format holds what listings print, complete and in order."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest
from lxml import etree

from storage import queries
from storage.database import open_database
from storage.errors import ExportError
from storage.export import atom, sheets
from storage.export.rows import KEYS, Choice, Rows
from storage.export.target import Stream
from storage.export.writing import export
from storage.filters import Filters

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def stored(filled_url):
    database = open_database(filled_url, write=False)
    yield database
    database.close()


@pytest.fixture(scope="module")
def written(stored, tmp_path_factory):
    """Gives the path of an export, made once."""
    from storage.export.target import Target

    folder = tmp_path_factory.mktemp("written")

    def write(kind, form, **chosen):
        path = folder / f"{kind}{len(chosen)}.{form}"
        if not path.exists():
            export(stored, Choice(kind, **chosen), form, Target(str(path)), NOW)
        return path

    return write


def streamed(database, choice, form="jsonl"):
    """What an export to standard output holds."""
    out = io.BytesIO()
    export(database, choice, form, Stream(out), NOW)
    return out.getvalue().decode()


def rows_of(database, kind, **chosen):
    return [json.loads(line) for line in streamed(database, Choice(kind, **chosen)).splitlines()]


@pytest.mark.parametrize("kind", ["articles", "events"])
def test_json_lines_are_the_rows_of_the_listing_in_order_of_their_numbers(stored, kind):
    listed = sorted(getattr(queries, kind)(stored), key=lambda row: row["id"])
    rows = rows_of(stored, kind)
    assert [{key: row[key] for key in listed[0]} for row in rows] == json.loads(json.dumps(listed))
    assert {tuple(row) for row in rows} == {KEYS[kind]}
    assert len(rows) >= 1


@pytest.mark.parametrize("kind", KEYS)
def test_csv_read_back_gives_the_rows_that_went_in(stored, written, kind):
    with written(kind, "csv").open(encoding="utf-8", newline="") as file:
        assert list(sheets.read(file, kind)) == rows_of(stored, kind)


def test_the_same_rows_come_from_both_databases(database, crawl, example_event):
    crawl.store(*(crawl.article(f"https://news.example/{number}", events=(example_event,)) for number in range(3)))
    assert [row["url"] for row in rows_of(database, "articles")] == [f"https://news.example/{number}" for number in range(3)]
    assert [row["id"] for row in rows_of(database, "captures")] == [1, 2, 3]
    (event,) = rows_of(database, "events")
    assert (event["name"], [session["name"] for session in event["sessions"]]) == ("FairCon 2026", ["Opening", "Closing"])


TEXTS = ["", "'", "''", "=1+1", "+1", "-1", "@x", "＝1", "\t=", "\r\n", " =1", "\u00a0@", "plain", 'a,b\n"c"', "'=1", "1", "null", "é🎉"]


def test_texts_survive_csv_and_none_begins_like_a_formula():
    keys = ("headline", "url", "tags")
    data = b"".join(sheets.encode([{"headline": text, "url": None, "tags": [text]} for text in TEXTS], keys)).decode()
    lines = list(sheets.csv.reader(io.StringIO(data, newline="")))[1:]
    assert [sheets.text_of(line[0]) for line in lines] == TEXTS
    assert [line[1] for line in lines] == [""] * len(TEXTS)
    assert not [line[0] for line in lines if line[0].strip()[:1] in set("=+-@＝＋－＠")]


@pytest.mark.parametrize("text", ["id,name\r\n", "", "\r\n"])
def test_a_csv_of_something_else_is_refused(text):
    with pytest.raises(ExportError, match="no export of articles"):
        list(sheets.read(io.StringIO(text), "articles"))


def test_parquet_is_typed_with_time_zones_and_nested_lists(written):
    table = pq.read_table(written("articles", "parquet"))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["published_at"] == kinds["captured_at"] == "timestamp[us, tz=UTC]"
    assert kinds["published_on"] == kinds["dateline_date"] == "date32[day]"
    assert kinds["tags"] == "list<element: string>"
    row = table.slice(5, 1).to_pylist()[0]
    assert row["published_at"] == datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
    assert (row["published_on"], row["published_offset_minutes"]) == (date(2026, 2, 28), -300)
    assert row["published_value"] == "2026-02-28T23:30:00-05:00"
    assert [author["name"] for author in row["authors"]] == ["Ada Lovelace", "Charles Babbage"]
    assert row["images"][1] == {"url": None, "caption": "No address", "credit": None}
    assert {entry["field"]: entry["rule"] for entry in row["provenance"]}["headline"] == "visible:h1"
    assert json.loads(table.schema.metadata[b"pressrow"])["kind"] == "articles"


def test_parquet_of_events_has_sessions_in_a_list(written):
    (row,) = pq.read_table(written("events", "parquet")).to_pylist()
    assert row["starts_at"] == datetime(2026, 5, 1, 7, 0, tzinfo=UTC)
    assert (row["ends_at"], row["ends_on"], row["ends_value"]) == (None, date(2026, 5, 3), "2026-05-03")
    assert [(session["name"], session["parent"]) for session in row["sessions"]] == [
        ("Opening", "FairCon 2026"),
        ("Closing", "FairCon 2026"),
    ]
    assert row["offers"] == [{"price": "40", "currency": "EUR", "availability": "InStock", "url": None}]


@pytest.mark.parametrize("kind", ["coverage", "captures"])
def test_parquet_of_links_and_captures_has_as_many_rows_as_json_lines(stored, written, kind):
    assert pq.read_table(written(kind, "parquet")).num_rows == len(rows_of(stored, kind))


def test_json_ld_is_one_document_of_schema_org(stored):
    told = json.loads(streamed(stored, Choice("articles"), "jsonld"))
    assert told["@context"] == "https://schema.org"
    assert len(told["@graph"]) == 6
    node = told["@graph"][5]
    assert (node["@type"], node["headline"], node["datePublished"]) == (
        "NewsArticle",
        "Sparks fly at the fair",
        "2026-02-28T23:30:00-05:00",
    )
    assert node["author"][0] == {
        "@type": "Person",
        "name": "Ada Lovelace",
        "url": "https://news.example/ada",
        "description": "Ada writes.",
        "affiliation": {"@type": "Organization", "name": "The Engine"},
    }
    assert json.loads(streamed(stored, Choice("events"), "jsonld"))["@graph"][0]["startDate"] == "2026-05-01T09:00:00+02:00"
    assert json.loads(streamed(stored, Choice("events", Filters(event="none")), "jsonld"))["@graph"] == []


@pytest.mark.parametrize(("kind", "number"), [("articles", 6), ("events", 1)])
def test_atom_is_a_valid_feed(stored, kind, number):
    feed = etree.fromstring(streamed(stored, Choice(kind), "atom").encode())
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == number
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert datetime.fromisoformat(element.findtext("a:updated", namespaces=ATOM)).tzinfo is not None
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == number


def test_what_xml_has_no_place_for_is_left_out_of_atom():
    row = dict.fromkeys(KEYS["articles"]) | {
        "url": 'https://news.example/?a=1&b="2"', "headline": "A < B & C\x00\x0b\ufffe]]>", "authors": [{"name": "<i>Ada</i>", "url": "javascript:x y"}],
        "tags": ['"quoted"\x01'], "text": "line\r\nline <b>", "captured_at": "2026-03-01T00:00:00+00:00", "language": '"><x',
    }  # fmt: skip
    feed = etree.fromstring(b"".join(atom.feed([row], "articles", "a & b", "x", NOW)))
    entry = feed.find("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "A < B & C]]>"
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "<i>Ada</i>"
    assert entry.find("a:author/a:uri", ATOM) is None
    assert entry.find("a:category", ATOM).get("term") == '"quoted"'
    assert entry.findtext("a:published", namespaces=ATOM) is None


@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        ({"limit": 2}, 2),
        ({"filters": Filters(since="2026-03-01")}, 0),
        ({"filters": Filters(author="Ada Lovelace", language="en")}, 6),
        ({"filters": Filters(site="other.example")}, 0),
        ({"filters": Filters(as_of="2026-02-28")}, 0),
        ({"after": 0}, 6),
        ({"after": 6}, 3),
        ({"after": 6, "limit": 2}, 2),
        ({"after": 6, "filters": Filters(tag="fair")}, 3),
        ({"after": 9}, 0),
        ({"search": "sparks", "found": [3, 1, 99]}, 2),
    ],
)
def test_an_export_takes_the_conditions_of_listings_and_a_watermark(stored, chosen, number):
    assert len(rows_of(stored, "articles", **chosen)) == number


@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        ({"filters": Filters(until="2026-02-28")}, 0),
        ({"filters": Filters(since="2026-03-01", site="news.example", tag="fair")}, 9),
        ({"after": 7}, 2),
    ],
)
def test_captures_take_them_too(stored, chosen, number):
    assert len(rows_of(stored, "captures", **chosen)) == number


def test_an_event_comes_again_when_one_of_its_sessions_changed(database, crawl, example_event):
    crawl.store(crawl.article(events=(example_event,)))
    with database.reading() as connection:
        before = Rows(connection, Choice("events")).watermark()
    sessions = [example_event["sessions"][0] | {"room": "Z"}, example_event["sessions"][1]]
    crawl.store(crawl.article(body="2", events=(example_event | {"sessions": sessions},)))
    assert [row["name"] for row in rows_of(database, "events", after=before or 3)] == ["FairCon 2026"]


def test_where_writers_commit_beside_each_other_what_is_recent_comes_again(database, crawl, now):
    from datetime import timedelta

    crawl.store(crawl.article("https://news.example/1"), now=now - timedelta(hours=1))
    crawl.store(crawl.article("https://news.example/2"), now=now)
    with database.reading() as connection:
        assert Rows(connection, Choice("articles")).watermark() == (2 if database.dialect == "sqlite" else 1)


def test_a_text_that_is_too_long_is_refused_by_name(stored, monkeypatch):
    monkeypatch.setattr("storage.export.rows.LONGEST", 10)
    with pytest.raises(ExportError, match=r"article 1: its text has \d+ characters, more than the 10 that an export takes; leave it out"):
        rows_of(stored, "articles")


def test_long_texts_are_read_a_few_at_a_time(stored, monkeypatch):
    monkeypatch.setattr("storage.export.rows.CHARACTERS", 100)
    pieces = []
    from storage.export import rows

    read = rows.articles_by_id
    kind = rows._KIND["articles"]
    monkeypatch.setitem(rows._KIND, "articles", (*kind[:2], lambda c, ids, day: pieces.append(ids) or read(c, ids, day), kind[3]))
    assert len(rows_of(stored, "articles")) == 6
    assert [len(piece) for piece in pieces] == [1] * 6


def test_pyarrow_missing_is_told_with_the_extra_to_install(stored, monkeypatch, tmp_path):
    import sys

    from storage.export.target import Target

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"install pressrow\[parquet\]"):
        export(stored, Choice("articles"), "parquet", Target(str(tmp_path / "a.parquet")), NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "form", "words"),
    [
        ("coverage", "atom", "no atom of coverage; choose jsonl, csv, parquet"),
        ("articles", "parquet", "standard output"),
        ("captures", "warc", "standard output"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(stored, kind, form, words):
    with pytest.raises(ExportError, match=words):
        streamed(stored, Choice(kind), form)

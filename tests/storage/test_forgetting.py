"""What is forgotten is gone from rows, search and archive; all else stays and hangs together."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from warcio.archiveiterator import ArchiveIterator

from storage import health, retention
from storage.archive import ArchiveWriter, read_record
from storage.erasing import blank, erase
from storage.errors import ArchiveError, RemovalError
from storage.forgetting import Order, forget_person, forget_url
from storage.models import (
    article_revisions,
    captures,
    crawls,
    event_people,
    event_sources,
    events,
    frontier,
    metadata,
    pages,
    people,
    removals,
    revision_authors,
)

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
STORIES = [f"https://news.example/story-{number}" for number in range(4)]


def quiet(_what, _done, _total):
    """Hears the progress and keeps it to itself."""


@pytest.fixture
def stored(crawl, example_event):
    """Four stories, the first two of which describe one event; the last is by somebody else."""
    told = [example_event | {"sources": [{"format": "json-ld", "url": url}]} for url in STORIES[:2]]
    crawl.store(*(crawl.article(url, events=[event]) for url, event in zip(STORIES, told, strict=False)), crawl.article(STORIES[2]))
    other = [{"name": "Grace Fenn", "role": "reporter", "printed": "Grace Fenn", "affiliation": None, "bio": None, "url": None}]
    crawl.store(crawl.article(STORIES[3], changes={"authors": other, "byline": "By Grace Fenn"}))
    with crawl.database.writing() as connection:
        connection.execute(update(captures).values(warc_file=None))
    return crawl


def rows(crawl, table, *conditions):
    with crawl.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def sound(crawl):
    return [one for one in health.check(crawl.database) if not one["ok"]]


def test_a_forgotten_page_leaves_no_row_and_all_else_stays(stored, key_of):
    before = stored.counts()
    removed = forget_url(stored.database, key_of(STORIES[0]), Order("ops", "asked by letter"), NOW, quiet)
    after = stored.counts()
    assert removed.rows["pages"] == removed.rows["articles"] == 1
    assert {name: before[name] - after[name] for name in before if before[name] != after[name] and name != "removals"} == {
        name: count for name, count in removed.rows.items() if count
    }
    assert rows(stored, pages, pages.c.url == STORIES[0]) == 0
    assert rows(stored, people) == before["people"]
    assert sound(stored) == []


def test_an_event_that_another_page_describes_too_stays(stored, key_of):
    forget_url(stored.database, key_of(STORIES[0]), Order("ops"), NOW, quiet)
    assert rows(stored, events, events.c.parent_id.is_(None)) == 1
    forget_url(stored.database, key_of(STORIES[1]), Order("ops"), NOW, quiet)
    assert rows(stored, events) == 0
    assert sound(stored) == []


def test_a_line_says_that_something_was_removed_without_repeating_it(stored, key_of):
    forget_url(stored.database, key_of(STORIES[2]), Order("ops", "asked by letter"), NOW, quiet)
    with stored.database.reading() as connection:
        (line,) = connection.execute(select(removals)).mappings().all()
    assert (line["subject"], line["removed_by"], line["reason"], line["removed_at"]) == ("url", "ops", "asked by letter", NOW)
    assert line["rows"]["articles"] == 1
    assert "story" not in repr(dict(line))


def test_a_forgotten_person_is_in_no_credit_byline_or_provenance(stored):
    removed = forget_person(stored.database, "ada  LOVELACE", None, Order("ops"), NOW, quiet)
    assert removed.rows["revision_authors"] == 3
    assert rows(stored, people, people.c.name == "Ada Lovelace") == 0
    assert rows(stored, revision_authors, revision_authors.c.name == "Charles Babbage") == 3
    assert rows(stored, article_revisions, article_revisions.c.byline.like("%Ada%")) == 0
    assert rows(stored, article_revisions, article_revisions.c.byline == "By Grace Fenn") == 1
    assert sound(stored) == []


def test_a_forgotten_speaker_is_on_no_programme_and_in_no_source(stored, example_event):
    forget_person(stored.database, "Grace Hopper", None, Order("ops"), NOW, quiet)
    with stored.database.reading() as connection:
        said = [fields for fields in connection.execute(select(event_sources.c.fields)).scalars() if fields]
    assert said
    assert "Hopper" not in repr(said)
    stored.store(stored.article(STORIES[1], body="other", events=[example_event | {"people": [], "abstract": "New"}]))
    assert rows(stored, event_people, event_people.c.name == "Grace Hopper") == 0


def test_the_same_page_read_again_does_not_bring_the_name_back(stored):
    forget_person(stored.database, "Ada Lovelace", None, Order("ops"), NOW, quiet)
    stored.store(stored.article(STORIES[2]))
    assert rows(stored, people, people.c.name == "Ada Lovelace") == 0


def test_a_page_that_is_not_stored_is_told(stored, key_of):
    with pytest.raises(RemovalError, match="nothing is stored of that address"):
        forget_url(stored.database, key_of("https://news.example/never"), Order("ops"), NOW, quiet)


def test_a_person_that_is_not_stored_is_told(stored):
    with pytest.raises(RemovalError, match="no person “Nobody Known” is stored"):
        forget_person(stored.database, "Nobody Known", None, Order("ops"), NOW, quiet)


def test_archived_records_are_erased_where_they_lie_and_others_are_read_as_before(stored, key_of, tmp_path):
    writer = ArchiveWriter(tmp_path)
    places = [
        writer.write(
            url=url, captured_at=NOW, status=200, reason="OK", headers=[("A", "b")], body=url.encode() * 40, request_headers=[("Host", "x")]
        )
        for url in STORIES[:3]
    ]
    writer.close()
    with stored.database.writing() as connection:
        for url, place in zip(STORIES, places, strict=False):
            named = captures.c.url == url
            connection.execute(
                update(captures).where(named).values(warc_file=place.file, warc_offset=place.offset, warc_length=place.length)
            )
    with pytest.raises(RemovalError, match=r"1 records of it: name its folder with --archive DIR"):
        forget_url(stored.database, key_of(STORIES[1]), Order("ops"), NOW, quiet)
    removed = forget_url(stored.database, key_of(STORIES[1]), Order("ops", archive=tmp_path), NOW, quiet)
    assert (removed.archive.records, removed.archive.files) == (2, 1)  # the answer and the request
    content = gzip.decompress((tmp_path / places[0].file).read_bytes())
    assert STORIES[1].encode() not in content
    assert [read_record(tmp_path, place.file, place.offset).url for place in (places[0], places[2])] == [STORIES[0], STORIES[2]]
    with pytest.raises(ArchiveError):
        read_record(tmp_path, places[1].file, places[1].offset)
    with (tmp_path / places[0].file).open("rb") as handle:
        kinds = [record.rec_type for record in ArchiveIterator(handle)]
    assert kinds == ["warcinfo", "response", "request", "metadata", "metadata", "response", "request"]


def test_a_file_packed_as_a_whole_is_told(tmp_path):
    record = blank(400, NOW, packed=False)
    (tmp_path / "whole.warc.gz").write_bytes(gzip.compress(record + record))
    with pytest.raises(ArchiveError, match="repack it with `warcio recompress`"):
        erase(tmp_path, {"https://news.example/"}, NOW, quiet)


@given(st.integers(200, 200_000), st.booleans())
def test_an_erased_record_has_any_length_asked_for(length, packed):
    record = blank(length, NOW, packed=packed)
    assert len(record) == length
    (only,) = ArchiveIterator(BytesIO(record))
    assert only.rec_type == "metadata"
    with pytest.raises(ArchiveError, match="too short"):
        blank(60, NOW, packed=packed)


def test_what_has_grown_old_goes_and_what_is_current_stays(stored):
    stored.store(stored.article(STORIES[2], body="new", changes={"headline": "Another"}, at=NOW), now=NOW)
    with stored.database.writing() as connection:
        connection.execute(update(crawls).values(finished_at=NOW))
    later = NOW + timedelta(days=40)
    rules = retention.Rules(
        readings=timedelta(days=30), captures=timedelta(days=30), addresses=timedelta(days=30), issues=timedelta(days=30)
    )
    before = stored.counts()
    would = retention.prune(stored.database, rules, "ops", later, dry_run=True)
    assert stored.counts() == before
    removed = retention.prune(stored.database, rules, "ops", later)
    assert {name: removed[name] for name in would if name != "captures"} == {
        name: count for name, count in would.items() if name != "captures"
    }
    assert removed["article_revisions"] == removed["captures"] == 1
    assert rows(stored, article_revisions, article_revisions.c.is_current) == len(STORIES)
    assert rows(stored, frontier) == 0
    assert rows(stored, crawls) == 1
    assert sound(stored) == []
    assert retention.prune(stored.database, rules, "ops", later) == {}


def test_young_rows_are_kept(stored):
    with stored.database.writing() as connection:
        connection.execute(update(crawls).values(finished_at=NOW))
    assert retention.prune(stored.database, retention.Rules(addresses=timedelta(days=30), issues=timedelta(days=30)), "ops", NOW) == {}


def test_room_is_given_back(stored):
    before = stored.counts()
    assert isinstance(retention.vacuum(stored.database), int)
    assert stored.counts() == before
    assert set(before) == set(metadata.tables)

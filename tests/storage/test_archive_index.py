"""The index of an archive: the last capture of each address, found in files of any layout and past any damage."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from storage.archive import ArchiveWriter, payload_digest
from storage.archive_index import ArchiveIndex
from storage.errors import ArchiveError

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HTML = [("Content-Type", "text/html")]


def key(url):
    return None if "secret" in url else url.encode()


def put(folder, *answers):
    """Write (path, body, status, days later), each a response; returns the file and the places."""
    writer = ArchiveWriter(folder)
    places = [
        writer.write(
            url=f"https://a.example/{path}", captured_at=AT + timedelta(days=days), status=status, reason="X", headers=HTML, body=body
        )
        for path, body, status, days in answers
    ]
    writer.close()
    return folder / places[0].file, places


def read(index, path):
    answer = index.read(f"https://a.example/{path}".encode())
    return None if answer is None else (answer.status, answer.body)


def test_of_several_captures_the_last_counts_wherever_it_stands(tmp_path):
    put(tmp_path, ("a", b"late", 200, 5), ("a", b"early", 200, 1))
    put(tmp_path, ("a", b"between", 200, 3), ("secret", b"x", 200, 1))
    index = ArchiveIndex.of(tmp_path, key)
    assert read(index, "a") == (200, b"late")
    assert index.read(b"https://a.example/a").captured_at == AT + timedelta(days=5)
    assert read(index, "nowhere") is None
    assert (len(index), index.captures, index.damages) == (1, 4, [])


@pytest.mark.parametrize("status", [304, 408, 425, 429, 500, 503])
def test_an_answer_that_asks_for_patience_does_not_hide_an_earlier_page(tmp_path, status):
    put(tmp_path, ("a", b"page", 200, 1), ("a", b"", status, 2), ("b", b"sorry", status, 1), ("c", b"page", 200, 1), ("c", b"gone", 404, 2))
    index = ArchiveIndex.of(tmp_path, key)
    assert read(index, "a") == (200, b"page")
    assert read(index, "b") == (status, b"sorry")
    assert read(index, "c") == (404, b"gone")


def test_a_revisit_gives_the_body_it_speaks_of_as_it_was_first_captured(tmp_path):
    put(tmp_path, ("a", b"the body", 200, 1))
    writer = ArchiveWriter(tmp_path)
    for url in ("https://a.example/a", "https://a.example/copy", "https://a.example/lost"):
        body = b"never kept" if url.endswith("lost") else b"the body"
        writer.write_revisit(
            url=url,
            captured_at=AT + timedelta(days=9),
            status=200,
            reason="OK",
            headers=[],
            payload_digest=payload_digest(body),
            refers_to_url="https://a.example/a",
            refers_to_date=AT,
        )
    writer.close()
    index = ArchiveIndex.of(tmp_path, key)
    assert read(index, "a") == read(index, "copy") == (200, b"the body")
    assert index.read(b"https://a.example/a").captured_at == AT + timedelta(days=1)
    assert index.read(b"https://a.example/copy").captured_at == AT + timedelta(days=9)
    assert index.read(b"https://a.example/copy").header("content-type") == "text/html"
    with pytest.raises(ArchiveError, match="not in the archive"):
        read(index, "lost")


@pytest.mark.parametrize("layout", ["plain", "as a whole"])
def test_plain_files_and_files_gzipped_as_a_whole_are_read(tmp_path, layout):
    file, _ = put(tmp_path / "one", ("a", b"page a", 200, 1), ("b", b"page b", 200, 1))
    plain = gzip.decompress(file.read_bytes())
    other = tmp_path / ("x.warc" if layout == "plain" else "x.warc.gz")
    other.write_bytes(plain if layout == "plain" else gzip.compress(plain))
    index = ArchiveIndex.of(other, key)
    assert (read(index, "a"), read(index, "b")) == ((200, b"page a"), (200, b"page b"))
    index.close()


def test_a_file_that_breaks_off_gives_what_is_whole_and_says_where(tmp_path):
    file, places = put(tmp_path, ("a", b"page a", 200, 1), ("b", b"page b" * 99, 200, 1))
    file.write_bytes(file.read_bytes()[: places[1].offset + 100])
    index = ArchiveIndex.of(tmp_path, key)
    assert read(index, "a") == (200, b"page a")
    assert read(index, "b") is None
    assert [damage.detail for damage in index.damages] == [f"{file.name}: breaks off within the record at {places[1].offset}"]


@pytest.mark.parametrize("packed", [True, False])
def test_behind_damage_the_reading_goes_on(tmp_path, packed):
    file, places = put(tmp_path / "one", *((name, name.encode() * 400, 200, 1) for name in "abcde"))
    data = bytearray(file.read_bytes())
    if packed:
        data[places[1].offset + 30 : places[1].offset + 60] = bytes(30)
    else:
        data = bytearray(gzip.decompress(bytes(data)))
        at = data.index(b"WARC/1.1\r\n", data.index(b"https://a.example/a"))
        data[at : at + 8] = b"XXXX/1.1"
    damaged = tmp_path / ("x.warc.gz" if packed else "x.warc")
    damaged.write_bytes(data)
    index = ArchiveIndex.of(damaged, key)
    assert [read(index, name) is not None for name in "abcde"] == [True, False, True, True, True]
    assert len(index.damages) == 1


@pytest.mark.parametrize("content", [b"", b"<html>no archive</html>" * 100, gzip.compress(b"neither")])
def test_what_holds_no_response_is_an_error_of_one_line(tmp_path, content):
    (tmp_path / "x.warc.gz").write_bytes(content)
    with pytest.raises(ArchiveError, match="no response in this archive") as raised:
        ArchiveIndex.of(tmp_path / "x.warc.gz", key)
    assert "\n" not in str(raised.value)


def test_a_folder_without_archives_and_a_missing_file_are_told(tmp_path):
    with pytest.raises(ArchiveError, match=r"no .*warc"):
        ArchiveIndex.of(tmp_path, key)
    with pytest.raises(ArchiveError, match="No such file"):
        ArchiveIndex.of(tmp_path / "nowhere.warc", key)


def test_the_end_of_the_reading_is_told(tmp_path):
    file, _ = put(tmp_path, ("a", b"x", 200, 1))
    told = []
    ArchiveIndex.of(tmp_path, key, told.append)
    assert [(reach.captures, reach.bytes, reach.of_bytes) for reach in told] == [(1, file.stat().st_size, file.stat().st_size)]

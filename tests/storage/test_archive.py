"""The WARC archive: what was received can be read again, by us and by standard tools, whatever broke the file off."""

import gzip
import os
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta, timezone

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage import archive_reading
from storage.archive import ArchiveWriter, iterate, payload_digest, read_record
from storage.errors import ArchiveError

AT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HEADERS = [(b"Content-Type", b"text/html; charset=utf-8"), (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2"), (b"X-Name", b"caf\xe9")]
BODY = "<html><p>Bonjour, 你好 é</p></html>".encode() * 50


@pytest.fixture
def writer(tmp_path):
    writer = ArchiveWriter(tmp_path, prefix="crawl", software="pressrow/0.1")
    yield writer
    writer.close()


def put(writer, body=BODY, url="https://news.example/a?b=c", at=AT, headers=HEADERS, status=200, reason="OK", **more):
    return writer.write(url=url, captured_at=at, status=status, reason=reason, headers=headers, body=body, **more)


def warcio_records(path):
    records = []
    with path.open("rb") as handle:
        iterator = ArchiveIterator(handle, check_digests="raise")
        for record in iterator:
            body = record.content_stream().read()
            place = (iterator.get_record_offset(), iterator.get_record_length())
            records.append((record.rec_type, record.rec_headers, record.http_headers, body, place))
        assert iterator.err_count == 0
    return records


def test_a_response_is_read_as_it_was_written(writer, tmp_path):
    place = put(writer)
    read = read_record(tmp_path, place.file, place.offset)
    assert (read.url, read.captured_at, read.status, read.reason) == ("https://news.example/a?b=c", AT, 200, "OK")
    assert read.headers == [(name.decode("latin-1"), value.decode("latin-1")) for name, value in HEADERS]
    assert (read.payload, read.body, read.revisit_of, read.truncated) == (BODY, BODY, None, False)


def test_standard_tools_read_it_and_find_every_digest_right(writer, tmp_path):
    place = put(writer, request_headers=[("User-Agent", "pressrow"), ("Accept", "*/*")])
    other = put(writer, b"", "https://news.example/", status=404, reason="Not Found", headers=[])
    writer.write_revisit(
        url="https://news.example/a?b=c",
        captured_at=AT + timedelta(days=1),
        status=200,
        reason="OK",
        headers=HEADERS,
        payload_digest=payload_digest(BODY),
        refers_to_url="https://news.example/a?b=c",
        refers_to_date=AT,
    )
    info, response, request, empty, revisit = warcio_records(tmp_path / place.file)
    assert info[0] == "warcinfo"
    assert b"software: pressrow/0.1\r\n" in info[3]
    assert info[1]["WARC-Filename"] == place.file
    assert info[1]["WARC-Date"] == "2026-03-01T12:00:00.123456Z"
    assert response[0] == "response"
    assert response[1].protocol == "WARC/1.1"
    assert response[1]["WARC-Payload-Digest"] == payload_digest(BODY)
    assert response[3] == BODY
    assert response[2].get_statuscode() == "200"
    assert response[4] == (place.offset, place.length)
    assert request[0] == "request"
    assert (request[2].protocol, request[2].statusline) == ("GET", "/a?b=c HTTP/1.1")
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert (empty[0], empty[2].statusline, empty[4][0]) == ("response", "404 Not Found", other.offset)
    assert revisit[0] == "revisit"
    assert revisit[1]["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert revisit[1]["WARC-Refers-To-Date"] == "2026-03-01T12:00:00.123456Z"
    assert revisit[1]["WARC-Payload-Digest"] == payload_digest(BODY)


def test_a_revisit_says_what_it_repeats(writer, tmp_path):
    place = writer.write_revisit(
        url="https://a/", captured_at=AT, status=304, reason="Not Modified", headers=[("ETag", '"1"')],
        payload_digest=payload_digest(BODY), refers_to_url="https://a/", refers_to_date=AT,
    )  # fmt: skip
    read = read_record(tmp_path, place.file, place.offset)
    assert (read.status, read.revisit_of, read.payload, read.header("etag")) == (304, payload_digest(BODY), b"", '"1"')


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("X-Gzip", lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:])),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("br", brotli.compress),
        ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
        ("gzip", lambda body: body),
        ("zstd", lambda body: body),
    ],
)
def test_a_coded_body_is_kept_as_received_and_read_decoded(writer, tmp_path, coding, encode):
    coded = encode(BODY)  # once: gzip writes the second of the clock into its head
    place = put(writer, coded, headers=[("Content-Encoding", coding)])
    read = read_record(tmp_path, place.file, place.offset)
    assert read.payload == coded
    assert read.body == BODY


def test_a_coded_body_that_was_cut_gives_what_can_be_decoded(writer, tmp_path):
    place = put(writer, gzip.compress(os.urandom(5000))[:2000], headers=[("Content-Encoding", "gzip")])
    assert 1000 < len(read_record(tmp_path, place.file, place.offset).body) < 5000


@pytest.mark.parametrize(
    ("coding", "encode"),
    [("gzip", gzip.compress), ("br", lambda body, quality: brotli.compress(body, quality=quality)), ("deflate", zlib.compress)],
)
def test_a_body_that_unpacks_without_end_is_bounded(writer, tmp_path, coding, encode):
    place = put(writer, encode(bytes(archive_reading.MAX_BODY * 2), 1), headers=[("Content-Encoding", coding)])
    assert len(read_record(tmp_path, place.file, place.offset).body) == archive_reading.MAX_BODY


def test_a_body_longer_than_is_read_is_cut_and_says_so(writer, tmp_path, monkeypatch):
    monkeypatch.setattr(archive_reading, "MAX_BODY", 1 << 20)
    place = put(writer, b"x" * ((2 << 20) + 5))
    put(writer, b"after")
    first, second = iterate(tmp_path / place.file)
    assert (len(first.payload), first.truncated, second.payload) == (1 << 20, True, b"after")


def test_a_record_is_on_disk_when_write_returns(writer, tmp_path):
    place = put(writer)
    assert (tmp_path / place.file).stat().st_size == place.offset + place.length


def test_files_rotate_by_size_and_keep_their_order(tmp_path):
    writer = ArchiveWriter(tmp_path, max_bytes=2000)
    places = [put(writer, os.urandom(1500), f"https://a/{n}") for n in range(5)]
    writer.close()
    assert len({place.file for place in places}) == 5
    assert [read.url for read in iterate(tmp_path)] == [f"https://a/{n}" for n in range(5)]
    assert all(warcio_records(path)[0][0] == "warcinfo" for path in tmp_path.iterdir())


def test_two_writers_in_one_folder_write_files_of_their_own(tmp_path):
    one, other = ArchiveWriter(tmp_path), ArchiveWriter(tmp_path)
    places = [put(one), put(other)]
    one.close()
    other.close()
    again = put(one)
    one.close()
    assert len({place.file for place in places} | {again.file}) == 3


def test_a_forked_process_does_not_write_into_its_parents_file(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from datetime import UTC, datetime; from storage.archive import ArchiveWriter\n"
        "w = ArchiveWriter(Path(sys.argv[1]))\n"
        "def put(): print(w.write(url='http://a/', captured_at=datetime.now(UTC), status=200, reason='', headers=[], body=b'x').file)\n"
        "put(); sys.stdout.flush()\n"
        "child = os.fork()\n"
        "os.waitpid(child, 0) if child else None\n"
        "put(); sys.stdout.flush()\n"
    )
    said = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True).stdout.split()
    assert len(said) == 3
    assert len(set(said)) == 2
    assert len(list(iterate(tmp_path))) == 3


@pytest.mark.parametrize("kept", [0, 1, 5, 40, -40, -9, -1])
def test_a_torn_last_record_is_the_end(writer, tmp_path, kept):
    put(writer)
    second = put(writer, url="https://a/2")
    last = put(writer, url="https://a/3")
    path = tmp_path / last.file
    whole = path.read_bytes()
    path.write_bytes(whole[: last.offset + (kept if kept >= 0 else last.length + kept)])
    assert [read.url for read in iterate(tmp_path)] == ["https://news.example/a?b=c", "https://a/2"]
    assert read_record(tmp_path, second.file, second.offset).url == "https://a/2"
    with pytest.raises(ArchiveError, match=r"breaks off|no response"):
        read_record(tmp_path, last.file, last.offset)


def test_a_plain_file_that_breaks_off_anywhere_gives_its_whole_records(writer, tmp_path):
    put(writer)
    file = put(writer, b"short", "https://a/2").file
    plain = gzip.decompress((tmp_path / file).read_bytes())
    end_of_first = plain.index(b"WARC/1.1", plain.index(b"</html>"))
    path = tmp_path / "plain.warc"
    for size in range(0, len(plain), 7):
        path.write_bytes(plain[:size])
        urls = [read.url for read in iterate(path)]
        assert urls in ([], ["https://news.example/a?b=c"], ["https://news.example/a?b=c", "https://a/2"])
        assert bool(urls) == (size >= end_of_first - 4)


def test_damage_before_the_end_is_told_with_its_place(writer, tmp_path):
    first = put(writer)
    put(writer, url="https://a/2")
    path = tmp_path / first.file
    data = bytearray(path.read_bytes())
    data[first.offset + 30 : first.offset + 60] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=str(first.offset)):
        list(iterate(path))


def test_a_full_disk_leaves_a_file_that_can_be_read(writer, tmp_path, monkeypatch):
    first = put(writer)
    handle = writer._file.handle

    class Full:
        def write(self, data):
            handle.write(data[:10])
            raise OSError(28, "No space left on device")

        def __getattr__(self, name):
            return getattr(handle, name)

    writer._file.handle = Full()
    with pytest.raises(OSError, match="No space"):
        put(writer, url="https://a/lost")
    second = put(writer, url="https://a/2")
    assert second.file != first.file
    assert sorted(read.url for read in iterate(tmp_path)) == ["https://a/2", "https://news.example/a?b=c"]
    assert len(warcio_records(tmp_path / first.file)) == 2


def test_offsets_and_names_that_lead_elsewhere_are_refused(writer, tmp_path):
    place = put(writer)
    writer.close()
    inner = tmp_path / "inner"
    inner.mkdir()
    for file in (f"../{place.file}", str(tmp_path / place.file), "", "..", "missing.warc.gz"):
        with pytest.raises(ArchiveError):
            read_record(inner, file, place.offset)
    for offset in (0, place.offset + 1, 10**9):
        with pytest.raises(ArchiveError):
            read_record(tmp_path, place.file, offset)


def test_a_line_break_in_a_header_or_address_makes_no_second_header(writer, tmp_path):
    place = put(writer, headers=[("X-A", "1\r\nX-B: 2")], url="https://a/\r\nWARC-Type: x", reason="O\nK")
    read = read_record(tmp_path, place.file, place.offset)
    assert [name for name, _ in read.headers] == ["X-A"]
    assert len(warcio_records(tmp_path / place.file)) == 2


WGET = (
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nWARC-Date: 2017-04-23T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 19\r\n\r\nsoftware: Wget/1.1\n\r\n\r\n"
    b"WARC/1.0\r\nWARC-Type: request\r\nWARC-Target-URI: <http://www.merrowpost.com/x>\r\nWARC-Date: 2017-04-23T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:2>\r\nContent-Type: application/http;msgtype=request\r\nContent-Length: 18\r\n\r\nGET /x HTTP/1.1\r\n\r\n\r\n\r\n"
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://www.merrowpost.com/x>\r\nWARC-Date: 2017-04-23T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:3>\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: <metadata://gnu.org/log>\r\nWARC-Date: 2017-04-23T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:4>\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nlog\r\n\r\n"
)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Long: a\r\n b\r\n\r\n4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n"
WGET_FILE = WGET % (len(CHUNKED), CHUNKED)


@pytest.mark.parametrize(
    "pack",
    [
        bytes,
        gzip.compress,
        lambda data: b"".join(gzip.compress(b"WARC/1.0" + part) for part in data.split(b"WARC/1.0")[1:]),
        lambda data: gzip.compress(data) + bytes(512),
        lambda data: gzip.compress(data[:900]) + gzip.compress(data[900:]),
    ],
    ids=["plain", "one member", "a member a record", "padded", "members across records"],
)
def test_what_wget_wrote_is_read(tmp_path, pack):
    path = tmp_path / "wget.warc.gz"
    path.write_bytes(pack(WGET_FILE))
    [read] = iterate(path)
    assert (read.url, read.status, read.body) == ("http://www.merrowpost.com/x", 200, b"Wikipedia")
    assert read.captured_at == datetime(2017, 4, 23, 10, tzinfo=UTC)
    assert read.headers == [("X-Long", "a b")]


@pytest.mark.parametrize("body", [b"plain", b"zz\r\nplain", b"", b"ffffffffff\r\nrest", b"-5\r\nplain"])
def test_a_body_that_only_claims_to_be_chunked_is_bounded_and_kept(tmp_path, body):
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    path = tmp_path / "a.warc"
    path.write_bytes(WGET % (len(http), http))
    [read] = iterate(path)
    assert read.payload in {body, b"rest"}


def test_an_arc_file_is_passed_over(tmp_path):
    (tmp_path / "old.warc").write_bytes(b"filedesc://x.arc 0.0.0.0 20170423100000 text/plain 10\n1 0 X\n\n\n")
    assert list(iterate(tmp_path)) == []


@pytest.mark.parametrize(
    "data",
    [
        b"not a WARC file at all\n",
        b"<html>\n" * 100,
        b"WARC/1.1\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"WARC/1.1\r\n" + b"X: y\r\n" * 2000,
        b"WARC/1.1\r\nX: " + b"y" * 200_000,
        gzip.compress(b"WARC/1.1\r\nX: " + bytes(50_000_000), 1),
        WGET_FILE.replace(b"2017-04-23T10:00:00Z", b"yesterday"),
    ],
)
def test_what_is_no_warc_file_is_refused_in_bounded_memory(tmp_path, data):
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"a\.warc"):
        list(iterate(path))


def test_an_empty_file_and_an_empty_folder_hold_nothing(tmp_path):
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    assert list(iterate(tmp_path)) == []
    with pytest.raises(ArchiveError, match="missing"):
        list(iterate(tmp_path / "missing.warc"))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 1200), st.booleans())
def test_arbitrary_damage_ends_in_records_or_an_archive_error(tmp_path_factory, noise, at, packed):
    path = tmp_path_factory.mktemp("noise") / "a.warc"
    data = gzip.compress(WGET_FILE) if packed else WGET_FILE
    path.write_bytes(data[:at] + noise + data[at + len(noise) :])
    try:
        assert len(list(iterate(path))) <= 2
    except ArchiveError:
        return


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=3000),
    st.lists(st.tuples(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=":"), min_size=1), st.text())),
    st.integers(100, 599),
)
def test_any_body_and_header_makes_a_record_that_standard_tools_read(tmp_path_factory, body, headers, status):
    folder = tmp_path_factory.mktemp("any")
    writer = ArchiveWriter(folder)
    place = put(writer, body, headers=headers, status=status, reason="")
    writer.close()
    assert len(warcio_records(folder / place.file)) == 2
    read = read_record(folder, place.file, place.offset)
    assert (read.payload, read.status) == (body, status) or "transfer-encoding" in dict(headers)


def test_dates_are_written_in_utc(writer, tmp_path):
    place = put(writer, at=datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2))))
    assert read_record(tmp_path, place.file, place.offset).captured_at == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert "-20260228233000-" in place.file

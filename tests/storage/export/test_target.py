"""An export is complete under its name, or not there."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import signal
import subprocess
from datetime import UTC, datetime

import pytest

from storage.database import open_database
from storage.errors import DiskFull, ExportError, ReadOnly
from storage.export.rows import Choice
from storage.export.target import Target
from storage.export.writing import as_watermark, export, resume_from

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def stored(filled_url):
    database = open_database(filled_url, write=False)
    yield database
    database.close()


def make(stored, path, kind="articles", form="jsonl", **chosen):
    return export(stored, Choice(kind, **chosen), form, Target(str(path)), NOW)


def test_beside_a_file_stand_its_checksum_and_manifest(stored, tmp_path):
    path = tmp_path / "a.jsonl"
    done = make(stored, path, limit=4)
    data = path.read_bytes()
    assert (done.rows, done.size, done.checksum) == (4, len(data), hashlib.sha256(data).hexdigest())
    assert (
        subprocess.run(["sha256sum", "-c", "a.jsonl.sha256"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
        == "a.jsonl: OK\n"
    )
    told = json.loads((tmp_path / "a.jsonl.manifest.json").read_bytes())
    assert (told["rows"], told["filters"], told["watermark"], told["kind"]) == (4, {"limit": 4}, 9, "articles")
    assert resume_from(path, "articles") == resume_from(tmp_path / "a.jsonl.manifest.json", "articles") == 9
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.jsonl", "a.jsonl.manifest.json", "a.jsonl.sha256"]


def test_a_later_export_takes_the_place_of_the_one_before(stored, tmp_path):
    for limit in (1, 3):
        make(stored, tmp_path / "a.jsonl", limit=limit)
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == 3
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "needs a file name"),
        ("a\0b.jsonl", "NUL"),
        ("../a.jsonl", "without “..”"),
        ("sub/../a.jsonl", "without “..”"),
        ("folder", "this is a folder"),
        ("folder/", "this is a folder"),
        ("link.jsonl", "symbolic link"),
        ("linked/a.jsonl", "name the folder that it points to"),
        ("missing/a.jsonl", "does not exist"),
        ("file/a.jsonl", "is no folder"),
        ("pipe", "no ordinary file"),
        ("beside.jsonl", "symbolic link"),
        ("x" * 250, "too long"),
    ],
)
def test_a_place_that_will_not_do_is_refused(stored, tmp_path, monkeypatch, name, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    for name_of_link, target in (("link.jsonl", "file"), ("linked", "folder"), ("beside.jsonl.sha256", "file")):
        (tmp_path / name_of_link).symlink_to(target)
    os.mkfifo("pipe")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ExportError, match=words):
        make(stored, name)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(stored, tmp_path, monkeypatch):
    opened = os.open

    def refuse(path, flags, *more, **named):
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, flags, *more, **named)

    monkeypatch.setattr("storage.export.target.os.open", refuse)
    with pytest.raises(ReadOnly, match=r"a\.jsonl: cannot be written \(Permission denied\)"):
        make(stored, tmp_path / "a.jsonl")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "atom"])
def test_a_disk_that_is_full_leaves_what_was_there_before(stored, tmp_path, form):
    path = tmp_path / f"a.{form}"
    path.write_bytes(b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        with pytest.raises(DiskFull, match="the disk takes no more"):
            make(stored, path, form=form)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_signal_leaves_nothing_behind(filled_url, tmp_path, monkeypatch, capsys, form, number):
    from console.cli.program import run
    from storage.export import rows

    def interrupted(self):
        yield from list(before(self))[:2]
        os.kill(os.getpid(), number)
        yield from before(self)

    before = rows.Rows.__iter__
    monkeypatch.setattr(rows.Rows, "__iter__", interrupted)
    assert run(["export", "articles", "--db", filled_url, "--out", str(tmp_path / f"a.{form}"), "--quiet"]) == 6
    assert list(tmp_path.iterdir()) == []
    assert "interrupted" in capsys.readouterr().err


def test_an_export_is_of_one_moment_whatever_is_stored_meanwhile(database, crawl, tmp_path):
    crawl.store(*(crawl.article(f"https://news.example/{number}") for number in range(3)))
    told = []

    def store(_what, _done, _total):
        if not told:
            told.append(crawl.store(crawl.article("https://news.example/late")))

    from storage.export import writing

    old, writing._TOLD_EVERY = writing._TOLD_EVERY, 1
    try:
        done = export(database, Choice("articles"), "jsonl", Target(str(tmp_path / "a.jsonl")), NOW, tell=store)
    finally:
        writing._TOLD_EVERY = old
    assert told
    assert done.rows == 3
    assert export(database, Choice("articles"), "jsonl", Target(str(tmp_path / "b.jsonl")), NOW).rows == 4


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (None, "articles", "No such file"),
        ("nonsense", "articles", "no manifest"),
        ("[]", "articles", "no manifest"),
        ('{"kind": "events", "watermark": 3}', "articles", "an export of events, not of articles"),
        ('{"kind": "articles", "watermark": "x"}', "articles", "no watermark of articles"),
        ('{"kind": "coverage", "watermark": 3}', "coverage", "no watermark of coverage"),
    ],
)
def test_an_earlier_export_that_cannot_be_gone_on_from_is_refused(tmp_path, content, kind, words):
    if content is not None:
        (tmp_path / "a.manifest.json").write_text(content)
    with pytest.raises(ExportError, match=words):
        resume_from(tmp_path / "a", kind)


@pytest.mark.parametrize("printed", ["x", "-1", "9" * 30, "1.5"])
def test_an_impossible_watermark_is_refused(printed):
    with pytest.raises(ExportError, match="no watermark"):
        as_watermark(printed, "articles")

"""``record`` and ``replay`` as one uses them."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from console.cli.program import run
from console.demo.server import DemoSites
from console.exits import Exit
from tests.console.conftest import pressrow

PAGE = """<html lang="en"><head><title>Gulls on the pier</title></head><body><h1>Gulls on the pier</h1><p class="byline">By Mara Quill</p><p>4 May 2019</p>
<p>The gulls came back to the pier this week and nobody was pleased about it, least of all the ice cream man.</p>
<p>He has bought a second awning now, and a broom, and he says that he will use both of them on the gulls.</p></body></html>"""
URL = "https://heron.example/2019/05/gulls-on-the-pier/"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRESSROW_SITES", raising=False)
    (tmp_path / "saved.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def recorded(folder):
    assert run(["record", "saved.html", "--url", URL, "--captured-at", "2019-05-05", "--source", "ours"]) == 0
    return folder / "fixtures" / "heron.example" / "gulls-on-the-pier"


def review(fixture, **more):
    file = fixture / "expected.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"reviewed": True} | more), encoding="utf-8")


def test_a_saved_page_is_recorded_as_a_draft_that_fails_until_it_is_reviewed(folder, capsys):
    fixture = recorded(folder)
    meta = json.loads((fixture / "meta.json").read_text(encoding="utf-8"))
    assert (meta["url"], meta["captured_at"], meta["source"]) == (URL, "2019-05-05T00:00:00+00:00", "ours")
    assert (fixture / "page.html").read_text(encoding="utf-8") == PAGE
    assert run(["replay"]) == Exit.FAULT
    assert "not reviewed" in capsys.readouterr().out
    review(fixture)
    assert run(["replay"]) == 0
    assert "1 fixtures" in capsys.readouterr().out


def test_a_difference_is_shown_field_by_field(folder, capsys):
    fixture = recorded(folder)
    review(fixture, headline="Gulls on the peer", authors=[{"name": "Nobody"}])
    assert run(["replay", str(fixture)]) == Exit.FAULT
    shown = capsys.readouterr().out
    assert "    - Gulls on the peer\n    + Gulls on the pier\n" in shown
    assert '    - {"name": "Nobody"}\n    + {"name": "Mara Quill"}\n' in shown
    assert run(["replay", "--field", "language"]) == 0


def test_an_update_rewrites_only_what_differs_in_the_fixtures_named(folder, capsys):
    fixture = recorded(folder)
    review(fixture, headline="Old", byline="Old")
    assert run(["replay", "--update"]) == Exit.USAGE
    assert "name the fixtures" in capsys.readouterr().err
    assert run(["replay", "--update", "--field", "headline", str(fixture)]) == 0
    after = json.loads((fixture / "expected.json").read_text(encoding="utf-8"))
    assert (after["headline"], after["byline"], after["reviewed"]) == ("Gulls on the pier", "Old", True)
    assert run(["replay"]) == Exit.FAULT


def test_an_update_does_not_review_a_draft(folder, capsys):
    fixture = recorded(folder)
    file = fixture / "expected.json"
    file.write_text(file.read_text(encoding="utf-8").replace("Gulls on the pier", "Old"), encoding="utf-8")
    assert run(["replay", "--update", str(fixture)]) == Exit.FAULT
    assert json.loads(file.read_text(encoding="utf-8"))["reviewed"] is False


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["replay"], "no fixture here"),
        (["replay", "--field", "headlin"], "did you mean headline?"),
        (["replay", "--sites", "nowhere"], "nowhere"),
        (["record", "missing.html"], "missing.html"),
        (["record", "saved.html", "--captured-at", "soon"], "2025-05-14"),
        (["record", "saved.html", "--name", "../x"], "--name"),
        (["record", "saved.html", "--url", "heron"], "“heron” is no address of a page"),
        (["record", "https://heron.example/x", "--url", URL], "--url"),
        (["record", "ftp://heron.example/x"], "no http(s) address"),
    ],
)
def test_wrong_usage_is_told_in_one_line(folder, capsys, words, part):
    assert run(words) == Exit.USAGE
    told = capsys.readouterr().err
    assert part in told
    assert told.count("\n") == 1
    assert not (folder / "fixtures").exists()


def test_a_page_recorded_twice_is_refused(folder, capsys):
    recorded(folder)
    assert run(["record", "saved.html", "--url", URL]) == Exit.USAGE
    assert "there is a fixture already" in capsys.readouterr().err
    assert run(["record", "saved.html", "--url", URL, "--name", "again"]) == 0


def test_a_page_of_a_site_with_a_profile_goes_to_the_folder_of_its_key(folder):
    (folder / "heron.toml").write_text('key = "heron"\nname = "Heron"\nhome = "https://heron.example/"\n', encoding="utf-8")
    assert run(["record", "saved.html", "--url", URL, "--sites", "heron.toml"]) == 0
    assert (folder / "fixtures" / "heron" / "gulls-on-the-pier" / "meta.json").exists()


def test_a_url_is_recorded_with_the_guards_of_a_crawl(tmp_path):
    with DemoSites() as sites:
        origin = sites.origins["news"]
        page = f"{origin}/2025/05/14/ferry-engineers-bring-a-silent-engine.html"
        refused = pressrow("record", page, cwd=tmp_path)
        assert refused.returncode == Exit.UNREACHABLE, refused.stderr
        assert refused.stderr.splitlines()[-1].endswith("was not recorded: blocked_address")
        assert not list(tmp_path.iterdir())
        closed = pressrow("record", f"{origin}/search", "--allow-address", urlsplit(origin).netloc, cwd=tmp_path)
        assert closed.returncode in {Exit.UNREACHABLE, Exit.NOTHING}, closed.stderr
        assert "robots_disallowed" in closed.stderr
        done = pressrow("record", page, "--allow-address", urlsplit(origin).netloc, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        asked = [visit.path for visit in sites.visits]
    assert asked == ["/robots.txt", "/robots.txt", "/2025/05/14/ferry-engineers-bring-a-silent-engine.html"]
    (fixture,) = (tmp_path / "fixtures").rglob("meta.json")
    meta = json.loads(fixture.read_text(encoding="utf-8"))
    assert (meta["url"], meta["status"], meta["content_type"]) == (page, 200, "text/html")
    assert (fixture.parent / "page.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert json.loads((fixture.parent / "expected.json").read_text(encoding="utf-8"))["kind"] == "article"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fixtures"]

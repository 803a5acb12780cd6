"""``sites list``, ``check`` and ``explain``."""

from __future__ import annotations

import json

import pytest

from console.cli.program import run
from console.exits import Exit

PROFILE = """key = "heron"
name = "Heron Post"
home = "https://heron.example/"
language = "en"
article_patterns = ['/story/\\d+']
exclude_patterns = ['/print/']
layouts = [
  { until = 2012-12-31, headline = "font.hl" },
  { from = 2013-01-01, headline = "h1.new" },
]
"""
ARTICLE = """<html><body><h1 class="new">Gulls on the pier</h1><p>The gulls came back to the pier this week and nobody was pleased about it, least of all
the ice cream man, who has bought a broom.</p><p>He says that he will use it on the gulls if the council does not act before summer.</p></body></html>"""
LISTING = (
    "<html><body><h1>News</h1><ul>" + "".join(f'<li><a href="/story/{n}">Story {n}</a></li>' for n in range(9)) + "</ul></body></html>"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "heron.toml").write_text(PROFILE, encoding="utf-8")
    monkeypatch.setenv("PRESSROW_SITES", "sites")
    return tmp_path


def record(folder, slug, url, page, kind):
    (folder / "page.html").write_text(page, encoding="utf-8")
    assert run(["record", "page.html", "--url", url, "--name", slug, "--captured-at", "2020-06-01"]) == 0
    file = folder / "fixtures" / "heron" / slug / "expected.json"
    file.write_text(json.dumps({"reviewed": True, "kind": kind}), encoding="utf-8")


def test_the_list_names_every_profile_with_its_fixtures(folder, capsys):
    record(folder, "gulls", "https://heron.example/story/1", ARTICLE, "article")
    capsys.readouterr()
    assert run(["sites", "list", "--format", "jsonl"]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert row == {
        "key": "heron",
        "name": "Heron Post",
        "kind": "news",
        "language": "en",
        "home": "https://heron.example/",
        "layouts": 2,
        "fixtures": 1,
        "file": "sites/heron.toml",
    }
    assert run(["sites", "list"]) == 0
    assert "Heron Post" in capsys.readouterr().out


def test_a_site_without_its_fixtures_fails_the_check_and_passes_with_them(folder, capsys):
    assert run(["sites", "check"]) == Exit.USAGE
    told = capsys.readouterr().out
    assert "BAD sites/heron.toml: heron has no fixture of an article" in told
    assert "no fixture of a page that is no article" in told
    record(folder, "gulls", "https://heron.example/story/1", ARTICLE, "article")
    record(folder, "news", "https://heron.example/news/", LISTING, "listing")
    capsys.readouterr()
    assert run(["sites", "check", "sites"]) == 0
    assert capsys.readouterr().out == "ok  sites/heron.toml: heron\n"


def test_a_selector_that_finds_nothing_fails_the_check(folder, capsys):
    (folder / "sites" / "heron.toml").write_text(PROFILE.replace("h1.new", "h1.nwe"), encoding="utf-8")
    record(folder, "gulls", "https://heron.example/story/1", ARTICLE, "article")
    record(folder, "news", "https://heron.example/news/", LISTING, "listing")
    capsys.readouterr()
    assert run(["sites", "check"]) == Exit.USAGE
    assert "layouts[1].headline: h1.nwe finds nothing" in capsys.readouterr().out


def test_every_fault_is_told_with_file_line_and_key(folder, capsys):
    (folder / "sites" / "heron.toml").write_text(PROFILE.replace("language", "langauge").replace("h1.new", "h1["), encoding="utf-8")
    (folder / "sites" / "crane.toml").write_text('key = "crane"\nname = "C"\nhome = "https://c.example/"\narticle_patterns = ["(a+)+"]\n')
    assert run(["sites", "check", "--format", "jsonl"]) == Exit.USAGE
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["file"], row["line"], row["key"]) for row in rows] == [
        ("sites/crane.toml", 4, "article_patterns"),
        ("sites/heron.toml", 4, "langauge"),
        ("sites/heron.toml", 9, "layouts[1].headline"),
    ]
    assert "did you mean language?" in rows[1]["message"]


def explain(capsys, *words):
    assert run(["sites", "explain", *words, "--format", "jsonl"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_site_is_explained_by_key_with_the_layout_of_a_day(folder, capsys):
    row = explain(capsys, "heron", "--on", "2010-01-01")
    assert (row["key"], row["file"], row["layouts"]) == ("heron", "sites/heron.toml", ["… to 2012-12-31", "2013-01-01 to …"])
    assert row["layout_in_use"]["headline"] == ["font.hl"]
    assert explain(capsys, "heron")["layout_in_use"]["headline"] == ["h1.new"]


@pytest.mark.parametrize(
    ("url", "site", "likely", "pattern"),
    [
        ("https://heron.example/story/7", "heron", "article", "article_patterns: /story/\\d+"),
        ("https://www.heron.example/print/7", "heron", "service", "exclude_patterns: /print/"),
        ("https://heron.example/tag/gulls", "heron", "listing", None),
        ("https://other.example/tag/gulls", None, "listing", None),
    ],
)
def test_an_address_is_explained_by_the_pattern_that_decides(folder, capsys, url, site, likely, pattern):
    row = explain(capsys, url)
    assert (row["site"], row["likely"], row["pattern"]) == (site, likely, pattern)


def test_the_explanation_is_readable(folder, capsys):
    assert run(["sites", "explain", "https://heron.example/story/7"]) == 0
    told = capsys.readouterr().out
    assert "article_patterns: /story/\\d+" in told
    assert "headline h1.new" in told


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["sites", "explain", "hernon"], "did you mean heron?"),
        (["sites", "chek"], "did you mean check?"),
        (["sites", "check", "missing.toml"], "missing.toml"),
        (["sites", "explain", "heron", "--on", "soon"], "2025-05-14"),
    ],
)
def test_the_nearest_names_are_offered(folder, capsys, words, part):
    assert run(words) == Exit.USAGE
    captured = capsys.readouterr()
    assert part in captured.err + captured.out


def test_without_any_profile_the_way_to_name_one_is_told(folder, capsys, monkeypatch):
    monkeypatch.delenv("PRESSROW_SITES")
    assert run(["sites", "explain", "heron"]) == Exit.USAGE
    assert "--sites" in capsys.readouterr().err
    assert run(["sites", "check"]) == Exit.USAGE
    assert "--sites" in capsys.readouterr().err
    assert run(["sites", "list"]) == 0
    assert "PRESSROW_SITES" in capsys.readouterr().out

"""A name that nothing stored answers to is told with the nearest ones; a number past all that can be stored is a name like others."""

import pytest

from console.cli.nearest import nearest
from console.cli.program import run

HUGE = "9" * 30


def said(capfd, crawled, *arguments):
    capfd.readouterr()
    code = run([*arguments, "--db", crawled.db])
    out, err = capfd.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["articles", "--event", "Tidewatr Signals"], "no event “Tidewatr Signals” is stored; did you mean Tidewater Signals or Tidewater Signals 2025?\n"),
        (["articles", "--author", "Ines Valcort"], "no author “Ines Valcort” is stored; did you mean Ines Valcourt?\n"),
        (["articles", "--language", "english"], "no language “english” is stored; there are ar, de, en, es, fr, ja, ru, zh-Hans, zh-Hant\n"),
        (["articles", "--event", HUGE], f"no event “{HUGE}” is stored; pressrow events lists them\n"),
        (["events", "--event", "tidewater signals 2025"], "no event “tidewater signals 2025” is stored; did you mean Tidewater Signals 2025 or Tidewater Signals?\n"),
        (["search", "harbour", "--author", "Ines Valcort"], "no author “Ines Valcort” is stored; did you mean Ines Valcourt?\n"),
        (["coverage", "--speaker", "Bram"], "no speaker “Bram” is stored; did you mean Bram Hollowell?\n"),
        (["people", "--author", "Valcourt"], "no author “Valcourt” is stored; did you mean Ines Valcourt?\n"),
        (["groups", "--article", "999"], "no article “999” is stored; pressrow articles lists them\n"),
    ],
)  # fmt: skip
def test_a_listing_that_finds_nothing_says_which_name_is_unknown(crawled, capfd, words, line):
    code, out, err = said(capfd, crawled, *words)
    assert (code, err) == (0, line)
    assert out.startswith("no ")
    assert said(capfd, crawled, *words, "--format", "jsonl") == (0, "", line)


def test_known_names_without_a_common_article_are_not_told(crawled, capfd):
    assert said(capfd, crawled, "articles", "--author", "Ines Valcourt", "--language", "ru") == (0, "no articles\n", "")


def test_a_calendar_of_a_mistyped_event_says_so_too(crawled, capfd):
    code, out, err = said(capfd, crawled, "events", "--event", "Tidewater Sinals", "--format", "ics")
    assert (code, out.startswith("BEGIN:VCALENDAR"), "did you mean Tidewater Signals" in err) == (0, True, True)


def test_an_export_of_a_mistyped_name_says_so_unless_told_to_be_quiet(crawled, capfd, tmp_path):
    words = ["export", "articles", "--tag", "small port", "--out", str(tmp_path / "a.jsonl")]
    assert said(capfd, crawled, *words)[2] == "no tag “small port” is stored; did you mean small ports?\n"
    assert said(capfd, crawled, *words, "--quiet")[2] == ""


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["coverage", "Tidewatr Signals 2025"], "did you mean Tidewater Signals 2025"),
        (["coverage", HUGE], "no event"),
        (["coverage", ""], "no event “”"),
        (["coverage", "1", "--event", "1"], "name the event once"),
        (["coverage", "confirm", HUGE, "1"], "there is no article"),
        (["coverage", "separate", HUGE], "too large"),
        (["people", "merge", "1", HUGE], "too large"),
        (["people", "split", HUGE], "too large"),
        (["articles", "--limit", HUGE], "too large"),
        (["forget", "Ines Valcort", "--yes"], "did you mean Ines Valcourt?"),
        (["forget", "Ines Valcourt", "--site", "nowhere.example", "--yes"], "no site “nowhere.example”"),
        (["articles", "--author", "\udcff"], "this argument is no text in UTF-8"),
    ],
)
def test_what_is_asked_for_by_name_has_to_be_there(crawled, capfd, words, part):
    code, out, err = said(capfd, crawled, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert part in err


def test_a_number_that_is_none_is_refused(capfd):
    assert run(["crawl", "--delay", "nan", "http://127.0.0.1:1/"]) == 2
    assert run(["relate", "--seconds", "nan"]) == 2
    assert capfd.readouterr().err.count("“nan” is no number") == 2


def test_names_are_near_by_case_by_what_they_hold_and_by_their_letters():
    names = ["Sparks Fair", "Sparks Fair 2026", "Spark Plug Days", "Flint"]
    assert nearest("SPARKS FAIR", names) == ["Sparks Fair", "Sparks Fair 2026"]
    assert nearest("fair", names, cutoff=0.6) == ["Sparks Fair", "Sparks Fair 2026"]
    assert nearest("Flnt", names) == ["Flint"]
    assert nearest("x" * 100_000, names) == []
    assert nearest("", names) == []

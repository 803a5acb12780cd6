"""Progress of a crawl: plain lines at their interval, JSON where asked for, nothing when quiet."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from rich.console import Console

from console.cli.progress import Progress, by_reason, chosen_form


@dataclass
class Now:
    pages: int = 0
    articles: int = 0
    events: int = 0
    issues: int = 0
    outcomes: dict = field(default_factory=dict)
    waiting: int = 0
    origins: dict = field(default_factory=dict)


class Clock:
    at = 100.0

    def __call__(self):
        return self.at


def play(form, clock):
    with Progress(form, clock) as progress:
        for second in range(1, 12):
            clock.at = 100.0 + second
            progress(Now(second * 4, second * 3, 1, 2, {"stored": second * 3, "http_404": 2, "timeout": 1}, 7, {"http://a": 5}))


def test_a_plain_line_comes_every_five_seconds_with_all_figures(capsys):
    play("text", Clock())
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "5 s, 20 pages, 15 articles, 1 events, 2 issues, 4.0 pages/s, 7 waiting; not stored: http_404 2, timeout 1",
        "10 s, 40 pages, 30 articles, 1 events, 2 issues, 4.0 pages/s, 7 waiting; not stored: http_404 2, timeout 1",
    ]


def test_json_lines_hold_the_same_and_the_origins(capsys):
    play("json", Clock())
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["pages"] for line in told] == [20, 40]
    assert told[0]["outcomes"] == {"stored": 15, "http_404": 2, "timeout": 1}
    assert told[0]["origins"] == {"http://a": 5}
    assert told[0]["pages_per_s"] == 4.0


def test_quiet_says_nothing(capsys):
    play("quiet", Clock())
    shown = capsys.readouterr()
    assert shown.out + shown.err == ""


def test_a_live_panel_shows_figures_reasons_and_the_busiest_origins(capsys):
    now = Now(12, 9, 1, 2, {"dns": 1}, 3, {f"http://{n}": n for n in range(20)})
    with Progress("live", Clock()) as progress:
        progress(now)
    Console(width=100).print(progress._panel(now, 104.0))
    shown = capsys.readouterr().out
    assert "4 s   12 pages   9 articles   1 events   2 issues" in shown
    assert "not stored: dns 1" in shown
    assert "http://19   19 answers" in shown
    assert "and 12 origins more" in shown


@pytest.mark.parametrize(("quiet", "log_format", "form"), [(True, "json", "quiet"), (False, "json", "json"), (False, "text", "text")])
def test_the_form_is_as_asked_for_and_live_only_on_a_terminal(quiet, log_format, form):
    assert chosen_form(quiet=quiet, log_format=log_format) == form


def test_reasons_are_told_by_frequency_without_what_was_stored():
    assert by_reason({"a": 1, "b": 3, "stored": 9, "c": 0}) == "b 3, a 1"

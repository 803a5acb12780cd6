"""The steps of docs/adding-a-site.md, run as they stand there against a paper whose layout nobody can guess."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.console.old_paper import STORIES, OldPaper

pytestmark = pytest.mark.xdist_group("adding-a-site")  # one worker, so that what all look at is made once

DOCUMENT = (Path(__file__).parents[2] / "docs" / "adding-a-site.md").read_text(encoding="utf-8")
ADDRESS = "https://kustenbote.example/"
COMMANDS = re.findall(r"^ {4}(\S.*)$", DOCUMENT, re.MULTILINE)
SHELL = f'pressrow() {{ "{sys.executable}" -m console "$@"; }}; '


def probe_again(folder, paper):
    """The probe once more, with fewer pages."""
    command = f"pressrow probe {paper.url}/ --write --allow-address {paper.place} --delay 0 --pages 2"
    return subprocess.run(["sh", "-c", SHELL + command], cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Every command of the document, with how it ended, in the order of the document; and the folder."""
    folder = tmp_path_factory.mktemp("adding")
    paper = OldPaper()
    ended = []
    for command in COMMANDS:
        line = command.replace(ADDRESS, f"{paper.url}/")
        if line.startswith(("pressrow probe", "pressrow crawl")):
            line += f" --allow-address {paper.place} --delay 0"
        done = subprocess.run(
            ["sh", "-c", SHELL + line],  # the reader's shell
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if not name.startswith("PRESSROW")},
        )
        ended.append((command, done))
        if command.startswith("pressrow probe"):
            (folder / "draft.toml").write_bytes((folder / "sites" / "kustenbote.toml").read_bytes())
    paper.close()
    return ended, folder, paper


def test_every_command_ends_as_the_document_says(walked):
    ended, _, _ = walked
    assert [(command.split(" --")[0], done.returncode) for command, done in ended] == [
        (f"pressrow probe {ADDRESS}", 0),
        ("echo 'text = \"div.x1\"' >> sites/kustenbote.toml", 0),
        ("pressrow sites explain kustenbote", 0),
        ("pressrow replay", 1),
        ("pressrow replay", 1),  # what nobody has reviewed fails, up to date or not
        ('sed -i \'s/"reviewed": false/"reviewed": true/\' fixtures/kustenbote/*/expected.json', 0),
        ("pressrow replay", 0),
        ("pressrow sites check", 0),
        ("pressrow crawl kustenbote", 0),
    ], [(done.stdout, done.stderr) for _, done in ended]


def test_the_probe_tells_what_no_rule_can_guess_and_proposes_selectors(walked):
    said = walked[0][0][1].stdout
    assert "trouble    author_unknown on 4 of 4" in said
    assert "trouble    date_weak on 4 of 4" in said
    assert "proposal   byline = 'td.k3'" in said
    assert "proposal   published = 'td.k4'" in said


def test_the_draft_is_the_one_shown_and_at_most_fifteen_lines_long(walked):
    _, folder, paper = walked
    draft = (folder / "draft.toml").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)[1]
    assert draft.replace(f"{paper.url}/", ADDRESS) == re.sub(r"'Hanna Torvik'|'14.05.2025'", lambda m: m[0], shown)
    assert len((folder / "sites" / "kustenbote.toml").read_text(encoding="utf-8").splitlines()) <= 15
    assert tomllib.loads(draft)["layouts"]


def test_the_diff_shows_the_lines_that_are_no_longer_part_of_the_text(walked):
    before = walked[0][3][1].stdout
    assert "DRAFT" in before
    assert "Wassertemperatur" in before


def test_in_the_end_every_fixture_is_green_and_the_crawl_has_the_right_people_and_days(walked):
    ended, folder, _ = walked
    assert "3 fixtures" in ended[6][1].stdout
    assert " 0 differ, 0 fixtures not reviewed" in ended[6][1].stdout
    listed = subprocess.run(
        [sys.executable, "-m", "console", "articles", "--db", "sqlite:///news.db", "--format", "jsonl"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    for headline, author, day, _, _ in STORIES.values():
        (row,) = [row for row in map(json.loads, listed.splitlines()) if row["headline"] == headline]
        assert [one["name"] for one in row["authors"]] == [author]
        assert row["published_at"] == "-".join(reversed(day.split(".")))
        assert len(row["text"].split("\n\n")) == 3


@pytest.mark.soak  # a second probe of the whole site
def test_an_existing_profile_is_not_overwritten(walked):
    _, folder, _ = walked
    paper = OldPaper()  # the same paper at another address, so that the profile there is not its own
    kept = (folder / "sites" / "kustenbote.toml").read_bytes()
    done = probe_again(folder, paper)
    paper.close()
    assert done.returncode == 2
    assert "sites/kustenbote.toml" in done.stderr
    assert (folder / "sites" / "kustenbote.toml").read_bytes() == kept

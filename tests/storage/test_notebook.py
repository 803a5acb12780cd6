"""The tour in docs/notebook.py runs, and importing the package stays quick."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import storage
from storage import open_database, queries

TOUR = Path(__file__).parent.parent.parent / "docs" / "notebook.py"


def test_the_tour_runs_against_a_stored_database(filled_url, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["notebook.py", filled_url])
    runpy.run_path(str(TOUR))
    told = capsys.readouterr().out
    assert "articles by language: {'en': 6}" in told
    assert "busiest authors: [('Ada Lovelace', 6), ('Charles Babbage', 6)]" in told
    assert "event: 2026-05-01T09:00:00+02:00 FairCon 2026 (2 sessions)" in told
    assert "found: Sparks fly" in told
    assert "created []" in told


def test_importing_the_package_opens_and_loads_nothing():
    said = "import sys, storage; print(sorted({name.partition('.')[0] for name in sys.modules} & {'sqlalchemy', 'alembic', 'pyarrow'}))"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_what_the_package_has_not_is_told():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = storage.nothing


def test_every_question_is_documented_and_answers_with_dicts(filled_url):
    with open_database(filled_url, write=False) as database:
        for name in ("articles", "events", "coverage", "issues", "crawls", "edits"):
            question = getattr(queries, name)
            assert question.__doc__
            assert all(isinstance(row, dict) for row in question(database))
        assert all(isinstance(row, dict) for row in (*queries.search(database, "sparks"), *queries.history(database, 1)))

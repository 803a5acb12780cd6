"""The labelled articles: links that a careful reader would make, and hard ones that she would not."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from crawler.relate.coverage import CoverageIndex, facts_of, link

ROOT = Path(__file__).parents[4]
TUNING = ROOT / "fixtures" / "coverage" / "tuning"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_coverage", ROOT / "tests" / "bench" / "coverage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tuning_half_keeps_its_figures(bench):
    found = bench.score(TUNING)
    assert found["labelled"] >= 120
    assert found["precision"] >= 0.98
    assert found["recall"] >= 0.95
    assert found["relations"] >= 0.93


def test_the_half_that_no_rule_was_made_with_keeps_its_figures(bench):
    found = bench.score(TUNING.parent / "heldout")
    assert found["precision"] >= 0.95
    assert found["recall"] >= 0.85


def test_every_quote_stands_in_its_field_at_its_offsets():
    index = CoverageIndex(fact for row in _rows("events.jsonl") for fact in facts_of(row))
    checked = 0
    for article in _rows("articles.jsonl"):
        for each in link(article, index):
            assert each.evidence
            for piece in each.evidence:
                if piece.start is not None:
                    assert article[piece.field][piece.start : piece.end] == piece.quote
                    checked += 1
    assert checked > 300


def _rows(name):
    return [json.loads(line) for line in (TUNING / name).read_text(encoding="utf-8").splitlines()]

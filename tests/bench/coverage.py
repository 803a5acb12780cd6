"""Precision and recall of coverage on the labelled articles, and its cost at scale.

.venv/bin/python tests/bench/coverage.py [--half tuning|heldout] [--wrong]
.venv/bin/python tests/bench/coverage.py --scale [--articles 100000] [--events 10000]
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crawler.relate.coverage import CoverageIndex, facts_of, link  # noqa: E402 - the checkout is not installed everywhere

FOLDER = ROOT / "fixtures" / "coverage"
HALVES = ("tuning", "heldout")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(folder: Path, *, wrong: bool = False) -> dict[str, Any]:
    """How the links of one half compare with its labels; pairs that are not labelled count as none."""
    index = CoverageIndex(fact for row in rows(folder / "events.jsonl") for fact in facts_of(row))
    labels = {(row["article"], row["event"]): row for row in rows(folder / "labels.jsonl")}
    wanted = {pair: row["relation"] for pair, row in labels.items() if row["relation"] != "none"}
    found = {(article["id"], each.event): each for article in rows(folder / "articles.jsonl") for each in link(article, index)}
    right = wanted.keys() & found.keys()
    if wrong:
        for pair in sorted(found.keys() - wanted.keys()):
            print(
                "too much",
                pair,
                labels.get(pair, {}).get("note"),
                found[pair].relation,
                found[pair].score,
                found[pair].rule,
                [tuple(e) for e in found[pair].evidence],
            )
        for pair in sorted(wanted.keys() - found.keys()):
            print("missed  ", pair, wanted[pair], labels[pair]["note"])
        for pair in sorted(right):
            if found[pair].relation != wanted[pair]:
                print("relation", pair, "wanted", wanted[pair], "found", found[pair].relation, labels[pair]["note"])
    return {
        "articles": len(rows(folder / "articles.jsonl")),
        "events": len(index.events),
        "labelled": len(labels),
        "wanted": len(wanted),
        "found": len(found),
        "right": len(right),
        "precision": round(len(right) / max(1, len(found)), 4),
        "recall": round(len(right) / max(1, len(wanted)), 4),
        "relations": round(sum(found[pair].relation == wanted[pair] for pair in right) / max(1, len(right)), 4),
        "recall_by": _recall_by(index, folder, wanted, right),
        "by_relation": {
            name: f"{sum(found[p].relation == name for p in right if wanted[p] == name)}/{number}"
            for name, number in sorted(Counter(wanted.values()).items())
        },
    }


def _recall_by(index: CoverageIndex, folder: Path, wanted: dict[Any, str], right: set[Any]) -> dict[str, str]:
    """Recall by relation, by language, of events and of sessions."""
    languages = {row["id"]: row["language"] for row in rows(folder / "articles.jsonl")}
    dated = {row["id"]: "dated" if row["published_at"] else "undated" for row in rows(folder / "articles.jsonl")}
    groups: dict[str, list[bool]] = {}
    for pair, relation in wanted.items():
        session = "sessions" if index.events[pair[1]].parent is not None else "events"
        for group in (f"{session} {relation}", session, languages[pair[0]], dated[pair[0]]):
            groups.setdefault(group, []).append(pair in right)
    return {name: f"{sum(each)}/{len(each)}" for name, each in sorted(groups.items())}


def main() -> None:
    """Print the figures that were asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--half", choices=HALVES)
    options.add_argument("--wrong", action="store_true", help="show what is wrong (tuning half only)")
    options.add_argument("--scale", action="store_true", help="measure the cost instead")
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--events", type=int, default=10_000)
    chosen = options.parse_args()
    if chosen.scale:
        scale(chosen.articles, chosen.events)
        return
    for half in [chosen.half] if chosen.half else HALVES:
        if (FOLDER / half).is_dir():
            print(json.dumps({"half": half, **score(FOLDER / half, wrong=chosen.wrong and half == "tuning")}))


def scale(articles: int, events: int) -> None:
    raise SystemExit("not yet")


if __name__ == "__main__":
    main()

"""Whether extraction is fitted to the pages it was made with: the benchmark's scores in five folds by domain.

The rules are written by hand, so a fold is only a smaller benchmark: the table shows how far each score moves from fold to
fold. The numbers in ``SETTINGS`` were chosen with the benchmark in sight: for each fold the best value is chosen again on
the other four, and the fold is scored with it. What comes out is what a site would see that nobody had looked at.

    python tests/bench/crossval.py            # the folds, then the numbers; about a minute and a half
    python tests/bench/crossval.py --folds-only

The benchmark's folder is PRESSROW_SHARED or ``../shared`` beside the checkout; without it nothing is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

CHECKOUT = Path(__file__).parents[2]
sys.path.insert(0, str(CHECKOUT))

from crawler import reading  # noqa: E402  -- the checkout's own package, wherever Python was started
from crawler.decide import author_readings, date_witnesses  # noqa: E402
from crawler.decide import dates as dates_decided  # noqa: E402
from crawler.normalise.urls import host_of, registrable  # noqa: E402
from crawler.pipelines.bylines import Bylines  # noqa: E402
from crawler.pipelines.dates import Dates  # noqa: E402
from crawler.workers.extracting import read as read_file  # noqa: E402
from crawler.workers.saved import FileTask  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from crawler.items import Page
    from crawler.pipelines.step import Step

FOLDS = 5
Row = dict[str, Any]
NOT_WRITERS = frozenset({"photographer", "translator", "editor", "speaker"})
SHOWN = (
    ("body", "f1"), ("body", "accuracy"), ("snippets", "f1"), ("title", "exact"), ("authors", "f1"), ("authors", "exact"), ("authors", "precision"),
    ("date", "day"), ("date", "instant"), ("language", "ok"),
)  # fmt: skip
#: where a number stands, its name, the field it moves, the step that uses it, and the values to choose from
SETTINGS: tuple[tuple[tuple[ModuleType, ...], str, str, Step, tuple[float, ...]], ...] = (
    ((date_witnesses, dates_decided), "ENOUGH", "date", Dates(), (0.04, 0.08, 0.12, 0.16, 0.24)),
    ((date_witnesses,), "_SAME_SOURCE", "date", Dates(), (0.0, 0.15, 0.25, 0.4)),
    ((date_witnesses,), "_VAGUE", "date", Dates(), (0.3, 0.4, 0.5, 0.6, 0.7)),
    ((dates_decided,), "_FIRM", "date", Dates(), (0.25, 0.3, 0.35, 0.4, 0.5)),
    ((dates_decided,), "_HOURS", "date", Dates(), (0, 3, 6, 9, 12)),
    ((author_readings,), "NEAR", "authors", Bylines(), (0.55, 0.6, 0.65, 0.7, 0.75)),
)


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    given.add_argument("--folds-only", action="store_true", help="leave the numbers alone")
    folds_only = given.parse_args().folds_only
    folder = Path(os.environ.get("PRESSROW_SHARED") or CHECKOUT.parent / "shared") / "benchmark"
    if not (folder / "score.py").is_file():
        print(f"crossval: no benchmark in {folder} (PRESSROW_SHARED names another place): nothing measured")
        return 0
    sys.path.insert(0, str(folder))
    score = importlib.import_module("score")
    manifest: list[Row] = score.read_rows(folder / "pages.jsonl")
    pages = _read(manifest, folder)
    _folds(score, manifest, pages)
    if not folds_only:
        _settings(score, manifest, pages)
    return 0


def fold_of(url: str) -> int:
    """The fold of a page: that of its registrable domain, so that no site stands in two."""
    return int.from_bytes(hashlib.sha256(registrable(host_of(url)).encode()).digest()[:4]) % FOLDS


def _read(manifest: Sequence[Row], folder: Path) -> dict[str, Page]:
    """Every page, read once, with the evidence that its decisions were made from."""
    known: dict[tuple[str, str], Page] = {}
    found: dict[str, Page] = {}
    for row in manifest:
        key = (row["path"], row["url"])
        if key not in known:
            at = datetime.fromisoformat(row["captured_at"]) if row.get("captured_at") else datetime.now(UTC)
            kept = reading.Kept()
            page = read_file(
                FileTask(row["id"], row["url"], str(folder / row["path"]), at if at.tzinfo else at.replace(tzinfo=UTC), row.get("charset")),
                None,
                kept,
            )
            page.evidence = kept.evidence
            known[key] = page
        found[row["id"]] = known[key]
    return found


def _predicted(row: Row, page: Page) -> Row:
    article = page.article
    if article is None:
        return {"id": row["id"], "title": None, "authors": [], "text": None, "language": None, "published_at": None}
    when = article.published
    return {
        "id": row["id"],
        "title": article.headline,
        "authors": [author.name for author in article.authors if author.role not in NOT_WRITERS],
        "text": article.text,
        "language": article.language,
        "published_at": (when.value[:10] if when.precision == "day" else when.value) if when else None,
    }


def _scored(score: ModuleType, rows: Sequence[Row], pages: dict[str, Page]) -> dict[tuple[str, str, str], float]:
    result, _ = score.evaluate(rows, [_predicted(row, pages[row["id"]]) for row in rows])
    return {
        (source, field, key): value
        for source, fields in result.items()
        for field, key in SHOWN
        if (value := fields.get(field, {}).get(key)) is not None
    }


def _folds(score: ModuleType, manifest: Sequence[Row], pages: dict[str, Page]) -> None:
    whole = _scored(score, manifest, pages)
    parts = [_scored(score, [row for row in manifest if fold_of(row["url"]) == n], pages) for n in range(FOLDS)]
    print(f"{'':34}{'all':>8}{'mean':>8}{'least':>8}{'most':>8}   folds")
    for name, value in whole.items():
        values = [part[name] for part in parts if name in part]
        if len(values) > 1:
            row = "".join(f"{figure:8.3f}" for figure in (value, statistics.mean(values), min(values), max(values)))
            print(f"{' '.join(name):34}{row}   {' '.join(f'{figure:.3f}' for figure in values)}")


def _settings(score: ModuleType, manifest: Sequence[Row], pages: dict[str, Page]) -> None:
    print(f"\n{'number, chosen on four folds':34}{'as is':>8}{'chosen':>8}   scored on the fifth; values chosen")
    for modules, name, field, step, grid in SETTINGS:
        shipped = getattr(modules[0], name)
        rows = [row for row in manifest if row["gold"].get({"date": "published"}.get(field, field))]
        cells = {}
        for value in grid:
            _set(modules, name, value)
            for page in {id(pages[row["id"]]): pages[row["id"]] for row in rows}.values():
                step.take(page, None)
            cells[value] = {row["id"]: _points(score.score_page(row["gold"], _predicted(row, pages[row["id"]]))[field]) for row in rows}
        _set(modules, name, shipped)
        for page in {id(pages[row["id"]]): pages[row["id"]] for row in rows}.values():
            step.take(page, None)
        chosen, held, own = [], [], []
        for n in range(FOLDS):
            inside = [row["id"] for row in rows if fold_of(row["url"]) != n]
            outside = [row["id"] for row in rows if fold_of(row["url"]) == n]
            best = max(grid, key=lambda value: (_mean(cells[value], inside), value == shipped))
            chosen.append(best)
            held.append(_mean(cells[best], outside))
            own.append(_mean(cells[shipped], outside))
        print(f"{field + ' ' + name:34}{statistics.mean(own):8.4f}{statistics.mean(held):8.4f}   {chosen}, as is {shipped}")


def _set(modules: Iterable[ModuleType], name: str, value: float) -> None:
    for module in modules:
        setattr(module, name, value)


def _points(cell: Row) -> float:
    return float(cell["day"] if "day" in cell else cell["exact"])


def _mean(cells: dict[str, float], ids: Sequence[str]) -> float:
    return statistics.mean(cells[each] for each in ids)


if __name__ == "__main__":
    sys.exit(main())

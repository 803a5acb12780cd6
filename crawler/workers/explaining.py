"""Tells how a saved page was read: what a worker does for ``pressrow extract --explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crawler import reading
from crawler.items import Author, Image
from crawler.items.rows import article_row, failed_row
from crawler.reading import warm
from crawler.workers.extracting import UnreadableError, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Candidate, Page, Provenance
    from crawler.sites.collection import Sites
    from crawler.workers.saved import FileTask

Row = dict[str, Any]
#: a field of the row, and the evidence that decides it
EVIDENCE: Final = {
    "headline": ("headline",), "kicker": ("kicker",), "standfirst": ("standfirst",), "description": ("description",), "byline": ("byline",),
    "authors": ("authors", "bio"), "dateline_place": ("dateline",), "published_at": ("published",), "modified_at": ("modified",), "language": ("language",),
    "section": ("section",), "tags": ("tags",), "images": ("images",), "canonical_url": ("canonical_url",), "text": (),
}  # fmt: skip
MAX_CANDIDATES: Final = 100  #: of a field

__all__ = ["EVIDENCE", "explain", "run", "warm"]


def run(tasks: Sequence[FileTask], sites: Sites | None) -> list[Row]:
    """How each of the saved pages was read, see :func:`explain`."""
    return [explain(task, sites) for task in tasks]


def explain(task: FileTask, sites: Sites | None) -> Row:
    """How a saved page was read.

    Keys: ``id url kind kind_rule reason``, ``document`` (None where the file gave none), ``fields`` (for each its value,
    the rule that won with what it read and how sure it is, every candidate and whether it won, the rivals, or why the
    field is empty), ``blocks`` (text, tag, kept, rule), ``issues``, ``repairs``.
    """
    kept = reading.Kept()
    try:
        page = read(task, sites, kept)
    except UnreadableError as error:
        failed = failed_row(task.row_id, task.url or None, "unreadable", str(error))
        return {key: failed[key] for key in ("id", "url", "kind", "issues", "repairs")} | {
            "kind_rule": "", "reason": "unreadable", "document": None, "fields": [], "blocks": [],
        }  # fmt: skip
    row = article_row(page, task.row_id)
    document = kept.document
    return {
        "id": task.row_id,
        "url": task.url or None,
        "kind": page.kind,
        "kind_rule": page.kind_rule,
        "reason": page.reason,
        "document": None if document is None else {
            "kind": document.kind, "charset": document.charset, "charset_rule": document.charset_rule, "title": document.title,
            "language": row["language"], "declared_language": row["declared_language"], "blocks": len(document.blocks),
        },
        "fields": [] if document is None else [_field(name, row, page, kept) for name in EVIDENCE],
        "blocks": [{"text": block.text, "tag": block.tag, "kept": block.kept, "rule": block.rule} for block in kept.blocks],
        "issues": row["issues"],
        "repairs": row["repairs"],
    }  # fmt: skip


def _field(name: str, row: Row, page: Page, kept: reading.Kept) -> Row:
    won = page.provenance.get(name)
    candidates = [each for evidence in EVIDENCE[name] for each in kept.evidence.get(evidence, ())]
    value = row[name]
    winner = _winner(won, candidates) if won is not None and value else None
    return {
        "field": name,
        "value": value,
        "rule": won.rule if won and value else None,
        "printed": won.printed[:300] if won and value else None,
        "confidence": round(won.confidence, 3) if won and value else None,
        "candidates": [
            {"rule": each.rule, "printed": _printed(each), "confidence": round(each.confidence, 3), "won": each is winner}
            for each in candidates[:MAX_CANDIDATES]
        ],
        "rivals": [{"rule": each.rule, "printed": each.printed, "confidence": round(each.confidence, 3)} for each in won.rivals] if won else [],
        "abstained": None if value else _why(name, page, candidates),
    }  # fmt: skip


def _winner(won: Provenance, candidates: list[Candidate]) -> Candidate | None:
    """The candidate that the provenance speaks of: the one of its rule that printed the same, else the first of its rule."""
    same = [each for each in candidates if each.rule == won.rule]
    return next((each for each in same if won.printed and _printed(each)[:100] == won.printed[:100]), same[0] if same else None)


def _printed(candidate: Candidate) -> str:
    value = candidate.value
    if isinstance(value, Author):
        said = value.printed or value.name
    elif isinstance(value, Image):
        said = " ".join([part for part in (value.url, value.caption, value.credit and f"({value.credit})") if part])
    else:
        said = str(value)
    return (candidate.printed or said)[:300]


def _why(name: str, page: Page, candidates: list[Candidate]) -> str:
    """Why a field is empty: the issue that says so, else what there was to decide from."""
    told = next((issue for issue in page.issues if issue.field == name), None)
    if told is not None:
        return f"{told.cls}: {told.detail}"
    if not candidates:
        return "nothing on the page says it"
    return f"none of {len(candidates)} candidates was believed"

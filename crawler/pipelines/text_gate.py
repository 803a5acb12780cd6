"""The first step: every string that may be stored passes the text gate, and each change is told."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from crawler.items import Page, Repair
from crawler.normalise.text import gate, is_clean
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.sites.profile import Profile

_MAX_REPAIRS = 50
_MAX_DEPTH = 8  # events hold sessions, which hold people


class TextGate(Step):
    """Cleans evidence, blocks, the article's shell, events, links and issues; repairs go to ``page.repairs``, once each."""

    name: ClassVar[str] = "text_gate"

    def take(self, page: Page, profile: Profile | None) -> None:  # noqa: ARG002 -- every step is called alike
        told = _Told(page)
        for field, candidates in page.evidence.items():
            for candidate in candidates:
                value, printed = candidate.value, candidate.printed
                if not isinstance(value, str) or not is_clean(value):
                    candidate.value = told.value(value, field)
                elif printed is value:
                    continue
                if printed and not is_clean(printed):
                    candidate.printed = told.string(printed, field)
        blocks = page.blocks
        if is_clean("".join([block.text for block in blocks])):  # one look for all, on most pages
            blocks = []
        for block in blocks:
            if not is_clean(block.text):
                block.text = told.string(block.text, "text")
        if page.article is not None:
            for name in _names(type(page.article)):
                if value := getattr(page.article, name):
                    setattr(page.article, name, told.value(value, name))
        for link in page.links:
            link.text = told.string(link.text, "links")
            if link.hint is not None:
                told.value(link.hint, "links")
        for issue in list(page.issues):
            if not is_clean(issue.detail):
                issue.detail = gate(issue.detail)[0]
        page.events = [told.value(event, "events") for event in page.events]


class _Told:
    """Cleans values field by field and remembers on the page what it changed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen = {(repair.field, repair.kind, repair.before) for repair in page.repairs}

    def string(self, text: str, field: str) -> str:
        if is_clean(text):
            return text
        text, changes = gate(text)
        for change in changes:
            key = (field, change.kind, change.before)
            if key in self.seen or len(self.page.repairs) >= _MAX_REPAIRS:
                continue
            self.seen.add(key)
            self.page.repairs.append(Repair(field, change.kind, change.before, change.after))
            self.page.issue("text_repaired", "info", field, f"{change.kind}: {change.before} → {change.after}")
        return text

    def value(self, value: Any, field: str, depth: int = 0) -> Any:
        """The same value with every string in it clean; records are changed in place."""
        if isinstance(value, str):
            return self.string(value, field)
        if depth > _MAX_DEPTH:
            return value
        if isinstance(value, list):
            return [self.value(each, field, depth + 1) for each in value]
        if value is not None:
            for name in _names(type(value)):
                if part := getattr(value, name):
                    setattr(value, name, self.value(part, field, depth + 1))
        return value


_fields: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    """The fields of a record; none for other values."""
    known = _fields.get(kind)
    if known is None:
        known = _fields[kind] = tuple([each.name for each in fields(kind)]) if is_dataclass(kind) else ()
    return known

"""The step that decides when a page was published and changed, and reads the dateline of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from crawler.decide import dates as decide
from crawler.decide.date_witnesses import Ground
from crawler.items import Provenance
from crawler.normalise.dates import Dateline, dateline, told_order, usual_order
from crawler.normalise.language import normalise_tag
from crawler.normalise.urls import host_of
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Page
    from crawler.normalise.dates import Order
    from crawler.sites.profile import Profile

_HEADS = 3  #: paragraphs that may begin with the dateline: a caption or a bullet list may come first
_PRINTED = 160


class Dates(Step):
    """Assigns what :mod:`crawler.decide.dates` decides; the dateline stays in the text, and its day is the last resort but that of a change."""

    name: ClassVar[str] = "dates"

    def take(self, page: Page, profile: Profile | None) -> None:
        article = page.article
        if article is None:
            return
        language = normalise_tag(article.language or article.declared_language) or (profile.language if profile else None)
        order: Order | None = (profile.date_order if profile else None) or usual_order(language, host_of(page.url))
        if order is None:
            order = told_order(
                each.value for name in ("published", "modified") for each in page.evidence.get(name, ()) if isinstance(each.value, str)
            )
        ground = Ground(page.captured_at, language, order, profile.zone if profile else None, page.dated)
        changes = decide.witnesses(page.evidence.get("modified", ()), ground)
        published = decide.published(page.evidence.get("published", ()), changes, ground, listing=page.kind == "listing")
        printed, head = _dateline(page, language, order)
        if head is not None:
            article.dateline_place = head.place
            article.dateline_date = head.when.iso() if head.when else None
            page.provenance["dateline_place"] = Provenance("dateline", printed, 0.8)
            if head.when is not None and not decide.is_better(published, head.when):
                published = decide.from_dateline(head.when, printed)
        modified = decide.modified(changes, published.moment, ground)
        if published.moment is None:
            published = decide.from_change(modified, published.issues)
        article.published, article.modified = published.moment, modified.moment
        for name, decision in (("published_at", published), ("modified_at", modified)):
            if decision.provenance is not None:
                page.provenance[name] = decision.provenance
            for issue in decision.issues:
                page.issue(issue.cls, issue.severity, issue.field, issue.detail)


def _dateline(page: Page, language: str | None, order: Order | None) -> tuple[str, Dateline | None]:
    """The dateline as printed and as read: from the profile's selector, else from the head of one of the first paragraphs."""
    for candidate in page.evidence.get("dateline", ()):
        if isinstance(candidate.value, str):
            text = candidate.value.rstrip(" —–-:") + " — "
            found = dateline(text + "x", language=language, order=order)
            if found:
                return candidate.value[:_PRINTED], found
    article = page.article
    if article is not None and article.text:
        heads = article.text.split("\n\n", _HEADS)[:_HEADS]
    else:
        heads = [block.text for block in page.blocks if block.kept][:_HEADS]
    for text in heads:
        found = dateline(text, language=language, order=order)
        if found:
            return text[: found.end].strip()[:_PRINTED], found
    return "", None

"""The step that decides the authors, the printed credit line, and the images with their credits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from crawler.decide import authors
from crawler.items import Author, Provenance
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Page
    from crawler.sites.profile import Profile

MAX_IMAGES = 40


class Bylines(Step):
    """Assigns what :func:`crawler.decide.authors.decide` decides; images come as they were found, in the page's order."""

    name: ClassVar[str] = "bylines"

    def take(self, page: Page, profile: Profile | None) -> None:
        article = page.article
        if article is None:
            return
        outlets = [str(candidate.value) for candidate in page.evidence.get("site_name", ())]
        if profile is not None:
            outlets.append(profile.name)
        language = article.language or article.declared_language or (profile.language if profile else None)
        story = " ".join([article.headline or "", *(block.text for block in page.blocks if block.kept)])
        credits_found = list(page.evidence.get("authors", ()))
        lines = page.evidence.get("byline", ())  # only a profile names the line itself
        credits_found += [replace(line, value=Author(str(line.value), printed=line.printed, method="profile")) for line in lines]
        decision = authors.decide(credits_found, page.evidence.get("bio", ()), outlets, language, story)
        article.authors = decision.authors
        article.byline = str(lines[0].value) if lines else decision.byline
        if decision.provenance is not None:
            page.provenance["authors"] = decision.provenance
        for issue in decision.issues:
            page.issue(issue.cls, issue.severity, issue.field, issue.detail)
        images = page.evidence.get("images", ())
        article.images = [candidate.value for candidate in images[:MAX_IMAGES]]
        if images:
            best = max(images, key=lambda candidate: candidate.confidence)
            page.provenance["images"] = Provenance(best.rule, best.printed, best.confidence)

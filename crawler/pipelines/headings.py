"""The step that decides headline, kicker, standfirst, description, section and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from crawler.decide import headings
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Page
    from crawler.sites.profile import Profile


class Headings(Step):
    """Assigns what :func:`crawler.decide.headings.decide` decides."""

    name: ClassVar[str] = "headings"

    def take(self, page: Page, profile: Profile | None) -> None:
        article = page.article
        if article is None:
            return
        sites = [str(candidate.value) for candidate in page.evidence.get("site_name", ())]
        if profile is not None:
            sites.append(profile.name)
        decision = headings.decide(page.evidence, sites)
        article.headline = decision.headline
        article.kicker = decision.kicker
        article.standfirst = decision.standfirst
        article.description = decision.description
        article.section = decision.section
        article.tags = decision.tags
        page.provenance.update(decision.provenance)
        for issue in decision.issues:
            page.issue(issue.cls, issue.severity, issue.field, issue.detail)

"""The step that makes addresses absolute and chooses the canonical one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from crawler.items import Provenance, Rival
from crawler.normalise.urls import is_home, join, normalise, same_page, same_site
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Candidate, Page
    from crawler.sites.profile import Profile


class Addresses(Step):
    """Assigns ``canonical_url``; addresses of images, authors and events become absolute http(s) ones or None."""

    name: ClassVar[str] = "addresses"

    def take(self, page: Page, profile: Profile | None) -> None:  # noqa: ARG002 -- every step is called alike
        self._canonical(page)
        article = page.article
        if article is not None:
            for image in article.images:
                image.url = join(page.url, image.url) if image.url else None
            article.images = [image for image in article.images if image.url or image.caption or image.credit]
            for author in article.authors:
                author.url = join(page.url, author.url) if author.url else None
        events = list(page.events)
        for event in events:
            event.url = join(page.url, event.url) if event.url else None
            events.extend(event.sessions)

    def _canonical(self, page: Page) -> None:
        """The first credible claim; a claim that names the front page or a stranger's page is left with an issue."""
        claims: list[tuple[str, Candidate]] = []
        refused: list[str] = []
        for candidate in page.evidence.get("canonical_url", ()):
            address = join(page.url, str(candidate.value))
            normal = normalise(address) if address else None
            if normal is None:
                refused.append(f"{candidate.rule}: no address")
                continue
            claims.append((normal, candidate))
        for normal, candidate in claims:
            doubt = _doubt(normal, page, claims)
            if doubt:
                refused.append(f"{candidate.rule}: {doubt}")
                continue
            page.canonical_url = normal
            rivals = [Rival(other.rule, str(other.value)[:120], other.confidence) for _, other in claims if other is not candidate]
            page.provenance["canonical_url"] = Provenance(candidate.rule, str(candidate.value)[:300], candidate.confidence, rivals[:3])
            break
        if refused and page.canonical_url is None:
            page.issue("canonical_doubtful", "info", "canonical_url", "; ".join(refused))


def _doubt(normal: str, page: Page, claims: list[tuple[str, Candidate]]) -> str:
    """Why a claim is not believed; empty where nothing speaks against it."""
    if is_home(normal) and not is_home(page.url) and not is_home(page.requested_url):
        return "the front page"
    if not same_site(normal, page.url) and not same_site(normal, page.requested_url):
        # syndicated stories name their first home in every place; a broken template only in one
        witnesses = {candidate.rule.partition(":")[0] for other, candidate in claims if same_page(other, normal)}
        if len(witnesses) < 2:
            return "another site"
    return ""

"""The step that decides the language from the kept text, and keeps what the page declares beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from crawler.decide import language as decide
from crawler.items import Candidate
from crawler.normalise.language import normalise_tag
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Page
    from crawler.sites.profile import Profile

# /en/, /zh-hans/, ?lang=de, de.example.org
_IN_URL = re.compile(
    r"https?://(?:www\.)?(?P<host>[a-z]{2})\.[^/]+\.|//[^/]+/(?P<path>[a-z]{2}(?:[-_][A-Za-z]{2,4})?)(?=/|\Z|\?)|[?&]lang=(?P<query>[A-Za-z_-]{2,7})"
)


class Language(Step):
    """Assigns ``language`` and ``declared_language`` as BCP 47 tags."""

    name: ClassVar[str] = "language"

    def take(self, page: Page, profile: Profile | None) -> None:
        article = page.article
        if article is None:
            return
        claims = list(page.evidence.get("language", ()))
        if article.declared_language:
            claims.append(Candidate(article.declared_language, "declared", 0.8))
        address = _IN_URL.search(page.url)
        if address:
            tag = normalise_tag(address["path"] or address["query"] or address["host"])
            if tag:
                claims.append(Candidate(tag, "url:language", 0.4))
        if profile is not None and profile.language:
            claims.append(Candidate(profile.language, "profile:language", 0.3))
        texts = [article.text] if article.text else [block.text for block in page.blocks if block.kept]
        # a crawl stores no language of a front page, whose few words would often be the first to need the model
        decision = decide.decide([article.headline or "", *texts], claims, ask=page.kind == "article" or not page.followed)
        article.language = decision.language
        article.declared_language = normalise_tag(article.declared_language) or next(
            (tag for claim in claims if not claim.rule.startswith(("url:", "profile:")) and (tag := normalise_tag(str(claim.value)))), None
        )
        if decision.provenance is not None:
            page.provenance["language"] = decision.provenance

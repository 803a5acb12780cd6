"""Bounds every field, and tells as issues what a finished article lacks or what does not fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Article, Page
    from crawler.sites.profile import Profile

MAX_TEXT = 2_000_000  #: characters of an article's text
MAX_LIST = 200  #: entries of authors, images, tags, sessions' people
_BOUNDS = {
    "headline": 1_000,
    "kicker": 300,
    "standfirst": 5_000,
    "description": 5_000,
    "byline": 1_000,
    "section": 200,
    "dateline_place": 200,
}
_LACKING = frozenset({"headline_unknown", "author_unknown", "date_unknown", "language_unknown", "text_empty"})
#: fields that no decision has an issue of its own for, and the evidence of each
_DOUBTED = {
    "kicker": "kicker", "standfirst": "standfirst", "description": "description", "section": "section", "tags": "tags", "images": "images",
    "modified_at": "modified", "dateline_place": "dateline",
}  # fmt: skip
_HELD = {"modified_at": "modified"}
_SHORT_TEXT = 120  #: characters; a shorter text is kept and told


class Validation(Step):
    """The last look at a page before it is stored: nothing is dropped here without an issue that says so."""

    name = "validation"

    def take(self, page: Page, profile: Profile | None) -> None:  # noqa: ARG002 -- every step is called alike
        """Cut what is out of bounds and add the issues of an article's empty fields."""
        article = page.article
        if article is None:
            return
        _bound(page, article)
        if page.kind != "article":
            # a listing has no author and no day: that it lacks them tells an operator nothing
            page.issues = [issue for issue in page.issues if issue.cls not in _LACKING]
            return
        if not article.headline:
            page.issue("headline_unknown", "warning", "headline", "no heading, title or structured headline was found")
        if not article.text:
            page.issue("text_empty", "error", "text", "no block of the page was kept as the story")
        elif len(article.text) < _SHORT_TEXT:
            page.issue("text_short", "info", "text", f"{len(article.text)} characters")
        if not article.language:
            page.issue("language_unknown", "warning", "language", "too little text, and the page declares none")
        if not article.authors:
            page.issue("author_unknown", "info", "authors", "no credible credit was found")
        if article.published is None:
            page.issue("date_unknown", "warning", "published_at", "no credible date of publication was found")
        elif article.modified and article.modified.value[:10] < article.published.value[:10]:
            page.issue(
                "date_implausible", "info", "modified_at", f"modified {article.modified.value} before published {article.published.value}"
            )
        _tell_doubted(page, article)


def _tell_doubted(page: Page, article: Article) -> None:
    """Say of fields that stay empty what was printed for them; the fields above have said so themselves."""
    for name, source in _DOUBTED.items():
        doubted = page.evidence.get(source)
        if doubted and not getattr(article, _HELD.get(name, name)):
            first = doubted[0]
            seen = f"{first.rule} “{(first.printed or str(first.value))[:120]}”"
            page.issue("field_doubtful", "info", name, f"{seen} was not believed" + (f", nor {len(doubted) - 1} more" * (len(doubted) > 1)))


def _bound(page: Page, article: Article) -> None:
    for name, limit in _BOUNDS.items():
        value = getattr(article, name)
        if value is not None and len(value) > limit:
            setattr(article, name, value[:limit].rstrip())
            page.issue("field_cut", "warning", name, f"{len(value)} characters, cut at {limit}")
    if article.text is not None and len(article.text) > MAX_TEXT:
        page.issue("field_cut", "warning", "text", f"{len(article.text)} characters, cut at {MAX_TEXT}")
        article.text = article.text[:MAX_TEXT]
    for name in ("authors", "images", "tags"):
        values = getattr(article, name)
        if len(values) > MAX_LIST:
            setattr(article, name, values[:MAX_LIST])
            page.issue("field_cut", "warning", name, f"{len(values)} entries, cut at {MAX_LIST}")

"""What storing an article needs of its words alone, worked out before the writer's turn comes.

A crawl has one thread that writes and many processes that read pages: what a worker has prepared the writer need not.
Loads nothing of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.fingerprints import digest_text, simhash
from storage.search_entries import Cut, Searched, cut

if TYPE_CHECKING:
    from storage.records import Row


class Prepared(NamedTuple):
    """The words of an article and what was made of them."""

    searched: Searched
    cut: Cut
    text_digest: bytes | None
    simhash: int | None

    def fits(self, article: Row) -> bool:
        """Whether the article still has the words that this was made of."""
        return self.searched == searched(article)


def searched(article: Row) -> Searched:
    """The words of an article, given as a contract row."""
    return Searched(
        headline=article.get("headline"),
        intro=(article.get("kicker"), article.get("standfirst"), article.get("description")),
        authors=tuple(author["name"] for author in article.get("authors") or ()),
        tags=tuple(article.get("tags") or ()),
        text=article.get("text"),
    )


def prepare(words: Searched) -> Prepared:
    """All that the words of an article decide. Raises ValueError for what cannot be stored, such as lone surrogates."""
    text = words.text
    if text is None:
        return Prepared(words, cut(words), None, None)
    return Prepared(words, cut(words), digest_text(text), simhash(text))

"""What was made of an article's words before the writer's turn is stored as if the writer had made it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from storage import search_index
from storage.models import article_revisions
from storage.prepared import prepare, searched


def test_a_prepared_reading_is_stored_and_indexed_as_one_that_is_not(database, crawl, now):
    from storage.outcomes import store_outcomes

    plain, other = crawl.article("https://news.example/plain"), crawl.article("https://news.example/ready")
    ready = replace(other, prepared=prepare(searched(other.article)))
    with database.writing() as connection:
        store_outcomes(connection, [plain, ready], now)
        table = article_revisions.c
        rows = connection.execute(select(table.id, table.text_digest, table.simhash).order_by(table.id)).all()
        assert rows[0][1:] == rows[1][1:]
        entries = search_index.read(connection, [row.id for row in rows])
        assert all(search_index.has(connection, entry) for entry in entries)
        search_index.remove(connection, [row.id for row in rows])  # the index is told the very words that it was given
        assert not any(search_index.has(connection, entry) for entry in entries)


def test_what_cannot_be_stored_cannot_be_prepared(crawl):
    with pytest.raises(ValueError, match="surrogates"):
        prepare(searched(crawl.article().article | {"text": "half a pair \ud83d"}))

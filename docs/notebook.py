"""A tour of what is stored, to be run or pasted into a notebook: python docs/notebook.py [DATABASE URL]."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice

from storage import open_database, queries

url = sys.argv[1] if len(sys.argv) > 1 else "sqlite:///pressrow.db"

with open_database(url, write=False) as database:
    # articles: the current reading of each, the newest first; every row is a dict with the same keys
    languages = Counter(row["language"] for row in queries.articles(database))
    print("articles by language:", dict(languages.most_common()))

    # the conditions of the listings are keywords: site, since, until, language, author, event, tag, limit, as_of
    authors = Counter(author["name"] for row in queries.articles(database, since="2020-01-01") for author in row["authors"])
    print("busiest authors:", authors.most_common(3))

    # events with their sessions
    for event in queries.events(database, limit=3):
        print("event:", event["starts_at"], event["name"], f"({len(event['sessions'])} sessions)")

    # coverage: which article covers which event, with the evidence
    for link in islice(queries.coverage(database), 3):
        print("coverage:", link["article_url"], link["relation"], link["event_name"], f"{link['score']:.2f}")

    # words: the best first, what was found marked by its place
    for found in queries.search(database, "fair OR port", limit=3):
        print("found:", found["headline"])

    # how one article changed, and who changed what after publication
    for row in islice(queries.articles(database), 1):
        for reading in queries.history(database, row["id"]):
            print("reading:", reading["captured_at"], reading["change"], [one["field"] for one in reading["differences"]])
    for edit in queries.edits(database, limit=3):
        print("edit:", edit["kind"], edit["url"], edit["fields"])

    # for pandas: pandas.DataFrame(queries.articles(database)); for polars: polars.from_dicts(list(...), infer_schema_length=None)

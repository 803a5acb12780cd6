"""Precision and recall of coverage on the labelled articles, and its cost at scale.

.venv/bin/python tests/bench/coverage.py [--half tuning|heldout] [--wrong]
.venv/bin/python tests/bench/coverage.py --scale [--articles 100000] [--events 10000]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crawler.relate.coverage import CoverageIndex, facts_of, link  # noqa: E402 - the checkout is not installed everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "fixtures" / "coverage"
HALVES = ("tuning", "heldout")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(folder: Path, *, wrong: bool = False) -> dict[str, Any]:
    """How the links of one half compare with its labels; pairs that are not labelled count as none."""
    index = CoverageIndex(fact for row in rows(folder / "events.jsonl") for fact in facts_of(row))
    labels = {(row["article"], row["event"]): row for row in rows(folder / "labels.jsonl")}
    wanted = {pair: row["relation"] for pair, row in labels.items() if row["relation"] != "none"}
    found = {(article["id"], each.event): each for article in rows(folder / "articles.jsonl") for each in link(article, index)}
    right = wanted.keys() & found.keys()
    if wrong:
        for pair in sorted(found.keys() - wanted.keys()):
            print(
                "too much",
                pair,
                labels.get(pair, {}).get("note"),
                found[pair].relation,
                found[pair].score,
                found[pair].rule,
                [tuple(e) for e in found[pair].evidence],
            )
        for pair in sorted(wanted.keys() - found.keys()):
            print("missed  ", pair, wanted[pair], labels[pair]["note"])
        for pair in sorted(right):
            if found[pair].relation != wanted[pair]:
                print("relation", pair, "wanted", wanted[pair], "found", found[pair].relation, labels[pair]["note"])
    return {
        "articles": len(rows(folder / "articles.jsonl")),
        "events": len(index.events),
        "labelled": len(labels),
        "wanted": len(wanted),
        "found": len(found),
        "right": len(right),
        "precision": round(len(right) / max(1, len(found)), 4),
        "recall": round(len(right) / max(1, len(wanted)), 4),
        "relations": round(sum(found[pair].relation == wanted[pair] for pair in right) / max(1, len(right)), 4),
        "recall_by": _recall_by(index, folder, wanted, right),
        "by_relation": {
            name: f"{sum(found[p].relation == name for p in right if wanted[p] == name)}/{number}"
            for name, number in sorted(Counter(wanted.values()).items())
        },
    }


def _recall_by(index: CoverageIndex, folder: Path, wanted: dict[Any, str], right: set[Any]) -> dict[str, str]:
    """Recall by relation, by language, of events and of sessions."""
    languages = {row["id"]: row["language"] for row in rows(folder / "articles.jsonl")}
    dated = {row["id"]: "dated" if row["published_at"] else "undated" for row in rows(folder / "articles.jsonl")}
    groups: dict[str, list[bool]] = {}
    for pair, relation in wanted.items():
        session = "sessions" if index.events[pair[1]].parent is not None else "events"
        for group in (f"{session} {relation}", session, languages[pair[0]], dated[pair[0]]):
            groups.setdefault(group, []).append(pair in right)
    return {name: f"{sum(each)}/{len(each)}" for name, each in sorted(groups.items())}


def main() -> None:
    """Print the figures that were asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--half", choices=HALVES)
    options.add_argument("--wrong", action="store_true", help="show what is wrong (tuning half only)")
    options.add_argument("--scale", action="store_true", help="measure the cost instead")
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--events", type=int, default=10_000)
    chosen = options.parse_args()
    if chosen.scale:
        scale(chosen.articles, chosen.events)
        return
    for half in [chosen.half] if chosen.half else HALVES:
        if (FOLDER / half).is_dir():
            print(json.dumps({"half": half, **score(FOLDER / half, wrong=chosen.wrong and half == "tuning")}))


def scale(articles: int, events: int) -> None:
    """Link synthetic articles against synthetic events; print CPU by article and memory as it goes."""
    made = random.Random(7)
    started = time.process_time()
    rows_of = list(_events(made, events))
    index = CoverageIndex(fact for row in rows_of for fact in facts_of(row))
    built = time.process_time() - started
    print(
        json.dumps(
            {
                "events": events,
                "with_sessions": len(index.events),
                "index_s": round(built, 2),
                "index_us_an_event": round(built / len(index.events) * 1e6),
                "rss_mb": _rss(),
            }
        )
    )
    links, spent, portions, hundreds, before = 0, 0.0, [], [], 0.0
    for number in range(articles):
        article = _article(made, rows_of[made.randrange(events)], number)
        begun = time.process_time()
        links += len(link(article, index))
        spent += time.process_time() - begun
        if number % 100 == 99:
            hundreds.append((spent - before) * 10)
            before = spent
        if (number + 1) % max(1, articles // 5) == 0:
            portions.append({"articles": number + 1, "ms_an_article": round(spent / (number + 1) * 1000, 3), "rss_mb": _rss()})
            print(json.dumps(portions[-1]), flush=True)
    print(
        json.dumps(
            {
                "articles": articles,
                "links": links,
                "ms_an_article": round(spent / articles * 1000, 3),
                "ms_median_of_hundreds": round(sorted(hundreds)[len(hundreds) // 2], 3),
                "ms_fastest_hundred": round(min(hundreds), 3),
                "rss_growth_mb": round(portions[-1]["rss_mb"] - portions[0]["rss_mb"], 1),
            }
        )
    )


def _rss() -> float:
    return round(int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20, 1)


_SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "sto",
    "vel",
    "tar",
    "bri",
    "nor",
    "gus",
    "fen",
    "dal",
    "por",
    "wex",
    "hal",
    "tim",
    "sor",
    "jun",
    "pra",
    "cle",
    "ost",
    "zan",
    "mur",
    "bel",
    "ga",
    "thi",
    "quo",
    "ras",
    "ven",
    "dor",
]
_NOUNS = ("Summit", "Forum", "Conference", "Congress", "Expo", "Festival", "Week", "Days", "Awards", "Symposium")
_THEMES = ("Digital", "Global", "Data", "Energy", "Health", "Film", "Book", "Water", "Design", "Open", "Future", "Youth", "Marine", "Rail")


def _word(made: random.Random) -> str:
    return "".join(made.choice(_SYLLABLES) for _ in range(made.randint(2, 4)))


def _events(made: random.Random, number: int) -> Iterator[dict[str, Any]]:
    """Series of five editions each, in 200 towns, four sessions an event."""
    towns = [_word(made).capitalize() for _ in range(200)]
    people = [f"{_word(made).capitalize()} {_word(made).capitalize()}" for _ in range(8000)]
    for at in range(number):
        if at % 5 == 0:
            words = [_word(made).capitalize() for _ in range(made.randint(0, 2))] or [made.choice(_THEMES)]
            series = " ".join([*words, made.choice(_THEMES), made.choice(_NOUNS)])
            town, host = made.choice(towns), f"{_word(made)}{at}.example"
        day = date(2020 + at % 5, 1, 1) + timedelta(days=made.randrange(360))
        yield {
            "id": at * 10, "name": f"{series} {day.year}", "starts_at": day.isoformat(), "ends_at": (day + timedelta(days=2)).isoformat(), "series": series, "url": f"https://{host}/{day.year}",
            "venue": {"name": f"{_word(made).capitalize()} Hall", "locality": town, "country": "XX"}, "organiser": f"{_word(made).capitalize()} {_word(made).capitalize()} Ltd", "people": [],
            "sessions": [{"id": at * 10 + n, "name": " ".join(_word(made).capitalize() for _ in range(5)), "starts_at": day.isoformat(), "people": [{"name": made.choice(people)}], "sessions": []} for n in range(1, 5)],
        }  # fmt: skip


def _article(made: random.Random, event: dict[str, Any], number: int) -> dict[str, Any]:
    """Six hundred words, every second article about the event, every fourth with the day and a speaker."""
    words = [made.choice(_FILLER) for _ in range(600)]
    for at in range(0, 600, 15):
        words[at] = words[at].capitalize()
    if number % 2 == 0:
        for at in (20, 200, 400):
            words[at] = f"the {event['series']}"
        words[30] = f"in {event['venue']['locality']}"
    if number % 4 == 0:
        words[40] = f"on {date.fromisoformat(event['starts_at']):%d %B %Y}"
        words[50] = event["sessions"][0]["people"][0]["name"]
    paragraphs = [" ".join(words[at : at + 60]) + "." for at in range(0, 600, 60)]
    published = date.fromisoformat(event["starts_at"]) + timedelta(days=made.randint(-30, 30))
    return {
        "id": number,
        "url": f"https://news{number % 300}.example/{number}",
        "headline": " ".join(words[:9]),
        "text": "\n\n".join(paragraphs),
        "published_at": published.isoformat(),
        "language": "en",
        "tags": ["business", words[3]],
    }


_filling = random.Random(3)
#: a text's own words; one in a hundred is a word that names of events are made of too
_FILLER = [_word(_filling) + ("" if at % 100 == 0 else _filling.choice(("ing", "ed", "ly", "er", "ment"))) for at in range(20_000)]
_FILLER += [
    "the",
    "of",
    "and",
    "to",
    "in",
    "for",
    "with",
    "that",
    "was",
    "on",
    "as",
    "by",
    "at",
    "from",
    "said",
    "have",
    "will",
    "more",
    "year",
] * 800


if __name__ == "__main__":
    main()

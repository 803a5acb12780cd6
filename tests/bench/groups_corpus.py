"""Invented articles for the bench of groups: unrelated ones, copies made by known edits, and what only looks like a copy.

Every text is drawn from a seeded generator, so that a run is the same each time. Gold is by construction: articles of one
``story`` are copies, all others are not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import insert

from storage.models import article_revisions, articles, pages, sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
SITES = 200
_LETTERS = "bcdfghjklmnprstvz", "aeiou"
_HAN = [chr(0x4E00 + number) for number in range(2500)]
_TEMPLATES = {
    "weather": (
        "The forecast for {place} on {day} calls for {sky} skies with a high of {n} degrees and a low of {m} degrees. Winds will blow from the {wind} at {n2} to {m2}"
        " kilometres an hour, with gusts of up to {n3} in exposed places. The chance of rain stands at {n4} percent in the morning and {m4} percent in the afternoon."
        " In {place2} the air will be {sky2}, with {n5} hours of sunshine and a pressure of {n6} hectopascals. Humidity ranges between {n7} and {m7} percent. The sun rises"
        " at {h}:{q} and sets at {h2}:{q2}. Pollen counts reach {n8} grains a cubic metre. Tomorrow brings {sky3} weather and {n9} degrees, the weather service said. Drivers"
        " are asked to take care on wet roads, and boats should stay in harbour when flags are raised."
    ),
    "finance": (
        "{firm} reported revenue of {n} million dollars for the quarter, compared with {m} million dollars a year earlier. Net income came to {n2} million dollars, or {q} cents"
        " a share, against {q2} cents a share in the same quarter of the previous year. Analysts had expected earnings of {n3} cents a share on revenue of {m3} million dollars."
        " Gross margin was {n4} percent and operating margin {m4} percent. The company ended the quarter with {n5} million dollars in cash and {m5} million dollars of debt. For"
        " the full year it expects revenue between {n6} million and {m6} million dollars. Shares of {firm} closed at {n7} dollars on {day} and have moved {n8} percent since the"
        " beginning of the year. The board declared a dividend of {n9} cents a share, payable to holders of record, the company said in a statement."
    ),
    "match": (
        "{team} beat {team2} {g}-{g2} at {ground} on {day} in front of a crowd of {n}. {player} opened the scoring in minute {n2} after a pass from {player2}, and {player3}"
        " added a second before the break when {player4} lost the ball in midfield. The visitors came back through {player5}, who headed home a corner by {player6} in minute"
        " {n3}. Coach {coach} brought on {player7} for {player8} with {n4} minutes to go. Referee {referee} showed {g3} yellow cards. Both keepers were kept busy to the end of"
        " a game that could have gone either way. {team} now have {n5} points from {n6} games and travel to {team3} next week, while {team2} receive {team4}. It was a fair"
        " result, the coaches agreed afterwards, and the fans went home singing."
    ),
}


@dataclass(frozen=True, slots=True)
class Made:
    """An invented article."""

    site: int
    story: str
    headline: str
    text: str
    edit: str = ""  #: how it was made of another; empty for a first one
    language: str = "en"


class Maker:
    """Draws articles."""

    def __init__(self, seed: int, length: tuple[int, int] = (120, 320)) -> None:
        self._rng = random.Random(seed)
        self._length = length
        words = random.Random(7)  # the same vocabulary for every maker
        self._known = [
            "".join(words.choice(_LETTERS[0]) + words.choice(_LETTERS[1]) for _ in range(words.randint(1, 4))) for _ in range(12_000)
        ]
        self._weights = [1 / (rank + 5) for rank in range(len(self._known))]
        self._stock = words.choices(self._known, self._weights, k=100_000)
        self._names = [word.capitalize() for word in words.sample(self._known, 3000)]
        self._phrases = [" ".join(words.choices(self._known, self._weights, k=8)) for _ in range(400)]
        self._boilerplate = [self._paragraph(60, words) for _ in range(SITES)]
        self._number = 0

    def _words(self, number: int, rng: random.Random) -> list[str]:
        start = rng.randrange(len(self._stock) - number - 1)
        drawn = self._stock[start : start + number]
        rng.shuffle(drawn)
        return drawn

    def _paragraph(self, number: int, rng: random.Random) -> str:
        """Sentences with names, numbers and phrases that many articles share."""
        words = self._words(number, rng)
        for place in range(len(words)):
            drawn = rng.random()
            if drawn < 0.06:
                words[place] = rng.choice(self._names)
            elif drawn < 0.08:
                words[place] = str(rng.randrange(1, 5000))
            elif drawn < 0.1:
                words[place] = rng.choice(self._phrases)
        sentences = [" ".join(words[at : at + 14]) for at in range(0, len(words), 14)]
        return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in sentences)

    def story(self) -> Made:
        """An article that is nobody's copy; one in five ends with its site's boilerplate."""
        rng = self._rng
        self._number += 1
        site = rng.randrange(SITES)
        length = rng.randint(*self._length)
        if rng.random() < 0.1:
            characters = "".join(rng.choices(_HAN, [1 / (rank + 9) for rank in range(len(_HAN))], k=length * 2))
            text = "\n\n".join(
                "，".join(characters[at : at + 18][cut : cut + 9] for cut in (0, 9)) + "。" for at in range(0, len(characters), 18)
            )
            return Made(site, f"s{self._number}", characters[:14], text, language="zh")
        paragraphs = [self._paragraph(number, rng) for number in self._cut(length)]
        if rng.random() < 0.2:
            paragraphs.append(self._boilerplate[site])
        return Made(site, f"s{self._number}", " ".join(self._words(8, rng)).capitalize(), "\n\n".join(paragraphs))

    def _cut(self, length: int) -> Iterator[int]:
        while length > 0:
            piece = min(length, self._rng.randint(30, 60))
            yield piece
            length -= piece

    def edited(self, made: Made, edit: str) -> Made:
        """A copy on another site."""
        rng = self._rng
        text, headline = made.text, made.headline
        if edit == "trimmed":
            if made.language == "zh":
                text = text[: len(text) // 2]
            else:
                words = text.split(" ")
                text = " ".join(words[: len(words) // 2])
        elif edit == "headline":
            headline = " ".join(self._words(7, rng)).capitalize()
        elif edit == "agency":
            text = f"{'新华社北京1月5日电 ' if made.language == 'zh' else 'BERLIN (Reuters) - '}{text}\n\nThis article first appeared in The Daily {self._names[3]}."
        elif edit == "words":
            text = self._changed(made, 0.1)
        elif edit == "all":
            words = self._changed(made, 0.1).split(" ")
            text = f"BERLIN (Reuters) - {' '.join(words[: len(words) * 2 // 3])}"
        return replace(made, site=(made.site + 1 + rng.randrange(SITES - 1)) % SITES, headline=headline, text=text, edit=edit)

    def _changed(self, made: Made, share: float) -> str:
        rng = self._rng
        if made.language == "zh":
            return "".join(rng.choice(_HAN) if sign not in "，。\n" and rng.random() < share else sign for sign in made.text)
        return " ".join(rng.choice(self._known) if rng.random() < share else word for word in made.text.split(" "))

    def same_event(self, made: Made) -> Made:
        """A story by another hand about the same thing: its names, its numbers, two of its sentences, words of its own."""
        rng = self._rng
        self._number += 1
        sentences = made.text.replace("\n\n", " ").split(". ")
        facts = [word for word in made.text.split() if word[:1].isdigit() or word in self._names]
        own = [self._paragraph(number, rng) for number in self._cut(rng.randint(*self._length))]
        words = "\n\n".join(own).split(" ")
        for fact in facts[: len(words) // 4]:
            words[rng.randrange(len(words))] = fact
        quotes = ". ".join(rng.sample(sentences, min(2, len(sentences))))
        return Made(
            (made.site + 1) % SITES, f"e{self._number}", " ".join(self._words(8, rng)).capitalize(), f"{' '.join(words)}\n\n{quotes}."
        )

    def filled(self, template: str, site: int | None = None) -> Made:
        """A template filled anew."""
        rng = self._rng
        self._number += 1
        values = {}
        for name in {part.split("}")[0] for part in _TEMPLATES[template].split("{")[1:]}:
            bare = name.rstrip("0123456789")
            if bare in {"n", "m"}:
                values[name] = str(rng.randrange(2, 900))
            elif bare in {"g", "h", "q"}:
                values[name] = str(rng.randrange(0, 30))
            elif bare in {"sky", "wind", "day"}:
                values[name] = rng.choice(["cloudy", "clear", "grey", "bright", "north", "south", "Monday", "Friday", "Sunday"])
            else:
                values[name] = rng.choice(self._names)
        return Made(
            rng.randrange(SITES) if site is None else site,
            f"t{self._number}",
            f"{template} of the day",
            _TEMPLATES[template].format(**values),
        )


EDITS = ("trimmed", "headline", "agency", "words")


def mixed(maker: Maker, number: int) -> list[Made]:
    """About so many articles in random order: unrelated ones, copies by known edits, stories of one event, templates."""
    rng = random.Random(number)
    found: list[Made] = []
    while len(found) < number:
        first = maker.story()
        found.append(first)
        drawn = rng.random()
        if drawn < 0.35:
            found.append(maker.edited(first, rng.choice(EDITS)))
        elif drawn < 0.4:
            found += [maker.edited(first, edit) for edit in EDITS]
        elif drawn < 0.5 and first.language == "en":
            found.append(maker.same_event(first))
        elif drawn < 0.65:
            site = rng.choice([None, first.site])
            found += [maker.filled(rng.choice(list(_TEMPLATES)), site) for _ in range(2)]
    rng.shuffle(found)
    return found


def fill(connection: Connection, made: Iterable[Made], first: int) -> int:
    """Insert articles numbered from ``first`` with their pages and readings; return the number after the last."""
    known = connection.execute(sites.select()).first()
    if known is None:
        rows = [{"id": n + 1, "key": f"site{n}.example", "first_seen_at": EPOCH} for n in range(SITES)]
        connection.execute(insert(sites), rows)
    number = first
    rows_pages, rows_articles, rows_revisions = [], [], []
    for one in made:
        at = EPOCH + timedelta(minutes=number)
        address = f"https://site{one.site}.example/story-{number}"
        key = blake2b(address.encode(), digest_size=16).digest()
        rows_pages.append(
            {
                "id": number,
                "site_id": one.site + 1,
                "url_key": key,
                "url": address,
                "host": f"site{one.site}.example",
                "kind": "article",
                "first_seen_at": at,
                "last_seen_at": at,
            }
        )
        rows_articles.append({"id": number, "page_id": number, "first_seen_at": at})
        rows_revisions.append(
            {
                "id": number,
                "article_id": number,
                "is_current": True,
                "extractor_version": "1",
                "cause": "crawl",
                "change": "created",
                "fields_digest": key,
                "headline": one.headline,
                "text": one.text,
                "language": one.language,
                "published_at": at,
                "published_on": at.date(),
                "captured_at": at,
                "stored_at": at,
            }
        )
        number += 1
    for table, rows in ((pages, rows_pages), (articles, rows_articles), (article_revisions, rows_revisions)):
        if rows:
            connection.execute(insert(table), rows)
    return number

"""Tells whether words that a name consists of stand in a text as that name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crawler.relate.coverage.tokens import is_character, name_words
from crawler.relate.coverage.words import BEFORE_NAMES, GENERIC, JOINING, NOUNS, PLACES, TOWNS

if TYPE_CHECKING:
    from crawler.relate.coverage.facts import EventFacts
    from crawler.relate.coverage.index import CoverageIndex
    from crawler.relate.coverage.reading import Occurrence, Reading

STRONG: Final = 1.9  #: from here words tell one series from all others
MEDIUM: Final = 0.95


def stands(each: Occurrence, reading: Reading) -> bool:
    """Whether words that are a name's are written as one: with its capitals, and a common word not where any word has one."""
    phrase = each.phrase
    if phrase.strength >= STRONG or is_character(phrase.words[0]):
        return True
    text = reading.fields[each.field]
    if not phrase.cased:
        return phrase.strength >= MEDIUM
    foreign = (reading.language or "en")[:2] != "en"
    printed = text[each.start : each.end]
    if not printed[0].isupper() and not (foreign and any(char.isupper() for char in printed)):
        return False
    if len(phrase.words) > 1 or phrase.strength >= MEDIUM:
        capitals = sum(word[:1].isupper() for word in printed.replace("-", " ").split())
        return capitals >= (1 if foreign else max(1, len(phrase.words) - _small(phrase.words)))
    if printed.isupper():
        return True
    return not sentence_start(text, each.start) and not (each.field == "headline" and _is_title_case(text))


def is_name(each: Occurrence, reading: Reading, event: EventFacts, index: CoverageIndex) -> bool:
    """Whether a name that stands as one is the event's: no part of a longer one, no acronym of something else."""
    if is_character(each.phrase.words[0]):
        return True
    if each.phrase.kinds.get(event.id) == "acronym":
        printed = reading.fields[each.field][each.start : each.end]
        if each.phrase.cased and (sum(char.isupper() for char in printed) < 2 or _spelt_out(each, reading, event)):
            return False
    return not _is_longer(each, reading, event, index)


def _spelt_out(each: Occurrence, reading: Reading, event: EventFacts) -> bool:
    """Whether the article says that an acronym stands for something else."""
    letters = each.phrase.words[0] if len(each.phrase.words) == 1 and each.phrase.words[0].isalpha() else ""
    if len(letters) < 3:
        return False
    own = {word for name in (event.name, event.series or "", *event.aliases) for word in name_words(name)}
    for place in reading.places_of((letters,)):
        cut = reading.tokens[place.field]
        at = next(number for number, start in enumerate(cut.starts) if start == place.start)
        around = [word for word in cut.words[max(0, at - 14) : at] + cut.words[at + 1 : at + 12] if len(word) > 2 or word in letters]
        around = [word for word in around if word not in JOINING]
        for first in range(len(around) - len(letters) + 1):
            words = around[first : first + len(letters)]
            if (
                all(word[0] == letter for word, letter in zip(words, letters, strict=True))
                and sum(word in own for word in words) < len(words) - 1
            ):
                return True
    return False


def _small(words: tuple[str, ...]) -> int:
    """How many of the words are written small in any title."""
    return sum(
        word
        in {
            "the",
            "of",
            "for",
            "and",
            "in",
            "on",
            "at",
            "to",
            "a",
            "de",
            "des",
            "du",
            "la",
            "le",
            "les",
            "l",
            "d",
            "del",
            "da",
            "do",
            "y",
            "e",
            "et",
            "und",
            "der",
            "die",
            "das",
            "van",
            "by",
            "with",
        }
        for word in words
    )


def _is_title_case(text: str) -> bool:
    words = [word for word in text.split() if word[:1].isalpha() and len(word) > 3]
    return len(words) >= 3 and sum(word[:1].isupper() for word in words) >= 0.7 * len(words)


def _is_longer(each: Occurrence, reading: Reading, event: EventFacts, index: CoverageIndex) -> bool:
    """Whether capitalised neighbours make another name of it: ``Junior Tech Forum``, ``Disrupt Berlin`` for the one in Paris."""
    text = reading.fields[each.field]
    cut = reading.tokens[each.field]
    own = {
        word
        for part in (event.locality, event.country, event.venue, event.organiser, event.series, event.name)
        for word in name_words(part)
    }
    following = each.last + 1
    if following < len(cut.words) and text[each.end : cut.starts[following]] in {" ", " in ", "-", ": "}:
        word = cut.words[following]
        if text[cut.starts[following]].isupper() and word not in own:
            if event.locality and ((word,) in index.towns or word in PLACES or tuple(cut.words[following : following + 2]) in index.towns):
                return not any(word in {part for name in TOWNS.get((mine,), ()) for part in name} for mine in own)
            if word in NOUNS and each.phrase.strength < STRONG and not (each.field in {"headline", "kicker"} and _is_title_case(text)):
                return True
    before = each.first - 1
    if each.phrase.strength >= STRONG or before < 0 or text[cut.ends[before] : each.start] not in {" ", "-"}:
        return False
    word = cut.words[before]
    if not text[cut.starts[before]].isupper() or word in BEFORE_NAMES or word in own or word[:1].isdigit():
        return False
    if word in GENERIC and word not in NOUNS:
        return word != "annual"
    if text[cut.starts[before] : cut.ends[before]].isupper() and len(word) > 5:
        return False
    return not (
        (each.field in {"headline", "kicker"} and _is_title_case(text))
        or sentence_start(text, cut.starts[before])
        or word in NOUNS
        or (reading.language or "")[:2] == "de"
    )


def sentence_start(text: str, at: int) -> bool:
    """Whether a word that begins at ``at`` begins a sentence or a line."""
    before = text[max(0, at - 3) : at].rstrip(" \"“„«'’(")
    return not before or before[-1] in ".!?:;\n。！？—–-•|"

"""Links the sessions of an event that an article is about: by their title, or by who speaks there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crawler.relate.coverage.facts import Evidence, Link, Place
from crawler.relate.coverage.names import people_of
from crawler.relate.coverage.tokens import is_character, words_of
from crawler.relate.coverage.words import GENERIC, NOUNS, SMALL

if TYPE_CHECKING:
    from crawler.relate.coverage.candidate import Candidate
    from crawler.relate.coverage.facts import EventFacts, Relation
    from crawler.relate.coverage.index import CoverageIndex
    from crawler.relate.coverage.reading import Reading

TITLE: Final = 0.5
SPEAKER: Final = 0.3  #: all who speak there are named; fewer count in proportion
EVENT: Final = 0.3
ROOM: Final = 0.1
WORDS: Final = 0.08  #: each word of the title, three at most
ENOUGH: Final = 0.5
MOST: Final = 12  #: sessions of one event that one article is linked to


def link_sessions(parent: Candidate, relation: Relation, reading: Reading, index: CoverageIndex) -> list[Link]:
    """The sessions of a linked event that the article tells of. A speaker with several sessions counts for the one that fits best."""
    sessions = _of(parent.event.id, index)
    if not sessions:
        return []
    titled = _titled(reading)
    present = {each.phrase.words: each for each in parent.speakers}
    authors = {tuple(words_of(str(author.get("name") or ""))) for author in reading.authors}
    found: list[tuple[float, EventFacts, list[Evidence], set[tuple[str, ...]]]] = []
    for session in sessions:
        people = list(dict.fromkeys(people_of(session)))
        named = [words for words in people if words in present or words in authors]
        title = (
            titled.get(session.id)
            or _short_title(session, reading)
            or (None if people or relation == "mentions" else _told_title(session, reading))
        )
        matched = [] if title is not None else _title_words(session, reading)
        if not named and matched:
            named = [words for words in people if _surname(words, reading, present)]
        if not named and title is None and not _by_subject(session, matched, reading):
            continue
        if title is None and not matched and len(named) < len(people) and all(_elsewhere(words, parent, index, reading) for words in named):
            continue
        evidence = _evidence(session, people, named, title, matched, reading, present)
        found.append((sum(piece.weight for piece in evidence), session, evidence, set(named)))
    found.sort(key=lambda entry: (-entry[0], str(entry[1].id)))
    links: list[Link] = []
    taken: set[tuple[str, ...]] = set()
    for score, session, evidence, speakers in found:
        by_title = any(piece.kind == "session" for piece in evidence)
        left = speakers - taken
        if not by_title and ((speakers and not left) or (relation == "mentions" and len(evidence) < 3 and not _leads(session, evidence))):
            continue
        if score + EVENT < ENOUGH or len(links) >= MOST:
            continue
        taken |= speakers
        sure = min(1.0, score + EVENT)
        links.append(
            Link(
                session.id,
                _when(session, relation, reading),
                round(sure, 3),
                "session by title" if by_title else "session by speaker",
                tuple(evidence),
            )
        )
    return links


def _of(event: Any, index: CoverageIndex, depth: int = 0) -> list[EventFacts]:
    """All sessions of an event, those within sessions included."""
    found = index.sessions.get(event, [])
    if depth < 3:
        found = [each for session in found for each in (session, *_of(session.id, index, depth + 1))]
    return found


def _titled(reading: Reading) -> dict[Any, Place]:
    """By session, where its title stands."""
    found: dict[Any, Place] = {}
    for each in reading.found:
        for event, kind in each.phrase.kinds.items():
            if kind == "session":
                found.setdefault(event, Place(each.field, each.start, each.end))
    return found


def _elsewhere(words: tuple[str, ...], parent: Candidate, index: CoverageIndex, reading: Reading) -> bool:
    """Whether somebody is on the programme of another event of those weeks too, who may be named for that."""
    phrase = index.person(" ".join(words))
    return phrase is not None and any(event != parent.event.id for event in phrase.near(reading.published))


def _short_title(session: EventFacts, reading: Reading) -> Place | None:
    """Where a title of two or more words stands, written as one: with a capital or in quotation marks."""
    words = tuple(words_of(session.name)[:24])
    if len(words) < (4 if words and is_character(words[0]) else 2) or len("".join(words)) < (4 if is_character(words[0]) else 10):
        return None
    for place in reading.places_of(words):
        text = reading.fields[place.field]
        if text[place.start].isupper() or text[max(0, place.start - 1) : place.start] in set("\"“„«'‘「《"):
            return place
    return None


def _leads(session: EventFacts, evidence: list[Evidence]) -> bool:
    """Whether the only one who speaks there wrote the article or stands in its headline."""
    return len(session.people) == 1 and any(
        piece.kind == "speaker" and piece.field in {"authors", "headline", "standfirst"} for piece in evidence
    )


def _told_title(session: EventFacts, reading: Reading) -> Place | None:
    """Where most words of a title stand close together: a ceremony or a party at which nobody is named to speak."""
    words = [word for word in dict.fromkeys(words_of(session.name)[:12]) if len(word) > 3 and word not in SMALL]
    if not words or is_character(words[0]) or (len(words) == 1 and (len(words[0]) < 7 or words[0] in GENERIC)):
        return None
    need = len(words) if len(words) < 3 else len(words) - 1
    for place in (place for word in words for place in reading.places_of((word,), most=4)):
        text = reading.fields[place.field][place.start : place.start + 120].split("\n")[0]
        if len(set(words) & set(words_of(text))) >= need:
            return Place(place.field, place.start, min(place.end + 60, place.start + len(text)))
    return None


def _by_subject(session: EventFacts, matched: list[Place], reading: Reading) -> bool:
    """Whether words of the title and the room tell of a session whose speakers are not named, or are written otherwise."""
    room = tuple(words_of(session.room or ""))
    return len(matched) > 2 or (len(matched) > 1 and len(room) > 1 and bool(reading.places_of(room, most=1)))


def _surname(words: tuple[str, ...], reading: Reading, present: dict[tuple[str, ...], Any]) -> bool:
    """Whether somebody is named by the last name alone."""
    last = words[-1]
    if len(last) < 5 or any(last in other for other in present) or last in GENERIC:
        return False
    return any(reading.fields[place.field][place.start].isupper() for place in reading.places_of((last,), most=2))


def _title_words(session: EventFacts, reading: Reading) -> list[Place]:
    """Where words of the title stand that mean something, three at most; of Chinese titles runs of three characters."""
    words = list(dict.fromkeys(words_of(session.name)[:30]))
    if words and is_character(words[0]):
        name = words_of(session.name)[:30]
        runs = [tuple(name[at : at + 3]) for at in range(len(name) - 2)]
    else:
        runs = [(word,) for word in words if len(word) > 3 and word not in SMALL and word not in GENERIC and word not in NOUNS]
    return [places[0] for run in runs if (places := reading.places_of(run, most=1))][:3]


def _evidence(
    session: EventFacts,
    people: list[tuple[str, ...]],
    named: list[tuple[str, ...]],
    title: Place | None,
    matched: list[Place],
    reading: Reading,
    present: dict[tuple[str, ...], Any],
) -> list[Evidence]:
    found: list[Evidence] = []
    if title is not None:
        found.append(Evidence("session", title.field, reading.fields[title.field][title.start : title.end], title.start, title.end, TITLE))
    share = len(named) / max(1, len(people))
    for words in named[:4]:
        each = present.get(words)
        weight = round(SPEAKER * (1.0 if share > 0.99 or len(named) > 1 else 0.7 if share >= 0.5 else 0.4) / len(named[:4]), 3)
        if each is not None:
            found.append(Evidence("speaker", each.field, reading.fields[each.field][each.start : each.end], each.start, each.end, weight))
        else:
            found.append(Evidence("speaker", "authors", " ".join(words), None, None, weight))
    for place in matched:
        found.append(Evidence("word", place.field, reading.fields[place.field][place.start : place.end], place.start, place.end, WORDS))
    room = tuple(words_of(session.room or ""))
    if len(room) > 1 and (places := reading.places_of(room, most=1)):
        place = places[0]
        found.append(Evidence("room", place.field, reading.fields[place.field][place.start : place.end], place.start, place.end, ROOM))
    return found


def _when(session: EventFacts, relation: Relation, reading: Reading) -> Relation:
    """A session that is still to come is announced, whatever the event's other days have brought."""
    if relation in {"reports", "recaps"} and session.begins is not None and reading.moment is not None and reading.moment < session.begins:
        return "announces"
    if (
        relation in {"reports", "recaps"}
        and session.starts is not None
        and reading.published is not None
        and reading.published < session.starts
    ):
        return "announces"
    return relation

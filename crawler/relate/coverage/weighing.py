"""Gathers what speaks for and against an article's being about an event, each piece with its weight."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from crawler.normalise.urls.hosts import host_of
from crawler.relate.coverage.candidate import NEAR_DAYS, Candidate
from crawler.relate.coverage.editions import compare, edition_at
from crawler.relate.coverage.facts import Place
from crawler.relate.coverage.hosts import own_host
from crawler.relate.coverage.index import NAMES
from crawler.relate.coverage.names import Edition, organiser_of
from crawler.relate.coverage.reading import LEAD, Occurrence, Reading
from crawler.relate.coverage.standing import MEDIUM, STRONG, is_name, sentence_start, stands
from crawler.relate.coverage.timing import weigh_days
from crawler.relate.coverage.tokens import is_character, name_words, words_of
from crawler.relate.coverage.words import CHARACTER_NOUNS, GENERIC, PLACES, PLAIN_NOUNS, TOWNS

if TYPE_CHECKING:
    from crawler.relate.coverage.index import CoverageIndex


MOST: Final = 80  #: events that are looked at for one article
_RECALLED = 430  # days after which an edition is not recalled without its year
_WITHOUT_NAME = 120


def candidates(reading: Reading, index: CoverageIndex) -> list[Candidate]:
    """The events that something in the article points to, each weighed; the order is that of their finding."""
    found: dict[Any, Candidate] = {}

    def of(event: Any) -> Candidate:
        if event not in found:
            found[event] = Candidate(index.events[event])
        return found[event]

    checked: dict[Occurrence, Edition] = {}
    for each in reading.find(index):
        if len(found) >= MOST:
            break
        as_name = stands(each, reading)
        if not as_name and all(kind in NAMES for kind in each.phrase.kinds.values()):
            continue
        for event in each.phrase.near(reading.published):
            kind = each.phrase.kinds[event]
            if kind == "session":
                if len(each.phrase.words) > 3 or each.phrase.strength >= STRONG:
                    of(index.top(index.events[event]).id).titles.append(each)
                continue
            if kind == "speaker":
                of(event).speakers.append(each)
            elif kind == "organiser":
                of(event).organiser.append(each)
            elif as_name and is_name(each, reading, index.events[event], index):
                if each not in checked:
                    checked[each] = edition_at(reading, each)
                of(event).named.append((each, compare(checked[each], index.editions[event])))
    for author in reading.authors:
        phrase = index.person(str(author.get("name") or ""))
        for event in phrase.near(reading.published) if phrase is not None else ():
            of(event).writers.append(str(author["name"])[:120])
    _by_marks(reading, index, of)
    weighed = []
    for candidate in found.values():
        if _is_hopeless(candidate, reading):
            continue
        weigh(candidate, reading, index)
        weighed.append(candidate)
    return weighed


def _by_marks(reading: Reading, index: CoverageIndex, of: Any) -> None:
    """Tags, hashtags and links that tell of events."""
    for phrase, number, edition in reading.in_tags(index):
        for event in phrase.near(reading.published):
            if phrase.kinds[event] in NAMES:
                compared = compare(edition, index.editions[event])
                if compared != "other":
                    of(event).tags.append((number, compared == "own"))
    for tag, place in reading.hashtags():
        for event in index.compact.get(tag, ())[:40]:
            years = index.editions[event].years
            of(event).hashtags.append((tag, place, any(tag.endswith((str(year), f"{year % 100:02d}")) for year in years)))
    for link, place in reading.links:
        for event in index.linked(link)[:20]:
            of(event).links.append((link, place))


def _is_hopeless(candidate: Candidate, reading: Reading) -> bool:
    """Whether an event lies too far from the article for anything but its year, which is not printed: no need to weigh it."""
    event = candidate.event
    if reading.published is None or event.starts is None or event.ends is None or candidate.own or candidate.links:
        return False
    if event.starts.year in reading.years or event.ends.year in reading.years:
        return False
    marked = candidate.named or candidate.tags or candidate.hashtags
    far = _RECALLED if marked else _WITHOUT_NAME
    return (event.starts - reading.published).days > far or (reading.published - event.ends).days > far


def weigh(candidate: Candidate, reading: Reading, index: CoverageIndex) -> None:
    """Turn what was found into evidence."""
    _weigh_names(candidate, reading)
    for tag, place, own in sorted(candidate.hashtags, key=lambda each: not each[2])[:1]:
        candidate.add(
            "hashtag",
            "hashtag edition" if own else "hashtag",
            place,
            reading.fields[place.field][place.start : place.end] if place.start >= 0 else f"#{tag}",
        )
    for link, place in candidate.links[:1]:
        candidate.add("link", "link", place, link[:200])
    weigh_days(candidate, reading)
    _weigh_places(candidate, reading)
    _weigh_people(candidate, reading)
    host = own_host(candidate.event.url)
    if host and host == host_of(reading.url).removeprefix("www.") and not candidate.links:
        candidate.add("publisher", "publisher", Place("url", -1, -1), host)
    if not (candidate.named or candidate.tags or candidate.hashtags):
        _weigh_words(candidate, reading, index)


def _weigh_names(candidate: Candidate, reading: Reading) -> None:
    usable = [(each, edition) for each, edition in candidate.named if edition != "other"]
    others = [each for each, edition in candidate.named if edition == "other"]
    if usable:
        best, _ = max(usable, key=lambda pair: (pair[0].phrase.strength, pair[1] == "own", pair[0].field in {"headline", "standfirst"}))
        kind = best.phrase.kinds[candidate.event.id]
        candidate.level = (
            "strong"
            if best.phrase.strength >= STRONG
            else "medium"
            if best.phrase.strength >= MEDIUM
            else "short"
            if kind == "short"
            else "weak"
        )
        candidate.add(
            kind, f"name {candidate.level}", Place(best.field, best.start, best.end), reading.fields[best.field][best.start : best.end]
        )
        heading = next((each for each, _ in usable if each.field in {"headline", "kicker", "standfirst"}), None)
        if heading is not None:
            candidate.add(
                "prominence",
                "name in heading",
                Place(heading.field, heading.start, heading.end),
                reading.fields[heading.field][heading.start : heading.end],
            )
        elif len(usable) > 2:
            candidate.add(
                "prominence", "name often", Place(best.field, best.start, best.end), reading.fields[best.field][best.start : best.end]
            )
        own = next((each for each, edition in usable if edition == "own"), None)
        if own is not None:
            candidate.add("edition", "edition", *_beside(own, reading))
        elif others:
            candidate.add("edition", "edition other", *_beside(others[0], reading))
        if reading.published is None and len(best.phrase.kinds) == 1 and candidate.level == "strong":
            candidate.add("sole", "name alone", Place(best.field, best.start, best.end), reading.fields[best.field][best.start : best.end])
    elif candidate.tags:
        number, own_year = max(candidate.tags, key=lambda pair: pair[1])
        candidate.level = "medium"
        candidate.add("name", "name medium", Place("tags", -1, -1), reading.tags[number])
        if own_year:
            candidate.add("edition", "edition", Place("tags", -1, -1), reading.tags[number])


def _beside(each: Occurrence, reading: Reading) -> tuple[Place, str]:
    """A name with the few characters around it in which its edition stands."""
    text = reading.fields[each.field]
    start, end = max(0, each.start - 12), min(len(text), each.end + 8)
    start = next((at + 1 for at in range(start, each.start) if text[at].isspace()), each.start) if start else 0
    end = next((at for at in range(end - 1, each.end - 1, -1) if text[at].isspace()), each.end) if end < len(text) else end
    return Place(each.field, start, end), text[start:end]


def _weigh_places(candidate: Candidate, reading: Reading) -> None:
    event = candidate.event
    names = [(each.field, each.start, each.end) for each, _ in candidate.named] + [
        (each.field, each.start, each.end) for each in candidate.organiser
    ]
    town = name_words(event.locality)[:6]
    towns = TOWNS.get(town, (town,)) if town else ()
    if town and len(town) > 1 and len(town) <= 4 and town[0] not in GENERIC and town not in TOWNS:
        towns = (town, town[:1])
    dateline = words_of(reading.dateline_place)
    at_town = next((each for each in towns if _within(dateline, each)), None)
    if at_town is not None:
        candidate.add("dateline", "dateline", Place("dateline_place", 0, len(reading.dateline_place)), reading.dateline_place)
        candidate.affinity += 0.3
    else:
        for each in towns:
            place = next((place for place in reading.places_of(each) if not _inside(place, names) and _stands(place, reading, each)), None)
            if place is not None:
                candidate.add("place", "place", place, reading.fields[place.field][place.start : place.end])
                candidate.affinity += 0.2
                break
    venue = name_words(event.venue)[:10]
    if not venue or (len(venue) == 1 and venue[0] in GENERIC):
        return
    for form in dict.fromkeys((venue, venue[1:] if len(venue) > 2 and venue[0] in {"the", "le", "la", "das", "der", "die"} else venue)):
        place = next((place for place in reading.places_of(form) if not _inside(place, names)), None)
        if place is not None:
            candidate.add("venue", "venue", place, reading.fields[place.field][place.start : place.end])
            candidate.affinity += 0.2
            return
    for word in venue:
        if len(word) >= 6 and word not in GENERIC and word not in PLACES and word not in town:
            place = next(
                (
                    place
                    for place in reading.places_of((word,))
                    if not _inside(place, names) and reading.fields[place.field][place.start].isupper()
                ),
                None,
            )
            if place is not None:
                candidate.add("venue", "venue word", place, reading.fields[place.field][place.start : place.end])
                return


def _weigh_people(candidate: Candidate, reading: Reading) -> None:
    named: dict[tuple[str, ...], Occurrence] = {}
    for each in candidate.speakers:
        named.setdefault(each.phrase.words, each)
    for number, each in enumerate(list(named.values())[:4]):
        candidate.add(
            "speaker",
            "another speaker" if number else "speaker",
            Place(each.field, each.start, each.end),
            reading.fields[each.field][each.start : each.end],
        )
    candidate.affinity += 0.2 * min(3, len(named) + len(candidate.writers)) + 0.3 * bool(candidate.titles)
    if candidate.writers:
        candidate.add("speaker", "another speaker" if named else "speaker", Place("authors", -1, -1), candidate.writers[0])
    if candidate.titles:
        each = candidate.titles[0]
        candidate.add("session", "session", Place(each.field, each.start, each.end), reading.fields[each.field][each.start : each.end])
    if candidate.organiser:
        each = candidate.organiser[0]
        candidate.add("organiser", "organiser", Place(each.field, each.start, each.end), reading.fields[each.field][each.start : each.end])


def _weigh_words(candidate: Candidate, reading: Reading, index: CoverageIndex) -> None:
    """Without its name: single rare words of it, and the noun that such events go by."""
    organiser = [(each.field, each.start, each.end) for each in candidate.organiser] + [
        (each.field, each.start, each.end) for each in candidate.speakers
    ]
    count = 0
    for run in index.rare.get(candidate.event.id, ()):
        if candidate.organiser and set(run) <= set(organiser_of(candidate.event)):
            continue
        place = next((place for place in reading.places_of(run) if not _inside(place, organiser)), None)
        if place is not None:
            printed = reading.fields[place.field][place.start : place.end]
            name_like = len(run) > 1 or (printed[:1].isupper() and not sentence_start(reading.fields[place.field], place.start))
            candidate.add("word", "word of the name", place, printed, 1.5 if name_like else 1.0)
            count += 1
            if count == 2:
                break
    words = name_words(candidate.event.name)
    for noun in [(word,) for word in words if word in PLAIN_NOUNS] + [pair for pair in pairwise(words) if pair in CHARACTER_NOUNS]:
        places = reading.places_of(noun, most=1)
        if places:
            candidate.add("noun", "noun", places[0], reading.fields[places[0].field][places[0].start : places[0].end])
            break


def _inside(place: Place, names: list[tuple[str, int, int]]) -> bool:
    return any(field == place.field and start <= place.start and place.end <= end for field, start, end in names)


def _stands(place: Place, reading: Reading, words: tuple[str, ...]) -> bool:
    """Whether a town's name is written as one."""
    return is_character(words[0]) or reading.fields[place.field][place.start].isupper()


def _within(words: list[str], part: tuple[str, ...]) -> bool:
    return any(tuple(words[at : at + len(part)]) == part for at in range(len(words) - len(part) + 1))


def is_about(candidate: Candidate) -> bool:
    """Whether the event is what the article tells of, not something that it names in passing."""
    if any(each.field in {"headline", "kicker", "standfirst"} for each, edition in candidate.named if edition != "other"):
        return True
    if candidate.tags or any(place.field in {"headline", "tags"} for _, place, _ in candidate.hashtags):
        return True
    if candidate.days_after is not None and candidate.days_after < 0 and "day" in candidate.kinds:
        return True
    near = candidate.days_after is not None and -NEAR_DAYS <= candidate.days_after <= 50
    in_lead = [each for each, edition in candidate.named if edition != "other" and each.field == "text" and each.start < LEAD]
    usable = [each for each, edition in candidate.named if edition != "other"]
    if in_lead or len(usable) > 1 or "link" in candidate.kinds or candidate.hashtags:
        return near or "day" in candidate.kinds or len(usable) > 2 or candidate.days_after is None
    if near and ({"speaker", "venue", "dateline"} & candidate.kinds):
        return True
    return not candidate.named and near

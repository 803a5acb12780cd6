"""Decides from weighed evidence: which edition, whether it is a link, of which kind, by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crawler.relate.coverage.candidate import ENOUGH, FAR_DAYS, NEAR_DAYS, WEIGHTS, Candidate
from crawler.relate.coverage.facts import Link, Place
from crawler.relate.coverage.reading import Reading
from crawler.relate.coverage.sessions import link_sessions
from crawler.relate.coverage.weighing import candidates, is_about
from crawler.relate.coverage.words import ANNOUNCE, LAST_YEAR, RECAP, RECAP_OUTRIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.relate.coverage.facts import Relation
    from crawler.relate.coverage.index import CoverageIndex

RULES: Final = "1"  #: version of the rules: with a new one every article is linked anew
MOST: Final = 60  #: links of one article


def link(article: Mapping[str, Any], index: CoverageIndex) -> list[Link]:
    """Return the events and sessions that an article (a contract row, ``links`` of its text beside it) covers, the surest first.

    An article is linked to an event when the weights of the evidence come to :data:`~crawler.relate.coverage.weighing.ENOUGH`
    and none of these holds: another edition is meant, it was published far from the event's days without naming the
    edition, the name is too common for what else was found, or without the name there is too little of place, day and people.
    """
    reading = Reading(article)
    weighed = candidates(reading, index)
    chosen = [candidate for candidate in weighed if _is_meant(candidate)]
    chosen = _of_families(chosen, weighed)
    links: list[Link] = []
    for candidate in chosen:
        rule = _rule(candidate)
        if rule is None or candidate.score < ENOUGH:
            continue
        relation = relate(candidate, reading)
        links.append(_link(candidate, relation, rule))
        links += link_sessions(candidate, relation, reading, index)
    named = {each.event for each in links}
    links += [each for each in _background(weighed, reading, named) if each.event not in named]
    links.sort(key=lambda each: (-each.score, str(each.event)))
    return links[:MOST]


def _link(candidate: Candidate, relation: Relation, rule: str) -> Link:
    evidence = sorted(candidate.evidence, key=lambda piece: -piece.weight)
    return Link(candidate.event.id, relation, candidate.score, rule, tuple(evidence[:16]))


def _is_meant(candidate: Candidate) -> bool:
    """Whether nothing says that another edition is meant."""
    if candidate.named and all(edition == "other" for _, edition in candidate.named) and not candidate.own:
        return False
    after = candidate.days_after
    if after is not None and -400 <= after < 0 and "day" in candidate.kinds:
        return True
    return not (after is not None and abs(after) > FAR_DAYS and not candidate.own and not _day_with_year(candidate))


def _day_with_year(candidate: Candidate) -> bool:
    """Whether the text prints a day of the event, or a month with its year."""
    return any(
        piece.kind == "day" and piece.quote and any(str(year) in piece.quote for year in _years(candidate)) for piece in candidate.evidence
    )


def _years(candidate: Candidate) -> set[int]:
    event = candidate.event
    return {day.year for day in (event.starts, event.ends) if day is not None}


def _rule(candidate: Candidate) -> str | None:
    """Which rule makes a link of the evidence; None where none does."""
    kinds = candidate.kinds
    day = bool({"day", "edition"} & kinds) or (candidate.days_after is not None and -NEAR_DAYS <= candidate.days_after <= 50)
    place = bool({"place", "venue", "dateline"} & kinds)
    named = bool({"name", "alias", "acronym", "series", "short"} & kinds)
    if named and candidate.level in {"strong", "medium"}:
        if "edition" in kinds:
            return "name and edition"
        if "date" in kinds or "day" in kinds:
            return "name and day"
        if place:
            return "name and place"
        return "name and more" if {"speaker", "link", "hashtag"} & kinds else None
    if any(own for *_, own in candidate.hashtags):
        return "hashtag"
    others = kinds & {"edition", "day", "place", "venue", "dateline", "speaker", "hashtag", "link", "organiser", "publisher"}
    if {"place", "venue", "dateline"} <= others or len({"place", "dateline"} & others) == 2:
        others -= {"place"}
    if named and candidate.level == "short":
        close = candidate.days_after is not None and -NEAR_DAYS <= candidate.days_after <= 50
        sure = bool({"place", "venue", "dateline", "speaker", "organiser", "link", "hashtag", "session"} & kinds)
        return "short name, day and more" if (close or "day" in kinds) and sure else None
    if named and candidate.level == "weak":
        close = candidate.days_after is not None and -NEAR_DAYS <= candidate.days_after <= 50
        if len(others | ({"date"} if close and "day" not in others else set())) >= 2 and (others - {"edition"} or "edition" in others):
            return "common name and two more" if others else None
        return None
    if "hashtag" in kinds and (place or "speaker" in kinds or "day" in kinds) and day:
        return "hashtag and more"
    if "link" in kinds and day and (place or {"speaker", "day", "organiser", "word", "noun", "session"} & kinds):
        return "link and more"
    told = {"word", "noun"} & kinds
    online = not (candidate.event.venue or candidate.event.locality)
    if "session" in kinds and day and place:
        return "title of a session and more"
    people = len(candidate.speakers) + len(candidate.writers)
    if online and "day" in kinds and ("speaker" in kinds or "organiser" in kinds) and (told or people > 1):
        return "organiser or speakers, and day"
    if "speaker" in kinds and place and day and told:
        return "speaker, place and day"
    if people > 1 and day and told:
        return "speakers and day"
    days_round = candidate.days_after is not None and -14 <= candidate.days_after <= 10
    in_house = any(piece.kind == "venue" and piece.weight >= WEIGHTS["venue"] for piece in candidate.evidence)
    if days_round and ((people > 1 and place) or (in_house and {"speaker", "organiser"} & kinds)):
        return "people at the place and time"
    at_house = candidate.days_after is not None and -21 <= candidate.days_after <= 10
    if "venue" in kinds and at_house and "noun" in kinds and ("word" in kinds or "day" in kinds or {"place", "dateline"} & kinds):
        return "venue, day and noun"
    if "organiser" in kinds and place and day and told:
        return "organiser, place and day"
    return None


def _of_families(chosen: Sequence[Candidate], weighed: Sequence[Candidate]) -> list[Candidate]:
    """Of events that share a name, those whose edition is named, and of the rest the one whose day and place fit best."""
    family = _families(weighed)
    kept: list[Candidate] = []
    for candidate in chosen:
        rivals = [
            other
            for other in weighed
            if other is not candidate and family[id(other)] == family[id(candidate)] and _shares(candidate, other)
        ]
        if not rivals or candidate.own:
            kept.append(candidate)
            continue
        if all(_better(candidate, other) for other in rivals):
            kept.append(candidate)
    return kept


def _shares(one: Candidate, other: Candidate) -> bool:
    """Whether two events are found by the same words."""
    return bool(_names(one) & _names(other)) or bool({link for link, _ in one.links} & {link for link, _ in other.links})


def _names(candidate: Candidate) -> set[int]:
    people = {each.phrase.number for each in (*candidate.speakers, *candidate.organiser)}
    return {each.phrase.number for each, _ in candidate.named} or people


def _better(one: Candidate, other: Candidate) -> bool:
    """Whether an event fits an article that does not say the edition better than another of the name."""
    if other.own and other.affinity >= one.affinity - 0.1:
        return False
    if one.affinity != other.affinity:
        if one.affinity < other.affinity:
            return False
        near = one.days_after is not None and abs(one.days_after) <= NEAR_DAYS
        return near or one.affinity - other.affinity >= 0.05 or _apart(one, other)
    return str(one.event.id) < str(other.event.id)


def _apart(one: Candidate, other: Candidate) -> bool:
    """Whether one event is clearly nearer in time."""
    return one.days_after is not None and (other.days_after is None or abs(one.days_after) * 1.5 < abs(other.days_after))


def _families(weighed: Sequence[Candidate]) -> dict[int, int]:
    """Number the groups of candidates that share a name, by way of others too."""
    group = {id(candidate): number for number, candidate in enumerate(weighed)}
    by_name: dict[int, int] = {}
    for candidate in weighed:
        for name in _names(candidate):
            if name in by_name and by_name[name] != group[id(candidate)]:
                old, new = group[id(candidate)], by_name[name]
                for key, number in group.items():
                    if number == old:
                        group[key] = new
            by_name[name] = group[id(candidate)]
    return group


def _background(weighed: Sequence[Candidate], reading: Reading, linked: set[Any]) -> list[Link]:
    """Other editions of a linked event's series that the article recalls by month: ``this June's summit``, ``last April``."""
    family = _families(weighed)
    groups = {family[id(candidate)] for candidate in weighed if candidate.event.id in linked and candidate.named}
    found: list[Link] = []
    for candidate in weighed:
        if candidate.event.id in linked or family[id(candidate)] not in groups or not candidate.named or candidate.event.starts is None:
            continue
        if reading.published is None or candidate.days_after is None or not 14 < candidate.days_after <= 430:
            continue
        place = _recalled(candidate, reading)
        if place is not None:
            quote = reading.fields[place.field][place.start : place.end]
            recalled = Candidate(candidate.event, named=candidate.named)
            each = candidate.named[0][0]
            recalled.add(
                "series", "name medium", Place(each.field, each.start, each.end), reading.fields[each.field][each.start : each.end]
            )
            recalled.add("day", "day", place, quote)
            found.append(_link(recalled, "mentions", "edition recalled"))
    return found


def _recalled(candidate: Candidate, reading: Reading) -> Place | None:
    """Where the text recalls an earlier edition: by its month, or as last year's beside the name or the town."""
    event = candidate.event
    assert event.starts is not None
    assert candidate.days_after is not None
    in_town = any(piece.kind in {"place", "venue"} for piece in candidate.evidence)
    for mention in reading.months:
        told = mention.year == event.starts.year or (
            mention.year is None and mention.past is True and (candidate.days_after < 330 or in_town)
        )
        if mention.month == event.starts.month and told:
            return mention.place
    if reading.published is None or event.starts.year != reading.published.year - 1:
        return None
    beside = [(each.field, each.start, each.end) for each, edition in candidate.named if edition == "open"]
    beside += [
        (piece.field, piece.start, piece.end)
        for piece in candidate.evidence
        if piece.kind == "place" and piece.start is not None and piece.end is not None
    ]
    for name, start, end in beside:
        text = reading.fields.get(name, "")
        window = max(0, start - 50)
        found = LAST_YEAR.search(text, window, end + 50)
        if found is not None and not any(
            stop in text[min(found.end(), end) : max(found.start(), start)] for stop in (". ", "。", "\n", "! ", "? ")
        ):
            return Place(name, found.start(), found.end())
    return None


def relate(candidate: Candidate, reading: Reading) -> Relation:
    """What an article is to an event that it is linked to: by the day of publication, by wording, by how much it is about it."""
    about = is_about(candidate)
    if not about:
        return "mentions"
    after = candidate.days_after
    if after is None or not reading.exact:
        if says(ANNOUNCE, reading, whole=True):
            return "announces"
        if after is None or abs(after) < 31:
            return "recaps" if says(RECAP_OUTRIGHT, reading) else "reports"
    if candidate.event.cancelled and after > 0:
        return "mentions"
    if after < 0:
        return "announces" if after >= -FAR_DAYS or candidate.own else "mentions"
    if after == 0:
        return "reports"
    if after <= 6:
        return "recaps" if says(RECAP_OUTRIGHT, reading) else "reports"
    if after <= 60:
        return "recaps"
    if says(RECAP_OUTRIGHT, reading) or (after <= 120 and says(RECAP, reading)):
        return "recaps"
    return "mentions"


def says(phrases: Mapping[str, Sequence[tuple[str, ...]]], reading: Reading, *, whole: bool = False) -> bool:
    """Whether headline, kicker or standfirst say one of the phrases, or the ``whole`` article."""
    return any(says_in(phrases, cut.words) for name, cut in reading.tokens.items() if whole or name in {"headline", "kicker", "standfirst"})


def says_in(phrases: Mapping[str, Sequence[tuple[str, ...]]], words: Sequence[str]) -> bool:
    """Whether folded words hold one of the phrases."""
    return any(
        tuple(words[at : at + len(phrase)]) == phrase for at, word in enumerate(words) if word in phrases for phrase in phrases[word]
    )

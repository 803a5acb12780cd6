"""A credit line that is a plain name, as most metas and author elements give it: told apart before any pattern of credit lines is tried."""

from __future__ import annotations

import re
from functools import cache

from crawler.normalise.bylines import words
from crawler.normalise.bylines.names import is_compound

_WORD = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{1,15}"
_NAME = re.compile(rf"(?:(?P<by>[Bb]y|[Vv]on) )?(?P<name>{_WORD} {_WORD}(?: {_WORD})?)")  #: perhaps after "By"
_SHORT = 9  #: letters of a word that is no compound of an organisation
#: words of the other patterns: buttons, counts, days, connections
_MORE = """
follow following view see read more most recent email biography bio show opens website subscribe rss folgen seguir suivre alle weitere mehr zum ver twitter facebook instagram linkedin bluesky mastodon threads
ago yesterday today gestern heute hier ayer oggi published publish updated posted aktualisiert veröffentlicht lesezeit lesedauer reading last
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes jueves viernes domingo
january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec januar februar mai juni juli oktober dezember
under unter filed gespeichert kategorie kategorien categories category tags tag tagged leave hinterlasse schreibe kommentar kommentare comment comments bookmark permalink print drucken schlagwörter
onze unser unsere notre nuestro nuestra il dal nostro our own special staff vår order request command appointment arrangement invitation courtesy kind permission popular demand law hand mail post phone
und and et y e i og och en with mit avec con com plus ve for at of in aus the a an your die das ein eine ihr ihre dein deine mein meine votre les los las gli how what why this that my about
im um from bei zu på desde da z w über as als wie berichtet reports report writes reporting has is ist est es who contributed took via dans chez sur on für vom pour para per
find search orcid author archive get author's coverage articles posts stories news content beiträge meldungen latest trending related close image images
"""


@cache
def _special() -> frozenset[str]:
    """Every word that means something in a credit line; a name that holds one is left to the patterns."""
    phrases = [*words.AGENCIES, *words.NOBODIES, *words.PLACE_PAIRS, *words.PICTURE_AGENCIES]
    for by_role in (words.MARKERS, words.TIGHT):
        phrases += [phrase for role in by_role.values() for phrase in role]
    phrases += [phrase for language in words.BY_LANGUAGE.values() for phrase in language]
    found = {word.strip(".:,/()") for phrase in phrases for word in phrase.split()}
    found.update(
        words.PLACES,
        words.PARTICLES,
        words.SUFFIXES,
        words.HONORIFICS,
        words.TITLE_HEADS,
        words.TITLE_MODIFIERS,
        words.ORG_WORDS,
        words.PAPER_WORDS,
    )
    found.update(_MORE.split())
    return frozenset(found)


def read(line: str) -> tuple[str, str] | None:
    """The word "By", where it stands before it, and the name of a line that is nothing else; None for any other line."""
    match = _NAME.fullmatch(line)
    if match is None:
        return None
    name = match["name"]
    parts = name.casefold().split()
    if not _special().isdisjoint(parts) or len(set(parts)) < len(parts) or any(len(p) >= _SHORT and is_compound(p) for p in parts):
        return None
    return match["by"] or "", name

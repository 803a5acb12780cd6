"""What tells two credits to be one person: author pages, contacts, bios and affiliations; a name alone never does."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal

from crawler.normalise.bylines.names import kind
from crawler.normalise.urls import host_of, is_home, normalise, same_page
from crawler.relate.sources import folded, is_outlet

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["author_page", "contact", "bio", "affiliation"]
MOST: Final = 12  #: people with one and the same evidence, beyond which it is a team's page or a house's address
_LONG: Final = 300  #: characters of a value that are kept
_BIO_WORDS: Final = 6  #: words from which a bio is somebody's own
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24})(?![\w-])", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.|[a-z]{2}\.)?"
    r"(twitter\.com|x\.com|linkedin\.com/in|facebook\.com|instagram\.com|threads\.net|bsky\.app/profile|orcid\.org|muckrack\.com|github\.com|weibo\.com|mastodon\.social|t\.me)"
    r"/@?([\w.%-]{2,80})",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@([A-Za-z_]\w{2,30})(?![\w@.])")
_INITIALS = re.compile(r"(?:[^\W\d_](?:\. ?| )){1,4}[^\W\d_]{2,40}")  # A. Lovelace: too little to be credited by, enough beside a page
_HOUSE_WORDS = (
    "info news newsroom newsdesk redaktion office contact kontakt editor editors editorial press presse media mail post hello team support service desk tips feedback "
    "webmaster admin online redaccion redazione redaction letters leserbriefe sport sports politik kultur wirtschaft"
)
_HOUSES: Final = frozenset(_HOUSE_WORDS.split())  # mail boxes and profiles of many
_PROFILE_WORDS: Final = frozenset({"share", "sharer", "intent", "home", "search", "hashtag", "login", "in", "status"})
_NO_HOUSE = (
    "freelance | freelancer | freelance writer | freelance journalist | freie journalistin | freier journalist | staff | staff writer | staff reporter | correspondent | "
    "contributor | reporter | editor | journalist | guest author | guest writer | columnist | special to"
)
_NOWHERE: Final = frozenset(_NO_HOUSE.split(" | "))  # printed where an affiliation stands, and none


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit of an article: who, and what was printed about them."""

    person_id: int
    name: str
    role: str | None
    printed: str | None
    affiliation: str | None
    bio: str | None
    url: str | None  #: the author's page
    page_url: str
    site_name: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that two credits may share."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Known:
    """A person known by name."""

    person_id: int
    name: str
    site_id: int


def is_person(credit: Credit) -> bool:
    """Whether a credit is a human being's; agencies, outlets, desks and accounts are nobody to merge with."""
    if credit.role == "agency" or (kind(credit.name) not in {"person", "single"} and _INITIALS.fullmatch(credit.name) is None):
        return False
    return not is_outlet(credit.name, host_of(credit.page_url), credit.site_name)


def evidence_of(credit: Credit) -> list[Evidence]:
    """Return what an article says of a person that may be said elsewhere too; nothing of who is no person."""
    if not is_person(credit):
        return []
    found: dict[Evidence, None] = {}
    whole = kind(credit.name) == "person"
    contacts = _contacts(" ".join(filter(None, (credit.url, credit.bio, credit.printed))))
    found.update(dict.fromkeys(Evidence("contact", contact) for contact in contacts))
    page = _author_page(credit)
    if page:
        found[Evidence("author_page", page)] = None
    name = _plain(credit.name)
    bio = " ".join((credit.bio or "").casefold().split())
    if whole and (bio.count(" ") + 1 >= _BIO_WORDS or (len(bio) >= 12 and not bio.isascii() and " " not in bio)):
        digest = blake2b(bio.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        found[Evidence("bio", f"{name}: {digest}"[:_LONG])] = None
    place = " ".join((credit.affiliation or "").casefold().split())
    if whole and place and place not in _NOWHERE and folded(place) != folded(credit.name):
        found[Evidence("affiliation", f"{name}: {place}"[:_LONG])] = None
    return list(found)


def _contacts(printed: str) -> list[str]:
    """Return the mail addresses and profiles in a text that are one person's, not a house's."""
    printed = printed[:5_000]
    mails = [mail.lower() for mail in _MAIL.findall(printed)]
    profiles = [
        f"{host.lower().replace('x.com', 'twitter.com')}/{account.lower().rstrip('.')}" for host, account in _PROFILE.findall(printed)
    ]
    handles = [f"twitter.com/{handle.lower()}" for handle in _HANDLE.findall(printed)]
    known = [mail for mail in mails if not _HOUSES & set(re.split(r"[.+_-]", mail.partition("@")[0]))]
    known += [profile for profile in [*profiles, *handles] if profile.rpartition("/")[2] not in _HOUSES | _PROFILE_WORDS]
    return [contact[:_LONG] for contact in dict.fromkeys(known)]


def _author_page(credit: Credit) -> str | None:
    """Return the address of the author's page, if it is a page of its own."""
    address = normalise(credit.url) if credit.url else None
    if address is None or len(address) > _LONG or is_home(address) or same_page(address, credit.page_url) or _PROFILE.match(address):
        return None
    return address.partition("://")[2].rstrip("/")


def pairs(found: Kind, holders: Sequence[Known]) -> list[tuple[Known, Known]]:
    """Return who of the people with the same evidence are one person, in every pair the one known first as the second."""
    if not 2 <= len(holders) <= MOST:
        return []
    ordered = sorted(holders, key=lambda known: known.person_id)
    if found in {"bio", "affiliation"}:  # the name is part of the evidence
        return [(one, other) for place, one in enumerate(ordered) for other in ordered[:place]]
    sure = all(compatible(one.name, other.name) for place, one in enumerate(ordered) for other in ordered[:place])
    return [
        (one, other)
        for place, one in enumerate(ordered)
        for other in ordered[:place]
        if _plain(one.name) == _plain(other.name) or (sure and compatible(one.name, other.name))
    ]


def compatible(one: str, other: str) -> bool:
    """Whether two printed names may be one person's: the same words in any order, initials for some, a word more, another script."""
    first, second = _plain(one).split(), _plain(other).split()
    if not first or not second:
        return False
    if _is_latin(one) != _is_latin(other):
        return True
    short, left = (first, second) if len(first) <= len(second) else (second, first)
    whole = False
    for word in sorted(short, key=len, reverse=True):
        same = (
            word
            if word in left
            else next((other_word for other_word in left if min(len(word), len(other_word)) == 1 and word[0] == other_word[0]), None)
        )
        if same is None:
            return False
        whole = whole or (same == word and len(word) > 1)
        left.remove(same)
    return whole


def _plain(name: str) -> str:
    """Return a name without case, diacritics and points."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign if sign.isalnum() else " " for sign in apart if not unicodedata.combining(sign)).split())


def _is_latin(name: str) -> bool:
    return any("a" <= sign <= "z" for sign in _plain(name))

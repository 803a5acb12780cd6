"""Language variants of one story: linked on evidence only, never because two stories of a day sound alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.normalise.language.tags import normalise_tag
from crawler.relate.prints import unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

LINKED: Final = 0.6  #: score from which two articles are variants
_FEW: Final = 4  #: numbers, or names, that say something together
_LENGTHS: Final = 0.3  #: a variant has at least this part of the other's length in tokens
_CODES = (
    "ar az be bg bn bs ca cn cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu hy id is it ja jp ka kk km ko kr lb lo lt lv mk mn ms mt my nb ne nl nn no "
    "pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr tw uk ur uz vi zh"
)
_LANGUAGES: Final = frozenset(_CODES.split())
_SEGMENT = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|[a-z]{4}))?")
_PARAMETERS: Final = frozenset({"lang", "language", "hl", "locale", "l", "lng"})
_SCRIPTS: Final = {"zh": "Hans"}  # what a bare tag means


@dataclass(frozen=True, slots=True)
class Side:
    """One of two articles that may be variants."""

    article_id: int
    site_id: int
    language: str | None  #: BCP 47
    address_key: int  #: of :func:`address_key`
    words: int
    numbers: bytes
    names: bytes
    day: Any = None  #: local day of publication
    images: frozenset[str] = frozenset()  #: addresses of pictures that few other articles show
    alternates: frozenset[bytes] = field(default_factory=frozenset)  #: keys of the addresses that it names as its variants
    url_key: bytes = b""


@dataclass(frozen=True, slots=True)
class Variant:
    """Why two articles are variants of one story."""

    score: float
    rule: str  #: the weightiest evidence: ``hreflang``, ``address``, ``images`` or ``facts``
    evidence: dict[str, Any]


def compare(one: Side, other: Side) -> Variant | None:
    """Return why two articles are language variants of one story, or None where the evidence does not do.

    An address that one page names as its variant in another language is enough, as is the same address but for the language.
    Without that, articles of one site and day must share pictures as well as numbers and names, or many numbers and names.
    """
    if not differ(one.language, other.language):
        return None
    numbers, names = _shared(one.numbers, other.numbers), _shared(one.names, other.names)
    evidence: dict[str, Any] = {}
    score = 0.0
    rules: list[tuple[float, str]] = []

    def say(name: str, weight: float, value: Any) -> None:
        nonlocal score
        evidence[name] = value
        rules.append((weight, name))
        score = 1 - (1 - score) * (1 - weight)

    named = (other.url_key in one.alternates) + (one.url_key in other.alternates)
    if named:
        say("hreflang", 0.95 if named == 2 else 0.8, "both" if named == 2 else "one")
    if one.site_id == other.site_id and one.address_key == other.address_key:
        say("address", 0.7, "same but for the language")
    if one.site_id == other.site_id and _near(one, other) and min(one.words, other.words) >= _LENGTHS * max(one.words, other.words):
        images = one.images & other.images
        if images:
            say("images", 0.45, len(images))
        for what, (number, share), weight in (("numbers", numbers, 0.4), ("names", names, 0.35)):
            if number >= _FEW and share >= 0.6:
                say(what, weight, number)
    if score < LINKED or (not named and len(rules) < 2 and "address" not in evidence):
        return None
    rule = max(rules)[1]
    return Variant(round(score, 3), rule if rule in {"hreflang", "address", "images"} else "facts", evidence)


def differ(one: str | None, other: str | None) -> bool:
    """Whether two languages are known and not the same; Chinese in two scripts is two."""
    first, second = _plain(one), _plain(other)
    return first is not None and second is not None and first != second


def _plain(tag: str | None) -> str | None:
    """Return the language of a tag, for Chinese with its script."""
    known = normalise_tag(tag)
    if not known:
        return None
    base, *rest = known.split("-")
    if base not in _SCRIPTS:
        return base
    script = next((part for part in rest if len(part) == 4), None) or ("Hant" if {"TW", "HK", "MO"} & set(rest) else _SCRIPTS[base])
    return f"{base}-{script}"


def _near(one: Side, other: Side) -> bool:
    """Whether both were published on the same day or the next."""
    return one.day is not None and other.day is not None and abs((one.day - other.day).days) <= 1


def _shared(one: bytes, other: bytes) -> tuple[int, float]:
    """Return how many hashes two lists share, and which part of the shorter list that is."""
    mine, theirs = set(unpacked(one)), set(unpacked(other))
    shared = len(mine & theirs)
    return shared, shared / max(1, min(len(mine), len(theirs)))


def address_key(url: str) -> int:
    """Return a signed 64-bit number that addresses share which differ in their language only (``/de/…``, ``de.``, ``?lang=de``)."""
    parts = urlsplit(url)
    labels = [label for label in parts.netloc.lower().removeprefix("www.").split(".") if label]
    if len(labels) > 2 and labels[0] in _LANGUAGES:
        labels = labels[1:]
    segments = [segment for segment in parts.path.split("/") if segment]
    for place in (0, 1, len(segments) - 1):
        if 0 <= place < len(segments) and (match := _SEGMENT.fullmatch(segments[place].lower())) and match[1] in _LANGUAGES:
            del segments[place]
            break
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0].lower() not in _PARAMETERS])
    neutral = "\n".join((".".join(labels), "/".join(segments), query))
    return int.from_bytes(blake2b(neutral.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def best(found: Sequence[tuple[Side, Variant]]) -> list[tuple[Side, Variant]]:
    """Return of each language the one variant with the most evidence; none where two have the same and no address says which."""
    chosen: dict[str | None, list[tuple[Side, Variant]]] = {}
    for side, variant in found:
        chosen.setdefault(_plain(side.language), []).append((side, variant))
    kept: list[tuple[Side, Variant]] = []
    for rivals in chosen.values():
        rivals.sort(key=lambda rival: (-rival[1].score, rival[0].article_id))
        sure = rivals[0][1].rule in {"hreflang", "address"}
        if len(rivals) == 1 or sure or rivals[0][1].score > rivals[1][1].score:
            kept.append(rivals[0])
    return kept

"""What language a page is in: the text decides, what the page claims settles what the text leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.items import Candidate, Provenance, Rival
from crawler.normalise.language import alike, base, identify, may_be, normalise_tag, sample

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORT = 60  #: letters; below that a model guesses
_SURE = 0.5  #: of the model, for a text of some length


@dataclass(slots=True)
class Decision:
    """The language decided and the one declared, each a BCP 47 tag or None."""

    language: str | None = None
    declared: str | None = None
    provenance: Provenance | None = None


def decide(texts: Sequence[str], claims: Sequence[Candidate], *, ask: bool = True) -> Decision:
    """Decide on the paragraphs of a story and on what the page claims (attributes, metas, address), the most trusted claim first.

    A long text decides alone; between languages that are near to one another, and for a short text, a claim that the
    script allows wins. Without text and claims there is no language. Without ``ask`` what only a model could tell is as the
    page claims.
    """
    tags = [
        (tag, claim)
        for claim in sorted(claims, key=lambda c: -c.confidence)
        if isinstance(claim.value, str) and (tag := normalise_tag(claim.value))
    ]
    declared = tags[0][0] if tags else None
    text = sample(texts)
    guess = identify(text, base(declared) if declared else None, ask=ask)
    rivals = [Rival(claim.rule, claim.value[:60], claim.confidence) for _, claim in tags[:3]]
    if guess is None:
        if not tags:
            return Decision()
        return Decision(_short_of_region(declared), declared, Provenance(tags[0][1].rule, str(tags[0][1].value)[:60], 0.5, rivals[1:]))
    seen = text[:80].replace("\n", " ")
    for tag, claim in tags:
        if not may_be(guess, tag):
            continue
        if alike(tag, guess.tag):
            language = _short_of_region(tag)
            if base(tag) == "sr":
                language = "sr-Cyrl" if guess.script == "Cyrl" else "sr-Latn"
            elif base(tag) == base(guess.tag) == "zh":
                language = guess.tag
            return Decision(language, declared, Provenance(f"text+{claim.rule}", seen, round(max(guess.confidence, 0.9), 2), rivals))
        if guess.letters < _SHORT or guess.confidence < _SURE:
            return Decision(_short_of_region(tag), declared, Provenance(claim.rule, str(claim.value)[:60], 0.5, rivals[1:]))
    if not tags and guess.letters < _SHORT / 3 and guess.confidence < _SURE:
        return Decision(None, None)
    return Decision(guess.tag, declared, Provenance("text", seen, guess.confidence, rivals))


def _short_of_region(tag: str | None) -> str | None:
    """The tag with its script but without its region: a text does not tell ``en-GB`` from ``en-US``."""
    if tag is None:
        return None
    parts = tag.split("-")
    return "-".join(part for number, part in enumerate(parts) if number == 0 or len(part) == 4)

"""Which of its titles is an article's headline, what its kicker, and the fields around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.items import Candidate, Issue, Provenance, Rival
from crawler.normalise import filing
from crawler.normalise.titles import folded, squeezed, without_site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_HEADLINE = 500
_DOTTED = 15  #: characters before the dots of a title that was cut
#: what a heading's element holds behind the headline: day, source, writer, counts
_INFO = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.年]|\d{1,2}:\d\d|来源|來源|作者|发布|發布|浏览|瀏覽|出典|\bby\b|\bago\b", re.IGNORECASE)
_PERMALINK = re.compile(r"\s?[¶🔗]+$")
_PUNCTUATED = re.compile(r"\w[)\"”’»']?[:–—] ?[\"„“«»]?\w|\w [-–—|] [\"„“«»]?\w")
_DATED = re.compile(r"\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d\s*[-–—|:•·]?\s*(?=(?:[^\W\d_]\S* +){2})")
_JOINED = re.compile(r"\w[)\"”’»']?:? ?[:–—/]\s?[\"„“«»]?\w")
_LISTED = re.compile(r"\s[|•·]\s")
_BARRED = re.compile(r"\s[|·•–—-]\s\S+(?:\s\S+){0,3}$")


@dataclass(slots=True)
class Decision:
    """The fields decided, with the provenance of each."""

    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    description: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def decide(evidence: Mapping[str, Sequence[Candidate]], sites: Sequence[str] = ()) -> Decision:
    """Decide on the evidence of the fields ``headline kicker standfirst description section tags``; ``sites`` are the site's names."""
    decision = Decision()
    _headline(decision, evidence, sites)
    _kicker(decision, evidence.get("kicker", ()), sites)
    _first(decision, "standfirst", evidence.get("standfirst", ()))
    _first(decision, "description", evidence.get("description", ()))
    _section(decision, evidence.get("section", ()), sites)
    _tags(decision, evidence.get("tags", ()))
    return decision


def _headline(decision: Decision, evidence: Mapping[str, Sequence[Candidate]], sites: Sequence[str]) -> None:
    names = {squeezed(s) for s in sites}
    candidates = [c for c in evidence.get("headline", ()) if c.value]
    cleaned: list[tuple[str, Candidate]] = []
    all_titles = [c.value for c in candidates]
    freed: dict[tuple[str, bool], str] = {}  # most of a page's titles are one
    for candidate in candidates:
        printed = candidate.rule.startswith("visible:")
        value = candidate.value
        if (value, printed) not in freed:
            bare = printed and not _BARRED.search(value)
            freed[value, printed] = value if bare else without_site(value, sites, () if printed else all_titles)
        text = freed[value, printed]
        if text and squeezed(text) not in names:
            cleaned.append((text, candidate))
    if not cleaned and len({squeezed(c.value) for c in candidates}) > 1:
        cleaned = [(c.value, c) for c in candidates]
    cleaned = [(t, c) for t, c in cleaned if not _broken_off(t, all_titles)] or cleaned
    if not cleaned:
        decision.issues.append(Issue("headline_unknown", "info", "headline", "no title but the site's name"))
        return
    best, winner = _declared_twice(cleaned) or _printed(cleaned) or _voted(cleaned)
    best = _spelled(best, cleaned)
    if whole := _spelled_as_one(best, cleaned):
        best = whole
    elif parts := _kicker_of(best, cleaned):
        decision.kicker, best = parts
        decision.provenance["kicker"] = Provenance(winner.rule, winner.printed[:300], 0.6)
    best = _PERMALINK.sub("", _without_info(best, cleaned))
    if dated := _DATED.match(best):
        best = best[dated.end() :]
    decision.headline = best[:MAX_HEADLINE]
    support = max(0.0, winner.confidence - 0.15) + sum(0.1 * _agreement(best, other) for other, c in cleaned if c is not winner)
    rivals = [Rival(c.rule, c.printed, c.confidence) for text, c in cleaned if c is not winner and folded(text) != folded(best)]
    decision.provenance["headline"] = Provenance(
        winner.rule, winner.printed or winner.value[:300], round(min(0.99, support), 2), rivals[:3]
    )
    if len(best) > MAX_HEADLINE:
        decision.issues.append(Issue("field_cut", "info", "headline", f"{len(best)} characters"))


def _declared_twice(cleaned: list[tuple[str, Candidate]]) -> tuple[str, Candidate] | None:
    """A news site's own headline where its structured data and og:title agree word for word, whatever the page prints since."""
    news = next(((t, c) for t, c in cleaned if "NewsArticle" in c.rule), None)
    shared = next((t for t, c in cleaned if c.rule == "og:title"), None)
    if news is None or shared is None or folded(news[0]) != folded(shared):
        return None
    printed = next(((t, c) for t, c in cleaned if c.rule.startswith("visible:") and folded(t) == folded(shared)), None)
    return printed or news


def _printed(cleaned: list[tuple[str, Candidate]]) -> tuple[str, Candidate] | None:
    """The headline as the page prints it, unless it is a mere label that no title of the head knows."""
    for text, candidate in cleaned:
        if not candidate.rule.startswith("visible:"):
            continue
        others = [t for t, c in cleaned if not c.rule.startswith("visible:")]
        if len(text) < 16 and len(text.split()) < 3 and others and not any(_agreement(text, other) > 0.3 for other in others):
            continue
        return text, candidate
    return None


def _spelled(headline: str, cleaned: list[tuple[str, Candidate]]) -> str:
    """The headline in the punctuation that most of the page's titles give it.

    Parts set apart by style only ("Kicker : Title", "KickerTitle") are punctuated in the head's titles.
    """
    same = [text for text, _ in cleaned if squeezed(text) == squeezed(headline)]
    best = max(dict.fromkeys(same), key=lambda text: (sum(t == text for t in same), text == headline), default=headline)
    if same.count(best) >= 2 and best != headline:
        return best
    if not _PUNCTUATED.search(headline):
        return next((t for t in same if _PUNCTUATED.search(t)), headline)
    return headline


def _voted(cleaned: list[tuple[str, Candidate]]) -> tuple[str, Candidate]:
    cleaned = [pair for pair in cleaned if not pair[1].rule.startswith("visible:")] or cleaned
    best = (-1.0, 0)
    for i, (text, candidate) in enumerate(cleaned):
        score = candidate.confidence + sum(0.25 * _agreement(text, other) * c.confidence for other, c in cleaned if c is not candidate)
        best = max(best, (score, -i))
    return cleaned[-best[1]]


def _spelled_as_one(headline: str, cleaned: list[tuple[str, Candidate]]) -> str | None:
    """The headline as og:title spells it, where that is one phrase with its kicker: "Kicker: Title"."""
    text = squeezed(headline)
    return next(
        (t for t, c in cleaned if c.rule == "og:title" and squeezed(t) == text and _JOINED.search(t) and not _LISTED.search(t)), None
    )


def _kicker_of(headline: str, cleaned: list[tuple[str, Candidate]]) -> tuple[str, str] | None:
    """Kicker and headline, where the headline is another title of the page with a few words before it."""
    text = folded(headline)
    declared = [folded(t) for t, c in cleaned if not c.rule.startswith("visible:")]
    for other, candidate in cleaned:
        short = folded(other)
        words = len(short.split())
        if candidate.rule.startswith("visible:") or words < 2 or not text.endswith(" " + short):
            continue
        at = headline.casefold().rfind(other.casefold()[:12])
        if at <= 0:
            continue
        head = len(text[: -len(short)].split())
        parted = headline[:at].rstrip()[-1:] in ":|–—-•·/"
        if (words > 2 and head <= 5 and head < words) or (parted and ((head <= 8 and head < words) or declared.count(short) > 2)):
            return headline[:at].strip(" :|–—-•·/"), other
    return None


def _without_info(headline: str, cleaned: list[tuple[str, Candidate]]) -> str:
    """The headline without the day, source and writer that its element holds behind it, where a title of the head ends before."""
    for title, candidate in cleaned:
        if not candidate.rule.startswith("visible:") and 8 <= len(title) < len(headline) - 5 and headline.startswith(title):
            rest = headline[len(title) :]
            if rest[0] in " \u3000|" and _INFO.search(rest[:80]):
                return title
    return headline


def _broken_off(title: str, titles: Sequence[str]) -> bool:
    """Whether a title ends where another goes on: with dots, or at a quotation mark, where an attribute ended."""
    if title.endswith(("...", "…")):
        start = title.rstrip(".… ")
        return len(start) > _DOTTED and any(len(other.rstrip(".… ")) > len(start) and other.startswith(start) for other in titles)
    return any(len(other) > len(title) + 2 and other.startswith(title) and other[len(title) :].lstrip()[:1] == '"' for other in titles)


@lru_cache(maxsize=2_048)
def _agreement(one: str, other: str) -> float:
    """1 for the same words, less where one only contains the other or they share most words, 0 where they differ."""
    a, b = folded(one), folded(other)
    if a == b:
        return 1.0
    if a and b and (a in b or b in a):
        return 0.5
    x, y = set(a.split()), set(b.split())
    shared = len(x & y) / max(1, min(len(x), len(y)))
    return 0.3 if shared >= 0.6 else 0.0


def _kicker(decision: Decision, candidates: Sequence[Candidate], sites: Sequence[str]) -> None:
    names = {squeezed(s) for s in sites}
    headline = decision.headline or ""
    if decision.kicker:
        return
    for candidate in candidates:
        text = candidate.value.strip(" :|–—-•·")
        if text and squeezed(text) not in names and squeezed(text) != squeezed(headline):
            decision.kicker = text[:200]
            decision.provenance["kicker"] = Provenance(candidate.rule, candidate.printed, candidate.confidence)
            return


def _first(decision: Decision, name: str, candidates: Sequence[Candidate]) -> None:
    best = max(candidates, key=lambda c: c.confidence, default=None)
    if best is None:
        return
    setattr(decision, name, best.value[:2000])
    rivals = [Rival(c.rule, c.printed, c.confidence) for c in candidates if c is not best and c.value != best.value]
    decision.provenance[name] = Provenance(best.rule, best.printed, best.confidence, rivals[:3])


def _section(decision: Decision, candidates: Sequence[Candidate], sites: Sequence[str]) -> None:
    names = {squeezed(s) for s in sites}
    usable = [
        replace(c, value=name)
        for c in candidates
        if (name := filing.section(c.value)) and squeezed(name) not in names and folded(name) != folded(decision.headline or "")
    ]
    _first(decision, "section", usable)


def _tags(decision: Decision, candidates: Sequence[Candidate]) -> None:
    for rule, best in sorted({c.rule: c for c in reversed(candidates)}.items(), key=lambda pair: -pair[1].confidence):
        decision.tags = filing.tags([c.value for c in candidates if c.rule == rule], decision.headline or "")
        if decision.tags:
            decision.provenance["tags"] = Provenance(rule, best.printed, best.confidence)
            return

"""Which of the credits read stand: persons before accounts, agencies and outlets; the first tier that names somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.decide.author_readings import Reading, key, same

if TYPE_CHECKING:
    from crawler.normalise import bylines

MAX_AUTHORS = 30
_SHORT = 40  #: characters of a credit that is not at the headline
_AT_HEADLINE = 0.75  #: confidence of credits right at the headline: those further down may be of a story that is quoted


def _only_names(text: str, known: list[str]) -> bool:
    """Whether a printed line holds little else than these names."""
    for name in known:
        text = text.replace(name, " ")
    return len(key(text)) <= 12


def _grown(name: str, known: str) -> bool:
    """A known name with a title, an outlet or half a word run into it."""
    a, b = key(name), key(known)
    return a != b and (a in b or b in a)


def choose(readings: list[Reading]) -> list[tuple[bylines.Credit, Reading]]:
    """The credits that stand, each with the reading that gave it: the first tier that names somebody."""
    by_source: dict[str, list[Reading]] = {}
    for reading in readings:
        by_source.setdefault(reading.source, []).append(reading)
    people = {source: _people(group) for source, group in by_source.items()}
    near = people.get("near", [])
    structured = people.get("structured", [])
    base: list[tuple[bylines.Credit, Reading]] = []
    if structured:
        base = structured
        marked = [(c, r) for c, r in near if r.marked]
        if (
            marked
            and not _shared(structured, near)
            and not _shared(structured, people.get("box", []))
            and not _shared(structured, people.get("meta", []))
        ):
            base = marked
        else:
            base = _with_partners(structured, near, by_source.get("near", []))
        if base is structured or base[: len(structured)] == structured:
            base = base + [
                (c, r)
                for r in by_source["structured"]
                for c in r.of("agency", "organisation")
                if not any(key(c.name) == key(d.name) for d, _ in base)
            ]
    elif near:
        base = _best_near(near, people.get("meta", []) + people.get("feed", []) + people.get("box", []), by_source["near"])
        base = base + [(c, r) for r in {id(r): r for _, r in base}.values() for c in r.of("agency")]
    else:
        users = _users(by_source)
        for source in ("meta", "feed", "bio", "users", "far", "box", "name"):
            group = users if source == "users" else people.get(source, [])
            if source == "meta" and users and not any(c.name.casefold() in d.name.casefold() for c, _ in users for d, _ in group):
                continue
            if source == "far":
                group = [(c, r) for c, r in group if len(r.candidate.value.name) < 150]
            if group and (source not in {"far", "box"} or len({id(r) for _, r in group}) == 1 or len({key(c.name) for c, _ in group}) <= 2):
                base = group
                break
    if base:
        return _unique(base + _others(by_source.get("near", []), base))
    return _unique(_fallback(by_source))


def _users(by_source: dict[str, list[Reading]]) -> list[tuple[bylines.Credit, Reading]]:
    """First names and user names that a printed "by" or the author's own element gives at the headline."""
    for reading in by_source.get("near", ()):
        found = [(c, reading) for c in reading.of("single", "handle") if c.role == "reporter"]
        if len(found) == 1 and found[0][0].name.islower() and len(found[0][0].name) < 5 and not reading.marked:
            continue  # initials
        if len(found) == 1 and (reading.marked or reading.candidate.rule in {"visible:author", "visible:link"}):
            return found
    return []


def _people(group: list[Reading]) -> list[tuple[bylines.Credit, Reading]]:
    found = _unique([(c, r) for r in group for c in r.of("person") if c.role == "reporter"])
    return [
        (c, r)
        for c, r in found
        if not any(len(d.name) > 6 and key(c.name) != key(d.name) and key(c.name).startswith(key(d.name)) for d, _ in found)
    ]


def _unique(pairs: list[tuple[bylines.Credit, Reading]]) -> list[tuple[bylines.Credit, Reading]]:
    kept: list[tuple[bylines.Credit, Reading]] = []
    for credit, reading in pairs:
        if len(kept) >= MAX_AUTHORS:
            break
        at = next((i for i, (c, _) in enumerate(kept) if c.role == credit.role and same(c.name, credit.name)), None)
        if at is None:
            kept.append((credit, reading))
    return kept


def _shared(one: list[tuple[bylines.Credit, Reading]], other: list[tuple[bylines.Credit, Reading]]) -> bool:
    return any(same(c.name, d.name) for c, _ in one for d, _ in other)


def _with_partners(
    base: list[tuple[bylines.Credit, Reading]], near: list[tuple[bylines.Credit, Reading]], printed: list[Reading]
) -> list[tuple[bylines.Credit, Reading]]:
    """The people of ``base`` and those printed in one line with one of them."""
    lines = {id(r) for c, r in near if any(same(c.name, b.name) for b, _ in base)}
    if sum(r.source == "structured" for _, r in base) > 1:
        return base
    listed = [c.name for c, _ in near] + [c.name for c, _ in base]
    texts = [t for r in printed if len(t := r.candidate.value.name) < 200 and any(b.name in t for b, _ in base) and _only_names(t, listed)]
    partners = [
        (c, r) for c, r in near if (id(r) in lines or any(c.name in t for t in texts)) and not any(_grown(c.name, b.name) for b, _ in base)
    ]
    return _unique(base + partners)


def _best_near(
    near: list[tuple[bylines.Credit, Reading]], others: list[tuple[bylines.Credit, Reading]], printed: list[Reading]
) -> list[tuple[bylines.Credit, Reading]]:
    """Of several printed bylines those that another source confirms, else those with "By" before them, else all."""
    confirmed = [(c, r) for c, r in near if any(same(c.name, o.name) for o, _ in others)]
    if confirmed:
        return _as_printed(_with_partners(confirmed, near, printed), near)
    firm = [(c, r) for c, r in near if r.candidate.rule != "visible:dated"]
    near = firm or near
    near = [(c, r) for c, r in near if r.candidate.confidence >= _AT_HEADLINE] or near
    marked = [(c, r) for c, r in near if r.marked]
    if marked:
        return _with_partners(marked, near, printed)
    return near


def _as_printed(
    chosen: list[tuple[bylines.Credit, Reading]], near: list[tuple[bylines.Credit, Reading]]
) -> list[tuple[bylines.Credit, Reading]]:
    """The authors in the order of the byline, whoever of them was confirmed first."""
    names = [key(c.name) for c, _ in near]
    return sorted(chosen, key=lambda pair: names.index(key(pair[0].name)) if key(pair[0].name) in names else len(names))


def _others(near: list[Reading], base: list[tuple[bylines.Credit, Reading]]) -> list[tuple[bylines.Credit, Reading]]:
    """Translators of the page, and photographers and editors credited in one line with its authors."""
    lines = {id(r) for r in near if any(same(c.name, b.name) for c in r.of("person") for b, _ in base)}
    return [
        (c, r)
        for r in near
        for c in r.credits
        if c.kind in {"person", "agency"}
        and (c.role == "translator" or r.lead == "translator" or (c.role in {"photographer", "editor"} and id(r) in lines))
        and not any(same(c.name, b.name) for b, _ in base)
    ]


def _fallback(by_source: dict[str, list[Reading]]) -> list[tuple[bylines.Credit, Reading]]:
    """No person is named: the agency, user name or outlet that the page itself credits."""
    for source, kinds in (
        ("structured", ("agency", "single", "handle")),
        ("near", ("agency",)),
        ("marked", ("single", "handle")),
        ("structured", ("organisation",)),
        ("near", ("single", "handle")),
        ("meta", ("agency", "single", "handle")),
        ("near", ("organisation",)),
        ("far", ("agency", "single", "handle")),
        ("dateline", ("agency",)),
    ):
        if source == "dateline" and any(r.nobody for readings in by_source.values() for r in readings):
            break  # "Redaktion" wrote of what the agency told
        group = [r for r in by_source.get("near", ()) if r.marked] if source == "marked" else by_source.get(source, ())
        found = [(c, r) for r in group for c in r.of(*kinds) if c.role in {"reporter", "agency"}]
        if source in {"near", "far"}:
            found = [
                (c, r)
                for c, r in found
                if c.kind == "agency"
                or r.marked
                or (
                    (source == "near" or len(r.candidate.value.name) < _SHORT)
                    and r.candidate.rule in {"visible:author", "visible:link", "visible:posted"}
                )
            ]
        if found:
            first = found[0][1]
            if source == "structured":
                return [
                    (c, r) for r in by_source["structured"] for c in r.credits if c.role in {"reporter", "agency"} and c.kind != "nobody"
                ]
            return [pair for pair in found if pair[1] is first]
    return []

"""Reads what is asked of search, and says it in the words of SQLite's FTS5 and of PostgreSQL's text search.

``word`` · ``"a phrase"`` · ``-word`` (without it) · ``word*`` (beginning with it) · ``field:word`` · ``one OR other`` ·
parentheses. Words side by side must all be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from storage.errors import SearchError
from storage.search_entries import AUTHOR, TAG, language_mark, site_mark
from storage.search_words import composed, fold, is_single, words

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = ("headline", "intro", "text", "author", "tag", "site", "language")
CHARACTERS, TERMS, DEPTH = 1_000, 100, 8  # of one query
_FTS_COLUMN = {"headline": "headline", "intro": "intro", "text": "text"}
_PG_LABEL = {"headline": "A", "intro": "B", "text": "D"}
_SIGN = {"author": AUTHOR, "tag": TAG}


@dataclass(frozen=True, slots=True)
class Term:
    """A word, several in a row, or a mark."""

    words: tuple[str, ...]
    prefix: bool = False  # the last word may go on
    field: str | None = None
    mark: bool = False  # the word is a mark of the index: it has no place in the text
    printed: tuple[str, ...] = ()  # the folded words before they were cut into pairs, for marking them in a text


@dataclass(frozen=True, slots=True)
class All:
    """Everything in ``parts`` and nothing in ``without``."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of ``parts``."""

    parts: tuple[Node, ...]


Node = Term | All | Any


def parse(query: str) -> Node:
    """Return what is asked for. Raises SearchError for a query that is too long, too deep, malformed or empty of words."""
    if len(query) > CHARACTERS:
        raise SearchError(f"the query has {len(query):,} characters; at most {CHARACTERS:,} are looked for")
    reader = _Reader(query)
    found = reader.alternatives(0)
    if reader.here() == ")":
        raise SearchError('a parenthesis is closed that was never opened; write "…" around words to take signs as they are')
    if found is None:
        raise SearchError("the query holds no word to look for, only signs")
    if not _is_bound(found):
        raise SearchError("the query says only what must not be there; add a word to look for")
    if sum(len(term.words) for term in terms(found, excluded=True)) > TERMS:
        raise SearchError(f"the query has too many words; at most {TERMS} are looked for")
    return found


def terms(node: Node, *, excluded: bool = False) -> Iterator[Term]:
    """Yield the terms that are looked for, with ``excluded`` also those that must not be there."""
    if isinstance(node, Term):
        yield node
        return
    for part in node.parts:
        yield from terms(part, excluded=excluded)
    if isinstance(node, All) and excluded:
        for part in node.without:
            yield from terms(part, excluded=True)


def _is_bound(node: Node) -> bool:
    """Whether everything that a query finds has some word of it."""
    if isinstance(node, Term):
        return True
    if isinstance(node, Any):
        return all(map(_is_bound, node.parts))
    return any(map(_is_bound, node.parts))


_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[()|])
        |(?P<minus>-(?=[^\s)|-]))
        |(?:(?P<field>[A-Za-z]{2,12}):(?=[^\s:/()]))?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s"()|]+))(?P<star>\*?))""",
    re.VERBOSE,
)


class _Reader:
    """Takes a query apart from left to right."""

    def __init__(self, query: str) -> None:
        quotes = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "（": "(", "）": ")", "\0": " "})
        self._tokens = [match for match in _TOKEN.finditer(query.translate(quotes)) if match[0].strip()]
        self._at = 0

    def here(self) -> str | None:
        """Return the sign or the OR that comes next, ``""`` for a term, None at the end."""
        if self._at >= len(self._tokens):
            return None
        token = self._tokens[self._at]
        if token["word"] == "OR" and not token["field"]:
            return "|"
        return token["sign"] or ""

    def alternatives(self, depth: int) -> Node | None:
        """Read parts with OR between them up to a closing parenthesis or the end."""
        if depth > DEPTH:
            raise SearchError(f"the query is nested too deeply; at most {DEPTH} parentheses stand within one another")
        parts = [self._together(depth)]
        while self.here() == "|":
            self._at += 1
            parts.append(self._together(depth))
        found = tuple(part for part in parts if part is not None)
        return Any(found) if len(found) > 1 else found[0] if found else None

    def _together(self, depth: int) -> Node | None:
        parts: list[Node] = []
        without: list[Node] = []
        while (sign := self.here()) is not None and sign not in {"|", ")"}:
            excluded = bool(self._tokens[self._at]["minus"]) or (
                self._tokens[self._at]["word"] == "NOT" and self._at + 1 < len(self._tokens)
            )
            self._at += excluded
            part = self._one(depth)
            if part is not None:
                (without if excluded else parts).append(part)
        for part in [part for part in parts if isinstance(part, All) and not part.parts]:
            parts.remove(part)  # parentheses around nothing but exclusions
            without += part.without
        if any(isinstance(part, All) and not part.parts for part in without):
            raise SearchError("the query excludes an exclusion; ask for the word itself")
        if len(parts) == 1 and not without:
            return parts[0]
        return All(tuple(parts), tuple(without)) if parts or without else None

    def _one(self, depth: int) -> Node | None:
        sign = self.here()
        if sign == "(":
            self._at += 1
            found = self.alternatives(depth + 1)
            if self.here() != ")":
                raise SearchError("a parenthesis is not closed")
            self._at += 1
            return found
        if sign is None or sign in {"|", ")"}:
            return None
        token = self._tokens[self._at]
        self._at += 1
        if token["minus"]:
            return None
        if token["phrase"] is not None and not token["end"]:
            raise SearchError("a quotation mark is not closed")
        if token["word"] == "AND":
            return None
        return _term(token)


def _term(token: re.Match[str]) -> Node | None:
    field = (token["field"] or "").lower() or None
    said = token["phrase"] if token["phrase"] is not None else token["word"]
    prefix = bool(token["star"]) or said.endswith("*")
    if field is not None and field not in FIELDS:
        near = get_close_matches(field, FIELDS, n=1, cutoff=0.75)
        if near:
            raise SearchError(f"there is no field “{field}:”; did you mean {near[0]}:? fields are {', '.join(FIELDS)}")
        field, said = None, f"{field} {said}"  # a colon within a name
    if field in {"site", "language"}:
        mark = site_mark if field == "site" else language_mark
        return Term((mark(said.strip().rstrip("*")),), mark=True)
    found = words(said, tail=False)
    if not found:
        return None
    return Term(tuple(found), prefix or is_single(found[-1]), field, printed=tuple(fold(composed(said)).split()))


def is_subject(term: Term) -> bool:
    """Whether a term may be what an article is about: no mark, no name or tag."""
    return not term.mark and term.field not in _SIGN


def ranked(node: Node, sign: str) -> Node:
    """Return the query narrowed to articles in which every word looked for bears a sign: ``HIGH`` or ``MID``."""
    if isinstance(node, Term):
        if not is_subject(node):
            return node
        marks = [
            Term((sign + word,), prefix=node.prefix and number == len(node.words), mark=True) for number, word in enumerate(node.words, 1)
        ]
        return All((*([node] if len(node.words) > 1 or node.field else []), *marks))
    if isinstance(node, Any):
        return Any(tuple(ranked(part, sign) for part in node.parts))
    return replace(node, parts=tuple(ranked(part, sign) for part in node.parts))


def as_fts5(node: Node) -> str:
    """Return the query as FTS5 takes it. Its words hold letters and digits only: nothing in them is an operator."""
    if isinstance(node, Term):
        sign = _SIGN.get(node.field or "", "")
        said = f'"{" ".join(sign + word for word in node.words)}"' + (" *" if node.prefix else "")
        column = _FTS_COLUMN.get(node.field or "")
        return f"{column} : {said}" if column else said
    if isinstance(node, Any):
        return f"({' OR '.join(map(as_fts5, node.parts))})"
    found = " AND ".join(map(as_fts5, node.parts))
    if len(node.parts) > 1:
        found = f"({found})"
    return f"({found} NOT ({' OR '.join(map(as_fts5, node.without))}))" if node.without else found


def as_tsquery(node: Node) -> str:
    """Return the query as PostgreSQL's text search takes it."""
    if isinstance(node, Term):
        sign, label = _SIGN.get(node.field or "", ""), _PG_LABEL.get(node.field or "", "")
        last = len(node.words) - 1
        said = [_lexeme(sign + word, label, prefix=node.prefix and place == last) for place, word in enumerate(node.words)]
        return f"({' <-> '.join(said)})" if last else said[0]
    if isinstance(node, Any):
        return f"({' | '.join(map(as_tsquery, node.parts))})"
    found = " & ".join(map(as_tsquery, node.parts))
    return f"({found} & !({' | '.join(map(as_tsquery, node.without))}))" if node.without else f"({found})"


def _lexeme(word: str, label: str = "", *, prefix: bool = False) -> str:
    flags = ("*" if prefix else "") + label
    return f"'{word}':{flags}" if flags else f"'{word}'"


def as_loose_tsquery(node: Node) -> str | None:
    """Return what PostgreSQL's index answers by itself, without the order of words and their fields; None where that is the whole query."""
    if all(len(term.words) == 1 and not _PG_LABEL.get(term.field or "") for term in terms(node, excluded=True)):
        return None
    return as_tsquery(_loose(node))


def _loose(node: Node) -> Node:
    if isinstance(node, Term):
        sign, last = _SIGN.get(node.field or "", ""), len(node.words) - 1
        parts = tuple(Term((sign + word,), prefix=node.prefix and place == last) for place, word in enumerate(node.words))
        return All(parts) if last else parts[0]
    if isinstance(node, Any):
        return Any(tuple(map(_loose, node.parts)))
    return All(tuple(map(_loose, node.parts)))

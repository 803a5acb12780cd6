"""The language of a text, decided offline: script first, then a model that knows only the languages of that script."""

from __future__ import annotations

from array import array
from copy import copy
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.normalise.language.scripts import LANGUAGES, count_letters, han_script, language_of, writes
from crawler.normalise.language.tags import base
from crawler.normalise.language.words import confirms

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE = 600  #: characters; more changes nothing and costs
_SHARE = 0.3  #: of Japanese letters that kana make up at least


class Guess(NamedTuple):
    """A language with its confidence and how many letters it rests on."""

    tag: str
    confidence: float
    letters: int
    script: str  #: the prevailing one, ISO 15924
    mixed: bool = False  #: another script or language has a quarter of the text


def sample(texts: Iterable[str], size: int = _SAMPLE) -> str:
    """A bounded piece of a long text: its head, middle and end in equal parts, so that a foreign quotation does not decide."""
    kept: list[str] = []
    length = 0
    for text in texts:
        kept.append(text)
        length += len(text)
        if length > 20 * size:
            break
    text = "\n".join(kept)
    if len(text) <= size:
        return text
    part = size // 3
    middle = (len(text) - part) // 2
    return f"{text[:part]}\n{text[middle : middle + part]}\n{text[-part:]}"


def identify(text: str, claimed: str | None = None, *, ask: bool = True) -> Guess | None:
    """The language of a text as a BCP 47 tag (script given for Chinese and Serbian); None where it has no letters.

    Only the first 600 characters are looked at: pass a :func:`sample`. What the page claims (a language's code) is
    believed without the model when the small words of the text bear it out. Without ``ask`` the model is not asked
    about a claim that the script allows either: None then.
    """
    text = text[:_SAMPLE]
    counts = count_letters(text)
    letters = sum(counts.values())
    if not letters:
        return None
    east = counts.get("Hani", 0) + counts.get("Kana", 0) + counts.get("Hang", 0)
    # a Chinese or Korean character says as much as three letters
    weights = {script: count * (3 if script in {"Hani", "Kana", "Hang"} else 1) for script, count in counts.items()}
    script = max(weights, key=lambda name: weights[name])
    mixed = max(
        (weight for name, weight in weights.items() if name != script and name not in {"Hani", "Kana", "Hang"}), default=0
    ) * 4 > sum(weights.values())
    if script in {"Hani", "Kana", "Hang"}:
        return _east_asian(text, counts, east, mixed=mixed)
    only = language_of(script)
    if only:
        return Guess(only, 0.99, letters, script, mixed)
    if script not in LANGUAGES:
        return None
    if claimed and script == "Latn" and confirms(text, claimed):
        return Guess(claimed, 0.99, letters, script, mixed)
    if not ask and claimed and writes(script, claimed):
        return None
    language, confidence = _model(script).classify(text)
    if language == "sr":
        language = "sr-Cyrl" if script == "Cyrl" else "sr-Latn"
    return Guess({"sdh": "ckb"}.get(language, language), round(float(confidence), 3), letters, script, mixed)


def _east_asian(text: str, counts: dict[str, int], letters: int, *, mixed: bool) -> Guess:
    if counts.get("Hang", 0) * 2 > letters:
        return Guess("ko", 0.99, letters, "Hang", mixed)
    if counts.get("Kana", 0) > letters * _SHARE / 3:
        return Guess("ja", 0.99, letters, "Kana", mixed)
    script = han_script(text)
    return Guess(f"zh-{script}" if script else "zh", 0.95 if script or letters > 20 else 0.6, letters, "Hani", mixed)


@cache
def _model(script: str) -> Any:
    """The model restricted to the languages of a script, its weights laid out feature by feature, as they are looked up."""
    import numpy as np

    model = copy(_whole_model())
    model.set_languages(LANGUAGES[script].split())
    model.nb_ptc = np.ascontiguousarray(model.nb_ptc, dtype=np.float32)
    return model


@cache
def _whole_model() -> Any:
    """The model of py3langid; loading takes most of a second, once a process.

    The library itself unpacks it into a temporary file of 65 MB: on a full disk no page could be read. Here it is
    unpacked in memory.
    """
    import lzma

    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    with np.load(BytesIO(lzma.decompress((MODEL_DIR / MODEL_FILE).read_bytes())), allow_pickle=False) as parts:
        moves, rows = (_table(parts[name]) for name in ("nextmove", "nextmove_row"))
        weights, classes = (parts["ptc"], parts["pc"]), parts["classes"].tolist()
        return LanguageIdentifier(*weights, classes, moves, parts["out_feat"].tolist(), norm_probs=True, tk_row=rows)


def _table(numbers: Any) -> array[int]:
    """Unsigned numbers as an array, whose items Python reads faster than numpy's."""
    table = array(next(code for code in "HIL" if array(code).itemsize == numbers.itemsize))
    table.frombytes(numbers.tobytes())
    return table


def may_be(guess: Guess, tag: str) -> bool:
    """Whether the prevailing script of a guess may write a language."""
    return writes(guess.script, base(tag))

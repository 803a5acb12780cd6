"""Every normaliser on the worst strings of 100,000 characters: at most 50 ms, never an error, the same when applied again."""

import time

import pytest

from crawler.normalise import boilerplate, bylines, captions, dates, language, text, titles, urls

SIZE = 100_000
UNITS = {
    "digits": "1", "digits and spaces": "1 ", "spaces": " ", "tabs": "\t\n", "slashes": "/", "commas": "a, ", "and": "and ", "by": "By A B and ",
    "dots": ".", "dates": "2026-02-30T25:61:61+99:00 ", "months": "1 May 2024, ", "days": "12/13/2024 ", "times": "10:15 AM EST ", "hyphens": "-",
    "dashes": "A — ", "brackets": "([{", "quotes": "\"'“", "percent": "%", "escapes": "%E2%82", "query": "&a=1", "hosts": "a.", "at": "a@b.c ",
    "ampersands": "&amp;", "mojibake": "Ã©â€œ", "lone surrogates": "\ud800", "NUL": "\0", "combining": "é", "astral": "😀", "Chinese": "记者张三报道",
    "Arabic": "بقلم محمد ", "Thai": "โดยนักข่าว", "Hebrew": "מאת דוד ", "pipes": "A | B | ", "photo": "Photo: A B / C ", "upper": "ABCDEF ", "words": "word ",
}  # fmt: skip
NORMALISERS = {
    "text.gate": lambda s: text.gate(s)[0],
    "text.fold": text.fold,
    "text.fold_space": text.fold_space,
    "titles.without_site": lambda s: titles.without_site(s, ["Example News"]),
    "captions.split_credit": captions.split_credit,
    "bylines.parse": bylines.parse,
    "bylines.from_bio": bylines.from_bio,
    "boilerplate.is_boilerplate": lambda s: boilerplate.is_boilerplate(s, position="tail"),
    "dates.read": dates.read,
    "dates.dateline": dates.dateline,
    "dates.find": lambda s: list(dates.find(s)),
    "language.identify": language.identify,
    "language.normalise_tag": language.normalise_tag,
    "urls.normalise": urls.normalise,
    "urls.normalise of a path": lambda s: urls.normalise("http://a.test/" + s),
    "urls.join": lambda s: urls.join("http://a.test/b", s),
    "urls.pattern": urls.pattern,
    "urls.pattern of a path": lambda s: urls.pattern("http://a.test/" + s),
    "urls.host_of": urls.host_of,
}
IDEMPOTENT = {"text.gate", "text.fold", "text.fold_space", "titles.without_site"}


@pytest.mark.parametrize("name", NORMALISERS)
def test_a_normaliser_is_quick_and_total_on_any_string(name):
    normaliser = NORMALISERS[name]
    for warm in ("By Ada Quill", "1 May 2024", "Wer ist da"):
        normaliser(warm)
    slow = {}
    for unit_name, unit in UNITS.items():
        for suffix in ("", "x"):
            value = (unit * (SIZE // len(unit) + 1))[: SIZE - 1] + suffix
            took = 1.0
            for _ in range(4):  # the best of a few: a busy machine slows single runs
                start = time.process_time()
                result = normaliser(value)
                took = min(took, time.process_time() - start)
                if took < 0.05:
                    break
            if took >= 0.05:
                slow[unit_name] = round(took, 3)
            if name in IDEMPOTENT:
                assert normaliser(result) == result, unit_name
    assert slow == {}

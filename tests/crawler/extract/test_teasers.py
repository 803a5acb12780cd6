"""Lists of other stories whose teasers are no links."""

from datetime import UTC, datetime

from crawler.items import Capture
from crawler.reading import read

TEXT = "".join(
    f"<p>The ferry stops at pier {n} again, the office told all skippers. {'They had asked for it for years. ' * 6}</p>" for n in range(6)
)
CARDS = "".join(
    f"<div class=item><div class=wrap><p class=name>Story {n} of the harbour</p><p class=start>On Monday the harbour office said that pier {n} would be the first to...</p></div></div>"
    for n in range(5)
)  # fmt: skip


def text(body):
    page = f"<html lang=en><head><title>Ferries stop at the pier again</title></head><body><h1>Ferries stop at the pier again</h1>{body}</body></html>"
    return read(
        Capture("https://pier.example/2024/the-ferry", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")
    ).article.text


def test_a_list_of_sentences_that_break_off_is_none_of_the_story():
    found = text(f"<div class=page>{TEXT}<div class=grid>{CARDS}</div></div>")
    assert found.count("They had asked") == 36
    assert "harbour office" not in found


def test_a_writer_who_breaks_off_is_kept():
    dots = "".join(f"<p>And then, on day {n}, there was no ferry at all and nobody knew why...</p>" for n in range(4))
    assert text(f"<div class=page>{TEXT}<div class=part>{dots}</div></div>").count("nobody knew why...") == 4
    assert text(f"<div class=page><div>{dots}</div><div>{dots.replace('day', 'night')}</div></div>").count("nobody knew why...") == 8

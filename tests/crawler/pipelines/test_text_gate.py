from __future__ import annotations

from datetime import UTC, datetime

from crawler.items import Article, Author, Block, Candidate, Event, Hint, Link, Page, Person
from crawler.pipelines.text_gate import TextGate


def page() -> Page:
    return Page(url="https://e.com/", requested_url="https://e.com/", captured_at=datetime(2026, 5, 1, tzinfo=UTC))


def test_every_string_on_the_page_passes_the_gate() -> None:
    made = page()
    made.evidence["headline"] = [Candidate("NUL\0 inside", "og:title", 0.8, printed="NUL\0 inside")]
    made.evidence["authors"] = [Candidate(Author(name="Nul\0 Byte", bio="owned by¬†him"), "bio:trailing", 0.6)]
    made.blocks = [Block("Lumenorâ€™s day"), Block("clean")]
    made.article = Article(tags=["a\0"])
    made.events = [Event(name="Fo\0rum", sessions=[Event(name="Talk\x92s", people=[Person("Le\0i")])])]
    TextGate().run(made)
    assert made.evidence["headline"][0].value == "NUL inside"
    assert made.evidence["headline"][0].printed == "NUL inside"
    author = made.evidence["authors"][0].value
    assert (author.name, author.bio) == ("Nul Byte", "owned by\xa0him")
    assert [block.text for block in made.blocks] == ["Lumenor’s day", "clean"]
    assert made.article.tags == ["a"]
    assert made.events[0].name == "Forum"
    assert made.events[0].sessions[0].name == "Talk’s"
    assert made.events[0].sessions[0].people[0].name == "Lei"


def test_each_repair_is_told_once_with_its_field() -> None:
    made = page()
    made.evidence["headline"] = [Candidate("a\0b", "og:title", 0.8), Candidate("a\0b", "json-ld:headline", 0.8)]
    made.blocks = [Block("owned by¬†him")]
    TextGate().run(made)
    assert [(r.field, r.kind, r.before, r.after) for r in made.repairs] == [
        ("headline", "nul", "\\x00", ""),
        ("text", "mojibake", "\\xac\\u2020", "\xa0"),
    ]
    assert [(i.cls, i.severity, i.field) for i in made.issues] == [("text_repaired", "info", "headline"), ("text_repaired", "info", "text")]


def test_a_step_taken_is_not_taken_twice() -> None:
    made = page()
    TextGate().run(made)
    made.blocks = [Block("a\0")]
    TextGate().run(made)
    assert made.blocks[0].text == "a\0"


def test_links_and_their_hints_pass_too() -> None:
    made = page()
    made.links = [Link("https://e.com/a", "link", text="a\0", hint=Hint("rss", title="b\ud800", authors=["c\0"]))]
    made.issue("link_cap", detail="d\0")
    TextGate().run(made)
    hint = made.links[0].hint
    assert hint is not None
    assert (made.links[0].text, hint.title, hint.authors, made.issues[0].detail) == ("a", "b\ufffd", ["c"], "d")

"""Which charset a body is read in."""

from __future__ import annotations

import codecs

import pytest

from crawler.document import parse

RUSSIAN = "Завтра в городе открывается ярмарка, на которой выступят тридцать мастеров."
CHINESE = "明天上午九点，市图书馆将举行第十二届读书节开幕式，欢迎市民参加。"
JAPANESE = "明日、市立図書館で第十二回読書祭の開会式が行われます。"


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>t</title></head><body><p>{text}</p></body></html>"


def read(body: bytes, **said):
    document = parse(body, url="https://news.example/a", content_type="text/html", **said)
    return document.blocks[0].text, document.charset, document.charset_rule


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("gb18030", CHINESE),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("big5", "歡迎參加圖書館讀書節"),
    ],
)
def test_a_charset_declared_in_a_meta_tag_is_used(charset, text):
    said, _, rule = read(page(text, f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">').encode(charset))
    assert (said, rule) == (text, "meta")


@pytest.mark.parametrize(("charset", "text"), [("gb18030", CHINESE), ("shift_jis", JAPANESE), ("windows-1251", RUSSIAN)])
def test_a_charset_declared_in_the_header_is_used(charset, text):
    assert read(page(text).encode(charset), charset=charset)[0::2] == (text, "header")


@pytest.mark.parametrize(
    ("charset", "text", "language"),
    [
        ("gb18030", CHINESE, "zh"),
        ("shift_jis", JAPANESE, "ja-JP"),
        ("windows-1251", RUSSIAN, "ru"),
        ("cp1253", "Αύριο ανοίγει η έκθεση", "el"),
    ],
)
def test_the_language_of_the_site_decides_where_nothing_is_declared(charset, text, language):
    assert read(page(text).encode(charset), language=language)[0::2] == (text, "site")


def test_latin_1_bytes_said_to_be_utf_8_are_not_read_as_utf_8():
    text = "Le café de l'été à Orléans, où les élèves révèlent leurs rêves. " * 3
    said, charset, rule = read(page(text, '<meta charset="utf-8">').encode("latin-1"), charset="utf-8")
    assert said == text.strip()
    assert (charset, rule) == ("cp1252", "fallback")


def test_utf_8_said_to_be_latin_1_is_read_as_utf_8():
    assert read(page("Orléans, où").encode(), charset="iso-8859-1")[:2] == ("Orléans, où", "utf-8")


@pytest.mark.parametrize("charset", ["no-such-charset", "", "utf-8;;", "x" * 5_000, "\x00"])
def test_a_charset_that_nobody_knows_is_passed_over(charset):
    assert read(page("Orléans").encode(), charset=charset)[0] == "Orléans"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(charset):
    assert read(page("An open day at the mill, for everybody.").encode(charset)) == (
        "An open day at the mill, for everybody.",
        charset,
        "wide",
    )


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_beats_every_declaration(mark, charset):
    assert read(mark + page("Orléans", '<meta charset="latin-1">').encode(charset), charset="windows-1251") == ("Orléans", charset, "bom")


def test_a_meta_tag_that_says_utf_16_in_ascii_is_not_believed():
    assert read(page("Orléans", '<meta charset="utf-16">').encode())[:2] == ("Orléans", "utf-8")


def test_a_charset_in_the_xml_prolog_is_used():
    body = b'<?xml version="1.0" encoding="windows-1251"?>' + page(RUSSIAN).encode("windows-1251")
    assert read(body)[0] == RUSSIAN


def test_a_few_broken_bytes_do_not_unseat_a_declared_charset():
    body = page(RUSSIAN * 40, '<meta charset="utf-8">').encode()
    broken = body.replace("мастеров".encode(), b"\xff\xfe\xd0", 1)
    said, charset, _ = read(broken)
    assert charset == "utf-8"
    assert "Завтра в городе" in said


def test_lone_surrogate_references_do_not_stop_the_reading():
    assert "before" in read(page("before &#xD83D; after &#55357;").encode())[0]


def test_nul_characters_are_removed_and_told():
    document = parse(b"<html><body><p>One\0 line</p></body></html>", content_type="text/html")
    assert document.blocks[0].text == "One line"
    assert [issue.cls for issue in document.issues] == ["text_repaired"]

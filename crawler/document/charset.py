"""Which charset a body is in: BOM, header, meta, strict UTF-8, then the site's language.

Undeclared charsets are never guessed from statistics: a wrong guess cannot be repaired later. A declared charset is
believed while at most one byte in 1,000 fails to decode.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import resolve_encoding

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.\-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([a-zA-Z0-9_:.\-]{1,40})""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# the charset that pages of a language were written in when they were not in UTF-8
_BY_LANGUAGE = {
    "ru": "cp1251", "uk": "cp1251", "bg": "cp1251", "sr": "cp1251", "mk": "cp1251", "be": "cp1251",
    "pl": "cp1250", "cs": "cp1250", "sk": "cp1250", "hu": "cp1250", "sl": "cp1250", "hr": "cp1250", "ro": "cp1250",
    "el": "cp1253", "tr": "cp1254", "he": "cp1255", "ar": "cp1256", "fa": "cp1256", "et": "cp1257", "lv": "cp1257", "lt": "cp1257",
    "vi": "cp1258", "th": "cp874", "zh": "gb18030", "ja": "cp932", "ko": "cp949",
}  # fmt: skip


def _tolerable(body: bytes, charset: str) -> str | None:
    """Decode ``body``; None when more than one byte in 1,000 fails, or the result is full of control characters."""
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        text = body.decode(charset, "replace")
        own = body.count(b"\xef\xbf\xbd") if charset == "utf-8" else 0
        if (text.count("\ufffd") - own) * 1000 > len(body):
            return None
    except LookupError:
        return None
    return text


def _wide(body: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero bytes of its ASCII letters."""
    head = body[:2000]
    if len(head) < 20:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def decode(body: bytes, header: str | None = None, language: str | None = None) -> tuple[str, str, str]:
    """Return ``(text, charset, rule)`` for a body.

    ``header`` is the charset parameter of the HTTP header, ``language`` the site's BCP 47 language if known. The rule
    is one of ``bom``, ``header``, ``meta``, ``utf-8``, ``wide``, ``site`` and ``fallback``. Never raises.
    """
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(charset, "replace"), charset, "bom"
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace"), wide, "wide"
    declared: list[tuple[str, str]] = []
    if header and (name := resolve_encoding(header)):
        declared.append((name, "header"))
    head = body[:4096]
    found = _META.search(head) or _XML.search(head)
    if found and (name := resolve_encoding(found.group(1).decode("ascii"))):
        # a meta tag that was readable as ASCII cannot stand in a UTF-16 document (WHATWG HTML, 13.2.3.2)
        declared.append(("utf-8" if name.startswith("utf-16") else name, "meta"))
    # UTF-8 proves itself: a declared single-byte charset that decodes anything does not beat it
    if all(name != "utf-8" for name, _ in declared) and not body.isascii():
        try:
            return body.decode("utf-8"), "utf-8", "utf-8"
        except UnicodeDecodeError:
            pass
    for name, rule in declared:
        text = _tolerable(body, name)
        if text is not None:
            return text, name, rule
    text = _tolerable(body, "utf-8")
    if text is not None:
        return text, "utf-8", "utf-8"
    by_language = _BY_LANGUAGE.get((language or "").split("-")[0].lower())
    if by_language and (text := _tolerable(body, by_language)) is not None:
        return text, by_language, "site"
    return body.decode("cp1252", "replace"), "cp1252", "fallback"

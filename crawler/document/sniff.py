"""What a body is, told from its first bytes and its media type."""

from __future__ import annotations

import re

from crawler.errors import DocumentError

_MAGIC = (
    (b"%PDF-", "PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"PK\x03\x04", "a ZIP archive"),
    (b"\x7fELF", "an executable"), (b"MZ\x90", "an executable"), (b"\x1f\x8b", "gzip data"), (b"RIFF", "a media file"), (b"OggS", "a media file"),
    (b"ID3", "a media file"), (b"\x00\x00\x00\x18ftyp", "a media file"), (b"\x00\x00\x00\x20ftyp", "a media file"), (b"wOF", "a font"),
    (b"SQLite format 3", "a database"), (b"\xd0\xcf\x11\xe0", "an office file"), (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"),
)  # fmt: skip
_ODD = re.compile("[\ufffd\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_TAG = re.compile(r"<(?:!doctype|html|head|body|title|meta|div|p|table|h1|span|a|article|section|script|center|font)\b", re.IGNORECASE)


def refuse_binary(body: bytes) -> None:
    """Raise :class:`DocumentError` (``not_article``) for an empty body and for one that is no text."""
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise DocumentError("not_article", "the body is empty")
    head = body[:1024].lstrip()
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise DocumentError("not_article", f"the body is {name}, not text")


def looks_binary(text: str) -> bool:
    """Tell whether decoded text has one character in 20 that no text has; one in nine of random bytes is such."""
    head = text[:4000]
    return len(_ODD.findall(head)) > max(20, len(head) // 20)


def begins_as_markup(text: str) -> bool:
    """Tell whether the first thing in the text is a tag of HTML."""
    return _TAG.match(text.lstrip("\ufeff \t\r\n")) is not None


def kind_of(text: str, content_type: str | None, url: str) -> str:
    """Return ``html``, ``text``, ``json``, ``xml`` or ``icalendar`` for decoded text.

    The media type is a hint: servers label feeds as HTML and pages as text.
    """
    head = text[:2000].lstrip("\ufeff \t\r\n")
    media = (content_type or "").split(";")[0].strip().lower()
    path = url.split("?", maxsplit=1)[0].lower()
    if head.startswith("BEGIN:VCALENDAR"):
        return "icalendar"
    if (
        head.startswith("<?xml")
        or media in ("application/xml", "text/xml")
        or media.endswith("+xml")
        or head[:5].lower() in ("<rss ", "<feed", "<urls", "<site", "<rdf:")
    ):
        if re.search(r"<html\b", head, re.IGNORECASE) or media == "application/xhtml+xml":
            return "html"
        return "xml" if head.startswith("<") else "text"
    if (media == "application/json" or media.endswith("+json") or path.endswith(".json")) and head[:1] in "{[":
        return "json"
    plain = media == "text/plain" or (not media and path.endswith((".txt", ".text")))
    if plain and not re.match(r"<(?:!doctype|html)\b", head, re.IGNORECASE):
        return "text"
    if media in ("", "text/plain") and not _TAG.search(text[:20000]):
        return "text"
    return "html"

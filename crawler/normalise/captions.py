"""A printed caption into what it says of the picture and whom it credits."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.normalise.bylines.words import AGENCIES

MAX_CAPTION = 3_000  #: characters; what is longer is no caption and stays whole

_WORD = (
    r"(?:file |stock |cover |handout |courtesy )?(?:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?|screenshots?|videos?)(?: (?:credits?|courtesy(?: of)?|by|source|from|provided by))*|credited?(?: to)?|courtesy(?: of)?|"
    r"photographers?|(?:symbol|archiv|titel|beitrags|vorschau)?(?:fotos?|bild(?:er)?)(?:quelle|nachweis|rechte|credit|material)?(?: (?:von|by|de|di|av|af|door))?|grafik|quelle|fotograf(?:in)?|montage|copyright|fotografías?(?: de)?|fotografie|imagen(?:es)?(?: de)?|imagem|"
    r"crédits?(?: photos?)?|photos? de|créditos?|ilustración|fuente|fonte|immagin[ei]|beeld|bron|kuva|kuvat|zdjęci[ae]|fot\.|fotó|fotoğraf|фото|снимок|иллюстрация|источник|φωτογραφία|φωτό|ảnh|תצלום|צילום|تصوير|الصورة|ภาพ"
)
_TIGHT = r"图片来源|圖片來源|图源|供图|供圖|摄影|攝影|图片|圖片|摄|攝|图|圖|写真提供|写真|撮影|画像|提供|사진제공|사진"
_ENCLOSED = re.compile(
    rf"\s*[(\[（【〔](?:\s*(?:{_WORD})\s*[:：/\-–—]?\s*|\s*(?:{_TIGHT})\s*[:：/＝=]?\s*|\s*(?:©|\(c\)|&copy;)\s*)(?P<who>[^()\[\]（）【】]{{2,140}})[)\]）】〕]\s*(?P<end>[.。]?)\s*$",
    re.IGNORECASE,
)
_AGENCY_ENCLOSED = re.compile(r"\s*[(\[（](?P<who>[^()\[\]（）]{2,100})[)\]）]\s*(?P<end>[.。]?)\s*$")
_SUFFIX = re.compile(
    rf"(?:^|(?<=[\s.,;|/)–—\-!?…”\"»]))[|/–—\-]?\s*(?:(?:{_WORD})\s?[:：/]\s*|©\s*|\(c\)\s*|[cC]opyright\s+)(?P<who>[^:：]{{2,140}})$",
    re.IGNORECASE,
)
_BY_SUFFIX = re.compile(
    r"(?:^|(?<=[.!?…”\"»])\s+|\s+[|–—\-]\s+)(?:(?:photo|photograph|image|picture|illustration)s?\s+(?:by|courtesy of|credit)|(?:foto|fotos|bild)\s+von)\s+(?P<who>[^.:]{2,100})\.?$",
    re.IGNORECASE,
)
_TIGHT_SUFFIX = re.compile(rf"(?:^|[\s。，,；;|｜/）)])(?:{_TIGHT})\s*[:：/／＝=|｜]\s*(?P<who>[^\s:：]{{2,40}})\s*$")
_PIPE = re.compile(r"\s+[|｜]\s+(?P<who>[^|｜]{2,80})$")
_PLAIN = re.compile(
    r"(?:(?<=[.!?…”\"»)])\s*|\s+[–—\-]\s+)(?P<who>(?:[A-ZÀ-Þ][\w.'’&-]*\s?){1,5}(?:\s?[/,|]\s?(?:[A-ZÀ-Þ][\w.'’&-]*\s?){1,4}){1,4})\.?$"
)
_SHOT = re.compile(r"(?:^|[\s。，])(?P<who>(?:[^\s。，]{1,8}(?:记者|記者)\s)?[^\s。，]{2,8})\s?[摄攝]$")
#: pattern, whether it needs no agency to be believed, and the signs one of which a caption must hold for it to be tried
_PATTERNS = (
    (_ENCLOSED, True, ")]）】〕"),
    (_AGENCY_ENCLOSED, False, ")]）"),
    (_BY_SUFFIX, True, (" by ", "By ", " BY ", " von ", "courtesy", "COURTESY", "credit", " By ")),
    (_SUFFIX, True, (":", "/", "©", "(c)", "(C)", "opyright", "：")),
    (_TIGHT_SUFFIX, True, "：:/／＝=|｜"),
    (_SHOT, True, "摄攝"),
    (_PIPE, False, "|｜"),
    (_PLAIN, False, "/,|"),
)
_AP = re.compile(r"\b(?:AP|EPA|AFP|Reuters|dpa|Keystone|Getty|PA)\s+Photo\b", re.IGNORECASE)


@lru_cache(maxsize=1_024)
def split_credit(caption: str) -> tuple[str | None, str | None]:
    """The caption without its credit, and the credit without words such as "Photo by"; each None where there is none.

    ``Wen Tao speaks (photo by example.com).`` gives ``Wen Tao speaks.`` and ``example.com``. Total and idempotent: a
    caption without credit comes back as it is.
    """
    text: str | None = " ".join(caption.split())
    credited: list[str] = []
    while text and len(text) <= MAX_CAPTION and len(credited) < 20:
        found = _split(text)
        if found is None:
            break
        text = found[0]
        if found[1]:
            credited.insert(0, found[1])
    return text or None, " / ".join(dict.fromkeys(credited)) or None


def _split(text: str) -> tuple[str | None, str | None] | None:
    head = text[:-300] if len(text) > 300 else ""
    tail = text[len(head) :]
    for pattern, trusted, signs in _PATTERNS:
        for sign in signs:
            if sign in tail:
                break
        else:
            continue
        match = pattern.search(tail)
        if match and (trusted or _agency(match.group("who"))):
            return _done(head + tail[: match.start()], match.group("who"), match.groupdict().get("end") or "")
    return None


def _agency(who: str) -> bool:
    """Whether a credit without a word before it names an agency or picture library."""
    if _AP.search(who):
        return True
    folded = who.casefold().strip(" .")
    return folded in AGENCIES or any(part.strip() in AGENCIES for part in re.split(r"[/,|]| via ", folded))


def _done(caption: str, credit: str, end: str) -> tuple[str | None, str | None]:
    caption = caption.rstrip(" |/–—-,;:")
    if caption and end and not caption.endswith((".", "。", "!", "?", "…", "！", "？")):
        caption += end
    credit = re.sub(r"^(?:by|von|de|di|©|\(c\))\s+", "", credit.strip(" .,;|/–—-:"), flags=re.IGNORECASE)
    return caption or None, credit or None

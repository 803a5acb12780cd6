"""Sections and tags as a page prints them into the words under which it files itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crawler.normalise.boilerplate import is_boilerplate
from crawler.normalise.titles import folded, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SECTION: Final = 80
MAX_LIST: Final = 160  #: characters of a list of section names
MAX_NAMES: Final = 6  #: of such a list; a longer one holds keywords
MAX_TAG: Final = 80
MAX_TAGS: Final = 30

#: words that stand before the name of a section, in the languages of the pages that print them
CATEGORY_WORDS: Final = (
    r"(?:categorized|categori[sz]ed (?:in|under|as)|categor(?:y|ies)|filed (?:under|in)|posted in|published in|section|kategorien?|rubriken?|ressort|abgelegt unter|veröffentlicht in|catégories?|rubrique|class[ée] dans|"
    r"categor[ií]as?|secci[oó]n|publicado en|categori[ae]|sezione|categorieën|rubriek|kategorier?|kategoria|рубрика|категори[яи]|раздел|分类|分類|栏目|欄目|カテゴリー?|카테고리|분류|التصنيف|الأقسام|קטגוריה)"
)
_LABEL = re.compile(rf"{CATEGORY_WORDS}\s*[:：|]\s*|(?:categori[sz]ed|filed|posted|published) (?:in|under) ", re.IGNORECASE)
#: what a line of section names goes on with
_NEXT_LABEL = re.compile(
    r"\s*(?:[|·•]\s*)?(?:tagged(?: with| as)?|tags?|schlagw[oö]rter|mots-clés|etiquetas|标签|タグ)\s*[:：].*$", re.IGNORECASE
)
_NO_SECTIONS = """
home|start|startseite|homepage|home page|accueil|inicio|início|portada|forside|etusivu|strona główna|hlavní stránka|главная|首页|首頁|ホーム|홈|uncategorized|uncategorised|allgemein|non classé|sin categoría|senza categoria|未分类
|未分類|общее|article|articles|artikel|post|posts|all|alle|default|general|news|nil|null|none|undefined|n/a|tag|tags|section|sections|category|categories|rubrik|front|front-page|front page|frontpage|index|main|advertisement|advertising|anzeige
|featured|featured article|featured articles|featured story|featured stories|featured post|featured posts|top story|top stories|lead story|latest|latest news|all news|all stories|editor's choice|editor's picks|trending|most read|more
"""
_HOME: Final = frozenset(word.strip() for word in _NO_SECTIONS.split("|"))
_SHARED: Final = frozenset({"share", "tweet", "pin", "email", "print", "like", "follow", "send", "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "telegram"})  # fmt: skip
#: a sentence or a question, a label of what follows, a number
_NO_NAME = re.compile(r"[?!:：]$|\.$(?<![A-Z]\.)|^[\W\d_]+$|\S+(?: \S+){7}|[{}<>=]")
_EDGES: Final = " \t\u00a0/»›>|·•–—-:：#,;"

_QUOTED: Final = ' \t#＃•·:："“”'
_SPLIT = re.compile(r"\s*[,;،，；、|\n]\s*")
_TAG_LABEL = re.compile(
    r"(?:tagged(?: with| as| in)?|tags?|topics?|keywords?|subjects?|schlagw[oö]rter|stichw[oö]rter|themen|mots-clés|etiquetas|temas|标签|關鍵字|关键词|タグ)(?:\s*[:：]\s*|\s+(?=tagged )|$)|tagged\s+(?=\S)",
    re.IGNORECASE,
)
#: values under names: "topic: World" is a tag, "template: Normal" is a machine's
_NAMED = re.compile(r"(?P<name>[A-Za-z][A-Za-z _-]{0,24})\s?: ?(?P<value>\S.*)$")
_TOPICAL: Final = frozenset({"topic", "topics", "subject", "tag", "keyword", "person", "people", "place", "location", "country", "region", "city", "company", "organisation", "organization", "team"})  # fmt: skip
_NO_TAG = re.compile(
    r"(?:NewsArticle|ReportageNewsArticle|BlogPosting|WebPage|article|web)$|[0-9a-f]{16,}$|\w?[0-9a-f]{24,}$|\d{5,}$|[a-z]+-\d{5,}$|[/<\[{]|.*[<>{}]|(?:section|pagetype|template)-[A-Za-z]\w*$",
    re.IGNORECASE,
)
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def section(text: str) -> str | None:
    """The name of a section without labels and separators around it; None for what names no section.

    Of a list the first name counts: ``Media,National Security`` gives ``Media``, while ``Food, Wine and Travel`` is one
    name. Total and idempotent.
    """
    text = " ".join(text[:400].split())
    if len(text) > MAX_LIST or text.endswith((":", "：")) or is_boilerplate(text, position="head") == "date":
        return None  # a sentence, a label of what follows, a day
    for _ in range(3):
        cut = _NEXT_LABEL.sub("", _LABEL.sub("", text, count=1) if _LABEL.match(text) else text).strip(_EDGES)
        if cut == text:
            break
        text = cut
    return next((name for name in _names(text) if _is_name(name)), None)


def _names(text: str) -> list[str]:
    parts = [part.strip(_EDGES) for part in text.split(",")]
    joined = len(parts) == 2 and re.search(r"(?:^|\s)(?:and|&|und|et|y|e|og|och|en|i)\s", parts[-1], re.IGNORECASE)
    return [text.strip(_EDGES)] if joined else parts if len(parts) <= MAX_NAMES else []


def _is_name(text: str) -> bool:
    if not 1 < len(text) <= MAX_SECTION or text.casefold() in _HOME or ("/" in text and _is_path(text)):
        return False
    return not _NO_NAME.search(text) and not _SHARED.issuperset(text.casefold().split())


def _is_path(text: str) -> bool:
    return "//" in text or "." in text or text.count("/") > 1


def tags(values: Iterable[str], title: str = "") -> list[str]:
    """The tags that printed lists hold, in order, at most 30, each once; marks of machines and words of the title are none.

    A page that gives the words of its ``title`` one by one as its keywords has no tags. Total; a list of tags comes back
    as it is.
    """
    printed = [part for value in values for part in _parts(value)]
    named = [match for part in printed if (match := _NAMED.match(part))]
    machine = len(named) >= 3  # one or two may be titles of works: "Episode IV: A New Hope"
    found: dict[str, str] = {}
    for part in printed:
        match = _NAMED.match(part)
        if match and match["name"].strip().casefold() in _TOPICAL:
            text = match["value"]
        elif match and machine:
            continue
        else:
            text = _TAG_LABEL.sub("", part, count=1) if _TAG_LABEL.match(part) else part
        text = text.strip(_QUOTED)
        if 1 < len(text) <= MAX_TAG and not _NO_TAG.match(text):
            found.setdefault(folded(text) or text, text)
        if len(found) >= MAX_TAGS:
            break
    kept = list(found.values())
    if len(kept) > 4 and title and all(" " not in tag for tag in kept) and squeezed("".join(kept)) in squeezed(title):
        return []
    return kept


def _parts(value: str) -> list[str]:
    parts = [part for part in _SPLIT.split(value[:5_000]) if part]
    if len(parts) == 1 and parts[0].count(" ") >= 2 and len(_EASTERN.findall(parts[0])) * 2 > len(parts[0]):
        return parts[0].split()  # East Asian keywords are parted by spaces, their words by nothing
    return parts

"""What a credit line carries besides names: dates, comment counts, categories, buttons, handles."""

from __future__ import annotations

import re

from crawler.normalise.bylines.credit import holds
from crawler.normalise.bylines.words import EMAIL, HANDLE
from crawler.normalise.dates.printed import find

_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u202a-\u202e\ufeff\u00ad]")
_EDGES = re.compile(r"^[\s\-–—•·|*>»›,.:;/]+|[\s\-–—•·|*<«‹,:;/]+$")
_CHATTER = re.compile(
    r"\b(?:follow(?: me| us)?(?: on)?|view (?:all )?(?:posts|profile|bio|comments)|see (?:all|full) (?:posts|bio)|read more|more (?:from|by) this author|email the author|biography|show more|"
    r"view author archive|get author rss feed|find this author on|search for this author|alle (?:artikel|beiträge)(?: (?:von|anzeigen))?|weitere artikel|mehr (?:von|zum autor)|zum profil|folgen|autorenprofil|ver más|seguir|suivre|opens in a new (?:tab|window))\b.{0,60}",
    re.IGNORECASE,
)
_ORCID = re.compile(r"\b(?:view orcid profile|orcid (?:record for|icon|logo))\b", re.IGNORECASE)
#: what begins a list of other stories behind a name
_MORE = re.compile(
    r"(?<=\S)\s+(?:more (?:stories|articles|posts|news|content|coverage)\b|most (?:popular|read)\b|recent (?:posts|articles|stories)\b|weitere (?:beiträge|meldungen)\b).*",
    re.IGNORECASE | re.DOTALL,
)
_NETWORKS = r"Twitter|Facebook|Instagram|LinkedIn|Bluesky|Mastodon|Threads"
_BUTTONS = re.compile(rf"(?<=[^\W\d_])(?:\s+(?:Follow(?:ing)?|Folgen|Seguir|Suivre|Email|E-Mail|Bio|RSS|Subscribe|Website|{_NETWORKS}))+$")
_BETWEEN = re.compile(rf"(?<=[^\W\d_])\s+(?:{_NETWORKS})\s+(?=[^\W\d_])")
_MONTH = (
    r"jan(?:uary|uar|vier|eiro)?|feb(?:ruary|ruar|rero)?|fév(?:rier)?|mar(?:ch|s|zo|ço)?|märz|mär|apr(?:il|ile)?|avril|abril|may|mai|mayo|maggio|jun[ei]?o?|juni|juin|jul[yi]?o?|juli|juillet|"
    r"aug(?:ust)?|août|agosto|sep(?:t|tember|tembre|tiembre)?|o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre|iembre)?|déc(?:embre)?|dicembre"
)
_DATE = re.compile(
    rf"[\s,|·•/–—\-(]*(?:\b(?:on|am|vom|le|el|il|den|published|updated|last updated|posted|veröffentlicht|aktualisiert|stand|erstellt|publié|publicado|pubblicato|at|um|as of)\b[\s:]*)*"
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?[./\-\s]{{1,2}}(?:{_MONTH}|\d{{1,2}})\b|\b(?:{_MONTH})\b\.?\s{{1,2}}\d{{1,2}}\b|\b(?:19|20)\d\d[-/.年]|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b|"
    rf"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b|"
    rf"\b\d{{1,2}}[:.]\d\d\s?(?:uhr|am|pm|h|gmt)?\b|\b\d{{1,3}} ?(?:min(?:ute)?s?\b|minuten|hours?|days?|weeks?|months?|years?|stunden|tagen?|시간|分钟|小时)|"
    rf"\b(?:yesterday|today|gestern|heute|hier|ayer|oggi)\b|\b(?:published|updated|last updated|posted on|aktualisiert|veröffentlicht|publié le|publicado|lesezeit|lesedauer|reading time|read time)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_GLUED_MONTH = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\s?\d)"
)
_MAYBE_DATE = re.compile(
    r"\d|ago\b|yesterday|today|gestern|heute|hier\b|ayer|oggi|publish|updated|posted|aktualisiert|veröffentlicht|publi|lese|read|day\b|tag\b|woch|di\b",
    re.IGNORECASE,
)
_META_TAIL = re.compile(
    r"\s*(?:[\s·|,/–—-]|^)\s*(?:under\b|unter\b|filed (?:in|under)|posted in|gespeichert\b|veröffentlicht in|kategorien?\b|categories\b|category\b|tags?:|schlagwörter|tagged\b|leave a (?:comment|reply)|"
    r"hinterlasse\b|schreibe einen|(?:keine|ein|kein|\d+) kommentare?\b|(?:no|\d+) (?:comments?|responses?|replies)\b|\[\d+\]|kommentare?\b|comments?\b|カテゴリー|タグ|分类[:：]|标签|栏目[:：]|bookmark the|permalink|print this|drucken\b).*$",
    re.IGNORECASE,
)
GLUED = re.compile(r"^\s*By(?=[A-ZÀ-Þ](?:[a-zà-ÿ]|\.))")
_VIEW_ALL = re.compile(
    r"^\s*+(?:(?:(?:view|see|show|read|alle?)\s*+)?(?:(?:all|more|weitere|mehr)\s*+)?(?:posts|articles|stories|beiträge|artikel|posts published) (?:by|from|von)|(?:all|more|alles|mehr|weiteres) (?:by|from|von)|"
    r"(?:voir )?(?:tous|toutes) les (?:articles|publications|billets) (?:de|par)|ver (?:todos|todas) (?:los|las|os|as) (?:artículos|entradas|posts|publicaciones|artigos) de|(?:vedi )?tutti gli articoli di|"
    r"alle (?:berichten|artikelen) van|(?:visa )?alla inlägg av|zobacz wszystkie (?:wpisy|artykuły)|все (?:записи|статьи)(?: автора)?) (.{2,60})$",
    re.IGNORECASE,
)


# What each expression needs at least: lines mostly hold none of it, which costs less to see.
_CHATTERS = (
    "follow", "view", "see ", "more", "author", "biograph", "recent", "most ", "alle ", "weitere", "mehr", "profil", "folgen", "ver m", "seguir", "suivre", "opens in"
)  # fmt: skip
_NETWORK_NAMES = tuple(_NETWORKS.split("|"))
_BUTTON_WORDS = frozenset(
    [*"follow following folgen seguir suivre email e-mail bio rss subscribe website".split(), *(n.casefold() for n in _NETWORK_NAMES)]  # noqa: SIM905 - reads better than a list of short words
)
_TAIL_WORDS = (
    "under", "unter", "filed", "posted in", "gespeichert", "veröffentlicht in", "kategori", "categor", "tag", "schlagwörter", "leave a", "hinterlasse", "schreibe einen", "komment",
    "comment", "repl", "response", "[", "bookmark the", "permalink", "print this", "drucken", "カテゴリー", "タグ", "分类", "标签", "栏目",
)  # fmt: skip
_DIGIT = re.compile(r"\d")


def tidy(text: str) -> str:
    """The line without decoration, handles, mail addresses and the labels of buttons; "ByJane Doe" comes apart."""
    if not text.isascii():
        text = _ZERO_WIDTH.sub("", text.replace("\xa0", " ").replace("\u202f", " "))
    if text.startswith("By"):
        text = GLUED.sub("By ", text, count=1)
    folded = text.casefold()
    if len(text) > 16:
        if "orcid" in folded:
            text = _ORCID.sub(" ", text)
        text = _VIEW_ALL.sub(r"By \1", text)
        if holds(folded, _CHATTERS):
            text = _CHATTER.sub("", _MORE.sub("", text))
    if " " in text:
        text = text.rstrip()
        if (folded.split() or [""])[-1] in _BUTTON_WORDS:
            text = _BUTTONS.sub("", text)
        if holds(text, _NETWORK_NAMES):
            text = _BETWEEN.sub("\n", text)
    if "@" in text or "[" in text or "(at)" in text:
        text = HANDLE.sub(" ", EMAIL.sub(" ", text))
    return _EDGES.sub("", text.strip(" \t\n"))


def without_tail(segment: str) -> str:
    """A run of names without the date, category or comment count that is printed behind it."""
    if _DIGIT.search(segment):
        segment = _GLUED_MONTH.sub(" ", segment)
    if _MAYBE_DATE.search(segment):
        segment = _DATE.sub("", segment)
        if any(character.isdigit() for character in segment) and (dates := find(segment)) and dates[0].start > 1:
            segment = segment[: dates[0].start]  # months of the languages that the expression does not know
    folded = segment.casefold()
    if holds(folded, _TAIL_WORDS):
        segment = _META_TAIL.sub("", segment)
    return segment.strip(" \t,;|/–—-·•")

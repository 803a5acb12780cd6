"""Visible dates of a page, and those in its address: one pass over time tags, marked elements and the lines near the headline.

What the head and structured data say is gathered elsewhere; here stands what a reader sees. Each candidate's value is
the date as printed, its ``printed`` the line around it. Dates under "Updated" go to ``modified``; copyright years,
dates of comments, of related items and of what the story tells of are left out or weigh little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.items import Candidate
from crawler.normalise.dates import find, usual_order
from crawler.normalise.language import normalise_tag
from crawler.normalise.urls import host_of

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.document.model import Region
    from crawler.normalise.dates import Order

_MAX_TIMES = 80
_MAX_MARKS = 120
_MAX_RELATIVE = 40
_MAX_STORY = 1200  #: a block with line breaks may be a line of credits and the text in one
_MAX_LINE = 200  #: characters of a line of page matter; longer ones tell a story
_BEFORE, _AFTER = 15, 30  #: blocks around the headline that are read line by line

_ZONES = {
    "comments": 0.0,
    "related": 0.0,
    "nav": 0.1,
    "cookie": 0.0,
    "subscribe": 0.1,
    "footer": 0.25,
    "aside": 0.2,
    "ad": 0.1,
    "form": 0.3,
    "bio": 0.3,
}
_OTHERS = frozenset({"comments", "related"})
_DIGIT = re.compile(r"[\d〇一二三四五六七八九]")
_YEAR = re.compile(r"\d{4}|['’.\-/]\d{2}(?!\d)|[〇一二三四五六七八九]{4}年|(?:令和|平成|民國)")
_DATE_TOKEN = re.compile(
    r"date|time|publish|posted|pubdate|datum|fecha|created|byline|meta|stamp|dt-|info|fech|veroeff|zeit|published|tarih"
)
_PUBLISHED_TOKEN = re.compile(
    r"publish|pubdate|posted|created|dt-published|entry-date|post-date|post_date|article-date|datepublished|date-published|erstell|veroeff|pubtime|publi"
)
_MODIFIED_TOKEN = re.compile(r"updat|modif|dt-updated|changed|revised|lastmod|aktualis|edited")
_EVENT_TOKEN = re.compile(r"event|startdate|enddate|dtstart|dtend|calendar|termin|countdown|deadline|expire|birth|copyright")
_RELATIVE_LOOK = re.compile(
    r"\bago\b|yesterday|\btoday\b|\bvor \d|gestern|\bheute\b|il y a \d|^hier\b|hace \d|\bayer\b|\bfa$|\bieri\b|sedan$|siden$|geleden|temu$|назад|\d тому|вчера|вчора|önce$|\d前|\d ?\w+前$|전$|lalu$|trước$|منذ \d|לפני \d|पहले$|昨天|今天|昨日|今日|어제|오늘",
    re.IGNORECASE,
)

_MODIFIED = re.compile(
    r"updat|modif|edited|revis|chang|amend|correct|aktualis|ge[äa]ndert|änderung|bearbeitet|mis(?:e)? à jour|màj|actualiz|aggiorn|atualiz|alterado|bijgewerkt|gewijzigd|"
    r"uppdatera|ändrad|opdater|oppdater|endret|päivite|muokattu|zaktualiz|aktualiz|upraveno|změn|обновл|измен|оновл|зміне|ενημέρ|ενημερ|güncelle|düzenle|更新|修改|改訂|수정|업데이트|"
    r"cập nhật|diperbarui|dikemaskini|עודכן|עדכון|تحديث|آخر|به‌روز|بروز|ปรับปรุง|แก้ไข|अपडेट|frissítve|módosítva|actualitz|posodobljen|spremenjen|ažurir|izmijenjen|ажурир|atnaujin|uuendatud|atjaun|актуализ|eguneratu",
)
_PUBLISHED = re.compile(
    r"publish|posted|post(?:ed)? (?:on|date)|created|written|released|\bdate\b|\bdated\b|first (?:seen|published)|veröffentlich|erstellt|verfasst|geschrieben|eingestellt|gepostet|erschienen|meldung(?:en)? vom|mitteilung(?:en)? vom|artikel vom|beitrag vom|\bstand:|datum|online seit|gespeichert|"
    r"publi[ée]|paru|mis en ligne|écrit|posté|rédigé|publicad|publicac|fecha|creado|escrito|pubblicat|postato|scritto|inserito|geplaatst|gepubliceerd|geschreven|publicerad|skapad|skriven|postad|publisert|lagt ud|"
    r"udgivet|offentliggjort|skrevet|julkaistu|opublikowan|dodan|data publikacji|utworzon|publikován|vydáno|vloženo|zveřejněno|publikovan|опублик|добавл|дата|создан|опублік|додан|δημοσ|yayın|tarih|eklenme|"
    r"发布|發布|发表|發表|发稿|時間|时间|日期|公開|掲載|投稿|配信|作成|등록|입력|게시|승인|작성|đăng|xuất bản|dipublikasi|diterbitkan|ditulis|diposting|פורסם|תאריך|نشر|تاريخ|منتشر|انتشار|เผยแพร่|โพสต์|วันที่|"
    r"प्रकाशित|megjelent|közzé|publicat|postat|objavljen|objava|paskelbt|avaldatud|publicēt|публикув|објав|argitaratu",
)
_OTHER = re.compile(
    r"©|\(c\)|copyright|all rights|since\b|seit\b|depuis|desde|born\b|geboren|\*\s*$|†|died|until|till\b|\bbis\b|deadline|expires?|gültig|valid|joined|member|registr|beiträge|version|kommentar|comment|antwort|repl(?:y|ied)|"
    r"when:|wann:|termin|beginn|veranstaltung|event|stand vom|last (?:visit|login)|besucher|abgerufen|accessed|retrieved|archiv|nächste|next|previous|vorherige|isbn|erscheinungs|verlag|release|erscheint|tel\b|fon\b|uhrzeit|geburt|accepted|received|"
    r"screenshot|audio|sendung|video|podcast|broadcast|photo|foto\b|bild:|image|getty",
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_CLOCK_ONLY = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?: Uhr|h)?", re.IGNORECASE)
_LEADING = re.compile(r"\(?(?:[^\W\d]{2,12}[.,]{1,2} )?\d{1,4}[./\- ]{1,2}[^\W_]{1,10}[./\- ]{1,2}\d{2,4}")
_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|\Z)|\d{8}T\d{4}")
_ODD_TAGS = frozenset({"h1", "h2", "h3", "li", "td"})
_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/\-_.](0?[1-9]|1[0-2])[/\-_.](0?[1-9]|[12]\d|3[01])(?!\d)")
_RUN_IN_PATH = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/\-](0[1-9]|1[0-2])(?=/|\Z)")
_TURNED_IN_PATH = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20\d\d)(?!\d)")
_NAMED_IN_PATH = re.compile(r"/((?:19|20)\d{2})/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})(?=/)", re.IGNORECASE)


@dataclass(slots=True)
class Dates:
    """Candidates for the two dates of an article, strongest first."""

    published: list[Candidate] = field(default_factory=list)
    modified: list[Candidate] = field(default_factory=list)


def gather(document: Document, headline: int | None = None, *, language: str | None = None, order: Order | None = None) -> Dates:
    """The dates that a reader sees on a page, and the one in its address.

    ``headline`` is the index of the block with the headline, from which nearness counts; ``language`` and ``order``
    settle what numbers alone leave open (as declared; without an order the language and the host's country tell).
    """
    tag = normalise_tag(language)
    found = _Gathering(document, headline, tag, order or usual_order(tag, host_of(document.url)))
    found.times()
    found.marks()
    found.lines()
    found.address()
    return found.result()


def from_address(url: str) -> Candidate | None:
    """The day (or month) in an address, in the shapes that publishing systems write: ``/2017/04/23/``, ``-20170423``."""
    path = unquote(url.partition("?")[0])[8:2056]
    path = path[path.find("/") :] if "/" in path else ""
    if "://" in path:
        path = path[path.find("://") + 3 :]  # an archive's copy: its own day comes first
    named = _NAMED_IN_PATH.search(path)
    if named:
        return Candidate(f"{named[3]} {named[2]} {named[1]}", "url:day", 0.55, printed=url[:300])
    day = _IN_PATH.search(path)
    if day:
        return Candidate(f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}", "url:day", 0.55, printed=url[:300])
    run = _RUN_IN_PATH.search(path)
    if run:
        return Candidate(f"{run[1]}-{run[2]}-{run[3]}", "url:day", 0.4, printed=url[:300])
    turned = _TURNED_IN_PATH.search(path)
    if turned:
        return Candidate(f"{turned[3]}-{turned[2]}-{turned[1]}", "url:day", 0.4, printed=url[:300])
    month = _MONTH_IN_PATH.search(path)
    return Candidate(f"{month[1]}-{month[2]}", "url:month", 0.2, printed=url[:300]) if month else None


class _Gathering:
    """The state of one pass: what was found, so that one date is taken once by its strongest rule."""

    def __init__(self, document: Document, headline: int | None, language: str | None, order: Order | None) -> None:
        self.document = document
        self.headline = headline
        self.language = language
        self.order = order
        self.best: dict[tuple[bool, str, str], Candidate] = {}
        self.marked: dict[int, tuple[float, bool]] = {}  #: block → prior, modified
        middle = headline if headline is not None else _BEFORE
        around = document.blocks[headline].region.zone if headline is not None and headline < len(document.blocks) else ""
        self.zones = _ZONES if not around else {**_ZONES, around: 1.0}  # a wrapper around the whole article misnamed
        self.low, self.high = max(0, middle - _BEFORE), middle + _AFTER

    def result(self) -> Dates:
        ranked = sorted(self.best.items(), key=lambda item: -item[1].confidence)
        return Dates([c for (modified, _, _), c in ranked if not modified][:12], [c for (modified, _, _), c in ranked if modified][:6])

    def add(self, value: str, rule: str, confidence: float, printed: str, *, modified: bool) -> None:
        key = (modified, value, rule.partition(":")[0])
        known = self.best.get(key)
        if confidence > 0.02 and (known is None or known.confidence < confidence):
            self.best[key] = Candidate(value, rule, round(min(confidence, 0.95), 3), printed=printed[:300])

    def place(self, block: int, region: Region) -> float:
        """How much a place on the page says about the article: most beside the headline, little in other zones."""
        zone = self.zones.get(region.zone, 1.0)
        if self.headline is None:
            near = 0.85 if block < 30 else 0.6 if block < 80 else 0.4
        else:
            away = block - self.headline
            if -3 <= away <= 5:
                near, zone = 1.0 - 0.02 * abs(away), max(zone, 0.6) if zone else 0.0  # themes call the line of credits anything
            elif -_BEFORE <= away <= _AFTER:
                near = 0.85 - 0.01 * abs(away)
            else:
                near = 0.45
        return near * zone * (0.5 if region.hidden else 1.0)

    def label(self, block: int, before: str) -> str:
        """The words in front of a date: of its own line, or the short line above it."""
        before = before[-60:].lower().strip(" :|-–—·•,(")
        if before or not 0 < block <= len(self.document.blocks):
            return before
        above = self.document.blocks[block - 1].text
        return above.lower() if len(above) < 30 and not _DIGIT.search(above) else ""

    def times(self) -> None:
        day: tuple[int, str] | None = None
        for tag in self.document.times[:_MAX_TIMES]:
            weight = self.place(tag.block, tag.region)
            if weight < 0.05:
                continue
            own = f"{tag.element.get('class') or ''} {tag.element.get('itemprop') or ''}".lower()
            tokens = f"{own} {tag.region.tokens}"
            if _EVENT_TOKEN.search(tokens):
                continue
            line = self.document.blocks[tag.block].text if tag.block < len(self.document.blocks) else ""
            at = line.find(tag.text) if tag.text else -1
            label = self.label(tag.block, line[:at] if at > 0 else "")
            late = _late(label) or (not label and bool(_MODIFIED.match(tag.text.lower())))
            named_late = not late and bool(_MODIFIED_TOKEN.search(own)) and "published" not in own  # WordPress marks one tag as both
            if _OTHER.search(label) or len(line) > _MAX_LINE * 2:
                weight *= 0.3
            prior = 0.62
            if tag.element.get("pubdate") is not None or _PUBLISHED_TOKEN.search(tokens) or _PUBLISHED.search(label):
                prior = 0.77
            value = tag.datetime if _DIGIT.search(tag.datetime) else tag.text
            if _CLOCK_ONLY.fullmatch(value) and day and tag.block - day[0] <= 1:
                value = f"{day[1]} {value}"  # the day in one tag, the time of day in the next
            elif value and not _CLOCK.search(value):
                day = (tag.block, value)
            if value:
                printed = f"{label} {tag.text}".strip() or value
                self.add(value, "time:modified" if late else "time:published", prior * weight, printed, modified=late)
                if named_late:
                    self.doubt(value, prior * weight)

    def doubt(self, value: str, confidence: float) -> None:
        """Take a date that only its markup calls a change as both: themes of the hAtom days call every date "updated"."""
        for (modified, known, _), candidate in list(self.best.items()):
            if known == value and not modified and candidate.confidence <= round(confidence, 3):
                candidate.confidence = round(candidate.confidence * 0.55, 3)
        self.add(value, "time:modified", confidence, value, modified=True)

    def marks(self) -> None:
        """Note the blocks whose markup calls them a date; a machine-readable title of an old ``abbr`` is taken at once."""
        blocks = self.document.blocks
        floored = False
        for mark in self.document.marks[:_MAX_MARKS]:
            tokens = mark.tokens
            if not _DATE_TOKEN.search(tokens) or _EVENT_TOKEN.search(tokens):
                continue
            named = bool(_PUBLISHED_TOKEN.search(tokens))
            late = bool(_MODIFIED_TOKEN.search(tokens)) and not named
            prior = 0.67 if named else 0.55
            for attribute in ("title", "content", "datetime", "data-datetime"):
                value = mark.element.get(attribute)
                if value and _MACHINE.match(value):
                    weight = self.place(mark.block, mark.region)
                    if named and not floored and mark.region.zone not in _OTHERS:
                        weight = max(weight, 0.8)  # old blog themes print it below the text
                        floored = True
                    self.add(value[:60], "time:attribute", prior * weight, value[:200], modified=late)
            for index in range(mark.block, min(mark.block + 3, len(blocks))):
                text = blocks[index].text
                if len(text) > _MAX_LINE:
                    break
                if _DIGIT.search(text):
                    known = self.marked.get(index)
                    if known is None or known[0] < prior or (known[1] and not late):
                        self.marked[index] = (prior if len(text) < 60 else prior - 0.1, late and (known is None or known[1]))
                    break

    def lines(self) -> None:
        low, high = self.low, self.high
        for index, block in enumerate(self.document.blocks):
            text = block.text
            near = low <= index <= high
            if len(text) > (_MAX_STORY if near or "\n" in text else 120) or not _DIGIT.search(text):
                continue
            if "\n" in text:
                for line in text.split("\n"):
                    if len(line) <= 2 * _MAX_LINE and _DIGIT.search(line):
                        self.line(line, index, block.region, near=near)
            elif len(text) <= 2 * _MAX_LINE:
                self.line(text, index, block.region, near=near)

    def line(self, text: str, index: int, region: Region, *, near: bool) -> None:
        length = len(text)
        mark = self.marked.get(index)
        if not _YEAR.search(text) and not (near and length < _MAX_RELATIVE and _RELATIVE_LOOK.search(text.lower())):
            return
        weight = self.place(index, region)
        if weight < 0.05:
            return
        start = text[:60].lower()
        labelled = bool(_PUBLISHED.search(start) or _MODIFIED.search(start))
        if not near and not labelled and mark is None and length > 40:
            return
        if mark is not None:
            prior = mark[0] * (1.0 if near or labelled else 0.7)
        else:
            prior = 0.5 if length < 45 else 0.42 if length < 120 else 0.35 if labelled or _LEADING.match(text) else 0.07
            if region.tag in _ODD_TAGS:
                prior *= 0.75
            if not near:
                prior *= 0.7 if labelled else 0.3
        self.read(text, "visible:date" if mark else "visible:line", prior * weight, index, late=bool(mark and mark[1]))

    def read(self, text: str, rule: str, weight: float, block: int, *, late: bool) -> None:
        """Take the dates of one line, each under its label."""
        if not _YEAR.search(text):
            self.add(text, rule, weight * 0.8, text, modified=late or _late(text.lower()))
            return
        end = 0
        for number, found in enumerate(find(text, language=self.language, order=self.order)):
            label = self.label(block, text[: found.start]) if number == 0 else text[end : found.start][-60:].lower().strip(" :|-–—·•,(")
            end = found.end
            published = bool(label and _PUBLISHED.search(label))
            changed = _late(label) if published or (label and _MODIFIED.search(label)) else late
            factor = 1.0
            if not changed and label and _OTHER.search(label[-40:]):
                factor = 0.3
            elif not changed and published:
                factor = 1.35
            if number and not changed:
                factor *= 0.7
            if found.when.day is None:
                factor *= 0.2
            if found.start > 60 and not published:
                factor *= 0.6
            value = text[found.start : found.end]
            self.add(value, rule, weight * factor, text, modified=changed)
            if changed and late and not label:
                self.add(value, rule, weight * factor * 0.55, text, modified=False)  # only its markup calls it a change

    def address(self) -> None:
        candidate = from_address(self.document.url)
        if candidate:
            self.add(candidate.value, candidate.rule, candidate.confidence, candidate.printed, modified=False)


def _late(label: str) -> bool:
    """Whether the last word on the matter before a date is that of a change: "Published … Updated 3 May"."""
    changed = [found.start() for found in _MODIFIED.finditer(label)]
    if not changed:
        return False
    published = [found.start() for found in _PUBLISHED.finditer(label)]
    return not published or changed[-1] > published[-1]

r"""The words around a date that say what it is the date of, in the languages that papers are printed in.

Labels are searched in lower-cased text: a search without regard to case costs several times as much. Every alternative
begins with a letter, ``ago(?<=\bago)`` instead of ``\bago``, and they are grouped by it: so the engine goes from one possible
letter to the next, and does not try a hundred alternatives at each place.
"""

from __future__ import annotations

import re
from functools import lru_cache

_FIRST = re.compile(r"\\?.")
_PIECE = re.compile(r"\\.|\[[^\]]*\]|[^|()\[\\]+|\((?:\\.|[^()\\]|\([^()]*\))*\)")


def _search_for(words: str) -> re.Pattern[str]:
    """A pattern for alternatives, those with the same first letter together: others cannot match where it stands."""
    groups: dict[str, list[str]] = {}
    alternative = ""
    at = 0
    while at <= len(words):
        piece = _PIECE.match(words, at)
        if piece is None:  # the bar between two alternatives, or the end
            letter = _FIRST.match(alternative)
            if letter:
                groups.setdefault(letter[0], []).append(alternative[letter.end() :])
            alternative, at = "", at + 1
        else:
            alternative, at = alternative + piece[0], piece.end()
    return re.compile("|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in groups.items()))


# every article of a WordPress theme has the class "status-publish", which speaks of no date
DATE_TOKEN = re.compile(
    r"date|time|publish(?<!status-publish)|posted|pubdate|datum|fecha|created|byline|meta|stamp|dt-|info|fech|veroeff|zeit|published|tarih",
)
PUBLISHED_TOKEN = re.compile(
    r"publi(?<!status-publi)|pubdate|posted|created|dt-published|entry-date|post-date|post_date|article-date|datepublished|date-published|erstell|veroeff|pubtime",
)
MODIFIED_TOKEN = re.compile(r"updat|modif|dt-updated|changed|revised|lastmod|aktualis|edited")
EVENT_TOKEN = re.compile(
    r"event|startdate|enddate|dtstart|dtend|calendar|termin|countdown|deadline|expire|birth|copyright|accessdate|cite_|cite-|reference"
)
RELATIVE_LOOK = _search_for(
    r"ago(?<=\bago)\b|yesterday|today(?<=\btoday)\b|vor(?<=\bvor) \d|gestern|heute(?<=\bheute)\b|il y a \d|hier(?<=^hier)\b|hace \d|ayer(?<=\bayer)\b|fa(?<=\bfa)$|ieri(?<=\bieri)\b|sedan$|siden$|geleden|temu$|назад|тому|вчера|вчора|önce$|前(?<=\d前)|前$|전$|lalu$|trước$|منذ \d|לפני \d|पहले$|昨天|今天|昨日|今日|어제|오늘|prije(?<=\bprije) \d|pre(?<=\bpre) \d|пре(?<=\bпре)д? \d|преди \d|před(?<=\bpřed) \d|pred(?<=\bpred) \d|pirms(?<=\bpirms) \d|prieš(?<=\bprieš) \d|tagasi$|sitten$|acum(?<=\bacum) \d|πριν|há(?<=\bhá) \d|atrás$|পূর্বে$|আগে$|پیش$|قبل$|قبل(?<=\bقبل) |دیروز|امروز|أمس(?<=\bأمس)|اليوم(?<=\bاليوم)|órája$|perce$|napja$|hete$|vandaag|gisteren|i går|i dag|igår|idag|wczoraj|dzisiaj|včera|dnes|danas|jučer|eilen|tänään|bugün|dün\b|сегодня|сьогодні|σήμερα|χθες|hôm (?:nay|qua)|kemarin|hari ini|ที่แล้ว$|วันนี้|เมื่อวาน|आज|कल\b|היום|אתמול",
)

MODIFIED = _search_for(
    r"updat|modif|edited(?<=\bedited)|revis|changed(?<=\bchanged)\b|last changes?\b|latest changes?\b|recent changes?\b|change(?<=^change)s?\b|amend(?<=\bamend)|correct(?<=\bcorrect)(?:ed|ion)|aktualis|ge[äa]ndert|änderung|bearbeitet|mis(?:e)? à jour|màj|actualiz|aggiorn|atualiz|alterado|bijgewerkt|gewijzigd|"
    r"uppdatera|ändrad|opdater|oppdater|endret|päivite|muokattu|zaktualiz|aktualiz|upraveno|změn|обновл|измен|оновл|зміне|ενημέρ|ενημερ|güncelle|düzenle|更新|修改|改訂|수정|업데이트|"
    r"cập nhật|diperbarui|dikemaskini|עודכן|עדכון|تحديث|آخر|به‌روز|بروز|ปรับปรุง|แก้ไข|अपडेट|frissítve|módosítva|actualitz|posodobljen|spremenjen|ažurir|izmijenjen|ажурир|atnaujin|uuendatud|atjaun|актуализ|eguneratu",
)
PUBLISHED = _search_for(
    r"publish|posted|post(?:ed)? (?:on|date)|created|written|released|date(?<=\bdate)\b|dated(?<=\bdated)\b|first (?:seen|published)|veröffentlich|erstellt|verfasst|geschrieben|eingestellt|gepostet|erschienen|meldung(?:en)? vom|mitteilung(?:en)? vom|artikel vom|beitrag vom|beitrag wurde|eintrag wurde|artikel wurde|von(?<=^von) .* am$|stand(?<=\bstand):|datum|online seit|gespeichert|"
    r"publi[ée]|paru|mis en ligne|écrit|posté|rédigé|publicad|publicac|fecha|creado|escrito|pubblicat|postato|scritto|inserito|geplaatst|gepubliceerd|geschreven|publicerad|skapad|skriven|postad|publisert|lagt ud|"
    r"udgivet|offentliggjort|skrevet|julkaistu|opublikowan|dodan|data publikacji|utworzon|publikován|vydáno|vloženo|zveřejněno|publikovan|опублик|добавл|дата|создан|опублік|додан|δημοσ|yayın|tarih|eklenme|"
    r"公表|登録日|発行日|发布|發布|发表|發表|发稿|時間|时间|日期|公開|掲載|投稿|配信|作成|등록|입력|게시|승인|작성|đăng|xuất bản|dipublikasi|diterbitkan|ditulis|diposting|פורסם|תאריך|نشر|تاريخ|منتشر|انتشار|เผยแพร่|โพสต์|วันที่|"
    r"प्रकाशित|megjelent|közzé|publicat|postat|objavljen|objava|paskelbt|avaldatud|publicēt|публикув|објав|argitaratu",
)
OTHER = _search_for(
    r"©|\(c\)|copyright|all rights|since\b|seit\b|depuis|desde|born\b|geboren|\*\s*$|†|died|until|till\b|bis(?<=\bbis)\b|deadline|expires?|gültig|valid|joined|member|registr|beiträge|version|kommentar|comment|antwort|repl(?:y|ied)|sa(?<=\bsa)(?:ys|id)\b|wrote(?<=\bwrote)\b|schrieb|a écrit|escribió|"
    r"when:|wann:|termin|beginn|veranstaltung|event|stand vom|last (?:visit|login)|besucher|abgerufen|accessed|retrieved|archiv|nächste|next|previous|vorherige|isbn|erscheinungs|verlag|release|erscheint|tel\b|fon\b|uhrzeit|geburt|accepted|received|"
    r"screenshot|audio|sendung|video|podcast|broadcast|photo|foto\b|bild:|image|getty",
)
# words that say it behind the date: "am 3. Mai 2024 geändert", "2024年5月3日 更新", "3.5.2024 tarihinde güncellendi"
BEHIND = re.compile(
    r"[\s,]*\(?(?:(?:zuletzt|last|laatst|senast|sist|sidst|viimeksi|tarihinde|で|に)\s*)?(?:(?P<late>geändert|aktualisiert|bearbeitet|überarbeitet|updated|edited|modified|"
    r"revised|amended|bijgewerkt|gewijzigd|aangepast|bewerkt|uppdatera[dt](?:es)?|ändra[dt](?:es)?|redigera[dt](?:es)?|oppdatert|endret|redigert|opdateret|ændret|redigeret|"
    r"päivitetty|muokattu|frissítve|módosítva|szerkesztve|güncellendi|güncelleme|değiştirildi|düzenlendi|更新|修改|修正|改訂|수정|업데이트|обновлен[оа]?|изменен[оа]?|оновлено|"
    r"змінено|muudetud|uuendatud|pakeista|atnaujinta|izmijenjeno|ažurirano|spremenjeno|posodobljeno|zmieniono|zaktualizowano|upraveno|aktualizováno|aktualizované)"
    r"|(?P<first>veröffentlicht|gepostet|publiziert|eingestellt|erstellt|verfasst|geschrieben|posted|published|gepubliceerd|geplaatst|publicera[dt](?:es)?|publisert|udgivet|"
    r"julkaistu|megjelent|közzétéve|yayınlandı|yayımlandı|eklendi|公開|掲載|配信|投稿|发布|發布|发表|發表|등록|입력|게시|опубликован[оа]?|добавлено|опубліковано|avaldatud|paskelbta|"
    r"objavljeno|opublikowano|dodano|publikováno|zveřejněno))(?![^\W\d]|\s*[:：])",
)


_ANY = frozenset(
    {"date", "datum", "fecha", "дата", "tarih", "時間", "时间", "日期", "تاريخ", "תאריך", "วันที่"}
)  #: of what, the other words say


@lru_cache(maxsize=4096)
def sort_of(tokens: str) -> str | None:
    """Which date class names speak of: ``published``, ``modified``, ``date`` (one of the two), or None."""
    if not DATE_TOKEN.search(tokens) or EVENT_TOKEN.search(tokens):
        return None
    if PUBLISHED_TOKEN.search(tokens):
        return "published"
    return "modified" if MODIFIED_TOKEN.search(tokens) else "date"


def is_late(label: str) -> bool:
    """Whether the last word on the matter before a date is that of a change: "Published … Updated 3 May"."""
    changed = [found.start() for found in MODIFIED.finditer(label)]
    if not changed:
        return False
    published = [found.start() for found in PUBLISHED.finditer(label) if found[0] not in _ANY]  # "Last updated date:"
    return not published or changed[-1] > published[-1]

"""Relative dates ("3 hours ago", "gestern", "3小时前") against the time of the capture."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import zip_longest

from crawler.normalise.dates.clock import with_time
from crawler.normalise.dates.digits import fold_digits
from crawler.normalise.dates.months import fold_word
from crawler.normalise.dates.when import When, from_datetime

MAX_TEXT = 80  #: a longer line is a sentence, not a label
_MAX_AMOUNT = 1000

_UNIT_WORDS = {
    "second": "second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondo secondi seconden sekund sekunder sekundy sekundi секунд секунды секунду 秒 초 秒钟 秒鐘 giây detik saniye",
    "minute": "minute минута منٹ நிமிடங்கள் minutami minutes min mins minuten minuto minutos minuti minuut minuten minuter minutter minutt minut minuty minuta minute minuts minuutti minuuttia perc perccel minutu минута минуты минут минуту хвилин хвилини хвилину минути "
    "λεπτα λεπτο dakika dk דקות דקה دقيقة دقائق دقیقه मिनट মিনিট phút menit minit นาที 分 分钟 分鐘 分間 분",
    "hour": "hour hours hr hrs h stunde stunden std heure heures hora horas ora ore uur uren timme timmar tim time timer godzina godziny godzin godz hodina hodiny hodinami hodinou hodin tunti tuntia ora orával oraval oraja órája ore valanda valandas valandų tundi stundas stundām "
    "час часа часов години годину годин сата сати сат часове ωρα ωρες ωρων saat sa שעה שעות ساعة ساعات ساعت घंटे घंटा ঘণ্টা ঘন্টা giờ jam ชั่วโมง 小时 小時 时 時 時間 시간 hores hora sati sata ure urami گھنٹے گھنٹہ மணி",
    "day": "دنوں dnevi dana дана дена day days d tag tage tagen jour jours dia dias giorno giorni dag dagen dagar dage dager dzien dni dnia den dny dnech paiva paivaa nap napja napjal zile zi diena dienas dienām dienų päeva день дня дней днів дні дана ден дни ημερα ημερες μερες gun gün יום ימים يوم أيام روز दिन দিন ngày hari วัน 天 日 일 dies",
    "week": "week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken vecka veckor uke uker uge uger tydzien tygodni tygodnie tyden tydny viikko viikkoa het hete saptamana saptamani неделя недели недель тиждень тижні hafta שבוע שבועות أسبوع أسابيع هفته सप्ताह tuần minggu สัปดาห์ 周 週 週間 星期 주",
    "month": "month months mo monat monate monaten mois mes meses mese mesi maand maanden manad manader maned maneder miesiac miesiace miesiecy mesic mesice kuukausi kuukautta honap honapja luna luni месяц месяца месяцев місяць місяці месец ay חודש חודשים شهر أشهر ماه महीने tháng bulan เดือน 个月 個月 か月 ヶ月 カ月 개월",
    "year": "year years yr yrs jahr jahre jahren an ans ano anos anno anni jaar ar år lat lata rok roky roku vuosi vuotta ev eve год года лет рік роки година yıl yil שנה שנים سنة سنوات سال साल năm tahun ปี 年 년",
}  # fmt: skip
_UNITS = {fold_word(word): unit for unit, words in _UNIT_WORDS.items() for word in words.split()}

_AGO_WORDS = (
    "ago vor il_y_a pre пред پہلے முன் hace fa geleden för_sedan sedan siden temu před pred sitten acum prije пре пре назад тому преди πριν once önce evvel לפני منذ قبل پیش पहले আগে trước lalu yang_lalu ที่แล้ว ก่อน 前 之前 以前 전 "
    "há atrás atras fa prieš pirms tagasi eelmine duela ezelőtt óta ezelott earlier denne előtt dela"
)
_AGO = frozenset(fold_word(word.replace("_", " ")) for word in _AGO_WORDS.split())
_AGO_TEXT = ("il y a", "yang lalu", "ที่แล้ว", "ที่ผ่านมา", "ก่อน", "前", "전", "för", "ago")

_DAY_WORDS = {
    0: "today heute aujourd'hui aujourdhui hoy oggi hoje vandaag idag i_dag dzisiaj dzis dnes danas tänään tanaan ma azi сегодня сьогодні днес данас σημερα bugun bugün היום اليوم امروز आज আজ hôm_nay hari_ini วันนี้ 今天 今日 오늘 avui šiandien siandien šodien sodien täna tana gaur sot",
    -1: "yesterday gestern hier ayer ieri ontem gisteren igår igar i_går i_gar wczoraj vcera včera jučer jucer eilen tegnap вчера вчора јуче χθες χτες dun dün אתמול أمس ديروز دیروز कल গতকাল hôm_qua kemarin เมื่อวาน 昨天 昨日 어제 ahir vakar eile atzo dje",
    -2: "vorgestern avant-hier anteayer eergisteren förrgår przedwczoraj позавчера 前天 一昨日 그저께",
}  # fmt: skip
_DAYS = {fold_word(word.replace("_", " ")): shift for shift, words in _DAY_WORDS.items() for word in words.split()}
_JUST_NOW = frozenset(
    ("just now", "gerade eben", "a l'instant", "刚刚", "剛剛", "たった今", "방금", "только что", "ahora mismo", "agora mesmo", "az önce")
)

_PAIRS = {"دقيقتين": "minute", "ساعتين": "hour", "يومين": "day", "أسبوعين": "week", "شهرين": "month", "سنتين": "year"}  # two of them
_SINCE_HUNGARIAN = frozenset({"perce", "oraja", "napja", "hete", "honapja", "eve"})  # "3 órája" has no word for "ago"
_GLUED = re.compile(r"(?:ที่แล้ว|ที่ผ่านมา|ก่อน)")
_AMOUNT = re.compile(
    r"(?<![\d.,:/-])(\d{1,4}|an?|one|einer|einem|une?|una?|uno|en|et|een|eine?)\s?([^\W\d_][^\s\d,.;:()|]{0,14}|[^\W\d_])", re.IGNORECASE
)
_CJK = re.compile(
    r"(\d{1,3})\s?(秒钟|秒鐘|秒|分钟|分鐘|分間|分|小时|小時|時間|时|時|天|日|周|週間|週|个月|個月|か月|ヶ月|カ月|年|초|분|시간|일|주|개월|년)\s?(?:之?前|以前|전)"
)
_WORDS = re.compile(r"[^\s\d,.;:()|]+")
_CJK_DAY = re.compile(r"今天|今日|昨天|昨日|前天|一昨日|오늘|어제|그저께")


def read_relative(text: str, captured_at: datetime, zone: tzinfo | None = None, language: str | None = None) -> When | None:
    """The date that a short label means at the time of the capture; None where it means none.

    Seconds and minutes give a minute in UTC, hours and days the day (of ``zone``, else of UTC), weeks and months the
    month, years the year: nothing more exact was printed. "Yesterday, 10:15" keeps its time of day.
    """
    text = fold_digits(text.strip()[: MAX_TEXT + 1])
    if not text or len(text) > MAX_TEXT:
        return None
    now = captured_at.astimezone(UTC) if captured_at.tzinfo else captured_at.replace(tzinfo=UTC)
    local = now.astimezone(zone) if zone else now
    lowered = text.casefold()
    if lowered in _JUST_NOW:
        return from_datetime(now.replace(second=0), offset=0)
    cjk = _CJK.search(text)
    if cjk:
        return _before(now, local, int(cjk[1]), _UNITS.get(fold_word(cjk[2]), ""))
    if (
        any(mark in lowered for mark in _AGO_TEXT)
        or any(fold_word(word) in _AGO for word in _WORDS.findall(lowered))
        or ((language or "")[:2] == "hu" and any(fold_word(word) in _SINCE_HUNGARIAN for word in _WORDS.findall(lowered)))
    ):
        for pair, counted in _PAIRS.items():
            if pair in lowered:
                return _before(now, local, 2, counted)
        for found in _AMOUNT.finditer(_GLUED.sub(" ", lowered)):
            unit = _UNITS.get(fold_word(found[2]))
            if unit:
                return _before(now, local, int(found[1]) if found[1].isdigit() else 1, unit)
        return None
    if "hier" in lowered and language and not language.startswith("fr"):
        return None  # German for "here"
    return _named_day(text, lowered, local)


def _named_day(text: str, lowered: str, local: datetime) -> When | None:
    """Today, yesterday and the day before, with the time of day that is printed after it."""
    words = list(_WORDS.finditer(lowered))
    if len(words) > 8:
        return None
    cjk = _CJK_DAY.search(text)
    if cjk:
        shift, end = _DAYS[fold_word(cjk[0])], cjk.end()
    else:
        for word, following in zip_longest(words, words[1:]):
            pair = f"{fold_word(word[0])} {fold_word(following[0])}" if following else ""
            if pair in _DAYS:
                shift, end = _DAYS[pair], following.end() if following else 0
                break
            if fold_word(word[0]) in _DAYS:
                shift, end = _DAYS[fold_word(word[0])], word.end()
                break
        else:
            return None
    day = (local + timedelta(days=shift)).date()
    when, _ = with_time(When(day.year, day.month, day.day), "", text[end:])
    return when


def _before(now: datetime, local: datetime, amount: int, unit: str) -> When | None:
    if amount > _MAX_AMOUNT:
        return None
    if unit in {"second", "minute"}:
        moment = now - (timedelta(seconds=amount) if unit == "second" else timedelta(minutes=amount))
        return from_datetime(moment.replace(second=0), offset=0)
    if unit in {"hour", "day"}:
        then = local - (timedelta(hours=amount) if unit == "hour" else timedelta(days=amount))
        return When(then.year, then.month, then.day)
    if unit == "week":
        then = local - timedelta(weeks=amount)
        return When(then.year, then.month)
    if unit == "month" and amount < 240:
        months = local.year * 12 + local.month - 1 - amount
        return When(months // 12, months % 12 + 1)
    return When(local.year - amount) if unit == "year" and amount < 120 else None

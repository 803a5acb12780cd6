from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise import language
from crawler.normalise.language.scripts import count_letters, han_script

TEXTS = {
    "en": "The two-day forum drew around one thousand attendees this year, and is the largest conference of its kind in North America.",
    "de": "Die Bundesregierung hat am Mittwoch beschlossen, dass die neuen Regeln für den Wohnungsbau schneller gelten sollen als geplant.",
    "fr": "Le gouvernement a annoncé mercredi que les nouvelles règles entreraient en vigueur plus tôt que prévu dans toutes les régions.",
    "es": "El gobierno anunció el miércoles que las nuevas reglas entrarán en vigor antes de lo previsto en todas las regiones del país.",
    "pt": "O governo anunciou na quarta-feira que as novas regras não vão entrar em vigor antes do previsto em todas as regiões do país.",
    "tr": "Hükümet çarşamba günü yeni kuralların planlanandan daha erken yürürlüğe gireceğini ve bütün bölgelerde uygulanacağını duyurdu.",
    "vi": "Chính phủ hôm thứ Tư thông báo rằng các quy định mới sẽ có hiệu lực sớm hơn dự kiến trên toàn quốc.",
    "ru": "Правительство объявило в среду, что новые правила вступят в силу раньше, чем планировалось, во всех регионах страны.",
    "uk": "Уряд оголосив у середу, що нові правила набудуть чинності раніше, ніж планувалося, в усіх регіонах країни.",
    "sr-Cyrl": "Влада је у среду саопштила да ће нова правила ступити на снагу раније него што је било планирано у свим крајевима земље.",
    "ar": "أعلنت الحكومة يوم الأربعاء أن القواعد الجديدة ستدخل حيز التنفيذ في وقت أبكر مما كان مقررا في جميع أنحاء البلاد.",
    "fa": "دولت روز چهارشنبه اعلام کرد که مقررات جدید زودتر از آنچه برنامه‌ریزی شده بود در سراسر کشور اجرا می‌شود.",
    "he": "הממשלה הודיעה ביום רביעי כי הכללים החדשים ייכנסו לתוקף מוקדם מהמתוכנן בכל רחבי המדינה.",
    "el": "Η κυβέρνηση ανακοίνωσε την Τετάρτη ότι οι νέοι κανόνες θα τεθούν σε ισχύ νωρίτερα από το προγραμματισμένο.",
    "th": "รัฐบาลประกาศเมื่อวันพุธว่ากฎระเบียบใหม่จะมีผลบังคับใช้เร็วกว่าที่วางแผนไว้",
    "hi": "सरकार ने बुधवार को घोषणा की कि नए नियम पूरे देश में तय समय से पहले लागू हो जाएंगे।",
    "ja": "政府は水曜日、新しい規則が予定より早く全国で施行されると発表した。",
    "ko": "정부는 수요일 새로운 규정이 예정보다 일찍 전국에서 시행될 것이라고 발표했다.",
    "zh-Hans": "政府周三宣布，新规定将比原计划更早在全国实施，专家对此表示欢迎。",
    "zh-Hant": "政府週三宣布，新規定將比原計劃更早在全國實施，專家對此表示歡迎。",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_a_paragraph_tells_its_language(tag: str) -> None:
    guess = language.identify(TEXTS[tag])
    assert guess is not None
    assert guess.tag == tag


def test_no_letters_no_language() -> None:
    assert language.identify("12:30 – 14.05.2026 ★") is None
    assert language.identify("") is None


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("en", "en"),
        ("en_US", "en-US"),
        ("EN-gb", "en-GB"),
        ("en-US.UTF-8", "en-US"),
        ("de_DE@euro", "de-DE"),
        ("cn", "zh"),
        ("jp", "ja"),
        ("iw", "he"),
        ("iw_IL", "he-IL"),
        ("zh-TW", "zh-Hant-TW"),
        ("zh_CN", "zh-Hans-CN"),
        ("zh-hans", "zh-Hans"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("en-UK", "en-GB"),
        ("English", "en"),
        ("Deutsch", "de"),
        ("ger", "de"),
        ("en, de", "en"),
        ("nb-NO", "nb-NO"),
        ("und", None),
        ("", None),
        (None, None),
        ("javascript", None),
        ("<b>", None),
    ],
)
def test_declared_languages_take_their_registered_form(declared: str | None, tag: str | None) -> None:
    assert language.normalise_tag(declared) == tag


@settings(deadline=None)
@given(st.text(max_size=80))
def test_a_tag_re_reads_its_own_output(declared: str) -> None:
    tag = language.normalise_tag(declared)
    assert language.normalise_tag(tag) == tag


@settings(deadline=None)
@given(st.text())
def test_identifying_is_total(text: str) -> None:
    guess = language.identify(text)
    assert guess is None or language.may_be(guess, guess.tag)


def test_chinese_scripts_are_told_by_their_own_characters() -> None:
    assert han_script("这国来时") == "Hans"
    assert han_script("這國來時") == "Hant"
    assert han_script("中人大小") is None


def test_letters_are_counted_by_script() -> None:
    assert count_letters("abc Привет 12 中文") == {"Latn": 3, "Cyrl": 6, "Hani": 2}


def test_near_languages_are_known() -> None:
    assert language.alike("nb-NO", "no")
    assert language.alike("hr", "sr-Latn")
    assert not language.alike("en", "de")


def test_a_long_text_is_sampled_at_head_middle_and_end() -> None:
    piece = language.sample(["a" * 3000, "b" * 3000, "c" * 3000])
    assert {"a", "b", "c"} <= set(piece)
    assert len(piece) < 700


def test_identifying_costs_little() -> None:
    language.identify(TEXTS["en"])
    start = time.process_time()
    for _ in range(20):
        language.identify(language.sample([TEXTS["en"] * 100]))
    language.identify("a" * 100_000)
    assert (time.process_time() - start) / 21 < 0.01  # 0.0003 s alone on the machine

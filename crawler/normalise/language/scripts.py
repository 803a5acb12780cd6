"""The scripts of a text, and what a script alone tells of its language."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

# a script and its letters; one language where the script writes only one that papers are printed in
_SCRIPTS: Final = (
    ("Latn", "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"),
    ("Cyrl", "Ѐ-ԯ"),
    ("Arab", "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"),
    ("Hani", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("Kana", "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d"),
    ("Hang", "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"),
    ("Deva", "\u0904-\u0939\u0958-\u0961\u0972-\u097f"),
    ("Beng", "\u0985-\u09b9\u09dc-\u09e1"),
    ("Grek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Hebr", "\u05d0-\u05ea"),
    ("Thai", "\u0e01-\u0e30\u0e40-\u0e46"),
    ("Geor", "\u10a0-\u10ff\u1c90-\u1cbf"),
    ("Armn", "\u0531-\u0587"),
    ("Guru", "\u0a05-\u0a39\u0a59-\u0a5e"),
    ("Gujr", "\u0a85-\u0ab9"),
    ("Orya", "\u0b05-\u0b39"),
    ("Taml", "\u0b85-\u0bb9"),
    ("Telu", "\u0c05-\u0c39"),
    ("Knda", "\u0c85-\u0cb9"),
    ("Mlym", "\u0d05-\u0d3a"),
    ("Sinh", "\u0d85-\u0dc6"),
    ("Laoo", "\u0e81-\u0eb0\u0ec0-\u0ec4"),
    ("Tibt", "\u0f40-\u0f6c"),
    ("Mymr", "\u1000-\u102a\u1050-\u1055"),
    ("Khmr", "\u1780-\u17a2"),
    ("Ethi", "\u1200-\u135a"),
)
_ONE_LANGUAGE: Final = {
    "Grek": "el", "Thai": "th", "Geor": "ka", "Armn": "hy", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta", "Telu": "te", "Knda": "kn",
    "Mlym": "ml", "Sinh": "si", "Laoo": "lo", "Tibt": "bo", "Mymr": "my", "Khmr": "km", "Hang": "ko", "Kana": "ja", "Hebr": "he",
}  # fmt: skip
# languages that the model tells apart within a script
LANGUAGES: Final = {
    "Latn": "af az bs ca cs cy da de en eo es et eu fi fo fr fy ga gd gl ha hr ht hu id ig is it ku lb lt lv mg ms mt nl nn no nso om pl pt ro rw "
    "sk sl sn so sq sr st sv sw tk tl tr uz vi xh yo zu",
    "Cyrl": "ba be bg kk ky mk mn ru sr tg tt uk",
    "Arab": "ar fa ps sdh ug ur",
    "Deva": "hi mr ne",
    "Beng": "as bn",
    "Ethi": "am",
}
_WRITTEN_IN = {language: script for script, languages in LANGUAGES.items() for language in languages.split()} | {
    language: script for script, language in _ONE_LANGUAGE.items()
}
_BOTH = {"sr": {"Latn", "Cyrl"}, "uz": {"Latn", "Cyrl"}, "az": {"Latn", "Cyrl"}, "ku": {"Latn", "Arab"}, "pa": {"Guru", "Arab"}, "ja": {"Kana", "Hani"},
         "zh": {"Hani"}, "ko": {"Hang", "Hani"}, "mn": {"Cyrl"}, "ti": {"Ethi"}, "ckb": {"Arab"}, "yi": {"Hebr"}, "nb": {"Latn"}}  # fmt: skip

_SCRIPT_OF = tuple((name, re.compile(f"[{letters}]")) for name, letters in _SCRIPTS)
_ASCII_LETTERS = re.compile("[A-Za-z]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_SIMPLIFIED = frozenset(
    "们这国来时说会为对发经过还进与从动业现开间样关点无问应见长门车东书马鱼鸟龙电务员报边单选学习价资产计设话语让认议记讲许论证识词译试诉该详请读谁调谈谢导师带帮归总惊战户护择拥换据损极构标树桥机检欢气沟没济渐温湿满灵灾热爱爷独环疗盘础确种积称稳穷窃竞笔签类紧红约级纪纯纲纳纵纷纸线组细织终绍结给络绝统继续绩绪维绿编缘缩网罗职联肃脑脚脸节艺苏范药营获虑虽补装观规视览觉触订亿仅众优伤侧倾储军农决况减击则创别办劳势华协卖卫厂厅压厌县参双变叶号听启吗园围圆团"
)
_TRADITIONAL = frozenset(
    "們這國來時說會為對發經過還進與從動業現開間樣關點無問應見長門車東書馬魚鳥龍電務員報邊單選學習價資產計設話語讓認議記講許論證識詞譯試訴該詳請讀誰調談謝導師帶幫歸總驚戰戶護擇擁換據損極構標樹橋機檢歡氣溝沒濟漸溫濕滿靈災熱愛爺獨環療盤礎確種積稱穩窮竊競筆簽類緊紅約級紀純綱納縱紛紙線組細織終紹結給絡絕統繼續績緒維綠編緣縮網羅職聯肅腦腳臉節藝蘇範藥營獲慮雖補裝觀規視覽覺觸訂億僅眾優傷側傾儲軍農決況減擊則創別辦勞勢華協賣衛廠廳壓厭縣參雙變葉號聽啟嗎園圍圓團"
)
_HANS = _SIMPLIFIED - _TRADITIONAL
_HANT = _TRADITIONAL - _SIMPLIFIED


def count_letters(text: str) -> dict[str, int]:
    """How many letters of each script a text has; scripts without any are left out."""
    if text.isascii():
        count = sum(map(len, _ASCII_LETTERS.findall(text)))
        return {"Latn": count} if count else {}
    counts: dict[str, int] = {}
    plain = sum(map(len, _ASCII_LETTERS.findall(text)))
    if plain:
        counts["Latn"] = plain
    for char, count in Counter(_BEYOND_ASCII.findall(text)).items():
        script = _script_of(char)
        if script:
            counts[script] = counts.get(script, 0) + count
    return counts


@lru_cache(maxsize=16384)
def _script_of(char: str) -> str | None:
    return next((name for name, letters in _SCRIPT_OF if letters.match(char)), None)


def language_of(script: str) -> str | None:
    """The one language of a script; None where it writes several."""
    return _ONE_LANGUAGE.get(script)


def writes(script: str, language: str) -> bool:
    """Whether a language (its code alone) may be written in a script; unknown languages in any."""
    if language in _BOTH:
        return script in _BOTH[language]
    known = _WRITTEN_IN.get(language)
    return known is None or known == script


def han_script(text: str) -> str | None:
    """``Hans`` or ``Hant`` by the characters that only one of them has; None where there are none or as many of each."""
    simplified = sum(char in _HANS for char in text)
    traditional = sum(char in _HANT for char in text)
    if simplified == traditional:
        return None
    return "Hans" if simplified > traditional else "Hant"

"""Declared languages as BCP 47 tags: ``en_US`` → ``en-US``, ``cn`` → ``zh``, ``iw`` → ``he``, ``English`` → ``en``."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_@.][A-Za-z0-9_.-]{1,30})?")
# codes that pages use in place of the registered ones: withdrawn codes, countries and ISO 639-2
_CODES = {
    "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr", "cn": "zh", "tw": "zh-Hant-TW", "hk": "zh-Hant-HK", "jp": "ja", "kr": "ko", "cz": "cs",
    "dk": "da", "gr": "el", "ua": "uk", "vn": "vi", "us": "en-US", "gb": "en-GB", "uk": "uk", "ir": "fa", "nor": "no", "ger": "de", "deu": "de",
    "eng": "en", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "rus": "ru", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko",
    "dut": "nl", "nld": "nl", "pol": "pl", "tur": "tr", "ara": "ar", "heb": "he", "swe": "sv", "dan": "da", "fin": "fi", "ces": "cs", "cze": "cs",
    "gre": "el", "ell": "el", "hun": "hu", "ukr": "uk", "tha": "th", "vie": "vi", "ind": "id", "per": "fa", "fas": "fa", "hin": "hi", "cmn": "zh",
    "rum": "ro", "ron": "ro", "bul": "bg", "hrv": "hr", "srp": "sr", "slv": "sl", "slk": "sk", "slo": "sk", "nob": "nb", "nno": "nn", "eus": "eu",
    "cat": "ca", "isl": "is", "lit": "lt", "lav": "lv", "est": "et", "xho": "xh", "zul": "zu", "afr": "af", "swa": "sw", "may": "ms", "msa": "ms",
}  # fmt: skip
_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es", "espanol": "es",
    "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands": "nl", "russian": "ru", "русский": "ru",
    "chinese": "zh", "中文": "zh", "简体中文": "zh-Hans", "繁體中文": "zh-Hant", "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko",
    "arabic": "ar", "العربية": "ar", "turkish": "tr", "türkçe": "tr", "polish": "pl", "polski": "pl", "swedish": "sv", "svenska": "sv", "danish": "da",
    "dansk": "da", "norwegian": "no", "norsk": "no", "finnish": "fi", "suomi": "fi", "greek": "el", "ελληνικά": "el", "hebrew": "he", "עברית": "he",
    "hindi": "hi", "हिन्दी": "hi", "ukrainian": "uk", "українська": "uk", "czech": "cs", "čeština": "cs", "hungarian": "hu", "magyar": "hu", "vietnamese": "vi",
    "tiếng việt": "vi", "thai": "th", "ไทย": "th", "indonesian": "id", "persian": "fa", "فارسی": "fa", "english (us)": "en-US", "english us": "en-US",
}  # fmt: skip
_TRADITIONAL = frozenset({"TW", "HK", "MO"})
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "xx", "all", "int", "no-"})
# region codes that pages write after a language and that are none
_REGIONS = {"UK": "GB", "EN": None, "XX": None, "LA": "419"}


@lru_cache(maxsize=2048)
def normalise_tag(declared: str | None) -> str | None:
    """The BCP 47 tag that a page means: language, script and region in their usual case; None where it means none.

    Chinese of Taiwan, Hong Kong and Macau is given its script, since the region says it; other variants and
    extensions go. Of a list (``en, de``) the first counts.
    """
    if not declared:
        return None
    text = re.split(r"[,;|\s]", declared.strip()[:60], maxsplit=1)[0].strip("\"'")
    named = _NAMES.get(declared.strip()[:60].casefold()) or _NAMES.get(text.casefold())
    if named:
        return named
    found = _TAG.fullmatch(text)
    if found is None or found[1].lower() in _NO_LANGUAGE:
        return None
    language = _CODES.get(found[1].lower(), found[1].lower())
    language, _, rest = language.partition("-")
    script = found[2].title() if found[2] else None
    region = found[3].upper() if found[3] else None
    region = _REGIONS.get(region, region) if region else None
    if rest and not region:
        return f"{language}-{rest}"
    if language == "zh" and not script:
        script = (
            "Hant"
            if region in _TRADITIONAL
            else "Hans"
            if region == "CN" or "chs" in text.lower()
            else "Hant"
            if "cht" in text.lower()
            else None
        )
    return "-".join(part for part in (language, script, region) if part)


def base(tag: str | None) -> str:
    """The language alone, with the names of one language folded (``nb``, ``nn`` → ``no``); empty for None."""
    language = (tag or "").partition("-")[0].lower()
    return {"nb": "no", "nn": "no", "fil": "tl", "cmn": "zh", "yue": "zh"}.get(language, language)

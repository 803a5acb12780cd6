"""What a printed name is (a person, an organisation, a user name, nobody) and how it is written properly."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from crawler.normalise.bylines.words import (
    AGENCIES,
    DOMAIN,
    EMAIL,
    HONORIFICS,
    NOBODIES,
    ORG_WORDS,
    PAPER_WORDS,
    PARTICLES,
    PLACE_PAIRS,
    PLACES,
    SUFFIXES,
    SURNAMES_TOO,
    TITLE_HEADS,
    TITLE_MODIFIERS,
)

Kind = Literal["person", "single", "agency", "organisation", "handle", "nobody", "place", "title", "nothing"]

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆"
_KANA = r"\u3040-\u30ff\u31f0-\u31ff"
_HANGUL = r"\uac00-\ud7a3"
EAST = re.compile(rf"[{_HAN}{_KANA}{_HANGUL}]")
KANA = re.compile(rf"[{_KANA}]")
HANGUL = re.compile(rf"[{_HANGUL}]")
_UNCASED = re.compile(
    r"[\u0590-\u07ff\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u0900-\u0fff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff]"
)
_EAST_BODIES = re.compile(
    r"[社局网報报台臺部署省府院所室会會团團队隊組组站刊店館馆庁廳課课党黨県市区區町]$|新闻|新聞|日报|晚报|在线|網$|编辑|編集|デジタル|オンライン|ニュース|通信|取材班|特派員団|記者会|Web$|뉴스|일보|신문|방송|편집|데스크|연합|취재팀|기획|본부"
)
_UNCASED_BODIES = re.compile(
    r"وكال|صحيف|جريد|موقع|شبكة|قناة|تحرير|مركز|وزارة|جامعة|מערכת|סוכנו|חדשות|עיתון|אתר|डेस्क|न्यूज|समाचार|टीम|ब्यूरो|दैनिक|संवाददाता|ডেস্ক|নিউজ|সংবাদ|প্রতিবেদক|টিম|สำนัก|ข่าว|กอง|ทีม|خبرگزاری|نیوز|ڈیسک"
)
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ´`.\-‐‑·]|\u0300-\u036f)*[.]?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\-‐]?){1,4}$|[A-ZÀ-Þ]{1,2}$")
_CAMEL = re.compile(r"[a-zà-ÿ][A-Z][a-zà-ÿ]*[A-Z]|^[a-z]+[A-Z]")
_CAMEL_SURNAME = re.compile(r"^(?:Mc|Mac|De|Di|Da|La|Le|Du|Van|Von|O['’]|D['’]|L['’]|Fitz|St|Del|Mc|Al|El|Abu|Ben|Ten|Ter)[A-Z]")
_COMPOUND = 8  #: letters of the longest word that is none
_BODY_ENDING = re.compile(
    r".{3}(?:verband|verbände|verbandes|verein|stiftung|gesellschaft|ministerium|redaktion|zentrale|verlag|universität|institut|behörde|agentur|zeitung|magazin|portal|gewerkschaft|polizei|feuerwehr|presse|nachrichten|rundfunk)$"
)
_CALL_SIGN = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{3,5}")  #: CNN, BBC behind a name: for the reader of the line to cut
_EDITIONS = frozenset({"US", "USA", "UK", "EU", "UAE"})  #: of an outlet: no name ends so
_CLAUSE = re.compile(r":\s|[?!;{}<>\[\]=+*#\\^~|%$€]|\.\.\.|…|\d{2}")
_DOTTED = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_][^\W\d_.])")
_ARTICLES = frozenset(
    "the a an our your die das ein eine unser unsere ihr ihre dein deine mein meine votre notre nuestro nuestra les los las il gli how what why this that my more for with about".split()  # noqa: SIM905 - reads better than a list of short words
)


def tokens_of(text: str) -> list[str]:
    """The words of a name; ``J.Smith`` counts as two."""
    return _DOTTED.sub(" ", text).split()


_ACCOUNT = re.compile(
    r"(?:wp[_-]?)?(?:admin|administrator|webmaster|superuser|user|editor|redaktion|root)[_-]?\d{1,8}"
)  #: numbered accounts
#: what boards and papers print above dates and counts: as short as a name
_EAST_LABELS = re.compile(
    r"(?:기사|최종)?\s?(?:승인|등록|입력|수정|작성|발행|송고|게재)(?:일|일시|자|시간)?|조회수?|댓글|추천|공유|목록|날짜|글쓴이|기자|"
    r"(?:发布|發布|发表|發表|更新|公开|公開|掲載|投稿)?(?:日期|时间|時間|日時|日)|发布|發布|发表|發表|更新|公開|掲載|投稿|点击|點擊|浏览|瀏覽|次数|次數|评论|評論|字号|字號|閲覧|印刷|人气|人氣|关注|關注|最新文章|图片|圖片|打印|關閉|关闭|分享|收藏|返回|点击量|點擊量|总?篇数|總?篇數|暂无简介|精华文章|相关阅读|相關閱讀|上一篇|下一篇|登录|登入|注册|註冊"
)


def kind(text: str, language: str | None = None) -> Kind:
    """What a printed name is.

    ``person``: a name of two words or more, or a whole name in a script without cases; ``single``: one capitalised word;
    ``handle``: a user name. The lists of words decide what is an ``organisation``, an ``agency`` or ``nobody``.
    """
    text = text.strip()
    if not text or len(text) > 80:
        return "nothing"
    folded = " ".join(text.casefold().split()).strip(" .,:;-–—|/()[]\"'")
    if folded in AGENCIES:
        return "agency"
    if folded in NOBODIES or not folded or _ACCOUNT.fullmatch(folded):
        return "nobody"
    if not any(c.isalpha() for c in text) or "://" in text or ": " in text:
        return "nothing"
    if "@" in text and (text.startswith("@") or EMAIL.search(text)):
        return "handle"
    if "." in text and DOMAIN.search(text):
        return "organisation"
    if EAST.search(text):
        return _eastern(text, language)
    if _UNCASED.search(text):
        return _uncased(text)
    return _cased(text, folded)


_FOUR = 4
_DOUBLES = """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 夏侯 宇文 长孙 長孫 司徒 司空 南宫 南宮 西门 西門 东郭 端木 独孤 獨孤 百里 呼延 轩辕 軒轅 闻人 澹台 公冶 宗政 濮阳 淳于 单于 申屠 仲孙 钟离
"""
_DOUBLE_FAMILIES = frozenset(_DOUBLES.split())


def _eastern(text: str, language: str | None) -> Kind:
    if text[-1] in ":：" or _EAST_LABELS.fullmatch(text):
        return "nothing"
    if _EAST_BODIES.search(text):
        return "organisation"
    language = (language or "").split("-")[0]
    if language == "ja" or KANA.search(text):
        return "person" if _japanese_name().fullmatch(text) else "nothing" if len(text) > 14 else "organisation"
    if HANGUL.search(text):
        return "person" if _hangul_name().fullmatch(text) else "nothing" if len(text) > 14 else "organisation"
    if language == "zh" and len(text) == _FOUR and "·" not in text and text[:2] not in _DOUBLE_FAMILIES:
        return "nothing"  # a name of four signs begins with one of few family names of two
    if _han_name().fullmatch(text) or _japanese_name().fullmatch(text):
        return "person"
    return "nothing" if len(text) > 14 else "organisation"


# sets of ideographs take 10 ms each to compile: only for who meets such names


@cache
def _han_name() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,6}}(?:[·‧•・][{_HAN}A-Z]{{1,8}}){{1,3}}")


@cache
def _japanese_name() -> re.Pattern[str]:
    return re.compile(
        rf"[{_HAN}{_KANA}]{{1,6}}[ \u3000][{_HAN}{_KANA}]{{1,6}}|[{_HAN}]{{2,5}}|[{_HAN}]{{1,4}}[{_KANA}]{{1,5}}|[{_KANA}]{{2,10}}[・=＝][{_KANA}・=＝]{{2,20}}"
    )


@cache
def _hangul_name() -> re.Pattern[str]:
    return re.compile(rf"[{_HANGUL}]{{2,4}}|[{_HANGUL}]{{2,6}} [{_HANGUL}]{{2,6}}")


def _uncased(text: str) -> Kind:
    if _UNCASED_BODIES.search(text):
        return "organisation"
    words = text.split()
    if any(c.isdigit() for c in text) or _CLAUSE.search(text):
        return "nothing"
    return "person" if 2 <= len(words) <= 5 else "single" if len(words) == 1 else "nothing"


def _cased(text: str, folded: str) -> Kind:
    if folded in PLACES or folded in PLACE_PAIRS:
        return "place"
    words = tokens_of(text)
    bare = [w.casefold().strip(".,:;()[]\"'“”„") for w in words]
    if is_title(bare):
        return "title"
    if len(words) == 1:
        return _single(text, bare[0])
    if "/" in text and any(part.strip() in AGENCIES for part in folded.split("/")):
        return "agency"
    if "&" in text or _names_a_body(bare) or words[-1] in _EDITIONS:
        return "organisation"
    if any(b in AGENCIES and w.isupper() for b, w in zip(bare, words, strict=True)):
        return "organisation"
    if _CLAUSE.search(text) or bare[0] in _ARTICLES or len(words) > 7:
        return "nothing"
    core = [w for w, b in zip(words, bare, strict=True) if b not in PARTICLES and b not in SUFFIXES and w.casefold() not in HONORIFICS]
    if any(c.isdigit() or c == "_" for c in text):
        return "handle"
    if any(b in TITLE_HEADS for b in bare[2:]) or (len(bare) > 2 and bare[0] in TITLE_HEADS):
        return "nothing"  # a title runs on from a name: for the reader of the line to cut
    if len(core) > 5:
        return "nothing"
    if len(core) < 2:
        return "single" if len(core) == 1 and core[0][0].isupper() else "nothing"
    if all(_name_word(w) for w in core):
        return "nothing" if len(words) > 2 and is_call_sign(words[-1]) and not text.isupper() else "person"
    return "handle" if len(words) == 2 and not any(c.isupper() for c in text) else "nothing"


def _names_a_body(words: list[str]) -> bool:
    hits = [
        w
        for w in words
        if w in ORG_WORDS or ("-" in w and not ORG_WORDS.isdisjoint(w.split("-"))) or (len(w) > _COMPOUND and _BODY_ENDING.search(w))
    ]
    if not hits:
        return False
    # Charlotte Church, Yun Sun, Emily Post; but Washington Post, Daily Mail
    return not (len(hits) == 1 and hits[0] in SURNAMES_TOO and len(words) <= 3 and not any(w in PAPER_WORDS or w in PLACES for w in words))


# Chloé d'Aubigny, Fatima al-Zahra, Inge van 't Hoff
_JOINED_PARTICLE = re.compile(
    r"^(?:(?:d|l|t|s|n|dell|dall|sant|ua|o)['’ʼ]|(?:al|el|ul|as|ad|an|ar|at|az|ash|bin|ibn|ben|abu|bar|de|du|la|le|st)[-‐])(?=\w)"
)


def _name_word(word: str) -> bool:
    word = _JOINED_PARTICLE.sub("", word.strip("\"“”„‚‘’'()"))
    return bool(word) and word[0].isupper() and bool(_TOKEN.match(word) or _INITIALS.match(word))


def _single(text: str, bare: str) -> Kind:
    if any(part in ORG_WORDS for part in (bare, *bare.split("-"))) or _BODY_ENDING.search(bare):
        return "organisation"
    if "/" in text and any(part in AGENCIES for part in bare.split("/")):
        return "agency"
    if "/" in text or any(c.isdigit() or c in "_." for c in text.rstrip(".")):
        return "handle"
    if not text[0].isupper() or (_CAMEL.search(text) and not _CAMEL_SURNAME.match(text)):
        return "handle"
    return "single" if _TOKEN.match(text) else "nothing"


def is_compound(word: str) -> bool:
    """Whether a word, folded, ends as names of organisations do: Fachverband, Kulturstiftung."""
    return bool(_BODY_ENDING.search(word))


def is_call_sign(word: str) -> bool:
    """Whether a word is an outlet's letters or an academic degree, as CNN and MPH are: capitals without a vowel."""
    return bool(_CALL_SIGN.fullmatch(word))


def is_title(words: list[str]) -> bool:
    """Whether words, folded, are a job title and nothing else: one head at least, modifiers around it."""
    if TITLE_HEADS.isdisjoint(words) and "-" not in (text := " ".join(words)) and "/" not in text:
        return False
    parts = [part for word in words for part in word.replace("/", "-").split("-") if part]
    return bool(parts) and any(w in TITLE_HEADS for w in (*words, *parts)) and all(p in TITLE_HEADS or p in TITLE_MODIFIERS for p in parts)


def proper(text: str) -> str:
    """A name with its all-caps words in proper case: particles small, Mc, O' and hyphens minded. Other names stay."""
    words = text.split()
    if not any(len(w.strip(".")) > 2 and w.isupper() for w in words):
        return text
    whole = all(not any(c.islower() for c in w) for w in words)
    if len(words) == 1:
        return text
    done: list[str] = []
    for i, word in enumerate(words):
        folded = word.casefold()
        if whole and folded in PARTICLES and 0 < i < len(words) - 1:
            done.append(folded)
        elif (
            not word.isupper()
            or folded in SUFFIXES
            or (len(word.strip(".")) <= 2 and not (whole and len(word) == 2 and _has_vowel_pair(word) and i))
        ) or "." in word[:-1]:
            done.append(word)
        else:
            done.append(_capitalised(word))
    return " ".join(done)


def _has_vowel_pair(word: str) -> bool:
    return sum(c in "AEIOUYÄÖÜ" for c in word) == 1 and word[0] not in "AEIOUÄÖÜ"


def _capitalised(word: str) -> str:
    parts = re.split(r"([-‐‑'’])", word)
    out = "".join(p[:1].upper() + _lower(p[1:]) for p in parts)
    if re.match(r"Mc[a-z]{3,}", out):
        out = "Mc" + out[2:3].upper() + out[3:]
    return out


def _lower(text: str) -> str:
    return text.lower().replace("i̇", "i")

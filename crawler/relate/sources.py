"""What an article says of where it comes from: agency lines, notes of first publication, canonical addresses on other sites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crawler.normalise.bylines.words import AGENCIES
from crawler.normalise.urls import host_of, same_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LINE: Final = 400  #: characters; a longer paragraph is part of the story
_HEAD: Final = 3  #: paragraphs at the head that may be notes
_TAIL: Final = 8  #: and at the end
_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Source:
    """Who is named as the source of an article, and by what."""

    kind: str  #: ``agency``, ``note``, ``canonical`` or ``byline``
    name: str  #: an agency's or outlet's name, or a host
    quote: str  #: what was read, at most 200 characters

    def as_row(self) -> dict[str, Any]:
        """The source as plain data."""
        return {"kind": self.kind, "name": self.name, "quote": self.quote}


# each pattern ends before the name; matched at the beginning of a paragraph, which is what keeps them cheap
_NOTE_LEADS = (
    # English
    (r"(?:editor['’]s note[:.]\s*)?(?:(?:a|an earlier) version of )?this (?:article|story|piece|post|report|column|interview|essay|commentary|analysis|release)"
    r" (?:(?:was|were|is|has been) )?(?:(?:originally|first|previously|initially) )?(?:appeared|published|posted|produced|written|reported|republished|reprinted|syndicated|run|ran|distributed)"
    r"(?: (?:originally|first|here|with permission|under a creative commons licen[cs]e))?(?: (?:in|on|at|by|for|from|with permission from|courtesy of))+"),
    r"(?:originally|first|previously) (?:published|appeared|posted|printed)(?: (?:in|on|at|by|with))+",
    r"(?:republished|reprinted|reproduced|syndicated|re-?posted|cross-?posted)(?: here)?(?: with (?:the )?(?:kind )?permission)?(?: (?:of|from|by|courtesy of|in|on|at))+",
    r"(?:the post |read the )?original (?:article|story|post|source)(?: (?:appeared|was published))?(?: (?:in|on|at|by|here))*[:：]?",
    r"the post .{1,200}? (?:first )?appeared first on",
    r"source[:：]",
    # German
    (r"(?:dieser|diese|dieses) (?:artikel|beitrag|text|bericht|kommentar|interview|meldung|reportage)"
    r" (?:erschien|ist|wurde|stammt)(?: (?:zuerst|zunächst|ursprünglich|erstmals|im original))?"
    r"(?: (?:erschienen|veröffentlicht))?(?: (?:bei|auf|in|im|in der|von|aus|aus der))+"),
    r"(?:zuerst|ursprünglich|erstmals) (?:erschienen|veröffentlicht|publiziert)(?: (?:bei|auf|in|im|der|von))+",
    r"quelle[:：]", r"mit (?:freundlicher genehmigung|material)(?: (?:von|der|des))+",
    # French
    (r"(?:cet|cette|ce) (?:article|tribune|texte|entretien|billet) (?:est|a été|fut) (?:d['’]abord |initialement |originellement )?(?:paru|parue|publié|publiée)"
    r"(?: (?:initialement|pour la première fois|à l['’]origine))?(?: (?:dans|sur|par|chez|le|la|les))+"),
    r"(?:publié|paru) (?:initialement|d['’]abord|à l['’]origine)(?: (?:dans|sur|par))+", r"source\s[:：]", r"article original\s?[:：]?",
    # Spanish, Portuguese, Italian, Catalan
    (r"(?:este|esta|éste) (?:artículo|texto|nota|reportaje|noticia|columna) (?:se |fue |ha sido )?(?:apareció|publicó|publicado|publicada)"
    r"(?: (?:originalmente|por primera vez|originariamente|primero))?(?: (?:en|por))+"),
    r"publicado (?:originalmente|originariamente|por primera vez)(?: (?:en|por|em|no|na|pelo|pela))+", r"fuente[:：]",
    (r"(?:este|esta) (?:artigo|texto|reportagem|matéria|notícia) (?:foi )?(?:publicado|publicada|originalmente publicado|originalmente publicada)"
    r"(?: originalmente)?(?: (?:em|no|na|por|pelo|pela))+"), r"fonte[:：]",
    (r"(?:questo|quest['’]) ?(?:articolo|testo|intervento) (?:è|è stato) (?:originariamente |originalmente )?(?:apparso|uscito|pubblicato)"
    r"(?: (?:originariamente|originalmente|per la prima volta|prima))?(?: (?:su|sul|in|da|nel))+"),
    # Dutch and the north
    r"dit (?:artikel|stuk|bericht|verhaal) (?:verscheen|is|werd)(?: (?:eerder|eerst|oorspronkelijk))*(?: (?:verschenen|gepubliceerd))?(?: (?:op|in|bij|door))+", r"bron[:：]",
    (r"(?:artikeln|artikkelen|artiklen|denne artikel|denna artikel) (?:publicerades|ble|blev|er|är) (?:först |opprinnelig |oprindeligt |ursprungligen )?(?:publicerad |publisert |bragt |udgivet )?"
    r"(?:i|på|av|af|hos)"), r"(?:källa|kilde|lähde)[:：]",
    # Polish, Czech, Russian, Ukrainian, Turkish, Greek
    r"(?:artykuł|tekst) (?:ukazał się|został opublikowany|pochodzi)(?: (?:pierwotnie|po raz pierwszy))?(?: (?:w|na|z|przez))+", r"(?:źródło|zdroj|forrás|sursa|izvor)[:：]",
    r"článek (?:původně |poprvé )?(?:vyšel|byl publikován)(?: (?:na|v))+",
    r"(?:впервые|первоначально) (?:опубликовано|опубликован|опубликована|вышла|вышло)(?: (?:в|на))+", r"(?:источник|оригинал(?: статьи| публикации)?|по материалам|джерело)\s?[:：]",
    r"bu (?:haber|makale|yazı) (?:ilk|aslen|ilk kez|ilk olarak)", r"kaynak[:：]", r"πηγή[:：]",
    # Arabic, Hebrew, Persian
    r"(?:المصدر|مصدر|نقلا عن|نقلًا عن|نُشر (?:هذا المقال )?(?:أولا |لأول مرة )?(?:في|على))\s?[:：]?", r"מקור[:：]", r"منبع\s?[:：]",
    # Chinese, Japanese, Korean, Vietnamese, Indonesian, Thai
    r"[（(【\[]?(?:本文|文章)?(?:首发于|首發於|最初发表于|最初發表於|原载于|原載於|原载|原載|转载自|轉載自|转自|轉自|来源于|来自|來自|来源|來源|稿源|文章来源|文章來源)(?:于|於)?[：:]?",
    r"[（(【\[]?(?:この記事は.{0,40}?(?:初出|掲載|転載)|初出|元記事|転載元|出典|配信元|配信|提供)[：:]?", r"[(\[]?(?:출처|원문|자료)\s?[:：]", r"(?:theo|nguồn)[:：]", r"(?:sumber|artikel ini (?:pertama kali )?(?:tayang|terbit|dimuat) di)[:：]?",
    r"ที่มา\s?[:：]",
)  # fmt: skip
_WHOLE_WORD = r"(?!(?<=[a-zà-ÿа-яіїєё])[a-zà-ÿа-яіїєё])"
_NOTE = re.compile("(?:" + "|".join(_NOTE_LEADS) + ")" + _WHOLE_WORD + r"\s*(?P<name>.{0,160})", re.IGNORECASE | re.DOTALL)
_AGENCY_NAMES = "|".join(re.escape(name) for name in sorted(AGENCIES, key=lambda name: (-len(name), name)) if len(name) > 1)
# agencies whose names are ordinary words: at the head of a text they count in brackets only
_ORDINARY = "idea mehr wire uni aa sid mena spa kap tt pa agi ani getty imago stacker agencies agenturen agences sipa hina ots kna"
_WORDS_TOO: Final = frozenset(_ORDINARY.split())
_DASHED_NAMES = "|".join(re.escape(name) for name in sorted(AGENCIES - _WORDS_TOO, key=lambda name: (-len(name), name)) if len(name) > 1)
_IN_BRACKETS = re.compile(rf"[(（\[【/]\s?(?P<name>{_AGENCY_NAMES})(?:\s?/\s?[\w.-]{{2,20}})?\s?(?:电|電)?\s?[)）\]】/]", re.IGNORECASE)
_DASHED = re.compile(rf"(?:\A|[,.，]\s)(?P<name>{_DASHED_NAMES})\s?(?:[-–—:：]|电|電|\d{{1,2}}日)", re.IGNORECASE)
_ALSO = re.compile(
    r"(?:美联社|路透社|法新社|新华社|新華社|中新社|中央社|共同社|共同通信|時事通信|塔斯社|韩联社|中国新闻网|新华网|人民网|人民日报)"
)
_ENDS = re.compile(
    r"(?<=[^\W\d]{3})[.!?。！？](?:\s|\Z)|\s[|–—]\s|[)）\]】]|\n|\s(?:and|und|et|y) (?:is|was|wird|a été)\b|\s(?:on|am|le|el) \d|, (?:a|an|the|an? \w+) "
)
_TRIM = " \t\n.,;:：!?\"'“”‘’«»「」『』()（）[]【】*_-–—|"
_ARTICLES = re.compile(r"(?:the|der|die|das|dem|den|le|la|les|el|los|il|lo|o|a|het|de)\s(?=\S)", re.IGNORECASE)
_URL = re.compile(r"https?://\S{3,300}", re.IGNORECASE)


def split(text: str) -> tuple[str, list[Source]]:
    """Return a text without the notes at its head and end that say where it comes from, and the sources they and agency lines name."""
    paragraphs = text.split("\n\n")
    found: list[Source] = []
    kept: list[str] = []
    for place, paragraph in enumerate(paragraphs):
        if _HEAD <= place < len(paragraphs) - _TAIL or len(paragraph) > _LINE:
            note = None
        else:
            note = _note(paragraph.strip(" \t\n*_([（【"))
        if note is None:
            kept.append(paragraph)
        else:
            found.append(note)
    if kept and not any(kept):
        kept = []
    agency = _agency(kept[0] if kept else "") or (_agency(kept[1]) if len(kept) > 1 else None)
    return "\n\n".join(kept) if kept else text, [*found, *([agency] if agency else [])]


def _note(line: str) -> Source | None:
    """Return the source that a line of its own names."""
    match = _NOTE.match(line)
    if match is None:
        return None
    name = _named(match["name"])
    return Source("note", name, line[:200]) if name and not name.isdecimal() else None


def _named(rest: str) -> str:
    """Return the name that the rest of a note begins with, without its article."""
    url = _URL.search(rest)
    if url is not None:
        return host_of(url[0].rstrip(_TRIM))
    end = _ENDS.search(rest)
    name = (rest[: end.start()] if end else rest).strip(_TRIM)
    return _ARTICLES.sub("", name, count=1)[:_NAME].strip(_TRIM) if len(name) <= 80 else ""


def _agency(paragraph: str) -> Source | None:
    """Return the agency that the head of a text names: ``BERLIN (dpa) -``, ``/PRNewswire/``, ``新华社北京5月1日电``."""
    head = paragraph[:160]
    match = _IN_BRACKETS.search(head) or _DASHED.match(head)
    if match is not None:
        return Source("agency", match["name"], head)
    eastern = _ALSO.search(head[:40])
    return Source("agency", eastern[0], head) if eastern else None


def of_credits(credits_: Iterable[tuple[str, str | None]]) -> list[Source]:
    """Return the agencies among the credits of an article, given as (name, role)."""
    return [Source("byline", name, name[:200]) for name, role in credits_ if role == "agency" or name.casefold() in AGENCIES]


def of_canonical(url: str, canonical: str | None) -> list[Source]:
    """Return the other site that an article's canonical address lies on."""
    if not canonical or same_site(url, canonical):
        return []
    return [Source("canonical", host_of(canonical), canonical[:200])]


def names(sources: Sequence[Source]) -> list[str]:
    """Return the names of the sources, each once, canonical addresses and notes before agencies."""
    order = {"canonical": 0, "note": 1, "agency": 2, "byline": 3}
    found = {folded(source.name): source.name for source in sorted(sources, key=lambda source: -order[source.kind])}
    return list(reversed(found.values()))


def folded(name: str) -> str:
    """Return what spellings of an outlet's name share: letters and digits in lower case, without scheme, www. and article."""
    name = name.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return "".join(sign for sign in _ARTICLES.sub("", name, count=1) if sign.isalnum())


def is_outlet(name: str, host: str, site_name: str | None) -> bool:
    """Whether a source's name is that of a site: its name, its host, or the label that its host was registered under."""
    wanted = folded(name)
    if len(wanted) < 2:
        return False
    bare = host.partition(":")[0].removeprefix("www.")
    labels = bare.split(".")
    known = {folded(bare), folded(site_name or ""), *(folded(label) for label in labels[:-1] if len(label) > 2)}
    return wanted in known

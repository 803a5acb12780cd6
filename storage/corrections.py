"""Finds the notes by which articles own up to a correction, in the languages that newsrooms print them in."""

from __future__ import annotations

import re
from typing import Final

_LOOKED_AT: Final = 400  # characters of a paragraph: a note says what it is at its beginning
_QUOTED: Final = 300  # characters of a note that are told

#: words that begin a note, with a colon, a dash or the end of the line behind them
_HEADS: Final = (
    # English
    r"corrections?", r"corrected", r"clarifications?", r"editor['’]?s['’]? note", r"correction and clarification", r"update and correction", r"erratum", r"errata",
    # German, Dutch, Danish, Norwegian, Swedish
    r"berichtigung", r"korrektur(?:hinweis)?", r"richtigstellung", r"korrigiert", r"anm(?:erkung|\.) der redaktion", r"rectificatie", r"correctie", r"rettelse", r"presisering", r"rättelse", r"förtydligande",
    # French, Spanish, Portuguese, Italian, Romanian, Catalan
    r"rectificatif", r"correctif", r"erratum", r"précision", r"mise au point", r"fe de erratas?", r"fe de errores", r"correcci[oó]n", r"rectificaci[oó]n", r"aclaraci[oó]n",
    r"errata(?: corrige)?", r"corre[cç][aã]o", r"errámos", r"erramos", r"correzione", r"rettifica", r"precizare", r"erat[aă]", r"correcció", r"fe d['’]errades",
    # Polish, Czech, Hungarian, Finnish, Turkish, Greek
    r"sprostowanie", r"korekta", r"oprava", r"helyreigazítás", r"javítás", r"oikaisu", r"korjaus", r"düzeltme", r"διόρθωση", r"διευκρίνιση",
    # Russian, Ukrainian
    r"исправлени[ея]", r"уточнение", r"поправка", r"опровержение", r"виправлення", r"уточнення",
    # Arabic, Persian, Hebrew, Hindi, Indonesian, Vietnamese, Thai
    r"تصحيح", r"تصويب", r"اصلاحیه", r"תיקון", r"भूल सुधार", r"सुधार", r"koreksi", r"ralat", r"đính chính", r"แก้ไข",
    # Chinese, Japanese, Korean
    r"更正(?:啟事|启事|聲明|声明|說明|说明)?", r"勘誤", r"勘误", r"訂正(?:とおわび|とお詫び)?", r"おわびと訂正", r"お詫びと訂正", r"바로잡습니다", r"정정(?: ?보도)?",
)  # fmt: skip
#: sentences that say so anywhere near the beginning
_SENTENCES: Final = (
    r"an? (?:earlier|previous|original) version of (?:this|the)\b", r"this (?:article|story|report|post|page|headline|piece) (?:has been|was) (?:corrected|amended|revised|updated to correct)\b",
    r"(?:has been|was) (?:corrected|amended) (?:on|to|since)\b",
    r"in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung)\b", r"dieser (?:artikel|text|beitrag) wurde (?:nachträglich )?(?:korrigiert|berichtigt)",
    r"in een eerdere versie van dit\b", r"en (?:tidigare|tidligere) (?:version|versjon) a[vf]\b",
    r"une (?:première|précédente) version de c(?:et article|e texte)", r"cet article a été (?:corrigé|rectifié)",
    r"una versión (?:anterior|previa) de (?:este|esta)\b", r"en una primera versión de est[ea]\b", r"est[ea] (?:artículo|noticia|texto) ha sido (?:corregid|rectificad|modificad)[oa]",
    r"uma versão anterior d(?:este|esta)\b", r"(?:este|esta) (?:texto|reportagem|notícia|artigo) foi (?:corrigid|alterad)[oa]", r"una versione precedente di quest",
    r"we wcześniejszej wersji\b", r"w poprzedniej wersji\b", r"в (?:предыдущей|первоначальной|прежней) версии\b", r"у попередній версії\b",
    r"本文(?:已更正|有更正|此前版本|较早版本|早前版本)", r"此前(?:的)?(?:报道|版本)(?:有误|中)", r"当初の記事", r"記事(?:の一部)?を(?:訂正|修正)(?:しました|いたしました)", r"(?:앞서|당초) (?:기사|보도)",
)  # fmt: skip
_HEAD: Final = re.compile(
    rf"^\W{{0,10}}(?:{'|'.join(_HEADS)})(?:\s{{0,3}}[(（\[][^)）\]]{{0,60}}[)）\]])?\s{{0,3}}(?:[:：.。\-–—|】\]]|$)", re.IGNORECASE
)
_SENTENCE: Final = re.compile("|".join(_SENTENCES), re.IGNORECASE)


def notes(text: str | None) -> list[str]:
    """Return the paragraphs of a text that say that it was corrected, each at most 300 characters, in order."""
    found: list[str] = []
    for paragraph in (text or "").split("\n"):
        line = paragraph.strip()
        begin = line[:_LOOKED_AT]
        if _HEAD.match(begin) or _SENTENCE.search(begin):
            found.append(line[:_QUOTED])
    return found

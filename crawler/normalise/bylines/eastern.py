"""Credit lines in the scripts of East Asia: names without spaces, roles behind the name, places behind a slash."""

from __future__ import annotations

import re

from crawler.normalise.bylines import names
from crawler.normalise.bylines.credit import PAREN, Credit, Role, key

_LINE = 12  #: signs of a line that may be prose
_EASTERN_SEPARATOR = re.compile(r"[、，,/／;；\s\u3000]+|[和與与及]")
_TRAIL_EAST = re.compile(
    r"[\s\u3000]*(?:特派記者|首席記者|記者|记者|特派員|編集委員|論説委員|报道|報道|선임기자|전문기자|수습기자|인턴기자|객원기자|특파원|논설위원|기자|씨|さん|氏|报道员|撰|摄|文|图|攝)$|\s*[=＝].*$"
)
_LEAD_EAST = re.compile(
    r"^[\u4e00-\u9fff]{2,8}?(?:见习|实习|特约|首席)?记者[\s:：]+(?=[\u4e00-\u9fff])|"  # "新京报记者 李明": the reporter's paper
    r"^(?:本报|本網|本网|新华社|新華社|中新社|中新网|中央社|特约|見習|见习|实习|实習)*(?:記者|记者|通讯员|通訊員|特派員|기자)[\s:：/]*"
)
_PLACE_EAST = re.compile(
    r"(?<=.)\s*(?:[／/]\s*|\s)[\u4e00-\u9fff]{2,8}?(?:連線)?(?:報導|报导|报道|報道|[電电][讯訊]?)$"
)  #: "記者王小明／台北報導"


def credits_of(segment: str, role: Role, language: str, known: dict[str, bool]) -> list[Credit]:
    """The credits of a run of names in Chinese, Japanese or Korean script; ``known`` are names of the site by key."""
    found: list[Credit] = []
    segment = PAREN.sub(" ", _LEAD_EAST.sub("", segment))
    segment = _PLACE_EAST.sub("", segment)
    whole = _TRAIL_EAST.sub("", segment).strip()
    japanese = language == "ja" or bool(names.KANA.search(segment))
    if japanese:
        parts = re.split(r"[、，,/／;；]|\s*・\s*(?=[^\u30a0-\u30ff])", whole)
        parts = [_TRAIL_EAST.sub("", p).strip() for p in parts]
    else:
        parts = (
            [_TRAIL_EAST.sub("", _LEAD_EAST.sub("", p)) for p in _EASTERN_SEPARATOR.split(whole)]
            if names.kind(whole, language) != "person" or " " in whole
            else [whole]
        )
        # 张 三: a two-character name set wide
        if len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) == 1:
            parts = ["".join(parts)]
    for part in parts:
        if not part or key(part) in known:
            if part:
                found.append(Credit(part, "agency", printed=part, kind="organisation"))
            continue
        kind = names.kind(part, language or ("ja" if japanese else None))
        if kind in {"person", "agency", "organisation", "nobody"}:
            found.append(Credit(part, "agency" if kind in {"agency", "organisation"} else role, printed=part, kind=kind))
    people = [c for c in found if c.kind == "person"]
    if len(whole) > _LINE and sum(len(c.name) for c in people) * 3 < len(whole):
        return []  # prose, of which a few signs look like names
    bodies = [c for c in found if c.kind in {"agency", "organisation"}]
    if people and bodies:
        for person in people:
            person.affiliation = bodies[0].name
        return people + [b for b in bodies if b.kind == "agency"]
    return found

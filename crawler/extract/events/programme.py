"""Programmes that a page only prints: tables of time, title, speaker and room, grids of rooms, lists of times and titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crawler.document.model import text_inside
from crawler.extract.events import clock
from crawler.extract.events.values import named_people, plain
from crawler.items import Event, EventSource
from crawler.normalise.dates import When
from crawler.normalise.events import days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, tzinfo

    from lxml.html import HtmlElement

    from crawler.document import Document, TextBlock
    from crawler.items import Person

MOST: Final = 2_000
_FEWEST: Final = 3  #: lines with a time that make a programme
_COLUMNS: Final = {
    name: kind
    for kind, names in {
        "time": "time times when start zeit uhrzeit wann beginn heure horaire quand hora horario cuándo ora orario orário tijd czas tid время 时间 時間 日程 시간",
        "title": "title session talk topic event presentation subject programme program agenda item activity what titel thema vortrag titre sujet intervention título tema sesión titolo argomento onderwerp tytuł название 内容 主题 題目 题目 演题 内容 주제",
        "speaker": "speaker speakers presenter presenters who lecturer referent referentin referenten sprecher vortragende intervenant intervenants orateur ponente ponentes orador relatore relatori palestrante spreker prelegent докладчик 嘉宾 讲者 演讲人 主讲人 講師 登壇者 발표자",
        "room": "room rooms venue location hall place where raum ort saal salle lieu sala lugar luogo zaal местo 地点 会场 會場 会議室 장소",
        "track": "track stream strand theme category kategorie",
    }.items()
    for name in names.split()
}
_BREAK = re.compile(
    r"\A\W*(?:(?:coffee|tea|lunch|short|morning|afternoon)?\s*break|lunch|coffee|kaffee(?:pause)?|mittagspause|mittagessen|pause(?: café| déjeuner)?|déjeuner|descanso|almuerzo|comida|pausa(?: caffè| pranzo| café)?|pranzo|almoço|茶歇|午餐|午休|休憩|昼休み)\b\W*.{0,20}\Z",
    re.IGNORECASE,
)
_DAY_NUMBER = re.compile(
    r"\b(?:day|tag|jour|día|dia|giorno|dag|день)\s?(?P<number>\d{1,2})\b|第(?P<han>[一二三四五六七])[天日]", re.IGNORECASE
)
_HAN = "一二三四五六七"
_BY = re.compile(r"\s+(?:by|with|von|mit|par|avec|por|con|di)\s+(?P<names>[A-ZÀ-Ž].{3,200})\Z")
_DASH = re.compile(r"\s+[–—|]\s+|\s-\s|:\s+(?=[A-ZÀ-Ž][^\W\d_]+\s[A-ZÀ-Ž])")
_LABEL = re.compile(
    r"\A(?:speakers?|presenters?|referent(?:en|in)?|sprecher|intervenants?|ponentes?|relator[ei]|嘉宾|讲者|演讲人|講師)\s*[:：]\s*",
    re.IGNORECASE,
)
_ROOM = re.compile(r"\A(?:room|raum|saal|salle|sala|hall|venue|location|ort|地点|会场)\b\s*[:：]?\s*(?P<room>.{1,80})\Z", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?:Prof|Dr|Mr|Mrs|Ms)\.?\s+){0,2}[A-ZÀ-Ž][\w.'’-]*(?:\s+(?:[A-ZÀ-Ž][\w.'’-]*|de|van|von|der|den|di|da|la|le|bin|al)){1,4}|[一-鿿]{2,4}"
)


class Day(NamedTuple):
    """What is known of the days of the page."""

    first: When | None  #: first day of the event
    near: date | None
    language: str | None
    zone: tzinfo | None


def shows_times(blocks: Sequence[TextBlock]) -> bool:
    """Whether at least three blocks begin with a time of day: a look at their first characters."""
    count = 0
    for block in blocks:
        if block.text[:1].isdigit() or block.text[:1] in "上下午晚":
            count += clock.at_head(block.text) is not None
            if count >= _FEWEST:
                return True
    return False


def read(document: Document, blocks: Sequence[TextBlock], known: Day) -> list[Event]:
    """Return the sessions of a page's tables, else of its lists, in their order; none of fewer than three times."""
    found: list[Event] = []
    if document.root is not None:
        for table in list(document.root.iter("table"))[:60]:
            found += _of_table(table, document, blocks, known)
            if len(found) >= MOST:
                return found[:MOST]
    return found if len(found) >= 2 else _of_lines(document, blocks, known)


def _of_table(table: HtmlElement, document: Document, blocks: Sequence[TextBlock], known: Day) -> list[Event]:
    rows = [row for row in _grid(table) if any(cell is not None for cell in row)]
    if len(rows) < 2:
        return []
    heads = [_head(cell) for cell in rows[0]]
    columns = {kind: place for place, kind in reversed(list(enumerate(heads))) if kind}
    body = rows[1:] if columns or not clock.at_head(_text(rows[0][0])) else rows
    timed = columns.get("time", 0)
    if sum(clock.at_head(_text(row[timed])) is not None for row in body if timed < len(row)) < (1 if "title" in columns else 2):
        return []
    rooms = [] if "title" in columns or columns.get("time", 0) != 0 else [_text(cell) for cell in rows[0]]
    is_grid = bool(rooms) and len(rooms) > 2 and not {"speaker", "room"} & columns.keys() and body is not rows
    day = _day_above(table, blocks, known) or known.first
    found: list[Event] = []
    for row in body:
        first = _text(row[timed]) if timed < len(row) else ""
        times = clock.at_head(first)
        if times is None:
            day = _day_of(" ".join(filter(None, (_text(cell) for cell in row[:2]))), known) or day
            continue
        if is_grid:
            for place, cell in enumerate(row[1:], 1):
                if cell is not None and place < len(rooms) and (cell not in row[1:place]):
                    title, people = _cell(cell)
                    _add(found, document, title, people, rooms[place], None, times, day, known)
            continue
        at = columns.get("title", next((n for n, cell in enumerate(row) if n != timed and _text(cell)), timed + 1))
        if at >= len(row) or row[at] is None:
            continue
        title, people = _cell(row[at])
        place = columns.get("speaker", at + 1 if not columns and len(row) > at + 1 else -1)
        if 0 <= place < len(row) and place != timed and (names := _text(row[place])) and (columns or _NAME.match(names)):
            people = [*named_people(names)]
        room = columns.get("room", at + 2 if not columns and len(row) > at + 2 else -1)
        track = columns.get("track", -1)
        _add(
            found,
            document,
            title,
            people,
            _text(row[room]) if 0 <= room < len(row) else None,
            _text(row[track]) if 0 <= track < len(row) else None,
            times,
            day,
            known,
        )
    return found


def _grid(table: HtmlElement) -> Iterator[list[HtmlElement | None]]:
    """The rows of a table with its spanning cells in every place that they take."""
    spans: dict[int, tuple[int, HtmlElement]] = {}
    for row in list(table.iter("tr"))[:MOST]:
        cells: list[HtmlElement | None] = []
        for cell in list(row)[:60]:
            if cell.tag not in {"td", "th"}:
                continue
            while len(cells) in spans:
                _fill(cells, spans)
            for _ in range(_number(cell.get("colspan"))):
                height = _number(cell.get("rowspan"))
                if height > 1:
                    spans[len(cells)] = (height - 1, cell)
                cells.append(cell)
        while len(cells) in spans:
            _fill(cells, spans)
        yield cells


def _fill(cells: list[HtmlElement | None], spans: dict[int, tuple[int, HtmlElement]]) -> None:
    """A place that a cell of a row above takes; what it says was read there."""
    place = len(cells)
    left, _ = spans.pop(place)
    if left > 1:
        spans[place] = (left - 1, _)
    cells.append(None)


def _number(value: str | None) -> int:
    return min(int(value), 60) if value and value.isdecimal() and int(value[:4]) > 0 else 1


def _head(cell: HtmlElement | None) -> str:
    words = re.findall(r"[^\W\d_]+", _text(cell).lower())[:3]
    return next((_COLUMNS[word] for word in words if word in _COLUMNS), "") if len(_text(cell)) <= 40 else ""


def _text(cell: HtmlElement | None) -> str:
    return text_inside(cell, 600, " ") if cell is not None else ""


def _cell(cell: HtmlElement) -> tuple[str, list[Person]]:
    """Title and people of a cell: what stands out is the title, what follows it may name them."""
    marked = next((each for each in cell.iter("strong", "b", "a", "h3", "h4", "h5", "em") if text_inside(each, 300, " ")), None)
    whole = _text(cell)
    if marked is not None:
        title = text_inside(marked, 500, " ")
        rest = whole[len(title) :].strip(" ,;–—-:|/") if whole.startswith(title) else ""
        if rest:
            people = named_people(_LABEL.sub("", rest)) if _LABEL.match(rest) or _NAME.match(rest) else []
            return title, list(people)
    title, people = split_names(whole)
    return title, list(people)


def split_names(line: str) -> tuple[str, list[Person]]:
    """``Rails and cranes – Ann Lee (Example University)`` → title and people; the whole line where what follows is no list of names."""
    found = _BY.search(line)
    if found is not None:
        people = named_people(found["names"])
        if people and all(_NAME.fullmatch(each.name) for each in people):
            return line[: found.start()].strip(" ,–—-"), list(people)
    parts = _DASH.split(line)
    if len(parts) > 1 and len(parts[-1]) <= 200:
        people = named_people(_LABEL.sub("", parts[-1]))
        if people and all(_NAME.fullmatch(each.name) for each in people):
            return line[: line.rfind(parts[-1])].strip(" ,;–—-:|"), list(people)
    return line, []


def _of_lines(document: Document, blocks: Sequence[TextBlock], known: Day) -> list[Event]:
    """``10:00–10:45 Opening – Ann Lee``, or a time with title and people in the blocks behind it."""
    found: list[Event] = []
    day = known.first
    for number, block in enumerate(blocks):
        text = block.text.replace("\n", " ")
        if len(text) > 400:
            continue
        times = clock.at_head(text)
        if times is None:
            if len(text) <= 80:
                day = _day_of(text, known) or day
            continue
        line = text[times.end :].strip(" :–—-|•·,")
        people: list[Person] = []
        room: str | None = None
        if line:
            title, people = split_names(line)
        else:
            title = ""
            for following in blocks[number + 1 : number + 5]:
                printed = following.text.replace("\n", " ")
                if len(printed) > 300 or clock.at_head(printed):
                    break
                if not title:
                    title = printed
                elif label := _LABEL.match(printed):
                    people = list(named_people(printed[label.end() :]))
                elif place := _ROOM.match(printed):
                    room = place["room"]
                elif not people and all(_NAME.fullmatch(each.name) for each in named_people(printed)) and named_people(printed):
                    people = list(named_people(printed))
                else:
                    break
        _add(found, document, title, people, room, None, times, day, known)
        if len(found) >= MOST:
            break
    return found if len(found) >= _FEWEST else []


def _add(
    found: list[Event],
    document: Document,
    title: str,
    people: Sequence[Person],
    room: str | None,
    track: str | None,
    times: clock.Times,
    day: When | None,
    known: Day,
) -> None:
    name = plain(title, 300)
    if not name or len(name) < 3 or not any(char.isalpha() for char in name) or _BREAK.match(name):
        return
    event = Event(name, room=plain(room, 200), track=plain(track, 200), sources=[EventSource("text", document.url)])
    event.people = list(people)
    if day is not None and day.day:
        begins = day.on_day()._replace(hour=times.begins[0], minute=times.begins[1]).in_zone(known.zone)
        event.starts_at, event.precision = begins.iso(), begins.precision
        if times.ends is not None:
            event.ends_at = day.on_day()._replace(hour=times.ends[0], minute=times.ends[1]).in_zone(known.zone).iso()
    found.append(event)


def _day_above(table: HtmlElement, blocks: Sequence[TextBlock], known: Day) -> When | None:
    """The day that a table's caption or one of the three blocks before it tells."""
    caption = table.find("caption")
    if caption is not None and (day := _day_of(text_inside(caption, 200, " "), known)):
        return day
    inside = {id(each) for each in table.iter()}
    first = next((number for number, block in enumerate(blocks) if block.element is not None and id(block.element) in inside), None)
    if first is None:
        return None
    for block in reversed(list(blocks[max(0, first - 4) : first])):
        if len(block.text) <= 120 and (day := _day_of(block.text, known)):
            return day
    return None


def _day_of(text: str, known: Day) -> When | None:
    """The day that a heading tells, by its date or by its number within the event."""
    if not text or clock.at_head(text):
        return None
    span = days.find(text, known.language, near=known.near, year=known.first.year if known.first else None)
    if span is not None and span.starts.day and span.ends is None:
        return span.starts.on_day()
    found = _DAY_NUMBER.search(text)
    if found is None or known.first is None or not known.first.day:
        return None
    day: When | None = known.first
    for _ in range((int(found["number"]) if found["number"] else _HAN.index(found["han"]) + 1) - 1):
        following = day.plus_one_day() if day is not None else None
        day = When(*following) if following else None
    return day

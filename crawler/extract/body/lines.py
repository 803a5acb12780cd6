"""What among the story's blocks is page matter by its words and its position: head, body or tail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.body.measure import is_sentence
from crawler.normalise.boilerplate import Position, is_boilerplate
from crawler.normalise.bylines.bio import from_bio
from crawler.normalise.text import initial

if TYPE_CHECKING:
    from crawler.document.model import Region, TextBlock

_WORD = re.compile(r"\w+")
_SPOKEN = re.compile("[「」“”„»«]")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTED = frozenset({"li", "td", "th", "blockquote", "dd", "dt", "pre"})
_PARAGRAPHS = frozenset({"p", "li", "td", "th", "blockquote", "dd", "dt", "pre", "h2", "h3"})
#: "20:24 Jane Doe" and "Jane Doe2 March 2024 21:45" above the entries of a live blog
_TIMED = re.compile(r"\d{1,2}[:.]\d\d[^.!?]{0,50}|[^.!?\d]{3,40}\d{1,2}\.? \w+ \d{4},? \d{1,2}[:.]\d\d.{0,12}")
_DATED = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?\W{0,3}\Z")  #: the day of another story behind its headline
_LABELS = frozenset({"h2", "h3", "h4", "h5", "h6", "p", "div"})
_ABOUT = re.compile(
    r"(?:About|Über|À propos d[eu]|Acerca de|Sobre|Chi è|Informazioni su|Over|Om|O firmie|О компании|关于|關於)\s?(?!the \w+$|this\b|Us\b)[A-ZÄÖÜÀ-Þ\u0400-\u042f\u4e00-\u9fff][^.!?]{1,50}[:：]?$"
)
_NO_BIO = frozenset({"li", "th", "blockquote", "dd", "dt", "pre"})
_ITEMS = frozenset({"li", "td", "th", "dd", "dt"})
_FULL = 120  #: units of a paragraph of the story
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_ENDING = frozenset({"related", "comment", "author", "appeal"})
_AFTER_BIO = 400  #: characters that may follow a bio
_PULLED = (25, 400)  #: characters of a pull quote
_QUOTES = " .,…\"'“”„‟«»‹›‘’‚「」『』–—-"
#: how much of the prose must stand before a label of this kind so that it ends the story
_ENOUGH = {"related": 0.96, "comment": 0.4, "author": 0.7, "appeal": 0.6}


def folded(text: str) -> str:
    """Words only, case folded."""
    return " ".join(_WORD.findall(text.casefold()))


def judge(
    blocks: list[TextBlock],
    order: list[int],
    masses: list[int],
    rules: dict[int, str],
    titles: set[str],
    headline: int | None,
    language: str | None,
) -> None:
    """Add to ``rules`` the rule that drops a block, for the blocks ``order`` that stand in the story's parts."""
    left = [i for i in order if i not in rules]
    named: list[int] = []
    if titles:
        # folding every block would cost more than all other rules: a title is no longer than its print, and not much shorter
        shortest, longest = min(map(len, titles)), max(map(len, titles)) * 3 // 2 + 12
        initials = {title[0] for title in titles}
        named = [
            i
            for i in left
            if shortest <= len(blocks[i].text) <= longest and initial(blocks[i].text) in initials and folded(blocks[i].text) in titles
        ]
    if headline is not None and headline in left and sum([masses[i] for i in left if i < headline]) * 3 < sum([masses[i] for i in left]):
        for i in left:
            if i < headline:
                rules[i] = "above the headline"
        left = [i for i in left if i >= headline]
    prose = [i for i in left if masses[i] and i not in named] or left
    if not prose:
        return
    # bylines and dates may also stand under an intro
    third = prose[min(2, len(prose) - 1)]
    start, end = prose[0], prose[-1]
    seen: dict[str, int] = {}

    def beside(block: TextBlock, other: int) -> bool:
        """Whether a paragraph without a full stop stands among the story's own paragraphs."""
        return (
            not block.links and not block.region.tokens and blocks[other].tag == "p" and block.region.parent is blocks[other].region.parent
        )

    offers: set[Region | None] = set()
    ended = ""
    total = sum([masses[i] for i in left]) or 1
    so_far = 0
    for i in left:
        so_far += masses[i]
        block = blocks[i]
        text = block.text
        size = len(text)
        position: Position = "head" if i < start or (i <= third and size < 120) else "tail" if i > end else "body"
        rule = ""
        if ended:
            rule = ended
        elif i <= third and i in named:
            rule = "headline"
        elif found := is_boilerplate(text, position=position, language=language):
            rule = f"line:{found}"
            done = so_far / total
            if (
                found in _ENDING
                and (i > end or (done > _ENOUGH[found] and (block.tag in _HEADINGS or size < 60)))
                and (found in ("author", "appeal") or not _goes_on(blocks, left, masses, i))
            ):
                ended = f"after:{found}"
        elif block.tag == "h1" and i <= third:
            rule = "headline"
        elif block.tag not in _PARAGRAPHS and size < 80 and (_TIMED.fullmatch(text) or (size < 4 and text.isdecimal())):
            rule = "time"
        elif i < start and not is_sentence(text) and block.tag not in _LISTED and not (block.tag == "p" and beside(block, start)):
            rule = "head"
        elif block.link_chars * 2 > size and _leads_on(block, text, size) and not _among_texts(blocks, block):
            rule = "links"
        elif i > end and not is_sentence(text) and block.tag not in _LISTED and not (block.tag == "p" and beside(block, end)):
            rule = "tail"
        elif size > 60:
            seen[text] = seen.get(text, 0) + 1
            if seen[text] > 1:
                rule = "repeated"
        if rule:
            rules[i] = rule
            if rule == "line:subscribe" and block.tag == "li":
                offers.add(block.region.parent)
    for i in left:
        if rules.get(i) == "repeated" and seen[blocks[i].text] > 2:
            del rules[i]  # a question put to everybody, a line under every entry
        elif offers and i not in rules and blocks[i].tag == "li" and blocks[i].region.parent in offers:
            rules[i] = "line:subscribe"  # one of the things that a subscription brings
    _repeated(blocks, [i for i in left if i not in rules], rules)
    _about(blocks, [i for i in left if i not in rules], masses, rules)
    _trim(blocks, [i for i in left if i not in rules], rules, language)
    _headings(blocks, [i for i in left if i not in rules], rules)


def _goes_on(blocks: list[TextBlock], left: list[int], masses: list[int], at: int) -> bool:
    """Whether the story goes on behind a line that seems to end it: the line is a cell of a table, or paragraphs follow beside earlier ones."""
    row: Region | None = blocks[at].region
    for _ in range(3):
        if row is None or row.tag == "tr":
            break
        row = row.parent
    if row is not None and row.tag == "tr":
        cells = blocks[row.first_block : row.last_block]
        if 1 < len(cells) < 12 and all(len(cell.text) < 80 for cell in cells):
            return True  # a head of a table's column
    of_story = {
        id(blocks[i].region.parent)
        for i in left
        if i < at and masses[i] > _FULL and blocks[i].tag == "p" and blocks[i].region.parent is not None
    }
    return any(
        masses[i] > _FULL and blocks[i].tag == "p" and not blocks[i].link_chars and id(blocks[i].region.parent) in of_story
        for i in left
        if i > at
    )


def _among_texts(blocks: list[TextBlock], block: TextBlock) -> bool:
    """Whether a linked item or cell stands in a list or table that mostly holds text: a log of changes, a table with its sources."""
    if block.tag not in _ITEMS:
        return False
    region: Region | None = block.region
    for _ in range(5):
        if region is None or region.tag in _LISTS:
            break
        region = region.parent
    if region is None or region.tag not in _LISTS:
        return False
    inside = blocks[region.first_block : region.last_block]
    return len(inside) > 2 and sum([each.link_chars for each in inside]) * 2 < sum([len(each.text) for each in inside])


def _repeated(blocks: list[TextBlock], kept: list[int], rules: dict[int, str]) -> None:
    """Drop sentences that a longer paragraph of the story holds word for word: pull quotes, and whom they are from."""
    told = "\n".join([blocks[i].text for i in kept])
    for at, i in enumerate(kept):
        block = blocks[i]
        if not _PULLED[0] <= len(block.text) <= _PULLED[1] or not _quotes(block.region):
            continue
        line = block.text.partition("\n")[0].strip(_QUOTES)
        if len(line) < _PULLED[0] or told.count(line) < 2:
            continue
        if not any(line in blocks[j].text and len(blocks[j].text) > len(block.text) for j in kept if j != i):
            continue
        rules[i] = "pull quote"
        box = block.region.parent
        while box is not None and box.parent is not None and box.parent.last_block - box.parent.first_block <= 4:
            box = box.parent
        for j in kept[at + 1 : at + 3]:
            text = blocks[j].text
            region: Region | None = blocks[j].region
            if len(text) > 100 or is_sentence(text) or box is None or box.last_block - box.first_block > 4:
                break
            while region is not None and region.depth > box.depth:
                region = region.parent
            if region is not box:
                break
            rules[j] = "label"


def _quotes(region: Region) -> bool:
    """Whether a class here or two levels up names a pull quote, or a figure holds it. A bare blockquote may quote what is then discussed."""
    at: Region | None = region
    named = False
    for _ in range(3):
        if at is None:
            break
        tokens = at.tokens
        if "tweet" in tokens:
            return False
        named = named or at.tag == "figure" or "quote" in tokens or "zitat" in tokens
        at = at.parent
    return named


def _leads_on(block: TextBlock, text: str, size: int) -> bool:
    """Whether a block is nearly all link, or so in brackets, and only leads to another page; a headline may end with a question or a quotation."""
    if (text[0] == "[" and text[-1] == "]") or (size < 120 and _DATED.search(text) is not None):
        return True
    if block.link_chars * 10 <= size * 8:
        return False
    if text.endswith(("...", "…")):
        return True  # the first words of another story, broken off
    if block.tag in _HEADINGS:
        return size < 100 or not is_sentence(text)
    return (size < 100 or block.tag in ("li", "td", "div", "section")) and not is_sentence(text)


def _about(blocks: list[TextBlock], kept: list[int], masses: list[int], rules: dict[int, str]) -> None:
    """Drop what a press release says of its sender under "About X" at its end."""
    total = sum([masses[i] for i in kept])
    after = 0
    for i in reversed(kept):
        if after * 2 > total:
            return
        text = blocks[i].text
        if len(text) < 60 and blocks[i].tag in _LABELS and _ABOUT.match(text) and after:
            for j in kept:
                if j >= i:
                    rules[j] = "about the sender"
            return
        after += masses[i]


def _trim(blocks: list[TextBlock], kept: list[int], rules: dict[int, str], language: str | None) -> None:
    """Drop credits, prompts and the bio after the story's last paragraph, from the end on."""
    size = sum([len(blocks[i].text) for i in kept])
    passed = 0
    for steps, i in enumerate(reversed(kept)):
        if steps > 8 or steps >= len(kept) - 1:
            return
        text = blocks[i].text
        found = is_boilerplate(text, position="tail", language=language)
        if found:
            rules[i] = f"tail:{found}"
        elif steps < 2 and len(text) < 60 and text[0] in "—–" and "@" not in text and not is_sentence(text):
            rules[i] = "signature"
        elif (
            blocks[i].tag not in _NO_BIO
            and passed < _AFTER_BIO
            and len(text) < min(1_500, size // 3)
            and not _SPOKEN.search(text)
            and from_bio(text, language)
        ):
            rules[i] = "bio:trailing"
        elif blocks[i].tag not in _HEADINGS:
            if steps > 1:
                return
            passed += len(text)


def _headings(blocks: list[TextBlock], kept: list[int], rules: dict[int, str]) -> None:
    """Drop headings after the last paragraph: nothing stands under them."""
    for i in reversed(kept):
        if blocks[i].tag not in _HEADINGS or _is_paragraph(blocks[i]):
            return  # a paragraph in large type
        rules[i] = "heading of nothing"


def _is_paragraph(block: TextBlock) -> bool:
    """Whether a heading by its tag is a sentence that nothing has to follow."""
    text = block.text
    if block.link_chars or not is_sentence(text) or text.endswith(("...", "…")):
        return False
    return text[-1] == "." or len(text) > 80

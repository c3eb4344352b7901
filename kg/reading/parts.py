"""Several papers under one heading, told apart by what each begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from kg.reading import addresses, heading, ornaments, told, wording
from kg.reading.lines import has_date, is_links, is_names, links, paper_address
from kg.reading.markdown import Block, text_of
from kg.reading.runs import Line, is_strong, later
from kg.reading.text import cut, strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.reading.told import Told

_LONGEST_TITLE = 400
_SEVERAL = 2
_TOLD = 150
"""Characters of text that a paper without an address has at least."""
_ARROWS = " ([（【:：-–—→➡>|｜\ufe0f"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper's blocks: its heading, where it has one, and all that stands under it."""

    title: Block | None
    body: tuple[Block, ...]
    told: Told | None = None
    """What prose tells of the paper, where neither a heading nor a line gives its title."""


def has_address(entry: Entry) -> bool:
    """Whether the paper's own address stands in the entry."""
    return bool(addresses_of(entry))


def addresses_of(entry: Entry) -> set[str]:
    """Return the addresses in an entry that may be the paper's own."""
    found = [paper_address(line) for block in _all(entry) if not block.row for line in block.lines]
    if entry.title and addresses.noted(text_of(entry.title).value):
        found += addresses.every(text_of(entry.title).value)[:1]
    return {str(address) for address in (*found, entry.told and entry.told.address) if address}


def parts_of(area: Entry) -> list[Entry]:
    """The area itself; or, where several papers stand under one heading, each of them."""
    above = takewhile(lambda block: not block.level, area.body)
    own = [block for block in (*([area.title] if area.title else []), *above) if not block.item]
    if area.title and not area.title.lines:
        return [area]
    found = [parts for starts in _STARTS if (parts := _parts_at(area, own, starts))]
    return max(found, key=lambda parts: len(parts) > 1) if found else _told(area)


def _parts_at(area: Entry, own: Sequence[Block], starts: Callable[[Block], bool]) -> list[Entry]:
    """Return the papers that blocks of one kind begin; none, where they are too few or the address stands outside."""
    listed = starts is _is_item
    if listed and any(paper_address(line) for block in own for line in block.lines):
        return []
    every = _divide(area.body, starts)
    sure = sum(map(has_address, every))
    parts = [part for part in every if has_address(part) or (starts is _is_strong_title and _is_told(part, sure))]
    enough = len(parts) >= (_SEVERAL if area.title or starts is is_labelled_title else 1)
    return parts if enough or (listed and not own[1:] and _is_titled_item(parts)) else []


def _is_told(part: Entry, others: int) -> bool:
    """Whether a title in bold without an address is a paper, beside several that have one: it has as much text."""
    return others >= _SEVERAL and sum(len(text_of(block).value) for block in part.body) >= _TOLD


def _is_titled_item(parts: Sequence[Entry]) -> bool:
    """Whether the only paper of a list that stands alone under a heading has a title of its own."""
    line = parts[0].body[0].lines[0] if parts and parts[0].title is None and parts[0].body else None
    first = line and later(line, ornaments.opening(line.text.value))
    linked = first and next((link.words.value for link in links(first) if paper_address(first)), "")
    strong = first and first.text.value[: first.strong]
    return any(told.is_title(words) and not wording.labelled(words) for words in (linked, strong) if words)


def _told(area: Entry) -> list[Entry]:
    """Return the papers that the area's prose tells of: references, items of news, titles within sentences."""
    ways = [(told.reference, 1), (told.news, _SEVERAL), (told.in_prose, 1)]
    ways += [] if _names_itself(area) else [(told.cited, _SEVERAL)]
    for find, fewest in ways:
        places = _places(area, find)
        if len(places) >= fewest and _is_about(area, [one for _, one in places]):
            ends = [*(place for place, _ in places[1:]), len(area.body)]
            rest = [
                (*([one.rest] if one.rest else []), *area.body[place + 1 : end])
                for (place, one), end in zip(places, ends, strict=True)
            ]
            whole = [area.body] if len(places) == 1 and find is told.in_prose else rest
            title = area.title if len(places) == 1 and told.coined(area.title) else None
            return [Entry(title, body, one) for body, (_, one) in zip(whole, places, strict=True)]
    return [area]


def _names_itself(area: Entry) -> bool:
    """Whether the coined name that a heading begins with recurs below it: then it is one paper's."""
    name = told.coined(area.title)
    return bool(name) and any(name in text_of(block).value for block in area.body)


def _places(area: Entry, find: Callable[[Block], Told | None]) -> list[tuple[int, Told]]:
    """Return where papers are told of in an area, each where it is so first."""
    found: dict[str, tuple[int, Told]] = {}
    for place, block in enumerate(area.body):
        if one := find(block):
            found.setdefault(str(one.address), (place, one))
    return list(found.values())


def _is_about(area: Entry, told_of: Sequence[Told]) -> bool:
    """Whether the papers that an area's prose tells of are the area's: no other's address, no other's name."""
    own = addresses_of(area) <= {str(one.address) for one in told_of}
    first = told_of[0].title.value.casefold()
    return own and (len(told_of) > 1 or told.coined(area.title).casefold() in first)


def _divide(body: Sequence[Block], starts: Callable[[Block], bool]) -> list[Entry]:
    places = [place for place, block in enumerate(body) if starts(block) and (starts is _is_item or not block.row)]
    parts = []
    for start, end in pairwise([*places, len(body)]):
        block = tuple(body[start:end])
        first = _title_first(block[0]) if block[0].row else block[0]
        titled = _title_lines(starts, first)
        first = replace(first, row=False)
        head, rest = _cut(first, titled) if titled else (None, (first,))
        parts.append(Entry(head, (*rest, *block[1:])))
    return parts


def _strong_lines(block: Block) -> int:
    """How many lines in bold a block begins with."""
    return next((at for at, line in enumerate(block.lines) if not is_strong(line)), len(block.lines))


def _title_lines(starts: Callable[[Block], bool], block: Block) -> int:
    """How many lines of a block that begins a paper are nothing but its title."""
    if starts is _is_record:
        return 0 if wording.labelled(block.lines[0].text.value) else 1
    if block.row:
        return 0 if any(_is_titled(line) for line in block.lines) else 1
    return _strong_lines(block) if starts is _is_strong_title else 0


def _title_first(block: Block) -> Block:
    """Put the cell of a row that is its paper's title before the others: the linked one, else the first of words.

    Of a cell that begins with words in bold, those are the title, and the rest is text.
    """
    linked = [line for line in block.lines if _is_titled(line)]
    plain = [
        line for line in block.lines if not is_links(line) and not has_date(line) and not is_names(line.text.value)
    ]
    title = next(iter(linked or plain or block.lines))
    others = [line for line in block.lines if line is not title]
    bold = later(title, ornaments.opening(title.text.value))
    if not linked and 0 < bold.strong < len(bold.text.value):
        text = later(bold, bold.strong)
        words = strip(text.text, " -–—:：")
        return replace(block, lines=(Line(cut(bold.text, 0, bold.strong), strong=bold.strong), *others, Line(words)))
    return replace(block, lines=(title, *others))


def _is_titled(line: Line) -> bool:
    """Whether a cell is a link to a paper by its title."""
    return is_links(line) and any(link.kind is None and link.words.value.strip() for link in links(line))


def _cut(block: Block, end: int) -> tuple[Block, tuple[Block, ...]]:
    """Cut a block into the title of its first lines and what follows, where something does."""
    rest = replace(block, lines=block.lines[end:], line=block.line + end)
    return replace(block, lines=block.lines[:end]), (rest,) if rest.lines else ()


def _is_strong_title(block: Block) -> bool:
    short = is_strong(block.lines[0]) and len(text_of(_cut(block, _strong_lines(block))[0]).value) <= _LONGEST_TITLE
    plain = not block.level and not heading.is_section(block) and not wording.labelled(block.lines[0].text.value)
    return short and plain


def _is_item(block: Block) -> bool:
    return block.item == block.line


def _is_lead(block: Block) -> bool:
    """Whether a paragraph begins with a title in bold, and its address in the same line."""
    line = block.lines[0]
    return not block.level and bool(line.strong) and not is_strong(line) and paper_address(line) is not None


def _is_record(block: Block) -> bool:
    """Whether a paragraph is a paper line by line: a title, and its address on one of the lines below."""
    first = wording.labelled(block.lines[0].text.value)
    titled = not block.level and (first is None or first[0] == "title") and not paper_address(block.lines[0])
    return titled and any(
        is_links(line) or wording.labelled(line.text.value) for line in block.lines[1:] if paper_address(line)
    )


def _is_addressed(block: Block) -> bool:
    """Whether a paragraph begins with a title and its address behind it in the same line: ``Title → address``."""
    line = block.lines[0]
    begin = heading.front(line.text.value)
    end = begin + addresses.start(line.text.value[begin:])
    bare = not any(map(str.isalpha, addresses.without_urls(line.text.value[end:])))
    titled = told.is_title(line.text.value[begin:end].rstrip(_ARROWS)) and not is_strong(line)
    return not block.level and bare and titled and paper_address(line) is not None


def is_labelled_title(block: Block) -> bool:
    """Whether a paragraph begins with a title behind a label for it: ``论文标题：Title``."""
    label = wording.labelled(block.lines[0].text.value)
    return not block.level and label is not None and label[0] == "title"


def _is_link_title(block: Block) -> bool:
    if block.level:
        return False
    line = block.lines[0]
    titled = [link for link in links(line) if link.kind is None and link.words.value]
    return len(titled) == 1 and titled[0].words.value.strip() == line.text.value.strip() and bool(paper_address(line))


def _all(entry: Entry) -> list[Block]:
    return [*([entry.title] if entry.title else []), *entry.body]


_STARTS = (_is_strong_title, _is_item, _is_link_title, _is_lead, _is_record, _is_addressed, is_labelled_title)
"""What may begin a paper among several of an area, in the order of trust."""

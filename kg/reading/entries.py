"""Blocks of a digest as one entry per paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from kg.reading import addresses, heading, ornaments, told, wording
from kg.reading.lines import has_date, is_links, is_names, links, paper_address
from kg.reading.markdown import Block, text_of
from kg.reading.properties import described
from kg.reading.runs import is_strong, later

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.reading.runs import Line
    from kg.reading.told import Told

_LONGEST_TITLE = 400
_SEVERAL = 2
_ARROWS = " ([（【:：-–—→➡>|｜\ufe0f"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper's blocks: its heading, where it has one, and all that stands under it."""

    title: Block | None
    body: tuple[Block, ...]
    told: Told | None = None
    """What prose tells of the paper, where neither a heading nor a line gives its title."""


def entries(blocks: Sequence[Block]) -> list[Entry]:
    """Divide a digest into its entries; headings that only group papers are left out.

    The level of the papers' headings is the one on which most headings have an address under them.
    """
    areas = [part for area in _areas(heading.twins(described(told.with_notes(blocks)))) for part in _parts(area)]
    level = _paper_level(areas)
    found: list[Entry] = []
    for area in areas:
        if _is_inner(area, level, found):
            head = (area.title,) if area.title else ()
            found[-1] = Entry(found[-1].title, found[-1].body + head + area.body)
        elif _is_paper(area, level):
            found.append(area)
    return found


def has_address(entry: Entry) -> bool:
    """Whether the paper's own address stands in the entry."""
    return bool(_addresses(entry))


def _addresses(entry: Entry) -> set[str]:
    found = [paper_address(line) for block in _all(entry) if not block.row for line in block.lines]
    return {str(address) for address in (*found, entry.told and entry.told.address) if address}


def _areas(blocks: Sequence[Block]) -> list[Entry]:
    heads = [place for place, block in enumerate(blocks) if block.level and not heading.is_section(block)]
    ends = [*heads, len(blocks)]
    first = [Entry(None, tuple(blocks[: ends[0]]))] if ends[0] else []
    return first + [Entry(blocks[start], tuple(blocks[start + 1 : end])) for start, end in pairwise(ends)]


def _parts(area: Entry) -> list[Entry]:
    """The area itself; or, where several papers stand under one heading, each of them."""
    above = takewhile(lambda block: not block.level, area.body)
    own = [block for block in (*([area.title] if area.title else []), *above) if not block.item]
    if area.title and not area.title.lines:
        return [area]
    for starts, outside in (
        (_is_strong_title, False), (_is_item, True), (_is_link_title, False), (_is_lead, False), (_is_record, False),
        (_is_addressed, False),
    ):  # fmt: skip
        if outside and any(paper_address(line) for block in own for line in block.lines):
            continue
        parts = [part for part in _divide(area.body, starts) if has_address(part)]
        if len(parts) >= (_SEVERAL if area.title else 1) or (outside and not own[1:] and _is_titled_item(parts)):
            return parts
    return _told(area)


def _is_titled_item(parts: Sequence[Entry]) -> bool:
    """Whether the only paper of a list that stands alone under a heading has a title of its own."""
    line = parts[0].body[0].lines[0] if parts and parts[0].title is None and parts[0].body else None
    first = line and later(line, ornaments.opening(line.text.value))
    linked = first and next((link.words.value for link in links(first) if paper_address(first)), "")
    strong = first and first.text.value[: first.strong]
    return any(told.is_title(words) and not wording.labelled(words) for words in (linked, strong) if words)


def _told(area: Entry) -> list[Entry]:
    """Return the papers that the area's prose tells of: references, items of news, titles within sentences."""
    for find, fewest in ((told.reference, 1), (told.news, _SEVERAL), (told.in_prose, 1)):
        places = [(place, one) for place, block in enumerate(area.body) if (one := find(block))]
        if len(places) >= fewest and not (len(places) == 1 and not _is_about(area, places[0][1])):
            ends = [*(place for place, _ in places[1:]), len(area.body)]
            rest = [
                (*([one.rest] if one.rest else []), *area.body[place + 1 : end])
                for (place, one), end in zip(places, ends, strict=True)
            ]
            whole = [area.body] if len(places) == 1 and find is told.in_prose else rest
            title = area.title if len(places) == 1 and told.coined(area.title) else None
            return [Entry(title, body, one) for body, (_, one) in zip(whole, places, strict=True)]
    return [area]


def _is_about(area: Entry, one: Told) -> bool:
    """Whether the only paper that an area's prose tells of is the area's: no other's address, no other's name."""
    own = _addresses(area)
    return own <= {str(one.address)} and told.coined(area.title).casefold() in one.title.value.casefold()


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
    """Put the cell of a row that is its paper's title before the others: the linked one, else the first of words."""
    linked = [line for line in block.lines if _is_titled(line)]
    plain = [
        line for line in block.lines if not is_links(line) and not has_date(line) and not is_names(line.text.value)
    ]
    title = next(iter(linked or plain or block.lines))
    return replace(block, lines=(title, *(line for line in block.lines if line is not title)))


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


def _is_link_title(block: Block) -> bool:
    if block.level:
        return False
    line = block.lines[0]
    titled = [link for link in links(line) if link.kind is None and link.words.value]
    return len(titled) == 1 and titled[0].words.value.strip() == line.text.value.strip() and bool(paper_address(line))


def _paper_level(areas: list[Entry]) -> int:
    levels = Counter(_level(area) for area in areas if has_address(area))
    levels = levels or Counter(_level(area) for area in areas if area.title and area.body)
    levels = levels or Counter(_level(area) for area in areas if area.title)
    return min(levels, key=lambda level: (-levels[level], level), default=0)


def _level(entry: Entry) -> int:
    return entry.title.level if entry.title else 0


def _is_inner(area: Entry, level: int, before: list[Entry]) -> bool:
    """Whether a deeper heading is a part of the entry before it: one with another paper's address is not."""
    deeper = bool(area.title) and 0 < level < _level(area)
    return deeper and bool(before) and _addresses(area) <= _addresses(before[-1])


def _is_paper(area: Entry, level: int) -> bool:
    return has_address(area) or (area.title is not None and _level(area) == level)


def _all(entry: Entry) -> list[Block]:
    return [*([entry.title] if entry.title else []), *entry.body]

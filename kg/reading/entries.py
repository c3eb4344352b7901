"""Blocks of a digest as one entry per paper."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reading import heading
from kg.reading.footnotes import with_notes
from kg.reading.parts import Entry, addresses_of, has_address, parts_of
from kg.reading.properties import described

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reading.markdown import Block


def entries(blocks: Sequence[Block]) -> list[Entry]:
    """Divide a digest into its entries; headings that only group papers are left out.

    The level of the papers' headings is the one on which most headings have an address under them.
    """
    areas = [part for area in _areas(heading.twins(described(with_notes(blocks)))) for part in parts_of(area)]
    level = _paper_level(areas)
    found: list[Entry] = []
    for area in areas:
        if _is_inner(area, level, found):
            head = (area.title,) if area.title else ()
            found[-1] = Entry(found[-1].title, found[-1].body + head + area.body)
        elif _is_paper(area, level):
            found.append(area)
    return found


def _areas(blocks: Sequence[Block]) -> list[Entry]:
    heads = [place for place, block in enumerate(blocks) if block.level and not heading.is_section(block)]
    ends = [*heads, len(blocks)]
    first = [Entry(None, tuple(blocks[: ends[0]]))] if ends[0] else []
    return first + [Entry(blocks[start], tuple(blocks[start + 1 : end])) for start, end in pairwise(ends)]


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
    return deeper and bool(before) and addresses_of(area) <= addresses_of(before[-1])


def _is_paper(area: Entry, level: int) -> bool:
    return has_address(area) or (area.title is not None and _level(area) == level)

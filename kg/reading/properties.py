"""Tables of a paper's properties (``| arXiv | 2403.10517 |``), read as lines with labels."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reading import wording
from kg.reading.markdown import Block
from kg.reading.runs import Line
from kg.reading.text import concat, inserted, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reading.text import Text

_COLUMNS = 2
_NUMBER = re.compile(r"\d")


def described(blocks: Sequence[Block]) -> list[Block]:
    """Put each table of two columns most of whose first cells are labels into lines: ``label: value``."""
    found: list[Block] = []
    for table in _runs(blocks):
        found += [_described(table)] if _is_described(table) else table
    return found


def tables_of(rows: Sequence[Block]) -> Text:
    """Return tables with numbers as text: a line a row, cells parted by bars, an empty line between two tables."""
    parts: list[Text] = []
    for table in _runs(rows):
        if len(table) > 1 and any(_NUMBER.search(cell.text.value) for row in table[1:] for cell in row.cells[1:]):
            lines = [_barred(row) for row in table]
            parts += [inserted("\n\n")] * bool(parts) + [t for line in lines for t in (line, inserted("\n"))][:-1]
    return concat(parts)


def _barred(row: Block) -> Text:
    cells = [strip(cell.text) for cell in row.cells]
    return concat([part for cell in cells for part in (cell, inserted(" | "))][:-1])


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the rows of each table together, and each other block by itself."""
    run: list[Block] = []
    for block in blocks:
        if run and (block.head or not (block.row and run[-1].row)):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _is_described(table: Sequence[Block]) -> bool:
    rows = [block for block in table if block.row and len(block.cells) == _COLUMNS]
    known = [block for block in rows if wording.label(block.cells[0].text.value)]
    return bool(rows) and len(rows) == len(table) and 2 * len(known) >= len(rows)


def _described(table: Sequence[Block]) -> Block:
    rows = [block for block in table if not block.head or wording.label(block.cells[0].text.value)]
    return Block(rows[0].line, tuple(_line(*block.cells) for block in rows))


def _line(label: Line, value: Line) -> Line:
    moved = len(label.text.value) + len(": ")
    anchors = (replace(a, start=a.start + moved, end=a.end + moved) for a in value.anchors)
    return Line(concat([label.text, inserted(": "), value.text]), (*label.anchors, *anchors))

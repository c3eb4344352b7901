"""Tables as spreadsheets copy them: cells parted by tabs, the first line their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Skipped
from kg.reading import addresses, wording
from kg.reading.digest import read_blocks
from kg.reading.markdown import Block
from kg.reading.runs import Line
from kg.reading.source import decode, read_bytes
from kg.reading.text import Text, concat, inserted, stretch, strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model import Document
    from kg.reading.source import Source

_COLUMNS = 3


def is_sheet(text: str) -> bool:
    """Whether a text's first line names three or more columns, one of them a paper's address or title."""
    names = text.lstrip().partition("\n")[0].split("\t")
    return len(names) >= _COLUMNS and bool({"paper", "title"} & {wording.label(wording.bare(name)) for name in names})


def read_sheet(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each row."""
    page = decode(source.path, read_bytes(source))
    if not is_sheet(page.text):
        remedy = "name three columns or more in the first line, one of them arXiv, Link or Title"
        on_skip(Skipped(source.path, 1, "no row of a paper found", remedy))
        return
    yield from read_blocks(source, page, blocks(page.text), on_skip)


def blocks(text: str) -> Iterator[Block]:
    """Yield each row as a title, a line for each cell that is a label's value, and a paragraph for each other cell."""
    names: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        cells = _cells(line, start)
        start += len(line) + 1
        if not names:
            names = [cell.value for cell in cells] if line.strip() else []
        elif line.strip():
            yield from _row(number, names, cells)


def _cells(line: str, start: int) -> list[Text]:
    cells = []
    for value in line.split("\t"):
        cells.append(strip(stretch(value, start), ' "'))
        start += len(value) + 1
    return cells


def _row(number: int, names: Sequence[str], cells: Sequence[Text]) -> Iterator[Block]:
    kinds = [_kind(name, cell.value) for name, cell in zip(names, cells, strict=False)]
    titles = [cell for kind, cell in zip(kinds, cells, strict=False) if kind == "title"]
    yield Block(number, tuple(map(Line, titles[:1])), level=1)
    for kind, name, cell in zip(kinds, names, cells, strict=False):
        if kind != "title" and any(map(str.isalnum, cell.value)) and not cell.value.isdigit():
            label = [] if kind == "abstract" else [inserted(f"{name.strip()}: ")]
            yield Block(number, (Line(concat([*label, cell])),))


def _kind(name: str, value: str) -> str | None:
    """Return what a column announces; an identifier tells for itself."""
    return "paper" if addresses.identifier(value) else wording.label(wording.bare(name))

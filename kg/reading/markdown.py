"""Markdown as a flat list of blocks, each line of each with its source offsets and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.reading import fences
from kg.reading.runs import KNOWN_TAG, Line, lines_of
from kg.reading.text import Text, concat, cut, inserted, join_lines, stretch, strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_DEEPEST = 6
_SETEXT_TITLE = 200
"""Characters; a longer text over a line of dashes is a paragraph over a rule."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 to 6) or a paragraph (level 0) with the 1-based line on which it begins."""

    line: int
    lines: tuple[Line, ...]
    level: int = 0
    quoted: bool = False
    item: int = 0
    """The 1-based line on which the outermost list item around it, or its table's row, begins; 0 outside both."""
    row: bool = False
    """Whether it is a row of a table, each cell with words a line."""
    cells: tuple[Line, ...] = ()
    """All cells of a table's row, empty ones too."""
    head: bool = False
    """Whether it is the row above the others of a table."""


def text_of(block: Block) -> Text:
    """All of a block's text as one paragraph."""
    return join_lines([line.text for line in block.lines])


def blocks(source: str, kept: str | None = None) -> Iterator[Block]:
    """Yield the blocks in order; code, rules, images and comments are left out.

    `kept` is the source with some lines emptied: those are not read, and offsets are still the source's.
    """
    starts = _line_starts(source)
    quotes, items, level, cells = 0, [0], 0, list[Block]()
    table = head = False
    for token in _parser().parse(source if kept is None else kept):
        line = token.map[0] + 1 if token.map else 0
        kind, nesting = token.type.rsplit("_", 1)[0], token.nesting
        quotes += nesting if kind == "blockquote" else 0
        table = nesting == 1 if kind == "table" else table
        head = nesting == 1 if kind == "thead" else head
        if kind == "list_item":
            items = [*items, line] if nesting == 1 else items[:-1]
        elif kind == "heading":
            level = int(token.tag[1]) if nesting == 1 else 0
        elif kind == "tr" and nesting == -1:
            if row := _row(cells, head=head):
                yield row
            cells = []
        elif token.type == "inline" and table:
            cells.append(_cell(token, source, starts, cells))
        elif token.type == "fence" and fences.is_bibtex(token.info, token.content):
            yield from _bibliography(token.content, line)
        elif token.type in ("inline", "html_block"):
            found = _block(token, source, starts)
            yield replace(found, level=level, quoted=quotes > 0, item=items[1] if len(items) > 1 else 0)


def _bibliography(content: str, line: int) -> Iterator[Block]:
    """Yield each BibTeX entry as a heading with its notes and its abstract."""
    for title, notes, abstract in fences.papers(content):
        yield Block(line, (Line(title),), level=_DEEPEST)
        yield from (Block(line, tuple(map(Line, notes))), Block(line, (Line(abstract),)))


def _row(cells: list[Block], *, head: bool) -> Block | None:
    """Put the cells of a table's row together; None where all are empty."""
    every = tuple(cell.lines[0] if cell.lines else Line(Text()) for cell in cells)
    found = tuple(line for cell in cells for line in cell.lines if re.search(r"[^\W\d_]", line.text.value))
    filled = any(line.text.value.strip() for line in every)
    return Block(cells[0].line, found, item=cells[0].line, row=True, cells=every, head=head) if filled else None


@cache
def _parser() -> MarkdownIt:
    from kg.reading.inline import parser

    markdown = parser()
    markdown.block.ruler.at("lheading", _lheading)
    return markdown


def _lheading(state: object, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take an underlined heading only where the text above is short enough for a title."""
    from markdown_it.rules_block import StateBlock, lheading

    assert isinstance(state, StateBlock)  # noqa: S101 - for the type checker
    before = len(state.tokens), state.line
    if not lheading(state, start, end, silent):
        return False
    content = state.tokens[-2].content
    if len(content) <= _SETEXT_TITLE and not content.endswith(("。", ".", "！", "；")):
        return True
    del state.tokens[before[0] :]
    state.line = before[1]
    return False


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _block(token: Token, source: str, starts: list[int]) -> Block:
    first, last = token.map or [0, 0]
    if token.type == "html_block":
        return Block(first + 1, _html_lines(source, starts, first, last))
    placed = _placed(token.content, source, starts, first)
    return Block(first + 1, tuple(lines_of(token.children or [], placed)))


def _cell(token: Token, source: str, starts: list[int], before: list[Block]) -> Block:
    """Place a table's cell behind those of its row that stand before it."""
    first = token.map[0] if token.map else 0
    after = max((at + 1 for cell in before for line in cell.lines for at in line.text.at), default=starts[first])
    position = source.find(token.content, after, starts[first + 1])
    placed = stretch(token.content, position) if position >= 0 else inserted(token.content)
    return Block(first + 1, tuple(lines_of(token.children or [], placed)))


def _placed(content: str, source: str, starts: list[int], first: int) -> Text:
    """Inline content with offsets: each of its lines is found at the end of its source line."""
    parts: list[Text] = []
    for number, line in enumerate(content.split("\n"), first):
        whole = source[starts[number] : starts[number + 1] - 1]
        position = whole.rfind(line)
        parts += [inserted("\n")] if parts else []
        parts.append(stretch(line, starts[number] + position) if position >= 0 else inserted(line))
    return concat(parts)


def _html_lines(source: str, starts: list[int], first: int, last: int) -> tuple[Line, ...]:
    start, end = starts[first], min(starts[last], len(source))
    text = stretch(source[start:end], start)
    rest = concat([cut(text, *span) for span in _between(KNOWN_TAG, text.value)])
    return tuple(Line(strip(cut(rest, *span))) for span in _between(re.compile("\n"), rest.value))


def _between(pattern: re.Pattern[str], value: str) -> Iterator[tuple[int, int]]:
    position = 0
    for found in pattern.finditer(value):
        yield position, found.start()
        position = found.end()
    yield position, len(value)

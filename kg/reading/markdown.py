"""Markdown as a flat list of blocks, each line of each with its source offsets and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.reading.text import Text, concat, cut, inserted, join_lines, stretch, strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_KNOWN_TAG = re.compile(
    r"</?(?:a|abbr|b|br|center|code|details|div|em|font|h[1-6]|i|img|kbd|li|mark|ol|p|small|span|strong|sub|summary|sup|"
    r"u|ul)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_SETEXT_TITLE = 200
"""Characters; a longer text over a line of dashes is a paragraph over a rule."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a line: its shown text's start and end in that line, and its address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One source line of a block, without its markup."""

    text: Text
    anchors: tuple[Anchor, ...] = ()
    strong: int = 0
    """How many characters from its start on are strong."""


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


def text_of(block: Block) -> Text:
    """All of a block's text as one paragraph."""
    return join_lines([line.text for line in block.lines])


def later(line: Line, start: int) -> Line:
    """The line from `start` on."""
    moved = (replace(a, start=max(a.start - start, 0), end=a.end - start) for a in line.anchors if a.end > start)
    return Line(cut(line.text, start), tuple(moved), max(line.strong - start, 0))


def is_strong(line: Line) -> bool:
    """Whether the whole line is strong."""
    return 0 < len(line.text.value.strip()) <= line.strong


def blocks(source: str, kept: str | None = None) -> Iterator[Block]:
    """Yield the blocks in order; code, rules, images and comments are left out.

    `kept` is the source with some lines emptied: those are not read, and offsets are still the source's.
    """
    starts = _line_starts(source)
    quotes, items, level, cells = 0, [0], 0, list[Block]()
    table = False
    for token in _parser().parse(source if kept is None else kept):
        line = token.map[0] + 1 if token.map else 0
        kind, nesting = token.type.rsplit("_", 1)[0], token.nesting
        quotes += nesting if kind == "blockquote" else 0
        table = nesting == 1 if kind == "table" else table
        if kind == "list_item":
            items = [*items, line] if nesting == 1 else items[:-1]
        elif kind == "heading":
            level = int(token.tag[1]) if nesting == 1 else 0
        elif kind == "tr" and nesting == -1:
            if row := _row(cells):
                yield row
            cells = []
        elif token.type == "inline" and table:
            cells.append(_block(token, source, starts))
        elif token.type in ("inline", "html_block"):
            found = _block(token, source, starts)
            yield replace(found, level=level, quoted=quotes > 0, item=items[1] if len(items) > 1 else 0)


def _row(cells: list[Block]) -> Block | None:
    """Put the cells of a table's row together, those without words left out; None where no cell is left."""
    found = [line for cell in cells for line in cell.lines if re.search(r"[^\W\d_]", line.text.value)]
    return Block(cells[0].line, tuple(found), item=cells[0].line, row=True) if found else None


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
    return Block(first + 1, tuple(_lines(token.children or [], placed)))


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
    rest = concat([cut(text, *span) for span in _between(_KNOWN_TAG, text.value)])
    return tuple(Line(strip(cut(rest, *span))) for span in _between(re.compile("\n"), rest.value))


def _between(pattern: re.Pattern[str], value: str) -> Iterator[tuple[int, int]]:
    position = 0
    for found in pattern.finditer(value):
        yield position, found.start()
        position = found.end()
    yield position, len(value)


def _lines(children: list[Token], placed: Text) -> Iterator[Line]:
    line: list[Token] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak") or _is_break(child):
            yield _line(line, placed)
            line = []
        else:
            line.append(child)
    yield _line(line, placed)


def _is_break(child: Token) -> bool:
    return child.type == "html_inline" and child.content.lower().startswith("<br")


def _line(children: list[Token], placed: Text) -> Line:
    parts, anchors, opened = [Text()], list[Anchor](), list[tuple[int, str]]()
    depth, length, strong, plain = 0, 0, 0, False
    for child in children:
        if child.type == "link_open":
            opened.append((length, str(child.attrs.get("href", ""))))
        elif child.type == "link_close" and opened:
            start, url = opened.pop()
            anchors.append(Anchor(start, length, url))
        elif child.type in ("strong_open", "strong_close"):
            depth += child.nesting
        else:
            parts.append(_text(child, placed))
            length += len(parts[-1].value)
            plain = plain or (depth == 0 and bool(parts[-1].value.strip()))
            strong = strong if plain else length
    return Line(concat(parts), tuple(anchors), strong)


def _text(child: Token, placed: Text) -> Text:
    """The token's text at its place; where the place holds other characters, without one."""
    if child.type not in ("text", "text_special", "code_inline", "html_inline"):
        return Text()
    if child.type == "html_inline" and _KNOWN_TAG.fullmatch(child.content):
        return Text()
    start = child.meta.get("at", 0)
    if child.type == "text_special":
        start += len(child.markup) - len(child.content)
    elif child.type == "code_inline":
        start = placed.value.find(child.content, start + len(child.markup))
    same = start >= 0 and placed.value.startswith(child.content, start)
    return cut(placed, start, start + len(child.content)) if same else inserted(child.content)

"""Inline tokens as lines: their text with its places, their links, and what of it is strong or emphasised."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reading.text import Text, concat, cut, inserted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

KNOWN_TAG = re.compile(
    r"</?(?:a|abbr|b|br|center|code|details|div|em|font|h[1-6]|i|img|kbd|li|mark|ol|p|small|span|strong|sub|summary|sup|"
    r"u|ul)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a line: its shown text's start and end in that line, and its address."""

    start: int
    end: int
    url: str
    image: str = ""
    """What stands for the image that is shown in place of words: a badge's ``arXiv``."""
    title: Text | None = None
    """The title that a numbered reference gives, which is called here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One source line of a block, without its markup."""

    text: Text
    anchors: tuple[Anchor, ...] = ()
    strong: int = 0
    """How many characters from its start on are strong."""
    marked: tuple[tuple[int, int], ...] = ()
    """Start and end of each run that is strong or emphasised."""


def later(line: Line, start: int) -> Line:
    """The line from `start` on."""
    moved = (replace(a, start=max(a.start - start, 0), end=a.end - start) for a in line.anchors if a.end > start)
    marked = tuple((max(a - start, 0), b - start) for a, b in line.marked if b > start)
    first = next((b - start for a, b in line.marked if a == start), 0) if start else 0
    return Line(cut(line.text, start), tuple(moved), max(line.strong - start, first), marked)


def is_strong(line: Line) -> bool:
    """Whether the whole line is strong."""
    return 0 < len(line.text.value.strip()) <= line.strong


def lines_of(children: list[Token], placed: Text) -> Iterator[Line]:
    """Yield the lines of a block's inline tokens, whose places are in `placed`."""
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
    run = _Run()
    for child in children:
        run.take(child, placed)
    return Line(concat(run.parts), tuple(run.anchors), run.strong, tuple(run.marked))


class _Run:
    """One line's tokens put together."""

    def __init__(self) -> None:
        self.parts, self.anchors, self.marked = [Text()], list[Anchor](), list[tuple[int, int]]()
        self.strong = self._length = self._depth = 0
        self._opened, self._begun = list[tuple[int, str]](), list[int]()
        self._image, self._plain = "", False

    def take(self, child: Token, placed: Text) -> None:
        """Take the next token, whose place is in `placed`."""
        if child.type in ("link_open", "link_close"):
            self._link(child)
        elif child.tag in ("strong", "em"):
            self._mark(child)
        elif child.type == "image":
            self._image = child.content
        else:
            self._words(_text(child, placed))

    def _link(self, child: Token) -> None:
        if child.nesting == 1:
            self._opened.append((self._length, str(child.attrs.get("href", ""))))
            self._image = ""
        elif self._opened:
            start, url = self._opened.pop()
            self.anchors.append(Anchor(start, self._length, url, self._image))

    def _mark(self, child: Token) -> None:
        self._depth += child.nesting if child.tag == "strong" else 0
        if child.nesting == 1:
            self._begun.append(self._length)
        elif self._begun:
            self.marked.append((self._begun.pop(), self._length))

    def _words(self, text: Text) -> None:
        self.parts.append(text)
        self._length += len(text.value)
        self._plain = self._plain or (self._depth == 0 and bool(text.value.strip()))
        self.strong = self.strong if self._plain else self._length


def _text(child: Token, placed: Text) -> Text:
    """The token's text at its place; where the place holds other characters, without one."""
    if child.type not in ("text", "text_special", "code_inline", "html_inline"):
        return Text()
    if child.type == "html_inline" and KNOWN_TAG.fullmatch(child.content):
        return Text()
    start = child.meta.get("at", 0)
    if child.type == "text_special":
        start += len(child.markup) - len(child.content)
    elif child.type == "code_inline":
        start = placed.value.find(child.content, start + len(child.markup))
    same = start >= 0 and placed.value.startswith(child.content, start)
    return cut(placed, start, start + len(child.content)) if same else inserted(child.content)

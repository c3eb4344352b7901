"""Org-mode outlines: headlines with keywords and tags, drawers of properties, nested lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading.digest import read_blocks
from kg.reading.markdown import Block
from kg.reading.runs import Anchor, Line
from kg.reading.source import decode, read_bytes
from kg.reading.text import Text, concat, cut, stretch, strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Document, Skipped
    from kg.reading.source import Source

_HEADLINE = re.compile(
    r"(?P<stars>\*{1,6})\s+(?:(?:TODO|DONE|NEXT|WAIT(?:ING)?|READ(?:ING)?|CANCELLED)\s+)?(?:\[#[A-C]\]\s+)?"
    r"(?P<title>\S.*?)(?:\s+:[\w@#%:]+:)?\s*$"
)
_SETTING = re.compile(r"\s*#\+|\s*:(?:PROPERTIES|END|LOGBOOK|RESULTS):\s*$", re.IGNORECASE)
_PROPERTY = re.compile(r"\s*:(?P<line>[A-Za-z_-]+:\s+\S.*)$")
_ITEM = re.compile(r"\s*(?:[-+]|\d{1,3}[.)]|\s\*)\s+(?:\[[ X-]\]\s+)?")
_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_MARK = re.compile(r"^\s*#\+TITLE:|^\s*:PROPERTIES:\s*$", re.IGNORECASE | re.MULTILINE)


def is_org(text: str) -> bool:
    """Whether a text is an outline of Org mode: it has headlines, and a title or a drawer."""
    return bool(_MARK.search(text)) and bool(re.search(r"^\*{1,6} \S", text, re.MULTILINE))


def read_org(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each paper of an outline."""
    page = decode(source.path, read_bytes(source))
    yield from read_blocks(source, page, blocks(page.text), on_skip)


def blocks(text: str) -> Iterator[Block]:
    """Yield headlines, runs of properties, paragraphs and list items, each character with its place."""
    lines: list[Line] = []
    first, item, start, drawer = 0, 0, 0, False
    for number, value in enumerate([*text.split("\n"), ""], 1):
        placed = stretch(value, start)
        start += len(value) + 1
        headline, found, listed = _HEADLINE.match(value), _PROPERTY.match(value), _ITEM.match(value)
        ends = not value.strip() or headline or listed or bool(found) != drawer
        if ends and lines:
            yield Block(first, tuple(lines), item=item)
            lines = []
        if headline:
            yield Block(number, (_line(cut(placed, *headline.span("title"))),), level=len(headline["stars"]))
        elif value.strip() and not _SETTING.match(value):
            first, drawer = (first if lines else number), bool(found)
            item = (number if listed else 0) if not lines else item
            begin = found.start("line") if found else listed.end() if listed else 0
            lines.append(_line(cut(placed, begin)))


def _line(text: Text) -> Line:
    """Return a line with its links as anchors on their words."""
    text, parts, anchors, end, length = strip(text), list[Text](), list[Anchor](), 0, 0
    for found in _LINK.finditer(text.value):
        words = cut(text, *found.span(2 if found.group(2) else 1))
        parts += [cut(text, end, found.start()), words]
        length += found.start() - end
        anchors.append(Anchor(length, length + len(words.value), found.group(1)))
        length, end = length + len(words.value), found.end()
    return Line(concat([*parts, cut(text, end)]), tuple(anchors))

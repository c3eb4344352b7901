"""Plain text: a title on the first line, then paragraphs; several papers set apart by a line of dashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading import announcements
from kg.reading.digest import read_blocks, read_digest
from kg.reading.markdown import Block, Line
from kg.reading.source import decode, read_bytes
from kg.reading.text import Text, stretch, strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Document, Skipped
    from kg.reading.source import Source

_MARKDOWN = re.compile(r"^#{1,6} \S", re.MULTILINE)
_NUMBERED = re.compile(
    r"(?:\A|\n[ \t]*\n)[ \t]*\d{1,3}[.、)）][ \t]*\S[^\n]*(?:\n[^\n]+)*?(?:arxiv|doi\.org)", re.IGNORECASE
)
"""A numbered paragraph with an address."""
_DASHES = re.compile(r"[-=_*]{3,}")


def read_text(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield the paper of a text file, or its papers; one with headings, or a list of papers, is read as Markdown.

    arXiv's announcements by mail are read too.
    """
    page = decode(source.path, read_bytes(source))
    if announcements.is_announcement(page.text):
        yield from read_blocks(source, page, announcements.blocks(page.text), on_skip)
    elif _MARKDOWN.search(page.text) or len(_NUMBERED.findall(page.text)) > 1:
        yield from read_digest(source, on_skip)
    else:
        yield from read_blocks(source, page, _blocks(page.text), on_skip)


def _blocks(text: str) -> Iterator[Block]:
    """The first line of each part as a heading, runs of lines after it as paragraphs."""
    lines: list[Text] = []
    first, level = 0, 1
    for number, line in enumerate([*_split(text), Text()], 1):
        value = line.value
        if value and not _DASHES.fullmatch(value):
            first, lines = (first if lines else number), [*lines, line]
            if not level:
                continue
        if lines:
            yield Block(first, tuple(map(Line, lines)), level)
            lines, level = [], 0
        if _DASHES.fullmatch(value):
            level = 1


def _split(text: str) -> Iterator[Text]:
    start = 0
    for line in text.split("\n"):
        yield strip(stretch(line, start))
        start += len(line) + 1

r"""The list that arXiv sends by mail: entries between lines of two backslashes, fields first, then the abstract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading.markdown import Block
from kg.reading.runs import Line
from kg.reading.text import Text, concat, join_lines, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRY = re.compile(r"^\\\\\n(?=arXiv:)", re.MULTILINE)
_END = re.compile(r"^\\\\", re.MULTILINE)
_FIELD = re.compile(r"^(arXiv|Title|Authors?|Date):[ \t]*(.+(?:\n[ \t]+\S.*)*)", re.MULTILINE)


def is_announcement(text: str) -> bool:
    """Whether a text is such a list."""
    return bool(_ENTRY.search(text))


def blocks(text: str) -> Iterator[Block]:
    """Yield each entry's title as a heading, then its other fields, then its abstract."""
    for entry in _ENTRY.finditer(text):
        ends = [found.start() for found in _END.finditer(text, entry.end())][:2]
        middle, end = (*ends, len(text), len(text))[:2]
        fields = {
            found[1].rstrip("s"): (found.start(), *found.span(2))
            for found in _FIELD.finditer(text, entry.end(), middle)
        }
        line = text.count("\n", 0, entry.start()) + 2
        if "Title" in fields:
            yield Block(line, (Line(_joined(text, *fields["Title"][1:])),), level=1)
        yield Block(
            line, tuple(Line(_field(text, *fields[name])) for name in ("arXiv", "Author", "Date") if name in fields)
        )
        if text.startswith("\\\\\n", middle):
            yield Block(text.count("\n", 0, middle) + 2, (Line(_joined(text, middle + 2, end)),))


def _field(text: str, start: int, value: int, end: int) -> Text:
    return concat([stretch(text[start:value], start), _joined(text, value, end)])


def _joined(text: str, start: int, end: int) -> Text:
    """Return wrapped lines as one."""
    lines = []
    for line in text[start:end].split("\n"):
        lines.append(stretch(line, start))
        start += len(line) + 1
    return join_lines(lines)

"""Footnotes and numbered references with addresses, put where prose calls them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reading import addresses
from kg.reading.runs import Anchor
from kg.reading.text import concat, cut, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.reading.markdown import Block
    from kg.reading.runs import Line
    from kg.reading.text import Text

    Notes = Mapping[str, tuple[str, Text | None]]
    """By what calls it (``^1``, ``1``): a note's address, and the title that it gives."""

_NOTE = re.compile(r"\s*\[(\^[\w-]+)\]:\s*(?P<text>\S.*)")
_NUMBERED = re.compile(r"\s*\[(\d{1,3}|[a-z])\]\s+(?P<text>\S.*)")
_CALL = re.compile(r"\[(\^[\w-]+|\d{1,3}|[a-z])\](?!:)")
_SEVERAL = 2


def with_notes(blocks: Sequence[Block]) -> list[Block]:
    """Put addresses where notes are called (``[^1]``, ``[1]``), and leave out those notes."""
    told = {name: (url, title) for block in blocks for name, url, title in _notes(block)}
    called = [_called(block, told) for block in blocks] if told else blocks
    return [block for block in called if block.lines or block.level]


def _notes(block: Block) -> Iterator[tuple[str, str, Text | None]]:
    numbered = [_NUMBERED.match(line.text.value) for line in block.lines]
    listed = len(block.lines) >= _SEVERAL and all(numbered[-_SEVERAL:])
    for line, number in zip(block.lines, numbered, strict=True):
        found = number if listed and number else _NOTE.match(line.text.value)
        address = addresses.address(" ".join([found["text"], *(a.url for a in line.anchors)])) if found else None
        if found and address and address.url:
            yield found.group(1), address.url, _title(line, found.start("text")) if listed else None


def _title(line: Line, start: int) -> Text:
    rest = cut(line.text, start)
    return strip(cut(rest, 0, addresses.start(rest.value)), ' .,，。:：“”"')


def _called(block: Block, notes: Notes) -> Block:
    kept = [line for line in block.lines if not _is_note(line, notes)]
    return replace(block, lines=tuple(_linked(line, notes) for line in kept))


def _is_note(line: Line, notes: Notes) -> bool:
    found = _NOTE.match(line.text.value) or _NUMBERED.match(line.text.value)
    note = notes.get(found.group(1)) if found else None
    return bool(found and note and addresses.address(found["text"]))


def _linked(line: Line, notes: Notes) -> Line:
    """Return the line with an anchor of no words in the place of each call of a note; numbers in brackets stay."""
    for found in reversed(list(_CALL.finditer(line.text.value))):
        name = found.group(1)
        if name in notes:
            url, title = notes[name]
            line = _with_anchor(line, *found.span(), Anchor(found.start(), found.start(), url, title=title))
    return line


def _with_anchor(line: Line, start: int, end: int, anchor: Anchor) -> Line:
    if anchor.title is not None:
        return replace(line, anchors=(*line.anchors, anchor))
    text = concat([cut(line.text, 0, start), cut(line.text, end)])
    size = end - start
    moved = [
        replace(a, start=a.start - size * (a.start > start), end=a.end - size * (a.end > start)) for a in line.anchors
    ]
    return replace(line, text=text, anchors=(*moved, anchor))

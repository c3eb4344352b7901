"""Plain text: a title on the first line, then paragraphs; several papers set apart by a line of dashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading import addresses, announcements, feeds, org, sheets, wording
from kg.reading.digest import read_blocks, read_digest
from kg.reading.lines import paper_address
from kg.reading.markdown import Block
from kg.reading.parts import is_labelled_title
from kg.reading.runs import Line
from kg.reading.source import decode, read_bytes
from kg.reading.text import Text, cut, join_lines, stretch, strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Document, Skipped
    from kg.reading.source import Source

_MARKDOWN = re.compile(r"^#{1,6} \S", re.MULTILINE)
_NUMBERED = re.compile(
    r"(?:\A|\n)[ \t]*\d{1,3}[.、)）/][ \t]*\S[^\n]*?(?:\n[^\n]+?)*?(?:arxiv|doi\.org)", re.IGNORECASE
)
"""A numbered paragraph with an address."""
_DASHES = re.compile(r"[-=_*~—–─━═·•]{3,}")
_HEADER = re.compile(
    r"(?:From|To|Cc|Date|Sent|Reply-To|发件人|收件人|抄送|日期|发送时间|(?P<subject>Subject|主题))\s*[:：]\s*(?:\[[^\]]*\]\s*)?",
    re.IGNORECASE,
)
"""A line of a mail's header."""
_TITLE_LINES = 3


def read_text(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield the paper of a text file, or its papers; one with headings, or a list of papers, is read as Markdown.

    arXiv's announcements by mail are read too.
    """
    page = decode(source.path, read_bytes(source))
    if announcements.is_announcement(page.text):
        yield from read_blocks(source, page, announcements.blocks(page.text), on_skip)
    elif feeds.is_feed(page.text):
        yield from feeds.read_feed(source, on_skip)
    elif sheets.is_sheet(page.text):
        yield from read_blocks(source, page, sheets.blocks(page.text), on_skip)
    elif org.is_org(page.text):
        yield from read_blocks(source, page, org.blocks(page.text), on_skip)
    elif _MARKDOWN.search(page.text) or len(_NUMBERED.findall(page.text)) > 1:
        yield from read_digest(source, on_skip)
    else:
        yield from read_blocks(source, page, _blocks(page.text), on_skip)


def _blocks(text: str) -> Iterator[Block]:
    """The title of each part as a heading, runs of lines after it as paragraphs; a mail's header is left out."""
    parts = _without_front(_parts(text))
    for part in parts:
        first = part[0]
        if any(other[0].line > first.line for other in parts) and _is_mail(first):
            continue
        listed = sum(map(is_labelled_title, part)) > 1
        yield from [first] if listed else _titled(_mailed(first) if _is_mail(first) else first)
        yield from part[1:]


def _parts(text: str) -> list[list[Block]]:
    """Return the paragraphs between each two lines of dashes."""
    parts: list[list[Block]] = [[]]
    lines: list[Text] = []
    for number, line in enumerate([*_split(text), Text()], 1):
        dashes = bool(_DASHES.fullmatch(line.value))
        if line.value and not dashes:
            lines.append(line)
            continue
        if lines:
            parts += [[]] if addresses.leading(lines[0].value)[0] and parts[-1] else []
            parts[-1].append(Block(number - len(lines), tuple(map(Line, lines))))
            lines = []
        if dashes:
            parts.append([])
    return [part for part in parts if part]


def _without_front(parts: list[list[Block]]) -> list[list[Block]]:
    """Leave out what stands before the first of several papers: the date and how many there are."""
    addressed = [any(paper_address(line) for block in part for line in block.lines) for part in parts]
    return parts[1:] if sum(addressed) > 1 and not addressed[0] else parts


def _titled(first: Block) -> Iterator[Block]:
    """Cut a part's first lines into its title and the rest: the title goes on until a line with the paper's address."""
    addressed = (n for n, line in enumerate(first.lines) if n and paper_address(line))
    end = next(addressed, 1)
    plain = not any(wording.labelled(line.text.value) for line in first.lines[:end])
    end = end if plain and end <= _TITLE_LINES else 1
    yield Block(first.line, (Line(join_lines([line.text for line in first.lines[:end]])),), 1)
    if rest := first.lines[end:]:
        yield Block(first.line + end, rest)


def _is_mail(block: Block) -> bool:
    return len(block.lines) > 1 and all(_HEADER.match(line.text.value) for line in block.lines)


def _mailed(block: Block) -> Block:
    """Return a mail's subject, without the list's name, as its only line."""
    subjects = (line.text for line in block.lines if (found := _HEADER.match(line.text.value)) and found["subject"])
    text = next(subjects, block.lines[0].text)
    found = _HEADER.match(text.value)
    return Block(block.line, (Line(cut(text, found.end() if found else 0)),))


def _split(text: str) -> Iterator[Text]:
    start = 0
    for line in text.split("\n"):
        yield strip(stretch(line, start))
        start += len(line) + 1

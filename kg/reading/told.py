"""Papers that prose tells of: ``《Title》[^1]``, ``*Title* (arXiv:2403.10517)``, a reference, an item of news."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reading import addresses, heading, lines, ornaments, wording
from kg.reading.markdown import text_of
from kg.reading.runs import Anchor, later
from kg.reading.text import Text, concat, cut, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reading.addresses import Address
    from kg.reading.markdown import Block
    from kg.reading.runs import Line

_NOTE = re.compile(r"\s*\[\^([\w-]+)\]:\s*(?P<text>\S.*)")
_CALL = re.compile(r"\[\^([\w-]+)\](?!:)")
_MARKS = re.compile(r"《([^《》]{3,300})》|〈([^〈〉]{3,300})〉|“([^“”]{12,300})”|\"([^\"]{12,300})\"")
_BETWEEN = re.compile(
    r"[\s.,;，。；)）\]」』》〉”\"*_]*(?:(?:arXiv|preprint|in|论文|論文|原文)[\s.,:：]*){0,3}[(（\[【]?\s*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\[\d{1,3}\]\s*|\d{1,3}\.\s*)?(?P<authors>[^\W\d_a-z][^()（）]{2,600}?)\s*[(（](?P<year>(?:19|20)\d{2})[a-z]?(?:,[^()]*)?[)）][.,:]?\s+"
    r"[“\"]?(?P<title>[^\W_].{9,300}?[^.])[”\"]?[.,?]\s",
)
_SENTENCE = re.compile(r"[。！？!?]|\.(?=\s|$)")
_NUMBER = re.compile(r"\s*(?:\d{1,3}[.、)）/]|[(（\[【]\d{1,3}[)）\]】])\s*")
_FIRST = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_WORDS = 4
_HAN = 6
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that a block tells of."""

    title: Text
    address: Address
    rest: Block | None
    """The block less what is no prose of it."""
    authors: tuple[str, ...] = ()
    published: str | None = None


def with_notes(blocks: Sequence[Block]) -> list[Block]:
    """Put the addresses of footnotes where they are called (``[^1]``), and leave out those notes."""
    notes = dict(note for block in blocks for note in _notes(block))
    called = [_called(block, notes) for block in blocks] if notes else blocks
    return [block for block in called if block.lines or block.level]


def _notes(block: Block) -> Iterator[tuple[str, str]]:
    for line in block.lines:
        found = _NOTE.match(line.text.value)
        address = addresses.address(" ".join([found["text"], *(a.url for a in line.anchors)])) if found else None
        if found and address and address.url:
            yield found.group(1), address.url


def _called(block: Block, notes: dict[str, str]) -> Block:
    kept = [line for line in block.lines if not ((found := _NOTE.match(line.text.value)) and found.group(1) in notes)]
    return replace(block, lines=tuple(_linked(line, notes) for line in kept))


def _linked(line: Line, notes: dict[str, str]) -> Line:
    """Return the line with an anchor of no words in the place of each call of a note."""
    for found in reversed(list(_CALL.finditer(line.text.value))):
        if url := notes.get(found.group(1)):
            start, size = found.start(), len(found.group())
            text = concat([cut(line.text, 0, start), cut(line.text, found.end())])
            moved = [
                replace(a, start=a.start - size * (a.start > start), end=a.end - size * (a.end > start))
                for a in line.anchors
            ]
            line = replace(line, text=text, anchors=(*moved, Anchor(start, start, url)))
    return line


def in_prose(block: Block) -> Told | None:
    """Return the paper whose title stands in a paragraph's prose with its address right behind it, or as its link."""
    prose = not block.level and not block.row and _is_prose(text_of(block).value)
    for line in block.lines if prose else ():
        for start, end in () if lines.is_links(line) else _titles(line):
            address = _behind(line, start, end)
            if address:
                return Told(_in_full(line.text, strip(cut(line.text, start, end))), address, block)
    return None


def _in_full(prose: Text, title: Text) -> Text:
    """Return the whole title, where prose gives it elsewhere in quotes or marks: ``Kestrel`` and "Kestrel: Maps"."""
    spans = (found.span(found.lastindex or 0) for found in _MARKS.finditer(prose.value))
    longer = (
        cut(prose, *span) for span in spans if re.match(rf"{re.escape(title.value)}\s*[:：]", prose.value[slice(*span)])
    )
    return next(longer, title)


def _is_prose(text: str) -> bool:
    return lines.ends_sentence(text) or (len(text) > _LONGEST and bool(_SENTENCE.search(text)))


def _titles(line: Line) -> Iterator[tuple[int, int]]:
    value = line.text.value
    marked = [found.span(found.lastindex or 0) for found in _MARKS.finditer(value)]
    spans = marked + [(a.start, a.end) for a in line.anchors if a.end > a.start] + list(line.marked)
    for start, end in sorted(spans):
        booked = value[start - 1 : start] in ("《", "〈")
        if (
            booked
            or is_title(value[start:end])
            or len(_in_full(line.text, cut(line.text, start, end)).value) > end - start
        ):
            yield start, end


def is_title(words: str) -> bool:
    """Whether words are as many as a title has, and no sentence."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in words)
    enough = len(words.split()) >= _WORDS or han >= _HAN
    return enough and not wording.labelled(words) and not re.search(r"[。；]|[.!]$", words)


def _behind(line: Line, start: int, end: int) -> Address | None:
    """Return the address that a title links to, or that stands right behind it."""
    own = [a.url for a in line.anchors if a.start <= start and end <= a.end]
    gap = _BETWEEN.match(line.text.value, end)
    until = gap.end() if gap else end
    near = [a.url for a in line.anchors if end <= a.start <= until]
    found = next((known for url in (*own, *near) if (known := addresses.address(url))), None)
    return found or _written(line.text.value, end, until)


def _written(value: str, end: int, until: int) -> Address | None:
    begins = end + addresses.start(value[end:])
    return addresses.address(re.sub(r"(?<=\d)[)）\s].*", "", value[begins:])) if begins <= until else None


def reference(block: Block) -> Told | None:
    """Return the paper of a paragraph that is nothing but a reference (APA): authors, year, title, address."""
    text = text_of(block)
    found = None if block.level or block.row else _REFERENCE.match(text.value)
    address = addresses.address(" ".join([text.value, *(a.url for line in block.lines for a in line.anchors)]))
    if not found or not address or len(text.value) - found.end() > 2 * _LONGEST:
        return None
    names, (start, end) = _names(found["authors"]), found.span("title")
    marked = next((b for line in block.lines for a, b in line.marked if a == start and len(block.lines) == 1), end)
    return Told(strip(cut(text, start, marked)), address, None, names, found["year"])


def _names(authors: str) -> tuple[str, ...]:
    """Turn the names of a reference round.

    >>> _names("Okafor, N., & de Wolff, J.")
    ('N. Okafor', 'J. de Wolff')
    """
    turned = re.findall(r"\s*(?:&|and)?\s*([^,&]+), ((?:[^\W\d_]\.[- ]?)+)(?:,|$)", authors + ",")
    return tuple(f"{given.strip()} {family.strip()}" for family, given in turned) or lines.authors(authors)


def news(block: Block) -> Told | None:
    """Return the paper of a numbered paragraph with an address in its prose: its first sentence is the title."""
    line = block.lines[0]
    number = _NUMBER.match(line.text.value)
    begin = max(number.end() if number else 0, ornaments.opening(line.text.value))
    address = addresses.address(text_of(block).value)
    stop = _SENTENCE.search(line.text.value, begin)
    if block.level or block.row or not begin or not address or not stop or stop.end() - begin > _LONGEST:
        return None
    rest = replace(block, lines=(later(line, stop.end()), *block.lines[1:]))
    return Told(strip(cut(line.text, begin, stop.start())), address, rest)


def coined(title: Block | None) -> str:
    """Return the coined name that a heading begins with; empty where it begins with a word."""
    words = _FIRST.match(text_of(title).value, heading.front(text_of(title).value)) if title else None
    first = words.group() if words else ""
    return first if sum(map(str.isupper, first)) > 1 or any(map(str.isdigit, first)) else ""

"""Papers that prose tells of: ``《Title》[^1]``, ``*Title* (arXiv:2403.10517)``, a reference, an item of news."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reading import addresses, heading, lines, ornaments, wording
from kg.reading.markdown import text_of
from kg.reading.runs import later
from kg.reading.text import Text, cut, strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reading.addresses import Address
    from kg.reading.markdown import Block
    from kg.reading.runs import Line

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
_CITED = re.compile(r"[\s*_]*[(（\[][^()（）\[\]]{0,16}\barXiv", re.IGNORECASE)
_ADDRESSED = re.compile(r"((?:[A-Z0-9][^\s。；]*\s+(?:[a-z-]+\s+){0,3}){3,30})https?://[^\s\u4e00-\u9fff]+\s+(?=\S)")
"""A title in capitals, its bare address behind it, and text behind that."""
_BARE = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?!\d)")
_NAME = 3
_WORDS = 4
_HAN = 6
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that a block tells of."""

    title: Text
    address: Address
    line: int
    """The 1-based line on which it begins."""
    rest: Block | None
    """The block less what is no prose of it."""
    authors: tuple[str, ...] = ()
    published: str | None = None


def in_prose(block: Block) -> Told | None:
    """Return the paper whose title stands in a paragraph's prose with its address right behind it, or as its link."""
    if block.level or block.row or not _is_prose(text_of(block).value):
        return None
    for line in block.lines:
        for start, end in () if lines.is_links(line) else _titles(line):
            address = _behind(line, start, end)
            if address:
                return Told(_in_full(line.text, strip(cut(line.text, start, end))), address, block.line, block)
    return None if block.quoted else _noted(block)


def _noted(block: Block) -> Told | None:
    """Return the paper of the first numbered reference that prose calls: ``Petrov et al. [1] propose ...``."""
    for line in block.lines:
        for anchor in sorted(line.anchors, key=lambda anchor: anchor.start):
            address = addresses.address(anchor.url) if anchor.title is not None else None
            if anchor.title is not None and address:
                named = any(map(str.isalpha, anchor.title.value))
                return Told(anchor.title if named else _words_of(line), address, block.line, block)
    return None


def _words_of(line: Line) -> Text:
    """Return what is emphasised first in a line, else its first sentence."""
    return strip(cut(line.text, *min(line.marked))) if line.marked else _sentence(line)


def cited(block: Block) -> Told | None:
    """Return the paper of a paragraph with one identifier: its first line, or its first sentence, serves as title."""
    text = text_of(block)
    found = {str(address.id): address for address in addresses.every(text.value)}
    if block.level or block.row or block.quoted or len(found) != 1:
        return None
    line = later(block.lines[0], ornaments.opening(block.lines[0].text.value))
    if addressed := _ADDRESSED.match(line.text.value):
        rest = replace(block, lines=(later(line, addressed.end()), *block.lines[1:]))
        return Told(strip(cut(line.text, *addressed.span(1))), next(iter(found.values())), block.line, rest)
    whole = len(block.lines) > 1 and len(line.text.value) <= _LONGEST and not lines.is_links(line)
    title = _title_of(line.text) if whole else _sentence(line)
    return Told(title, next(iter(found.values())), block.line, block)


def _title_of(text: Text) -> Text:
    noted = addresses.noted(text.value)
    return strip(cut(text, 0, noted[0]) if noted else text, " *·:：，,。")


def _sentence(line: Line) -> Text:
    """Return the first sentence behind words in bold, no longer than a title."""
    begin = line.strong if line.strong < len(line.text.value) else 0
    stop = _SENTENCE.search(line.text.value, begin + _LONGEST // 4)
    sentence = cut(line.text, begin, min(stop.start() if stop else 2 * _LONGEST, begin + 2 * _LONGEST))
    return heading.unaddressed(strip(sentence, " .:：。"))


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
        named = end - start >= _NAME and _CITED.match(value, end)
        if booked or named or is_title(_in_full(line.text, cut(line.text, start, end)).value):
            yield start, end


def is_title(words: str) -> bool:
    """Whether words are as many as a title has, and no sentence."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in words)
    enough = len(words.split()) >= _WORDS or han >= _HAN
    return enough and not wording.labelled(words) and not re.search(r"[。；]|[.!]$", words)


def _behind(line: Line, start: int, end: int) -> Address | None:
    """Return the address that a title links to, or that stands right behind it."""
    own = [a.url for a in line.anchors if a.start <= start and end <= a.end]
    if cited := _CITED.match(line.text.value, end):
        return addresses.address(line.text.value[cited.end() - len("arXiv") : end + _LONGEST])
    gap = _BETWEEN.match(line.text.value, end)
    until = gap.end() if gap else end
    near = [a.url for a in line.anchors if end <= a.start <= until]
    found = next((known for url in (*own, *near) if (known := addresses.address(url))), None)
    return found or _written(line.text.value, end, until)


def _written(value: str, end: int, until: int) -> Address | None:
    if bare := _BARE.match(value, until):
        return addresses.arxiv(bare.group())
    begins = end + addresses.start(value[end:])
    return addresses.address(re.sub(r"(?<=\d)[)）\s].*", "", value[begins:])) if begins <= until else None


def reference(block: Block) -> Told | None:
    """Return the paper of a paragraph that is nothing but a reference (APA): authors, year, title, address."""
    text = text_of(block)
    found = None if block.level or block.row else _REFERENCE.match(text.value)
    address = addresses.address(" ".join([text.value, *(a.url for line in block.lines for a in line.anchors)]))
    if not found or not address or len(text.value) - found.end() > _LONGEST:
        return None
    names, (start, end) = _names(found["authors"]), found.span("title")
    marked = next((b for line in block.lines for a, b in line.marked if a == start and len(block.lines) == 1), end)
    return Told(strip(cut(text, start, marked)), address, block.line, None, names, found["year"])


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
    return Told(strip(cut(line.text, begin, stop.start())), address, block.line, rest)


def coined(title: Block | None) -> str:
    """Return the coined name that a heading begins with; empty where it begins with a word."""
    words = _FIRST.match(text_of(title).value, heading.front(text_of(title).value)) if title else None
    first = words.group() if words else ""
    mixed = any(map(str.isalpha, first)) and any(map(str.isdigit, first))
    return first if mixed or sum(map(str.isupper, first)) > 1 else ""

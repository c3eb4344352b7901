"""What one line of a digest is: links, a label with its value, or prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kg.reading import addresses, wording
from kg.reading.runs import later
from kg.reading.text import Text, cut, strip

if TYPE_CHECKING:
    from kg.reading.addresses import Address
    from kg.reading.runs import Anchor, Line

LINK_LABELS = frozenset({"paper", "code", "project", "demo", "data", "model"})
_SHORT = 200
_NOTE = 60
_SEPARATORS = re.compile(r"[\W_]+|\b(?:and|or|at|none|nil)\b|和|及|与|在|见|无", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?|"
    r"\b(\d{1,2} [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8} \d{1,2},? \d{4})\b"
)
_CATEGORY = re.compile(
    r"\[?\b(?:cs|stat|math|eess|econ|q-bio|q-fin|nlin|physics|astro-ph|cond-mat)\.[A-Za-z-]{2,7}\b\]?"
    r"|\[?\b(?:quant-ph|gr-qc|hep-(?:ph|th|ex|lat)|math-ph|nucl-(?:ex|th))\b\]?"
)
"""A subject of arXiv's: cs.CL, q-bio.GN."""
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_NAME = r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|de|van|von|der|den|la|el|di|da|bin)){1,4}"
_NAMES = re.compile(rf"{_NAME}(?:(?:, and |, | and | & ){_NAME})+,?(?: et al\.?)?")
_COUNTED = re.compile(r"(?<![\w.])\d+(?:\.\d+)?[kKwW万]?\+?(?![\w.])")
"""Stars, votes and comments among links."""
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?] [A-Z]|[。！？].")
_SENTENCE_END = re.compile(r"[。.!?！？；…][\"'”’」』）)]*\s*$")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a line: what its words announce (a label's kind or None), its words and its address."""

    kind: str | None
    words: Text
    url: str


def is_links(line: Line) -> bool:
    """Whether the line holds links or identifiers, and nothing else but labels and separators."""
    rest = _CATEGORY.sub("", addresses.without_urls(_outside(line)))
    linked = bool(line.anchors) or rest != line.text.value
    parts = _SEPARATORS.split(_COUNTED.sub("", rest))
    return linked and all(not re.search(r"[^\W\d_]", part) or wording.label(part) for part in parts)


def links(line: Line) -> list[Link]:
    """Every link of the line in order, a bare address under the label before it."""
    found = [
        (anchor.start, Link(_kind(line, anchor), cut(line.text, anchor.start, anchor.end), anchor.url))
        for anchor in line.anchors
        if not anchor.url.startswith("#")
    ]
    for url in addresses.urls(_outside(line)):
        start = line.text.value.find(url)
        found.append((start, Link(_label_before(line.text.value[:start]), Text(), url)))
    return [link for _, link in sorted(found, key=lambda pair: pair[0])]


def paper_address(line: Line) -> Address | None:
    """Find the paper's own address in a line: in links, after a label, or where the line begins with a link.

    An address in the midst of prose is another paper's; an identifier at the front of a line is its own.
    """
    label, (first_of_all, _) = wording.labelled(line.text.value), addresses.leading(line.text.value)
    if first_of_all:
        return first_of_all
    if among_bars := _between_bars(line.text.value):
        return among_bars
    if is_links(line) or (label and label[0] == "paper"):
        value = line.text.value[label[1] if label else 0 :]
        return _from_links(line) or addresses.address(line.text.value) or addresses.identifier(value)
    for link in links(line):
        before = line.text.value[: line.text.value.find(link.words.value)]
        first = bool(link.words.value) and not before.strip(" *#.、)）(（[0123456789")
        if (link.kind == "paper" or first) and (found := addresses.address(link.url)):
            return found
    if _is_note(line) and "arxiv" in line.text.value.lower():
        return addresses.address(line.text.value)
    return addresses.bracketed(line.text.value) if _is_note(line) and line.strong else None


def _between_bars(text: str) -> Address | None:
    """Find an identifier that stands by itself among the notes of a heading: ``01 | Kestrel | 2601.00001``."""
    parts = re.split(r"[|｜]", text)
    found = (addresses.identifier(part) for part in parts if part.strip()[:1].isdigit())
    return next((address for address in found if address), None) if len(parts) > len("||") else None


def is_addressed(line: Line) -> bool:
    """Whether a short line is an identifier and notes behind it: ``arXiv:2403.10517 · presented by Ada``."""
    return _is_note(line) and not addresses.start(line.text.value)


def date(text: str) -> str | None:
    """Find a date and return it as ISO, as far as it goes: ``2024-03-15``, ``2024-03`` or ``2024``."""
    found = _DATE.search(text)
    if found and found.group(1):
        return "-".join(part.zfill(2) for part in found.groups()[:3] if part)
    if found:
        return _written_date(found.group(4).replace(",", ""))
    year = _YEAR.search(text)
    return year.group() if year else None


def without_date(text: str) -> str:
    """The text less its first date and what separates it."""
    return _DATE.sub("", text, count=1).strip(" ,，·|-–—()（）")


def has_date(line: Line) -> bool:
    """Whether a short line without a sentence gives a date: ``Xiaohan Wang et al., 2024-03-15``."""
    return _is_note(line) and bool(_DATE.search(line.text.value))


def authors(text: str) -> tuple[str, ...]:
    """Split a list of names.

    >>> authors("Ada Lovelace, Alan Turing and 张三")
    ('Ada Lovelace', 'Alan Turing', '张三')
    """
    parts = re.split(r"\s*(?:[,，、;；]|\band\b|&)\s*", text)
    return tuple(part for part in map(str.strip, parts) if part and part not in {"et al.", "et al", "等"})


def is_names(text: str) -> bool:
    """Whether a line is a list of two or more people's names."""
    return len(text) <= 10 * _SHORT and bool(_NAMES.fullmatch(text.strip()))


def is_notes(text: str) -> bool:
    """Whether what follows a title on its line is notes, set apart by bars: ``Ada Lovelace, et al. | arXiv | MIT``."""
    first, *others = re.split(r"[|｜]", text)
    short = not _TWO_SENTENCES.search(first) and all(len(part) <= _NOTE for part in (first, *others))
    return bool(others) and short and not any(map(_SENTENCE_END.search, others))


def is_dotted(text: str) -> bool:
    """Whether a short line is notes set apart by dots: ``▲ 118 · 💬 9 · submitted by ada · ETH Zurich``."""
    parts = re.split(r"\s[·•∙]\s", text)
    return len(parts) > len("··") and len(text) <= _SHORT and not any(map(_SENTENCE_END.search, parts))


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence does."""
    return bool(_SENTENCE_END.search(text))


def links_behind(line: Line) -> int:
    """Where the brackets with nothing but links begin with which a line ends; its length, where none do."""
    start = max(line.text.value.rfind(mark) for mark in "(（")
    whole = line.text.value.rstrip().endswith((")", "）")) and start >= 0 and is_links(later(line, start))
    return start if whole else len(line.text.value)


def unlabelled(line: Line) -> Text:
    """The title that a line holds, without the links that follow or precede it (``Title [paper](…) [code](…)``)."""
    text, end = line.text, len(line.text.value)
    for anchor in sorted(line.anchors, key=lambda anchor: -anchor.start):
        if _kind(line, anchor) and not line.text.value[anchor.end : end].strip(" |·,，、/()（）[]【】-–—"):
            end = anchor.start
    return strip(cut(text, 0, end), " |｜·,，、/(（[【-–—*_\t\u3000") if end < len(text.value) else strip(text)


def _is_note(line: Line) -> bool:
    return len(line.text.value) <= _SHORT and not ends_sentence(line.text.value)


def _from_links(line: Line) -> Address | None:
    found = [link for link in links(line) if link.kind in (None, "paper")]
    known = (addresses.address(link.url) for link in found)
    other = (addresses.any_address(link.url) for link in found if link.words.value)
    return next((address for address in (*known, *other) if address), None)


def _kind(line: Line, anchor: Anchor) -> str | None:
    words = line.text.value[anchor.start : anchor.end]
    if words.strip().startswith(("http://", "https://")):
        return _label_before(line.text.value[: anchor.start])
    return wording.label(words or anchor.image) or ("paper" if addresses.identifier(words) else None)


def _label_before(text: str) -> str | None:
    return wording.label(re.split(r"[|·,，、;；]", text.rstrip(" :：([（*"))[-1])


def _outside(line: Line) -> str:
    inside = {place for anchor in line.anchors for place in range(anchor.start, anchor.end)}
    return "".join(" " if place in inside else character for place, character in enumerate(line.text.value))


def _written_date(text: str) -> str | None:
    for form in ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no time zone here
        except ValueError:
            continue
    return None

"""Where a title begins and ends within its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading import addresses, lines, ornaments, wording
from kg.reading.markdown import is_strong
from kg.reading.text import Text, cut, strip

if TYPE_CHECKING:
    from kg.reading.markdown import Line

_NUMBER = re.compile(r"\s*(?:\d{1,3}[.、)）](?!\d)|[(（\[【]\d{1,3}[)）\]】]|第\s*\d+\s*篇\s*[:：]?|)\s*")
_CLOSED = " (（[【"


def front(title: str) -> int:
    """Where a title begins, behind its number, a word for what it is, and its paper's identifier."""
    end = ornaments.opening(title)
    number = _NUMBER.match(title, end)
    end = number.end() if number else end
    end += wording.front(title[end:])
    return end + addresses.leading(title[end:])[1]


def unaddressed(title: Text) -> Text:
    """Return a title without the address that it ends with: ``Title (arXiv:2406.04692)``."""
    end = addresses.start(title.value)
    rest = addresses.without_urls(title.value[end:]).strip(" )）]】")
    return title if rest or not end else strip(cut(title, 0, end), _CLOSED)


def end_of(line: Line) -> int:
    """Where the title ends with which a line begins: in bold, linked, or before an address; 0 where none does."""
    if line.strong and not is_strong(line):
        return line.strong
    linked = next((anchor for anchor in line.anchors if addresses.address(anchor.url)), None)
    if linked and not _NUMBER.sub("", line.text.value[: linked.start]).strip():
        return linked.end
    if not lines.paper_address(line):
        return 0
    begin = front(line.text.value)
    start = begin + addresses.start(line.text.value[begin:])
    return min(start, linked.start if linked else len(line.text.value))


def name(title: Text) -> str | None:
    """What stands before a title's colon, None where it has none."""
    before, colon, _ = re.sub("[：:]", ":", title.value).partition(":")
    return before.strip() if colon else None

"""What may stand between a paper's title and its abstract: authors, a date, another title, a line of notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading import addresses, heading, lines
from kg.reading.draft import LONGEST_SUBTITLE, take_links, take_prose
from kg.reading.language import language
from kg.reading.runs import is_strong
from kg.reading.text import cut, strip
from kg.reading.told import is_title

if TYPE_CHECKING:
    from kg.reading.draft import Draft
    from kg.reading.runs import Line

_LINKS_IN_BRACKETS = re.compile(r"\s*(?:[(（\[【][^)）\]】]{0,120}[)）\]】]\s*)+")


def read_opening(draft: Draft, line: Line, *, more: bool) -> bool:
    """Read what may stand between title and abstract: a link that is the title, authors, a date, another title."""
    if draft.abstracts:
        return False
    text = line.text.value
    if lines.is_addressed(line) and language(addresses.without_urls(text)) in draft.titles:
        take_links(draft, line)
        return True
    if lines.is_names(text):
        draft.authors = draft.authors or lines.authors(text)
        return True
    if lines.has_date(line):
        draft.published = draft.published or lines.date(text)
        names = lines.without_date(text)
        draft.authors = draft.authors or (lines.authors(names) if lines.is_names(names) else ())
        return True
    if draft.titles and lines.is_dotted(text):
        take_links(draft, line)
        return True
    return _read_linked_title(draft, line) or _read_motto(draft, line) or _read_subtitle(draft, line, more=more)


def _read_linked_title(draft: Draft, line: Line) -> bool:
    """Read ``[Title](address): summary`` or ``**Title** (links): summary`` where no heading gives the title."""
    end = 0 if draft.titles else heading.end_of(line)
    if not end:
        return False
    take_links(draft, line)
    heading.take(
        draft.titles, strip(cut(line.text, heading.front(line.text.value), end), " :：-–—→➡>,，.。|·\t*（(《》")
    )
    note = _LINKS_IN_BRACKETS.match(line.text.value, end)
    rest = strip(cut(line.text, note.end() if note else end, lines.links_behind(line)))
    rest = cut(rest, len(rest.value) - len(rest.value.lstrip(" :：-–—,，.。|·*）)")))
    noted = addresses.address(rest.value) and not lines.ends_sentence(rest.value)
    if not noted and not lines.is_notes(rest.value) and addresses.without_urls(rest.value).strip():
        take_prose(draft, [rest])
    return True


def _read_motto(draft: Draft, line: Line) -> bool:
    """Read a whole title in italics below a heading that is but the paper's name."""
    text = strip(line.text)
    known = draft.titles.get(language(text.value))
    whole = (0, len(line.text.value)) in line.marked and not is_strong(line)
    taken = known is not None and whole and " " not in known.value and is_title(text.value)
    if taken:
        heading.replace(draft.titles, text)
    return taken


def _read_subtitle(draft: Draft, line: Line, *, more: bool) -> bool:
    """Read a title in the other language: short, no sentence, with an abstract to come or the same name before it."""
    text = strip(line.text)
    new = bool(draft.titles) and language(text.value) not in draft.titles and draft.section is None
    short = len(text.value) <= LONGEST_SUBTITLE and not re.search(r"[。；;]|[.!！]$", text.value)
    taken = new and short and (more or heading.name(text) in map(heading.name, draft.titles.values()))
    if taken:
        heading.take(draft.titles, text)
    return taken

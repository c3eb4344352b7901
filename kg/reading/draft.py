"""One entry of a digest, read line by line into what a Document is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Link
from kg.reading import addresses, frontmatter, heading, lines, ornaments, wording
from kg.reading.language import language
from kg.reading.markdown import Line, is_strong, later, text_of
from kg.reading.text import Text, cut, join_lines, strip

if TYPE_CHECKING:
    from kg.reading.addresses import Address
    from kg.reading.entries import Entry
    from kg.reading.markdown import Block

_LINKS_IN_BRACKETS = re.compile(r"\s*(?:[(（\[【][^)）\]】]{0,120}[)）\]】]\s*)+")
_LONGEST_SUBTITLE = 160
_OWN_LANGUAGE = 40
"""Characters from which on a line's language tells; shorter ones go with their neighbours."""


@dataclass(slots=True)
class Draft:
    """A paper so far: texts by language, and what else its lines say."""

    titles: dict[str, Text] = field(default_factory=dict)
    abstracts: dict[str, list[Text]] = field(default_factory=dict)
    address: Address | None = None
    links: dict[str, Link] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    published: str | None = None
    section: str | None = None
    asked: bool = False
    """Whether it is told in questions and answers."""


def read_entry(entry: Entry, front: dict[str, str]) -> Draft:
    """Read an entry; what its lines leave open, the file's front matter says."""
    draft = Draft()
    if entry.title:
        _read_heading(draft, entry.title)
    later = [0 if block.level else len(text_of(block).value) for block in entry.body]
    for place, block in enumerate(entry.body):
        enough = 1 if block.quoted or is_strong(block.lines[0]) else _LONGEST_SUBTITLE / 2
        _read_block(draft, block, more=max(later[place + 1 :], default=0) >= enough)
    heading.take_whole(draft.titles, front.get("title", ""))
    draft.address = draft.address or frontmatter.address(front)
    draft.authors = draft.authors or lines.authors(front.get("authors", front.get("author", "")))
    draft.published = draft.published or lines.date(front.get("date", front.get("published", "")))
    return draft


def _read_heading(draft: Draft, block: Block) -> None:
    for line in block.lines:
        _take_links(draft, line)
    titles = [lines.unlabelled(line) for line in block.lines]
    same = len({language(title.value) for title in titles}) == 1
    for title in [join_lines(titles)] if same else titles:
        parts = heading.parts(title)
        for part in parts:
            if len(parts) == 1 or not _read_noted(draft, part):
                heading.take(draft.titles, cut(part, heading.front(part.value)))


def _read_noted(draft: Draft, part: Text) -> bool:
    """Read a part of a heading between bars; tell whether it is another than the title."""
    value = part.value.strip()
    known = addresses.identifier(value)
    if known and not any(map(str.isalpha, addresses.without_urls(value))):
        draft.address = draft.address or known
    elif lines.is_names(value):
        draft.authors = draft.authors or lines.authors(value)
    else:
        dated = bool(lines.date(value)) and not lines.without_date(value)
        draft.published = draft.published or (lines.date(value) if dated else None)
        words = any(map(str.isalpha, value))
        return dated or not words or _read_label(draft, Line(part)) or bool(draft.titles)
    return True


def _read_block(draft: Draft, block: Block, *, more: bool) -> None:
    if block.level:
        draft.section = wording.section(text_of(block).value) or "abstract"
        return
    prose: list[Text] = []
    described = _is_description(block)
    for whole in block.lines:
        start = ornaments.answer(whole.text.value) if draft.asked else 0
        start = start or ornaments.opening(whole.text.value)
        line = later(whole, start)
        if start:
            prose = _read_prose(draft, prose)
        free = not prose or lines.ends_sentence(prose[-1].value)
        noted = free and (
            _read_sign(draft, whole, line) or _read_note(draft, line, more=more and not prose, described=described)
        )
        if line.text.value.strip() and not noted:
            prose.append(strip(line.text))
    _read_prose(draft, prose)


def _read_prose(draft: Draft, prose: list[Text]) -> list[Text]:
    """Take the lines of a paragraph where they are the paper's; return those of the next one."""
    if draft.section != "other":
        _take_prose(draft, prose)
    return []


def _is_description(block: Block) -> bool:
    """Whether each line is a label with its value, and half of the labels are those of a paper's metadata."""
    values = [line.text.value for line in block.lines]
    known = [label for label in map(wording.labelled, values) if label and label[0] != "abstract"]
    return len(values) > 1 and 2 * len(known) >= len(values) and all(map(wording.is_labelled, values))


def _read_sign(draft: Draft, whole: Line, line: Line) -> bool:
    """Read a line whose sign is its label: 🏫 and where its authors work."""
    kind = None if draft.abstracts else wording.sign(whole.text.value)
    return bool(kind) and _is_short(line.text) and _read_value(draft, str(kind), strip(line.text))


def _read_note(draft: Draft, line: Line, *, more: bool, described: bool) -> bool:
    """Read a line that is no prose; tell whether it was one."""
    value = line.text.value
    if lines.is_links(line):
        _take_links(draft, line)
        return True
    if (section := wording.section(value)) and (is_strong(line) or section == "abstract"):
        draft.section = section
        return True
    draft.address = draft.address or lines.paper_address(line)
    if ornaments.is_question(value):
        draft.asked = True
        return True
    known = _read_label(draft, line) or (described and not wording.labelled(value))
    return known or _read_opening(draft, line, more=more)


def _read_opening(draft: Draft, line: Line, *, more: bool) -> bool:
    """Read what may stand between title and abstract: a link that is the title, authors, a date, another title."""
    if draft.abstracts:
        return False
    text = line.text.value
    if lines.is_names(text):
        draft.authors = draft.authors or lines.authors(text)
        return True
    if lines.has_date(line):
        draft.published = draft.published or lines.date(text)
        names = lines.without_date(text)
        draft.authors = draft.authors or (lines.authors(names) if lines.is_names(names) else ())
        return True
    return _read_linked_title(draft, line) or _read_subtitle(draft, line, more=more)


def _read_linked_title(draft: Draft, line: Line) -> bool:
    """Read ``[Title](address): summary`` or ``**Title** (links): summary`` where no heading gives the title."""
    end = 0 if draft.titles else heading.end_of(line)
    if not end:
        return False
    _take_links(draft, line)
    heading.take(draft.titles, strip(cut(line.text, heading.front(line.text.value), end), " :：-–—,，.。|·\t*（(《》"))
    note = _LINKS_IN_BRACKETS.match(line.text.value, end)
    rest = strip(cut(line.text, note.end() if note else end))
    rest = cut(rest, len(rest.value) - len(rest.value.lstrip(" :：-–—,，.。|·*）)")))
    noted = addresses.address(rest.value) and not lines.ends_sentence(rest.value)
    if not noted and not lines.is_notes(rest.value) and addresses.without_urls(rest.value).strip():
        _take_prose(draft, [rest])
    return True


def _read_subtitle(draft: Draft, line: Line, *, more: bool) -> bool:
    """Read a title in the other language: short, no sentence, with an abstract to come or the same name before it."""
    text = strip(line.text)
    new = bool(draft.titles) and language(text.value) not in draft.titles and draft.section is None
    short = len(text.value) <= _LONGEST_SUBTITLE and not re.search(r"[。；;]|[.!！]$", text.value)
    taken = new and short and (more or heading.name(text) in map(heading.name, draft.titles.values()))
    if taken:
        heading.take(draft.titles, text)
    return taken


def _read_label(draft: Draft, line: Line) -> bool:
    label = wording.labelled(line.text.value)
    if not label:
        return False
    return _read_value(draft, label[0], strip(cut(line.text, label[1])))


def _read_value(draft: Draft, kind: str, value: Text) -> bool:
    """Read what a label or a sign is followed by; tell whether it is no prose."""
    if kind == "abstract":
        draft.section = kind
        _take_prose(draft, [value])
    elif kind == "title" or _is_unlinked(kind, value):
        heading.replace(draft.titles, value)
        return True
    elif kind == "authors":
        draft.authors = draft.authors or lines.authors(value.value)
    elif kind == "published" and lines.date(value.value):
        draft.published = draft.published or lines.date(value.value)
    return kind in {"abstract", "title", "authors"} or (kind in {"published", "other"} and _is_short(value))


def _is_unlinked(kind: str, value: Text) -> bool:
    """Whether a label that mostly stands before the paper's address stands before its title: 原文：Title."""
    words = value.value[:1].isalpha() and " " in value.value and not addresses.start(value.value) < len(value.value)
    return kind == "paper" and words and _is_short(value)


def _is_short(value: Text) -> bool:
    return len(value.value) <= _LONGEST_SUBTITLE and not lines.ends_sentence(value.value)


def _take_links(draft: Draft, line: Line) -> None:
    draft.address = draft.address or lines.paper_address(line)
    for link in lines.links(line):
        if link.kind in lines.LINK_LABELS - {"paper"}:
            draft.links.setdefault(link.url, Link(str(link.kind), link.url))
        elif link.kind is None and link.words.value.strip() and addresses.any_address(link.url):
            heading.take(draft.titles, link.words)


def _take_prose(draft: Draft, prose: list[Text]) -> None:
    """Take a paragraph; where its long lines change the language, each run is one."""
    run: list[Text] = []
    for line in prose:
        if run and len(line.value) >= _OWN_LANGUAGE and language(line.value) != language(run[-1].value):
            _take_paragraph(draft, run)
            run = []
        run.append(line)
    _take_paragraph(draft, run)


def _take_paragraph(draft: Draft, run: list[Text]) -> None:
    text = join_lines(run)
    if text.value:
        draft.abstracts.setdefault(_language(draft, text.value), []).append(text)


def _language(draft: Draft, text: str) -> str:
    """Tell a paragraph's language; a short one, such as a list of names, has that of the Chinese text around it."""
    names = len(text) < _OWN_LANGUAGE and not lines.ends_sentence(text) and list(draft.abstracts) == ["zh"]
    return "zh" if names else language(text)

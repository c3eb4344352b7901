"""One entry of a digest, read line by line into what a Document is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reading import addresses, frontmatter, heading, lines, ornaments, wording
from kg.reading.draft import LONGEST_SUBTITLE, Draft, is_short, take_hidden, take_links, take_prose
from kg.reading.language import language
from kg.reading.markdown import text_of
from kg.reading.opening import read_opening
from kg.reading.runs import Line, is_strong, later
from kg.reading.text import Text, cut, join_lines, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reading.markdown import Block
    from kg.reading.parts import Entry

_LONGEST_LIST = float("inf")
"""No item of a list is a title because more text follows."""


def read_entry(entry: Entry, front: dict[str, str]) -> Draft:
    """Read an entry; what its lines leave open, the file's front matter says."""
    draft = Draft()
    if entry.title:
        _read_heading(draft, entry.title)
    if entry.told:
        title = entry.told.title
        heading.replace(draft.titles, cut(title, heading.front(title.value)))
        draft.address, draft.authors = entry.told.address, entry.told.authors
        draft.published = entry.told.published
    later = [0 if block.level else len(text_of(block).value) for block in entry.body]
    for place, block in enumerate(entry.body):
        within = block.item and block is not entry.body[0]
        enough = _LONGEST_LIST if within else 1 if block.quoted or is_strong(block.lines[0]) else LONGEST_SUBTITLE / 2
        _read_block(draft, block, more=max(later[place + 1 :], default=0) >= enough)
    heading.take_whole(draft.titles, front.get("title", ""))
    draft.address = draft.address or frontmatter.address(front)
    draft.authors = draft.authors or lines.authors(front.get("authors", front.get("author", "")))
    draft.published = draft.published or lines.date(front.get("date", front.get("published", "")))
    return draft


def _read_heading(draft: Draft, block: Block) -> None:
    for line in block.lines:
        take_links(draft, line)
    noted = addresses.every(text_of(block).value) if addresses.noted(text_of(block).value) else []
    draft.address = draft.address or next(iter(noted), None)
    titles = [lines.unlabelled(line) for line in block.lines if not _is_number(line)]
    same = len({language(title.value) for title in titles}) == 1
    for title in [join_lines(titles)] if same else titles:
        parts = heading.parts(title)
        for part in parts:
            if len(parts) == 1 or not _read_noted(draft, part):
                bare = heading.unnoted(part)
                heading.take(draft.titles, cut(bare, heading.front(bare.value)))


def _is_number(line: Line) -> bool:
    """Whether a heading's line is a label with the paper's identifier: ``【编号】2403.10517``."""
    label = wording.labelled(line.text.value)
    return label is not None and label[0] == "paper" and bool(addresses.identifier(line.text.value[label[1] :]))


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
    if block.row:
        draft.rows += [block] if draft.section != "other" else []
        return
    if block.level:
        draft.section = wording.section(text_of(block).value) or "abstract"
        return
    prose: list[Text] = []
    described = _is_description(block)
    for whole in _uncalled(block):
        start = ornaments.answer(whole.text.value) if draft.asked else 0
        start = start or ornaments.opening(whole.text.value) or wording.opening(whole.text.value)
        line = _unheaded(draft, later(whole, start))
        if start:
            prose = _read_prose(draft, prose)
        addressed = lines.is_links(line) and lines.paper_address(line) is not None
        free = not prose or addressed or lines.ends_sentence(prose[-1].value)
        noted = free and (
            _read_sign(draft, whole, line) or _read_note(draft, line, more=more and not prose, described=described)
        )
        if line.text.value.strip() and not noted:
            take_hidden(draft, line)
            prose.append(strip(cut(line.text, 0, lines.links_behind(line))))
    _read_prose(draft, prose)


def _uncalled(block: Block) -> Sequence[Line]:
    """Leave out the title of a callout (``[!question] What for?``) that has text under it."""
    first = block.lines[0].text.value
    title = strip(cut(block.lines[0].text, ornaments.opening(first)))
    called = block.quoted and ornaments.is_callout(first) and len(block.lines) > 1
    return block.lines[called and is_short(title) and not wording.labelled(title.value) :]


def _unheaded(draft: Draft, line: Line) -> Line:
    """Leave out the words in bold that say what part of a paper's text a paragraph is (**Abstract** We ...)."""
    end = line.strong + len(line.text.value[line.strong :]) - len(line.text.value[line.strong :].lstrip(" .:：。"))
    if is_strong(line) or not line.strong or not wording.opens(line.text.value[: line.strong]):
        return line
    draft.section = "abstract"
    return later(line, end)


def _read_prose(draft: Draft, prose: list[Text]) -> list[Text]:
    """Take the lines of a paragraph where they are the paper's; return those of the next one."""
    if draft.section != "other":
        take_prose(draft, prose)
    return []


def _is_description(block: Block) -> bool:
    """Whether each line is a label with its value, and half of the labels are those of a paper's metadata."""
    values = [line.text.value for line in block.lines]
    known = [label for label in map(wording.labelled, values) if label and label[0] != "abstract"]
    return len(values) > 1 and 2 * len(known) >= len(values) and all(map(wording.is_labelled, values))


def _read_sign(draft: Draft, whole: Line, line: Line) -> bool:
    """Read a line whose sign is its label: 🏫 and where its authors work."""
    kind = None if draft.abstracts else wording.sign(whole.text.value)
    return bool(kind) and is_short(line.text) and _read_value(draft, str(kind), strip(line.text))


def _read_note(draft: Draft, line: Line, *, more: bool, described: bool) -> bool:
    """Read a line that is no prose; tell whether it was one."""
    value = line.text.value
    if lines.is_links(line):
        take_links(draft, line)
        return True
    if (section := wording.section(value)) and (is_strong(line) or section == "abstract"):
        draft.section = section
        return True
    draft.address = draft.address or lines.paper_address(line)
    if ornaments.is_question(value):
        draft.asked = True
        return True
    return _read_label(draft, line) or described or read_opening(draft, line, more=more)


def _read_label(draft: Draft, line: Line) -> bool:
    label = wording.labelled(line.text.value)
    if not label:
        return False
    return _read_value(draft, label[0], strip(cut(line.text, label[1])))


def _read_value(draft: Draft, kind: str, value: Text) -> bool:
    """Read what a label or a sign is followed by; tell whether it is no prose."""
    if kind == "abstract":
        draft.section = kind
        take_prose(draft, [value])
    elif kind == "paper" and addresses.identifier(value.value) and " " not in value.value:
        draft.address = draft.address or addresses.identifier(value.value)
        return True
    elif kind == "title" or _is_unlinked(kind, value):
        draft.address = draft.address or addresses.address(value.value)
        heading.replace(draft.titles, value)
        return True
    elif kind == "authors":
        draft.authors = draft.authors or lines.authors(value.value)
    elif kind == "published" and lines.date(value.value):
        draft.published = draft.published or lines.date(value.value)
    return kind in {"abstract", "title", "authors"} or (kind in {"published", "other"} and is_short(value))


def _is_unlinked(kind: str, value: Text) -> bool:
    """Whether a label that mostly stands before the paper's address stands before its title: 原文：Title."""
    title = heading.unaddressed(value).value
    words = title[:1].isalpha() and " " in title and addresses.start(title) == len(title)
    return kind == "paper" and words and is_short(value)

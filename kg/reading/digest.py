"""Digests in Markdown: one paper per heading, or one paper per file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import RecordError
from kg.model import Document, Link, Skipped
from kg.reading import addresses, frontmatter, lines, wording
from kg.reading.entries import Entry, entries
from kg.reading.language import has_han, language
from kg.reading.markdown import Line, blocks, is_strong, text_of
from kg.reading.source import LONGEST_LINE, Page, Source, decode, read_bytes
from kg.reading.text import Text, as_field, cut, join_lines, join_paragraphs, strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.reading.addresses import Address
    from kg.reading.markdown import Block

_NUMBER = re.compile(r"\s*(?:\d{1,3}[.、)）](?!\d)|[(（\[【]\d{1,3}[)）\]】]|第\s*\d+\s*篇\s*[:：]?)\s*")
_SIDES = re.compile(r"\s+[|｜/]\s+|\s*[|｜]\s*")
_LINKS_IN_BRACKETS = re.compile(r"\s*(?:[(（\[【][^)）\]】]{0,120}[)）\]】]\s*)+")
_LONGEST_SUBTITLE = 160
_OWN_LANGUAGE = 40
"""Characters from which on a line's language tells; shorter ones go with their neighbours."""


@dataclass(slots=True)
class _Draft:
    titles: dict[str, Text] = field(default_factory=dict)
    abstracts: dict[str, list[Text]] = field(default_factory=dict)
    address: Address | None = None
    links: dict[str, Link] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    published: str | None = None
    section: str | None = None


def read_digest(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each paper of a digest, each character of its texts with its place in the file."""
    page = decode(source.path, read_bytes(source))
    front, body = frontmatter.split(page.text)
    yield from read_blocks(source, page, blocks(page.text, _without_long_lines(source, body, on_skip)), on_skip, front)


def read_blocks(
    source: Source,
    page: Page,
    given: Iterable[Block],
    on_skip: Callable[[Skipped], None],
    front: dict[str, str] | None = None,
) -> Iterator[Document]:
    """Yield a Document for each entry that the blocks hold; `front` counts where there is only one."""
    found = entries([block for block in given if block.level or text_of(block).value])
    ends = [_line(entry) for entry in found[1:]] + [page.text.count("\n") + 2]
    for entry, end in zip(found, ends, strict=False):
        try:
            yield _document(entry, source, front or {} if len(found) == 1 else {}, _bad_line(page, _line(entry), end))
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))
    if not found:
        remedy = "begin each with a heading (# Title) and give its address, such as https://arxiv.org/abs/2403.10517"
        on_skip(Skipped(source.path, 1, "no paper found", remedy))


def _without_long_lines(source: Source, text: str, on_skip: Callable[[Skipped], None]) -> str:
    if len(text) <= LONGEST_LINE:
        return text
    kept = text.split("\n")
    for number, line in enumerate(kept):
        if len(line) > LONGEST_LINE:
            remedy = f"the longest that is read has {LONGEST_LINE:,}: break it into paragraphs"
            on_skip(Skipped(source.path, number + 1, f"a line of {len(line):,} characters is left out", remedy))
            kept[number] = ""
    return "\n".join(kept)


def _bad_line(page: Page, start: int, end: int) -> int | None:
    return min((line for line in page.bad_lines if start <= line < end), default=None)


def _line(entry: Entry) -> int:
    return entry.title.line if entry.title else entry.body[0].line


def _document(entry: Entry, source: Source, front: dict[str, str], bad: int | None) -> Document:
    if bad:
        raise RecordError(source.path, bad, "the paper's text is not UTF-8 here", "save the file as UTF-8")
    draft = _read(entry, front)
    if not draft.titles:
        raise RecordError(source.path, _line(entry), "the paper has no title", "put a heading above it: # Title")
    if not draft.abstracts and not draft.address:
        remedy = "add a paragraph or an address such as https://arxiv.org/abs/2403.10517, or remove the heading"
        raise RecordError(source.path, _line(entry), "the title has neither text nor address under it", remedy)
    address = draft.address or addresses.Address(None, None)
    title = draft.titles.get("en") or draft.titles["zh"]
    texts = {f"title_{key}": text for key, text in draft.titles.items()}
    texts |= {f"abstract_{key}": join_paragraphs(parts) for key, parts in draft.abstracts.items()}
    order = [name for name in ("title_en", "title_zh", "abstract_zh", "abstract_en") if name in texts]
    return Document(
        id=address.id or addresses.content_id(title.value),
        fields=tuple(as_field(name, texts[name]) for name in order),
        path=source.path,
        line=_line(entry),
        url=address.url,
        links=tuple(draft.links.values()),
        published=draft.published,
        authors=draft.authors,
    )


def _read(entry: Entry, front: dict[str, str]) -> _Draft:
    draft = _Draft()
    if entry.title:
        _read_heading(draft, entry.title)
    later = [0 if block.level else len(text_of(block).value) for block in entry.body]
    for place, block in enumerate(entry.body):
        enough = 1 if block.quoted or is_strong(block.lines[0]) else _LONGEST_SUBTITLE / 2
        _read_block(draft, block, more=max(later[place + 1 :], default=0) >= enough)
    draft.address = draft.address or frontmatter.address(front)
    draft.authors = draft.authors or lines.authors(front.get("authors", front.get("author", "")))
    draft.published = draft.published or lines.date(front.get("date", front.get("published", "")))
    return draft


def _read_heading(draft: _Draft, block: Block) -> None:
    for line in block.lines:
        _take_links(draft, line)
    titles = [lines.unlabelled(line) for line in block.lines]
    same = len({language(title.value) for title in titles}) == 1
    for title in [join_lines(titles)] if same else titles:
        number = _NUMBER.match(title.value)
        _take_title(draft, cut(title, number.end()) if number else title)


def _take_title(draft: _Draft, title: Text) -> None:
    """Take a title; ``English | 中文`` is two."""
    sides = _SIDES.search(title.value)
    if sides and language(title.value[: sides.start()]) != language(title.value[sides.end() :]):
        _take_title(draft, cut(title, 0, sides.start()))
        _take_title(draft, cut(title, sides.end()))
    elif title.value.strip():
        # A second title with but one Chinese word (TalkNet: 少) is the Chinese one.
        other = "en" in draft.titles and has_han(title.value)
        draft.titles.setdefault("zh" if other else language(title.value), strip(title))


def _read_block(draft: _Draft, block: Block, *, more: bool) -> None:
    if block.level:
        draft.section = wording.section(text_of(block).value) or "abstract"
        return
    prose: list[Text] = []
    for line in block.lines:
        free = not prose or lines.ends_sentence(prose[-1].value)
        if line.text.value.strip() and not (free and _read_note(draft, line, more=more and not prose)):
            prose.append(strip(line.text))
    if draft.section != "other":
        _take_prose(draft, prose)


def _read_note(draft: _Draft, line: Line, *, more: bool) -> bool:
    """Read a line that is no prose; tell whether it was one."""
    if lines.is_links(line):
        _take_links(draft, line)
        return True
    if is_strong(line) and (section := wording.section(line.text.value)):
        draft.section = section
        return True
    draft.address = draft.address or lines.paper_address(line)
    return _read_label(draft, line) or _read_opening(draft, line, more=more)


def _read_opening(draft: _Draft, line: Line, *, more: bool) -> bool:
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


def _read_linked_title(draft: _Draft, line: Line) -> bool:
    """Read ``[Title](address): summary`` or ``**Title** (links): summary`` where no heading gives the title."""
    end = 0 if draft.titles else _title_end(line)
    if not end:
        return False
    _take_links(draft, line)
    number = _NUMBER.match(line.text.value)
    _take_title(draft, strip(cut(line.text, number.end() if number else 0, end), " :：-–—,，.。|·\t*（(《》"))
    note = _LINKS_IN_BRACKETS.match(line.text.value, end)
    rest = strip(cut(line.text, note.end() if note else end))
    rest = cut(rest, len(rest.value) - len(rest.value.lstrip(" :：-–—,，.。|·*）)")))
    _take_prose(draft, [rest] if addresses.without_urls(rest.value).strip() else [])
    return True


def _title_end(line: Line) -> int:
    """Where the title ends with which a line begins: in bold, linked, or before an address; 0 where none does."""
    if line.strong and not is_strong(line):
        return line.strong
    linked = next((anchor for anchor in line.anchors if addresses.address(anchor.url)), None)
    if linked and not _NUMBER.sub("", line.text.value[: linked.start]).strip():
        return linked.end
    if not lines.paper_address(line):
        return 0
    return min(addresses.start(line.text.value), linked.start if linked else len(line.text.value))


def _read_subtitle(draft: _Draft, line: Line, *, more: bool) -> bool:
    """Read a title in the other language: short, no sentence, with an abstract to come or the same name before it."""
    text = strip(line.text)
    new = bool(draft.titles) and language(text.value) not in draft.titles and draft.section is None
    short = len(text.value) <= _LONGEST_SUBTITLE and not re.search(r"[。；;]|[.!！]$", text.value)
    taken = new and short and (more or _name(text) in map(_name, draft.titles.values()))
    if taken:
        _take_title(draft, text)
    return taken


def _name(title: Text) -> str | None:
    name, colon, _ = re.sub("[：:]", ":", title.value).partition(":")
    return name.strip() if colon else None


def _read_label(draft: _Draft, line: Line) -> bool:
    label = wording.labelled(line.text.value)
    if not label:
        return False
    kind, value = label[0], strip(cut(line.text, label[1]))
    if kind == "abstract":
        draft.section = kind
        _take_prose(draft, [value])
    elif kind == "title":
        draft.titles[language(value.value)] = value
    elif kind == "authors":
        draft.authors = draft.authors or lines.authors(value.value)
    elif kind == "published" and lines.date(value.value):
        draft.published = draft.published or lines.date(value.value)
    return kind in {"abstract", "title", "authors"} or (kind in {"published", "other"} and _is_short(value))


def _is_short(value: Text) -> bool:
    return len(value.value) <= _LONGEST_SUBTITLE and not lines.ends_sentence(value.value)


def _take_links(draft: _Draft, line: Line) -> None:
    draft.address = draft.address or lines.paper_address(line)
    for link in lines.links(line):
        if link.kind in lines.LINK_LABELS - {"paper"}:
            draft.links.setdefault(link.url, Link(str(link.kind), link.url))
        elif link.kind is None and link.words.value.strip() and addresses.any_address(link.url):
            _take_title(draft, link.words)


def _take_prose(draft: _Draft, prose: list[Text]) -> None:
    """Take a paragraph; where its long lines change the language, each run is one."""
    run: list[Text] = []
    for line in prose:
        if run and len(line.value) >= _OWN_LANGUAGE and language(line.value) != language(run[-1].value):
            _take_paragraph(draft, run)
            run = []
        run.append(line)
    _take_paragraph(draft, run)


def _take_paragraph(draft: _Draft, run: list[Text]) -> None:
    text = join_lines(run)
    if text.value:
        draft.abstracts.setdefault(language(text.value), []).append(text)

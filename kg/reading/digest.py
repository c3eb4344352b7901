"""Digests in Markdown: one paper per heading, or one paper per file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import RecordError
from kg.model import FIELDS, TABLES, Document, Skipped
from kg.reading import addresses, frontmatter
from kg.reading.entries import entries
from kg.reading.entry import read_entry
from kg.reading.markdown import blocks, text_of
from kg.reading.properties import tables_of
from kg.reading.source import LONGEST_LINE, Page, Source, decode, read_bytes
from kg.reading.text import as_field, join_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.reading.markdown import Block
    from kg.reading.parts import Entry


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
    if entry.told and not entry.title:
        return entry.told.line
    return entry.title.line if entry.title else entry.body[0].line


def _document(entry: Entry, source: Source, front: dict[str, str], bad: int | None) -> Document:
    if bad:
        raise RecordError(source.path, bad, "the paper's text is not UTF-8 here", "save the file as UTF-8")
    draft = read_entry(entry, front)
    if not draft.titles:
        raise RecordError(source.path, _line(entry), "the paper has no title", "put a heading above it: # Title")
    if not draft.abstracts and not draft.address:
        remedy = "add a paragraph or an address such as https://arxiv.org/abs/2403.10517, or remove the heading"
        raise RecordError(source.path, _line(entry), "the title has neither text nor address under it", remedy)
    address = draft.address or addresses.Address(None, None)
    title = draft.titles.get("en") or draft.titles["zh"]
    texts = {f"title_{key}": text for key, text in draft.titles.items()}
    texts |= {f"abstract_{key}": join_paragraphs(parts) for key, parts in draft.abstracts.items()}
    texts |= {TABLES: tables} if (tables := tables_of(draft.rows)).value else {}
    order = [name for name in FIELDS if name in texts]
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

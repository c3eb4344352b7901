"""Sources to Documents: each file by the reader of its suffix, the same paper from several places as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import plugins
from kg.errors import RecordError
from kg.model import FIELDS, Document, Skipped
from kg.reading.source import Source, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.model import Field


def read(sources: Iterable[str | Path], *, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield every paper of files, folders, globs and ``-`` once, in order.

    A paper that occurs several times comes out where it occurs last, with all that its occurrences say.
    What can't be read goes to `on_skip`. The sources are gone through twice, so that few papers need be
    kept in memory: first for their identifiers, then for their texts.

    Raises InputError for a source that isn't there.
    """
    return read_sources(list(expand(sources)), on_skip=on_skip)


def read_sources(sources: list[Source], *, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Like read(), for sources that are already named."""
    left = Counter(document.id for document in _documents(sources, lambda _: None))
    held: dict[str, Document] = {}
    for document in _documents(sources, on_skip):
        left[document.id] -= 1
        whole = merged(held.pop(document.id), document) if document.id in held else document
        if left[document.id]:
            held[document.id] = whole
        else:
            yield whole


def merged(first: Document, second: Document) -> Document:
    """One Document of two of the same paper: the first's word counts, the second adds what it lacks."""
    names = {field.name for field in first.fields}
    same_file = first.path == second.path
    added = tuple(field if same_file else _unplaced(field) for field in second.fields if field.name not in names)
    urls = {link.url for link in first.links}
    return replace(
        first,
        fields=tuple(sorted((*first.fields, *added), key=lambda field: FIELDS.index(field.name))),
        url=first.url or second.url,
        links=first.links + tuple(link for link in second.links if link.url not in urls),
        published=first.published or second.published,
        authors=first.authors or second.authors,
    )


def _documents(sources: list[Source], on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    for source in sources:
        try:
            yield from plugins.get("kg.readers", source.kind)(source, on_skip)
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))


def _unplaced(field: Field) -> Field:
    """The field without its places, which are in another file than the document's."""
    return replace(field, pieces=())

"""Papers read before, known again by the bytes that they were read from, and not read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import plugins
from kg.errors import RecordError
from kg.model import Skipped
from kg.reading.reader import merged
from kg.reading.records import read_records, record_lines
from kg.reading.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from kg.model import Document
    from kg.reading.source import Source

_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A paper among the sources, in the order of `kg.reading.read`."""

    id: str
    mark: bytes
    """A hash of all that the paper was read from; empty where it was put together from several places."""
    document: Document | None
    """The paper; None where its mark was known."""


def recall(sources: list[Source], known: Mapping[bytes, str], on_skip: Callable[[Skipped], None]) -> Iterator[Found]:
    """Yield every paper once, as `kg.reading.read_sources` does, but don't read those whose mark is known.

    `known` says which paper a mark is of. A mark holds for one version of this package only. The sources are gone
    through twice; a paper that stands in several places is read, and has no mark.
    """
    left = Counter(found.id for found in _all(sources, known, {}, lambda _: None))
    several = {identity for identity, count in left.items() if count > 1}
    held: dict[str, Document] = {}
    for found in _all(sources, known, several, on_skip):
        if found.document is None or found.id not in several:
            yield found
            continue
        left[found.id] -= 1
        held[found.id] = merged(held[found.id], found.document) if found.id in held else found.document
        if not left[found.id]:
            yield Found(found.id, b"", held.pop(found.id))


def _all(
    sources: list[Source],
    known: Mapping[bytes, str],
    several: Container[str],
    on_skip: Callable[[Skipped], None],
) -> Iterator[Found]:
    """Yield every paper as often as it stands in the sources; those of several places are read in any case."""
    for source in sources:
        records = plugins.get("kg.readers", source.kind) is read_records
        try:
            yield from (_lines if records else _file)(source, known, several, on_skip)
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))


def _lines(
    source: Source, known: Mapping[bytes, str], several: Container[str], on_skip: Callable[[Skipped], None]
) -> Iterator[Found]:
    """Yield the papers of records, each of which stands on a line of its own."""
    for line, read in record_lines(source, on_skip):
        mark = _mark(source, line)
        identity = known.get(mark)
        if identity is not None and identity not in several:
            yield Found(identity, mark, None)
            continue
        try:
            document = read()
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))
        else:
            yield Found(document.id, mark, document)


def _file(
    source: Source, known: Mapping[bytes, str], several: Container[str], on_skip: Callable[[Skipped], None]
) -> Iterator[Found]:
    """Yield the papers of another file: of all that stand in it the marks are known, or it is read."""
    mark = _mark(source, read_bytes(source)) if _ours(source) else b""
    recalled = list(_recalled(mark, known)) if mark else []
    if recalled and not any(found.id in several for found in recalled):
        yield from recalled
        return
    documents, skipped = _read(source)
    for each in skipped:
        on_skip(each)
    for place, document in enumerate(documents):
        sure = mark and not skipped
        yield Found(document.id, _placed(mark, place, last=document is documents[-1]) if sure else b"", document)


def _read(source: Source) -> tuple[list[Document], list[Skipped]]:
    documents: list[Document] = []
    skipped: list[Skipped] = []
    try:
        for document in plugins.get("kg.readers", source.kind)(source, skipped.append):
            documents.append(document)  # noqa: PERF402 - what was read before a fault is kept
    except RecordError as error:
        skipped.append(Skipped(error.path, error.line, error.reason, error.remedy))
    return documents, skipped


def _recalled(mark: bytes, known: Mapping[bytes, str]) -> Iterator[Found]:
    """Yield what was read from a file; nothing, unless all of it is known."""
    found: list[Found] = []
    while (each := _placed(mark, len(found), last=False)) in known:
        found.append(Found(known[each], each, None))
    last = _placed(mark, len(found), last=True)
    if last in known:
        yield from (*found, Found(known[last], last, None))


def _placed(mark: bytes, place: int, *, last: bool) -> bytes:
    return mark + b"%d%s" % (place, b"." if last else b",")


def _ours(source: Source) -> bool:
    """Say whether a reader is this package's: what another one reads, its version doesn't tell."""
    return str(plugins.get("kg.readers", source.kind).__module__).startswith("kg.")


def _mark(source: Source, content: bytes) -> bytes:
    about = f"{source.kind}\0{source.path}\0".encode("utf-8", "surrogateescape")
    return hashlib.sha256(about + content).digest()[:_LENGTH]

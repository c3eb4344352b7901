"""What the sources hold: papers to extract from, and extractions that were made or corrected before."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import interchange, reading
from kg.build.earlier import hash_of
from kg.reading.source import Source, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model import Document, Extraction, Skipped

_RECORDS = frozenset({"jsonl", "ndjson"})
_TEXT, _EARLY = b'"text": {"', 400
"""How a line with the paper's text begins, and within how many bytes; one without may get it from a paper."""


@dataclass(slots=True)
class Gathered:
    """Sources by what they hold."""

    papers: list[Source] = field(default_factory=list)
    extractions: list[Source] = field(default_factory=list)


def gather(sources: Iterable[str | Path]) -> Gathered:
    """Name the files that the sources stand for, and tell papers from extractions.

    Raises InputError for a source that isn't there.
    """
    gathered = Gathered()
    for source in reading.expand(sources):
        (gathered.extractions if _holds_extractions(source) else gathered.papers).append(source)
    return gathered


def given_extractions(
    gathered: Gathered, on_skip: Callable[[Skipped], None], known: Mapping[bytes, str] | None = None
) -> Iterator[tuple[str, Extraction | bytes]]:
    """Yield id and extraction of each line of the files that hold extractions, the first of each paper.

    A line whose hash is `known`, that is, which a build has written, is given as it is.
    """
    seen: set[str] = set()
    for source in gathered.extractions:
        for identity, found in _in_order(source, on_skip, known or {}):
            if identity not in seen:
                seen.add(identity)
                yield identity, found


def _in_order(
    source: Source, on_skip: Callable[[Skipped], None], known: Mapping[bytes, str]
) -> Iterator[tuple[str, Extraction | bytes]]:
    whole: list[tuple[str, bytes]] = []

    def unknown() -> Iterator[bytes]:
        """Give known lines as empty ones, so that the others keep their numbers."""
        for line in read_lines(source):
            identity = known.get(hash_of(line)) if _TEXT in line[:_EARLY] else None
            if identity is not None:
                whole.append((identity, line))
            yield line if identity is None else b""

    for extraction in interchange.loads(unknown(), source.path, on_skip):
        yield from whole
        whole.clear()
        yield extraction.document.id, extraction
    yield from whole


def documents(gathered: Gathered, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield the papers of the files that hold papers."""
    return reading.read_sources(gathered.papers, on_skip=on_skip)


def with_text(extraction: Extraction, document: Document) -> Extraction:
    """The extraction with the paper's text, where an annotation came without it."""
    return extraction if extraction.document.fields else replace(extraction, document=document)


def _holds_extractions(source: Source) -> bool:
    if source.kind not in _RECORDS:
        return False
    first = next((line for line in read_lines(source) if line.strip()), b"")
    try:
        value = json.loads(first)
    except ValueError:
        return False
    return isinstance(value, dict) and interchange.is_extraction(value)

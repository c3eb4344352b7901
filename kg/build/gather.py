"""What the sources hold: papers to extract from, and extractions that were made or corrected before."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import interchange, reading
from kg.reading.source import Source, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.model import Document, Extraction, Skipped

_RECORDS = frozenset({"jsonl", "ndjson"})


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


def given_extractions(gathered: Gathered, on_skip: Callable[[Skipped], None]) -> Iterator[Extraction]:
    """Yield the extractions of the files that hold some, the first of each paper."""
    seen: set[str] = set()
    for source in gathered.extractions:
        for extraction in interchange.loads(read_lines(source), source.path, on_skip):
            if extraction.document.id not in seen:
                seen.add(extraction.document.id)
                yield extraction


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

"""Extracting what sources hold, into a spool of lines; with what an earlier build left, where it is still right."""

from __future__ import annotations

import gc
import hashlib
import itertools
import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import interchange, plugins
from kg.build.earlier import Earlier, earlier, hash_of
from kg.build.gather import given_extractions, with_text
from kg.reading.recall import recall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.build.gather import Gathered
    from kg.build.kept import Kept, Paper
    from kg.config import Config
    from kg.model import Document, Extraction, Skipped

_CHUNK = 8192
"""Papers that are in memory at once."""


@contextmanager
def collecting_no_garbage() -> Iterator[None]:
    """Look for no cycles of garbage: a build makes next to none, and millions of values would be gone through."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def pipeline_of(config: Config) -> str:
    """Return the pipeline's version, with a hash of the settings that change what it finds, where there are some."""
    from kg import extraction

    own = (config.add_components, config.drop_components, config.components)
    if not any(own):
        return extraction.pipeline_version()
    settings = json.dumps(own, sort_keys=True, default=str)
    return f"{extraction.pipeline_version()}-{hashlib.sha256(settings.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Line:
    """One paper's line in the spool."""

    start: int
    length: int
    hashed: bytes
    mark: bytes = b""
    """A hash of what the paper was read from; empty where that doesn't tell all."""


class Work:
    """Extracting what the sources hold, into a spool of lines."""

    def __init__(  # noqa: PLR0913, PLR0917 - settings, held for one build
        self,
        gathered: Gathered,
        config: Config,
        folder: Path | None,
        remove: tuple[str, ...],
        on_skip: Callable[[Skipped], None],
        on_progress: Callable[[str, int], None] = lambda _step, _count: None,
        kept: Kept | None = None,
    ) -> None:
        self.gathered, self.config, self.remove = gathered, config, frozenset(remove)
        self.on_skip, self.on_progress = on_skip, on_progress
        self.version = pipeline_of(config)
        papers = kept.papers if kept else {}
        self.hashes = {paper.hashed: identity for identity, paper in papers.items()}
        self.before = earlier(folder, self.version, self.hashes) if folder else Earlier(Path(), {}, fresh=False)
        self.marks = {paper.mark: identity for identity, paper in papers.items() if self._stands(identity, paper)}
        self.lines: dict[str, Line] = {}

    def spool(self, file: IO[bytes]) -> None:
        """Write each paper's extraction as a line, in the order of the sources."""
        start = 0
        for identity, mark, found in self._found():
            if identity not in self.remove:
                line = found if isinstance(found, bytes) else interchange.dumps(found).encode()
                file.write(line)
                self.lines[identity] = Line(start, len(line), hash_of(line), mark)
                start += len(line)
                self.on_progress("extract", len(self.lines))

    def extractions(self) -> Iterator[Extraction]:
        """Yield given extractions, then those of the papers, each paper once."""
        yield from (found for _, _, found in self._found() if not isinstance(found, bytes))

    def _stands(self, identity: str, paper: Paper) -> bool:
        place = self.before.places.get(identity)
        return bool(paper.mark) and place is not None and place.hashed == paper.hashed

    def _found(self) -> Iterator[tuple[str, bytes, Extraction | bytes]]:
        """Yield id, mark and extraction, or its line, of given extractions, then of the papers, each paper once."""
        given: dict[str, Extraction | None] = {}
        for identity, found in given_extractions(self.gathered, self.on_skip, self.hashes):
            bare = None if isinstance(found, bytes) or found.document.fields else found
            given[identity] = bare
            if bare is None:
                yield identity, b"", found
        yield from self._of_papers(given)
        yield from ((bare.document.id, b"", bare) for bare in given.values() if bare)

    def _of_papers(self, given: dict[str, Extraction | None]) -> Iterator[tuple[str, bytes, Extraction | bytes]]:
        """Yield the papers in order; those that are as before aren't read, and their lines are given."""
        marks = {mark: identity for mark, identity in self.marks.items() if identity not in given}
        papers = (
            paper
            for paper in recall(self.gathered.papers, marks, self.on_skip)
            if paper.id not in self.remove and given.get(paper.id, ...) is not None
        )
        while chunk := list(itertools.islice(papers, _CHUNK)):
            made = self._extracted([paper.document for paper in chunk if paper.document])
            for paper in chunk:
                if paper.document is None:
                    yield paper.id, paper.mark, self.before.line(paper.id)
                    continue
                extraction, bare = next(made), given.pop(paper.id, None)
                extraction = with_text(bare, paper.document) if bare else extraction
                yield paper.id, b"" if bare else paper.mark, extraction

    def _extracted(self, documents: list[Document]) -> Iterator[Extraction]:
        """Yield the papers' extractions in order, those from before where they are still right."""
        extract = plugins.get("kg.engines", self.config.engine)
        known = {document.id: found for document in documents if (found := self.before.take(document))}
        new = [document for document in documents if document.id not in known]
        extracted = iter(extract(new, self.config) if new else ())
        for document in documents:
            yield known.get(document.id) or next(extracted)

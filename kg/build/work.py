"""Extracting what sources hold, into a spool of lines; with what an earlier build left, where it is still right."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import interchange, plugins
from kg.build.earlier import Earlier, earlier
from kg.build.gather import Gathered, documents, given_extractions, with_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.config import Config
    from kg.model import Document, Extraction, Skipped

_CHUNK = 8192
"""Papers that are in memory at once."""


def pipeline_of(config: Config) -> str:
    """Return the pipeline's version, with a hash of the settings that change what it finds, where there are some."""
    from kg import extraction

    own = (config.add_components, config.drop_components, config.components)
    if not any(own):
        return extraction.pipeline_version()
    settings = json.dumps(own, sort_keys=True, default=str)
    return f"{extraction.pipeline_version()}-{hashlib.sha256(settings.encode()).hexdigest()[:8]}"


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
    ) -> None:
        self.gathered, self.config, self.remove = gathered, config, frozenset(remove)
        self.on_skip, self.on_progress = on_skip, on_progress
        self.version = pipeline_of(config)
        self.before = earlier(folder, self.version) if folder else Earlier(Path(), {}, fresh=False)
        self.count = 0

    def spool(self, file: IO[bytes]) -> None:
        """Write each paper's extraction as a line, in the order of the sources."""
        for extraction in self.extractions():
            if extraction.document.id not in self.remove:
                file.write(interchange.dumps(extraction).encode())
                self.count += 1
                self.on_progress("extract", self.count)

    def extractions(self) -> Iterator[Extraction]:
        """Yield given extractions, then those of the papers, each paper once."""
        given: dict[str, Extraction | None] = {}
        for extraction in given_extractions(self.gathered, self.on_skip):
            given[extraction.document.id] = None if extraction.document.fields else extraction
            if extraction.document.fields:
                yield extraction
        for document, extraction in self.of_papers(given):
            bare = given.pop(document.id, None)
            yield with_text(bare, document) if bare else extraction
        yield from (bare for bare in given.values() if bare)

    def of_papers(self, given: dict[str, Extraction | None]) -> Iterator[tuple[Document, Extraction]]:
        """Yield the papers' extractions in order, those from before where they are still right."""
        extract = plugins.get("kg.engines", self.config.engine)
        papers = (
            paper
            for paper in documents(self.gathered, self.on_skip)
            if paper.id not in self.remove and given.get(paper.id, ...) is not None
        )
        while chunk := list(itertools.islice(papers, _CHUNK)):
            known = {paper.id: found for paper in chunk if (found := self.before.take(paper))}
            new = [paper for paper in chunk if paper.id not in known]
            extracted = iter(extract(new, self.config) if new else ())
            for paper in chunk:
                yield paper, known.get(paper.id) or next(extracted)

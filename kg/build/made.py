"""What was extracted, on its way into files: written anew, or set into those that an earlier build left."""

from __future__ import annotations

from dataclasses import replace
from typing import IO, TYPE_CHECKING

from kg import interchange
from kg.build.change import change
from kg.build.kept import Kept, Paper, named, resolved, with_part
from kg.build.names import extraction_of, row
from kg.build.reporting import tally
from kg.build.said import Rows, Said
from kg.build.update import update
from kg.build.writing import graph_of
from kg.resolution.seen import Spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.build.work import Work
    from kg.build.writing import Writing
    from kg.config import Config
    from kg.exporting.splicing import Written
    from kg.graph import KnowledgeGraph
    from kg.graph.part import Part
    from kg.model import Extraction, Resolution

    Left = tuple[Written, Written] | None

FILES = ("graph.ttl", "evidence.ttl")
"""What is brought up to date rather than written anew."""


class Made:
    """The spooled extractions of one build, of which few need be in memory."""

    def __init__(self, work: Work, spool: IO[bytes], before: Kept, config: Config) -> None:
        self.work, self.spool, self.before, self.config = work, spool, before, config
        self.papers: dict[str, Paper] = {}
        self.spelled = before.spelled
        """What resolution works out of names, for the next build."""

    def named(self) -> Iterator[Extraction]:
        """Yield the extractions as far as resolution needs them; what is known from before isn't read."""
        number = max(self.before.numbers(), default=-1) + 1
        for identity, line in self.work.lines.items():
            old = self.before.papers.get(identity)
            if old and old.hashed == line.hashed:
                self.papers[identity] = old._replace(mark=line.mark)
            else:
                found = self.read(identity)
                own = old.number if old else number + len(self.papers)
                self.papers[identity] = Paper(own, line.mark, line.hashed, found.document.path, row(found))
            yield extraction_of(identity, self.papers[identity].names)

    def still_spelled(self) -> Spelled:
        """Return what is known of names; nothing, once it is mostly of names that no paper uses any more."""
        things = sum(len(paper.names[2]) for paper in self.papers.values())
        return self.spelled if len(self.spelled.names) <= 2 * things else Spelled([], {})

    def read(self, identity: str) -> Extraction:
        """Return a paper's extraction, less what the settings call too unsure."""
        line = self.work.lines[identity]
        self.spool.seek(line.start)
        (extraction,) = interchange.loads([self.spool.read(line.length)])
        least = self.config.min_confidence
        return _less(extraction, least) if least else extraction

    def graph(self, resolution: Resolution, on_part: Callable[[str, Part], None] | None = None) -> KnowledgeGraph:
        """Return the graph."""
        from kg.graph import build_graph

        extractions = map(self.read, self.work.lines)
        version, base = self.work.version, self.config.base
        return build_graph(extractions, resolution, base=base, version=version, on_part=on_part or _ignore)

    def updated(self, folder: Path, left: Left, resolution: Resolution, writing: Writing) -> Kept | None:
        """Bring the files that `left` names up to date; None where they aren't as they were, or much has changed."""
        from kg.exporting.splicing import StaleError
        from kg.ontology import read_ontology

        if writing.page and self.before.spoken.keys() != self.before.papers.keys():
            return None
        base, version, page = self.config.base, self.work.version, writing.page
        found = change(self.before, self.papers, resolution, read=self.read, base=base, version=version, page=page)
        try:
            kept = update(found, *left, read_ontology()) if left and found.small else None
        except StaleError:
            return None
        if kept:
            writing.others(folder, lambda: graph_of(folder, base), kept.spoken.values(), base)
        return kept

    def written(self, folder: Path, resolution: Resolution, writing: Writing) -> Kept:
        """Write all files anew, and return what is to be kept."""
        from kg.exporting.splicing import pieces_of
        from kg.graph.claims import reasons

        rows, spoken = Rows(), dict[str, bytes]()

        def note(identity: str, part: Part) -> None:
            paper = self.papers[identity]
            self.papers[identity] = with_part(paper, resolved(identity, paper.names, resolution), part)
            rows.add(paper.number, part)
            if writing.page:
                spoken[identity] = writing.spoken_of(part)

        graph = self.graph(resolution, note)
        writing.always(folder, graph)
        writing.others(folder, lambda: graph, spoken.values(), self.config.base)
        return Kept(
            self.papers,
            {identity: named(entity) for identity, entity in resolution.entities.items()},
            reasons(resolution.merges),
            Said().without((), rows),
            {file: pieces_of(folder / file) for file in FILES},
            tally(graph.triples()),
            spoken=spoken,
        )


def left_in(folder: Path, before: Kept) -> Left:
    """Return FILES as a build left them, to be looked through while others work; None where they aren't there."""
    from kg.exporting.splicing import StaleError, Written

    try:
        graph, evidence = (Written(folder / file, before.pieces.get(file, [])) for file in FILES)
    except StaleError:
        return None
    return graph, evidence


def _ignore(_document: str, _part: Part) -> None:
    """Do nothing."""


def _less(extraction: Extraction, least: float) -> Extraction:
    return replace(
        extraction,
        facts=tuple(fact for fact in extraction.facts if fact.confidence >= least),
        results=tuple(result for result in extraction.results if result.confidence >= least),
        quantities=tuple(quantity for quantity in extraction.quantities if quantity.confidence >= least),
    )

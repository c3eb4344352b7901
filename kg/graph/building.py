"""Extractions and their resolution in, a knowledge graph out. Extractions stream; each is seen once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph import rdf
from kg.graph.annotations import Spool
from kg.graph.claims import Claims, merge_lines, run_lines
from kg.graph.knowledge import KnowledgeGraph
from kg.graph.part import Part, part_of
from kg.graph.terms import blocks_of, iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.graph.terms import Block
    from kg.model import Extraction, Resolution
    from kg.ontology import Ontology

    OnPart = Callable[[str, Part], None]


def build_graph(  # noqa: PLR0913 - all but two by name
    extractions: Iterable[Extraction],
    resolution: Resolution,
    *,
    base: str = ids.BASE,
    version: str = "",
    ontology: Ontology | None = None,
    on_part: OnPart = lambda _document, _part: None,
) -> KnowledgeGraph:
    """Return the graph of what the extractions say of the things that the resolution knows.

    `version` names the pipeline that extracted. A fact that the ontology forbids, such as a task that is
    trained on something, is left out and counted in the graph's `dropped`. Each paper's part goes to `on_part`.
    """
    from kg.ontology import read_ontology

    builder = _Builder(resolution, base, version, ontology or read_ontology(), on_part)
    return KnowledgeGraph(builder.facts(extractions), builder.evidence, base=base, dropped=builder.dropped)


class _Builder:
    """The triples so far."""

    def __init__(self, resolution: Resolution, base: str, version: str, ontology: Ontology, on_part: OnPart) -> None:
        self.resolution, self.base, self.version, self.ontology = resolution, base, version, ontology
        self.on_part = on_part
        self.run = iri(ids.run_iri(version, base))
        self.claims = Claims(base, self.run)
        self.spool = Spool(base)
        self.components: set[str] = set()
        self.entities: dict[str, str] = {}
        self.dropped: Counter[str] = Counter()

    def facts(self, extractions: Iterable[Extraction]) -> Iterator[str]:
        """Yield the triples of graph.ttl, putting the evidence aside on the way."""
        for extraction in extractions:
            part = part_of(extraction, self.resolution, self.ontology, self.base)
            yield from part.lines
            self.note(part)
            self.on_part(extraction.document.id, part)
        for entity, node in self.entities.items():
            yield from rdf.entity_lines(self.resolution.entities[entity], node, self.ontology)

    def note(self, part: Part) -> None:
        """Take in what a paper adds beside its triples."""
        for claim, statement, confidence in part.said:
            self.claims.say(claim, statement, part.paper, confidence)
        self.spool.add(part.annotations)
        self.entities |= part.entities
        self.components |= part.components
        self.dropped.update(part.dropped)

    def evidence(self) -> Iterator[Block]:
        """Yield evidence.ttl, sorted: the parts follow one another as their IRIs do."""
        yield from self.spool.annotations()
        yield from self.claims.blocks()
        yield from blocks_of(sorted(self.provenance()))
        yield from self.spool.selectors()
        yield from self.spool.spans()
        yield from self.spool.texts()

    def provenance(self) -> Iterator[str]:
        """Yield the run, its components, and why things are one."""
        yield from run_lines(self.run, self.version, sorted(self.components), self.base)
        yield from merge_lines(self.resolution.merges, self.entities, self.base)

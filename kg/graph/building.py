"""Extractions and their resolution in, a knowledge graph out. Extractions stream; each is seen once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph import rdf
from kg.graph.annotations import Annotations, Spool
from kg.graph.claims import Claims, merge_lines, run_lines
from kg.graph.knowledge import KnowledgeGraph
from kg.graph.terms import blocks_of, decimal, iri, literal, name, triple
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.terms import Block
    from kg.model import Evidence, Extraction, Fact, Link, Quantity, Resolution, Result
    from kg.ontology import Ontology

_UNRESOLVED = "a thing that was resolved to no entity"


def build_graph(
    extractions: Iterable[Extraction],
    resolution: Resolution,
    *,
    base: str = ids.BASE,
    version: str = "",
    ontology: Ontology | None = None,
) -> KnowledgeGraph:
    """Return the graph of what the extractions say of the things that the resolution knows.

    `version` names the pipeline that extracted. A fact that the ontology forbids, such as a task that is
    trained on something, is left out and counted in the graph's `dropped`.
    """
    from kg.ontology import read_ontology

    builder = _Builder(resolution, base, version, ontology or read_ontology())
    return KnowledgeGraph(builder.facts(extractions), builder.evidence, base=base, dropped=builder.dropped)


class _Builder:
    """The triples so far."""

    def __init__(self, resolution: Resolution, base: str, version: str, ontology: Ontology) -> None:
        self.resolution, self.base, self.version, self.ontology = resolution, base, version, ontology
        self.run = iri(ids.run_iri(version, base))
        self.claims = Claims(base, self.run)
        self.spool = Spool(base)
        self.components: set[str] = set()
        self.entities: dict[str, str] = {}
        self.dropped: Counter[str] = Counter()

    def facts(self, extractions: Iterable[Extraction]) -> Iterator[str]:
        """Yield the triples of graph.ttl, putting the evidence aside on the way."""
        for extraction in extractions:
            paper = _Paper(self, extraction)
            yield from paper.lines()
            self.spool.add(paper.annotations)
        for entity, node in self.entities.items():
            yield from rdf.entity_lines(self.resolution.entities[entity], node, self.ontology)

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

    def node(self, entity: str) -> str:
        """Return the term of an entity, noting that the graph speaks of it."""
        if entity not in self.entities:
            self.entities[entity] = iri(ids.entity_iri(entity, self.base))
        return self.entities[entity]


class _Paper:
    """One document's part of the graph."""

    def __init__(self, builder: _Builder, extraction: Extraction) -> None:
        self.builder, self.extraction, self.document = builder, extraction, extraction.document
        self.iri = iri(ids.paper_iri(self.document.id, builder.base))
        self.texts = {field.name: field.text for field in self.document.fields}
        self.annotations = Annotations(ids.segment(self.document.id), self.iri)

    def lines(self) -> Iterator[str]:
        """Yield the triples of graph.ttl that this document states, noting claims and annotations on the way."""
        yield from rdf.paper_lines(self.document, self.iri, self.builder.ontology, self.builder.base)
        self.note_types()
        for fact in self.extraction.facts:
            yield from self.fact(fact)
        for result in self.extraction.results:
            yield from self.result(result)
        for quantity in self.extraction.quantities:
            yield from self.quantity(quantity)
        for link in (*self.document.links, *self.extraction.links):
            yield from self.link(link)

    def entity(self, thing: str) -> str | None:
        """Return the id of the entity that a thing of this document is, or None if it was resolved to none."""
        return self.builder.resolution.entity_of.get((self.document.id, thing))

    def node(self, thing: str | None) -> str | None:
        """Return the term of a thing's entity, or of the paper itself."""
        if thing is None or thing == PAPER:
            return self.iri if thing else None
        entity = self.entity(thing)
        return self.builder.node(entity) if entity else None

    def kind(self, thing: str) -> str:
        """Return the class of a thing's entity, or ``Paper``."""
        entity = None if thing == PAPER else self.entity(thing)
        return self.builder.resolution.entities[entity].type if entity else "Paper"

    def claim(self, statement: tuple[str, str, str], confidence: float, evidence: Iterable[Evidence]) -> str:
        """Note a claim of this paper with its evidence, and return the claimed triple's line."""
        claim = self.builder.claims.add(*statement, self.iri, confidence)
        for each in evidence:
            self.annotate(each, claim)
        return triple(*statement)

    def annotate(self, evidence: Evidence, *bodies: str) -> None:
        """Note an annotation, unless its words don't stand where it says."""
        if self.texts.get(evidence.field, "")[evidence.start : evidence.end] != evidence.text:
            self.builder.dropped["evidence: its words don't stand where it says"] += 1
            return
        self.annotations.add(evidence, self.texts[evidence.field], *bodies)
        if evidence.component:
            self.builder.components.add(evidence.component)

    def note_types(self) -> None:
        """Claim each thing's type, on the word of its mentions."""
        claims: dict[str, tuple[str, ...]] = {}
        for thing in self.extraction.things:
            node = self.node(thing.id)
            if node:
                kind = name(f"kg:{self.kind(thing.id)}")
                confidence = thing.confidence
                claims[thing.id] = (node, self.builder.claims.add(node, rdf.TYPE, kind, self.iri, confidence))
        for mention in self.extraction.mentions:
            if mention.entity in claims:
                self.annotate(mention.evidence, *claims[mention.entity])

    def fact(self, fact: Fact) -> Iterator[str]:
        """Yield a fact, both ways round if its predicate is symmetric, or count why it is left out."""
        subject, object_ = self.node(fact.subject), self.node(fact.object)
        reason = self.why_not(fact, subject, object_)
        if reason or not subject or not object_:
            self.builder.dropped[reason] += 1
            return
        predicate = name(f"kg:{fact.predicate}")
        yield self.claim((subject, predicate, object_), fact.confidence, fact.evidence)
        if self.builder.ontology.predicates[fact.predicate].symmetric:
            yield self.claim((object_, predicate, subject), fact.confidence, fact.evidence)

    def why_not(self, fact: Fact, subject: str | None, object_: str | None) -> str:
        """Return why a fact can't stand in the graph, or an empty text."""
        if subject is None or object_ is None:
            return f"{fact.predicate}: {_UNRESOLVED}"
        if subject == object_:
            return f"{fact.predicate}: of a thing to itself"
        return self.builder.ontology.why_not(fact.predicate, self.kind(fact.subject), self.kind(fact.object))

    def result(self, result: Result) -> Iterator[str]:
        """Yield a result, claimed as its subject's."""
        roles = {
            "resultOf": result.subject,
            "metric": result.metric,
            "onBenchmark": result.benchmark,
            "baseline": result.baseline,
        }
        terms = {role: term for role, thing in roles.items() if thing and (term := self.role(role, thing))}
        if "resultOf" not in terms:
            return
        terms["reportedIn"] = self.iri
        node = iri(ids.result_iri(self.document.id, *_identity(result, terms), base=self.builder.base))
        yield from rdf.result_lines(result, node, terms, self.builder.ontology)
        yield self.claim((node, name("kg:resultOf"), terms["resultOf"]), result.confidence, result.evidence)

    def role(self, role: str, thing: str) -> str | None:
        """Return the term of the thing that plays a role in a result, or None, counted, if it can't."""
        node = self.node(thing)
        reason = self.builder.ontology.why_not(role, "Result", self.kind(thing)) if node else f"{role}: {_UNRESOLVED}"
        self.builder.dropped.update([reason] if reason else [])
        return None if reason else node

    def quantity(self, quantity: Quantity) -> Iterator[str]:
        """Yield a quantity, claimed as describing its entity."""
        entity = self.node(quantity.entity)
        if entity is None:
            self.builder.dropped[f"quantity: {_UNRESOLVED}"] += 1
            return
        parts = (entity, quantity.property, decimal(quantity.value), quantity.unit or "")
        node = iri(ids.quantity_iri(*parts, base=self.builder.base))
        yield from rdf.quantity_lines(quantity, node, entity, self.builder.ontology)
        yield self.claim((node, name("kg:describes"), entity), quantity.confidence, quantity.evidence)

    def link(self, link: Link) -> Iterator[str]:
        """Yield an address that the paper gives, claimed."""
        predicate = rdf.LINKS.get(link.rel)
        if predicate is None:
            self.builder.dropped[f"link: no predicate for {link.rel!r}"] += 1
            return
        address = iri(ids.address_iri(link.url))
        yield self.claim((self.iri, predicate, address), 1.0, link.evidence)


def _identity(result: Result, terms: dict[str, str]) -> Iterator[str]:
    """Yield all that tells a paper's result from another of it, but not its wording."""
    for role in ("resultOf", "metric", "onBenchmark", "baseline"):
        yield terms.get(role, "")
    yield decimal(result.value)
    yield decimal(result.value_max) if result.value_max is not None else ""
    yield from (result.unit or "", result.comparator, literal(result.setting or ""))

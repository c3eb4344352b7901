"""What one paper adds to the graph, on its own: the graph is what all papers add, together with its things' names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph import rdf
from kg.graph.annotations import Annotations
from kg.graph.claims import claim_of
from kg.graph.terms import decimal, iri, literal, name, triple
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Evidence, Extraction, Fact, Link, Quantity, Resolution, Result
    from kg.ontology import Ontology

_UNRESOLVED = "a thing that was resolved to no entity"


@dataclass(slots=True)
class Part:
    """One paper's part of the graph; it depends on the paper and on which entities its things are, on nothing else."""

    paper: str
    """The paper's term."""
    annotations: Annotations
    lines: list[str] = field(default_factory=list)
    """Triples of graph.ttl, less those that name the things."""
    said: list[tuple[str, tuple[str, str, str], float]] = field(default_factory=list)
    """Claim, statement and confidence."""
    entities: dict[str, str] = field(default_factory=dict)
    """The entities that the paper speaks of, with their terms."""
    components: set[str] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)
    """How many facts were left out, by the reason."""


def part_of(extraction: Extraction, resolution: Resolution, ontology: Ontology, base: str) -> Part:
    """Return what a paper adds to the graph, its things being the entities that the resolution says."""
    paper = _Paper(extraction, resolution, ontology, base)
    paper.part.lines.extend(paper.lines())
    return paper.part


class _Paper:
    """One document on the way to its part."""

    def __init__(self, extraction: Extraction, resolution: Resolution, ontology: Ontology, base: str) -> None:
        self.extraction, self.document = extraction, extraction.document
        self.resolution, self.ontology, self.base = resolution, ontology, base
        self.iri = iri(ids.paper_iri(self.document.id, base))
        self.texts = {field.name: field.text for field in self.document.fields}
        self.part = Part(self.iri, Annotations(ids.segment(self.document.id), self.iri))

    def lines(self) -> Iterator[str]:
        """Yield the triples of graph.ttl that this document states, noting claims and annotations on the way."""
        yield from rdf.paper_lines(self.document, self.iri, self.ontology, self.base)
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
        return self.resolution.entity_of.get((self.document.id, thing))

    def node(self, thing: str | None) -> str | None:
        """Return the term of a thing's entity, or of the paper itself."""
        if thing is None or thing == PAPER:
            return self.iri if thing else None
        entity = self.entity(thing)
        if entity is None:
            return None
        if entity not in self.part.entities:
            self.part.entities[entity] = iri(ids.entity_iri(entity, self.base))
        return self.part.entities[entity]

    def kind(self, thing: str) -> str:
        """Return the class of a thing's entity, or ``Paper``."""
        entity = None if thing == PAPER else self.entity(thing)
        return self.resolution.entities[entity].type if entity else "Paper"

    def claim(self, statement: tuple[str, str, str], confidence: float, evidence: Iterable[Evidence]) -> str:
        """Note a claim of this paper with its evidence, and return the claimed triple's line."""
        claim = self.say(statement, confidence)
        for each in evidence:
            self.annotate(each, claim)
        return triple(*statement)

    def say(self, statement: tuple[str, str, str], confidence: float) -> str:
        """Note a claim of this paper and return the claim's term."""
        claim = claim_of(*statement, self.base)
        self.part.said.append((claim, statement, confidence))
        return claim

    def annotate(self, evidence: Evidence, *bodies: str) -> None:
        """Note an annotation, unless its words don't stand where it says."""
        if self.texts.get(evidence.field, "")[evidence.start : evidence.end] != evidence.text:
            self.part.dropped["evidence: its words don't stand where it says"] += 1
            return
        self.part.annotations.add(evidence, self.texts[evidence.field], *bodies)
        if evidence.component:
            self.part.components.add(evidence.component)

    def note_types(self) -> None:
        """Claim each thing's type, on the word of its mentions."""
        claims: dict[str, tuple[str, ...]] = {}
        for thing in self.extraction.things:
            node = self.node(thing.id)
            if node:
                kind = name(f"kg:{self.kind(thing.id)}")
                claims[thing.id] = (node, self.say((node, rdf.TYPE, kind), thing.confidence))
        for mention in self.extraction.mentions:
            if mention.entity in claims:
                self.annotate(mention.evidence, *claims[mention.entity])

    def fact(self, fact: Fact) -> Iterator[str]:
        """Yield a fact, both ways round if its predicate is symmetric, or count why it is left out."""
        subject, object_ = self.node(fact.subject), self.node(fact.object)
        reason = self.why_not(fact, subject, object_)
        if reason or not subject or not object_:
            self.part.dropped[reason] += 1
            return
        predicate = name(f"kg:{fact.predicate}")
        yield self.claim((subject, predicate, object_), fact.confidence, fact.evidence)
        if self.ontology.predicates[fact.predicate].symmetric:
            yield self.claim((object_, predicate, subject), fact.confidence, fact.evidence)

    def why_not(self, fact: Fact, subject: str | None, object_: str | None) -> str:
        """Return why a fact can't stand in the graph, or an empty text."""
        if subject is None or object_ is None:
            return f"{fact.predicate}: {_UNRESOLVED}"
        if subject == object_:
            return f"{fact.predicate}: of a thing to itself"
        return self.ontology.why_not(fact.predicate, self.kind(fact.subject), self.kind(fact.object))

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
        node = iri(ids.result_iri(self.document.id, *_identity(result, terms), base=self.base))
        yield from rdf.result_lines(result, node, terms, self.ontology)
        yield self.claim((node, name("kg:resultOf"), terms["resultOf"]), result.confidence, result.evidence)

    def role(self, role: str, thing: str) -> str | None:
        """Return the term of the thing that plays a role in a result, or None, counted, if it can't."""
        node = self.node(thing)
        reason = self.ontology.why_not(role, "Result", self.kind(thing)) if node else f"{role}: {_UNRESOLVED}"
        self.part.dropped.update([reason] if reason else [])
        return None if reason else node

    def quantity(self, quantity: Quantity) -> Iterator[str]:
        """Yield a quantity, claimed as describing its entity."""
        entity = self.node(quantity.entity)
        if entity is None:
            self.part.dropped[f"quantity: {_UNRESOLVED}"] += 1
            return
        parts = (entity, quantity.property, decimal(quantity.value), quantity.unit or "")
        node = iri(ids.quantity_iri(*parts, base=self.base))
        yield from rdf.quantity_lines(quantity, node, entity, self.ontology)
        yield self.claim((node, name("kg:describes"), entity), quantity.confidence, quantity.evidence)

    def link(self, link: Link) -> Iterator[str]:
        """Yield an address that the paper gives, claimed."""
        predicate = rdf.LINKS.get(link.rel)
        if predicate is None:
            self.part.dropped[f"link: no predicate for {link.rel!r}"] += 1
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

"""Claims and annotations: who says so, in which words, and what found them (lines of N-Triples).

An annotation (W3C Web Annotation) says that a component found its bodies, a thing or claims, in a run of
characters of a text. The run is one node, shared by all annotations of it, whose selector is both a
TextPositionSelector (code points of the NFC text, half-open) and a TextQuoteSelector.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph.terms import decimal, integer, iri, literal, name, triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Document, Evidence

_TYPE = name("rdf:type")
_SURE = Decimal("0.999")


class Annotations:
    """The annotations of one document, gathered by what was found where."""

    def __init__(self, document: Document, paper: str, base: str) -> None:
        """Take the document for its texts, and its paper's term."""
        self._document, self._paper, self._base = document, paper, base
        self._texts = {field.name: field.text for field in document.fields}
        self._bodies: dict[tuple[str, int, int, str], set[str]] = {}
        self._sentences: dict[tuple[str, int, int], tuple[int, int]] = {}
        self._quotes: dict[tuple[str, int, int], str] = {}

    def add(self, evidence: Evidence, *bodies: str) -> None:
        """Note that the evidence bears the bodies: terms of a thing and of claims."""
        place = (evidence.field, evidence.start, evidence.end)
        self._bodies.setdefault((*place, evidence.component), set()).update(bodies)
        self._quotes[place] = evidence.text
        start, end = evidence.sentence
        if end > start and evidence.field in self._texts:
            self._sentences[place] = evidence.sentence
            self._quotes.setdefault((evidence.field, start, end), self._texts[evidence.field][start:end])

    def lines(self) -> Iterator[str]:
        """Yield the triples, in no order."""
        for key, bodies in self._bodies.items():
            yield from self._annotation(*key, bodies)
        for field in {place[0] for place in self._quotes}:
            yield from self._text(field)
        for place, quote in self._quotes.items():
            yield from self._span(*place, quote)

    def _annotation(self, field: str, start: int, end: int, component: str, bodies: set[str]) -> Iterator[str]:
        """Yield one annotation: its bodies, its target, and the component that made it."""
        node = iri(ids.annotation_iri(self._document.id, field, start, end, component, self._base))
        yield triple(node, _TYPE, name("oa:Annotation"))
        yield from (triple(node, name("oa:hasBody"), body) for body in bodies)
        yield triple(node, name("oa:hasTarget"), iri(ids.span_iri(self._text_iri(field), start, end)))
        if component:
            yield triple(node, name("prov:wasAttributedTo"), iri(ids.component_iri(component, self._base)))

    def _span(self, field: str, start: int, end: int, quote: str) -> Iterator[str]:
        """Yield a run of characters: its text, what selects it, and the sentence around it."""
        text = self._text_iri(field)
        node, selector = iri(ids.span_iri(text, start, end)), iri(ids.selector_iri(text, start, end))
        yield triple(node, _TYPE, name("oa:SpecificResource"))
        yield triple(node, name("oa:hasSource"), iri(text))
        yield triple(node, name("oa:hasSelector"), selector)
        yield triple(selector, _TYPE, name("oa:TextPositionSelector"))
        yield triple(selector, _TYPE, name("oa:TextQuoteSelector"))
        yield triple(selector, name("oa:start"), integer(start))
        yield triple(selector, name("oa:end"), integer(end))
        yield triple(selector, name("oa:exact"), literal(quote))
        sentence = self._sentences.get((field, start, end))
        if sentence:
            yield triple(node, name("kg:inSentence"), iri(ids.span_iri(text, *sentence)))

    def _text(self, field: str) -> Iterator[str]:
        """Yield a text: the paper that it belongs to, and which of the paper's texts it is."""
        node = iri(self._text_iri(field))
        yield triple(node, _TYPE, name("kg:Text"))
        yield triple(node, name("kg:textOf"), self._paper)
        yield triple(node, name("kg:field"), literal(field))

    def _text_iri(self, field: str) -> str:
        """Return the IRI of one of the document's texts."""
        return ids.text_iri(self._document.id, field, self._base)


class Claims:
    """What is claimed, by which papers, how surely: memory grows with the claims, not with their words."""

    def __init__(self, base: str, run: str) -> None:
        """Take the base of IRIs, and the term of the run that found the claims."""
        self._base, self._run = base, run
        self._said: dict[tuple[str, str, str], dict[str, float]] = {}

    def add(self, subject: str, predicate: str, object_: str, paper: str, confidence: float) -> str:
        """Note that a paper says so, and return the claim's term."""
        said = self._said.setdefault((subject, predicate, object_), {})
        said[paper] = max(confidence, said.get(paper, 0.0))
        return iri(ids.claim_iri(subject, predicate, object_, self._base))

    def statements(self) -> Iterable[tuple[str, str, str]]:
        """Return the triples that are claimed."""
        return self._said

    def lines(self) -> Iterator[str]:
        """Yield the triples of all claims, in no order."""
        for (subject, predicate, object_), said in self._said.items():
            node = iri(ids.claim_iri(subject, predicate, object_, self._base))
            yield from (triple(node, _TYPE, kind) for kind in _CLAIM_TYPES)
            yield triple(node, name("rdf:subject"), subject)
            yield triple(node, name("rdf:predicate"), predicate)
            yield triple(node, name("rdf:object"), object_)
            yield from (triple(node, name("prov:wasDerivedFrom"), paper) for paper in said)
            yield triple(node, name("prov:wasGeneratedBy"), self._run)
            yield triple(node, name("kg:support"), integer(len(said)))
            yield triple(node, name("kg:confidence"), decimal(together(said.values())))


_CLAIM_TYPES = (name("kg:Claim"), name("rdf:Statement"), name("prov:Entity"))


def together(confidences: Iterable[float]) -> Decimal:
    """Return how sure papers are together that err independently: 1 - product of (1 - c), three places."""
    # Sorted, since floating point products depend on the order, and the order on the input's.
    doubt = math.prod(1.0 - min(max(c, 0.0), 1.0) for c in sorted(confidences))
    sure = round(Decimal(1.0 - doubt), 3)
    return sure if doubt == 0.0 else min(sure, _SURE)


def run_lines(run: str, version: str, components: Iterable[str], base: str) -> Iterator[str]:
    """Yield the run that made the graph and the components that took part; no time, for equal bytes."""
    yield triple(run, _TYPE, name("prov:Activity"))
    if version:
        yield triple(run, name("schema:softwareVersion"), literal(version))
    for component in components:
        node = iri(ids.component_iri(component, base))
        yield triple(node, _TYPE, name("prov:SoftwareAgent"))
        yield triple(node, name("rdfs:label"), literal(component))
        yield triple(run, name("prov:wasAssociatedWith"), node)
        if version:
            yield triple(node, name("schema:softwareVersion"), literal(version))

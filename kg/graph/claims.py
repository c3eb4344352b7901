"""Claims: what the graph states, on which papers' word, and how surely."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph.terms import decimal, integer, iri, literal, name, triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.terms import Block
    from kg.model import Merge

_TYPE = name("rdf:type")
_NEVER_QUITE = Decimal("0.999")


class Claims:
    """All claims of a graph. Memory grows with the claims, not with the words behind them."""

    def __init__(self, base: str, run: str) -> None:
        """Take the base of IRIs, and the term of the run that finds the claims."""
        self._base, self._run = base, run
        self._statements: dict[str, tuple[str, str, str]] = {}
        self._said: dict[str, list[tuple[str, float]]] = {}

    def add(self, subject: str, predicate: str, object_: str, paper: str, confidence: float) -> str:
        """Note that a paper says so, all terms, and return the claim's term."""
        claim = claim_of(subject, predicate, object_, self._base)
        self.say(claim, (subject, predicate, object_), paper, confidence)
        return claim

    def say(self, claim: str, statement: tuple[str, str, str], paper: str, confidence: float) -> None:
        """Note that a paper makes a claim whose term is known."""
        if claim not in self._statements:
            self._statements[claim] = statement
            self._said[claim] = []
        self._said[claim].append((paper, confidence))

    def blocks(self) -> Iterator[Block]:
        """Yield all claims, sorted."""
        for claim in sorted(self._statements):
            yield claim, claim_row(self._statements[claim], self._said[claim], self._run)


def claim_of(subject: str, predicate: str, object_: str, base: str) -> str:
    """Return the term of the claim that a triple holds."""
    return iri(ids.claim_iri(subject, predicate, object_, base))


def claim_row(
    statement: tuple[str, str, str], said: Iterable[tuple[str, float]], run: str
) -> list[tuple[str, Sequence[str]]]:
    """Return the predicates and objects of one claim, in the order of the predicates' IRIs.

    `said` holds the papers that say so, and how surely; of a paper that says it twice, the surer word counts.
    """
    subject, predicate, object_ = statement
    sure: dict[str, float] = {}
    for paper, confidence in said:
        sure[paper] = max(confidence, sure.get(paper, 0.0))
    return [
        (_OBJECT, (object_,)),
        (_PREDICATE, (predicate,)),
        (_SUBJECT, (subject,)),
        (_TYPE, _CLAIM_TYPES),
        (_FROM, sorted(sure)),
        (_BY, (run,)),
        (_CONFIDENCE, (decimal(together(sure.values())),)),
        (_SUPPORT, (integer(len(sure)),)),
    ]


_OBJECT, _PREDICATE, _SUBJECT = name("rdf:object"), name("rdf:predicate"), name("rdf:subject")
_FROM, _BY = name("prov:wasDerivedFrom"), name("prov:wasGeneratedBy")
_CONFIDENCE, _SUPPORT = name("kg:confidence"), name("kg:support")
_CLAIM_TYPES = (name("rdf:Statement"), name("prov:Entity"), name("kg:Claim"))


def together(confidences: Iterable[float]) -> Decimal:
    """Return how sure papers are together that err independently: 1 - product of (1 - c), three places."""
    # Sorted, since a product of floats depends on the order, and the order on the input's.
    doubt = math.prod(1.0 - min(max(each, 0.0), 1.0) for each in sorted(confidences))
    sure = round(Decimal(1.0 - doubt), 3)
    return sure if doubt == 0.0 else min(sure, _NEVER_QUITE)


def merge_lines(merges: Iterable[Merge], nodes: Mapping[str, str], base: str) -> Iterator[str]:
    """Yield why things are one: for each entity and reason a node, with the number of papers and the confidence.

    `nodes` holds the terms of the graph's entities; merges into others are left out.
    """
    for (entity, reason), (papers, sure) in reasons(merges).items():
        if entity in nodes:
            yield from reason_lines(entity, reason, papers, sure, base)


def reasons(merges: Iterable[Merge]) -> dict[tuple[str, str], tuple[int, float]]:
    """Return, for each entity and reason, the number of papers whose things are so joined, and the best confidence.

    Merges come sorted by document, as a `Resolution` has them.
    """
    found: dict[tuple[str, str], tuple[int, float, str]] = {}
    for document, _, entity, reason, confidence in merges:
        papers, sure, last = found.get((entity, reason), (0, 0.0, ""))
        found[entity, reason] = papers + (document != last), max(confidence, sure), document
    return {key: (papers, sure) for key, (papers, sure, _) in found.items()}


def reason_lines(entity: str, reason: str, papers: int, sure: float, base: str) -> Iterator[str]:
    """Yield why things are one entity, on the word of so many papers."""
    node = iri(ids.merge_iri(entity, reason, base))
    yield triple(node, _TYPE, name("kg:Merge"))
    yield triple(node, _TYPE, name("prov:Entity"))
    yield triple(node, name("kg:mergedInto"), iri(ids.entity_iri(entity, base)))
    yield triple(node, name("kg:reason"), literal(reason))
    yield triple(node, _SUPPORT, integer(papers))
    yield triple(node, _CONFIDENCE, decimal(together([sure])))


def run_lines(run: str, version: str, components: Iterable[str], base: str) -> Iterator[str]:
    """Yield the run that made the graph and its components; no time, so that equal input gives equal bytes."""
    yield triple(run, _TYPE, name("prov:Activity"))
    versions = [literal(version)] if version else []
    yield from (triple(run, name("schema:softwareVersion"), each) for each in versions)
    for component in components:
        node = iri(ids.component_iri(component, base))
        yield triple(node, _TYPE, name("prov:SoftwareAgent"))
        yield triple(node, name("rdfs:label"), literal(component))
        yield from (triple(node, name("schema:softwareVersion"), each) for each in versions)
        yield triple(run, name("prov:wasAssociatedWith"), node)

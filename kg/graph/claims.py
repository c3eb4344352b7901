"""Claims: what the graph states, on which papers' word, and how surely."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph.terms import decimal, integer, iri, literal, name, triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        claim = iri(ids.claim_iri(subject, predicate, object_, self._base))
        if claim not in self._statements:
            self._statements[claim] = (subject, predicate, object_)
            self._said[claim] = []
        self._said[claim].append((paper, confidence))
        return claim

    def lines(self) -> Iterator[str]:
        """Yield the triples of all claims, sorted."""
        for claim in sorted(self._statements):
            yield from sorted(self._claim(claim))

    def _claim(self, claim: str) -> Iterator[str]:
        """Yield the triples of one claim."""
        subject, predicate, object_ = self._statements[claim]
        said: dict[str, float] = {}
        for paper, confidence in self._said[claim]:
            said[paper] = max(confidence, said.get(paper, 0.0))
        yield from (triple(claim, _TYPE, kind) for kind in _CLAIM_TYPES)
        yield triple(claim, name("rdf:subject"), subject)
        yield triple(claim, name("rdf:predicate"), predicate)
        yield triple(claim, name("rdf:object"), object_)
        yield from (triple(claim, name("prov:wasDerivedFrom"), paper) for paper in said)
        yield triple(claim, name("prov:wasGeneratedBy"), self._run)
        yield triple(claim, name("kg:support"), integer(len(said)))
        yield triple(claim, name("kg:confidence"), decimal(together(said.values())))


_CLAIM_TYPES = (name("kg:Claim"), name("rdf:Statement"), name("prov:Entity"))


def together(confidences: Iterable[float]) -> Decimal:
    """Return how sure papers are together that err independently: 1 - product of (1 - c), three places."""
    # Sorted, since a product of floats depends on the order, and the order on the input's.
    doubt = math.prod(1.0 - min(max(each, 0.0), 1.0) for each in sorted(confidences))
    sure = round(Decimal(1.0 - doubt), 3)
    return sure if doubt == 0.0 else min(sure, _NEVER_QUITE)


def run_lines(run: str, version: str, components: Iterable[str], base: str) -> list[str]:
    """Return the run that made the graph and its components, sorted; no time, so that equal input gives equal bytes."""
    return sorted(_run_lines(run, version, components, base))


def _run_lines(run: str, version: str, components: Iterable[str], base: str) -> Iterator[str]:
    yield triple(run, _TYPE, name("prov:Activity"))
    versions = [literal(version)] if version else []
    yield from (triple(run, name("schema:softwareVersion"), each) for each in versions)
    for component in components:
        node = iri(ids.component_iri(component, base))
        yield triple(node, _TYPE, name("prov:SoftwareAgent"))
        yield triple(node, name("rdfs:label"), literal(component))
        yield from (triple(node, name("schema:softwareVersion"), each) for each in versions)
        yield triple(run, name("prov:wasAssociatedWith"), node)

"""Claims read back from a graph's evidence, and which papers state each triple."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.terms import name, triple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph import KnowledgeGraph

_OWNED = {name("kg:Result"), name("kg:Quantity")}
_SUBJECT, _PREDICATE, _OBJECT = name("rdf:subject"), name("rdf:predicate"), name("rdf:object")
_FROM = name("prov:wasDerivedFrom")
_PAPER, _TYPE = name("kg:Paper"), name("rdf:type")


@dataclass(slots=True)
class Claim:
    """A claim, all its parts terms of N-Triples."""

    node: str
    parts: dict[str, Sequence[str]]
    """Predicate -> objects."""

    @property
    def statement(self) -> tuple[str, str, str]:
        """Subject, predicate and object of what is claimed."""
        return self.parts[_SUBJECT][0], self.parts[_PREDICATE][0], self.parts[_OBJECT][0]

    @property
    def papers(self) -> Sequence[str]:
        """The papers that claim it, sorted."""
        return self.parts[_FROM]


def claims(graph: KnowledgeGraph) -> Iterator[Claim]:
    """Yield the graph's claims, sorted by their IRIs."""
    for node, row in graph.evidence_blocks():
        claim = Claim(node, dict(row))
        if _SUBJECT in claim.parts:
            yield claim


def by_paper(graph: KnowledgeGraph) -> Iterator[tuple[str, str]]:
    """Yield each fact as a line, with the paper that states it, or an empty text for what is no paper's word.

    A paper states its own description and links, its results and quantities, and what it claims. Names and
    types of things stand under no paper, a type under the papers that claim it too.
    """
    stated: dict[str, Sequence[str]] = {}
    owners: dict[str, Sequence[str]] = {}
    for claim in claims(graph):
        stated[triple(*claim.statement)] = claim.papers
        owners.setdefault(claim.statement[0], claim.papers)
    papers, owned = _kinds(graph)
    for line in graph.triples():
        subject, predicate, _ = line.split(" ", 2)
        if subject in papers:
            yield line, subject
        elif subject in owned:
            yield from ((line, paper) for paper in owners.get(subject, [""]))
        else:
            yield from ((line, paper) for paper in stated.get(line, ()))
            if line not in stated or predicate == _TYPE:
                yield line, ""


def _kinds(graph: KnowledgeGraph) -> tuple[set[str], set[str]]:
    """Return the terms of the papers, and those of results and quantities."""
    papers, owned = set(), set()
    for line in graph.triples():
        subject, predicate, rest = line.split(" ", 2)
        if predicate == _TYPE:
            papers.update([subject] if rest[:-2] == _PAPER else [])
            owned.update([subject] if rest[:-2] in _OWNED else [])
    return papers, owned

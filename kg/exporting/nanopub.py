"""Nanopublications in TriG: each claim by itself, with where it comes from and how it was made.

The four graphs are those of the nanopublication guidelines (http://nanopub.net/guidelines/working_draft/):
head, assertion, provenance (which speaks of the assertion) and publication info (which speaks of the whole).
No time of creation is stated, so that equal input gives equal bytes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing
from kg.exporting.statements import claims
from kg.exporting.turtle import header, prefixes, shortener, turtle
from kg.graph.terms import blocks_of, name, triple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.exporting.statements import Claim
    from kg.graph import KnowledgeGraph

_NP = "http://www.nanopub.org/nschema#"
_TYPE = name("rdf:type")
_WHOLE = {name("kg:resultOf"), name("kg:describes")}
"""What claims a node that is nothing without its other triples: a result or a quantity."""


def write_nanopub(graph: KnowledgeGraph, path: Path) -> None:
    """Write a nanopublication for each claim."""
    names = {**prefixes(graph.base), "np": _NP}
    term = shortener(names)
    whole = _described(graph)
    with replacing(path) as file:
        file.writelines(header(names))
        for claim in claims(graph):
            for part, lines in _parts(claim, whole):
                file.write(f"\n{term[part]} {{\n")
                file.writelines(turtle(block, term) for block in blocks_of(sorted(lines)))
                file.write("}\n")


def _described(graph: KnowledgeGraph) -> dict[str, list[str]]:
    """Return the triples of each result and quantity."""
    described: dict[str, list[str]] = defaultdict(list)
    start = f"<{graph.base}"
    for line in graph.triples():
        if line.startswith((f"{start}result/", f"{start}quantity/")):
            described[line.split(" ", 1)[0]].append(line)
    return described


def _parts(claim: Claim, whole: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the four graphs of a claim's nanopublication, each with its triples."""
    this, head, assertion, provenance, publication = _names(claim)
    subject, predicate, object_ = claim.statement
    yield (
        head,
        [
            triple(this, _TYPE, f"<{_NP}Nanopublication>"),
            triple(this, f"<{_NP}hasAssertion>", assertion),
            triple(this, f"<{_NP}hasProvenance>", provenance),
            triple(this, f"<{_NP}hasPublicationInfo>", publication),
        ],
    )
    yield assertion, whole[subject] if predicate in _WHOLE else [triple(subject, predicate, object_)]
    yield provenance, list(_provenance(claim, assertion))
    yield publication, list(_publication(claim, this))


def _names(claim: Claim) -> tuple[str, ...]:
    """Return the terms of the nanopublication and of its graphs, which hang from the claim's IRI."""
    stem = claim.node[:-1]
    return tuple(f"{stem}#{part}>" for part in ("nanopub", "head", "assertion", "provenance", "pubinfo"))


def _provenance(claim: Claim, assertion: str) -> Iterator[str]:
    """Yield where an assertion comes from: papers and run, how many say so, how surely, and where their words are."""
    for predicate in ("prov:wasDerivedFrom", "prov:wasGeneratedBy", "kg:support", "kg:confidence"):
        yield from (triple(assertion, name(predicate), object_) for object_ in claim.parts.get(name(predicate), ()))
    yield triple(assertion, name("rdfs:seeAlso"), claim.node)


def _publication(claim: Claim, this: str) -> Iterator[str]:
    """Yield what made the nanopublication."""
    for run in claim.parts.get(name("prov:wasGeneratedBy"), ()):
        yield triple(this, name("prov:wasGeneratedBy"), run)
    yield triple(this, name("dcterms:conformsTo"), "<https://w3id.org/paperkg/ontology>")

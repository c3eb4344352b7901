"""Is a graph what it should be? Shapes (SHACL), words that stand where they are said to, a claim for each fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.graph.identifiers import EVIDENCE_GRAPH
from kg.graph.shacl import broken
from kg.graph.shapes import read_shapes
from kg.graph.terms import blocks_of, name
from kg.graph.view import relations
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import rdflib

    from kg.graph.knowledge import KnowledgeGraph
    from kg.graph.terms import Block


@dataclass(frozen=True, order=True, slots=True)
class Violation:
    """One thing that is wrong with a graph."""

    shape: str
    """The name of the rule, such as ``Claim`` or ``trainedOn-range``."""
    node: str
    """The IRI of what breaks it."""
    message: str
    value: str = ""
    """The value that is wrong, where one is."""


def check(graph: KnowledgeGraph, shapes: Path | None = None) -> list[Violation]:
    """Return all violations, sorted: none for a valid graph.

    The rules on evidence are applied where the graph has any. Raises `OntologyError` for shapes that can't
    be read.
    """
    return sorted({*against_shapes(graph, shapes), *blank_nodes(graph), *quotes(graph), *unclaimed(graph)})


def against_shapes(graph: KnowledgeGraph, shapes: Path | None = None) -> Iterator[Violation]:
    """Yield the violations of a file of SHACL shapes, by default the package's own.

    Shapes that can be checked one subject at a time are, whatever the size of the graph; others by pyshacl,
    which needs the whole graph in rdflib's memory.
    """
    path = shapes or resource("ontology", "shapes.ttl")
    known = read_shapes(path)
    if known is None:
        yield from by_pyshacl(graph, path)
        return
    for shape, node, message, value in broken(known, lambda: _blocks(graph)):
        yield Violation(shape, node.strip("<>"), message, value.strip("<>"))


def _blocks(graph: KnowledgeGraph) -> Iterator[Block]:
    """Yield all that a graph holds."""
    yield from blocks_of(graph.triples())
    yield from graph.evidence_blocks()


def by_pyshacl(graph: KnowledgeGraph, path: Path) -> list[Violation]:
    """Return the violations that pyshacl finds of a file of shapes of any kind."""
    import pyshacl
    import rdflib

    # In rdflib's own memory, where pyshacl's many small look-ups are quicker than through Oxigraph.
    data = rdflib.Graph().parse(data="\n".join((*graph.triples(), *graph.evidence())), format="nt")
    try:
        rules = rdflib.Graph().parse(path, format="turtle")
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    except (OSError, SyntaxError, pyshacl.errors.ShapeLoadError) as error:
        message = f"{path}: can't be read as SHACL shapes: {error}"
        raise OntologyError(message) from error
    return sorted(_violations(report, rules)) if isinstance(report, rdflib.Graph) else []


def _violations(report: rdflib.Graph, rules: rdflib.Graph) -> Iterator[Violation]:
    """Yield the results of a SHACL report, under the name of the shape that holds the rule."""
    from rdflib.namespace import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = report.value(result, SH.sourceShape)
        holder = next(iter(rules.subjects(SH.property, source)), source)
        yield Violation(
            shape=str(rules.value(holder, SH.name) or holder),
            node=str(report.value(result, SH.focusNode)),
            message=str(report.value(result, SH.resultMessage) or ""),
            value=str(report.value(result, SH.value) or ""),
        )


def blank_nodes(graph: KnowledgeGraph) -> Iterator[Violation]:
    """Yield a violation for each triple with a blank node: there is to be none."""
    for lines in (graph.triples(), graph.evidence()):
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            if subject.startswith("_:") or rest.startswith("_:"):
                yield Violation("no-blank-nodes", subject.strip("<>"), f"{predicate} has a blank node at an end")


def quotes(graph: KnowledgeGraph) -> Iterator[Violation]:
    """Yield a violation for each run of characters that doesn't cut exactly its quote out of its text."""
    texts = _texts(graph)
    for row in graph.query(_SPANS):
        text = texts.get((row["paper"].value, row["field"].value))
        start, end, exact = int(row["start"].value), int(row["end"].value), row["exact"].value
        if text is None or text[start:end] != exact:
            found = "a text that the graph doesn't hold" if text is None else repr(text[start:end])
            yield Violation("exact-quote", row["span"].value, f"quotes {exact!r}, but stands on {found}")


_SPANS = f"""
SELECT ?span ?start ?end ?exact ?paper ?field WHERE {{ GRAPH <{EVIDENCE_GRAPH}> {{
  ?span oa:hasSource ?source ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end ; oa:exact ?exact .
  ?source kg:textOf ?paper ; kg:field ?field .
}} }}"""


def _texts(graph: KnowledgeGraph) -> dict[tuple[str, str], str]:
    """Return the graph's texts by paper and field."""
    found = graph.query(
        "SELECT ?paper ?kind ?text { ?paper ?kind ?text VALUES ?kind { dcterms:title dcterms:abstract kg:tables } }"
    )
    return {(row["paper"].value, _field(row["kind"].value, row["text"].language)): row["text"].value for row in found}


def _field(predicate: str, language: str | None) -> str:
    kind = re.split("[/#]", predicate)[-1]
    return f"{kind}_{language}" if language else kind


def unclaimed(graph: KnowledgeGraph) -> Iterator[Violation]:
    """Yield a violation for each fact without a claim, and each claim of what the graph doesn't state."""
    claimed = {parts[1:]: parts[0] for parts in _claims(graph)}
    if not claimed:
        return
    verbs = {name(f"kg:{verb}") for verb in (*relations(), "resultOf", "describes", *_LINKS)}
    for line in graph.triples():
        subject, predicate, rest = line.split(" ", 2)
        if claimed.pop((subject, predicate, rest[:-2]), None) is None and predicate in verbs:
            yield Violation("every-fact-claimed", subject[1:-1], f"no claim for {predicate} {rest[:-2]}")
    for claim in claimed.values():
        yield Violation("every-claim-stated", claim[1:-1], "claims what the graph doesn't state")


_LINKS = ("code", "projectPage", "demo", "data", "weights")


def _claims(graph: KnowledgeGraph) -> Iterator[tuple[str, ...]]:
    """Yield each claim's term with the subject, predicate and object that it claims, where it has all three."""
    wanted = [name(f"rdf:{part}") for part in ("subject", "predicate", "object")]
    for claim, row in graph.evidence_blocks():
        parts = [objects[0] for each in wanted for predicate, objects in row if predicate == each]
        if len(parts) == len(wanted):
            yield claim, *parts

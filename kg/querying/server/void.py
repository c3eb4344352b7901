"""What the endpoint says of itself: SPARQL 1.1 Service Description, and VoID about its data."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph.identifiers import EVIDENCE_GRAPH, ONTOLOGY
from kg.querying.answers import write_triples
from kg.querying.formats import TABLES, TRIPLES
from kg.querying.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.querying.formats import Form

_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
"""The names under http://www.w3.org/ns/formats/."""


def description(root: str, home: Mapping[str, Any], form: Form) -> bytes:
    """Return the description of the endpoint under a root address, with counts, in a form of RDF."""
    out = io.BytesIO()
    write_triples([*_service(root), *_data(root, home)], form, out)
    return out.getvalue()


def _node(name: str) -> ox.NamedNode:
    """Return a prefixed name or an address as a node."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def _triple(subject: str, predicate: str, value: str | int | ox.Literal) -> ox.Triple:
    """Return a triple; a text that is no literal is a node's name."""
    term = ox.Literal(value) if isinstance(value, int) else _node(value) if isinstance(value, str) else value
    return ox.Triple(_node(subject), _node(predicate), term)


def _service(root: str) -> Iterator[ox.Triple]:
    """Yield what the service is and can do (https://www.w3.org/TR/sparql11-service-description/)."""
    service, data = f"{root}sparql#service", f"{root}sparql#dataset"
    yield _triple(service, "rdf:type", "sd:Service")
    yield _triple(service, "sd:endpoint", f"{root}sparql")
    yield _triple(service, "sd:supportedLanguage", "sd:SPARQL11Query")
    yield _triple(service, "sd:feature", "sd:UnionDefaultGraph")
    yield _triple(service, "sd:defaultDataset", data)
    for form in (*TABLES, *TRIPLES):
        yield _triple(service, "sd:resultFormat", f"http://www.w3.org/ns/formats/{_FORMATS[form.name]}")
    yield _triple(data, "rdf:type", "sd:Dataset")
    yield _triple(data, "sd:defaultGraph", f"{data}-default")
    yield _triple(f"{data}-default", "rdf:type", "sd:Graph")
    yield _triple(data, "sd:namedGraph", f"{data}-evidence")
    yield _triple(f"{data}-evidence", "rdf:type", "sd:NamedGraph")
    yield _triple(f"{data}-evidence", "sd:name", EVIDENCE_GRAPH)


def _data(root: str, home: Mapping[str, Any]) -> Iterator[ox.Triple]:
    """Yield what the data are, with counts (https://www.w3.org/TR/void/)."""
    data, counts = f"{root}sparql#dataset", home["stats"]
    yield _triple(data, "rdf:type", "void:Dataset")
    yield _triple(data, "void:sparqlEndpoint", f"{root}sparql")
    yield _triple(data, "void:uriSpace", ox.Literal(home["base"]))
    yield _triple(data, "void:triples", counts["triples"] + counts["evidence_triples"])
    yield _triple(data, "void:entities", sum(counts["things"].values()))
    for space in sorted(PREFIXES[name] for name in ("kg", "skos", "dcterms", "prov", "oa", "schema", "mls", "fabio")):
        yield _triple(data, "void:vocabulary", space)
    for part, kinds in (("class", counts["things"]), ("property", counts["facts"])):
        for name, number in kinds.items():
            node = f"{data}-{part}-{name}"
            yield _triple(data, f"void:{part}Partition", node)
            yield _triple(node, f"void:{part}", ONTOLOGY + name)
            yield _triple(node, "void:entities" if part == "class" else "void:triples", number)

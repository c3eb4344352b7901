"""RDF/XML, for programs that read no other form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing_bytes
from kg.exporting.plain import for_xml
from kg.graph.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import KnowledgeGraph


def write_rdfxml(graph: KnowledgeGraph, path: Path) -> None:
    """Write the facts as RDF/XML; a character that XML can't hold becomes U+FFFD."""
    import pyoxigraph as ox

    lines = "\n".join(graph.triples()).encode()
    triples = ox.parse(input=lines, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    with replacing_bytes(path) as file:
        file.write(for_xml(written.decode()).encode())

"""From a knowledge graph to a file: ``write_x(graph, path)`` for each format, registered as ``kg.exporters``."""

from __future__ import annotations

_FILES = {
    "turtle": "graph.ttl",
    "evidence": "evidence.ttl",
    "ntriples": "graph.nt",
    "nquads": "graph.nq",
    "trig": "graph.trig",
    "nanopub": "nanopubs.trig",
    "rdfxml": "graph.rdf",
    "csv": "csv",
    "cytoscape": "graph.cyjs",
    "obsidian": "obsidian",
}


def file_name(exporter: str) -> str:
    """Return the name of the file or folder that a format is written to in an output folder.

    >>> file_name("turtle"), file_name("graphml")
    ('graph.ttl', 'graph.graphml')
    """
    return _FILES.get(exporter, f"graph.{exporter}")

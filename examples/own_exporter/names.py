"""An exporter: a function that takes the graph and a path, and writes a file that is there whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.exporting.atomic import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg import KnowledgeGraph

PROPOSED = "SELECT DISTINCT ?name { ?paper kg:proposes/rdfs:label ?name } ORDER BY ?name"


def write_names(graph: KnowledgeGraph, path: Path) -> None:
    """Write the name of each thing that a paper proposes on a line of its own, sorted."""
    write_text(path, "".join(f"{row['name'].value}\n" for row in graph.query(PROPOSED)))

"""N-Triples: a sorted line for each fact; two graphs are compared by comparing their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import KnowledgeGraph


def write_ntriples(graph: KnowledgeGraph, path: Path) -> None:
    """Write the facts as N-Triples."""
    with replacing(path) as file:
        file.writelines(f"{line}\n" for line in graph.triples())

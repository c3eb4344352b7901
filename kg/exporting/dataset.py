"""N-Quads and TriG: a named graph for each paper, so that its word can be dropped or trusted as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing
from kg.exporting.statements import by_paper
from kg.exporting.turtle import header, prefixes, shortener, turtle
from kg.graph.identifiers import EVIDENCE_GRAPH, graph_of_paper
from kg.graph.terms import blocks_of, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph import KnowledgeGraph


def write_nquads(graph: KnowledgeGraph, path: Path) -> None:
    """Write facts, one graph per paper, and evidence as N-Quads; names of things are in the default graph."""
    with replacing(path) as file:
        for name, lines in _graphs(graph):
            end = f" {name} .\n" if name else " .\n"
            file.writelines(line[:-2] + end for line in lines)


def write_trig(graph: KnowledgeGraph, path: Path) -> None:
    """Write facts, one graph per paper, and evidence as TriG; names of things are in the default graph."""
    names = prefixes(graph.base)
    term = shortener(names)
    with replacing(path) as file:
        file.writelines(header(names))
        for name, lines in _graphs(graph):
            opening, closing = (f"\n{term[name]} {{\n", "}\n") if name else ("", "")
            file.write(opening)
            file.writelines(turtle(block, term) for block in blocks_of(lines))
            file.write(closing)


def _graphs(graph: KnowledgeGraph) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each graph's term, empty for the default graph, with its sorted lines."""
    graphs: dict[str, list[str]] = {}
    for line, paper in by_paper(graph):
        graphs.setdefault(iri(graph_of_paper(paper[1:-1], graph.base)) if paper else "", []).append(line)
    yield from sorted(graphs.items())
    yield iri(EVIDENCE_GRAPH), graph.evidence()

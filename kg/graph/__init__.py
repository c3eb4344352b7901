"""From extractions and their resolution to a graph: IRIs, triples, evidence, views and checks."""

from __future__ import annotations

from kg.graph.building import build_graph
from kg.graph.knowledge import KnowledgeGraph

__all__ = ["KnowledgeGraph", "build_graph"]

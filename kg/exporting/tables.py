"""CSV files in the form of Neo4j's import (``neo4j-admin database import``): nodes and relationships."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kg.exporting.folder import replacing_folder
from kg.graph.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.graph import KnowledgeGraph

_RESULTS = """
SELECT ?node ?value ?maxValue ?unit ?comparator ?setting ?paper ?subject ?benchmark ?metric ?baseline WHERE {
  ?node a kg:Result ; kg:value ?value ; kg:reportedIn ?paper ; kg:resultOf ?subject ; kg:comparator ?comparator .
  OPTIONAL { ?node kg:maxValue ?maxValue } OPTIONAL { ?node kg:unit ?unit } OPTIONAL { ?node kg:setting ?setting }
  OPTIONAL { ?node kg:onBenchmark ?benchmark } OPTIONAL { ?node kg:metric ?metric }
  OPTIONAL { ?node kg:baseline ?baseline }
} ORDER BY ?node"""
_QUANTITIES = """
SELECT ?node ?value ?unit ?property ?entity WHERE {
  ?node a kg:Quantity ; kg:value ?value ; kg:property ?property ; kg:describes ?entity .
  OPTIONAL { ?node kg:unit ?unit }
} ORDER BY ?node"""
_ROLES = {
    "paper": "REPORTED_IN",
    "subject": "RESULT_OF",
    "benchmark": "ON_BENCHMARK",
    "metric": "METRIC",
    "baseline": "BASELINE",
    "entity": "DESCRIBES",
}

_Row = dict[str, str]


def write_csv(graph: KnowledgeGraph, path: Path) -> None:
    """Write a folder of CSV files: nodes, results, quantities and relationships."""
    view = graph.as_networkx()
    results, quantities = _rows(graph, _RESULTS), _rows(graph, _QUANTITIES)
    nodes = [
        (node, data.get("label_en", ""), data.get("label_zh", ""), data["type"]) for node, data in view.nodes(data=True)
    ]
    edges = [
        (start, end, _shout(data["predicate"]), data.get("support", ""), data.get("confidence", ""))
        for start, end, data in view.edges(data=True)
    ]
    edges += [
        (row["node"], row[role], kind, "", "")
        for row in (*results, *quantities)
        for role, kind in _ROLES.items()
        if role in row
    ]
    with replacing_folder(path) as folder:
        _write(folder / "nodes.csv", ("iri:ID", "label_en", "label_zh", ":LABEL"), nodes)
        _write(folder / "results.csv", _RESULT_HEADER, _values(results, "Result", _RESULT_HEADER))
        _write(folder / "quantities.csv", _QUANTITY_HEADER, _values(quantities, "Quantity", _QUANTITY_HEADER))
        _write(folder / "relationships.csv", _EDGE_HEADER, edges)


_RESULT_HEADER = ("iri:ID", "value:double", "maxValue:double", "unit", "comparator", "setting", ":LABEL")
_EDGE_HEADER = (":START_ID", ":END_ID", ":TYPE", "support:int", "confidence:double")
_QUANTITY_HEADER = ("iri:ID", "property", "value:double", "unit", ":LABEL")


def _rows(graph: KnowledgeGraph, query: str) -> list[_Row]:
    """Return a query's rows, its unbound variables left out."""
    solutions = graph.query(query)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in solutions]


def _values(rows: Iterable[_Row], label: str, header: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the columns of the header, the IRI first and the label last."""
    names = [column.partition(":")[0] for column in header[1:-1]]
    return [(row["node"], *(row.get(name, "") for name in names), label) for row in rows]


def _shout(predicate: str) -> str:
    """Return a predicate as Neo4j writes relationship types: ``basedOn`` -> ``BASED_ON``."""
    plain = predicate.removeprefix(ONTOLOGY)
    return "".join(f"_{char}" if char.isupper() else char for char in plain).upper()


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one CSV file (RFC 4180, UTF-8)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)

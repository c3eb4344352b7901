"""GraphML, GEXF and Cytoscape JSON: papers and things as nodes, facts as edges, for programs that draw graphs."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing_bytes, write_text
from kg.exporting.plain import for_xml

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

    from kg.graph import KnowledgeGraph

_GEXF_DATE = re.compile(rb' lastmodifieddate="[^"]*"')


def write_graphml(graph: KnowledgeGraph, path: Path) -> None:
    """Write nodes and edges as GraphML."""
    import networkx as nx

    buffer = io.BytesIO()
    nx.write_graphml_xml(_for_files(graph), buffer, encoding="utf-8", prettyprint=True, edge_id_from_attribute="id")
    with replacing_bytes(path) as file:
        file.write(buffer.getvalue())


def write_gexf(graph: KnowledgeGraph, path: Path) -> None:
    """Write nodes and edges as GEXF 1.2, without the date that networkx puts in."""
    import networkx as nx

    buffer = io.BytesIO()
    nx.write_gexf(_for_files(graph), buffer, encoding="utf-8", prettyprint=True, version="1.2draft")
    with replacing_bytes(path) as file:
        file.write(_GEXF_DATE.sub(b"", buffer.getvalue(), count=1))


def write_cytoscape(graph: KnowledgeGraph, path: Path) -> None:
    """Write nodes and edges as Cytoscape.js elements in JSON."""
    view = graph.as_networkx()
    nodes = [{"data": {"id": node, **data}} for node, data in view.nodes(data=True)]
    edges = [
        {"data": {"id": f"e{position}", "source": start, "target": end, **data}}
        for position, (start, end, data) in enumerate(view.edges(data=True), start=1)
    ]
    elements = {"elements": {"nodes": nodes, "edges": edges}}
    write_text(path, json.dumps(elements, ensure_ascii=False, indent=1) + "\n")


def _for_files(graph: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    """Return the view with an id and a label for each edge, its keys gone, and texts that XML can hold."""
    import networkx as nx

    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    view = graph.as_networkx()
    for node, data in view.nodes(data=True):
        clean.add_node(node, **{key: for_xml(text) for key, text in data.items()})
    for position, (start, end, data) in enumerate(view.edges(data=True), start=1):
        clean.add_edge(start, end, id=f"e{position}", label=data["predicate"], **data)
    return clean

"""The graph as nodes and edges, for layouts, algorithms and other programs' files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.identifiers import ONTOLOGY
from kg.graph.terms import name
from kg.ontology import read_ontology

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph.knowledge import KnowledgeGraph

_NODES = """
SELECT ?node ?kind ?label WHERE {
  ?node a ?kind ; rdfs:label ?label .
  FILTER(STRSTARTS(STR(?kind), STR(kg:)))
}"""
_EDGES = "SELECT ?from ?kind ?to WHERE { VALUES ?kind { %s } ?from ?kind ?to . }"


def relations() -> list[str]:
    """Return the names of the predicates between papers and things, as the ontology orders them."""
    ontology = read_ontology()
    things = set(ontology.classes) - {"Result", "Quantity", "Claim", "Text", "Merge", "Unit"}
    return [each.name for each in ontology.predicates.values() if each.range and each.domain <= things]


def as_networkx(graph: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    """Return papers and things as nodes, facts as edges keyed by predicate, both in sorted order.

    A node is an IRI with ``type``, ``label`` (English first) and ``label_en``, ``label_zh`` where known; an
    edge has ``predicate`` and, where there is evidence, ``support`` and ``confidence``. A symmetric fact,
    which the store holds both ways round, is one edge.
    """
    import networkx as nx

    view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in sorted(_nodes(graph).items()):
        view.add_node(node, **attributes)
    weights = _weights(graph)
    for start, predicate, end in sorted(_edges(graph)):
        if start in view and end in view:
            found = weights.get((start, predicate, end), {})
            view.add_edge(start, end, key=predicate, predicate=predicate, **found)
    return view


def _nodes(graph: KnowledgeGraph) -> dict[str, dict[str, str]]:
    """Return the attributes of each paper and thing."""
    nodes: dict[str, dict[str, str]] = {}
    for row in graph.query(_NODES):
        node = nodes.setdefault(row["node"].value, {"type": row["kind"].value.removeprefix(ONTOLOGY)})
        node[f"label_{row['label'].language or 'en'}"] = row["label"].value
    for node in nodes.values():
        node["label"] = node.get("label_en") or node.get("label_zh") or min(node.values())
    return nodes


def _edges(graph: KnowledgeGraph) -> set[tuple[str, str, str]]:
    """Return the facts, a symmetric one once, from the lesser IRI to the greater."""
    predicates = read_ontology().predicates
    edges = set()
    for row in graph.query(_EDGES % _verbs()):
        start, kind, end = row["from"].value, row["kind"].value.removeprefix(ONTOLOGY), row["to"].value
        if not (predicates[kind].symmetric and start > end):
            edges.add((start, kind, end))
    return edges


def _weights(graph: KnowledgeGraph) -> dict[tuple[str, str, str], dict[str, float]]:
    """Return support and confidence of each fact that has a claim."""
    wanted = {name(f"kg:{each}"): each for each in relations()}
    found = {}
    for _, row in graph.evidence_blocks():
        parts = {predicate: objects[0] for predicate, objects in row}
        verb = wanted.get(parts.get(_PREDICATE, ""))
        if verb:
            weights = {"support": int(_number(parts[_SUPPORT])), "confidence": float(_number(parts[_CONFIDENCE]))}
            found[parts[_SUBJECT][1:-1], verb, parts[_OBJECT][1:-1]] = weights
    return found


_SUBJECT, _PREDICATE, _OBJECT = name("rdf:subject"), name("rdf:predicate"), name("rdf:object")
_SUPPORT, _CONFIDENCE = name("kg:support"), name("kg:confidence")


def _number(term: str) -> str:
    """Return the digits of a number's term."""
    return term[1:].partition('"')[0]


def _verbs() -> str:
    """Return the predicates between papers and things, as SPARQL lists them."""
    return " ".join(f"kg:{each}" for each in relations())

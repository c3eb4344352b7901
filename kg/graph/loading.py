"""Graph files back into a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.identifiers import EVIDENCE_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

_EVIDENCE_CLASSES = ("https://w3id.org/paperkg/ontology#Claim", "http://www.w3.org/ns/oa#Annotation")


def load_file(store: ox.Store, path: Path) -> None:
    """Read a graph file into the store: to the evidence if it holds claims or annotations, else to the facts.

    Of a file of named graphs, the evidence's graph is evidence and all others are facts, as `kg` writes them.
    Raises `InputError` for a file that is missing, of an unknown form or malformed; the store is then as it was.
    """
    apart = _read(path)
    _copy(apart, store, EVIDENCE_GRAPH)
    facts = EVIDENCE_GRAPH if _is_evidence(apart) else None
    for graph in (None, *sorted(each.value for each in apart.named_graphs())):
        if graph != EVIDENCE_GRAPH:
            _copy(apart, store, facts, graph)


def _read(path: Path) -> ox.Store:
    """Return a store of a file's own."""
    import pyoxigraph as ox

    rdf_format = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if rdf_format is None:
        message = f"{path}: no RDF form has the suffix {path.suffix!r}; use .ttl, .nt, .nq, .trig, .rdf or .jsonld"
        raise InputError(message)
    store = ox.Store()
    try:
        store.bulk_load(path=path, format=rdf_format)
    except (OSError, SyntaxError, ValueError) as error:
        message = f"{path}: can't be read as {rdf_format.name}: {error}"
        raise InputError(message) from error
    return store


def _copy(source: ox.Store, target: ox.Store, graph: str | None, source_graph: str | None = EVIDENCE_GRAPH) -> None:
    """Copy one graph of a store to a graph of another; None is the default graph."""
    import pyoxigraph as ox

    triples = source.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_graph(source_graph))
    target.bulk_load(input=triples, format=ox.RdfFormat.N_TRIPLES, to_graph=_graph(graph), lenient=True)


def _graph(name: str | None) -> ox.NamedNode | ox.DefaultGraph:
    """Return a graph's name as Oxigraph writes it."""
    import pyoxigraph as ox

    return ox.NamedNode(name) if name else ox.DefaultGraph()


def _is_evidence(store: ox.Store) -> bool:
    """Say whether a store's default graph holds a claim or an annotation."""
    return any(store.query(f"ASK {{ ?each a <{kind}> }}") for kind in _EVIDENCE_CLASSES)

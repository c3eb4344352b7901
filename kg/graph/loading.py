"""Graph files back into a knowledge graph."""

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

    Files of quads keep their graphs. Raises `InputError` for a file that is missing, of an unknown form
    or malformed; the store is then as it was.
    """
    import pyoxigraph as ox

    rdf_format = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if rdf_format is None:
        message = f"{path}: no RDF form has the suffix {path.suffix!r}; use .ttl, .nt, .nq, .trig, .rdf or .jsonld"
        raise InputError(message)
    try:
        if rdf_format.supports_datasets:
            store.bulk_load(path=path, format=rdf_format)
            return
        apart = ox.Store()
        apart.bulk_load(path=path, format=rdf_format)
    except (OSError, SyntaxError, ValueError) as error:
        message = f"{path}: can't be read as {rdf_format.name}: {error}"
        raise InputError(message) from error
    graph = ox.NamedNode(EVIDENCE_GRAPH) if _is_evidence(apart) else ox.DefaultGraph()
    triples = apart.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    store.bulk_load(input=triples, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def _is_evidence(store: ox.Store) -> bool:
    """Say whether a store holds a claim or an annotation."""
    return any(store.query(f"ASK {{ ?each a <{kind}> }}") for kind in _EVIDENCE_CLASSES)

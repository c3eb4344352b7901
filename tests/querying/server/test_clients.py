"""Clients that others wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Server

MODELS = "PREFIX kg: <https://w3id.org/paperkg/ontology#> SELECT ?m WHERE { ?m a kg:Model } ORDER BY ?m"


def test_rdflibs_sparqlstore(server: Server) -> None:
    """Rdflib reads the endpoint as a store: patterns, queries, length."""
    from rdflib import RDF, Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server.root}/sparql"))
    model = URIRef("https://w3id.org/paperkg/ontology#Model")
    assert len(list(graph.query(MODELS))) == 6
    assert len(set(graph.subjects(RDF.type, model))) == 6
    assert (URIRef("https://w3id.org/paperkg/id/model/kestrel"), RDF.type, model) in graph


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_reads_tables(server: Server, method: str, form: str) -> None:
    """SPARQLWrapper gets each form of a table, by GET and by POST."""
    wrapper = pytest.importorskip("SPARQLWrapper").SPARQLWrapper(f"{server.root}/sparql")
    wrapper.setMethod(method)
    wrapper.setReturnFormat(form)
    wrapper.setQuery(MODELS)
    found = wrapper.query().convert()
    if form == "json":
        assert len(found["results"]["bindings"]) == 6
    else:
        text = found if isinstance(found, bytes) else found.toxml().encode()
        assert text.count(b"id/model/") == 6


def test_sparqlwrapper_reads_graphs(server: Server) -> None:
    """SPARQLWrapper gets a graph for a CONSTRUCT."""
    module = pytest.importorskip("SPARQLWrapper")
    wrapper = module.SPARQLWrapper(f"{server.root}/sparql")
    wrapper.setQuery("CONSTRUCT { ?s a <http://x/X> } WHERE { ?s a <https://w3id.org/paperkg/ontology#Model> }")
    wrapper.setReturnFormat(module.TURTLE)
    assert wrapper.query().convert().count(b"id:model") == 6

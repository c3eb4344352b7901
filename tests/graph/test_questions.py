"""The questions that a graph is built for, in SPARQL over the facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.query

from kg.graph.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import KnowledgeGraph

EVALUATED = """
SELECT ?system ?value ?metric ?setting WHERE {
  ?result kg:onBenchmark/skos:prefLabel "EgoSchema"@en ; kg:resultOf/rdfs:label ?system ; kg:value ?value .
  ?result kg:metric/skos:prefLabel ?metric . FILTER(LANG(?metric) = "en")
  OPTIONAL { ?result kg:setting ?setting }
}"""
PROPOSED = "SELECT ?id ?label WHERE { ?paper kg:proposes/rdfs:label ?label ; dcterms:identifier ?id }"
SHARED = """
SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?method a kg:Method ; skos:prefLabel ?label . FILTER(LANG(?label) = "zh")
  ?paper a kg:Paper ; kg:proposes?/kg:uses ?method .
} GROUP BY ?label HAVING(COUNT(DISTINCT ?paper) > 1)"""
CODE = "SELECT ?id ?address WHERE { ?paper kg:code ?address ; dcterms:identifier ?id }"
PARTS = 'SELECT ?part WHERE { ?whole rdfs:label "DreamReward"@en . ?x kg:partOf ?whole ; rdfs:label ?part }'

QUESTIONS = {
    "who was evaluated on EgoSchema, with value, metric and setting": (
        EVALUATED,
        {("VideoAgent", "54.1", "accuracy", "zero-shot"), ("VideoAgent", "50.2", "accuracy", "")},
    ),
    "what each paper proposes": (PROPOSED, {("2403.00001", "VideoAgent"), ("2403.00002", "DreamReward")}),
    "methods used by more than one paper": (SHARED, {("大语言模型", "2")}),
    "which papers release code, and where": (CODE, {("2403.00001", "https://example.org/va")}),
    "what DreamReward consists of": (PARTS, {("Reward3D",), ("DreamFL",)}),
}


@pytest.fixture(scope="module")
def turtle(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the graph as a Turtle file."""
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    graph.write(path)
    return path


@pytest.mark.parametrize("question", QUESTIONS)
def test_oxigraph_answers(turtle: Path, question: str) -> None:
    """Oxigraph answers the question from graph.ttl alone."""
    query, expected = QUESTIONS[question]
    store = ox.Store()
    store.load(path=turtle)
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    assert {tuple(str(term.value) if term else "" for term in row) for row in solutions} == expected


@pytest.mark.parametrize("question", QUESTIONS)
def test_rdflib_answers(turtle: Path, question: str) -> None:
    """Another engine, rdflib's, gives the same answer."""
    query, expected = QUESTIONS[question]
    rows = rdflib.Graph().parse(turtle).query(query, initNs=PREFIXES)
    assert {
        tuple("" if term is None else str(term) for term in (row if isinstance(row, rdflib.query.ResultRow) else ()))
        for row in rows
    } == expected

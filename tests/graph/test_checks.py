"""A built graph is valid; each way to break it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import OntologyError
from kg.graph import KnowledgeGraph
from kg.graph.checks import against_shapes, by_pyshacl, check
from kg.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

E_GRAPH = "https://w3id.org/paperkg/graph/evidence"
PREFIXES = """PREFIX kg: <https://w3id.org/paperkg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX model: <https://w3id.org/paperkg/id/model/>
PREFIX method: <https://w3id.org/paperkg/id/method/>
PREFIX task: <https://w3id.org/paperkg/id/task/>
"""


def test_a_built_graph_is_valid(graph: KnowledgeGraph) -> None:
    """What is built from extractions breaks no rule."""
    assert check(graph) == []


def test_facts_alone_are_valid(graph: KnowledgeGraph) -> None:
    """A graph without evidence is held to the rules on facts only."""
    assert check(KnowledgeGraph(graph.triples())) == []


EVIDENCE = f"GRAPH <{E_GRAPH}>"
QUOTE = f"{EVIDENCE} {{ ?s oa:exact '54.1%' ; oa:start ?n }}"
BREAKS = {
    "a task that a method is trained on": ("INSERT DATA { method:llm kg:trainedOn task:video-qa }", "trainedOn-range"),
    "a task that is trained": ("INSERT DATA { task:video-qa kg:trainedOn task:video-qa }", "trainedOn-domain"),
    "a model that is better than itself": (
        "INSERT DATA { model:videoagent kg:outperforms model:videoagent }",
        "outperforms-irreflexive",
    ),
    "a comparison one way round": (
        "INSERT DATA { model:videoagent kg:comparedWith method:llm }",
        "comparedWith-symmetric",
    ),
    "two preferred labels in one language": ("INSERT DATA { method:llm skos:prefLabel 'second'@en }", "Thing"),
    "a preferred label that is an alternative too": ("INSERT DATA { method:llm skos:prefLabel 'LLM'@en }", "Thing"),
    "no label": ("DELETE { ?x rdfs:label ?l } WHERE { ?x a kg:Task ; rdfs:label ?l }", "Thing"),
    "a value that is text": (
        "DELETE { ?r kg:value ?v } INSERT { ?r kg:value 'much' } WHERE { ?r kg:value ?v }",
        "Result",
    ),
    "a result of nothing": ("DELETE { ?r kg:resultOf ?s } WHERE { ?r kg:resultOf ?s }", "Result"),
    "a paper without an identifier": ("DELETE WHERE { ?p <http://purl.org/dc/terms/identifier> ?i }", "Paper"),
    "a claim without a paper": (f"DELETE WHERE {{ {EVIDENCE} {{ ?c prov:wasDerivedFrom ?p }} }}", "Claim"),
    "a claim that is surer than sure": (
        f"INSERT DATA {{ {EVIDENCE} {{ <x:c> a kg:Claim ; kg:confidence 1.5 }} }}",
        "Claim",
    ),
    "a claim without its object": (f"DELETE WHERE {{ {EVIDENCE} {{ ?c rdf:object ?o }} }}", "Claim"),
    "a quote that stands elsewhere": (
        f"DELETE {{ {EVIDENCE} {{ ?s oa:start ?n }} }} INSERT {{ {EVIDENCE} {{ ?s oa:start 0 }} }} WHERE {{ {QUOTE} }}",
        "exact-quote",
    ),
    "a fact that nobody claims": ("INSERT DATA { model:reward3d kg:uses method:llm }", "every-fact-claimed"),
    "a claim of what is not stated": ("DELETE WHERE { ?x kg:uses ?y }", "every-claim-stated"),
    "a blank node": ("INSERT DATA { model:reward3d rdfs:seeAlso [] }", "no-blank-nodes"),
}


@pytest.mark.parametrize("case", BREAKS)
def test_each_break_is_named(graph: KnowledgeGraph, case: str) -> None:
    """A graph that is broken in one way is reported under the rule that it breaks."""
    update, shape = BREAKS[case]
    broken = KnowledgeGraph(graph.triples(), graph.evidence_blocks)
    broken.store.update(PREFIXES + update)
    assert shape in {violation.shape for violation in check(broken)}


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_pyshacl_agrees(graph: KnowledgeGraph, turn: int) -> None:
    """Our own reading of the shapes blames the same nodes under the same shapes as pyshacl does."""
    broken = KnowledgeGraph(graph.triples(), graph.evidence_blocks)
    # Every third break in one graph, since pyshacl takes its time.
    for update, _ in list(BREAKS.values())[turn::3]:
        broken.store.update(PREFIXES + update)
    ours, theirs = against_shapes(broken), by_pyshacl(broken, resource("ontology", "shapes.ttl"))
    blamed = {(each.shape, each.node) for each in ours}
    assert blamed == {(each.shape, each.node) for each in theirs}
    assert blamed


def test_shapes_of_other_kinds_go_to_pyshacl(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """A user's shapes may use all of SHACL."""
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/paperkg/ontology#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      kg:Mine a sh:NodeShape ; sh:name "Mine" ; sh:targetClass kg:Model ;
        sh:property [ sh:path rdfs:label ; sh:pattern "^Video" ; sh:message "no video" ] ."""
    (tmp_path / "mine.ttl").write_text(shapes, encoding="utf-8")
    found = list(against_shapes(graph, tmp_path / "mine.ttl"))
    assert {each.value for each in found} == {"DreamReward", "Reward3D"}
    assert {(each.shape, each.message) for each in found} == {("Mine", "no video")}


def test_a_violation_says_what_and_where(graph: KnowledgeGraph) -> None:
    """A report names the node, and says in words what is wrong with it."""
    broken = KnowledgeGraph(graph.triples())
    broken.store.update(PREFIXES + "DELETE WHERE { model:reward3d skos:prefLabel ?l }")
    (violation,) = check(broken)
    assert violation.node == "https://w3id.org/paperkg/id/model/reward3d"
    assert "preferred label" in violation.message


def test_shapes_that_cant_be_read_are_our_error(
    graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A malformed file of shapes is an error that names it."""
    path = tmp_path_factory.mktemp("shapes") / "mine.ttl"
    path.write_text("no turtle", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"mine\.ttl"):
        check(graph, path)

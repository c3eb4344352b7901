"""What a graph says of the papers that it was built from."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.graph import KnowledgeGraph, build_graph
from kg.model import Entity, Extraction, Fact, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = set[tuple[str, ...]]
CLAIM = "GRAPH <https://w3id.org/paperkg/graph/evidence> { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; %s }"


def rows(graph: KnowledgeGraph, query: str) -> Rows:
    """Return a query's rows as texts."""
    return {tuple(term.value if term else "" for term in row) for row in graph.query(query)}


def test_a_thing_has_our_class_and_the_standard_ones(graph: KnowledgeGraph) -> None:
    """A model is a kg:Model, and without any reasoner a fair4ml:MLModel and a skos:Concept."""
    found = rows(graph, 'SELECT ?kind { ?x rdfs:label "VideoAgent"@en ; a ?kind }')
    assert {kind.rpartition("#")[2] for (kind,) in found} == {"Model", "MLModel", "Concept"}


def test_a_paper_has_its_texts_by_language(graph: KnowledgeGraph) -> None:
    """Titles and abstracts carry their language, and the identifier is the paper's id."""
    found = rows(graph, 'SELECT (LANG(?t) AS ?l) { ?p dcterms:identifier "2403.00001" ; dcterms:title ?t }')
    assert found == {("en",), ("zh",)}


def test_names_beside_the_preferred_are_alternative(graph: KnowledgeGraph) -> None:
    """The preferred name of a language is a prefLabel, all others are altLabels with their language."""
    found = rows(graph, 'SELECT ?n (LANG(?n) AS ?l) { ?x skos:prefLabel "DreamReward"@en ; skos:altLabel ?n }')
    assert found == {("梦奖", "zh")}


def test_a_symmetric_fact_is_stated_both_ways(graph: KnowledgeGraph) -> None:
    """What is compared with another is found from either side."""
    found = rows(graph, "SELECT ?a ?b { ?x kg:comparedWith ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }")
    assert found == {("VideoAgent", "DreamReward"), ("DreamReward", "VideoAgent")}


def test_contradicting_results_stand_side_by_side(graph: KnowledgeGraph) -> None:
    """Two values for one thing on one benchmark are two results, each with its paper."""
    found = rows(graph, "SELECT ?v ?p { ?r kg:onBenchmark ?b ; kg:value ?v ; kg:reportedIn ?p }")
    assert found == {("54.1", "https://arxiv.org/abs/2403.00001"), ("50.2", "https://doi.org/10.1000/again")}


def test_a_second_paper_adds_to_a_claim(graph: KnowledgeGraph) -> None:
    """A fact that two papers state has one claim, derived from both, surer than each alone."""
    uses = "FILTER(?p = kg:uses) ?s rdfs:label 'VideoAgent'@en ."
    claim = CLAIM % "kg:support ?n ; kg:confidence ?sure ; prov:wasDerivedFrom ?paper"
    found = rows(graph, f"SELECT ?n ?sure ?paper {{ {uses} {claim} }}")
    papers = {"https://arxiv.org/abs/2403.00001", "https://doi.org/10.1000/again"}
    assert found == {("2", "0.96", paper) for paper in papers}


def test_evidence_leads_to_the_sentence(graph: KnowledgeGraph) -> None:
    """From a claim one comes to its words, their place, the sentence around them and what found them."""
    found = rows(
        graph,
        """SELECT ?words ?field ?start ?sentence ?by { GRAPH <https://w3id.org/paperkg/graph/evidence> {
          ?c rdf:predicate kg:evaluatedOn .
          ?a oa:hasBody ?c ; oa:hasTarget ?span ; prov:wasAttributedTo/rdfs:label ?by .
          ?span oa:hasSelector ?at ; oa:hasSource/kg:field ?field ; kg:inSentence/oa:hasSelector/oa:exact ?sentence .
          ?at oa:exact ?words ; oa:start ?start . } }""",
    )
    ((words, field, start, sentence, component),) = found
    assert (words, field, start, component) == ("在 EgoSchema 上", "abstract_zh", "31", "kg_facts")
    assert words in sentence


def test_a_mention_bears_its_thing_and_the_things_type(graph: KnowledgeGraph) -> None:
    """A mention's annotation has the thing and the claim of its type as bodies."""
    found = rows(
        graph,
        """SELECT ?type { GRAPH <https://w3id.org/paperkg/graph/evidence> {
          ?a oa:hasBody ?thing, ?c ; oa:hasTarget/oa:hasSelector/oa:exact "大语言模型" .
          ?c rdf:subject ?thing ; rdf:predicate rdf:type ; rdf:object ?type } }""",
    )
    assert found == {("https://w3id.org/paperkg/ontology#Method",)}


def test_a_merge_has_its_reason(graph: KnowledgeGraph) -> None:
    """Why things of several papers are one is told once, with the number of papers."""
    found = rows(
        graph,
        """SELECT ?reason ?n ?sure { GRAPH <https://w3id.org/paperkg/graph/evidence> {
          ?m a kg:Merge ; kg:mergedInto <https://w3id.org/paperkg/id/method/llm> ; kg:reason ?reason ;
            kg:support ?n ; kg:confidence ?sure } }""",
    )
    assert found == {("term: LLM = 大语言模型", "3", "0.9")}


def _with(extraction: Extraction, *facts: Fact) -> Extraction:
    return replace(extraction, facts=facts)


def test_a_fact_of_a_thing_to_itself_is_dropped(extractions: list[Extraction], resolution: Resolution) -> None:
    """Two names that turn out to be one thing leave no fact from it to itself, and the loss is counted."""
    first = extractions[0].things[0].id
    made = build_graph([_with(extractions[0], Fact(first, "outperforms", first))], resolution)
    assert rows(made, "SELECT ?x { ?x kg:outperforms ?y }") == set()
    assert made.dropped == {"outperforms: of a thing to itself": 1}


def test_a_fact_that_the_ontology_forbids_is_dropped(extractions: list[Extraction], resolution: Resolution) -> None:
    """A paper doesn't address a model: the fact is left out and counted by its reason."""
    model = extractions[0].things[0].id
    made = build_graph([_with(extractions[0], Fact("paper", "addresses", model))], resolution)
    assert made.dropped == {"addresses: object is a Model": 1}


def test_evidence_whose_words_stand_elsewhere_is_dropped(extractions: list[Extraction], resolution: Resolution) -> None:
    """No annotation points at words that aren't there, as after a careless correction by hand."""
    fact = extractions[0].facts[0]
    wrong = replace(fact.evidence[0], start=0, end=3)
    made = build_graph([_with(extractions[0], replace(fact, evidence=(wrong,)))], resolution)
    assert made.dropped == {"evidence: its words don't stand where it says": 1}


def test_a_result_on_what_is_no_benchmark_keeps_its_value(
    extractions: list[Extraction], resolution: Resolution
) -> None:
    """A role that the ontology forbids is left out of a result; the result stays."""
    entities = {**resolution.entities}
    entities["benchmark/egoschema"] = Entity("benchmark/egoschema", "Model", {"en": "EgoSchema"})
    made = build_graph(extractions, replace(resolution, entities=entities))
    assert len(rows(made, "SELECT ?r { ?r a kg:Result ; kg:value ?v }")) == 2
    assert made.dropped["onBenchmark: object is a Model"] == 2


@pytest.mark.parametrize("turn", [lambda e: e[::-1], lambda e: e[1:] + e[:1]], ids=["reversed", "rotated"])
def test_the_order_of_papers_makes_no_difference(
    extractions: list[Extraction],
    resolution: Resolution,
    graph: KnowledgeGraph,
    turn: Callable[[list[Extraction]], list[Extraction]],
) -> None:
    """Facts and evidence are the same lines in whatever order the papers come."""
    made = build_graph(turn(extractions), resolution, version="0123abcd")
    assert (made.triples(), list(made.evidence())) == (graph.triples(), list(graph.evidence()))


def test_evidence_is_sorted_before_and_after_the_store(extractions: list[Extraction], resolution: Resolution) -> None:
    """The evidence's lines are in order, and the same when read back from the store."""
    made = build_graph(extractions, resolution)
    before = list(made.evidence())
    assert made.store
    assert before == sorted(set(before)) == list(made.evidence())


NASTY = '"\\<script>alert(1)</script>\u202e🤖\n.;%5B'


def test_any_name_makes_a_graph_that_can_be_read_back(extractions: list[Extraction], tmp_path: Path) -> None:
    """Quotes, markup, controls, emoji and marks of direction in names break neither file."""
    entity = f"model/{NASTY}"
    thing = extractions[0].things[0]
    resolution = Resolution(
        {entity: Entity(entity, "Model", {"en": NASTY}, (NASTY + "x",))},
        {(extractions[0].document.id, thing.id): entity},
    )
    made = build_graph([replace(extractions[0], facts=(Fact("paper", "proposes", thing.id),))], resolution)
    made.write(tmp_path / "graph.ttl")
    made.write(tmp_path / "evidence.ttl", "evidence")
    back = KnowledgeGraph.load(tmp_path / "graph.ttl", tmp_path / "evidence.ttl")
    assert back.triples() == made.triples()
    assert list(back.evidence()) == list(made.evidence())
    assert rows(back, "SELECT ?n { ?p kg:proposes/skos:prefLabel ?n }") == {(NASTY,)}


def test_the_hash_seed_makes_no_difference(tmp_path: Path) -> None:
    """The same bytes come out whatever PYTHONHASHSEED is."""
    script = (
        "import sys; from tests.conftest import _ENTITIES, _video, _dream; from kg.graph import build_graph;"
        "from kg.model import Resolution; ps = [_video(), _dream()]; es = [p.extraction() for p in ps];"
        "of = {(p.document.id, p.thing(e)): e for p in ps for e in p.entities};"
        "g = build_graph(es, Resolution(_ENTITIES, of));"
        "g.write(sys.argv[1] + '/g.ttl'); g.write(sys.argv[1] + '/e.ttl', 'evidence')"
    )
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-c", script, str(folder)], check=True, cwd=root, env={"PYTHONHASHSEED": seed})
        written.append([path.read_bytes() for path in sorted(folder.iterdir())])
    assert written[0] == written[1]
    assert all(written[0])

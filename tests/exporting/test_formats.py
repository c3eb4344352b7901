"""Each format holds what the graph holds, in the form that its readers expect."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import plugins
from kg.exporting import file_name
from kg.exporting.plain import for_xml, parse_literal
from kg.graph import KnowledgeGraph
from kg.graph.terms import PREFIXES, literal

if TYPE_CHECKING:
    from pathlib import Path

OURS = [
    "csv",
    "cytoscape",
    "evidence",
    "gexf",
    "graphml",
    "jsonld",
    "nanopub",
    "nquads",
    "ntriples",
    "obsidian",
    "rdfxml",
]
OURS += ["trig", "turtle"]
FIRST, DOI = "https://arxiv.org/abs/2403.00001", "https://doi.org/10.1000/again"


def _write(graph: KnowledgeGraph, form: str, folder: Path) -> Path:
    path = folder / file_name(form)
    graph.write(path, form)
    return path


def _select(store: ox.Store, query: str) -> list[ox.QuerySolution]:
    prefixes = {**PREFIXES, "np": "http://www.nanopub.org/nschema#"}
    solutions = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return list(solutions)


def _bytes(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return {each.name: each.read_bytes() for each in files}


@pytest.mark.parametrize("form", OURS)
def test_a_format_is_registered_and_repeats_itself(graph: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    """Each format is found by its name, and writes the same bytes each time."""
    assert form in plugins.names("kg.exporters")
    one, other = (_bytes(_write(graph, form, tmp_path / turn)) for turn in ("one", "other"))
    assert one == other
    assert all(one.values())


# rdflib's own reader of JSON-LD makes a graph of a kind that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", ["jsonld", "rdfxml", "ntriples"])
def test_rdflib_reads_the_facts(graph: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    """Another library reads the same facts out of the file, without a network."""
    found = rdflib.Graph().parse(_write(graph, form, tmp_path))
    assert isomorphic(found, rdflib.Graph().parse(data="\n".join(graph.triples()), format="nt"))


def test_jsonld_brings_its_context(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """The context is an object in the file, not an address."""
    written = json.loads(_write(graph, "jsonld", tmp_path).read_text("utf-8"))
    assert isinstance(written["@context"], dict)
    agent = next(node for node in written["@graph"] if node["id"].endswith("/model/videoagent"))
    assert agent["uses"] == ["https://w3id.org/paperkg/id/method/llm"]


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_a_papers_word_can_be_dropped(graph: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    """Without a paper's named graph, what it alone says is gone and what others say too is there."""
    store = ox.Store()
    store.load(path=_write(graph, form, tmp_path))
    store.remove_graph(ox.NamedNode("https://w3id.org/paperkg/id/graph/2403.00001"))
    found = {row["p"].value.rpartition("#")[2] for row in _select(store, "SELECT ?p { ?x a kg:Model ; ?p ?y }")}
    assert {"uses", "comparedWith"} <= found
    assert "evaluatedOn" not in found
    values = _select(store, "SELECT ?v { ?r a kg:Result ; kg:value ?v }")
    assert [row["v"].value for row in values] == ["50.2"]


def test_a_nanopublication_is_whole(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Each has one head, assertion, provenance and publication info; the last two speak of what they are about."""
    store = ox.Store()
    store.load(path=_write(graph, "nanopub", tmp_path))
    query = """SELECT ?np WHERE { GRAPH ?head {
      ?np a np:Nanopublication ; np:hasAssertion ?a ; np:hasProvenance ?p ; np:hasPublicationInfo ?i }
      FILTER EXISTS { GRAPH ?a { ?s ?q ?o } }
      FILTER EXISTS { GRAPH ?p { ?a ?q2 ?o2 } }
      FILTER EXISTS { GRAPH ?i { ?np ?q3 ?o3 } } }"""
    claims = {row["c"] for row in graph.query(f"SELECT ?c {{ GRAPH <{_EVIDENCE}> {{ ?c a kg:Claim }} }}")}
    assert len(_select(store, query)) == len(claims)
    assert len(list(store.named_graphs())) == 4 * len(claims)


_EVIDENCE = "https://w3id.org/paperkg/graph/evidence"


def test_a_nanopublished_result_has_its_number(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """The assertion of a result holds the whole result, and its provenance the paper."""
    store = ox.Store()
    store.load(path=_write(graph, "nanopub", tmp_path))
    query = """SELECT ?v ?paper {
      GRAPH ?a { ?r kg:value ?v ; kg:onBenchmark ?b } GRAPH ?p { ?a prov:wasDerivedFrom ?paper } }"""
    assert {(row["v"].value, row["paper"].value) for row in _select(store, query)} == {("54.1", FIRST), ("50.2", DOI)}


def test_graphml_holds_nodes_and_edges(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """It is read by networkx with the same nodes and as many edges, each with an id of its own."""
    back = nx.read_graphml(_write(graph, "graphml", tmp_path), force_multigraph=True)
    view = graph.as_networkx()
    assert set(back.nodes) == set(view.nodes)
    assert {key for *_, key in back.edges(keys=True)} == {f"e{n}" for n in range(1, view.number_of_edges() + 1)}


def test_gexf_holds_nodes_and_edges_and_no_date(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """It is read by networkx with the same nodes; the file says nothing of the day."""
    path = _write(graph, "gexf", tmp_path)
    assert set(nx.read_gexf(path).nodes) == set(graph.as_networkx().nodes)
    assert b"lastmodifieddate" not in path.read_bytes()


@pytest.mark.parametrize("form", ["graphml", "gexf", "rdfxml"])
def test_controls_in_names_leave_xml_well_formed(tmp_path: Path, form: str) -> None:
    """A character that XML can't hold is replaced; the file can be read."""
    model, kind = "<https://w3id.org/paperkg/id/model/x>", "<https://w3id.org/paperkg/ontology#Model>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    words = literal("a<b>\x01\x0b&", "en")
    lines = [f"{model} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {kind} .", f"{model} {label} {words} ."]
    path = _write(KnowledgeGraph(lines), form, tmp_path)
    assert "a&lt;b&gt;\ufffd\ufffd&amp;" in path.read_text("utf-8")
    assert ET.parse(path).getroot() is not None  # noqa: S314 - we wrote it


def test_cytoscape_edges_join_its_nodes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Each edge's ends are nodes of the file."""
    elements = json.loads(_write(graph, "cytoscape", tmp_path).read_text("utf-8"))["elements"]
    nodes = {node["data"]["id"] for node in elements["nodes"]}
    assert elements["edges"]
    assert all({edge["data"]["source"], edge["data"]["target"]} <= nodes for edge in elements["edges"])


def test_csv_relationships_join_its_nodes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Each relationship's ends are in one of the node files, and results keep their numbers."""
    folder = _write(graph, "csv", tmp_path)
    tables = {
        path.stem: list(csv.DictReader(path.read_text("utf-8").splitlines(keepends=True)))
        for path in folder.glob("*.csv")
    }
    known = {row["iri:ID"] for stem in ("nodes", "results", "quantities") for row in tables[stem]}
    assert {row["value:double"] for row in tables["results"]} == {"54.1", "50.2"}
    assert all({row[":START_ID"], row[":END_ID"]} <= known for row in tables["relationships"])
    assert {row[":TYPE"] for row in tables["relationships"]} >= {"USES", "EVALUATED_ON", "RESULT_OF", "DESCRIBES"}


def test_a_note_links_to_notes_that_are_there(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Each link in a note is the name of another, and a result stands with its words."""
    folder = _write(graph, "obsidian", tmp_path)
    notes = {path.stem: path.read_text("utf-8") for path in folder.glob("*.md")}
    links = {link.partition("]]")[0] for text in notes.values() for link in text.split("[[")[1:]}
    assert links
    assert links <= set(notes)
    assert "result:: 54.1%, zero-shot, [[accuracy]], [[EgoSchema]], [[VideoAgent looking twice]]" in notes["VideoAgent"]


def test_notes_of_like_names_are_told_apart(tmp_path: Path) -> None:
    """Names that differ only by case, or by what no file name may hold, are notes of their own."""
    kind, label = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = []
    for number, name in enumerate(["GPT/4", "gpt:4", "..", "CON\n", "a" * 300]):
        node = f"<https://w3id.org/paperkg/id/model/{number}>"
        lines += [
            f"{node} {kind} <https://w3id.org/paperkg/ontology#Model> .",
            f"{node} {label} {literal(name, 'en')} .",
        ]
    folder = _write(KnowledgeGraph(lines), "obsidian", tmp_path)
    names = {path.stem for path in folder.glob("*.md")}
    assert len(names) == 5
    assert "CON_" in names


def test_plain_values_come_out_of_terms() -> None:
    """A literal's text is read back with its escapes undone."""
    assert parse_literal(literal('a"\\\n\x01', "zh")) == ('a"\\\n\x01', "zh", None)


def test_xml_keeps_what_it_can_hold() -> None:
    """Letters, emoji and newlines stay; only what XML forbids is replaced."""
    assert for_xml("模型🤖\n\x00") == "模型🤖\n\ufffd"

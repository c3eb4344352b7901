"""A graph goes out to files and comes back; its views show what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, QueryError, UnknownNameError
from kg.graph import KnowledgeGraph

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_facts_come_back_from_any_form(graph: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    """The facts are the same after a file in each form of RDF."""
    suffix = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "jsonld": "jsonld"}[form]
    graph.write(tmp_path / f"graph.{suffix}", form)
    assert KnowledgeGraph.load(tmp_path / f"graph.{suffix}").triples() == graph.triples()


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_facts_and_evidence_come_back_from_a_dataset(graph: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    """A file of named graphs gives back facts and evidence, each in its place."""
    path = tmp_path / ("graph.nq" if form == "nquads" else "graph.trig")
    graph.write(path, form)
    back = KnowledgeGraph.load(path)
    assert back.triples() == graph.triples()
    assert list(back.evidence()) == list(graph.evidence())


def test_the_suffix_says_the_form(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Without a named form, the file's suffix decides."""
    graph.write(tmp_path / "graph.nt")
    assert (tmp_path / "graph.nt").read_text("utf-8").splitlines() == graph.triples()


def test_an_unknown_form_lists_the_known(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """A form that isn't there is an error that names those that are."""
    with pytest.raises(UnknownNameError, match="turtle"):
        graph.write(tmp_path / "graph.pdf", "pdf")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("graph.pdf", "", "suffix"),
        ("graph.ttl", "no turtle", "can't be read as Turtle"),
        ("none.ttl", None, "none.ttl"),
    ],
)
def test_what_cant_be_loaded_says_why(tmp_path: Path, name: str, content: str | None, words: str) -> None:
    """An unknown suffix, a malformed or a missing file is an error that names the file."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        KnowledgeGraph.load(tmp_path / name)


def test_a_malformed_query_is_our_error(graph: KnowledgeGraph) -> None:
    """No foreign exception comes out of a query."""
    with pytest.raises(QueryError, match="malformed"):
        graph.query("SELECT nonsense")


def test_a_query_asks_no_network(graph: KnowledgeGraph) -> None:
    """SERVICE is refused as a keyword, and is an ordinary word elsewhere."""
    with pytest.raises(QueryError, match="network"):
        graph.query("SELECT * { service <http://example.org/sparql> { ?s ?p ?o } }")
    assert list(graph.query('SELECT ?service { ?service rdfs:label "SERVICE" } # SERVICE')) == []


def test_rdflib_sees_the_facts(graph: KnowledgeGraph) -> None:
    """The rdflib view has each fact, and knows the prefixes."""
    view = graph.as_rdflib()
    assert len(view) == len(graph.triples())
    assert "kg" in dict(view.namespaces())


def test_networkx_sees_papers_things_and_facts(graph: KnowledgeGraph) -> None:
    """Nodes have type and labels, edges their predicate, support and confidence; a symmetric fact is one edge."""
    view = graph.as_networkx()
    agent = "https://w3id.org/paperkg/id/model/videoagent"
    model = "https://w3id.org/paperkg/id/method/llm"
    assert view.nodes[model] == {
        "type": "Method",
        "label": "large language model",
        "label_en": "large language model",
        "label_zh": "大语言模型",
    }
    assert view.edges[agent, model, "uses"] == {"predicate": "uses", "support": 2, "confidence": 0.96}
    assert [data["predicate"] for *_, data in view.edges(data=True)].count("comparedWith") == 1


def test_networkx_is_in_order(graph: KnowledgeGraph) -> None:
    """Nodes and edges come sorted, so that what is made of them is the same each time."""
    view = graph.as_networkx()
    assert list(view.nodes) == sorted(view.nodes)
    assert [start for start, *_ in view.edges] == sorted(start for start, *_ in view.edges)

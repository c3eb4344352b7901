"""Turtle: readable, and the same graph and the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.exporting import turtle as writing
from kg.graph import KnowledgeGraph
from kg.graph import identifiers as ids
from kg.graph.terms import blocks_of, iri, literal, triple

if TYPE_CHECKING:
    from pathlib import Path

NAMES = writing.prefixes(ids.BASE)
texts = st.text(st.characters(exclude_categories=["Cs"]))


def turtle(*lines: str) -> str:
    """Return lines of N-Triples as Turtle."""
    term = writing.shortener(NAMES)
    return "".join((*writing.header(NAMES), *(writing.turtle(block, term) for block in blocks_of(sorted(lines)))))


@given(texts, texts, st.sampled_from([None, "en", "zh"]))
@example("a.", '\\"\n\r\t\0\x7f\u2028"""', None)
@example("-a", "\\u0041", "en")
@example("%5B", "'", None)
@example("a:b", "\ufeff", None)
def test_oxigraph_reads_back_any_name_and_text(name: str, text: str, language: str | None) -> None:
    """Whatever a name or a text contains, the Turtle holds the triple that it was made from."""
    node = iri(ids.entity_iri(f"model/{name}"))
    line = triple(node, node, literal(text, language))
    parsed = list(ox.parse(input=turtle(line).encode(), format=ox.RdfFormat.TURTLE))
    assert parsed == list(ox.parse(input=line.encode(), format=ox.RdfFormat.N_TRIPLES))


@given(texts, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20))
@example("a.", '\\"\n\t')
@example("%5B", "'")
@example("a:b", '"""')
def test_rdflib_reads_back_any_name_and_text(name: str, text: str) -> None:
    """Another reader finds the same triple."""
    node = iri(ids.entity_iri(f"model/{name}"))
    (found,) = rdflib.Graph().parse(data=turtle(triple(node, node, literal(text, "en"))), format="turtle")
    assert (str(found[0]), str(found[2])) == (node[1:-1], text)


def test_a_subject_has_one_block_that_begins_with_what_it_is() -> None:
    """One block for each subject: types and names first, then the rest, values of one predicate on one line."""
    model, kind = "<https://w3id.org/paperkg/id/model/x>", "<https://w3id.org/paperkg/ontology#Model>"
    uses = "<https://w3id.org/paperkg/ontology#uses>"
    written = turtle(
        triple(model, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", kind),
        triple(model, "<http://purl.org/dc/terms/abstract>", '"t"@en'),
        triple(model, "<http://www.w3.org/2000/01/rdf-schema#label>", '"x"@en'),
        triple(model, uses, "<https://w3id.org/paperkg/id/method/b>"),
        triple(model, uses, "<https://w3id.org/paperkg/id/method/a>"),
    )
    expected = ["model:x a kg:Model", 'rdfs:label "x"@en', 'dcterms:abstract "t"@en', "kg:uses method:a, method:b"]
    assert written.endswith("\n\n" + " ;\n    ".join(expected) + " .\n")


def test_numbers_are_bare_only_where_they_stay_the_same() -> None:
    """A decimal with a point and an integer without stand bare; a decimal without one keeps its datatype."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [f'"54.1"^^<{xsd}decimal>', f'"25000"^^<{xsd}decimal>', f'"3"^^<{xsd}integer>', f'"007"^^<{xsd}string>']
    term = writing.shortener(NAMES)
    assert [term[each] for each in values] == ["54.1", '"25000"^^xsd:decimal', "3", '"007"^^xsd:string']


def test_a_file_is_the_graph(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """graph.ttl, read by rdflib, is the same graph as its N-Triples."""
    graph.write(tmp_path / "graph.ttl")
    from_lines = rdflib.Graph().parse(data="\n".join(graph.triples()), format="nt")
    assert isomorphic(rdflib.Graph().parse(tmp_path / "graph.ttl"), from_lines)


def test_writing_again_gives_the_same_bytes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """A graph that was read from its files writes the same files."""
    for form in ("turtle", "evidence"):
        graph.write(tmp_path / f"{form}.ttl", form)
    back = KnowledgeGraph.load(tmp_path / "turtle.ttl", tmp_path / "evidence.ttl")
    for form in ("turtle", "evidence"):
        back.write(tmp_path / f"{form}-again.ttl", form)
        assert (tmp_path / f"{form}-again.ttl").read_bytes() == (tmp_path / f"{form}.ttl").read_bytes()

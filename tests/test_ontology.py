"""The vocabulary is complete, and its parts agree with one another."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.graph.terms import PREFIXES
from kg.ontology import NAMESPACE, read_ontology
from kg.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

CLASSES = ["Paper", "Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization"]
CLASSES += ["Result", "Quantity", "Claim"]
PREDICATES = ["proposes", "addresses", "uses", "basedOn", "trainedOn", "evaluatedOn", "measuredBy", "comparedWith"]
PREDICATES += ["outperforms", "partOf", "improves"]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return the ontology's own triples."""
    store = ox.Store()
    store.load(path=resource("ontology", "kg.ttl"))
    return store


def _names(store: ox.Store, where: str) -> set[str]:
    query = f"SELECT DISTINCT ?x {{ {where} FILTER(STRSTARTS(STR(?x), STR(kg:))) }}"
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    return {str(row["x"].value).removeprefix(NAMESPACE) for row in solutions}


TERMS = "{ ?x a owl:Class } UNION { ?x a owl:ObjectProperty } UNION { ?x a owl:DatatypeProperty }"


def test_the_vocabulary_is_there() -> None:
    """The classes and the eleven predicates that others' queries depend on are declared."""
    ontology = read_ontology()
    assert set(CLASSES) <= set(ontology.classes)
    assert set(PREDICATES) <= set(ontology.predicates)


@pytest.mark.parametrize(
    "wanted",
    [
        '?x rdfs:label ?l . FILTER(LANG(?l) = "en")',
        '?x rdfs:label ?l . FILTER(LANG(?l) = "zh")',
        '?x skos:definition ?l . FILTER(LANG(?l) = "en")',
        '?x skos:definition ?l . FILTER(LANG(?l) = "zh")',
        "?x skos:example ?l .",
        "?x rdfs:isDefinedBy ?l .",
    ],
)
def test_each_term_is_explained(store: ox.Store, wanted: str) -> None:
    """Each class and predicate has labels and definitions in English and Chinese, and an example."""
    assert _names(store, TERMS) == _names(store, f"{TERMS} {wanted}")


def test_no_two_terms_share_a_label(store: ox.Store) -> None:
    """No class has another's label, and no predicate another's."""
    for kind in ("owl:Class", "owl:ObjectProperty|owl:DatatypeProperty"):
        first, _, second = kind.partition("|")
        kinds = f"VALUES ?kind {{ {first} {second} }} ?x a ?kind . ?y a ?kind . FILTER(?x != ?y)"
        assert _names(store, f"{kinds} ?x rdfs:label ?l . ?y rdfs:label ?l .") == set()


def test_each_class_stands_on_standard_ones() -> None:
    """Each class of the vocabulary is stated beside the standard classes that the design names."""
    also = {name: each.also for name, each in read_ontology().classes.items()}
    assert also["Paper"] == ("http://purl.org/spar/fabio/ResearchPaper", "https://schema.org/ScholarlyArticle")
    assert also["Benchmark"] == ("https://schema.org/Dataset",)
    assert all(also[name] for name in CLASSES)


@pytest.mark.parametrize(
    ("predicate", "subject", "object_", "reason"),
    [
        ("proposes", "Paper", "Model", ""),
        ("proposes", "Model", "Method", "proposes: subject is a Model"),
        ("addresses", "Paper", "Model", "addresses: object is a Model"),
        ("invents", "Paper", "Model", "invents: not in the ontology"),
        ("partOf", "Method", "Model", ""),
    ],
)
def test_domain_and_range_say_why_not(predicate: str, subject: str, object_: str, reason: str) -> None:
    """A predicate holds between classes of its domain and range, and else the reason is given."""
    assert read_ontology().why_not(predicate, subject, object_) == reason


def test_a_symmetric_predicate_has_one_class_of_ends() -> None:
    """What holds both ways round has the same domain as range, or one way would be forbidden."""
    symmetric = [each for each in read_ontology().predicates.values() if each.symmetric]
    assert [each.name for each in symmetric] == ["comparedWith"]
    assert all(each.domain == each.range for each in symmetric)


@pytest.mark.parametrize("predicate", PREDICATES)
@pytest.mark.parametrize(("end", "target"), [("domain", "targetSubjectsOf"), ("range", "targetObjectsOf")])
def test_shapes_hold_domain_and_range(predicate: str, end: str, target: str) -> None:
    """The shapes allow at each end of a predicate exactly the classes that the ontology names."""
    shapes = ox.Store()
    shapes.load(path=resource("ontology", "shapes.ttl"))
    sh = "http://www.w3.org/ns/shacl#"
    query = f"""SELECT ?x {{ ?s <{sh}{target}> kg:{predicate} .
      {{ ?s <{sh}class> ?x }} UNION {{ ?s <{sh}or>/rdf:rest*/rdf:first/<{sh}class> ?x }} }}"""
    solutions = shapes.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    allowed = {str(row["x"].value).removeprefix(NAMESPACE) for row in solutions}
    assert allowed == getattr(read_ontology().predicates[predicate], end)


def test_the_context_knows_each_predicate() -> None:
    """The JSON-LD context has a word for each predicate, and its prefixes are those of the graph."""
    context = json.loads(resource("ontology", "context.jsonld").read_text("utf-8"))["@context"]
    meanings = {each["@id"] if isinstance(each, dict) else each for each in context.values()}
    assert {f"kg:{name}" for name in read_ontology().predicates} <= meanings
    assert {prefix: context.get(prefix) for prefix in PREFIXES} == PREFIXES


def test_units_are_known_by_the_text_in_a_graph() -> None:
    """A unit is found by its notation, and has labels."""
    assert read_ontology().units["%"] == {"en": "percent", "zh": "百分比"}


@pytest.mark.parametrize("content", ["no turtle", "", None])
def test_an_ontology_that_cant_be_used_says_why(tmp_path: Path, content: str | None) -> None:
    """A malformed, empty or missing ontology is an error that names the file."""
    path = tmp_path / "mine.ttl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"mine\.ttl"):
        read_ontology(path)


def test_importing_is_cheap() -> None:
    """Importing ontology and graph loads none of the heavy libraries."""
    script = "import sys, kg.ontology, kg.graph, kg.graph.checks; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert not {"rdflib", "pyoxigraph", "networkx", "pyshacl", "spacy"} & set(loaded.split())

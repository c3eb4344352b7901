import io
import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph.identifiers import EVIDENCE_GRAPH
from kg.querying.answers import Dataset, LimitedBuffer, TooLargeError, ask, tidy, write
from kg.querying.formats import TABLES, TRIPLES, Form, by_name
from kg.querying.guard import ForbiddenError
from kg.querying.prefixes import PREFIXES
from kg.querying.tables import table


def rows(store: ox.Store, query: str, dataset: Dataset | None = None) -> list[list[str]]:
    result: Any = ask(store, query, dataset).result
    return [[str(term) for term in row] for row in result]


def written(store: ox.Store, query: str, form: str) -> bytes:
    answer = ask(store, query)
    out = io.BytesIO()
    write(answer, by_name(form, triples=answer.kind.gives_triples), out)
    return out.getvalue()


def test_the_usual_prefixes_need_no_declaring(store: ox.Store) -> None:
    """A query may use any known prefix at once."""
    for prefix in PREFIXES:
        rows(store, f"SELECT * {{ ?s {prefix}:x ?o }}")


def test_a_declared_prefix_stands_before_a_known_one(store: ox.Store) -> None:
    """PREFIX in the query wins over the known namespaces."""
    assert rows(store, "PREFIX kg: <http://x/> SELECT ?x { VALUES ?x { kg:y } }") == [["<http://x/y>"]]


def test_facts_and_evidence_are_asked_together(store: ox.Store) -> None:
    """The default graph holds the facts and their claims."""
    found = rows(store, "SELECT ?c { ?m kg:basedOn ?b . ?c rdf:subject ?m ; rdf:object ?b ; kg:support 2 }")
    assert len(found) == 1


def test_the_evidence_is_a_graph_of_its_own_too(store: ox.Store) -> None:
    """GRAPH and FROM reach the evidence alone."""
    assert rows(store, "SELECT DISTINCT ?g { GRAPH ?g { ?c a kg:Claim } }") == [[f"<{EVIDENCE_GRAPH}>"]]
    assert rows(store, "SELECT ?p FROM <https://w3id.org/paperkg/graph/evidence> { ?p a kg:Paper }") == []


def test_the_protocol_may_choose_the_dataset(store: ox.Store) -> None:
    """Graphs that the asker names are the dataset, whatever the query says."""
    assert rows(store, "SELECT ?p { ?p a kg:Paper }", Dataset(default=(EVIDENCE_GRAPH,))) == []


def test_a_graph_that_is_not_loaded_is_refused(store: ox.Store) -> None:
    """A chosen graph that isn't loaded is an error, not an empty answer."""
    with pytest.raises(ForbiddenError, match="none is fetched"):
        ask(store, "ASK {}", Dataset(default=("http://x/",)))


@pytest.mark.parametrize("form", [form.name for form in TABLES])
def test_solutions_read_back_from_each_form_are_oxigraphs(store: ox.Store, form: str) -> None:
    """Each table form carries the same solutions as Oxigraph's own answer."""
    query = "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l"
    own: Any = store.query(query, prefixes=PREFIXES)
    expected = [[term.value for term in row] for row in own]
    if form == "csv":
        lines = written(store, query, form).decode().split("\r\n")[1:-1]
        assert lines == [",".join(row) for row in expected]
        return
    read: Any = ox.parse_query_results(written(store, query, form), getattr(ox.QueryResultsFormat, form.upper()))
    assert [[term.value for term in row] for row in read] == expected


@pytest.mark.parametrize("form", TRIPLES)
def test_triples_read_back_from_each_form_are_oxigraphs(store: ox.Store, form: Form) -> None:
    """Each graph form carries the same triples as Oxigraph's own answer."""
    query = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s skos:prefLabel ?l }"
    own: Any = store.query(query, prefixes=PREFIXES)
    data = written(store, query, form.name)
    read = {quad.triple for quad in ox.parse(data, format=getattr(ox.RdfFormat, form.engine))}
    assert read == set(own)


def test_turtle_is_the_same_each_time(store: ox.Store) -> None:
    """A graph is written sorted, its prefixes too."""
    query = "DESCRIBE <https://w3id.org/paperkg/id/model/kestrel>"
    first = written(store, query, "turtle")
    assert all(written(store, query, "turtle") == first for _ in range(5))
    assert first.startswith(b"@prefix fair4ml:")


@pytest.mark.parametrize(("query", "truth"), [("ASK { ?p a kg:Paper }", "true"), ("ASK { ?p a kg:Horse }", "false")])
def test_a_truth_value_is_a_word(store: ox.Store, query: str, truth: str) -> None:
    """ASK answers true or false, as text and in JSON."""
    assert table(ask(store, query)) == truth
    assert json.loads(written(store, query, "json"))["boolean"] is (truth == "true")


def test_a_table_is_aligned_by_columns_of_a_terminal() -> None:
    """A Chinese character takes two columns, numbers stand right, control characters are gone."""
    store = ox.Store()
    answer = ask(store, 'SELECT ?name ?n { VALUES (?name ?n) { ("红隼" 7) ("a\\nb" 12) } }')
    assert table(answer).split("\n") == ["name   n", "----  --", "红隼   7", "a b   12", "(2 rows)"]


def test_an_answer_that_grows_over_its_limit_is_stopped(store: ox.Store) -> None:
    """A sink with a limit ends the writing of an answer."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(TooLargeError, match="10,000 bytes"):
        write(ask(store, query), by_name("json", triples=False), LimitedBuffer(10_000))


def test_a_syntax_error_points_at_its_place(store: ox.Store) -> None:
    """A malformed query is reported with line, column, the line's text and a caret."""
    with pytest.raises(QueryError, match=r"line 2, column 17") as caught:
        ask(store, "SELECT * {\n  ?s ?p ?o LIMIT")
    assert str(caught.value).endswith("LIMIT\n                  ^")


def test_an_unknown_prefix_is_named(store: ox.Store) -> None:
    """An undeclared prefix is named, and the known ones listed."""
    with pytest.raises(QueryError, match=r"unknown prefix 'foo'.*dcterms"):
        ask(store, "SELECT * { ?s foo:bar ?o }")


@given(st.text())
def test_tidying_never_fails(text: str) -> None:
    """Whatever the parser says and the query holds, there is a message."""
    assert tidy(f"error at 1:2: expected {text}", text).startswith("malformed query")


ATOMS = st.sampled_from(["?a", "?b", "?c", "kg:uses", "kg:basedOn", "a", "kg:Model", "id:model\\/kestrel"])


@given(st.lists(st.tuples(ATOMS, ATOMS, ATOMS), min_size=1, max_size=2), st.booleans())
def test_answers_equal_oxigraphs_own(store: ox.Store, patterns: list[tuple[str, str, str]], optional: bool) -> None:  # noqa: FBT001
    """Whatever is asked, the answer is what Oxigraph says of the union of the graphs."""
    body = " . ".join(" ".join(part) for part in patterns)
    query = f"SELECT * {{ ?m a kg:Model OPTIONAL {{ {body} }} }}" if optional else f"SELECT * {{ {body} }} LIMIT 50"
    try:
        own: Any = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError:
        with pytest.raises(QueryError):
            ask(store, query)
        return
    assert rows(store, query) == [[str(term) for term in row] for row in own]

"""The W3C's tests of SPARQL 1.1 queries, at the command line's path and over HTTP, beside Oxigraph's own answers.

The suite's folder, `sparql11` with its manifests, is named by ``KG_W3C``; it is in the source package of rdflib 7.0
(`test/data/suites/w3c/sparql11`) and at https://github.com/w3c/rdf-tests.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from w3c_suite import Case, cases, graph, local, table, triples, wanted

from kg.errors import QueryError
from kg.querying.answers import Dataset, ask, write
from kg.querying.asking import query
from kg.querying.formats import by_name
from kg.querying.guard import ForbiddenError
from kg.querying.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Server, Serving

SUITE = Path(os.environ.get("KG_W3C", "nowhere"))
CASES = cases(SUITE) if SUITE.is_dir() else []
EVALUATED = [case for case in CASES if case.kind == "QueryEvaluationTest" and case.result]
SYNTAX = [case for case in CASES if "SyntaxTest" in case.kind]
FORMATTED = [case for case in CASES if case.kind == "CSVResultFormatTest"]
NOWHERE = "x:empty"
"""A graph for tests that are asked of no data."""

pytestmark = pytest.mark.skipif(not CASES, reason="KG_W3C names no folder of the W3C's SPARQL 1.1 tests")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store with each file of the suite's data as a graph of its own."""
    loaded = ox.Store()
    loaded.add(ox.Quad(*(ox.NamedNode(NOWHERE),) * 4))
    for iri in sorted({iri for case in CASES for iri in (*case.data, *case.named)}):
        loaded.extend(
            ox.Quad(item.subject, item.predicate, item.object, ox.NamedNode(iri))
            for item in triples(local(SUITE, iri), iri)
        )
    return loaded


@pytest.fixture(scope="module")
def suite_server(store: ox.Store, serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server with all data of the suite."""
    folder = tmp_path_factory.mktemp("w3c")
    store.dump(output=folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
    running = serving.start(folder / "graph.nq", folder / "log")
    yield running
    serving.stop(running)


def dataset(store: ox.Store, case: Case) -> Dataset:
    """Return the graphs that a test is asked of; empty files are no graphs in a store."""
    known = {node.value for node in store.named_graphs()}
    default, named = (tuple(iri for iri in iris if iri in known) for iris in (case.data, case.named))
    return Dataset(default, named if default or named else (NOWHERE,))


def oxigraph(store: ox.Store, case: Case) -> str | None:
    """Return the answer of plain Oxigraph, compared; None where it has none."""
    chosen = dataset(store, case)
    try:
        found: Any = store.query(
            case.query,
            prefixes=PREFIXES,
            default_graph=[ox.NamedNode(iri) for iri in chosen.default],
            named_graphs=[ox.NamedNode(iri) for iri in chosen.named],
        )
        if isinstance(found, ox.QueryTriples):
            return graph(found.serialize(format=ox.RdfFormat.N_TRIPLES), ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        return table(found, lax=case.lax)
    except (SyntaxError, ValueError, RuntimeError):
        return None


def compared(data: bytes, case: Case, *, is_graph: bool) -> str:
    """Return an answer in JSON or N-Triples in the form that is compared."""
    if is_graph:
        return graph(data, ox.RdfFormat.N_TRIPLES)
    return table(ox.parse_query_results(io.BytesIO(data), format=ox.QueryResultsFormat.JSON), lax=case.lax)


def required(store: ox.Store, case: Case) -> str:
    """Return the wanted result, where Oxigraph reaches it; else its own answer is as good as can be had."""
    assert case.result
    right, reached = wanted(case.result, lax=case.lax), oxigraph(store, case)
    if reached is None:
        pytest.skip("Oxigraph itself gives no answer")
    if right != reached:
        pytest.xfail("Oxigraph itself gives another answer")
    return right


@pytest.mark.parametrize("case", EVALUATED, ids=str)
def test_a_query_is_answered_as_wanted(store: ox.Store, case: Case) -> None:
    """What `kg query` and the workers call gives the wanted result."""
    right = required(store, case)
    answer = ask(store, case.query, dataset(store, case))
    out = io.BytesIO()
    triples_too = answer.kind.gives_triples
    write(answer, by_name("ntriples" if triples_too else "json", triples=triples_too), out)
    assert compared(out.getvalue(), case, is_graph=triples_too) == right


@pytest.mark.parametrize("case", [case for case in EVALUATED if not case.named], ids=str)
def test_a_file_is_asked_as_wanted(store: ox.Store, case: Case, tmp_path: Path) -> None:
    """`kg query` on a file with the test's data gives the wanted result; tests with named graphs need the protocol."""
    right = required(store, case)
    file = tmp_path / "graph.nt"
    found = [item for iri in case.data for item in triples(local(SUITE, iri), iri)]
    ox.serialize(found, file, format=ox.RdfFormat.N_TRIPLES)
    out = io.BytesIO()
    is_graph = isinstance(store.query(case.query, prefixes=PREFIXES), ox.QueryTriples)
    query(file, case.query, out, form="ntriples" if is_graph else "json")
    assert compared(out.getvalue(), case, is_graph=is_graph) == right


@pytest.mark.parametrize("case", EVALUATED, ids=str)
def test_the_endpoint_answers_as_wanted(suite_server: Server, store: ox.Store, case: Case) -> None:
    """Asked over HTTP with the dataset of the test, the wanted result comes."""
    right = required(store, case)
    chosen = dataset(store, case)
    form = {
        "query": case.query,
        "default-graph-uri": list(chosen.default),
        "named-graph-uri": list(chosen.named),
    }
    accept = "application/sparql-results+json, application/n-triples"
    answer = suite_server.client.post("/sparql", data=form, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    is_graph = answer.headers["content-type"].startswith("application/n-triples")
    assert compared(answer.content, case, is_graph=is_graph) == right


@pytest.mark.parametrize("case", FORMATTED, ids=str)
def test_tables_are_written_as_oxigraph_writes_them(suite_server: Server, store: ox.Store, case: Case) -> None:
    """CSV over HTTP is what Oxigraph writes: its numbers differ in their form from the suite's."""
    chosen = dataset(store, case)
    default = [ox.NamedNode(iri) for iri in chosen.default]
    plain: Any = store.query(case.query, prefixes=PREFIXES, default_graph=default)
    form = {"query": case.query, "default-graph-uri": list(chosen.default), "format": "csv"}
    answer = suite_server.client.post("/sparql", data=form)
    written = plain.serialize(format=ox.QueryResultsFormat.CSV)
    assert sorted(answer.content.splitlines()) == sorted(written.splitlines())


@pytest.mark.parametrize("case", SYNTAX, ids=str)
def test_what_is_a_query_is_told_from_what_is_none(case: Case) -> None:
    """A query of the suite is read, or refused for what it asks of others; what is none is refused."""
    try:
        ask(ox.Store(), case.query)
    except ForbiddenError:
        pytest.skip("asks for SERVICE or an unloaded graph")
    except QueryError:
        assert case.kind.startswith("Negative")
    else:
        assert case.kind.startswith("Positive")

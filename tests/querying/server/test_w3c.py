"""The W3C's tests of SPARQL 1.1 queries, at the command line's path and over HTTP, beside Oxigraph's own answers.

The suite lies in tests/querying/w3c; ``KG_W3C`` names the folder of another version (https://github.com/w3c/rdf-tests).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from w3c_suite import Case, cases, folder, graph, local, table, triples, wanted

from kg.errors import QueryError
from kg.querying.answers import Dataset, ask, write
from kg.querying.asking import query
from kg.querying.formats import by_name
from kg.querying.guard import ForbiddenError
from kg.querying.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Server, Serving

SUITE = folder()
CASES = cases(SUITE)
EVALUATED = [case for case in CASES if case.kind == "QueryEvaluationTest" and case.result]
SYNTAX = [case for case in CASES if "SyntaxTest" in case.kind]
FORMATTED = [case for case in CASES if case.kind == "CSVResultFormatTest"]
NOWHERE = "x:empty"
"""A graph for tests that are asked of no data."""


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
    if not case.data and re.search(r"\bFROM\b", case.query):
        return Dataset()  # the query says of what it is asked
    known = {node.value for node in store.named_graphs()}
    default, named = (tuple(iri for iri in iris if iri in known) for iris in (case.data, case.named))
    return Dataset(default, named if default or named else (NOWHERE,))


def oxigraph(store: ox.Store, case: Case) -> str:
    """Return the answer of plain Oxigraph, compared, or its error."""
    chosen = dataset(store, case)
    default, named = ([ox.NamedNode(iri) for iri in iris] for iris in (chosen.default, chosen.named))
    graphs: Any = {"default_graph": default, "named_graphs": named} if chosen else {}
    try:
        found: Any = store.query(case.query, prefixes=PREFIXES, **graphs)
        if isinstance(found, ox.QueryTriples):
            return graph(found.serialize(format=ox.RdfFormat.N_TRIPLES), ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        return table(found, lax=case.lax)
    except (SyntaxError, ValueError, RuntimeError) as error:
        return f"error: {error}"


def compared(data: bytes, case: Case, *, is_graph: bool) -> str:
    """Return an answer in JSON or N-Triples in the form that is compared."""
    if is_graph:
        return graph(data, ox.RdfFormat.N_TRIPLES)
    return table(ox.parse_query_results(io.BytesIO(data), format=ox.QueryResultsFormat.JSON), lax=case.lax)


def required(store: ox.Store, case: Case) -> str:
    """Return the wanted result, where Oxigraph reaches it; else its own answer is as good as can be had."""
    assert case.result
    right, reached = wanted(case.result, lax=case.lax), oxigraph(store, case)
    if right != reached:
        pytest.xfail("Oxigraph itself gives " + (reached if reached.startswith("error") else "another answer"))
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


@pytest.mark.parametrize("case", [case for case in EVALUATED if case.data and not case.named], ids=str)
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
    assert plain_lines(answer.content) == plain_lines(written)


def plain_lines(table_: bytes) -> list[bytes]:
    """Return a table's lines in order, blank nodes without their names."""
    return sorted(re.sub(rb"_:\w+", b"_:", table_).splitlines())


@pytest.mark.parametrize("case", SYNTAX, ids=str)
def test_what_is_a_query_is_told_from_what_is_none(case: Case) -> None:
    """What Oxigraph reads is read, or refused for what it asks of others; what is none is refused as malformed."""
    positive = case.kind.startswith("Positive")
    if verdict(lambda: ox.Store().query(case.query, prefixes=PREFIXES)) != positive:
        pytest.xfail("Oxigraph itself judges otherwise")
    try:
        assert verdict(lambda: ask(ox.Store(), case.query)) == positive
    except ForbiddenError:
        assert re.search("SERVICE|FROM", case.query)


def verdict(asked: Callable[[], object]) -> bool:
    """Say whether something is read as a query, answered or not."""
    try:
        asked()
    except ForbiddenError:
        raise
    except (SyntaxError, QueryError, RuntimeError) as error:
        return not isinstance(error, SyntaxError) and "malformed" not in str(error)
    return True

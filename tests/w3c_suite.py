"""The W3C's tests of SPARQL 1.1, read from their manifests, and the comparison of an answer with the wanted one.

Tests that the working group didn't approve are left out.
"""

from __future__ import annotations

import atexit
import io
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Node = ox.NamedNode | ox.BlankNode

_COPY = Path(__file__).parent / "querying" / "w3c" / "sparql11.tar.xz"
ROOT = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
FOLDERS = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res",
    "negation", "project-expression", "property-path", "subquery", "syntax-query",
)  # fmt: skip
"""The parts that read: no updates, no entailment, no other endpoint."""
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_DAWG = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_EXACT = {"decimal", "integer"}
_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}
TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True)
class Case:
    """One test."""

    name: str
    kind: str
    """``QueryEvaluationTest``, ``CSVResultFormatTest``, ``PositiveSyntaxTest11`` or ``NegativeSyntaxTest11``."""
    query: str
    data: tuple[str, ...]
    named: tuple[str, ...]
    result: Path | None
    lax: bool

    def __str__(self) -> str:
        """Return the name, as pytest shows it."""
        return self.name


def folder() -> Path:
    """Return the folder of the suite: ``KG_W3C``, else the copy that lies here, unpacked."""
    if os.environ.get("KG_W3C"):
        return Path(os.environ["KG_W3C"])
    target = Path(tempfile.mkdtemp(prefix="kg-w3c-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    with tarfile.open(_COPY) as archive:
        archive.extractall(target, filter="data")
    return target


def cases(suite: Path) -> list[Case]:
    """Return the tests of the reading parts."""
    return [case for folder in FOLDERS if (suite / folder).is_dir() for case in _of(suite, folder)]


def _of(suite: Path, folder: str) -> Iterator[Case]:
    """Yield the tests of one manifest."""
    store = ox.Store()
    file = suite / folder / "manifest.ttl"
    store.load(path=file, format=ox.RdfFormat.TURTLE, base_iri=f"{ROOT}{folder}/manifest.ttl")
    for quad in sorted(store.quads_for_pattern(None, _TYPE, None), key=str):
        kind, name = str(quad.object.value), quad.subject.value.partition("#")[2]
        action = _one(store, quad.subject, _MF + "action")
        approved = _one(store, quad.subject, _DAWG + "approval")
        if not kind.startswith(_MF) or action is None or approved != ox.NamedNode(_DAWG + "Approved"):
            continue
        query = _one(store, action, _QT + "query") or action
        if not local(suite, query.value).is_file():
            continue  # one test's query is missing from the suite
        result = _one(store, quad.subject, _MF + "result")
        yield Case(
            name=f"{folder}/{name}",
            kind=kind.removeprefix(_MF),
            query=f"BASE <{ROOT}{folder}/>\n" + local(suite, query.value).read_text(encoding="utf-8"),
            data=_all(store, action, _QT + "data"),
            named=_all(store, action, _QT + "graphData"),
            result=local(suite, result.value) if result is not None else None,
            lax=_one(store, quad.subject, _MF + "resultCardinality") is not None,
        )


def _one(store: ox.Store, subject: Node, predicate: str) -> Any:  # noqa: ANN401 - a term of whatever kind is there
    return next((quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)), None)


def _all(store: ox.Store, subject: Node, predicate: str) -> tuple[str, ...]:
    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return tuple(sorted(quad.object.value for quad in found))


def local(suite: Path, iri: str) -> Path:
    """Return the file of an IRI of the suite."""
    return suite / iri.removeprefix(ROOT)


def triples(file: Path, iri: str) -> list[ox.Triple]:
    """Return what a file of triples holds, its blank nodes its own."""
    parsed = ox.parse(path=file, format=_FORMATS[file.suffix], base_iri=iri, rename_blank_nodes=True)
    return [quad.triple for quad in parsed]


def wanted(file: Path, *, lax: bool) -> str:
    """Return a wanted result in the form that answers are compared in."""
    if file.suffix in TABLES:
        return table(ox.parse_query_results(path=file, format=TABLES[file.suffix]), lax=lax)
    found = triples(file, ROOT)
    truth = [item.object for item in found if item.predicate.value == _RS + "boolean"]
    if truth:
        return str(truth[0].value)
    if any(item.predicate.value == _RS + "resultVariable" for item in found):
        return _canonical(_rows_of_graph(found))
    return _canonical(ox.Quad(item.subject, item.predicate, item.object) for item in found)


def table(found: ox.QuerySolutions | ox.QueryBoolean, *, lax: bool) -> str:
    """Return solutions as text that is the same for the same solutions in any order; a truth value as itself."""
    if isinstance(found, ox.QueryBoolean):
        return str(bool(found)).lower()
    rows = [
        {name.value: term for name, term in zip(found.variables, row, strict=True) if term is not None} for row in found
    ]
    kept = list({str(sorted((name, str(term)) for name, term in row.items())): row for row in rows}.values())
    return _canonical(_rows(kept if lax else rows))


def graph(data: bytes, form: ox.RdfFormat) -> str:
    """Return triples as text that is the same for the same triples, whatever their blank nodes are called."""
    return _canonical(ox.parse(io.BytesIO(data), format=form))


def _rows(rows: Iterable[dict[str, Any]]) -> Iterator[ox.Quad]:
    """Yield each row as a blank node with its bindings: rows are the same when the graphs are."""
    for row in rows:
        node = ox.BlankNode()
        yield ox.Quad(node, _TYPE, ox.NamedNode("x:row"))
        yield from (ox.Quad(node, ox.NamedNode(f"x:{name}"), _value(term)) for name, term in row.items())


def _value(term: Any) -> Any:  # noqa: ANN401 - any term
    """Return a number in one form for each value: 2.0E0 and 2 are the same double."""
    kind = term.datatype.value.rpartition("#")[2] if isinstance(term, ox.Literal) else ""
    try:
        if kind in {"double", "float"}:
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
        return ox.Literal(str(Decimal(term.value).normalize()), datatype=term.datatype) if kind in _EXACT else term
    except (ValueError, InvalidOperation):
        return term


def _rows_of_graph(found: list[ox.Triple]) -> Iterator[ox.Quad]:
    """Yield the rows of a result set written as a graph."""

    def objects(subject: object, name: str) -> list[Any]:
        return [item.object for item in found if item.subject == subject and item.predicate.value == _RS + name]

    for row in (item.object for item in found if item.predicate.value == _RS + "solution"):
        pairs = [(objects(each, "variable")[0], objects(each, "value")[0]) for each in objects(row, "binding")]
        yield from _rows([{name.value: value for name, value in pairs}])


def _canonical(quads: Iterable[ox.Quad]) -> str:
    """Return quads in their canonical form."""
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(str(quad) for quad in found))

"""How a query is read and what it has to look at: ``kg query --explain``."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.querying.answers import ask, loaded_graphs
from kg.querying.guard import check
from kg.querying.prefixes import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is told of a query."""

    form: str
    graphs: tuple[str, ...]
    patterns: tuple[tuple[str, int], ...]
    """Each triple pattern, and how many statements match it alone, counted to a million."""
    algebra: str
    """As SPARQL 1.1, section 18, defines it; empty where rdflib can't read the query."""
    answers: int
    seconds: float

    def as_text(self) -> str:
        """Return the plan for a reader."""
        rows = [f"  {_count(number):>12}  {pattern}" for pattern, number in self.patterns]
        return "\n".join(
            (
                f"form      {self.form}",
                f"asked of  {', '.join(('the facts', *self.graphs))} together",
                f"answers   {self.answers:,} in {self.seconds * 1000:.1f} ms",
                "patterns  (statements that match each alone)",
                *(rows or ["  none"]),
                "algebra",
                self.algebra or "  (not told: an extension of Oxigraph's)",
            )
        )


def plan(store: ox.Store, query: str) -> Plan:
    """Read, measure and answer a query; raise `QueryError` for one that can't be."""
    kind = check(query, loaded_graphs(store))
    algebra = _algebra(query)
    patterns = tuple((_written(triple), _matches(store, triple)) for triple in _patterns(algebra)) if algebra else ()
    start = time.perf_counter()
    answer = ask(store, query)
    result: Any = answer.result
    count = 1 if kind.form == "ASK" else len(list(result))
    seconds = time.perf_counter() - start
    return Plan(kind.form, tuple(loaded_graphs(store)), patterns, _printed(algebra), count, seconds)


def _algebra(query: str) -> Any:  # noqa: ANN401 - rdflib gives its algebra no types
    """Return rdflib's algebra of a query; None for what it can't read."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return translateQuery(parseQuery(query), initNs=PREFIXES).algebra
    except Exception:  # noqa: BLE001 - rdflib's parser raises what it likes; the engine is the judge of queries
        return None


def _patterns(node: Any) -> Iterator[tuple[Any, Any, Any]]:  # noqa: ANN401
    """Yield the triple patterns of an algebra, each once, in order."""
    seen: set[str] = set()
    for triple in _walk(node):
        if str(triple) not in seen:
            seen.add(str(triple))
            yield triple


def _walk(node: Any) -> Iterator[tuple[Any, Any, Any]]:  # noqa: ANN401
    """Yield every triple pattern."""
    if isinstance(node, dict):
        yield from dict(node).get("triples") or ()
        for key, value in node.items():
            if key not in {"triples", "_vars"}:
                yield from _walk(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _walk(value)


def _written(triple: tuple[Any, Any, Any]) -> str:
    """Return a pattern as SPARQL writes it, prefixes shortened."""
    return " ".join(_term(part) for part in triple)


def _term(part: Any) -> str:  # noqa: ANN401
    """Return one part of a pattern as SPARQL writes it."""
    from rdflib import URIRef

    return shorten(str(part)) if isinstance(part, URIRef) else _n3(part)


def _n3(part: Any) -> str:  # noqa: ANN401
    """Return a term or path in full."""
    return str(part.n3()) if hasattr(part, "n3") else str(part)


def _matches(store: ox.Store, triple: tuple[Any, Any, Any]) -> int:
    """Return how many statements match a pattern alone, counted to a million."""
    where = " ".join(_n3(part) for part in triple)
    query = f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {where} }} LIMIT {_MOST} }}"
    answer: Any = ask(store, query).result
    return int(next(answer)[0].value)


def _count(number: int) -> str:
    """Return a count, with a plus sign where the counting stopped."""
    return f"{number:,}+" if number >= _MOST else f"{number:,}"


def _printed(node: Any, depth: int = 1) -> str:  # noqa: ANN401
    """Return an algebra as indented text: each operator, the patterns of each basic graph pattern."""
    if isinstance(node, (list, tuple)):
        return "\n".join(filter(None, (_printed(item, depth) for item in node)))
    if not isinstance(node, dict):
        return ""
    parts = dict(node)
    lines = ["  " * depth + str(getattr(node, "name", "")).strip("_")]
    lines += ["  " * (depth + 1) + _written(triple) for triple in parts.get("triples") or ()]
    lines += [
        _printed(parts[key], depth + 1) for key in ("p", "p1", "p2", "part", "graph", "where", "expr") if key in parts
    ]
    return "\n".join(filter(None, lines))

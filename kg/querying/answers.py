"""A query's answer, and its forms: Oxigraph answers, this module hands over what the user may ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Protocol, cast

from kg.errors import QueryError
from kg.graph.identifiers import EVIDENCE_GRAPH
from kg.querying.guard import ForbiddenError, Kind, check, told
from kg.querying.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox

    from kg.querying.formats import Form

    Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_SORTED = 100_000
_FACTS = [EVIDENCE_GRAPH]
"""The named graphs of a store whose default graph holds all facts."""
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class TooLargeError(QueryError):
    """An answer that is larger than allowed."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked of, by IRI, where the asker chose (``default-graph-uri`` of the protocol)."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether the asker chose any."""
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Oxigraph gave: solutions, a truth value or triples, each lazily evaluated."""

    kind: Kind
    result: Result


def ask(  # noqa: PLR0913 - all that a query may come with
    store: ox.Store,
    query: str,
    dataset: Dataset | None = None,
    kind: Kind | None = None,
    *,
    facts: bool = False,
    base: str | None = None,
) -> Answer:
    """Ask a store. Facts and evidence together are the default graph; each is a graph of its own besides.

    A `kind` says that the query was checked before, and what it is; `facts`, that evidence has no part in it;
    `base` is the IRI to which the query's IRIs are relative, where it names none itself.
    Raises `QueryError` for a malformed query, `ForbiddenError` for one that is not allowed. Evaluation is lazy:
    an error of it may come while the answer is read.
    """
    chosen = dataset or Dataset()
    graphs = loaded_graphs(store)
    kind = kind or check(query, graphs)
    alone = not graphs or (facts and graphs == _FACTS)
    _refuse_unloaded(chosen, graphs)
    try:
        result = _query(store, query, chosen, base, union=not kind.graphs and not alone)
    except SyntaxError as error:
        raise QueryError(tidy(str(error), query)) from error
    except (OSError, RuntimeError, ValueError) as error:
        message = f"the query can't be answered: {error}"
        raise QueryError(message) from error
    return Answer(kind, result)


def loaded_graphs(store: ox.Store) -> list[str]:
    """Return the IRIs of the named graphs that are loaded, sorted."""
    return sorted(graph.value for graph in store.named_graphs())


def _query(store: ox.Store, query: str, chosen: Dataset, base: str | None, *, union: bool) -> Result:
    """Hand the query to Oxigraph, with the dataset that the protocol, the query or nobody chose.

    A `union` of all graphs as the default one takes more look-ups, so it is for stores that hold named graphs.
    """
    import pyoxigraph as ox

    if not chosen:
        return store.query(query, base_iri=base, prefixes=PREFIXES, use_default_graph_as_union=union)
    return store.query(
        query,
        base_iri=base,
        prefixes=PREFIXES,
        default_graph=[ox.NamedNode(graph) for graph in chosen.default],
        named_graphs=[ox.NamedNode(graph) for graph in chosen.named],
    )


def _refuse_unloaded(chosen: Dataset, graphs: Sequence[str]) -> None:
    """Raise `ForbiddenError` for a graph that was chosen and isn't loaded: none is fetched."""
    for graph in (*chosen.default, *chosen.named):
        if graph not in graphs:
            message = f"no graph <{graph}> is loaded, and none is fetched; loaded: {told(graphs)}"
            raise ForbiddenError(message)


def write(answer: Answer, form: Form, output: Sink) -> None:
    """Write an answer in one of the standard forms. Solutions are streamed."""
    import pyoxigraph as ox

    try:
        if answer.kind.gives_triples:
            write_triples(cast("ox.QueryTriples", answer.result), form, output)
        else:
            table = cast("ox.QuerySolutions | ox.QueryBoolean", answer.result)
            table.serialize(cast("IO[bytes]", output), format=getattr(ox.QueryResultsFormat, form.engine))
    except (BrokenPipeError, QueryError):
        raise
    except (OSError, RuntimeError, ValueError) as error:
        message = f"the query can't be answered: {error}"
        raise QueryError(message) from error


def write_triples(triples: Iterable[ox.Triple], form: Form, output: Sink) -> None:
    """Write triples: sorted and each once while they are few (`_SORTED`), as they come when they are many."""
    import pyoxigraph as ox

    coming = iter(triples)
    head = list(islice(coming, _SORTED + 1))
    rdf_format = getattr(ox.RdfFormat, form.engine)
    if len(head) > _SORTED:
        ox.serialize(chain(head, coming), cast("IO[bytes]", output), format=rdf_format)
        return
    ordered = sorted(set(head), key=lambda item: (str(item.subject), str(item.predicate), str(item.object)))
    known = _used(ordered) if form.name in {"turtle", "rdfxml"} else None
    written = cast("bytes", ox.serialize(ordered, format=rdf_format, prefixes=known))
    output.write(_sort_prefixes(written) if form.name == "turtle" else written)


def _used(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes whose namespaces occur in some triples."""
    text = " ".join(str(item) for item in triples)
    return {prefix: space for prefix, space in PREFIXES.items() if space in text}


def _sort_prefixes(turtle: bytes) -> bytes:
    """Return Turtle with its prefixes in order: Oxigraph writes them in another one each time."""
    lines = turtle.split(b"\n")
    count = next((place for place, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join((*sorted(lines[:count]), *lines[count:]))


class Sink(Protocol):
    """What an answer is written to."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


class LimitedBuffer:
    """A sink that refuses to grow over its limit, in bytes."""

    def __init__(self, limit: int) -> None:
        """Take the limit in bytes."""
        self._limit, self._size = limit, 0
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep the data; raise `TooLargeError` where that would be too much."""
        self._size += len(data)
        if self._size > self._limit:
            message = f"the answer is larger than {self._limit:,} bytes; ask for less, or add LIMIT"
            raise TooLargeError(message)
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def bytes(self) -> bytes:
        """Return what was written."""
        return b"".join(self._parts)


def tidy(error: str, query: str) -> str:
    """Turn the parser's words into a message with the line, a caret, and the names that it may have wanted."""
    match = _PLACE.match(error)
    if not match:
        return f"malformed query: {error}"
    line, column, expected = int(match[1]), int(match[2]), match[3]
    lines = query.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    prefix = _unknown_prefix(expected, text, column)
    words = prefix or f"expected {_readable(expected)}"
    return f"malformed query, line {line}, column {column}: {words}\n  {text}\n  {' ' * (column - 1)}^"


def _unknown_prefix(expected: str, text: str, column: int) -> str:
    """Return what to say of a prefix that nobody declared; empty where that isn't the fault."""
    if "Prefix not found" not in expected:
        return ""
    name = re.search(r"([\w.-]*):[\w.-]*$", text[: column - 1])
    named = f" {name[1]!r}" if name else ""
    return f"unknown prefix{named}; declare it with PREFIX, or use one of {', '.join(sorted(PREFIXES))}"


def _readable(expected: str) -> str:
    """Return the parser's list of what it expected without its character classes."""
    choices = re.sub(r"^expected (one of )?|\\u\{\w+\}", "", expected)
    words = [word.strip() for word in re.findall(r"\"(?:[^\"\\]|\\.)*\"|[A-Z]{2,}", choices)]
    return ", ".join(dict.fromkeys(words)) or "something else"

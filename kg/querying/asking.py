"""What the commands ``query``, ``explain`` and ``stats`` do, each one function over files of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.querying import named
from kg.querying.answers import ask
from kg.querying.cache import graph_files, names_file, open_store, store_folder
from kg.querying.formats import NAMES
from kg.querying.limited import ask_within
from kg.querying.names import open_names
from kg.querying.tables import write_as
from kg.querying.worker import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.querying.answers import Sink
    from kg.querying.named import NamedQuery
    from kg.querying.names import Names
    from kg.querying.plan import Plan
    from kg.querying.shown import Explanation
    from kg.querying.stats import Stats


def query_text(question: NamedQuery, given: Mapping[str, str], graph: Path) -> str:
    """Return a named query's SPARQL with the values that a user gave, things found by any of their names."""
    if not given:
        return named.bind(question, named.terms(question, {}, _no_names()))
    names = graph_names(graph)
    try:
        return named.bind(question, named.terms(question, given, names))
    finally:
        names.close()


def _no_names() -> Names:
    """Stand for names where no value needs one."""
    return None  # type: ignore[return-value]


def graph_names(graph: Path) -> Names:
    """Return the names of a graph, indexed when first asked for."""
    files = graph_files(graph)
    folder = store_folder(files)
    return open_names(open_store(files), names_file(folder))


def query(graph: Path, text: str, output: Sink, *, form: str = "table", timeout: float | None = None) -> None:
    """Answer a query over a graph's files, facts and evidence together, and write the answer.

    `form` is ``table`` or a standard format; a table for triples is Turtle. With a `timeout` in seconds the
    work is done by a process of its own, which is stopped when it is reached (`QueryTimeoutError`).
    """
    if form not in NAMES and form not in {"ttl", "nt", "json-ld"}:
        message = f"no format {form!r}; choose from: {', '.join(NAMES)}"
        raise UsageError(message)
    files = graph_files(graph)
    if timeout is not None:
        request = {"call": "query", "query": text, "table": form, "triples": form}
        output.write(ask_within(store_folder(files), request, Limits(seconds=timeout, size=2**32 - 1)))
        return
    answer = ask(open_store(files), text)
    write_as(answer, form, output)


def plan(graph: Path, text: str) -> Plan:
    """Return how a query over a graph's files is read, and what it looks at."""
    from kg.querying.plan import plan as read_plan

    return read_plan(open_store(graph_files(graph)), text)


def explain(graph: Path, name: str) -> tuple[Explanation, ...]:
    """Return what a graph knows of each thing of a name, or of the one of an id; the best known first.

    Raises `UnknownThingError`, with the nearest names, for an unknown one.
    """
    from kg.querying.explain import explain as gather
    from kg.querying.explain import find_all

    names = graph_names(graph)
    try:
        store = open_store(graph_files(graph))
        return tuple(gather(store, item.iri) for item in find_all(names, name))
    finally:
        names.close()


def stats(graph: Path) -> Stats:
    """Count what a graph holds."""
    from kg.querying.stats import stats as count

    return count(open_store(graph_files(graph)))


def list_queries(folders: Iterable[Path] = ()) -> str:
    """Return the named queries for a reader: name, parameters, title."""
    found = named.read_queries(folders)
    return "\n".join(f"{item.name:<20} {item.title}{_parameters(item)}" for item in found.values())


def _parameters(item: NamedQuery) -> str:
    """Return a query's parameters as options, those that may be left out in brackets."""
    options = (f"--{each.name} {each.kinds[0].upper()}" for each in item.parameters)
    marked = (option if each.required else f"[{option}]" for option, each in zip(options, item.parameters, strict=True))
    return f"  {' '.join(marked)}" if item.parameters else ""

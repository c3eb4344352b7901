"""What a query may be: one that reads the loaded data, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kg.errors import QueryError
from kg.querying.prefixes import PREFIXES
from kg.querying.tokens import say_unsure, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kg.querying.tokens import Token

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_TOLD = 8
LONGEST = 1_000_000
"""Characters that a query may have."""


class ForbiddenError(QueryError):
    """A query that asks for what is not allowed here: SERVICE, an update, a graph that isn't loaded."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a query is: its form, and the graphs that it names as its dataset."""

    form: str
    """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``."""
    graphs: tuple[str, ...] = ()
    """The IRIs after FROM and FROM NAMED."""

    @property
    def gives_triples(self) -> bool:
        """Say whether the answer is a graph, not a table or a truth value."""
        return self.form in {"CONSTRUCT", "DESCRIBE"}


def check(query: str, graphs: Collection[str] = ()) -> Kind:
    """Return what kind of query this is; raise `ForbiddenError` where it is none that may be asked.

    `graphs` are the IRIs that FROM may name. Letters in strings, comments and IRIs forbid nothing.
    """
    if len(query) > LONGEST:
        message = f"the query has {len(query):,} characters; {LONGEST:,} are allowed"
        raise ForbiddenError(message)
    found = tokens(query)
    kind = Kind(_form(found), tuple(_dataset(found)))
    _refuse_service(query, found)
    _refuse_graphs(kind, graphs)
    return kind


def _form(found: list[Token]) -> str:
    """Return the query's form: the first keyword after BASE and PREFIX."""
    for token in found:
        if token.is_word(*FORMS):
            return token.text.upper()
        if token.is_word(*_UPDATES):
            message = f"{token.text.upper()} changes data, and the graph is read only; ask with {', '.join(FORMS)}"
            raise ForbiddenError(message)
    message = f"this is no query: none of {', '.join(FORMS)} is in it"
    raise QueryError(message)


def _dataset(found: list[Token]) -> Iterator[str]:
    """Yield the IRIs that stand after FROM and FROM NAMED, in full where BASE and PREFIX make them so."""
    base, prefixes = "", dict(PREFIXES)
    for place, token in enumerate(found[:-1]):
        after = [item for item in found[place + 1 : place + 3] if not item.is_word("NAMED")]
        if token.is_word("BASE"):
            base = urljoin(base, after[0].text[1:-1])
        elif token.is_word("PREFIX") and len(after) > 1:
            prefixes[after[0].text[:-1]] = urljoin(base, after[1].text[1:-1])
        elif token.is_word("FROM") and after:
            yield _iri(after[0], base, prefixes)


def _iri(token: Token, base: str, prefixes: Mapping[str, str]) -> str:
    """Return what an IRI or prefixed name stands for, as far as is known."""
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, _, name = token.text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + name


def _refuse_service(query: str, found: list[Token]) -> None:
    """Raise `ForbiddenError` for SERVICE, and where it can't be told whether the letters are the keyword."""
    remedy = "the graph is asked alone, and no other endpoint is called"
    if any(token.is_word("SERVICE") for token in found):
        message = f"SERVICE is not allowed: {remedy}"
        raise ForbiddenError(message)
    unsure = next((token for token in found if token.unsure), None)
    if unsure and re.search("service", query, re.IGNORECASE):
        raise ForbiddenError(say_unsure(query, unsure))


def _refuse_graphs(kind: Kind, graphs: Collection[str]) -> None:
    """Raise `ForbiddenError` for a FROM that names a graph which isn't loaded."""
    for graph in kind.graphs:
        if graph not in graphs:
            message = f"FROM <{graph}>: no such graph is loaded, and none is fetched; loaded: {told(graphs)}"
            raise ForbiddenError(message)


def told(graphs: Collection[str]) -> str:
    """Return some graphs for a message, not all of very many."""
    few = [f"<{graph}>" for graph in sorted(graphs)[:_TOLD]]
    return ", ".join([*few, f"and {len(graphs) - _TOLD} more"] if len(graphs) > _TOLD else few) or "none"

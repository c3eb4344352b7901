"""Reading a store term by term: small look-ups that need no query."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.identifiers import BASE
from kg.graph.terms import expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@lru_cache(maxsize=256)
def term(name: str) -> ox.NamedNode:
    """Return a prefixed name such as ``skos:prefLabel`` as a node."""
    return ox.NamedNode(expand(name))


def objects(store: ox.Store, subject: Term, predicate: str) -> Iterator[Term]:
    """Yield what a subject has under a prefixed predicate, in any graph, in no order."""
    for quad in store.quads_for_pattern(_node(subject), term(predicate), None):
        yield quad.object


def subjects(store: ox.Store, predicate: str, object_: Term) -> Iterator[ox.NamedNode]:
    """Yield the nodes that have an object under a prefixed predicate, in any graph, in no order."""
    for quad in store.quads_for_pattern(None, term(predicate), object_):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def texts(store: ox.Store, subject: Term, predicate: str) -> list[str]:
    """Return the values under a prefixed predicate as text, sorted."""
    return sorted(text_of(value) for value in objects(store, subject, predicate))


def text(store: ox.Store, subject: Term, predicate: str) -> str | None:
    """Return one value under a prefixed predicate as text, the least of several; None where there is none."""
    return min((text_of(value) for value in objects(store, subject, predicate)), default=None)


def node(store: ox.Store, subject: Term, predicate: str) -> ox.NamedNode | None:
    """Return one node under a prefixed predicate, the least of several; None where there is none."""
    found = (value for value in objects(store, subject, predicate) if isinstance(value, ox.NamedNode))
    return min(found, key=lambda value: value.value, default=None)


def number(store: ox.Store, subject: Term, predicate: str) -> float | None:
    """Return one number under a prefixed predicate."""
    found = text(store, subject, predicate)
    return float(found) if found is not None else None


def labels(store: ox.Store, subject: Term) -> dict[str, str]:
    """Return the preferred name by language (``""`` for none): prefLabel, else title, else label, else identifier."""
    for naming in ("skos:prefLabel", "dcterms:title", "rdfs:label", "dcterms:identifier"):
        found: dict[str, str] = {}
        for value in objects(store, subject, naming):
            if isinstance(value, ox.Literal):
                language = value.language or ""
                found[language] = min(value.value, found.get(language, value.value))
        if found:
            return dict(sorted(found.items()))
    return {}


def label(store: ox.Store, subject: Term, languages: Sequence[str] = ("en", "", "zh")) -> str:
    """Return a name for a node: in the first language that there is, else the end of its IRI."""
    found = labels(store, subject)
    for language in languages:
        if language in found:
            return found[language]
    return next(iter(found.values()), "") or text_of(subject).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def base(store: ox.Store) -> str:
    """Return what the IRIs of a store's things begin with: what stands before ``claim/``, or a class's name."""
    for kind, step in (("kg:Claim", "claim/"), ("kg:Model", "model/"), ("kg:Method", "method/"), ("kg:Task", "task/")):
        found = next(subjects(store, "rdf:type", term(kind)), None)
        if found and step in found.value:
            return found.value.rpartition(step)[0]
    return BASE


def text_of(value: Term) -> str:
    """Return a literal's text, or a node's IRI."""
    return value.value if isinstance(value, (ox.Literal, ox.NamedNode, ox.BlankNode)) else str(value)


def _node(value: Term) -> ox.NamedNode | ox.BlankNode:
    """Return a term as what may be a subject; raise `TypeError` for another."""
    if isinstance(value, (ox.NamedNode, ox.BlankNode)):
        return value
    message = f"no subject: {value}"
    raise TypeError(message)

"""Classes, predicates and units, read from ``ontology/kg.ttl``: what the graph may say.

>>> read_ontology().predicates["comparedWith"].symmetric
True
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMESPACE = "https://w3id.org/paperkg/ontology#"
_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = _RDF + "type"

_Table = dict[str, dict[str, list[str]]]
"""Subject -> predicate -> objects; a literal stands as ``text@language``, a plain one as ``text@``."""


@dataclass(frozen=True, slots=True)
class Class:
    """A kind of thing."""

    name: str
    labels: Mapping[str, str]
    """By language."""
    also: tuple[str, ...]
    """IRIs of the classes of other vocabularies that each instance is stated to be of too."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation or property."""

    name: str
    labels: Mapping[str, str]
    """By language."""
    domain: frozenset[str]
    """Names of the classes that its subject may be of; empty for any."""
    range: frozenset[str]
    """Names of the classes that its object may be of; empty for any or for literals."""
    symmetric: bool = False
    irreflexive: bool = False


@dataclass(frozen=True, slots=True)
class Ontology:
    """The vocabulary, by local name; `units` by the text that stands in a graph, with labels by language."""

    classes: Mapping[str, Class]
    predicates: Mapping[str, Predicate]
    units: Mapping[str, Mapping[str, str]]

    def why_not(self, predicate: str, subject: str, object_: str) -> str:
        """Return why a predicate can't hold between instances of two classes, or an empty text."""
        known = self.predicates.get(predicate)
        if known is None:
            return f"{predicate}: not in the ontology"
        if known.domain and subject not in known.domain:
            return f"{predicate}: subject is a {subject}"
        if known.range and object_ not in known.range:
            return f"{predicate}: object is a {object_}"
        return ""


@lru_cache(maxsize=8)
def read_ontology(path: Path | None = None) -> Ontology:
    """Read the ontology from a Turtle file, by default the one of this package.

    Raises `OntologyError` if the file is missing or malformed, or declares no class.
    """
    path = path or resource("ontology", "kg.ttl")
    table = _table(path)
    ontology = Ontology(
        classes={term: _class(term, table) for term in _instances(table, "Class")},
        predicates={
            term: _predicate(term, table)
            for kind in ("ObjectProperty", "DatatypeProperty")
            for term in _instances(table, kind)
        },
        units=dict(_units(table)),
    )
    if not ontology.classes:
        message = f"{path}: declares no class in {NAMESPACE}; an owl:Class is needed for each type of thing"
        raise OntologyError(message)
    return ontology


def _table(path: Path) -> _Table:
    """Return the file's triples."""
    import pyoxigraph as ox

    table: _Table = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            table[_text(quad.subject)][_text(quad.predicate)].append(_text(quad.object))
    except (OSError, SyntaxError) as error:
        message = f"{path}: can't be read as Turtle: {error}"
        raise OntologyError(message) from error
    return table


def _text(term: object) -> str:
    """Return a term as text: an IRI bare, a literal with its language behind an ``@``."""
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return f"{term.value}@{term.language or ''}"
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _instances(table: _Table, kind: str) -> list[str]:
    """Return the local names of our terms that are of a kind of OWL's, in the order of the file."""
    return [
        subject.removeprefix(NAMESPACE)
        for subject, row in table.items()
        if subject.startswith(NAMESPACE) and _OWL + kind in row[_TYPE]
    ]


def _class(term: str, table: _Table) -> Class:
    """Return one class."""
    row = table[NAMESPACE + term]
    above = row[_RDFS + "subClassOf"]
    return Class(term, _labels(row), tuple(each for each in above if not each.startswith(NAMESPACE)))


def _predicate(term: str, table: _Table) -> Predicate:
    """Return one predicate."""
    row = table[NAMESPACE + term]
    return Predicate(
        term,
        _labels(row),
        domain=frozenset(_union(row[_RDFS + "domain"], table)),
        range=frozenset(_union(row[_RDFS + "range"], table)),
        symmetric=_OWL + "SymmetricProperty" in row[_TYPE],
        irreflexive=_OWL + "IrreflexiveProperty" in row[_TYPE],
    )


def _labels(row: dict[str, list[str]]) -> dict[str, str]:
    """Return a term's labels by language."""
    return {language: text for text, _, language in (each.rpartition("@") for each in row[_RDFS + "label"])}


def _union(nodes: list[str], table: _Table) -> Iterator[str]:
    """Yield the names of our classes in a list of classes and ``owl:unionOf`` lists."""
    for node in nodes:
        if node.startswith(NAMESPACE):
            yield node.removeprefix(NAMESPACE)
        elif node in table:
            row = table[node]
            yield from _union([*row[_OWL + "unionOf"], *row[_RDF + "first"], *row[_RDF + "rest"]], table)


def _units(table: _Table) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each unit's notation and labels."""
    for row in table.values():
        if NAMESPACE + "Unit" in row[_TYPE]:
            yield row[_SKOS + "notation"][0].removesuffix("@"), _labels(row)

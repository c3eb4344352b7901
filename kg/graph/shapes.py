"""SHACL shapes, read from Turtle: the part of SHACL Core that streams (https://www.w3.org/TR/shacl/).

What is known here can be checked one subject at a time; a file of shapes that says more is left to pyshacl.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.graph.terms import PREFIXES, name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SH = "http://www.w3.org/ns/shacl#"
NODE_RULES = frozenset({"nodeKind", "class", "or", "disjoint"})
VALUE_RULES = NODE_RULES | {
    *("minCount", "maxCount", "datatype", "uniqueLang", "equals", "lessThan", "in", "minInclusive", "maxInclusive"),
}
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_OTHER = frozenset({"name", "message", "property", "path", "inversePath", *_TARGETS})
_FIRST, _REST, _NIL = (name(f"rdf:{each}") for each in ("first", "rest", "nil"))

Rows = dict[str, dict[str, list[str]]]
"""Subject -> predicate -> objects, all terms of N-Triples."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint: its kind, such as ``minCount``, and its values as terms."""

    kind: str
    values: tuple[str, ...]
    message: str


@dataclass(slots=True)
class Property:
    """The rules on the values that a path leads to."""

    path: str
    inverse: bool
    rules: list[Rule]


@dataclass(slots=True)
class Shape:
    """A node shape: its name, what it is about, and what it asks."""

    name: str
    targets: dict[str, list[str]]
    """``targetClass``, ``targetSubjectsOf`` and ``targetObjectsOf`` -> terms."""
    rules: list[Rule] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)


def read_shapes(path: Path) -> list[Shape] | None:
    """Return the shapes of a file, or None if it says more than is known here.

    Raises `OntologyError` for a file that can't be read.
    """
    rows = _rows(path)
    if any(not _is_known(predicate) for row in rows.values() for predicate in row):
        return None
    shapes = [_shape(node, rows) for node, row in rows.items() if any(f"<{SH}{each}>" in row for each in _TARGETS)]
    return None if any(_asks_more(shape) for shape in shapes) else shapes


def _rows(path: Path) -> Rows:
    """Return a Turtle file's triples."""
    import pyoxigraph as ox

    rows: Rows = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            rows[str(quad.subject)][str(quad.predicate)].append(str(quad.object))
    except (OSError, SyntaxError) as error:
        message = f"{path}: can't be read as SHACL shapes: {error}"
        raise OntologyError(message) from error
    return rows


def _is_known(predicate: str) -> bool:
    """Say whether a predicate is one of SHACL's that is known here, or none of SHACL's."""
    local = predicate[1:-1].removeprefix(SH)
    return not predicate.startswith(f"<{SH}") or local in VALUE_RULES or local in _OTHER


def _asks_more(shape: Shape) -> bool:
    """Say whether a shape has a rule or path where none is known: on a node, or of an unknown form."""
    on_nodes = any(rule.kind not in NODE_RULES for rule in shape.rules)
    return on_nodes or any(not each.path.startswith("<") for each in shape.properties)


def _shape(node: str, rows: Rows) -> Shape:
    """Return one node shape."""
    row = rows[node]
    called = row.get(f"<{SH}name>", [node])[0]
    targets = {each: row.get(f"<{SH}{each}>", []) for each in _TARGETS}
    properties = [_property(each, rows) for each in row.get(f"<{SH}property>", [])]
    return Shape(_plain(called), targets, list(_rules(row, rows)), properties)


def _property(node: str, rows: Rows) -> Property:
    """Return one property shape."""
    row = rows[node]
    (path,) = row.get(f"<{SH}path>", [""])
    inverse = rows[path].get(f"<{SH}inversePath>", []) if path in rows else []
    return Property(inverse[0] if inverse else path, bool(inverse), list(_rules(row, rows)))


def _rules(row: dict[str, list[str]], rows: Rows) -> Iterator[Rule]:
    """Yield the rules of a shape, lists and alternatives laid flat."""
    message = _plain(row.get(f"<{SH}message>", ['""'])[0])
    for predicate, values in row.items():
        kind = predicate[1:-1].removeprefix(SH)
        if kind in VALUE_RULES:
            flat = [each for value in values for each in _list(value, rows)] if kind in {"in", "or"} else values
            if kind == "or":
                flat = [each for option in flat for each in rows[option].get(f"<{SH}class>", [])]
            yield Rule(kind, tuple(flat), message)


def _list(node: str, rows: Rows) -> Iterator[str]:
    """Yield the members of an RDF list."""
    while node != _NIL and _FIRST in rows[node]:
        yield rows[node][_FIRST][0]
        node = rows[node][_REST][0]


def _plain(term: str) -> str:
    """Return the text of a plain literal, or a term as it is."""
    return term[1:].rpartition('"')[0].replace('\\"', '"') if term.startswith('"') else term


LANG_STRING = f"<{PREFIXES['rdf']}langString>"
STRING = f"<{PREFIXES['xsd']}string>"

"""SHACL, one subject at a time: a graph of any size against the shapes that `kg.graph.shapes` knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg.graph.shapes import LANG_STRING, STRING
from kg.graph.terms import name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.graph.shapes import Property, Rule, Shape
    from kg.graph.terms import Block

_TYPE = name("rdf:type")
Broken = tuple[str, str, str, str]
"""The shape's name, the node, the message, and the value that is wrong or an empty text; terms."""


@dataclass(slots=True)
class Surroundings:
    """What a rule needs to know of other subjects."""

    members: dict[str, set[str]]
    """Class -> its instances, for the classes that rules ask for."""
    backwards: dict[str, dict[str, list[str]]]
    """Predicate -> object -> subjects, for inverse paths."""


def broken(shapes: list[Shape], blocks: Callable[[], Iterable[Block]]) -> Iterator[Broken]:
    """Yield what breaks the shapes; `blocks` gives the graph's blocks, and is called twice."""
    around = _look_around(shapes, blocks())
    by = {kind: _index(shapes, kind) for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf")}
    for subject, row in blocks():
        found = dict(row)
        focused = [shape for kind in found.get(_TYPE, ()) for shape in by["targetClass"].get(kind, ())]
        focused += [shape for predicate in found for shape in by["targetSubjectsOf"].get(predicate, ())]
        for shape in {id(each): each for each in focused}.values():
            yield from _check(shape, subject, found, around)
        for predicate, objects in row:
            for shape in by["targetObjectsOf"].get(predicate, ()):
                for object_ in objects:
                    yield from _check(shape, object_, {}, around)


def _index(shapes: list[Shape], kind: str) -> dict[str, list[Shape]]:
    """Return the shapes by what they are about."""
    index: dict[str, list[Shape]] = defaultdict(list)
    for shape in shapes:
        for target in shape.targets[kind]:
            index[target].append(shape)
    return index


def _look_around(shapes: list[Shape], blocks: Iterable[Block]) -> Surroundings:
    """Return what the rules need to know of other subjects."""
    rules = [rule for shape in shapes for held in _held(shape) for rule in held]
    members: dict[str, set[str]] = {
        kind: set() for rule in rules if rule.kind in {"class", "or"} for kind in rule.values
    }
    backwards: dict[str, dict[str, list[str]]] = {
        each.path: defaultdict(list) for shape in shapes for each in shape.properties if each.inverse
    }
    for subject, row in blocks:
        for predicate, objects in row:
            if predicate == _TYPE:
                for kind in objects:
                    if kind in members:
                        members[kind].add(subject)
            elif predicate in backwards:
                for object_ in objects:
                    backwards[predicate][object_].append(subject)
    return Surroundings(members, backwards)


def _held(shape: Shape) -> Iterator[list[Rule]]:
    """Yield the lists of rules that a shape holds."""
    yield shape.rules
    yield from (each.rules for each in shape.properties)


def _check(shape: Shape, node: str, row: dict[str, Sequence[str]], around: Surroundings) -> Iterator[Broken]:
    """Yield what of one node breaks a shape."""
    for rule in shape.rules:
        for value in _wrong(rule, (node,), row, around):
            yield shape.name, node, rule.message, value
    for each in shape.properties:
        values = _values(each, node, row, around)
        for rule in each.rules:
            for value in _wrong(rule, values, row, around):
                yield shape.name, node, rule.message, value


def _values(each: Property, node: str, row: dict[str, Sequence[str]], around: Surroundings) -> Sequence[str]:
    """Return the values that a property's path leads to."""
    return around.backwards[each.path].get(node, ()) if each.inverse else row.get(each.path, ())


def _wrong(rule: Rule, values: Sequence[str], row: dict[str, Sequence[str]], around: Surroundings) -> Iterable[str]:
    """Return the values that break a rule; an empty text where none is to blame."""
    if rule.kind in _ON_ALL:
        return _ON_ALL[rule.kind](rule, values, row)
    if rule.kind in {"class", "or"}:
        # Each class of sh:class is asked for, of sh:or any.
        enough = all if rule.kind == "class" else any
        return [value for value in values if not enough(value in around.members[kind] for kind in rule.values)]
    return [value for value in values if not _ON_EACH[rule.kind](rule, value)]


def _count(rule: Rule, values: Sequence[str], _: object) -> list[str]:
    """Break minCount and maxCount."""
    limit = int(_number(rule.values[0]))
    return [""] if (len(values) < limit if rule.kind == "minCount" else len(values) > limit) else []


def _unique_language(_: Rule, values: Sequence[str], __: object) -> list[str]:
    """Break uniqueLang: one of the values of each language that has several."""
    seen: dict[str, str] = {}
    tagged = ((value, value.rpartition('"@')[2]) for value in values if value[-1] != '"')
    return [value for value, language in tagged if seen.setdefault(language, value) != value]


def _against_other(rule: Rule, values: Sequence[str], row: dict[str, Sequence[str]]) -> list[str]:
    """Break disjoint, equals and lessThan, which look at the values of another predicate."""
    others = row.get(rule.values[0], ())
    if rule.kind == "disjoint":
        return [value for value in values if value in others]
    if rule.kind == "equals":
        return sorted(set(values) ^ set(others))
    return [value for value in values if not all(_number(value) < _number(other) for other in others)]


_ON_ALL: dict[str, Callable[[Rule, Sequence[str], dict[str, Sequence[str]]], list[str]]] = {
    "minCount": _count,
    "maxCount": _count,
    "uniqueLang": _unique_language,
    "disjoint": _against_other,
    "equals": _against_other,
    "lessThan": _against_other,
}
_ON_EACH: dict[str, Callable[[Rule, str], bool]] = {
    "nodeKind": lambda rule, value: rule.values[0] == name_of_kind(value),
    "datatype": lambda rule, value: rule.values[0] == datatype(value),
    "in": lambda rule, value: value in rule.values,
    "minInclusive": lambda rule, value: _number(value) >= _number(rule.values[0]),
    "maxInclusive": lambda rule, value: _number(value) <= _number(rule.values[0]),
}


def name_of_kind(term: str) -> str:
    """Return SHACL's word for the kind of a term."""
    kinds = {"<": "IRI", "_": "BlankNode", '"': "Literal"}
    return f"<http://www.w3.org/ns/shacl#{kinds[term[0]]}>"


def datatype(term: str) -> str:
    """Return the datatype of a term, empty for what is no literal or an ill-formed number."""
    if term[0] != '"':
        return ""
    _, mark, kind = term.rpartition('"^^')
    if not mark:
        return STRING if term[-1] == '"' else LANG_STRING
    return kind if not kind.endswith(("decimal>", "integer>")) or _number(term).is_finite() else ""


def _number(term: str) -> Decimal:
    """Return the number of a term, or not-a-number, which compares as neither less nor more."""
    try:
        return Decimal(term[1:].partition('"')[0])
    except InvalidOperation:
        return Decimal("NaN")

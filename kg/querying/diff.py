"""What differs between two graphs: papers, things, facts, results and numbers added, removed and changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph.identifiers import BASE, ONTOLOGY
from kg.querying.claims import PREDICATES
from kg.querying.explain import LINKS
from kg.querying.look import label, labels, node, text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph import KnowledgeGraph

SECTIONS = ("papers", "entities", "results", "quantities")
_SECTION = {"Paper": "papers", "Result": "results", "Quantity": "quantities"}
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FACTS = frozenset(ONTOLOGY + name for name in (*PREDICATES, *LINKS))
_IDENTITY = ("resultOf", "onBenchmark", "metric", "baseline", "reportedIn", "setting")
_DESCRIBED = ("describes", "property", "unit")
_STRENGTH = ("support", "confidence")


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is in one graph only, or in both and not alike: its id, how it reads, and what changed."""

    id: str
    shown: str
    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    """Property, the values that only the old graph has, those that only the new one has."""


@dataclass(slots=True)
class Changes:
    """What differs in one section, each list sorted by id."""

    added: list[Item] = field(default_factory=list)
    removed: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs, by section: ``papers``, ``entities``, ``facts``, ``results``, ``quantities``."""

    sections: dict[str, Changes]

    def __bool__(self) -> bool:
        return any(self.sections.values())

    def as_json(self) -> dict[str, Any]:
        """Return the differences as plain lists: ``{"facts": {"added": [{"id", "shown"}, ...], ...}, ...}``."""
        kinds = ("added", "removed", "changed")
        return {
            name: {kind: [_as_json(item) for item in getattr(changes, kind)] for kind in kinds}
            for name, changes in self.sections.items()
        }

    def as_text(self) -> str:
        """Return one line for each difference: ``+`` added, ``-`` removed, ``~`` changed."""
        return "\n".join(line for name, changes in self.sections.items() for line in _lines(name, changes))


def compare(old: KnowledgeGraph, new: KnowledgeGraph) -> Diff:
    """Compare two graphs; what both say of a fact (support, confidence) is compared where both hold evidence."""
    sides = _Side(old), _Side(new)
    gone, come = (set(side.lines) for side in sides)
    gone, come = gone - come, come - gone
    sections = {"facts": _facts(*sides, gone, come), **{name: Changes() for name in SECTIONS}}
    for subject in sorted({line.split(" ", 1)[0][1:-1] for line in gone | come}):
        _place(sections, subject, *sides)
    _pair(sections["results"], *sides, _IDENTITY)
    _pair(sections["quantities"], *sides, _DESCRIBED)
    return Diff({name: sections[name] for name in ("papers", "entities", "facts", "results", "quantities")})


class _Side:
    """One of the two graphs."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.lines, self.store = graph.triples(), graph.store

    def kind(self, subject: str) -> str | None:
        """Return the local name of a node's class of ours."""
        found = (text_of(quad.object) for quad in self.store.quads_for_pattern(ox.NamedNode(subject), _TYPE, None))
        return min((name.removeprefix(ONTOLOGY) for name in found if name.startswith(ONTOLOGY)), default=None)

    def properties(self, subject: str) -> dict[str, set[str]]:
        """Return a node's own properties with their values; facts are told apart."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(ox.NamedNode(subject), None, None, ox.DefaultGraph()):
            if quad.predicate.value not in _FACTS:
                found[_local(quad.predicate.value)].add(_value(quad.object))
        return found

    def shown(self, subject: str, kind: str) -> str:
        """Return how a node reads to a person."""
        own = ox.NamedNode(subject)
        if kind == "Result":
            return self._result(own)
        if kind == "Quantity":
            return f"{self._label(own, 'describes')}: {text(self.store, own, 'kg:verbatim') or ''}"
        return label(self.store, own) if labels(self.store, own) else short(subject)

    def _result(self, own: ox.NamedNode) -> str:
        roles = [self._label(own, role) for role in ("resultOf", "onBenchmark", "metric")]
        value = " ".join(text(self.store, own, f"kg:{name}") or "" for name in ("value", "unit")).strip()
        return f"{', '.join(role for role in roles if role)}: {value}"

    def _label(self, own: ox.NamedNode, role: str) -> str:
        found = node(self.store, own, f"kg:{role}")
        return self.shown(found.value, "") if found else ""

    def claims(self, claims: Iterable[str]) -> Iterator[tuple[str, dict[str, set[str]]]]:
        """Yield the strength of each claim that there is."""
        for claim in claims:
            own = ox.NamedNode(claim)
            found = {name: text(self.store, own, f"kg:{name}") for name in _STRENGTH}
            yield claim, {name: {value} for name, value in found.items() if value is not None}


def short(iri: str) -> str:
    """Return an IRI as people name it: ``model/videoagent``, ``2403.10517``."""
    return iri.removeprefix(BASE).removeprefix("https://arxiv.org/abs/")


def _iri(id_: str) -> str:
    return id_ if ":" in id_ else BASE + id_


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _value(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(value, ox.Literal) and value.language:
        return f"{value.value}@{value.language}"
    return short(text_of(value))


def _place(sections: dict[str, Changes], subject: str, old: _Side, new: _Side) -> None:
    was, is_ = old.kind(subject), new.kind(subject)
    kind = is_ or was
    if kind is None:
        return
    changes = sections[_SECTION.get(kind, "entities")]
    if was is None:
        changes.added.append(Item(short(subject), new.shown(subject, kind)))
    elif is_ is None:
        changes.removed.append(Item(short(subject), old.shown(subject, kind)))
    elif differs := _changes(old.properties(subject), new.properties(subject)):
        changes.changed.append(Item(short(subject), new.shown(subject, kind), differs))


def _changes(
    old: dict[str, set[str]], new: dict[str, set[str]]
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    both = [(name, old.get(name, set()), new.get(name, set())) for name in sorted(old.keys() | new.keys())]
    return tuple((name, tuple(sorted(a - b)), tuple(sorted(b - a))) for name, a, b in both if a != b)


def _facts(old: _Side, new: _Side, gone: set[str], come: set[str]) -> Changes:
    changes = Changes(added=list(_stated(come, new)), removed=list(_stated(gone, old)))
    claims = {_claim(line): line for line in new.lines if line not in come and _is_fact(line)}
    before = dict(old.claims(claims))
    for claim, strength in new.claims(claims):
        if before[claim] and strength and (differs := _changes(before[claim], strength)):
            (item,) = _stated([claims[claim]], new)
            changes.changed.append(Item(item.id, item.shown, differs))
    changes.changed.sort(key=lambda item: item.id)
    return changes


def _is_fact(line: str) -> bool:
    return line.split(" ", 2)[1][1:-1] in _FACTS


def _claim(line: str) -> str:
    from kg.graph.identifiers import claim_iri

    subject, predicate, object_ = line.removesuffix(" .").split(" ", 2)
    return claim_iri(subject, predicate, object_)


def _stated(lines: Iterable[str], side: _Side) -> Iterator[Item]:
    for line in sorted(filter(_is_fact, lines)):
        subject, predicate, object_ = (part[1:-1] for part in line.removesuffix(" .").split(" ", 2))
        parts = short(subject), _local(predicate), short(object_)
        yield Item(" ".join(parts), f"{side.shown(subject, '')} {parts[1]} {side.shown(object_, '')}")


def _pair(changes: Changes, old: _Side, new: _Side, identity: tuple[str, ...]) -> None:
    """Show what was removed and added and differs in its value only as changed."""
    before, after = (
        _by_identity(items, side, identity) for items, side in ((changes.removed, old), (changes.added, new))
    )
    for key in sorted(before.keys() & after.keys()):
        if len(before[key]) == len(after[key]) == 1:
            (was,), (is_,) = before[key], after[key]
            changes.removed.remove(was)
            changes.added.remove(is_)
            differs = _changes(old.properties(_iri(was.id)), new.properties(_iri(is_.id)))
            changes.changed.append(Item(is_.id, is_.shown, differs))
    changes.changed.sort(key=lambda item: item.id)


def _by_identity(items: list[Item], side: _Side, identity: tuple[str, ...]) -> dict[tuple[str, ...], list[Item]]:
    found: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in items:
        own = side.properties(_iri(item.id))
        found[tuple("|".join(sorted(own.get(name, ()))) for name in identity)].append(item)
    return found


def _as_json(item: Item) -> dict[str, Any]:
    out: dict[str, Any] = {"id": item.id, "shown": item.shown}
    if item.changes:
        out["changes"] = {name: {"old": list(old), "new": list(new)} for name, old, new in item.changes}
    return out


def _lines(name: str, changes: Changes) -> Iterator[str]:
    for sign, items in (("+", changes.added), ("-", changes.removed), ("~", changes.changed)):
        for item in items:
            yield f"{sign} {name}: {item.shown} [{item.id}]"
            for property_, old, new in item.changes:
                yield f"    {property_}: {', '.join(old) or '(none)'} -> {', '.join(new) or '(none)'}"

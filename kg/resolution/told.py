"""People's decisions, carried from names to the things that bear them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.resolution.concepts import Concepts
    from kg.resolution.decisions import Decision, Decisions
    from kg.resolution.seen import Seen


@dataclass(slots=True)
class Told:
    """What people said of things, by their positions."""

    apart: set[int] = field(default_factory=set)
    """Things that are each a thing of their own paper."""
    together: dict[int, int] = field(default_factory=dict)
    """Thing -> the thing that it is the same as."""
    sure: set[str] = field(default_factory=set)
    """Concepts that people joined: their types don't split them."""
    why: dict[int, str] = field(default_factory=dict)
    """Thing -> the decision."""


def tell(things: list[Seen], concept_of: list[str], found: Concepts, decisions: Decisions) -> Told:
    """Apply decisions: types in `things` and concepts in `concept_of` are changed in place; the rest is returned."""
    told = Told(sure={found.of(candidate.one) for candidate in decisions.same()})
    for decision in decisions.of("type"):
        concepts = {found.of(key) for key in decisions.keys_of(decision)}
        for at in (at for at, concept in enumerate(concept_of) if concept in concepts):
            things[at] = things[at]._replace(type=decision.type, types=(decision.type,))
            told.why[at] = decision.reason
    for decision in decisions.of("different", limited=True):
        told.apart.update(bearers := set(_bearers(things, decisions, decision)))
        told.why.update(dict.fromkeys(bearers, decision.reason))
    for decision in decisions.of("same", limited=True):
        _join(told, sorted(_bearers(things, decisions, decision)), concept_of, decision)
    return told


def _join(told: Told, bearers: list[int], concept_of: list[str], decision: Decision) -> None:
    for at in bearers:
        told.together[at] = bearers[0]
        told.why[at] = decision.reason
        concept_of[at] = concept_of[bearers[0]]
        told.sure.add(concept_of[at])


def _bearers(things: Sequence[Seen], decisions: Decisions, decision: Decision) -> Iterator[int]:
    keys = set(decisions.keys_of(decision))
    for at, thing in enumerate(things):
        if thing.document in decision.documents and any(form.key in keys for form in thing.forms):
            yield at


def report_unused(things: Sequence[Seen], decisions: Decisions, on_unused: Callable[[str], None]) -> None:
    """Name the decisions about names that no paper bears, or not the papers that they are limited to."""
    if not decisions.all:
        return
    borne = {form.key for thing in things for form in thing.forms}
    for decision in decisions.all:
        missing = [n for n, key in zip(decision.names, decisions.keys_of(decision), strict=True) if key not in borne]
        papers = {things[at].document for at in _bearers(things, decisions, decision)}
        without = [document for document in decision.documents if document not in papers]
        if missing:
            on_unused(f"{decision.reason}: no paper names {', '.join(missing)}")
        elif without:
            on_unused(f"{decision.reason}: not named in {', '.join(without)}")

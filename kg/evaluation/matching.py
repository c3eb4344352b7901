"""Which predicted thing is which annotated one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.evaluation.names import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Extraction, Thing


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of ids, each id in at most one; a further predicted thing of the same name stays alone."""

    gold_of: Mapping[str, str]
    """Predicted id -> annotated id."""
    predicted_of: Mapping[str, str]
    """Annotated id -> predicted id."""

    def as_gold(self, identity: str) -> str:
        """Return a predicted id as the annotated one; one without a pair as itself behind a question mark."""
        return self.gold_of.get(identity, f"?{identity}")


def match(gold: Extraction, predicted: Extraction) -> Matching:
    """Pair things that share a name: right types first, then the more names in common, then by id."""
    ours = _by_name(predicted.things)
    pairs = []
    for thing in gold.things:
        shared: dict[str, int] = defaultdict(int)
        for name in _names(thing):
            for other in ours.get(name, ()):
                shared[other.id] += 1
        types = {other.id: other.type for others in ours.values() for other in others} if shared else {}
        pairs += [(types[other] not in types_of(thing), -count, thing.id, other) for other, count in shared.items()]
    return _greedy(sorted(pairs))


def types_of(thing: Thing) -> set[str]:
    """All types that count as right for an annotated thing."""
    return {thing.type, *thing.alt_types}


def _greedy(pairs: list[tuple[bool, int, str, str]]) -> Matching:
    predicted_of: dict[str, str] = {}
    gold_of: dict[str, str] = {}
    for _, _, theirs, ours in pairs:
        if theirs not in predicted_of and ours not in gold_of:
            predicted_of[theirs], gold_of[ours] = ours, theirs
    return Matching(gold_of, predicted_of)


def _names(thing: Thing) -> set[str]:
    return {same_name(name) for name in thing.names} - {""}


def _by_name(things: tuple[Thing, ...]) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        for name in _names(thing):
            found[name].append(thing)
    return found

"""Which types one thing can be read as, and which two readings mean two things."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.resolution.seen import Seen

TYPES = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")
"""In the order in which a tie between types is settled."""

_CONCEPT = frozenset({"Method", "Task", "Metric"})
_ARTEFACT = frozenset({"Model", "Method", "Software"})
_DATA = frozenset({"Dataset", "Benchmark"})
_PLACE = frozenset({"Software", "Benchmark"})
_COMPANY = frozenset({"Software", "Organization"})
_FAMILIES = (_CONCEPT, _ARTEFACT, _DATA, _PLACE, _COMPANY)


def compatible(one: str, other: str) -> bool:
    """Tell whether two papers may give one thing these two types.

    A technique may be called a Task or a Metric, or be shipped as a Model or Software; a Dataset may serve as a
    Benchmark; an environment is Software or a Benchmark; a company goes by its platform's name.
    """
    return one == other or any(one in family and other in family for family in _FAMILIES)


def main_type(things: Sequence[Seen], at: Sequence[int]) -> str:
    """Return the type that most of the things have, weighted by confidence."""
    if len(at) == 1:
        return things[at[0]].type
    weights = Counter[str]()
    for position in at:
        weights[things[position].type] += things[position].weight
    return min(weights, key=lambda name: (-weights[name], TYPES.index(name) if name in TYPES else len(TYPES), name))

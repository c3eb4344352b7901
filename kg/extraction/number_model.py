"""The learned decisions about numbers: what kind a number is, and which thing fills each of its roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.number_features import number_features
from kg.extraction.number_pairs import pair_features
from kg.extraction.trees import Trees, sigmoid, softmax, unpack
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.extraction.number_features import Scene
    from kg.extraction.number_scene import Spot

KINDS = ("neither", "result", "quantity")
RESULT_ROLES = ("subject", "metric", "benchmark", "baseline")
ROLES = (*RESULT_ROLES, "entity")
_NOTHING = -9.0
_FILLERS = {
    "metric": frozenset({"Metric", "Task", "Method"}),
    "benchmark": frozenset({"Benchmark", "Dataset", "Task", "Software", "Method"}),
    "baseline": frozenset({"Model", "Method", "Dataset", "Benchmark", "Software", "Organization"}),
}


@dataclass(frozen=True)
class NumberModel:
    """Trees for the kind of a number and for each role."""

    kind: Trees
    roles: Mapping[str, Trees]
    curves: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """For ``result`` and ``quantity``: raw chances and the shares that were right, (2, points), rising."""

    def calibrated(self, kind: str, chance: float) -> float:
        """Return the share of like rows that were right in all parts in cross-validation."""
        curve = self.curves.get(kind)
        return chance if curve is None else float(np.interp(chance, *curve))

    def kinds(self, seen: Scene, spots: list[Spot]) -> list[tuple[float, ...]]:
        """Return for each number the probabilities of being neither, a result, a quantity."""
        if not spots:
            return []
        rows = np.array([number_features(seen, spot) for spot in spots], dtype=np.float32)
        return [tuple(map(float, row)) for row in softmax(self.kind.scores(rows))]

    def fill(self, role: str, seen: Scene, spot: Spot) -> list[tuple[float, str | None]]:
        """Return the candidates for ``role`` of the number with their probabilities, the likeliest first."""
        who = candidates(role, seen)
        if not who:
            return []
        rows = role_rows(seen, spot, who)
        chances = sigmoid(self.roles[role].scores(rows)[:, 0])
        order = sorted(range(len(who)), key=lambda at: (-chances[at], at))
        return [(float(chances[at]), who[at]) for at in order]


def candidates(role: str, seen: Scene) -> list[str | None]:
    """Return who may fill ``role``: things of fitting types, None for nobody, the paper as subject."""
    if role == "entity":
        return list(seen.things[1:])
    if role == "subject":
        return list(seen.things)
    fitting = [thing for thing in seen.things[1:] if seen.context.things[thing][0] in _FILLERS[role]]
    return [None, *fitting]


def role_rows(seen: Scene, spot: Spot, who: list[str | None]) -> NDArray[np.float32]:
    """Return one row of features per candidate, (candidates, features)."""
    at: dict[str | None, int] = {thing: n for n, thing in enumerate(seen.things)}
    return _all_rows(seen, spot)[[at.get(thing, -1) for thing in who]]


def _all_rows(seen: Scene, spot: Spot) -> NDArray[np.float32]:
    """Return the rows of all things as candidates of one number, and last that of nobody; kept for all its roles."""
    kept = seen.tables.get(spot.number.start)
    if kept is None:
        pairs = np.array([pair_features(seen, spot, thing) for thing in seen.things], dtype=np.float32)
        number = np.array(number_features(seen, spot), dtype=np.float32)
        kept = np.full((len(pairs) + 1, len(number) + pairs.shape[1]), _NOTHING, dtype=np.float32)
        kept[:, : len(number)], kept[:-1, len(number) :] = number, pairs
        seen.tables[spot.number.start] = kept
    return kept


@cache
def number_model(path: Path | None = None) -> NumberModel:
    """Load the trees that ship with the package, or those at ``path``."""
    with np.load(path or resource("models", "numbers", "trees.npz")) as stored:
        arrays = dict(stored)
    return model_of(arrays)


def model_of(arrays: Mapping[str, NDArray[np.float32]]) -> NumberModel:
    """Return the model whose trees and curves lie in `arrays`, as `kg.training.numbers` stores them."""
    curves = {kind: arrays[f"curve.{kind}"] for kind in ("result", "quantity") if f"curve.{kind}" in arrays}
    return NumberModel(unpack(arrays, "kind"), {role: unpack(arrays, role) for role in ROLES}, curves)

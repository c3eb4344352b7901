"""Train the trees that decide on clusters of names: what counts, its type, its role.

A later step must not learn from decisions that were fitted to the same papers: the papers are split in PARTS and each
is decided by trees grown on the others (stacking, Wolpert 1992); thresholds and calibration come from those too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extraction.learned import ROLES, TYPES, Learned
from kg.extraction.things import decided_things
from kg.training.calibrating import best_threshold, calibration_curve
from kg.training.corpus import match_clusters, role_table
from kg.training.parts import PARTS, SETTINGS
from kg.training.trees import grow, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extraction.things import Decided
    from kg.training.examples import Grouped


@dataclass(frozen=True)
class _Table:
    """The clusters of several papers as one table, marginal entities left out."""

    rows: NDArray[np.float32]
    counts: NDArray[np.int64]
    types: NDArray[np.int64]
    roles: NDArray[np.int64]


def _accepted(entity: Mapping[str, Any]) -> list[int]:
    """Return 1 for each type that a careful reader accepts."""
    return [int(t in {entity["type"], *entity.get("alt_types", [])}) for t in TYPES]


def _table(taught: Iterable[Grouped]) -> _Table:
    rows, counts, types, roles = [], [], [], []
    for one in taught:
        entities = one.record["annotation"]["entities"]
        table = role_table(one.record["annotation"])
        for row, i in zip(one.rows, one.entity, strict=True):
            if i is not None and entities[i].get("optional"):
                continue
            rows.append(row)
            counts.append(int(i is not None))
            types.append(_accepted(entities[i]) if i is not None else [0] * len(TYPES))
            roles.append(np.zeros(len(ROLES), dtype=np.int64) if i is None else table[i])
    return _Table(np.array(rows), np.array(counts), np.array(types), np.array(roles))


def train_clusters(taught: Sequence[Grouped]) -> dict[str, NDArray[np.generic]]:
    """Grow the trees that say what counts, of which type and in which role."""
    table = _table(taught)
    typed = table.counts > 0
    arrays = grow("counts", table.rows, table.counts, **SETTINGS["counts"])
    for n, kind in enumerate(TYPES):
        arrays |= grow(f"type.{kind}", table.rows[typed], table.types[typed, n], **SETTINGS["type"])
    for n, role in enumerate(ROLES):
        arrays |= grow(f"role.{role}", table.rows, table.roles[:, n], **SETTINGS["role"])
    return arrays


@dataclass(frozen=True)
class Stacked:
    """Decisions on papers that the deciding trees have not seen."""

    example: Grouped
    things: list[Decided]
    """All clusters, likely or not."""
    entity: list[int | None]


def stack(taught: Sequence[Grouped], model: Learned) -> list[Stacked]:
    """Decide each part by trees grown on the other parts; keep every cluster, in the order of the things."""
    out = []
    for part in range(PARTS):
        trees = unpacked(train_clusters([e for e in taught if e.part != part]))
        local = replace(model, trees={**model.trees, **trees}, thresholds={**model.thresholds, "counts": 0.05})
        for one in taught:
            if one.part == part:
                things = decided_things(one.found, one.clusters, one.rows, local)
                keys = [[k for k, g in one.found.groups.items() if set(g.surfaces) & set(t.names)] for t in things]
                weight = {k: g.top for k, g in one.found.groups.items()}
                out.append(Stacked(one, things, match_clusters(one.record["annotation"], keys, weight)))
    return out


def _optional(one: Stacked, i: int | None) -> bool:
    return i is not None and bool(one.example.record["annotation"]["entities"][i].get("optional"))


@dataclass(frozen=True)
class Judged:
    """Probabilities of decisions and whether they were right: of what counts, and of each role."""

    counts: list[tuple[float, bool]]
    roles: dict[str, list[tuple[float, bool]]]
    total: int
    """How many things there were to find."""

    def threshold(self) -> float:
        """Return the probability from which a thing counts, so that F1 of typed things is highest."""
        return best_threshold([c for c, _ in self.counts], [r for _, r in self.counts], self.total)

    def curves(self) -> dict[str, Any]:
        """Return the calibration curves."""
        judged = {"counts": self.counts} | {f"fact.{role}": found for role, found in self.roles.items()}
        return {k: calibration_curve([c for c, _ in found], [r for _, r in found]) for k, found in judged.items()}


def judge(stacked: Sequence[Stacked]) -> Judged:
    """Compare decisions with annotations, marginal entities left out."""
    out = Judged([], {role: [] for role in ROLES}, sum(map(_firm, stacked)))
    for one in stacked:
        entities = one.example.record["annotation"]["entities"]
        table = role_table(one.example.record["annotation"])
        for thing, i in zip(one.things, one.entity, strict=True):
            if _optional(one, i):
                continue
            accepted = {entities[i]["type"], *entities[i].get("alt_types", [])} if i is not None else set()
            out.counts.append((thing.confidence, thing.type in accepted))
            for n, role in enumerate(ROLES):
                out.roles[role].append((float(thing.roles[n]), i is not None and bool(table[i, n])))
    return out


def _firm(one: Stacked) -> int:
    return sum(not e.get("optional") for e in one.example.record["annotation"]["entities"])


def fact_count(one: Stacked) -> int:
    """Return how many facts of a paper's annotation there are to find."""
    annotation = one.example.record["annotation"]
    marginal = {e["id"] for e in annotation["entities"] if e.get("optional")}
    return sum(not {s, o} & marginal for s, _, o in annotation["relations"])

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
    from collections.abc import Iterable, Sequence

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
            types.append(-1 if i is None else TYPES.index(entities[i]["type"]))
            roles.append(np.zeros(len(ROLES), dtype=np.int64) if i is None else table[i])
    return _Table(np.array(rows), np.array(counts), np.array(types), np.array(roles))


def train_clusters(taught: Sequence[Grouped]) -> dict[str, NDArray[np.generic]]:
    """Grow the trees that say what counts, of which type and in which role."""
    table = _table(taught)
    typed = table.types >= 0
    arrays = grow("counts", table.rows, table.counts, **SETTINGS["counts"])
    arrays |= grow("type", table.rows[typed], table.types[typed], classes=len(TYPES), **SETTINGS["type"])
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
                weight = {k: float(g.any.max()) for k, g in one.found.groups.items()}
                out.append(Stacked(one, things, match_clusters(one.record["annotation"], keys, weight)))
    return out


def _optional(one: Stacked, i: int | None) -> bool:
    return i is not None and bool(one.example.record["annotation"]["entities"][i].get("optional"))


def choose_thresholds(stacked: Sequence[Stacked]) -> tuple[dict[str, float], dict[str, Any]]:
    """Return the thresholds of what counts and of each role, and the calibration curves of both."""
    chance, right, total = [], [], 0
    roles: list[list[tuple[float, bool]]] = [[] for _ in ROLES]
    role_total = np.zeros(len(ROLES))
    for one in stacked:
        entities = one.example.record["annotation"]["entities"]
        table = role_table(one.example.record["annotation"])
        firm = [i for i, e in enumerate(entities) if not e.get("optional")]
        total += len(firm)
        role_total += table[firm].sum(0) if firm else 0
        for thing, i in zip(one.things, one.entity, strict=True):
            if _optional(one, i):
                continue
            accepted = {entities[i]["type"], *entities[i].get("alt_types", [])} if i is not None else set()
            chance.append(thing.confidence)
            right.append(thing.type in accepted)
            for n in range(len(ROLES)):
                roles[n].append((float(thing.roles[n]), i is not None and bool(table[i, n])))
    thresholds = {"counts": best_threshold(chance, right, total)}
    curves = {"counts": calibration_curve(chance, right)}
    for n, role in enumerate(ROLES):
        values, truth = [c for c, _ in roles[n]], [t for _, t in roles[n]]
        thresholds[f"role.{role}"] = best_threshold(values, truth, int(role_total[n]))
        curves[f"fact.{role}"] = calibration_curve(values, truth)
    return thresholds, curves

"""Learn from annotated papers what the numbers of a text are, and store it as plain arrays.

Needs LightGBM, at training time only.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from kg.extraction.number_features import number_features, scene
from kg.extraction.number_model import ROLES, candidates, role_rows
from kg.extraction.number_scene import spots
from kg.extraction.trees import LEAVES, SPLITS
from kg.training.number_labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.extraction.context import Context

Arrays = dict[str, "NDArray[np.float32]"]
SETTINGS = {
    "n_jobs": 1,
    "verbose": -1,
    "learning_rate": 0.06,
    "n_estimators": 150,
    "num_leaves": 16,
    "min_child_samples": 12,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.5,
    "reg_lambda": 2,
    "deterministic": True,
    "force_row_wise": True,
}

FORESTS = 6


@dataclass(frozen=True)
class Example:
    """The rows that one paper teaches: by task, features with targets (and weights, for the kind)."""

    kinds: list[tuple[list[float], int, float]]
    roles: Mapping[str, list[tuple[list[float], float]]]


def example(context: Context, annotation: Mapping[str, Any]) -> Example:
    """Turn one annotated paper into rows. ``annotation`` speaks in the ids of ``context.things``."""
    found = spots(context)
    seen = scene(context)
    stated = labels(context, found, annotation)
    kinds: list[tuple[list[float], int, float]] = []
    roles: dict[str, list[tuple[list[float], float]]] = {role: [] for role in ROLES}
    for spot, label in zip(found, stated, strict=True):
        kind = 1 if label.results else 2 if label.quantities else 0
        kinds.append((number_features(seen, spot), kind, 0.0 if kind == 0 and label.repeats else 1.0))
        for role in ROLES:
            right = {row.get(role) for row in (label.quantities if role == "entity" else label.results)}
            if right:
                who = candidates(role, seen)
                rows = role_rows(seen, spot, who)
                roles[role].extend((row, float(thing in right)) for row, thing in zip(rows, who, strict=True))
    return Example(kinds, roles)


def fit(examples: Iterable[Example], **settings: object) -> Arrays:
    """Train all trees, FORESTS times, each time on other samples; return them as arrays named ``<task>.<array>``.

    The scores of the forests are averaged (bagging, Breiman 1996): examples are few, and F1 varies by
    a point from one forest to the next.
    """
    taught = list(examples)
    kinds = [row for one in taught for row in one.kinds]
    stored = _forests("kind", 3, _rows(kinds), [row[1] for row in kinds], [row[2] for row in kinds], settings)
    for role in ROLES:
        rows = [row for one in taught for row in one.roles[role]]
        stored |= _forests(role, 1, _rows(rows), [row[1] for row in rows], None, settings)
    return stored


def _forests(  # noqa: PLR0913, PLR0917  a task and what teaches it
    name: str,
    classes: int,
    rows: NDArray[np.float32],
    right: list[Any],
    weights: list[float] | None,
    settings: Mapping[str, object],
) -> Arrays:
    from lightgbm import LGBMClassifier  # type: ignore[import-not-found,unused-ignore]

    grown = []
    for seed in range(1, FORESTS + 1):
        learner = LGBMClassifier(**{**SETTINGS, "random_state": seed, **settings})
        learner.fit(rows, np.array(right), weights)
        grown.append(dict(packed(name, learner, classes)))
    one = {key: np.concatenate([forest[key] for forest in grown]) for key in grown[0] if not key.endswith("classes")}
    one[f"{name}.values"] /= FORESTS
    return {**one, f"{name}.classes": np.array(classes)}


def save(stored: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """Write the arrays as an ``.npz`` file whose bytes depend on the arrays alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, array in sorted(stored.items()):
            content = BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), version=(1, 0))
            archive.writestr(ZipInfo(f"{name}.npy"), content.getvalue(), ZIP_DEFLATED, 9)


def _rows(rows: list[Any]) -> NDArray[np.float32]:
    return np.array([row[0] for row in rows], dtype=np.float32)


def packed(name: str, learner: Any, classes: int) -> Iterator[tuple[str, NDArray[Any]]]:  # noqa: ANN401 - untyped library
    """Give the learner's trees in the arrays of ``kg.extraction.trees.Trees``."""
    trees = [tree["tree_structure"] for tree in learner.booster_.dump_model()["tree_info"]]
    feature = np.zeros((len(trees), SPLITS), dtype=np.int16)
    threshold = np.full((len(trees), SPLITS), np.inf, dtype=np.float32)
    masks = np.full((len(trees), SPLITS), 0xFFFF, dtype=np.uint16)
    values = np.zeros((len(trees), LEAVES), dtype=np.float32)
    for at, tree in enumerate(trees):
        splits, leaves = _flat(tree)
        values[at, : len(leaves)] = leaves
        for place, (column, limit, mask) in enumerate(splits):
            feature[at, place], threshold[at, place], masks[at, place] = column, limit, mask
    yield from ((f"{name}.feature", feature), (f"{name}.threshold", threshold))
    yield from ((f"{name}.masks", masks), (f"{name}.values", values), (f"{name}.classes", np.array(classes)))


def _flat(node: Mapping[str, Any]) -> tuple[list[tuple[int, float, int]], list[float]]:
    """List a tree's splits (feature, threshold, leaves possible on the right) and its leaves from the left."""
    splits: list[tuple[int, float, int]] = []
    leaves: list[float] = []

    def walk(part: Mapping[str, Any]) -> None:
        if "split_feature" not in part:
            leaves.append(float(part["leaf_value"]))
            return
        first = len(leaves)
        walk(part["left_child"])
        gone = (1 << len(leaves)) - (1 << first)
        splits.append((part["split_feature"], _below(part["threshold"]), 0xFFFF & ~gone))
        walk(part["right_child"])

    walk(node)
    return splits, leaves


def _below(threshold: float) -> float:
    """Return the largest 32-bit number not above ``threshold``, so that no row changes sides."""
    near = np.float32(threshold)
    return float(near if near <= threshold else np.nextafter(near, np.float32(-np.inf)))

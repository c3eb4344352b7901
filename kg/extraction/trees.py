"""Boosted decision trees at run time: plain arrays, no learner library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

ARRAYS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True)
class Trees:
    """A sum of trees. Each array is (trees, nodes) but ``roots``; a leaf points at itself, both ways.

    ``value`` holds the leaves' scores. ``classes`` scores come from every ``classes``-th tree.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int
    classes: int = 1

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return raw scores (log odds), shape (rows, classes), of ``rows``, shape (rows, features)."""
        count, trees = len(rows), len(self.feature)
        at = np.zeros((count, trees), dtype=np.int32)
        tree = np.arange(trees)
        row = np.arange(count)[:, None]
        for _ in range(self.depth):
            goes_left = rows[row, self.feature[tree, at]] <= self.threshold[tree, at]
            at = np.where(goes_left, self.left[tree, at], self.right[tree, at])
        leaves = self.value[tree, at].astype(np.float64)
        return leaves.reshape(count, trees // self.classes, self.classes).sum(axis=1)


def unpack(arrays: Mapping[str, NDArray[np.float32]], name: str) -> Trees:
    """Return the trees stored under ``name`` in an ``.npz`` file."""
    depth, classes = (int(n) for n in arrays[f"{name}.shape"])
    feature, left, right = (arrays[f"{name}.{key}"].astype(np.int32) for key in ("feature", "left", "right"))
    return Trees(feature, arrays[f"{name}.threshold"], left, right, arrays[f"{name}.value"], depth, classes)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each log odds."""
    return 1 / (1 + np.exp(-scores))

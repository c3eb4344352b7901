"""Boosted decision trees at run time: plain arrays, no learner library.

All splits of all trees are compared at once, and the leaf is found by bit masks, after QuickScorer
(Lucchese et al., SIGIR 2015): a split that goes right rules out the leaves of its left branch; of those
still possible, the leftmost is the row's leaf.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LEAVES = 16
"""The most leaves that a tree may have: one bit each."""
SPLITS = LEAVES - 1


@dataclass(frozen=True)
class Trees:
    """A sum of trees, of at most 16 leaves each.

    ``feature`` and ``threshold`` (trees x 15): a row goes left where its feature is not above the threshold.
    ``masks`` (trees, 15): the leaves still possible after going right. ``values`` (trees, 16): the leaves' scores.
    With several ``classes``, every ``classes``-th tree is of one class.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    masks: NDArray[np.uint16]
    values: NDArray[np.float32]
    classes: int = 1

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return raw scores (log odds), shape (rows, classes), of ``rows``, shape (rows, features)."""
        count, trees = len(rows), len(self.values)
        rights = rows.take(self.feature, axis=1) > self.threshold
        possible = np.where(rights, self.masks.ravel(), np.uint16(0xFFFF)).reshape(count, trees, SPLITS)
        leaf = _lowest_bits()[np.bitwise_and.reduce(possible, axis=2)]
        at = np.arange(trees) * LEAVES + leaf
        scores = self.values.ravel().take(at).astype(np.float64)
        return np.asarray(scores.reshape(count, trees // self.classes, self.classes).sum(axis=1), dtype=np.float64)


@cache
def _lowest_bits() -> NDArray[np.intp]:
    words = np.arange(1 << LEAVES, dtype=np.int64)
    words[0] = 1
    return np.asarray(np.log2(words & -words), dtype=np.intp)


def unpack(arrays: Mapping[str, NDArray[np.float32]], name: str) -> Trees:
    """Return the trees stored under ``name`` in an ``.npz`` file."""
    classes = int(arrays[f"{name}.classes"].item())
    feature = arrays[f"{name}.feature"].astype(np.int16).ravel()
    threshold = arrays[f"{name}.threshold"].astype(np.float32).ravel()
    return Trees(feature, threshold, arrays[f"{name}.masks"].astype(np.uint16), arrays[f"{name}.values"], classes)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float64)


def sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each log odds."""
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float64)

"""Boosted decision trees at run time: plain arrays, no learner library.

All splits of all trees are compared at once, and the leaf is found by bit masks, after QuickScorer
(Lucchese et al., SIGIR 2015): a split that goes right rules out the leaves of its left branch; of those
still possible, the leftmost is the row's leaf.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

LEAVES = 16
"""The most leaves that a tree may have: one bit each."""
SPLITS = LEAVES - 1
_MANY, _AT_ONCE = 20, 128
"""Rows from which the turned table is faster, and rows whose comparisons stay in the cache."""


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
        scores = self.leaves(rows)
        count, trees = scores.shape
        return np.asarray(scores.reshape(count, trees // self.classes, self.classes).sum(axis=1), dtype=np.float64)

    @cached_property
    def _splits(self) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.uint16]]:
        """Feature, threshold and excluded leaves of all trees' first splits, then of all their second, and so on."""
        feature, threshold = self.feature.reshape(-1, SPLITS).T.ravel(), self.threshold.reshape(-1, SPLITS).T.ravel()
        return feature.astype(np.intp), threshold, ~self.masks.T.ravel()

    @cached_property
    def _offsets(self) -> NDArray[np.intp]:
        """Where each tree's leaves begin among all."""
        return np.arange(len(self.values), dtype=np.intp) * LEAVES

    def leaves(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what each tree says of each row, shape (rows, trees)."""
        at = [self._leaves(rows[i : i + _AT_ONCE]) for i in range(0, len(rows), _AT_ONCE)]
        where = np.concatenate(at) if len(at) > 1 else at[0] if at else np.zeros((0, len(self.values)), np.intp)
        return self.values.ravel().take(where).astype(np.float64)

    def _leaves(self, rows: NDArray[np.float32]) -> NDArray[np.intp]:
        """Return the place of each row's leaf in each tree; with many rows, row by row of the turned table.

        All features exist: clipping their numbers only spares the check of each.
        """
        feature, threshold, excluded = self._splits
        if len(rows) < _MANY:
            right = rows.take(feature, axis=1, mode="clip") > threshold
            gone = np.bitwise_or.reduce((right * excluded).reshape(len(rows), SPLITS, -1), axis=1)
        else:
            right = np.ascontiguousarray(rows.T).take(feature, axis=0, mode="clip") > threshold[:, None]
            gone = np.bitwise_or.reduce((right * excluded[:, None]).reshape(SPLITS, -1, len(rows)), axis=0).T
        return np.asarray(self._offsets + _lowest_bits().take(~gone), dtype=np.intp)


@dataclass(frozen=True)
class Grove:
    """Several yes-or-no sums of trees, asked at once."""

    trees: Trees
    edges: NDArray[np.intp]
    """Where each sum's first tree stands."""

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability that each sum gives each row, shape (rows, sums)."""
        if not len(rows):
            return np.zeros((0, len(self.edges)))
        return sigmoid(np.add.reduceat(self.trees.leaves(rows), self.edges, axis=1))


def plant(sums: Sequence[Trees]) -> Grove:
    """Put sums of trees side by side."""
    feature, threshold = np.concatenate([t.feature for t in sums]), np.concatenate([t.threshold for t in sums])
    masks, values = np.concatenate([t.masks for t in sums]), np.concatenate([t.values for t in sums])
    sizes = [len(one.values) for one in sums]
    return Grove(Trees(feature, threshold, masks, values), np.cumsum([0, *sizes[:-1]]))


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

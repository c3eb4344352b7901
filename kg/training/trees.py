"""Grow boosted trees with LightGBM and pack them as the arrays that `kg.extraction.trees` walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.trees import Trees, unpack
from kg.training.numbers import packed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_ALWAYS = {
    "n_jobs": 1,
    "verbose": -1,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.5,
    "reg_lambda": 2,
    "random_state": 1,
    "deterministic": True,
    "force_row_wise": True,
}


def grow(
    name: str, rows: NDArray[np.float32], labels: NDArray[np.int64], *, classes: int = 1, **settings: object
) -> dict[str, NDArray[np.generic]]:
    """Return trees for `labels` (0 or 1, or a class) as arrays named ``<name>.<array>``.

    A class that no row has gets no tree of its own use: labels are padded with one empty row for each.
    """
    from lightgbm import LGBMClassifier  # only training needs it

    missing = sorted(set(range(max(classes, 2))) - set(labels.tolist()))
    rows = np.concatenate([rows, np.full((len(missing), rows.shape[1]), -99, rows.dtype)])
    labels = np.concatenate([labels, np.array(missing, dtype=labels.dtype)])
    learner = LGBMClassifier(**{**_ALWAYS, **settings})
    learner.fit(rows, labels)
    return dict(packed(name, learner, classes=classes))


def unpacked(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, Trees]:
    """Return the trees of arrays that `grow` gave, by name."""
    names = sorted({name.rsplit(".", 1)[0] for name in arrays})
    return {name: unpack(arrays, name) for name in names}  # type: ignore[arg-type]  # arrays of several kinds

"""Trees that are grown for training."""

import numpy as np
import pytest

from kg.extraction.trees import sigmoid
from kg.training.trees import grow, unpacked

pytest.importorskip("lightgbm", reason="needs the `train` extra")


@pytest.mark.parametrize("label", [0, 1])
def test_where_all_rows_have_one_label_it_is_likely(label: int) -> None:
    """Trees grown on rows of one label alone hold that label for likely."""
    rows = np.random.default_rng(1).random((200, 3), dtype=np.float32)
    trees = unpacked(grow("counts", rows, np.full(200, label), n_estimators=5, min_child_samples=20))["counts"]
    assert ((sigmoid(trees.scores(rows)) > 0.5) == label).all()

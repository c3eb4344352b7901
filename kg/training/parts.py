"""How training splits the papers and how it grows each kind of tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = 3
JUDGED = ("zh", "en")
"""Forms by which thresholds and calibration are chosen: few papers come with both abstracts."""
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "same": {"n_estimators": 80, "num_leaves": 15, "learning_rate": 0.08, "min_child_samples": 30},
    "counts": {"n_estimators": 220, "num_leaves": 16, "learning_rate": 0.05, "min_child_samples": 40},
    "type": {"n_estimators": 70, "num_leaves": 10, "learning_rate": 0.09, "min_child_samples": 25},
    "role": {"n_estimators": 80, "num_leaves": 12, "learning_rate": 0.07, "min_child_samples": 40},
    "pair": {"n_estimators": 60, "num_leaves": 12, "learning_rate": 0.08, "min_child_samples": 30},
}

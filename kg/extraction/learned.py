"""The trained parts of the pipeline, loaded once: encoder, priors, translation table, trees and their thresholds."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.encoder import Encoder, load_encoder
from kg.extraction.priors import Priors, load_priors
from kg.extraction.translation import Translation, load_translation
from kg.extraction.trees import Grove, Trees, plant, unpack
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TYPES = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")
ACTORS = frozenset({"Model", "Method", "Software"})
"""Types of what is trained, tested and compared."""
ROLES = (
    "proposes", "addresses", "uses", "basedOn", "trainedOn", "evaluatedOn", "measuredBy", "comparedWith", "outperforms",
    "improves", "partOf",
)  # fmt: skip
"""What a thing is to the paper or to what it proposes; ``partOf`` is the thing's own part in the proposed."""
PAIRS = (
    "uses",
    "basedOn",
    "trainedOn",
    "evaluatedOn",
    "measuredBy",
    "comparedWith",
    "outperforms",
    "improves",
    "partOf",
)
"""What one thing may be to another when neither is the paper's own."""


@dataclass(frozen=True)
class Learned:
    """Everything that training left, ready to ask."""

    encoder: Encoder
    priors: Priors
    translation: Translation
    trees: Mapping[str, Trees]
    """``same``, ``counts``, ``type``, ``role.<role>``, ``pair``."""
    thresholds: Mapping[str, float]
    """Least probability of ``counts``, of each role and of each pair predicate, at which F1 is highest."""
    calibration: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    """By decision: raw probabilities and the shares that were right, for interpolation."""

    @cached_property
    def type_trees(self) -> Grove:
        """The trees of all TYPES, in order."""
        return plant([self.trees[f"type.{kind}"] for kind in TYPES])

    @cached_property
    def role_trees(self) -> Grove:
        """The trees of all ROLES, in order."""
        return plant([self.trees[f"role.{role}"] for role in ROLES])

    def calibrated(self, decision: str, probability: float) -> float:
        """Return the share of like decisions that were right in cross-validation, for a raw probability."""
        curve = self.calibration.get(decision)
        if not curve:
            return probability
        raw, right = curve
        at = bisect_right(raw, probability)
        if at in {0, len(raw)}:
            return right[min(at, len(raw) - 1)]
        slope = (right[at] - right[at - 1]) / (raw[at] - raw[at - 1])
        return slope * (probability - raw[at - 1]) + right[at - 1]


def load_learned(folder: Path) -> Learned:
    """Read a model folder: encoder.npz, priors.json.gz, translation.npz, trees.npz, settings.json."""
    with np.load(folder / "trees.npz") as data:
        arrays = {name: data[name] for name in data.files}
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    names = sorted({name.rsplit(".", 1)[0] for name in arrays})
    return Learned(
        load_encoder(folder / "encoder.npz"),
        load_priors(folder / "priors.json.gz"),
        load_translation(folder / "translation.npz"),
        {name: unpack(arrays, name) for name in names},
        settings["thresholds"],
        {k: (tuple(v[0]), tuple(v[1])) for k, v in settings["calibration"].items()},
    )


@cache
def learned(folder: str = "") -> Learned:
    """Return the model in `folder`, or the one that ships, loaded once for each process."""
    from pathlib import Path

    return load_learned(Path(folder) if folder else resource("models", "bilingual"))

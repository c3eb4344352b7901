"""Is a phrase a term, and of which type: a softmax regression over its words and characters.

Trained on the phrases that occur in annotated papers: those that an annotator named, and those passed over.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.training.term_text import chinese_tokens

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping

CLASSES = ("", "Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")
"""The empty class is "no term"."""

_BUCKETS = 1 << 17
_EPOCHS = 12
_RATE = 0.15
_DECAY = 1e-4
_MOST = 3.0
"""Occurrences beyond this add no weight to an example."""


@dataclass(frozen=True)
class Classifier:
    """Weights, one row per hashed feature, one column per class."""

    weights: np.ndarray

    def probabilities(self, key: str, shown: str, chinese: str) -> dict[str, float]:
        """Return the probability of each class."""
        scores = self.weights[features(key, shown, chinese)].sum(axis=0)
        values = np.exp(scores - scores.max())
        return dict(zip(CLASSES, (values / values.sum()).tolist(), strict=True))


def features(key: str, shown: str, chinese: str) -> np.ndarray:
    """Return the hashed features of an English key, its written form and its Chinese name (or "")."""
    words = key.split()
    names = ["bias", f"n={min(len(words), 5)}", f"first={words[0]}", f"last={words[-1]}", f"two={' '.join(words[-2:])}"]
    names += [f"in={word}" for word in words] + [f"key={key}"]
    padded = f"^{key}$"
    names += [f"c={padded[at : at + size]}" for size in (3, 4) for at in range(len(padded) - size + 1)]
    names += [f"case={_shape(shown)}", f"end={shown[-4:].lower()}", f"begin={shown[:3].lower()}"]
    if chinese:
        tokens = chinese_tokens(chinese)
        names += [
            f"z1={tokens[-1]}",
            f"z2={''.join(tokens[-2:])}",
            f"z3={''.join(tokens[-3:])}",
            f"za={''.join(tokens[:2])}",
        ]
        names += [f"zn={min(len(tokens), 8)}"]
    names += [f"zh={bool(chinese)}"]
    return np.unique([zlib.crc32(name.encode()) % _BUCKETS for name in names])


def _shape(shown: str) -> str:
    kinds = ("A" if c.isupper() else "a" if c.islower() else "0" if c.isdigit() else c for c in shown[:20])
    text = ""
    for kind in kinds:
        text += kind if not text.endswith(kind) else ""
    return text


def train(examples: Iterable[tuple[tuple[str, str, str], Mapping[str, float]]]) -> Classifier:
    """Fit the weights by AdaGrad; each example is (key, shown, Chinese) with the weight of each class."""
    data = [(features(*names), _target(votes)) for names, votes in examples]
    weights = np.zeros((_BUCKETS, len(CLASSES)))
    squares = np.full((_BUCKETS, len(CLASSES)), 1e-2)
    order = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        for row in order.permutation(len(data)):
            where, target = data[row]
            scores = weights[where].sum(axis=0)
            values = np.exp(scores - scores.max())
            gradient = (values / values.sum()) * target.sum() - target
            step = gradient[None, :] + _DECAY * weights[where]
            squares[where] += step**2
            weights[where] -= _RATE * step / np.sqrt(squares[where])
    return Classifier(weights)


def _target(votes: Mapping[str, float] | Counter[str]) -> np.ndarray:
    target = np.array([votes.get(name, 0.0) for name in CLASSES], float)
    scaled: np.ndarray = target / target.sum() * min(float(target.sum()), _MOST) ** 0.5
    return scaled

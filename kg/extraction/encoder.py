"""The encoder: tokens to span scores and roles, in plain numpy.

Four embeddings a token, a stack of residual convolutions over three tokens with growing dilation (Strubell et al.
2017, "Fast and accurate entity recognition with iterated dilated convolutions"), then a biaffine scorer over spans
(Yu et al. 2020, "Named entity recognition as dependency parsing"), one score for each type, so that nested readings
keep their own probabilities. Trained by `kg.training.tagger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extraction.features import PAD, SLOTS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int32]

_IMPOSSIBLE = -20.0


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float32)


def _shift(x: Floats, by: int) -> Floats:
    """Move the rows of `x` by `by` places (down when positive), zeros coming in."""
    out = np.zeros_like(x)
    if abs(by) < len(x):
        if by > 0:
            out[by:] = x[:-by]
        else:
            out[:by] = x[-by:]
    return out


def _normalise(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt(np.einsum("td,td->t", centred, centred) / x.shape[-1] + 1e-5)
    return np.asarray(centred / scale[:, None] * weight + bias, dtype=np.float32)


@dataclass(frozen=True)
class Reading:
    """What the encoder makes of one text: hidden states, and a probability for each span and type."""

    hidden: Floats
    """(tokens, width)."""
    spans: Floats
    """(tokens, longest span, types): probability that the span of that length that starts here is of that type."""


class Encoder:
    """The trained weights, and the way through them."""

    def __init__(self, weights: Mapping[str, Floats], vocabulary: Vocabulary, dilations: tuple[int, ...]) -> None:
        """Take `weights` by name, as `kg.training.tagger` saves them."""
        self.weights = dict(weights)
        self.vocabulary = vocabulary
        self.dilations = dilations
        self.types = self.weights["bias"].shape[0]
        self.longest = self.weights["length"].shape[0]

    def read(self, rows: Ints) -> Reading:
        """Encode the feature rows of one text, shape (tokens, SLOTS)."""
        hidden = self.encode(rows)
        return Reading(hidden, _sigmoid(self._score(hidden)))

    def encode(self, rows: Ints) -> Floats:
        """Return the hidden states, shape (tokens, width)."""
        w = self.weights
        x = (
            w["embedding"][rows].reshape(len(rows), w["input.weight"].shape[0]).astype(np.float32) @ w["input.weight"]
            + w["input.bias"]
        )
        for i, dilation in enumerate(self.dilations):
            h = _normalise(x, w[f"block{i}.norm.weight"], w[f"block{i}.norm.bias"])
            h = np.concatenate([_shift(h, dilation), h, _shift(h, -dilation)], axis=1)
            h = np.maximum(h @ w[f"block{i}.conv.weight"] + w[f"block{i}.conv.bias"], 0)
            x = x + h @ w[f"block{i}.out.weight"] + w[f"block{i}.out.bias"]
        return _normalise(x, w["norm.weight"], w["norm.bias"])

    def _score(self, hidden: Floats) -> Floats:
        w, types = self.weights, self.types
        tokens = len(hidden)
        starts = (hidden @ w["start.weight"] + w["start.bias"]).reshape(tokens, types, -1)
        ends = (hidden @ w["end.weight"] + w["end.bias"]).reshape(tokens, types, -1)
        linear = hidden @ w["linear.weight"] + w["linear.bias"]
        start, end, inner = linear[:, :types], linear[:, types : 2 * types], linear[:, 2 * types :]
        total = np.concatenate([np.zeros((1, types), np.float32), inner.cumsum(0)])
        out = np.full((tokens, self.longest, types), _IMPOSSIBLE, np.float32)
        for n in range(min(self.longest, tokens)):
            last = tokens - n
            pair = np.einsum("tcr,tcr->tc", starts[:last], ends[n:]) / 4
            mean = (total[n + 1 :] - total[:last]) / (n + 1)
            out[:last, n] = pair + start[:last] + end[n:] + mean + w["length"][n] + w["bias"]
        return out

    def roles(self, reading: Reading, sentence: Ints, starts: Ints, lasts: Ints) -> Floats:
        """Return the probability of each role of each span towards the paper, shape (spans, roles).

        `sentence` is each token's sentence number, `starts` and `lasts` the spans' first and last tokens.
        """
        w, h = self.weights, reading.hidden
        if not len(starts):
            return np.zeros((0, w["role2.bias"].shape[0]), np.float32)
        sums = np.zeros((int(sentence[-1]) + 1, h.shape[1]), np.float32)
        edges = np.flatnonzero(np.diff(sentence, prepend=-1))
        sums[sentence[edges]] = np.add.reduceat(h, edges, axis=0)
        means = sums / np.maximum(np.bincount(sentence, minlength=len(sums)), 1)[:, None]
        span = np.concatenate([h[starts], h[lasts], means[sentence[starts]]], axis=1)
        inner = np.maximum(span @ w["role1.weight"] + w["role1.bias"], 0)
        return _sigmoid(inner @ w["role2.weight"] + w["role2.bias"])


def save_encoder(path: Path, weights: Mapping[str, Floats], vocabulary: Vocabulary, dilations: tuple[int, ...]) -> None:
    """Write the encoder as one npz file: the embedding in 8 bits with a scale for each row, the rest in 16."""
    table = weights["embedding"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-12
    rest: dict[str, Any] = {k: v.astype(np.float16) for k, v in weights.items() if k != "embedding"}
    features = np.frombuffer("\0".join(vocabulary.features).encode(), dtype=np.uint8)
    np.savez_compressed(
        path,
        **{f"w:{k}": v for k, v in rest.items()},
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float16),
        features=features,
        dilations=np.array(dilations, dtype=np.int32),
    )


def load_encoder(path: Path) -> Encoder:
    """Read what `save_encoder` wrote."""
    with np.load(path) as data:
        weights = {k[2:]: data[k].astype(np.float32) for k in data.files if k.startswith("w:")}
        weights["embedding"] = data["table"].astype(np.float32) * data["scale"].astype(np.float32)
        vocabulary = Vocabulary(data["features"].tobytes().decode().split("\0"))
        dilations = tuple(int(d) for d in data["dilations"])
    weights["embedding"][PAD] = 0
    assert weights["input.weight"].shape[0] == SLOTS * weights["embedding"].shape[1]  # noqa: S101  a broken file
    return Encoder(weights, vocabulary, dilations)

"""The encoder: tokens to span scores and roles, in plain numpy.

Four embeddings a token, a stack of residual convolutions over three tokens with growing dilation (Strubell et al.
2017, "Fast and accurate entity recognition with iterated dilated convolutions"), then a biaffine scorer over spans
(Yu et al. 2020, "Named entity recognition as dependency parsing"), one score for each type, so that nested readings
keep their own probabilities. Trained by `kg.training.tagger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from kg.extraction.features import PAD, SLOTS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int32]

_IMPOSSIBLE = -20.0
_BLOCK = 32
"""First tokens whose spans are scored in one multiplication."""


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float32)


def _normalise(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = np.asarray(x - np.add.reduce(x, axis=1, keepdims=True) / np.float32(x.shape[1]), dtype=np.float32)
    scale = np.sqrt(np.einsum("td,td->t", centred, centred) / np.float32(x.shape[1]) + np.float32(1e-5))
    centred /= scale[:, None]
    centred *= weight
    centred += bias
    return centred


def _window(x: Floats, reach: int) -> Floats:
    """Put each row of `x` between those `reach` places before and behind it, zeros beyond the ends."""
    tokens, width = x.shape
    out = np.empty((tokens, 3 * width), np.float32)
    near = min(reach, tokens)
    out[:near, :width] = 0
    out[near:, :width] = x[: tokens - near]
    out[:, width : 2 * width] = x
    out[: tokens - near, 2 * width :] = x[near:]
    out[tokens - near :, 2 * width :] = 0
    return out


def _linear(x: Floats, weight: Floats, bias: Floats) -> Floats:
    out: Floats = x @ weight
    out += bias
    return out


@dataclass(frozen=True)
class Reading:
    """What the encoder makes of one text: hidden states, and log odds for each span and type."""

    hidden: Floats
    """(tokens, width)."""
    odds: Floats
    """(types, tokens, longest span): log odds that the span of that length that starts here is of that type."""

    @cached_property
    def best(self) -> Floats:
        """(tokens, longest span): probability of the span's likeliest type."""
        return _sigmoid(self.odds.max(0))

    @property
    def spans(self) -> Floats:
        """(tokens, longest span, types): probability that the span of that length that starts here is of that type."""
        return _sigmoid(self.odds).transpose(1, 2, 0)

    def types(self, starts: Ints, lasts: Ints) -> Floats:
        """Return the probability of each type for the spans from the tokens `starts` to `lasts`, (spans, types)."""
        return _sigmoid(np.ascontiguousarray(self.odds[:, starts, lasts - starts].T))


def _ahead(x: Floats, tokens: int, longest: int) -> Floats:
    """Return each token of `x`, (types, tokens and more), with those behind it: (types, tokens, longest)."""
    types, step = x.strides
    return as_strided(x, (len(x), tokens, longest), (types, step, step), writeable=False)


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
        return Reading(hidden, self._score(hidden))

    def encode(self, rows: Ints) -> Floats:
        """Return the hidden states, shape (tokens, width)."""
        w = self.weights
        x = w["embedding"].take(rows.ravel(), axis=0).reshape(len(rows), -1)
        x = _linear(x, w["input.weight"], w["input.bias"])
        for i, dilation in enumerate(self.dilations):
            h = _normalise(x, w[f"block{i}.norm.weight"], w[f"block{i}.norm.bias"])
            h = _linear(_window(h, dilation), w[f"block{i}.conv.weight"], w[f"block{i}.conv.bias"])
            np.maximum(h, 0, out=h)
            x += h @ w[f"block{i}.out.weight"]
            x += w[f"block{i}.out.bias"]
        return _normalise(x, w["norm.weight"], w["norm.bias"])

    def _score(self, hidden: Floats) -> Floats:
        """Return the log odds of all spans, shape (types, tokens, longest)."""
        w, types, longest, tokens = self.weights, self.types, self.longest, len(hidden)
        linear = _linear(hidden, w["linear.weight"], w["linear.bias"]).T
        start, end, inner = linear[:types], linear[types : 2 * types], linear[2 * types :]
        total = np.zeros((types, tokens + longest), np.float32)
        np.cumsum(inner, axis=1, out=total[:, 1 : tokens + 1])
        out = self._meetings(hidden)
        out += start[:, :, None]
        ends = np.zeros((types, tokens + longest - 1), np.float32)
        ends[:, :tokens] = end
        out += _ahead(ends, tokens, longest)
        mean = _ahead(total[:, 1:], tokens, longest) - total[:, :tokens, None]
        mean /= np.arange(1, longest + 1, dtype=np.float32)
        out += mean
        out += w["length"].T[:, None] + w["bias"][:, None, None]
        for n in range(1, longest):
            out[:, max(tokens - n, 0) :, n] = _IMPOSSIBLE
        return out

    def _meetings(self, hidden: Floats) -> Floats:
        """Return what first and last tokens say together, shape (types, tokens, longest), block by block of tokens."""
        w, types, longest, tokens = self.weights, self.types, self.longest, len(hidden)
        blocks = -(-tokens // _BLOCK)
        shape = (blocks * _BLOCK + longest - 1, w["start.weight"].shape[1])
        starts, ends = np.zeros((2, *shape), np.float32)
        np.add(hidden @ (w["start.weight"] / 4), w["start.bias"] / 4, out=starts[:tokens])
        np.add(hidden @ w["end.weight"], w["end.bias"], out=ends[:tokens])
        rank = shape[1] // types
        row, one = starts.strides
        step = (rank * one, _BLOCK * row, row, one)
        first = as_strided(starts, (types, blocks, _BLOCK, rank), step, writeable=False)
        last = as_strided(ends, (types, blocks, _BLOCK + longest - 1, rank), step, writeable=False)
        met = first @ last.swapaxes(2, 3)
        a, b, c, d = met.strides
        band = as_strided(met, (types, blocks, _BLOCK, longest), (a, b, c + d, d), writeable=False)
        return np.ascontiguousarray(band.reshape(types, blocks * _BLOCK, longest)[:, :tokens])

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

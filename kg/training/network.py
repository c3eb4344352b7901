"""The encoder as a PyTorch network, for training only; `kg.extraction.encoder` runs the same weights in numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

IMPOSSIBLE = -20.0
_RANK = 16
_ROLE_WIDTH = 64
_SMALL = 0.3
"""Span weights begin small: a pretrained encoder's wide states would else begin with thousands of sure false spans."""


class Block(nn.Module):
    """One residual convolution over a token and its neighbours at a distance."""

    def __init__(self, width: int, dilation: int) -> None:
        """Make a block of `width` channels."""
        super().__init__()
        self.dilation = dilation
        self.norm, self.conv, self.out = nn.LayerNorm(width), nn.Linear(3 * width, width), nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Map (texts, tokens, width) to the same shape."""
        h, d = self.norm(x), self.dilation
        left = functional.pad(h, (0, 0, d, 0))[:, :-d]
        right = functional.pad(h, (0, 0, 0, d))[:, d:]
        out: Tensor = x + self.out(functional.relu(self.conv(torch.cat([left, h, right], -1))))
        return out


class Network(nn.Module):
    """Embeddings and blocks: the part that is pretrained."""

    def __init__(  # noqa: PLR0913, PLR0917 - the shape of a network
        self,
        rows: int,
        slots: int,
        depth: int,
        width: int,
        dilations: Sequence[int],
        drop: float,
        *,
        sparse: bool = False,
    ) -> None:
        """Make an encoder over a table of `rows`, `slots` features a token, `depth` numbers a feature."""
        super().__init__()
        self.embedding = nn.Embedding(rows, depth, sparse=sparse)
        nn.init.normal_(self.embedding.weight, std=0.3)
        self.input = nn.Linear(slots * depth, width)
        self.blocks = nn.ModuleList(Block(width, d) for d in dilations)
        self.norm, self.drop = nn.LayerNorm(width), nn.Dropout(drop)

    def forward(self, rows: Tensor) -> Tensor:
        """Map feature rows (texts, tokens, slots) to states (texts, tokens, width)."""
        x = self.drop(self.input(self.embedding(rows).flatten(-2)))
        for block in self.blocks:
            x = block(x)
        out: Tensor = self.drop(self.norm(x))
        return out


class SpanNetwork(nn.Module):
    """The encoder with its two heads: a score for each span and type, and roles of given spans."""

    def __init__(self, encoder: Network, width: int, types: int, roles: int, longest: int) -> None:
        """Put the heads on `encoder`; spans have at most `longest` tokens."""
        super().__init__()
        self.encoder, self.types, self.longest = encoder, types, longest
        self.start, self.end = nn.Linear(width, types * _RANK), nn.Linear(width, types * _RANK)
        self.linear = nn.Linear(width, 3 * types)
        self.length = nn.Parameter(torch.zeros(longest, types))
        self.bias = nn.Parameter(torch.full((types,), -4.0))
        self.role1, self.role2 = nn.Linear(3 * width, _ROLE_WIDTH), nn.Linear(_ROLE_WIDTH, roles)
        with torch.no_grad():
            for layer in (self.start, self.end, self.linear):
                layer.weight *= _SMALL

    def spans(self, h: Tensor) -> Tensor:
        """Return span scores (texts, tokens, longest, types) of states; impossible spans get -20."""
        texts, tokens, _ = h.shape
        starts = self.start(h).view(texts, tokens, self.types, _RANK)
        ends = self.end(h).view(texts, tokens, self.types, _RANK)
        first, last, inner = self.linear(h).split(self.types, -1)
        total = functional.pad(inner.cumsum(1), (0, 0, 1, 0))
        out = []
        for n in range(self.longest):
            if n >= tokens:
                out.append(torch.full((texts, tokens, self.types), IMPOSSIBLE))
                continue
            t = tokens - n
            score = (starts[:, :t] * ends[:, n:]).sum(-1) / 4 + first[:, :t] + last[:, n:]
            score = score + (total[:, n + 1 :] - total[:, :t]) / (n + 1) + self.length[n] + self.bias
            out.append(functional.pad(score, (0, 0, 0, n), value=IMPOSSIBLE) if n else score)
        return torch.stack(out, 2)

    def roles(self, h: Tensor, sentence: Tensor, spans: Tensor) -> Tensor:
        """Return role scores (spans, roles); `spans` holds (text, first token, last token) of each."""
        texts, tokens, width = h.shape
        count = int(sentence.max()) + 1
        index = sentence[..., None].expand(-1, -1, width)
        sums = torch.zeros(texts, count, width).scatter_add(1, index, h)
        sizes = torch.zeros(texts, count).scatter_add(1, sentence, torch.ones(texts, tokens)).clamp(min=1)
        means = sums / sizes[..., None]
        b, a, e = spans.T
        states = torch.cat([h[b, a], h[b, e], means[b, sentence[b, a]]], -1)
        out: Tensor = self.role2(functional.relu(self.role1(states)))
        return out


def export(network: SpanNetwork) -> dict[str, NDArray[np.float32]]:
    """Return the weights under the names that `kg.extraction.encoder.Encoder` uses, matrices as (in, out)."""

    def of(layer: nn.Module, name: str) -> dict[str, NDArray[np.float32]]:
        return {f"{name}.{k}": (v.T if v.ndim == 2 else v).detach().numpy().copy() for k, v in layer.named_parameters()}  # noqa: PLR2004  a matrix

    core = network.encoder
    out = {
        "embedding": core.embedding.weight.detach().numpy().copy(),
        **of(core.input, "input"),
        **of(core.norm, "norm"),
    }
    for i, block in enumerate(core.blocks):
        for name in ("norm", "conv", "out"):
            out |= of(getattr(block, name), f"block{i}.{name}")
    for name in ("start", "end", "linear", "role1", "role2"):
        out |= of(getattr(network, name), name)
    out["length"], out["bias"] = network.length.detach().numpy().copy(), network.bias.detach().numpy().copy()
    return out


def restore(network: SpanNetwork, weights: Mapping[str, NDArray[np.float32]]) -> SpanNetwork:
    """Give the network the weights that `export` returned."""

    def put(layer: nn.Module, name: str) -> None:
        layer.load_state_dict({k: _tensor(weights[f"{name}.{k}"]) for k in layer.state_dict()})

    core = network.encoder
    for name, layer in (("input", core.input), ("norm", core.norm)):
        put(layer, name)
    for i, block in enumerate(core.blocks):
        for name in ("norm", "conv", "out"):
            put(getattr(block, name), f"block{i}.{name}")
    for name in ("start", "end", "linear", "role1", "role2"):
        put(getattr(network, name), name)
    with torch.no_grad():
        core.embedding.weight.copy_(torch.tensor(weights["embedding"]))
        network.length.copy_(torch.tensor(weights["length"]))
        network.bias.copy_(torch.tensor(weights["bias"]))
    return network


def _tensor(array: NDArray[np.float32]) -> Tensor:
    return torch.tensor(array.T.copy() if array.ndim == 2 else array)  # noqa: PLR2004  a matrix

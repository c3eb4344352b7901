"""Pretrain the encoder on unannotated papers: guess masked words from what stands around them.

Masked language modelling (Devlin et al. 2019) over runs of one to four tokens; a masked character is also taken out of
its neighbours' bigrams, which would give it away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kg.extraction.features import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from kg.training.network import Network

_LENGTH, _TEXTS = 256, 16
_START, _RUNS = 0.016, 4
_KEPT = 0.1
_WARM_UP = _LOGGED = 200


@dataclass
class _Batches:
    """Endless random windows of the corpus."""

    rows: NDArray[np.int32]
    random: np.random.Generator

    def draw(self) -> NDArray[np.int32]:
        at = self.random.integers(0, len(self.rows) // _LENGTH, _TEXTS) * _LENGTH
        return np.stack([self.rows[i : i + _LENGTH] for i in at])


def mask(rows: NDArray[np.int32], random: np.random.Generator) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the rows with runs hidden, and which tokens are to be guessed; a tenth of those stays visible."""
    texts, tokens = len(rows), rows.shape[1]
    guess = np.zeros((texts, tokens), dtype=bool)
    for length in range(1, _RUNS + 1):
        starts = random.random(guess.shape) < _START
        for shift in range(length):
            guess |= np.pad(starts, ((0, 0), (shift, 0)))[:, :tokens]
    hidden = guess & (random.random(guess.shape) >= _KEPT)
    out = rows.copy()
    out[hidden] = MASK
    before, behind = np.zeros_like(hidden), np.zeros_like(hidden)
    before[:, 1:] = hidden[:, :-1]
    behind[:, :-1] = hidden[:, 1:]
    out[before, 1] = MASK
    out[behind, 2] = MASK
    return out, guess


def pretrain(
    network: Network,
    rows: NDArray[np.int32],
    targets: NDArray[np.int64],
    settings: Mapping[str, float],
    log: Callable[[str], None],
) -> None:
    """Train `network` in place for `steps` steps; `targets` are the rows to be predicted."""
    torch.manual_seed(int(settings["seed"]))
    batches = _Batches(rows, np.random.default_rng(int(settings["seed"])))
    column = np.full(network.embedding.num_embeddings, -1)
    column[targets] = np.arange(len(targets))
    head = nn.Linear(network.norm.normalized_shape[0], len(targets))
    dense = [p for n, p in network.named_parameters() if not n.startswith("embedding")] + list(head.parameters())
    words, others = torch.optim.SparseAdam(network.embedding.parameters()), torch.optim.Adam(dense, betas=(0.9, 0.98))
    steps, running = int(settings["steps"]), 0.0
    for step in range(steps):
        rate = min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)
        words.param_groups[0]["lr"], others.param_groups[0]["lr"] = 3e-3 * rate, 2e-3 * rate
        clean = batches.draw()
        seen, guess = mask(clean, batches.random)
        truth = column[clean[:, :, 0]]
        chosen = torch.from_numpy(guess & (truth >= 0))
        h = network(torch.from_numpy(seen).long())
        loss = functional.cross_entropy(head(h[chosen]), torch.from_numpy(truth)[chosen])
        words.zero_grad()
        others.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(dense, 1.0)
        words.step()
        others.step()
        running = 0.98 * running + 0.02 * loss.item()
        if (step + 1) % _LOGGED == 0:
            log(f"pretraining step {step + 1} of {steps}: loss {running:.3f}")

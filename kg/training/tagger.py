"""Train the encoder's two heads on annotated papers: which spans are entities, and what they are to the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kg.extraction.features import MASK, PAD, Vocabulary
from kg.extraction.learned import ROLES, TYPES
from kg.training.corpus import role_table, text_of
from kg.training.network import SpanNetwork
from kg.training.spans import LONGEST, find_spans, targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.training.corpus import Record
    from kg.training.network import Network

_TOKENS = 4500
"""Tokens of a batch, padding included."""
_POOL = 64


@dataclass(frozen=True)
class Lesson:
    """One paper, both languages, as arrays."""

    rows: NDArray[np.int32]
    sentence: NDArray[np.int32]
    truth: NDArray[np.float32]
    weight: NDArray[np.float32]
    spans: NDArray[np.int64]
    """(spans, 2) first and last token of the spans that have roles."""
    roles: NDArray[np.float32]


Batch = Callable[[], list[Lesson]]


class Sized(Protocol):
    """What has feature rows."""

    @property
    def rows(self) -> NDArray[np.int32]:
        """(tokens, SLOTS)."""


Some = TypeVar("Some", bound=Sized)


def lesson(record: Record, vocabulary: Vocabulary) -> Lesson:
    """Turn an annotated paper into arrays."""
    text, annotation = text_of(record, "both"), record["annotation"]
    spans = find_spans(text, annotation)
    truth, weight = targets(spans, annotation["entities"], len(text.words))
    table = role_table(annotation)
    firm = [(a, e, i) for a, e, i in spans.outer if e - a <= LONGEST and not annotation["entities"][i].get("optional")]
    where = np.array([(a, e - 1) for a, e, _ in firm], dtype=np.int64).reshape(-1, 2)
    roles = np.array([table[i] for _, _, i in firm], dtype=np.float32).reshape(-1, len(ROLES))
    return Lesson(vocabulary.rows(text.words), text.sentence, truth, weight, where, roles)


def batches(lessons: Sequence[Some], random: np.random.Generator) -> list[list[Some]]:
    """Return batches of lessons of like length, in random order."""
    order = [lessons[i] for i in random.permutation(len(lessons))]
    out: list[list[Some]] = []
    for at in range(0, len(order), _POOL):
        batch: list[Some] = []
        for one in sorted(order[at : at + _POOL], key=lambda x: len(x.rows)):
            if batch and (len(batch) + 1) * len(one.rows) > _TOKENS:
                out.append(batch)
                batch = []
            batch.append(one)
        out.append(batch)
    return [out[i] for i in random.permutation(len(out))]


def padded(arrays: Sequence[NDArray[Any]], tokens: int, fill: float) -> NDArray[Any]:
    """Return arrays of several lengths as one, filled up to `tokens`."""
    out = np.full((len(arrays), tokens, *arrays[0].shape[1:]), fill, dtype=arrays[0].dtype)
    for i, array in enumerate(arrays):
        out[i, : len(array)] = array
    return out


def _losses(network: SpanNetwork, batch: Sequence[Lesson], hidden: float, random: np.random.Generator) -> torch.Tensor:
    tokens = max(len(x.rows) for x in batch)
    rows = padded([x.rows for x in batch], tokens, PAD)
    rows[random.random(rows.shape) < hidden] = MASK
    last = max(int(x.sentence[-1]) for x in batch) + 1
    sentence = torch.from_numpy(padded([x.sentence for x in batch], tokens, last)).long()
    truth = torch.from_numpy(padded([x.truth for x in batch], tokens, 0))
    weight = torch.from_numpy(padded([x.weight for x in batch], tokens, 0))
    h = network.encoder(torch.from_numpy(rows).long())
    wrong = functional.binary_cross_entropy_with_logits(network.spans(h), truth, reduction="none")
    loss = (wrong * weight).sum() / truth.sum().clamp(min=1)
    spans = np.concatenate([np.column_stack([np.full(len(x.spans), i), x.spans]) for i, x in enumerate(batch)])
    if len(spans):
        roles = torch.from_numpy(np.concatenate([x.roles for x in batch]))
        scores = network.roles(h, sentence, torch.from_numpy(spans).long())
        loss = loss + functional.binary_cross_entropy_with_logits(scores, roles, reduction="none").sum(-1).mean()
    return loss


def _rates(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / 50) * max(0.05, 1 - step / steps)


def new_tagger(encoder: Network) -> SpanNetwork:
    """Put untrained heads on a pretrained encoder."""
    return SpanNetwork(encoder, encoder.norm.normalized_shape[0], len(TYPES), len(ROLES), LONGEST)


def train_tagger(
    network: SpanNetwork,
    epochs: Sequence[Sequence[Batch]],
    settings: Mapping[str, float],
    random: np.random.Generator,
    log: Callable[[str], None],
) -> None:
    """Train the network in place on batches, each made when its turn comes; the learning rate falls to the end."""
    table = list(network.encoder.embedding.parameters())
    others = [p for n, p in network.named_parameters() if "embedding" not in n]
    groups = [{"params": table, "weight_decay": 0.0}, {"params": others, "weight_decay": 0.01}]
    learner = torch.optim.AdamW(groups, betas=(0.9, 0.99))
    steps, step = sum(map(len, epochs)), 0
    network.train()
    for number, epoch in enumerate(epochs, 1):
        total = 0.0
        for batch in epoch:
            rate = _rates(step, steps)
            learner.param_groups[0]["lr"], learner.param_groups[1]["lr"] = (
                settings["embedding_rate"] * rate,
                settings["rate"] * rate,
            )
            loss = _losses(network, batch(), settings["hidden"], random)
            learner.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(others, 2.0)
            learner.step()
            total, step = total + loss.item(), step + 1
        log(f"tagger epoch {number} of {len(epochs)}: loss {total / len(epoch):.3f}")
    network.eval()


def folds(records: Sequence[Record], count: int) -> Iterator[tuple[int, list[Record]]]:
    """Yield (fold, the papers outside it): paper i is in fold i % count."""
    for fold in range(count):
        yield fold, [r for i, r in enumerate(records) if i % count != fold]

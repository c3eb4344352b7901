"""Self-training: a trained tagger teaches itself on papers that nobody annotated.

The teacher reads each paper whole, in both languages; the pupil, which begins as its copy, must say the same with
tokens hidden and neurons dropped (noisy student, Xie et al. 2020). What the teacher thinks of one place of a name is
first averaged with what it thinks of the name's other places, so that a sure place teaches an unsure one.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from kg.extraction.features import PAD
from kg.training.corpus import FORMS, text_of
from kg.training.tagger import Batch, Lesson, batches, padded, train_tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extraction.features import Vocabulary
    from kg.training.corpus import Record
    from kg.training.network import SpanNetwork

_SEEN, _TAUGHT, _NOTHING = 0.05, 0.3, 0.01
"""Probabilities from which a place is averaged with others of its name, has its roles taught, and is taught at all."""
_OWN = 0.5
"""How much a place's own probability counts beside the mean over its name's places."""


@dataclass(frozen=True)
class Unread:
    """A paper without annotation, as arrays."""

    rows: NDArray[np.int32]
    sentence: NDArray[np.int32]


def unread(papers: Iterable[Record], vocabulary: Vocabulary) -> list[Unread]:
    """Turn papers into arrays, both languages of each."""
    texts = (text_of({"text": {f: p.get(f) for f in FORMS["both"]}}, "both") for p in papers)
    return [Unread(vocabulary.rows(text.words), text.sentence) for text in texts]


def _shared(rows: NDArray[np.int32], spans: Sequence[tuple[int, int]], values: NDArray[np.float32]) -> None:
    """Average the values of spans (first, last) with those of the spans that have the same words, in place."""
    alike: dict[bytes, list[int]] = {}
    for n, (first, last) in enumerate(spans):
        words = rows[first : last + 1, 0].tobytes() if last > first else rows[first].tobytes()
        alike.setdefault(words, []).append(n)
    for same in alike.values():
        values[same] = _OWN * values[same] + (1 - _OWN) * values[same].mean(0)


def teach(teacher: SpanNetwork, batch: Sequence[Unread]) -> list[Lesson]:
    """Return what the teacher says of a batch, as lessons with probabilities for truth."""
    tokens = max(len(x.rows) for x in batch)
    last = max(int(x.sentence[-1]) for x in batch) + 1
    sentence = torch.from_numpy(padded([x.sentence for x in batch], tokens, last)).long()
    with torch.no_grad():
        h = teacher.encoder(torch.from_numpy(padded([x.rows for x in batch], tokens, PAD)).long())
        spans = torch.sigmoid(teacher.spans(h)).numpy()
        return [_lesson(teacher, h, sentence, n, x, spans[n, : len(x.rows)]) for n, x in enumerate(batch)]


def _lesson(  # noqa: PLR0913, PLR0917  one paper of a batch
    teacher: SpanNetwork, h: torch.Tensor, sentence: torch.Tensor, n: int, paper: Unread, truth: NDArray[np.float32]
) -> Lesson:
    starts, lengths = np.nonzero(truth.max(-1) > _SEEN)
    values = truth[starts, lengths]
    _shared(paper.rows, list(zip(starts.tolist(), (starts + lengths).tolist(), strict=True)), values)
    truth[starts, lengths] = values
    truth[truth < _NOTHING] = 0
    starts, lengths = np.nonzero(truth.max(-1) > _TAUGHT)
    places = np.stack([starts, starts + lengths], axis=1).astype(np.int64)
    where = torch.from_numpy(np.column_stack([np.full(len(places), n), places])).long()
    roles = torch.sigmoid(teacher.roles(h, sentence, where)).numpy()
    _shared(paper.rows, [(int(a), int(b)) for a, b in places], roles)
    return Lesson(paper.rows, paper.sentence, truth, np.ones_like(truth), places, roles)


def self_train(  # noqa: PLR0913, PLR0917  what is taught, and how
    network: SpanNetwork,
    lessons: Sequence[Lesson],
    papers: Sequence[Unread],
    settings: Mapping[str, float],
    random: np.random.Generator,
    log: Callable[[str], None],
) -> None:
    """Go on training the network on its own lessons of `papers`, mixed with the annotated `lessons`."""
    teacher = deepcopy(network).eval()
    count = int(settings["epochs"])
    read = batches(papers, random)
    epochs = []
    for n in range(count):
        given: list[Batch] = [partial(list, batch) for batch in batches(lessons, random)]
        own: list[Batch] = [
            partial(teach, teacher, batch) for batch in read[n * len(read) // count : (n + 1) * len(read) // count]
        ]
        mixed = [*given, *own]
        epochs.append([mixed[i] for i in random.permutation(len(mixed))])
    train_tagger(network, epochs, settings, random, log)

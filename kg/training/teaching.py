"""Self-training: a trained tagger, then the whole pipeline, teaches the tagger on papers that nobody annotated.

The teacher reads each paper whole, in both languages; the pupil, which begins as its copy, must say the same with
tokens hidden and neurons dropped (noisy student, Xie et al. 2020). What the teacher thinks of one place of a name is
first averaged with what it thinks of the name's other places, so that a sure place teaches an unsure one.
"""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from kg.extraction.candidates import find_candidates
from kg.extraction.deciding import cluster_rows
from kg.extraction.features import PAD
from kg.extraction.learned import ROLES, TYPES
from kg.extraction.linking import link
from kg.extraction.trees import sigmoid
from kg.training.corpus import FORMS, text_of
from kg.training.spans import LONGEST
from kg.training.tagger import Batch, Lesson, batches, padded, train_tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extraction.features import Vocabulary
    from kg.extraction.learned import Learned
    from kg.extraction.text import Text
    from kg.training.corpus import Record
    from kg.training.network import SpanNetwork

_SEEN, _TAUGHT, _NOTHING = 0.05, 0.3, 0.01
"""Probabilities from which a place is averaged with others of its name, has its roles taught, and is taught at all."""
_OWN = 0.5
"""How much a place's own probability counts beside the mean over its name's places, or what the trees say."""
_TRUST, _FURTHEST = 0.7, 2.0
"""How far the chance of a place follows that of its thing, in log odds, and by how much at most."""
_FAINT = 0.02


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


@dataclass(frozen=True)
class Told:
    """What the pipeline says of a paper: probabilities of its likely spans, sparse, and roles of the likeliest."""

    rows: NDArray[np.int32]
    sentence: NDArray[np.int32]
    at: tuple[NDArray[np.intp], ...]
    """First token, tokens less one, and type of each probability."""
    values: NDArray[np.float32]
    spans: NDArray[np.int64]
    roles: NDArray[np.float32]

    def lesson(self) -> Lesson:
        """Return it as a lesson."""
        truth = np.zeros((len(self.rows), LONGEST, len(TYPES)), np.float32)
        truth[self.at] = self.values
        return Lesson(self.rows, self.sentence, truth, np.ones_like(truth), self.spans, self.roles)


def read_by(teacher: Learned, paper: Record) -> Told:
    """Return what the whole pipeline makes of a paper.

    The trees have seen all of a thing's places, what annotated papers say of its names, and the words around: so the
    chance of each place moves towards the chance that the thing counts, and its types and roles towards the thing's.
    """
    text = text_of({"text": {f: paper.get(f) for f in FORMS["both"]}}, "both")
    rows = teacher.encoder.vocabulary.rows(text.words or ("\n",))
    truth = teacher.encoder.read(rows).spans.copy()
    roles = _thought_again(teacher, text, truth) if text.words else {}
    truth[truth < _NOTHING] = 0
    likely = np.argwhere(truth.max(-1) > _TAUGHT)
    spans = np.array([(s, s + n) for s, n in likely.tolist() if (s, s + n) in roles], dtype=np.int64).reshape(-1, 2)
    table = np.array([roles[s, e] for s, e in spans.tolist()], np.float32).reshape(-1, len(ROLES))
    at = np.nonzero(truth)
    return Told(rows, text.sentence, at, truth[at], spans, table)


def _thought_again(
    teacher: Learned, text: Text, truth: NDArray[np.float32]
) -> dict[tuple[int, int], NDArray[np.float32]]:
    """Move the chances of the places of each cluster of names in `truth`; return roles by (first, last) token."""
    found = find_candidates(text, teacher.encoder, teacher.priors)
    if not found.groups:
        return {}
    clusters = link(text, found, teacher.priors, teacher.translation, teacher.trees["same"])
    rows = cluster_rows(text, found, clusters)
    counts = sigmoid(teacher.trees["counts"].scores(rows)[:, 0])
    types, roles = teacher.type_trees.chances(rows), teacher.role_trees.chances(rows)
    out = {}
    for n, keys in enumerate(clusters):
        groups = [found.groups[k] for k in keys]
        moved = float(np.clip(_TRUST * (_odds(counts[n]) - _odds(max(g.top for g in groups))), -_FURTHEST, _FURTHEST))
        for group in groups:
            for (start, end), own in zip(group.spans, group.roles, strict=True):
                _move(truth[start, end - start - 1], moved, types[n])
                out[start, end - 1] = _OWN * own + (1 - _OWN) * roles[n]
    return out


def _move(chances: NDArray[np.float32], moved: float, types: NDArray[np.float64]) -> None:
    """Move the highest chance by log odds, and the others' shares towards those of `types`, in place."""
    best = float(chances.max())
    if best > _FAINT:
        shares = _OWN * chances / chances.sum() + (1 - _OWN) * types / max(types.sum(), _FAINT)
        chances[:] = shares / shares.max() / (1 + np.exp(-(_odds(best) + moved)))


def _odds(chance: float) -> float:
    kept = min(max(float(chance), 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def own_batches(network: SpanNetwork, papers: Sequence[Unread], random: np.random.Generator) -> list[Batch]:
    """Return batches of what the network, as it is now, says of papers, in random order."""
    teacher = deepcopy(network).eval()
    return [partial(teach, teacher, batch) for batch in batches(papers, random)]


def told_batches(papers: Sequence[Told], random: np.random.Generator) -> list[Batch]:
    """Return batches of what the pipeline said of papers, in random order."""
    return [partial(_lessons, batch) for batch in batches(papers, random)]


def _lessons(papers: Sequence[Told]) -> list[Lesson]:
    return [paper.lesson() for paper in papers]


def self_train(  # noqa: PLR0913, PLR0917  what is taught, and how
    network: SpanNetwork,
    lessons: Sequence[Lesson],
    own: Sequence[Batch],
    settings: Mapping[str, float],
    random: np.random.Generator,
    log: Callable[[str], None],
) -> None:
    """Go on training the network on batches of its `own`, each once, mixed with epochs of the annotated `lessons`."""
    count = int(settings["epochs"])
    epochs = []
    for n in range(count):
        given: list[Batch] = [partial(list, batch) for batch in batches(lessons, random)]
        mixed = [*given, *own[n * len(own) // count : (n + 1) * len(own) // count]]
        epochs.append([mixed[i] for i in random.permutation(len(mixed))])
    train_tagger(network, epochs, settings, random, log)

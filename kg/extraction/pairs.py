"""What holds between two things of one sentence, neither of which the paper proposes: features and chances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.learned import PAIRS, TYPES
from kg.extraction.trees import softmax
from kg.extraction.wording import cue_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.extraction.learned import Learned
    from kg.extraction.text import Text
    from kg.extraction.things import Decided

    Place = tuple[int, int]

_FAR = 40
"""Tokens between two mentions beyond which a pair is not asked about."""


def near_pairs(text: Text, things: Sequence[Decided]) -> Iterator[tuple[int, int, Place, Place]]:
    """Yield (one, other, place, other's place) for things that meet in a sentence: each pair once, where closest."""
    spans = [span for thing in things for span in thing.spans]
    if not spans:
        return
    start, end = np.array(spans, dtype=np.intp).T
    of = np.repeat(np.arange(len(things)), [len(thing.spans) for thing in things])
    gap = np.maximum(start[:, None], start) - np.minimum(end[:, None], end)
    sentence = text.sentence[start]
    meet = (sentence[:, None] == sentence) & (gap < _FAR) & (of[:, None] < of)
    one, other = np.nonzero(meet)
    pair = of[one] * len(things) + of[other]
    order = np.lexsort((gap[one, other], pair))
    closest = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
    for a, b in zip(one[closest].tolist(), other[closest].tolist(), strict=True):
        yield int(of[a]), int(of[b]), spans[a], spans[b]


def pair_rows(
    text: Text, things: Sequence[Decided], asked: Sequence[tuple[int, int, Place, Place]], own: Sequence[int]
) -> NDArray[np.float32]:
    """Return the features of ordered pairs (subject, object, place of each), at least one; shape (pairs, features)."""
    one, other = [i for i, _, _, _ in asked], [j for _, j, _, _ in asked]
    types, roles = np.array([t.types for t in things]), np.array([t.roles for t in things])
    stand = np.array([_standing(text, a, b) for _, _, a, b in asked], dtype=np.float32)
    about = np.array([(i in own, t.confidence, len(t.spans)) for i, t in enumerate(things)])
    both = [x for column in about.T for x in (column[one], column[other])]
    said = np.column_stack([types[one], types[other], roles[one], roles[other]]).astype(np.float32)
    first, rest = stand[:, :3], stand[:, 4:]
    return np.column_stack([said, first, *both[:2], stand[:, 3], *both[2:], rest]).astype(np.float32)


def _standing(text: Text, a: Place, b: Place) -> list[float]:
    """Describe how two places stand to each other, and the cue words between, before and after."""
    left, right = min(a, b), max(a, b)
    between = text.surface(left[1], right[0]) if left[1] < right[0] else ""
    before = text.surface(max(left[0] - 6, 0), left[0]) if left[0] else ""
    after = text.surface(right[1], min(right[1] + 6, len(text.words))) if right[1] < len(text.words) else ""
    return [
        float(a < b), max(right[0] - left[1], -1), len(between), float(left[1] > right[0]),
        *cue_words(between), *cue_words(before), *cue_words(after),
    ]  # fmt: skip


def both_ways(pairs: Iterable[tuple[int, int, Place, Place]]) -> Iterator[tuple[int, int, Place, Place]]:
    """Yield each pair, then the same turned round."""
    for i, j, a, b in pairs:
        yield i, j, a, b
        yield j, i, b, a


def pair_chances(
    text: Text, things: Sequence[Decided], model: Learned, own: Sequence[int]
) -> Iterator[tuple[int, int, Place, NDArray[np.float64]]]:
    """Yield (subject, object, tokens that bear it, chances of PAIRS) for both directions of each near pair."""
    asked = [pair for pair in both_ways(near_pairs(text, things)) if pair[0] not in own]
    if not asked:
        return
    chances = softmax(model.trees["pair"].scores(pair_rows(text, things, asked, own)))
    for (subject, target, a, b), chance in zip(asked, chances, strict=True):
        yield subject, target, (min(a[0], b[0]), max(a[1], b[1])), chance[1 : 1 + len(PAIRS)]


WIDTH = len(TYPES)

"""What holds between two things of one sentence, neither of which the paper proposes: features and chances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.learned import PAIRS, TYPES
from kg.extraction.trees import softmax
from kg.extraction.wording import cue_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kg.extraction.learned import Learned
    from kg.extraction.text import Text
    from kg.extraction.things import Decided

    Place = tuple[int, int]

_FAR = 40
"""Tokens between two mentions beyond which a pair is not asked about."""


def near_pairs(text: Text, things: Sequence[Decided]) -> Iterator[tuple[int, int, Place, Place]]:
    """Yield (one, other, place, other's place) for things that meet in a sentence: each pair once, where closest."""
    best: dict[tuple[int, int], tuple[int, Place, Place]] = {}
    for i, one in enumerate(things):
        for j in range(i + 1, len(things)):
            for a in one.spans:
                for b in things[j].spans:
                    gap = max(a[0], b[0]) - min(a[1], b[1])
                    if (
                        text.sentence[a[0]] == text.sentence[b[0]]
                        and gap < _FAR
                        and gap < best.get((i, j), (_FAR, a, b))[0]
                    ):
                        best[i, j] = gap, a, b
    for (i, j), (_, a, b) in sorted(best.items()):
        yield i, j, a, b


def pair_row(
    text: Text, things: Sequence[Decided], ends: tuple[int, int], places: tuple[Place, Place], own: Sequence[int]
) -> list[float]:
    """Return the features of the ordered pair (subject, object)."""
    (i, j), (a, b) = ends, places
    one, other = things[i], things[j]
    left, right = min(a, b), max(a, b)
    between = text.surface(left[1], right[0]) if left[1] < right[0] else ""
    before = text.surface(max(left[0] - 6, 0), left[0]) if left[0] else ""
    after = text.surface(right[1], min(right[1] + 6, len(text.words))) if right[1] < len(text.words) else ""
    return [
        *one.types.tolist(), *other.types.tolist(), *one.roles.tolist(), *other.roles.tolist(),
        float(a < b), max(right[0] - left[1], -1), len(between), float(i in own), float(j in own),
        float(left[1] > right[0]), one.confidence, other.confidence, len(one.spans), len(other.spans),
        *cue_words(between), *cue_words(before), *cue_words(after),
    ]  # fmt: skip


def pair_chances(
    text: Text, things: Sequence[Decided], model: Learned, own: Sequence[int]
) -> Iterator[tuple[int, int, Place, NDArray[np.float64]]]:
    """Yield (subject, object, tokens that bear it, chances of PAIRS) for both directions of each near pair."""
    asked, rows = [], []
    for i, j, a, b in near_pairs(text, things):
        place = min(a[0], b[0]), max(a[1], b[1])
        for ends, places in (((i, j), (a, b)), ((j, i), (b, a))):
            if ends[0] in own:
                continue
            asked.append((*ends, place))
            rows.append(pair_row(text, things, ends, places, own))
    if not rows:
        return
    chances = softmax(model.trees["pair"].scores(np.array(rows, dtype=np.float32)))
    for (subject, target, place), chance in zip(asked, chances, strict=True):
        yield subject, target, place, chance[1 : 1 + len(PAIRS)]


WIDTH = len(TYPES)

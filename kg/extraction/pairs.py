"""What holds between two things of one sentence: features and chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.layout import Layout
from kg.extraction.learned import PAIRS
from kg.extraction.trees import softmax
from kg.extraction.wording import cue_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kg.extraction.learned import Learned
    from kg.extraction.text import Text
    from kg.extraction.things import Decided

    Place = tuple[int, int]
    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

_FAR = 40
"""Tokens between two mentions beyond which a pair is not asked about."""
_PART = PAIRS.index("partOf")
_TOUCH = 4
"""Characters between a name and the word that opens its list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An ordered pair of things by index, with the place of each where they stand closest."""

    subject: int
    object: int
    subject_place: Place
    object_place: Place

    @property
    def place(self) -> Place:
        """The tokens from the first of the two to the end of the last."""
        a, b = self.subject_place, self.object_place
        return min(a[0], b[0]), max(a[1], b[1])


def near_pairs(text: Text, things: Sequence[Decided]) -> list[Asked]:
    """Return things that meet in a sentence: each pair in both directions, where closest."""
    spans = [span for thing in things for span in thing.spans]
    if not spans:
        return []
    start, end = np.array(spans, dtype=np.intp).T
    of = np.repeat(np.arange(len(things)), [len(thing.spans) for thing in things])
    gap = np.maximum(start[:, None], start) - np.minimum(end[:, None], end)
    sentence = text.sentence[start]
    one, other = np.nonzero((sentence[:, None] == sentence) & (gap < _FAR) & (of[:, None] < of))
    pair = of[one] * len(things) + of[other]
    order = np.lexsort((gap[one, other], pair))
    closest = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
    out = []
    for a, b in zip(one[closest].tolist(), other[closest].tolist(), strict=True):
        i, j = int(of[a]), int(of[b])
        out += [Asked(i, j, spans[a], spans[b]), Asked(j, i, spans[b], spans[a])]
    return out


def pair_rows(text: Text, things: Sequence[Decided], asked: Sequence[Asked], own: Sequence[int]) -> Floats:
    """Return the features of ordered pairs, (pairs, features)."""
    if not asked:
        return np.zeros((0, 1), dtype=np.float32)
    subject, target = np.array([x.subject for x in asked]), np.array([x.object for x in asked])
    a, b = np.array([x.subject_place for x in asked]), np.array([x.object_place for x in asked])
    forward = (a[:, 0] < b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] < b[:, 1]))
    left, right = np.where(forward[:, None], a, b), np.where(forward[:, None], b, a)
    layout = Layout(text, (s for t in things for s in t.spans))
    table = _things(things, own)
    return np.concatenate(
        [table[subject], table[target], forward[:, None], _gaps(layout, left, right), _cues(layout, left, right)],
        axis=1,
        dtype=np.float32,
    )


def _things(things: Sequence[Decided], own: Sequence[int]) -> Floats:
    """Return what is known of each thing, (things, features)."""
    return np.array(
        [[*t.types, *t.roles, float(i in own), t.confidence, len(t.spans)] for i, t in enumerate(things)],
        dtype=np.float32,
    )


def _gaps(layout: Layout, left: Ints, right: Ints) -> Floats:
    """Return what lies between the two: length, other words, list links, and whether a list is opened or closed."""
    start, end = left[:, 1], right[:, 0]
    between = layout.starts[end] - layout.ends[start - 1]
    opened, closed = _opened(layout, start, end), _closed(layout, start, end)
    columns = [end - start, between, start > end, layout.others(start, end), layout.links(start, end)]
    return np.stack([*columns, opened, closed, _owns(layout, start, end)], axis=1).astype(np.float32)


def _opened(layout: Layout, start: Ints, end: Ints) -> Ints:
    """Return the words that belong to no list between what opens one right behind the left name and the right one."""
    kind = cue_kinds().index("open")
    at = layout.ends[start - 1]
    opener, behind = layout.cues.following(kind, at)
    token = np.searchsorted(layout.starts[:-1], behind)
    found = (opener - at <= _TOUCH) & (token <= end)
    return np.where(found, layout.others(np.minimum(token, end), end), -1)


def _closed(layout: Layout, start: Ints, end: Ints) -> Ints:
    """Return the words that belong to no list between the left name and what closes one before the right name."""
    kind = cue_kinds().index("close")
    closer, _ = layout.cues.following(kind, layout.ends[start - 1])
    token = np.searchsorted(layout.starts[:-1], closer)
    found = (token < end) & (layout.others(np.minimum(token, end), end) <= 2)  # noqa: PLR2004  «等先进»
    return np.where(found, layout.others(start, np.minimum(token, end)), -1)


def _owns(layout: Layout, start: Ints, end: Ints) -> Ints:
    """Return 1 for «A 的 B», 2 for «A of B» and «A of the B», else 0."""
    words = layout.text.words
    single = [words[s].lower() if e - s == 1 else "" for s, e in zip(start.tolist(), end.tolist(), strict=True)]
    return np.array([1 if w == "的" else 2 if w in {"of", "in", "from", "by"} else 0 for w in single])


def _cues(layout: Layout, left: Ints, right: Ints) -> Floats:
    """Return the cue words between the two, around them, and around the lists that they stand in."""
    between = layout.cues.between(layout.ends[left[:, 1] - 1], layout.starts[right[:, 0]])
    kinds = len(cue_kinds())
    unique = sorted({(s, e) for s, e in np.concatenate([left, right]).tolist()})
    lists = [layout.stretched(p) for p in unique]
    around = layout.around(unique), layout.around([x[:2] for x in lists])
    seen = np.concatenate([*around, np.array([x[2:] for x in lists])], axis=1)
    at = {p: i for i, p in enumerate(unique)}
    out = [between]
    for places, side in ((left, 0), (right, 1)):
        rows = seen[[at[s, e] for s, e in places.tolist()]]
        out += [rows[:, side * kinds : (side + 1) * kinds], rows[:, 2 * kinds :]]
    return np.concatenate(out, axis=1)


def pair_chances(
    text: Text, things: Sequence[Decided], model: Learned, own: Sequence[int]
) -> Iterator[tuple[Asked, NDArray[np.float64]]]:
    """Yield both directions of each near pair with the chances of PAIRS; what is proposed may be a part only."""
    asked = near_pairs(text, things)
    if not asked:
        return
    chances = softmax(model.trees["pair"].scores(pair_rows(text, things, asked, own)))[:, 1 : 1 + len(PAIRS)]
    for one, chance in zip(asked, chances, strict=True):
        if one.subject in own:
            chance[np.arange(len(PAIRS)) != _PART] = 0
        yield one, chance

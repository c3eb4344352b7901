"""How the names of a text stand to one another: in lists, side by side, with how much else between them.

A list is seen through: what stands before «A, B and C» stands before C too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.wording import cues_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kg.extraction.text import Text

    Place = tuple[int, int]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

_BETWEEN = frozenset('、 , ， / & ( ) （ ） “ ” " and or 和 与 及 以 或'.split())  # noqa: SIM905  readable
_REACH_HAN, _REACH_LATIN = 16, 50
"""Characters within which a cue word counts as near."""


class Layout:
    """A text with the places of its names, in tokens."""

    def __init__(self, text: Text, places: Iterable[Place]) -> None:
        """Mark the `places` as names."""
        self.text, self.cues = text, cues_of(text)
        count = len(text.words)
        self.named = np.zeros(count + 1, dtype=bool)
        for start, end in places:
            self.named[start:end] = True
        self.between = [w.lower() in _BETWEEN for w in text.words]
        linking = np.array([*self.between, False]) & ~self.named
        self._others = np.concatenate([[0], np.cumsum(~self.named & ~linking)])
        self._links = np.concatenate([[0], np.cumsum(linking)])
        self.starts, self.ends = np.array([*text.starts, 0]), np.array([*text.ends, 0])
        edges = np.flatnonzero(np.diff(text.sentence, prepend=-1, append=-1))
        self._first, self._last = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1, dtype=np.int64)
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            self._first[low:high], self._last[low:high] = low, high
        self._han = np.array([name.endswith("zh") for name, _, _ in text.fields] or [False])
        self._field = np.array([*text.field, 0])

    def others(self, start: Ints, end: Ints) -> Ints:
        """Return how many tokens from start to end neither belong to a name nor link a list."""
        return np.asarray(self._others[np.maximum(end, start)] - self._others[start])

    def links(self, start: Ints, end: Ints) -> Ints:
        """Return how many tokens from start to end link a list."""
        return np.asarray(self._links[np.maximum(end, start)] - self._links[start])

    def stretched(self, place: Place) -> tuple[int, int, int, int]:
        """Return the list that a place stands in as (start, end), and how many names stand before and behind it."""
        low, high = int(self._first[place[0]]), int(self._last[place[0]])
        start, before = place[0], 0
        while (found := self._neighbour(start - 1, low - 1, -1)) is not None:
            start, before = found + 1, before + 1
        end, behind = place[1], 0
        while (found := self._neighbour(end, high, 1)) is not None:
            end, behind = found, behind + 1
        return start, end, before, behind

    def _neighbour(self, at: int, limit: int, step: int) -> int | None:
        """Return the far edge of the name that follows in a list, going by `step` from token `at`, or None."""
        first = at
        while at != limit and self.between[at] and not self.named[at]:
            at += step
        if at in {first, limit} or not self.named[at]:
            return None
        while at != limit and self.named[at]:
            at += step
        return at

    def around(self, places: Sequence[Place]) -> Floats:
        """Return how near each kind of cue stands before and behind each place, (places, 2 kinds)."""
        start, end = np.array(places, dtype=np.int64).reshape(-1, 2).T
        reach = np.where(self._han[self._field[start]], _REACH_HAN, _REACH_LATIN)
        low, high = self.starts[self._first[start]], self.ends[self._last[start] - 1]
        before = self.cues.before(self.starts[start], low, reach)
        return np.concatenate([before, self.cues.behind(self.ends[end - 1], high, reach)], axis=1)

"""How the names of a text stand to one another: in lists, side by side, with how much else between them.

A list is seen through: what stands before «A, B and C» stands before C too.
"""

from __future__ import annotations

from functools import lru_cache
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


class _Ground:
    """What all layouts of a text have in common, each by token and one behind the last."""

    def __init__(self, text: Text) -> None:
        """Work it out from `text`."""
        self.cues = cues_of(text)
        self.between = [w.lower() in _BETWEEN for w in text.words]
        self.link = np.array([*self.between, False])
        self.starts, self.ends = np.array([*text.starts, 0]), np.array([*text.ends, 0])
        edges = np.flatnonzero(np.diff(text.sentence, prepend=-1, append=-1))
        sizes = np.diff(edges)
        self.first = np.append(np.repeat(edges[:-1], sizes), 0)
        self.last = np.append(np.repeat(edges[1:], sizes), 0)
        self.sentences = list(zip(self.first.tolist(), self.last.tolist(), strict=True))
        self.low, self.high = self.starts[self.first], self.ends[self.last - 1]
        han = np.array([name.endswith("zh") for name, _, _ in text.fields] or [False])
        self.reach = np.where(han[np.append(text.fields_of, 0)], _REACH_HAN, _REACH_LATIN)


@lru_cache(maxsize=2)
def _ground_of(text: Text) -> _Ground:
    """Return the ground of a text, made once for all layouts in turn."""
    return _Ground(text)


class Layout:
    """A text with the places of its names, in tokens."""

    def __init__(self, text: Text, places: Iterable[Place]) -> None:
        """Mark the `places` as names."""
        self.text, self._ground = text, _ground_of(text)
        self.cues, self.starts, self.ends = self._ground.cues, self._ground.starts, self._ground.ends
        self._named = bytearray(len(self.starts))
        for start, end in places:
            self._named[start:end] = b"\1" * (end - start)
        named = np.frombuffer(self._named, dtype=bool)
        other, linking = ~(named | self._ground.link), self._ground.link & ~named
        self._others, self._links = np.concatenate([[[0], [0]], np.cumsum([other, linking], axis=1)], axis=1)

    def others(self, start: Ints, end: Ints) -> Ints:
        """Return how many tokens from start to end neither belong to a name nor link a list."""
        return np.asarray(self._others[np.maximum(end, start)] - self._others[start])

    def links(self, start: Ints, end: Ints) -> Ints:
        """Return how many tokens from start to end link a list."""
        return np.asarray(self._links[np.maximum(end, start)] - self._links[start])

    def sentence(self, token: int) -> tuple[int, int]:
        """Return the tokens (start, end) of the sentence that a token stands in."""
        return self._ground.sentences[token]

    def stretched(self, place: Place) -> tuple[int, int, int, int]:
        """Return the list that a place stands in as (start, end), and how many names stand before and behind it."""
        low, high = self._ground.sentences[place[0]]
        start, before = place[0], 0
        while (found := self._neighbour(start - 1, low - 1, -1)) is not None:
            start, before = found + 1, before + 1
        end, behind = place[1], 0
        while (found := self._neighbour(end, high, 1)) is not None:
            end, behind = found, behind + 1
        return start, end, before, behind

    def _neighbour(self, at: int, limit: int, step: int) -> int | None:
        """Return the far edge of the name that follows in a list, going by `step` from token `at`, or None."""
        first, named, between = at, self._named, self._ground.between
        while at != limit and between[at] and not named[at]:
            at += step
        if at in {first, limit} or not named[at]:
            return None
        while at != limit and named[at]:
            at += step
        return at

    def around(self, places: Sequence[Place]) -> Floats:
        """Return how near each kind of cue stands before and behind each place, (places, 2 kinds)."""
        start, end = np.array(places, dtype=np.int64).reshape(-1, 2).T
        ground = self._ground
        reach, low, high = ground.reach[start], ground.low[start], ground.high[start]
        before = self.cues.before(self.starts[start], low, reach)
        return np.concatenate([before, self.cues.behind(self.ends[end - 1], high, reach)], axis=1)

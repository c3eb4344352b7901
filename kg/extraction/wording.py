"""Cue words: where the kinds of wording of ``ontology/wording/facts.toml`` stand in a text, and how near to a place."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.text import lower
from kg.extraction.tokenizer import split
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kg.extraction.text import Text

    Ints = NDArray[np.int64] | NDArray[np.int32]
    Floats = NDArray[np.float32]

_NOWHERE = 1 << 30
Form = tuple[str, tuple[int, ...]]


@cache
def cue_kinds() -> tuple[str, ...]:
    """Return the kinds of cue words, in the order of all features that speak of them."""
    return tuple(wording("facts")["cues"])


@cache
def _forms() -> dict[str, tuple[Form, ...]]:
    """Return the forms, with the kinds that have them, by their first token, the longest first."""
    kinds: dict[str, list[int]] = {}
    for n, forms in enumerate(wording("facts")["cues"].values()):
        for form in forms:
            kinds.setdefault(form.lower(), []).append(n)
    out: dict[str, list[Form]] = {}
    for form in sorted(kinds, key=lambda f: (-len(f), f)):
        end = next(iter(split(form)))[1]
        out.setdefault(form[:end], []).append((form, tuple(kinds[form])))
    return {first: tuple(forms) for first, forms in out.items()}


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _hits(text: Text) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield (start, end, kinds) of each cue word, the longest that begins at each token."""
    low, forms = lower(text.text), _forms()
    known = [*map(forms.get, map(str.lower, text.words))]
    for start, some in zip(text.starts, known, strict=True):
        for form, kinds in some or ():
            end = start + len(form)
            if low.startswith(form, start) and not (_latin(form[-1]) and _latin(low[end : end + 1])):
                yield start, end, kinds
                break


@lru_cache(maxsize=2)
def cues_of(text: Text) -> Cues:
    """Return the cue words of a text, found once for all who ask in turn."""
    return Cues(text)


class Cues:
    """For each kind of cue and each place of a text, where the nearest cue word before and behind it stands."""

    def __init__(self, text: Text) -> None:
        """Find the cue words of `text`."""
        shape = len(text.text) + 1, len(cue_kinds())
        self._before = np.full(shape, -_NOWHERE, dtype=np.int32)
        self._behind = np.full(shape, _NOWHERE, dtype=np.int32)
        self._length = np.zeros(shape[0], dtype=np.int32)
        for start, end, kinds in _hits(text):
            self._length[start] = end - start
            for kind in kinds:
                self._before[end, kind] = end
                self._behind[start, kind] = start
        np.maximum.accumulate(self._before, axis=0, out=self._before)
        self._behind = np.minimum.accumulate(self._behind[::-1], axis=0)[::-1]

    def before(self, at: Ints, low: Ints, reach: Ints) -> Floats:
        """Return how near (0 to 1) the last cue of each kind before `at` ends, not before `low`, (places, kinds)."""
        last, at = self._before[at], at[:, None]
        near = np.where(last > low[:, None], 1 - (at - last) / reach[:, None], 0)
        return np.maximum(near, 0).astype(np.float32)

    def behind(self, at: Ints, high: Ints, reach: Ints) -> Floats:
        """Return how near (0 to 1) the next cue of each kind behind `at` begins, not from `high` on."""
        first, at = self._behind[at], at[:, None]
        near = np.where(first < high[:, None], 1 - (first - at) / reach[:, None], 0)
        return np.maximum(near, 0).astype(np.float32)

    def between(self, start: Ints, end: Ints) -> Floats:
        """Return 1 for each kind of which a cue begins from `start` to before `end`, (places, kinds)."""
        return (self._behind[start] < end[:, None]).astype(np.float32)

    def following(self, kind: int, at: Ints) -> tuple[Ints, Ints]:
        """Return the (start, end) of the next cue of one kind from `at` on; far away when there is none."""
        start = self._behind[at, kind]
        return start, start + self._length[np.minimum(start, len(self._length) - 1)]

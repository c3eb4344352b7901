"""How well an English name and a Chinese name translate each other, by words that go together in 28,000 papers.

The table gives, for each English word, the Chinese bigrams with the highest Dice coefficient over papers that have an
abstract in both languages (Smadja et al. 1996, "Translating collocations for bilingual lexicons").
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, zip_longest
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_WORD = re.compile(r"[a-z][a-z0-9]+")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_FUNCTION_WORDS = frozenset(
    "the of and to in a for on with is by from an at via as or its their using based".split()  # noqa: SIM905  readable
)


@lru_cache(maxsize=1 << 15)
def english_words(name: str) -> tuple[str, ...]:
    """Return the content words of an English name, singular, in order."""
    words = (w for w in _WORD.findall(name.lower()) if w not in _FUNCTION_WORDS)
    return tuple(w[:-1] if len(w) > 4 and w[-1] == "s" and w[-2] != "s" else w for w in words)  # noqa: PLR2004  "bias"


@lru_cache(maxsize=1 << 15)
def bigrams(name: str) -> tuple[str, ...]:
    """Return the bigrams of the Han runs of a name, in order."""
    return tuple(run[i : i + 2] for run in _HAN_RUN.findall(name) for i in range(len(run) - 1))


class Translation:
    """The table: English word -> Chinese bigram -> strength in (0, 1]."""

    def __init__(self, table: Mapping[str, Mapping[str, float]]) -> None:
        """Keep the table; each word's strengths are relative to its best."""
        self._table = table

    def similarities(
        self, english: Sequence[str], chinese: Sequence[str], grams: Sequence[Sequence[str]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Compare each English name with each Chinese one; return three tables, (english, chinese).

        How much of the English words the other side explains, how much of the Chinese bigrams (0 to 1 each), and
        whether any of the English words goes with any of the Chinese name's `grams` at all.
        """
        words, bigram = _numbered([english_words(n) for n in english]), _numbered([bigrams(n) for n in chinese])
        known = _numbered(grams, bigram.ids)
        strength, goes = self._strengths(words.ids, bigram.ids)
        there = _total(strength[:, bigram.rows].max(2), words.rows) / np.maximum(words.counts, 1)[:, None]
        back = _total(strength[words.rows].max(1).T, bigram.rows).T / np.maximum(bigram.counts, 1)
        has = np.zeros((len(chinese), strength.shape[1]), np.float32)
        np.put_along_axis(has, known.rows, 1, axis=1)
        has[:, -1] = 0
        return there, back, (goes[words.rows].max(1) @ has.T) > 0

    def _strengths(
        self, words: Mapping[str, int], grams: Mapping[str, int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Return the part of the table for `words` and `grams`, and where it says anything; each last is none."""
        known, table = grams.keys(), self._table
        goes_with = ((n, table[word]) for word, n in words.items() if word in table)
        found = [(n, grams[gram], said[gram]) for n, said in goes_with for gram in said.keys() & known]
        strength = np.zeros((len(words) + 1, len(grams) + 1))
        goes = np.zeros(strength.shape, np.float32)
        rows, columns = [n for n, _, _ in found], [at for _, at, _ in found]
        strength[rows, columns] = [s for _, _, s in found]
        goes[rows, columns] = 1
        return strength, goes


@dataclass(frozen=True)
class _Numbered:
    """Lists of strings as one table of numbers, each string's own; filled up with -1."""

    rows: NDArray[np.intp]
    counts: NDArray[np.intp]
    ids: defaultdict[str, int]


def _numbered(lists: Sequence[Sequence[str]], ids: defaultdict[str, int] | None = None) -> _Numbered:
    """Number the strings, going on from `ids` and adding to them."""
    ids = defaultdict(count().__next__) if ids is None else ids
    columns = zip_longest(*(map(ids.__getitem__, each) for each in lists), fillvalue=-1)
    rows = np.array(list(columns) or [(-1,) * len(lists)], dtype=np.intp).T
    return _Numbered(rows, np.array([*map(len, lists)], dtype=np.intp), ids)


def _total(values: NDArray[np.float64], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the sums of the rows of `values` that each row names, added up in order."""
    total = np.zeros((len(rows), values.shape[1]))
    for column in rows.T:
        total += values[column]
    return total


def save_translation(path: Path, table: Mapping[str, Mapping[str, float]]) -> None:
    """Write the table as one npz file: words, bigrams, strengths in 255ths."""
    lines = [(w, g, s) for w in sorted(table) for g, s in sorted(table[w].items())]
    text = "\n".join(f"{w}\t{g}" for w, g, _ in lines).encode()
    strengths = np.array([round(s * 255) for _, _, s in lines], dtype=np.uint8)
    np.savez_compressed(path, pairs=np.frombuffer(text, dtype=np.uint8), strengths=strengths)


def load_translation(path: Path) -> Translation:
    """Read what `save_translation` wrote."""
    table: dict[str, dict[str, float]] = {}
    with np.load(path) as data:
        pairs = data["pairs"].tobytes().decode().split("\n")
        strengths = (data["strengths"] / 255.0).tolist()
    for pair, strength in zip(pairs, strengths, strict=True):
        word, gram = pair.split("\t")
        table.setdefault(word, {})[gram] = strength
    return Translation(table)

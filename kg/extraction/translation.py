"""How well an English name and a Chinese name translate each other, by words that go together in 28,000 papers.

The table gives, for each English word, the Chinese bigrams with the highest Dice coefficient over papers that have an
abstract in both languages (Smadja et al. 1996, "Translating collocations for bilingual lexicons").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
        self._cache: dict[tuple[str, str], tuple[float, float]] = {}
        self._grams: dict[str, frozenset[str]] = {}

    def similarity(self, english: str, chinese: str) -> tuple[float, float]:
        """Return how much of the English words, and of the Chinese bigrams, the other side explains (0 to 1 each)."""
        pair = (english, chinese)
        found = self._cache.get(pair)
        if found is None:
            if len(self._cache) > 1 << 16:
                self._cache.clear()
                self._grams.clear()
            found = self._cache[pair] = self._similarity(english_words(english), bigrams(chinese))
        return found

    def may_match(self, english: str, grams: frozenset[str]) -> bool:
        """Whether any word of the English name goes with any of the Chinese bigrams at all."""
        known = self._grams.get(english)
        if known is None:
            known = self._grams[english] = frozenset(g for w in english_words(english) for g in self._table.get(w, ()))
        return not known.isdisjoint(grams)

    def _similarity(self, words: tuple[str, ...], grams: tuple[str, ...]) -> tuple[float, float]:
        if not words or not grams:
            return 0.0, 0.0
        rows = [self._table.get(w) or {} for w in words]
        there = sum(max((row.get(g, 0.0) for g in grams), default=0.0) for row in rows) / len(words)
        back = sum(max((row.get(g, 0.0) for row in rows), default=0.0) for g in grams) / len(grams)
        return there, back


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

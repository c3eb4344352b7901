"""Pairs of an English and a Chinese phrase that keep turning up in the same papers.

Association over papers (Dice, log-likelihood; Dunning 1993, Smadja et al. 1996), then competitive linking
(Melamed 2000): in each paper a phrase is linked to one partner only, the best first, which removes
the pairs that are merely of one topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.training.term_ngrams import Index, transpose

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Pair:
    """An English phrase and a Chinese one: papers with either, with both, and the papers that link them."""

    english: str
    chinese: str
    count_english: int
    count_chinese: int
    together: int
    dice: float


def associate(english: Index, chinese: Index, papers: int, *, keep: int = 12, least: int = 3) -> Iterator[list[Pair]]:
    """Yield, for each English phrase, the `keep` Chinese phrases of the highest Dice (best first)."""
    start, terms = transpose(chinese, papers)
    sizes, totals = np.diff(start), chinese.frequency
    for row, phrase in enumerate(english.terms):
        docs = english.docs[english.start[row] : english.start[row + 1]]
        beside = terms[_ranges(start[docs], sizes[docs])]
        others, together = _counts(beside, len(totals))
        others, together = others[together >= least], together[together >= least]
        dice = 2 * together / (totals[others] + len(docs))
        best = np.lexsort((others, -dice))[:keep]
        yield [
            Pair(phrase, chinese.terms[z], len(docs), int(totals[z]), int(n), float(d))
            for z, n, d in zip(others[best], together[best], dice[best], strict=True)
        ]


def _counts(items: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct items, ascending, and how often each occurs."""
    if len(items) < _FEW:
        return np.unique(items, return_counts=True)
    counts = np.bincount(items, minlength=size)
    present = np.flatnonzero(counts)
    return present, counts[present]


_FEW = 20_000


def _ranges(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the concatenation of arange(start, start + size)."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    ranges: np.ndarray = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return ranges

"""Which names of one paper mean one thing: a learned decision over pairs of candidate groups, then clusters.

Pairs that share nothing are never asked about. Clusters grow from the surest pair downwards, and names whose numbers
differ never meet (GPT-4 is not GPT-4o).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.name_pairs import PAIR_FEATURES, NamePairs
from kg.extraction.trees import sigmoid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from kg.extraction.groups import Found
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text
    from kg.extraction.translation import Translation
    from kg.extraction.trees import Trees

_UNASKED = 0.3
"""What a pair that shares nothing counts where two clusters are compared."""
_ASKED = 0.05
"""A group takes part when some place of it has at least this probability."""


def pairs(
    text: Text, found: Found, priors: Priors, translation: Translation
) -> tuple[list[tuple[str, str]], NDArray[np.float32]]:
    """Return the pairs of keys worth asking about, and their features (pairs, features)."""
    asked = [g for g in found.groups.values() if g.top >= _ASKED or g.flags]
    if not asked:
        return [], np.zeros((0, len(PAIR_FEATURES)), np.float32)
    return NamePairs(found, asked, translation).features(text, priors)


def cluster(
    keys: Iterable[str], linked: list[tuple[str, str]], probability: NDArray[np.float64], *, least: float = 0.5
) -> list[tuple[str, ...]]:
    """Join keys from the surest pair downwards, while the mean over the pairs between two clusters is high."""
    of = {k: [k] for k in keys}
    sure = {_sorted(*pair): p for pair, p in zip(linked, probability.tolist(), strict=True)}
    for _, (a, b) in sorted((-p, pair) for pair, p in sure.items() if p >= least):
        if of[a] is of[b]:
            continue
        across = [sure.get(_sorted(x, y), _UNASKED) for x in of[a] for y in of[b]]
        if sum(across) / len(across) < least - 0.1:
            continue
        merged = of[a] + of[b]
        for k in merged:
            of[k] = merged
    return sorted({tuple(sorted(c)) for c in of.values()})


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def link(text: Text, found: Found, priors: Priors, translation: Translation, trees: Trees) -> list[tuple[str, ...]]:
    """Return clusters of keys: each is one thing of the text."""
    names, rows = pairs(text, found, priors, translation)
    chances = sigmoid(trees.scores(rows)[:, 0]) if len(rows) else np.zeros(0)
    return cluster(found.groups, names, chances)

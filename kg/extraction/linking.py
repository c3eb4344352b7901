"""Which names of one paper mean one thing: a learned decision over pairs of candidate groups, then clusters.

Pairs that share nothing are never asked about, and names whose numbers differ never meet (GPT-4 is not GPT-4o).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.clustering import cluster
from kg.extraction.name_pairs import PAIR_FEATURES, NamePairs
from kg.extraction.trees import sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.extraction.groups import Found
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text
    from kg.extraction.translation import Translation
    from kg.extraction.trees import Trees

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


def link(text: Text, found: Found, priors: Priors, translation: Translation, trees: Trees) -> list[tuple[str, ...]]:
    """Return clusters of keys: each is one thing of the text."""
    names, rows = pairs(text, found, priors, translation)
    chances = sigmoid(trees.scores(rows)[:, 0]) if len(rows) else np.zeros(0)
    return cluster(found.groups, names, chances)

"""Names of no thing, and words at which names end: what is thought of a span with one at its edge is of the rest.

The abstracts from which the encoder learned have few of the verbs that people use of them (wins, drops, stays).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SCORED = re.compile(r"\s(?:0\.\d{2,}|\d+\.\d{3,})$")
_NEVER = np.float32(-20)
"""Log odds."""


@lru_cache(maxsize=1 << 14)
def is_nothing(surface: str) -> bool:
    """Whether a name is no thing of the ontology: a chip or a card, a unit, or ends with a score (ROUGE-L 0.412)."""
    return bool(_nothing().fullmatch(surface) or _SCORED.search(surface))


@cache
def _nothing() -> re.Pattern[str]:
    read = wording("bounds")
    return re.compile("|".join([*read["hardware"]["patterns"], *read["units"]["patterns"]]))


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words before which a name ends, and those after which one begins."""
    read = wording("bounds")
    return frozenset(read["verbs"]["after"]), frozenset(read["openers"]["before"])


def bind(odds: NDArray[np.float32], words: Sequence[str]) -> None:
    """Move the log odds of spans that end with a verb, or begin with a pronoun, to the span without it, in place.

    `odds` has the shape (types, tokens, longest span), as in `kg.extraction.encoder.Reading`.
    """
    verbs, openers = _words()
    _part(odds, [i for i, word in enumerate(words) if word in verbs and word.endswith("s")])
    longer = np.arange(1, odds.shape[2])
    last = np.array([i for i, word in enumerate(words) if word in verbs], dtype=np.intp)
    starts, more = (x.ravel() for x in np.broadcast_arrays(last[:, None] - longer, longer))
    _move(odds, starts[starts >= 0], more[starts >= 0], by=0)
    first = np.array([i for i, word in enumerate(words[:-1]) if word in openers], dtype=np.intp)
    _move(odds, *(x.ravel() for x in np.broadcast_arrays(first[:, None], longer)), by=1)
    odds[:, last, 0] = odds[:, first, 0] = _NEVER


def _part(odds: NDArray[np.float32], verbs: Sequence[int]) -> None:
    """Let no span reach over a verb of the third person, in place: "PopQA CRAG beats RAG" is no name."""
    longest = odds.shape[2]
    back = np.repeat(np.arange(1, longest - 1), np.arange(longest - 2, 0, -1))
    more = np.concatenate([np.arange(n + 1, longest) for n in range(1, longest - 1)])
    starts = np.array(verbs, dtype=np.intp)[:, None] - back
    inside = starts >= 0
    odds[:, starts[inside], np.broadcast_to(more, starts.shape)[inside]] = _NEVER


def _move(odds: NDArray[np.float32], starts: NDArray[np.intp], more: NDArray[np.intp], *, by: int) -> None:
    """Let spans of `more` further tokens say of those one shorter, which begin `by` later, what was said of them."""
    if len(starts):
        moved = np.maximum(odds[:, starts + by, more - 1], odds[:, starts, more])
        odds[:, starts + by, more - 1] = moved
        odds[:, starts, more] = _NEVER

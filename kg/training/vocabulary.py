"""The encoder's vocabulary, and the unannotated papers as rows of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.features import BUCKETS, RESERVED, Vocabulary, build_vocabulary, token_features
from kg.training.corpus import FORMS, Record, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray


def paper_words(records: Iterable[Record]) -> list[tuple[str, ...]]:
    """Return the tokens of each paper in both languages."""
    return [text_of({"text": {f: r.get(f) for f in FORMS["both"]}}, "both").words for r in records]


def learn_vocabulary(words: Iterable[tuple[str, ...]], at_least: Mapping[str, int]) -> Vocabulary:
    """Keep the features that occur often enough; `at_least` is by kind of feature."""
    counts: Counter[str] = Counter()
    for paper in words:
        for features in token_features(paper):
            counts.update(features)
    return build_vocabulary(counts, at_least=at_least)


def as_rows(words: Iterable[tuple[str, ...]], vocabulary: Vocabulary) -> NDArray[np.int32]:
    """Return all papers' feature rows, one after the other, shape (tokens, slots)."""
    return np.concatenate([vocabulary.rows(paper) for paper in words])


def output_rows(rows: NDArray[np.int32], vocabulary: Vocabulary, at_least: int) -> NDArray[np.int64]:
    """Return the rows of the words frequent enough to be predicted in pretraining."""
    counts = np.bincount(rows[:, 0], minlength=len(vocabulary))
    is_word = np.zeros(len(vocabulary), dtype=bool)
    is_word[[i + RESERVED + BUCKETS for i, f in enumerate(vocabulary.features) if f[0] == "w"]] = True
    return np.flatnonzero(is_word & (counts >= at_least))

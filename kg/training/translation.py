"""Which Chinese bigrams go with which English words: Dice coefficients over papers that have both languages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extraction.translation import bigrams, english_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.training.corpus import Record

_PAPERS, _TOGETHER = 15, 4
_BEST, _LEAST = 10, 0.08
_CUT_SHORT = 60
"""A Chinese abstract below this length was cut short: only the titles are compared."""
_BLOCK = 400


def _sides(record: Record) -> tuple[str, str]:
    english, chinese = record.get("title_en") or "", record.get("title_zh") or ""
    if len(record.get("abstract_zh") or "") >= _CUT_SHORT:
        english, chinese = f"{english} {record.get('abstract_en') or ''}", f"{chinese}\n{record['abstract_zh']}"
    return english, chinese


def _index(papers: Sequence[frozenset[str]]) -> dict[str, int]:
    counts = Counter(word for paper in papers for word in paper)
    return {w: i for i, w in enumerate(sorted(w for w, n in counts.items() if n >= _PAPERS))}


def translation_table(records: Iterable[Record]) -> dict[str, dict[str, float]]:
    """Return, for each English word, its best bigrams with their Dice coefficient relative to the best one's."""
    from scipy.sparse import csr_matrix

    sides = [_sides(r) for r in records]
    words, grams = [frozenset(english_words(e)) for e, _ in sides], [frozenset(bigrams(z)) for _, z in sides]
    columns = []
    for papers in (words, grams):
        index = _index(papers)
        found = [[index[w] for w in sorted(p) if w in index] for p in papers]
        ends = np.cumsum([0, *map(len, found)])
        flat = np.array([i for p in found for i in p], dtype=np.int32)
        columns.append(
            (csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(papers), len(index))), index)
        )
    (a, a_index), (b, b_index) = columns
    return _best(a.T.tocsr(), b, np.asarray(a.sum(0)).ravel(), list(a_index), list(b_index))


def _best(a: Any, b: Any, a_counts: Any, a_names: list[str], b_names: list[str]) -> dict[str, dict[str, float]]:  # noqa: ANN401 - sparse matrices are untyped
    b_counts = np.asarray(b.sum(0)).ravel()
    table: dict[str, dict[str, float]] = {}
    for start in range(0, len(a_names), _BLOCK):
        together = (a[start : start + _BLOCK] @ b).toarray()
        dice = np.where(together >= _TOGETHER, 2 * together / (a_counts[start : start + _BLOCK, None] + b_counts), 0)
        for row, name in zip(dice, a_names[start : start + _BLOCK], strict=True):
            top = [i for i in np.argsort(-row, kind="stable")[:_BEST] if row[i] > _LEAST]
            if top:
                table[name] = {b_names[i]: float(row[i] / row[top[0]]) for i in top}
    return table

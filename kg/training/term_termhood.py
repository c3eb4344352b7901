"""Which paired phrases are terms, and of which type: by the classifier, or by word lists where nothing is annotated."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kg.training.term_annotated import votes_by_paper
from kg.training.term_classify import CLASSES, train
from kg.training.term_words import GENERIC_LAST, WEAK_LAST, head_type, is_vague, strong_type

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.training.term_evidence import Evidence
    from kg.training.term_text import Annotated

    Judge = Callable[[str, str], str | None]

SURE = 0.65
"""Probability of being a term at which a phrase is one."""
VERY_SURE = 0.9
"""The same for a phrase whose last word says little ("conceptual framework")."""
BACKED = 0.35
"""The same, where the word lists agree."""


def by_lists(evidence: Evidence) -> Judge:
    """Return a judge that knows the word lists only: (English key, Chinese name) to a type, or None for no term."""
    known = {pair.english for pair in evidence.pairs} | {name.lower() for name in evidence.kept}

    def judge(key: str, chinese: str) -> str | None:
        del chinese
        return None if is_vague(key) or redundant(key, known) or " " not in key else strong_type(key) or head_type(key)

    return judge


def by_classifier(evidence: Evidence, annotated: list[Annotated]) -> Judge:
    """Return a judge trained on the annotated papers, for phrases that the word lists don't rule out."""
    known = {pair.english for pair in evidence.pairs} | {name.lower() for name in evidence.kept}
    chinese_of = {pair.english: pair.chinese for pair in evidence.pairs}
    votes = occurrences(evidence, annotated)
    model = train(((key, key, chinese_of[key]), votes[key]) for key in sorted(votes) if key in chinese_of)

    def judge(key: str, chinese: str) -> str | None:
        if is_vague(key) or redundant(key, known):
            return None
        chances = model.probabilities(key, key, chinese)
        least = VERY_SURE if is_general(key) else BACKED if head_type(key) and " " in key else SURE
        best = max(CLASSES[1:], key=lambda kind: chances[kind])
        return (strong_type(key) or best) if 1 - chances[""] >= least else None

    return judge


def is_general(key: str) -> bool:
    """Say whether a key's last word says little, or isn't among those that usually end a term."""
    return key.rsplit(maxsplit=1)[-1] in GENERIC_LAST or head_type(key) is None


def redundant(key: str, known: set[str]) -> bool:
    """Say whether a key is another term plus a word that adds nothing ("reasoning task", "llama model")."""
    words = key.split()
    if words[-1] in WEAK_LAST or "based" in words:
        return True
    return words[-1] in GENERIC_LAST and (len(words) == 1 or " ".join(words[:-1]) in known)


def occurrences(evidence: Evidence, annotated: list[Annotated]) -> dict[str, Counter[str]]:
    """Count, for each candidate in the annotated papers, how often it was named (by type) or passed over ("")."""
    by_paper = votes_by_paper(annotated)
    rows = [row for row, paper in enumerate(evidence.papers) if paper.doc in by_paper]
    index = evidence.english
    inside = np.flatnonzero(np.isin(index.docs, rows))
    owner = np.repeat(np.arange(len(index.terms)), index.frequency)[inside]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for term, row in zip(owner, index.docs[inside], strict=True):
        key = index.terms[term]
        kind = by_paper[evidence.papers[row].doc].get(key, "")
        if kind != "?":
            found[key][kind] += 1
    return dict(found)

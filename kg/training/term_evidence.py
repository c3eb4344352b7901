"""What the unlabelled papers say about terms, gathered once; the annotations come in later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.training import term_acronyms, term_candidates, term_names, term_pairing
from kg.training.term_merge import mutual

if TYPE_CHECKING:
    from collections import Counter

    from kg.training.term_acronyms import Context, Explained
    from kg.training.term_ngrams import Index
    from kg.training.term_pairing import Pair
    from kg.training.term_text import Paper


@dataclass(frozen=True)
class Evidence:
    """The papers, and all that was counted in them without any annotation."""

    papers: list[Paper]
    explained: list[Explained]
    contexts: list[Context]
    english: Index
    pairs: list[Pair]
    """Pairs that are each other's best."""
    own: dict[str, list[Pair]]
    """For each English phrase, the pairs whose Chinese side has no better English phrase."""
    titles: dict[str, Counter[str]]
    kept: dict[str, tuple[int, Counter[str]]]


def gather(papers: list[Paper]) -> Evidence:
    """Count everything that needs no annotation (some minutes for 28,000 papers)."""
    english = term_candidates.english_candidates(term_candidates.english_ids(papers))
    chinese = term_candidates.chinese_candidates(term_candidates.chinese_ids(papers))
    pairs, own = mutual(term_pairing.associate(english, chinese, len(papers)))
    return Evidence(
        papers,
        list(term_acronyms.english_explained(papers)),
        list(term_acronyms.chinese_contexts(papers)),
        english,
        pairs,
        own,
        term_names.title_names(papers),
        term_names.kept_names(papers),
    )

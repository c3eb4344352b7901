"""Mined evidence brought together: one entry per English key."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.training.term_text import chinese_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.training.term_acronyms import Explained
    from kg.training.term_pairing import Pair

LEAST_DICE = 0.45
SYNONYM_SHARE = 0.8


@dataclass
class Entry:
    """What is known of one English key: Chinese names, abbreviations and types with their weights, and the origins."""

    chinese: Counter[str] = field(default_factory=Counter)
    shorts: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    """Chinese names that annotators put first, with the number of papers."""
    trusted: set[str] = field(default_factory=set)
    """Chinese names that need no word-by-word check."""
    shown: str = ""
    """The written form, where it is a name; else it is taken from the papers."""
    annotated: int = 0
    sources: set[str] = field(default_factory=set)

    def weight(self) -> int:
        """Return how much was said of this key, to choose between spellings."""
        return self.types.total() + self.chinese.total() + self.shorts.total()

    def absorb(self, key: str, other: Entry) -> None:
        """Take over another spelling of the same term."""
        self.others[key] += 1
        for name in ("chinese", "shorts", "types", "others", "first"):
            getattr(self, name).update(getattr(other, name))
        self.trusted |= other.trusted
        self.sources |= other.sources
        self.annotated += other.annotated


def dominant_shorts(explained: Iterable[Explained], key: dict[str, str]) -> dict[str, tuple[str, int]]:
    """Return, for each abbreviation, the one long form (key) that it clearly stands for, and its papers.

    `key` maps a long form as written to its key.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for item in explained:
        votes[item.short][key[item.long]] += 1
    found = {}
    for short, counts in sorted(votes.items()):
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if ranked[0][1] >= 0.6 * sum(counts.values()):
            found[short] = ranked[0]
    return found


def mutual(lists: Iterable[list[Pair]]) -> tuple[list[Pair], dict[str, list[Pair]]]:
    """Return the pairs that are each other's best, and for each English phrase those best for their Chinese side."""
    kept = [pairs for pairs in lists if pairs]
    best: dict[str, Pair] = {}
    for pair in (pair for pairs in kept for pair in pairs):
        known = best.get(pair.chinese)
        if known is None or (pair.dice, len(pair.english)) > (known.dice, len(known.english)):
            best[pair.chinese] = pair
    own = {pairs[0].english: [pair for pair in pairs if best[pair.chinese] is pair] for pairs in kept}
    return [pairs[0] for pairs in kept if best[pairs[0].chinese] is pairs[0]], own


def synonyms(main: Pair, own: list[Pair]) -> list[Pair]:
    """Return the other Chinese forms of a pair: nearly always with the English phrase, no piece of the main form."""
    return [
        pair
        for pair in own
        if pair is not main
        and pair.together >= SYNONYM_SHARE * pair.count_chinese
        and pair.together > 3  # noqa: PLR2004 - chance
        and _alike(pair.chinese, main.chinese)
    ]


def fuller(main: Pair, own: list[Pair]) -> list[Pair]:
    """Return the Chinese forms that contain a pair's main form and go with the English phrase about as often."""
    return [pair for pair in own if main.chinese in pair.chinese and pair is not main and pair.dice >= 0.6 * main.dice]


def _alike(one: str, other: str) -> bool:
    if one in other or other in one:
        return False
    first, second = chinese_tokens(one), chinese_tokens(other)
    shared = len(set(first) & set(second))
    return abs(len(first) - len(second)) <= 1 and shared >= 0.4 * len(second)

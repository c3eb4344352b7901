"""A word table learned from sure pairs, to check whether a Chinese name says what an English one says."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.training.term_text import chinese_tokens, singular, words

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALL = words("of the a an in on for to and as by with from at or")
_FREE = frozenset("的之与和及中对于式性化型")
"""Characters that may stand in a Chinese name with no English word behind them."""

LEAST = 0.06


@dataclass(frozen=True)
class Lexicon:
    """Strength (0 to 1, a cosine) of English word against Chinese token or token bigram."""

    strength: dict[str, dict[str, float]]

    def covers(self, english: str, chinese: str) -> tuple[float, float]:
        """Return the shares of English words and of Chinese tokens that the other side accounts for."""
        words = [word for word in english.split() if word not in SMALL]
        tokens = [singular(token.lower()) for token in chinese_tokens(chinese)]
        hit = [False] * len(tokens)
        said = [self._mark(word, tokens, hit) for word in words]
        free = [token in _FREE for token in tokens]
        covered = sum(h or f for h, f in zip(hit, free, strict=True))
        return sum(said) / max(len(words), 1), covered / max(len(tokens), 1)

    def agrees(self, english: str, chinese: str, least: float = 0.99) -> bool:
        """Say whether each side accounts for the other (to the share `least`)."""
        return min(self.covers(english, chinese)) >= least

    def _mark(self, word: str, tokens: list[str], hit: list[bool]) -> bool:
        row, found = self.strength.get(word, {}), False
        for at, token in enumerate(tokens):
            pair = token + tokens[at + 1] if at + 1 < len(tokens) else ""
            if pair and row.get(pair, 0) >= LEAST:
                hit[at] = hit[at + 1] = found = True
            elif row.get(token, 0) >= LEAST * 2 or token == word:
                hit[at] = found = True
        return found


def learn(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """Count word against token and bigram over pairs of an English key and a Chinese name."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    words: Counter[str] = Counter()
    grams: Counter[str] = Counter()
    for english, chinese in pairs:
        left = {word for word in english.split() if word not in SMALL}
        right = _grams(chinese)
        words.update(left)
        grams.update(right)
        for word in left:
            together[word].update(right)
    return Lexicon(
        {
            word: {g: n / (words[word] * grams[g]) ** 0.5 for g, n in row.items() if n > 1 or grams[g] == 1}
            for word, row in sorted(together.items())
        }
    )


def _grams(chinese: str) -> set[str]:
    tokens = chinese_tokens(chinese)
    return set(tokens) | {one + two for one, two in pairwise(tokens)}

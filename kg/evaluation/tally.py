"""Counts of right, wrong and missed, and the figures made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Count further ones."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    def compare(self, gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> None:
        """Count what two bags have in common, and what only one of them has."""
        ours, theirs = Counter(predicted), Counter(gold)
        common = (ours & theirs).total()
        self.add(common, ours.total() - common, theirs.total() - common)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in percent, to one place; 0 where nothing is there to divide by.

        >>> Tally(right=3, wrong=1, missed=3).figures()["f1"]
        60.0
        """
        precision = _ratio(self.right, self.right + self.wrong)
        recall = _ratio(self.right, self.right + self.missed)
        f1 = _ratio(2 * precision * recall, precision + recall)
        shares = {name: round(100 * share, 1) for name, share in (("p", precision), ("r", recall), ("f1", f1))}
        return shares | {"tp": self.right, "fp": self.wrong, "fn": self.missed}


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0

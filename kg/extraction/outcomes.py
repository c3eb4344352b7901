"""What a number reports, slot by slot, and how several numbers of a paper are told apart.

A thing has one score of a metric on a benchmark. Of two numbers that would report the same, the less sure one leaves a
benchmark where it has others; else it is of another subject, metric or benchmark, where that is nearly as likely.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.number_scene import Spot

    Ranked = list[tuple[float, str | None]]
    Key = tuple[str | None, ...]

_NEARLY = 0.7
"""Least likelihood of another candidate, by that of the one which it replaces."""


@dataclass(slots=True)
class Outcome:
    """One number as a result on one benchmark."""

    spot: Spot
    chance: float
    """Probability that it is a result."""
    slots: dict[str, Ranked]
    """Subject, metric, benchmark: candidates with their probabilities, the likeliest first."""
    at: dict[str, int]
    """Which candidate fills each slot."""

    def filler(self, slot: str) -> str | None:
        """Return the thing in a slot."""
        return self.slots[slot][self.at[slot]][1]

    @property
    def key(self) -> Key:
        """What is reported, but for the value."""
        return (*map(self.filler, self.slots), self.spot.number.unit)

    @property
    def whole(self) -> float:
        """Probability that it is right in all parts."""
        chance = self.chance
        for slot, ranked in self.slots.items():
            chance *= ranked[self.at[slot]][0]
        return chance


def told_apart(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes in their order, those left out or with other fillers that would report what another does."""
    kept = _without_doubles(outcomes)
    said: dict[Key, Outcome] = {}
    for one in _surest_first(kept):
        if one.filler("benchmark") is not None and _differ(said.get(one.key), one):
            _move(one, said)
        said.setdefault(one.key, one)
    return kept


def _surest_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda o: (-o.whole, o.spot.number.start))


def _differ(other: Outcome | None, one: Outcome) -> bool:
    return other is not None and other.spot.number.value != one.spot.number.value


def _without_doubles(outcomes: Sequence[Outcome]) -> list[Outcome]:
    left, said, out = Counter(one.spot.number.start for one in outcomes), dict[tuple[str | None, ...], Outcome](), set()
    for one in _surest_first(outcomes):
        start = one.spot.number.start
        if left[start] > 1 and _differ(said.get(one.key), one):
            left[start] -= 1
            out.add(id(one))
        else:
            said.setdefault(one.key, one)
    return [one for one in outcomes if id(one) not in out]


def _move(one: Outcome, said: dict[Key, Outcome]) -> None:
    before = dict(one.at)
    for _, slot, place in sorted(_others(one), key=lambda o: (-o[0], *o[1:])):
        one.at = {**before, slot: place}
        if not _differ(said.get(one.key), one):
            return
    one.at = before


def _others(one: Outcome) -> Iterator[tuple[float, str, int]]:
    """Yield what may fill a slot instead: by how much less likely it is, slot and place."""
    for slot, ranked in one.slots.items():
        sure = ranked[one.at[slot]][0]
        for place, (chance, _) in enumerate(ranked):
            if place != one.at[slot] and chance >= _NEARLY * sure:
                yield chance / sure, slot, place

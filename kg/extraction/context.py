"""What the number rules see of one paper, and the rows that they give back: plain values, no spaCy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

BELIEFS = 9
"""Probabilities for each thing."""


@dataclass(frozen=True)
class Context:
    """One paper: its text, where its fields and sentences lie, and what has been found in it so far.

    ``text`` holds the fields, joined by newlines; all offsets are code points of it.
    """

    text: str
    fields: tuple[tuple[str, int, int], ...]
    """(name, start, end), in order."""
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[tuple[int, int, str, str], ...]
    """(start, end, thing, type), sorted."""
    proposed: frozenset[str] = frozenset()
    """Ids of the things that the paper proposes."""
    facts: tuple[tuple[str, str, str], ...] = ()
    things: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """id -> (type, names)."""
    beliefs: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """id -> what was decided about the thing, as probabilities; see `kg.extraction.things.beliefs`."""

    @cached_property
    def sentence_starts(self) -> tuple[int, ...]:
        """Starts of the sentences, for bisection."""
        return tuple(start for start, _ in self.sentences)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A reported outcome, with the words ``text[start:end]`` that say it. Ids are the context's; None is unknown."""

    start: int
    end: int
    subject: str
    value: Decimal
    unit: str | None = None
    metric: str | None = None
    benchmark: str | None = None
    value_max: Decimal | None = None
    comparator: str = "="
    baseline: str | None = None
    setting: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A number that describes a thing, with the words ``text[start:end]`` that say it."""

    start: int
    end: int
    entity: str
    property: str
    value: Decimal
    unit: str | None = None
    comparator: str = "="
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LinkRow:
    """An address in the text, ``text[start:end]``, and what it leads to."""

    start: int
    end: int
    url: str
    rel: str

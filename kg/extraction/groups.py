"""The places of candidate names in one text, grouped by key: what linking and deciding read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.names import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extraction.priors import Prior, Priors

    Floats = NDArray[np.float32]
    Ints = NDArray[np.intp]
    Span = tuple[int, int]


@dataclass(frozen=True)
class Places:
    """All places of the groups of a text, one group's after another's."""

    starts: Ints
    """(places,) first token."""
    types: Floats
    """(places, types)."""
    roles: Floats
    """(places, roles)."""
    score: Floats
    """(places,) probability that it is an entity of some type."""
    inside: Floats
    """(places,) highest probability of a span that contains this one."""
    around: Floats
    """(places,) highest probability of a span within this one."""
    crossing: Floats
    """(places,) highest probability of a span that overlaps without containing."""
    edges: Ints
    """(groups + 1,) where each group's places begin."""


@dataclass
class Group:
    """All the places of one key in one text, and what the encoder thinks of them."""

    key: str
    number: int
    """The group's place among the text's."""
    spans: list[Span]
    surfaces: dict[str, float]
    """Surface form -> highest probability."""
    roles: Floats
    """(places, roles)."""
    any: list[float]
    """(places,) probability that it is an entity of some type."""
    prior: Prior | None
    flags: set[str] = field(default_factory=set)

    @cached_property
    def top(self) -> float:
        """The highest of these."""
        return max(self.any)

    @cached_property
    def name(self) -> str:
        """The best surface form."""
        return max(self.surfaces, key=lambda s: (self.surfaces[s], s))


@dataclass
class Found:
    """The groups of one text, and the pairs of keys that a bracket joins."""

    groups: dict[str, Group]
    defined: set[tuple[str, str]]
    """(outer key, inner key)."""
    places: Places


def _overlaps(starts: Ints, ends: Ints, score: Floats) -> tuple[Floats, ...]:
    """Return for each of the sorted spans the best score of those that contain it, lie in it, cross it."""
    behind = np.searchsorted(starts, ends) - np.arange(1, len(starts) + 1)
    one = np.repeat(np.arange(len(starts)), behind)
    other = np.arange(len(one)) - np.repeat(np.cumsum(behind) - behind, behind) + one + 1
    inner, outer = ends[other] <= ends[one], starts[one] == starts[other]
    long, short = np.where(inner, one, other), np.where(inner, other, one)
    nested = inner | outer
    out = np.zeros((3, len(starts)), np.float32)
    np.maximum.at(out[0], short[nested], score[long[nested]])
    np.maximum.at(out[1], long[nested], score[short[nested]])
    one, other = one[~nested], other[~nested]
    np.maximum.at(out[2], one, score[other])
    np.maximum.at(out[2], other, score[one])
    return tuple(out)


def group_spans(
    named: Sequence[tuple[Span, str]],
    flags: Mapping[Span, set[str]],
    read: tuple[Floats, Floats],
    priors: Priors,
    defined: set[tuple[str, str]],
) -> Found:
    """Group the sorted spans with their surface forms by key; `read` is their types and roles."""
    at: dict[str, list[int]] = {}
    for i, (_, surface) in enumerate(named):
        name = key(surface)
        if name:
            at.setdefault(name, []).append(i)
    places = _places(named, list(at.values()), read)
    groups = {}
    scores, edges = places.score.tolist(), places.edges.tolist()
    for number, (name, where) in enumerate(at.items()):
        low, high = edges[number], edges[number + 1]
        surfaces: dict[str, float] = {}
        for i, p in zip(where, scores[low:high], strict=True):
            surface = named[i][1]
            surfaces[surface] = max(surfaces.get(surface, 0.0), p)
        marks = set().union(*(flags[named[i][0]] for i in where))
        spans, roles = [named[i][0] for i in where], places.roles[low:high]
        groups[name] = Group(name, number, spans, surfaces, roles, scores[low:high], priors.names.get(name), marks)
    return Found(groups, defined, places)


def _places(named: Sequence[tuple[Span, str]], where: Sequence[Sequence[int]], read: tuple[Floats, Floats]) -> Places:
    types, roles = read
    spans = np.array([span for span, _ in named], dtype=np.intp).reshape(-1, 2)
    score = types.max(1, initial=0)
    inside, around, crossing = _overlaps(spans[:, 0], spans[:, 1], score)
    order = np.array([i for group in where for i in group], dtype=np.intp)
    edges = np.cumsum([0, *map(len, where)])
    around_it = inside[order], around[order], crossing[order]
    return Places(spans[order, 0], types[order], roles[order], score[order], *around_it, edges)

"""What one cluster of names is: features for the two questions «does it count?» and «of which type?»."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kg.extraction.abbreviations import is_short
from kg.extraction.known import known_type
from kg.extraction.learned import TYPES
from kg.extraction.names import bare, has_han, has_latin, numbers
from kg.extraction.surroundings import cluster_surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extraction.groups import Found, Group
    from kg.extraction.text import Text

    Floats = NDArray[np.float32] | NDArray[np.float64]

_Number = TypeVar("_Number", bound=np.generic)
_PLACES = ("title_en", "title_zh", "abstract_zh", "abstract_en")
_LIKELY = 0.3
_COUNTED = 12
"""First places by which it is judged whether any of them is right."""
_NEVER = 1 << 30
_FAR = 60.0
_FLAGS = (
    "title", "known", "proper", "outer-short", "inner-short", "outer-long", "inner-long", "outer-translation",
    "inner-translation",
)  # fmt: skip


def _prior(groups: Sequence[Group], types: int, roles: int) -> list[float]:
    """Return what annotated papers say of the cluster's names: the best-known name's rates, types and roles."""
    known = [g.prior for g in groups if g.prior is not None]
    if not known:
        return [0.0, -1.0, -1.0, -1.0, 0.0] + [0.0] * (types + roles)
    best = max(known, key=lambda p: (p.counted, p.seen))
    rates = [(p.counted + 0.3) / (p.seen + 1) for p in known]
    counted = max(best.counted, 1)
    return [
        math.log1p(best.seen),
        (best.counted + 0.3) / (best.seen + 1),
        (best.optional + 0.1) / (best.seen + 1),
        max(rates),
        math.log1p(max(p.frequency for p in known)),
        *(n / counted for n in best.types),
        *(n / counted for n in best.roles),
    ]


@lru_cache(maxsize=1 << 16)
def _name(name: str) -> tuple[float, ...]:
    return (
        len(name),
        has_han(name),
        has_latin(name),
        len(numbers(name)),
        sum(c.isupper() for c in name),
        name[0].isupper(),
        is_short(name),
        bare(name) != name,
        name.count(" "),
        name.count("-"),
    )


class _Clusters:
    """The places of all clusters of a text, one cluster's after another's, its likeliest name's first."""

    def __init__(self, text: Text, found: Found, clusters: Sequence[Sequence[str]]) -> None:
        """Gather the places of `clusters`, at least one."""
        self.text, self.places = text, found.places
        self.groups = [sorted((found.groups[k] for k in keys), key=lambda g: (-g.top, g.key)) for keys in clusters]
        numbers = np.array([g.number for groups in self.groups for g in groups], dtype=np.intp)
        sizes = np.diff(self.places.edges)[numbers]
        before = np.cumsum(sizes) - sizes
        self.order = np.repeat(self.places.edges[numbers] - before, sizes) + np.arange(sizes.sum())
        counts = np.add.reduceat(sizes, np.cumsum([0, *map(len, self.groups)])[:-1])
        self.counts, self.edges = counts, np.cumsum(counts) - counts
        self.of = np.repeat(np.arange(len(counts)), counts)
        """(places,) the place's cluster."""
        self.starts, self.score = self.places.starts[self.order], self.places.score[self.order]
        self.fields = text.fields_of[self.starts]
        self.sentences = text.sentence[self.starts]
        self.highest = self.most(self.score)
        likeliest = np.flatnonzero(self.score == self.highest[self.of])
        self.best = likeliest[np.searchsorted(self.of[likeliest], np.arange(len(counts)))]
        """(clusters,) the first of the likeliest places."""

    def most(self, values: NDArray[_Number]) -> NDArray[_Number]:
        """Return the highest value of each cluster's places."""
        return np.maximum.reduceat(values, self.edges, axis=0)

    def least(self, values: NDArray[_Number]) -> NDArray[_Number]:
        """Return the lowest value of each cluster's places."""
        return np.minimum.reduceat(values, self.edges, axis=0)

    def sum(self, values: NDArray[_Number]) -> NDArray[_Number]:
        """Return the sum over each cluster's places."""
        return np.add.reduceat(values, self.edges, axis=0)

    def read(self) -> Sequence[Floats]:
        """Return the highest types and roles, and those of the likeliest place."""
        types, roles = self.places.types[self.order], self.places.roles[self.order]
        return self.most(types), types[self.best], self.most(roles), roles[self.best]

    def chances(self) -> Sequence[Floats]:
        """Return what the encoder thinks of the places, and of the spans about them."""
        score, best, places = self.score, self.best, self.places
        inside, around, crossing = (x[self.order] for x in (places.inside, places.around, places.crossing))
        rank = np.arange(len(score)) - self.edges[self.of]
        none = np.multiply.reduceat(np.where(rank < _COUNTED, 1 - score, np.float32(1)), self.edges)
        return (
            self.highest,
            self.sum(score) / self.counts,
            1 - none.astype(np.float64),
            self.counts,
            self.sum((score > _LIKELY).astype(np.intp)),
            np.array([g[1].top if len(g) > 1 else -1.0 for g in self.groups]),
            np.array([*map(len, self.groups)]),
            self.least(inside),
            inside[best],
            around[best],
            crossing[best],
            self.most(score - np.maximum(inside, crossing)),
        )

    def standing(self) -> Sequence[Floats]:
        """Return the best place in each field, how far into the abstract the places begin and end, and sentences."""
        names = [name for name, _, _ in self.text.fields]
        by_field = np.zeros((len(self.counts), len(_PLACES)), np.float32)
        column = np.array([_PLACES.index(name) for name in names])[self.fields]
        np.maximum.at(by_field, (self.of, column), self.score)
        abstract = np.array([name.startswith("abstract") for name in names])
        body, first = abstract[self.fields], int(abstract[self.text.fields_of].argmax())
        length, last = max(len(self.text.words) - first, 1), int(self.text.sentence[-1])
        stands = np.zeros((len(self.counts), last + 1), dtype=bool)
        stands[self.of[body], self.sentences[body]] = True
        some = stands.any(1)
        begin, end = self.least(np.where(body, self.starts, _NEVER)), self.most(np.where(body, self.starts, -1))
        return (
            *by_field.T,
            np.where(some, (begin - first) / length, -1.0),
            np.where(some, (end - first) / length, -1.0),
            stands.sum(1),
            np.where(some, stands[:, ::-1].argmax(1), -1),
            np.where(some, stands.argmax(1), -1),
        )

    def figures(self) -> Sequence[Floats]:
        """Return how near numbers stand: tokens to the nearest, to the nearest share, and in how many sentences."""
        words = self.text.words
        figures = np.array([i for i, word in enumerate(words) if word[0].isdigit()], dtype=np.intp)
        shares = np.array([i for i in figures.tolist() if words[i][-1] in "%％"], dtype=np.intp)
        with_figure = np.zeros(int(self.text.sentence[-1]) + 1, dtype=np.intp)
        with_figure[self.text.sentence[figures]] = 1
        return self._nearest(figures), self._nearest(shares), self.sum(with_figure[self.sentences])

    def _nearest(self, tokens: NDArray[np.intp]) -> Floats:
        """Return how far each cluster's nearest place is from any of the sorted `tokens`."""
        if not len(tokens):
            return np.full(len(self.counts), _FAR)
        at = np.searchsorted(tokens, self.starts)
        before = np.abs(self.starts - tokens[np.maximum(at - 1, 0)])
        behind = np.abs(tokens[np.minimum(at, len(tokens) - 1)] - self.starts)
        return np.asarray(np.minimum(self.least(np.minimum(before, behind)), _FAR), dtype=np.float64)


def cluster_rows(text: Text, found: Found, clusters: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Return the features of all clusters, shape (clusters, features)."""
    if not len(clusters):
        return np.array([], dtype=np.float32)
    own = _Clusters(text, found, clusters)
    read = own.read()
    priors = [_prior(groups, read[0].shape[1], read[2].shape[1]) for groups in own.groups]
    likely = int((own.highest.astype(np.float64) > _LIKELY).sum())
    about = np.tile(np.array([likely, len(text.words), len(text.fields)]), (len(clusters), 1))
    columns = *own.chances(), *np.array(priors).T, *np.array([*map(_names, own.groups)]).T, *own.standing()
    flags = np.array([_flags(groups) for groups in own.groups])
    known = np.array([_known(frozenset(s for g in groups for s in g.surfaces)) for groups in own.groups])
    rest = np.column_stack([*columns, flags, known, about, *own.figures()])
    around = cluster_surroundings(text, found, clusters)
    return np.concatenate([*read, rest.astype(np.float32), _ranks(read[2], own.highest), around], axis=1)


def _names(groups: Sequence[Group]) -> list[float]:
    """Describe the best name, and count the scripts of all."""
    row = list(_name(groups[0].name))
    row.insert(3, len({has_han(g.name) for g in groups}))
    return row


@lru_cache(maxsize=1 << 16)
def _known(surfaces: frozenset[str]) -> tuple[bool, ...]:
    """Say of each type whether a name is listed under it, then whether a stem of one is."""
    found = [known_type(s) for s in surfaces]
    return (*(any(w == t for w, _ in found) for t in TYPES), *(any(s == t for _, s in found) for t in TYPES))


def _flags(groups: Sequence[Group]) -> list[bool]:
    flags = set().union(*(g.flags for g in groups)) if len(groups) > 1 else groups[0].flags
    return [f in flags for f in _FLAGS]


def _ranks(roles: Floats, highest: Floats) -> Floats:
    """Return each cluster's rank among the text's by each role and by its best probability; 0 is the highest."""
    best = np.column_stack([roles, highest]).astype(np.float32)
    return np.argsort(np.argsort(-best, axis=0, kind="stable"), axis=0).astype(np.float32)

"""Clusters of names from chances that two names are one thing: average linkage, the likelier names weighing more.

Clusters grow from the surest pair downwards. A name that the encoder hardly believes in must not bridge two that it
does, so each pair counts by how likely both of its names are; and what lists two candidates («precision and recall»,
目标检测、视觉理解) is never one thing with either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.names import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kg.extraction.groups import Group

LEAST = 0.5
_SLACK = 0.1
"""By how much the mean over two clusters may lie below the least chance of a pair."""
_UNASKED = 0.25
"""What a pair that shares nothing counts where two clusters are compared."""
_FAINT = 0.02
_BETWEEN = re.compile(r"\s*(?:[、，,;；/]|以及|[和与及或]| and | or | & )\s*")

Pair = tuple[str, str]


def _lists(groups: Mapping[str, Group]) -> Iterator[Pair]:
    """Yield (list, part), as sorted pairs, for each candidate that lists another one."""
    for name, group in groups.items():
        for surface in group.surfaces:
            parts = _BETWEEN.split(surface)
            if len(parts) > 1:
                yield from (_pair(name, part) for part in map(key, parts) if part in groups and part != name)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def cluster(
    groups: Mapping[str, Group], linked: Sequence[Pair], probability: NDArray[np.float64], *, least: float = LEAST
) -> list[tuple[str, ...]]:
    """Join the groups' keys; `probability` says of each of the `linked` pairs of keys how likely they are one."""
    sure = {_pair(*pair): p for pair, p in zip(linked, probability.tolist(), strict=True)}
    for pair in _lists(groups):
        sure.pop(pair, None)
    of: dict[str, tuple[str, ...]] = {k: (k,) for k in groups}
    weight = {k: max(group.top, _FAINT) for k, group in groups.items()}
    for (a, b), p in sorted(sure.items(), key=lambda x: (-x[1], x[0])):
        if p < least:
            break
        if of[a] is not of[b] and _mean(of[a], of[b], sure, weight) >= least - _SLACK:
            merged = tuple(sorted(of[a] + of[b]))
            for k in merged:
                of[k] = merged
    return sorted(set(of.values()))


def _mean(
    one: tuple[str, ...], other: tuple[str, ...], sure: Mapping[Pair, float], weight: Mapping[str, float]
) -> float:
    """Return the mean chance over the pairs between two clusters, each by the weights of its names."""
    total = scored = 0.0
    for x in one:
        for y in other:
            both = weight[x] * weight[y]
            total += both
            scored += both * sure.get(_pair(x, y), _UNASKED)
    return scored / total

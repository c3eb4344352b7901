"""Thresholds that maximise F1, and curves that turn raw probabilities into shares that were right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_POINTS = 20
_START, _ROUNDS = 0.3, 5


def best_threshold(chances: Sequence[float], right: Sequence[bool], total: int) -> float:
    """Return the least probability to accept so that F1 over `total` true cases is highest; 0.99 when none helps."""
    if not chances or not total:
        return 0.99
    order = np.argsort(-np.asarray(chances), kind="stable")
    hits = np.cumsum(np.asarray(right, dtype=float)[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + total)
    best = int(f1.argmax())
    return round(float(np.asarray(chances)[order][best]), 4) if f1[best] > 0 else 0.99


def joint_thresholds(decisions: Mapping[str, Sequence[tuple[float, bool]]], total: int) -> dict[str, float]:
    """Return, for each kind of decision, the least probability to accept so that F1 over all kinds together is highest.

    `decisions` holds (probability, right) by kind, `total` is the number of true cases of all kinds. Each threshold
    is chosen in turn, given the others, until none moves.
    """
    ordered = {kind: sorted(found, key=lambda d: -d[0]) for kind, found in sorted(decisions.items())}
    hits = {kind: np.cumsum([0.0, *(float(right) for _, right in found)]) for kind, found in ordered.items()}
    taken = {kind: sum(p >= _START for p, _ in found) for kind, found in ordered.items()}
    for _ in range(_ROUNDS):
        for kind, own in hits.items():
            right = sum(float(hits[k][n]) for k, n in taken.items() if k != kind)
            count = sum(n for k, n in taken.items() if k != kind)
            f1 = 2 * (right + own) / (count + np.arange(len(own)) + total)
            taken[kind] = int(f1.argmax())
    return {kind: round(ordered[kind][n - 1][0], 4) if n else 0.99 for kind, n in taken.items()}


def calibration_curve(chances: Sequence[float], right: Sequence[bool]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return raw probabilities and the shares right, at most 20 of each, by isotonic regression.

    After Zadrozny and Elkan (2002), "Transforming classifier scores into accurate multiclass probability estimates".
    """
    values, place = np.unique(np.asarray(chances, dtype=float), return_inverse=True)
    counts = np.bincount(place)
    shares = np.bincount(place, weights=np.asarray(right, dtype=float)) / np.maximum(counts, 1)
    blocks: list[list[float]] = []
    for a, b, n in zip(values, shares, counts, strict=True):
        blocks.append([a, b, float(n)])
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            xa, ya, na = blocks.pop()
            xb, yb, nb = blocks[-1]
            blocks[-1] = [(xa * na + xb * nb) / (na + nb), (ya * na + yb * nb) / (na + nb), na + nb]
    if len(blocks) > _POINTS:
        keep = np.unique(np.linspace(0, len(blocks) - 1, _POINTS).round().astype(int))
        blocks = [blocks[i] for i in keep]
    return tuple(round(b[0], 4) for b in blocks), tuple(round(b[1], 4) for b in blocks)

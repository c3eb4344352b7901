"""What one cluster of names is: features for the two questions «does it count?» and «of which type?»."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.abbreviations import is_short
from kg.extraction.names import bare, has_han, has_latin, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extraction.candidates import Found, Group
    from kg.extraction.text import Text

_PLACES = ("title_en", "title_zh", "abstract_zh", "abstract_en")
_LIKELY = 0.3
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


def _name(name: str, groups: Sequence[Group]) -> list[float]:
    capitals = sum(c.isupper() for c in name)
    return [
        len(name),
        float(has_han(name)),
        float(has_latin(name)),
        float(any(has_han(g.name) for g in groups)) + float(any(not has_han(g.name) for g in groups)),
        len(numbers(name)),
        capitals,
        float(name[0].isupper()),
        float(is_short(name)),
        float(bare(name) != name),
        name.count(" "),
        name.count("-"),
    ]


def _places(text: Text, spans: Sequence[tuple[int, int]], score: NDArray[np.float32]) -> list[float]:
    by_field = dict.fromkeys(_PLACES, 0.0)
    for (start, _), p in zip(spans, score.tolist(), strict=True):
        name = text.fields[text.field[start]][0]
        by_field[name] = max(by_field[name], p)
    body = [s for s, _ in spans if text.fields[text.field[s]][0].startswith("abstract")]
    first_body = next((i for i, f in enumerate(text.field) if text.fields[f][0].startswith("abstract")), 0)
    length = max(len(text.words) - first_body, 1)
    sentences = {int(text.sentence[s]) for s in body}
    last = int(text.sentence[-1])
    return [
        *by_field.values(),
        (min(body) - first_body) / length if body else -1.0,
        (max(body) - first_body) / length if body else -1.0,
        float(len(sentences)),
        float(last - max(sentences) if sentences else -1),
        float(min(sentences) if sentences else -1),
    ]


def _figures(text: Text, spans: Sequence[tuple[int, int]], figures: Sequence[int]) -> list[float]:
    """Return how near numbers stand: tokens to the nearest, to the nearest share, and in how many sentences."""
    if not figures:
        return [_FAR, _FAR, 0.0]
    sentences = {int(text.sentence[i]) for i in figures}
    shares = [i for i in figures if text.words[i][-1] in "%％"]
    near = min(abs(i - start) for i in figures for start, _ in spans)
    near_share = min((abs(i - start) for i in shares for start, _ in spans), default=_FAR)
    return [min(near, _FAR), min(near_share, _FAR), sum(int(text.sentence[s]) in sentences for s, _ in spans)]


def cluster_row(text: Text, found: Found, keys: Sequence[str], likely: int, figures: Sequence[int]) -> list[float]:
    """Return the features of one cluster.

    `likely` is the number of likely clusters of the text, `figures` are the tokens that are numbers.
    """
    groups = sorted((found.groups[k] for k in keys), key=lambda g: (-g.top, g.key))
    types = np.concatenate([g.types for g in groups])
    roles = np.concatenate([g.roles for g in groups])
    score = types.max(1)
    inside, around, crossing = (
        np.concatenate([getattr(g.beside, n) for g in groups]) for n in ("inside", "around", "crossing")
    )
    spans = [s for g in groups for s in g.spans]
    flags = set().union(*(g.flags for g in groups))
    best = int(score.argmax())
    runner_up = groups[1].top if len(groups) > 1 else -1.0
    alone = float((score - np.maximum(inside, crossing)).max())
    return [
        *types.max(0).tolist(), *types[best].tolist(), *roles.max(0).tolist(), *roles[best].tolist(),
        float(score.max()), float(score.mean()), 1 - float(np.prod(1 - score[:12])), len(spans),
        float((score > _LIKELY).sum()), runner_up, len(groups),
        float(inside.min()), float(inside[best]), float(around[best]), float(crossing[best]), alone,
        *_prior(groups, types.shape[1], roles.shape[1]),
        *_name(groups[0].name, groups), *_places(text, spans, score), *(float(f in flags) for f in _FLAGS),
        likely, len(text.words), float(len(text.fields)), *_figures(text, spans, figures),
    ]  # fmt: skip


def cluster_rows(text: Text, found: Found, clusters: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Return the features of all clusters, shape (clusters, features)."""
    likely = sum(any(found.groups[k].top > _LIKELY for k in c) for c in clusters)
    figures = [i for i, word in enumerate(text.words) if word[0].isdigit()]
    rows = np.array([cluster_row(text, found, c, likely, figures) for c in clusters], dtype=np.float32)
    return np.concatenate([rows, _ranks(found, clusters)], axis=1) if len(clusters) else rows


def _ranks(found: Found, clusters: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Return each cluster's rank among the text's by each role and by its best probability; 0 is the highest."""
    best = np.array([
        [*np.concatenate([found.groups[k].roles for k in c]).max(0), max(found.groups[k].top for k in c)]
        for c in clusters
    ])  # fmt: skip
    return np.argsort(np.argsort(-best, axis=0, kind="stable"), axis=0).astype(np.float32)

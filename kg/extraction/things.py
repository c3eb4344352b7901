"""From a paper's text to its things: candidates, clusters, what counts and as what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.candidates import find_candidates
from kg.extraction.deciding import cluster_rows
from kg.extraction.known import usual_type
from kg.extraction.learned import ROLES, TYPES
from kg.extraction.linking import link
from kg.extraction.names import has_han
from kg.extraction.trees import sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extraction.groups import Found
    from kg.extraction.learned import Learned
    from kg.extraction.text import Text

_PREFERRED = np.array([0.06 if kind == "Model" else 0.0 for kind in TYPES])
"""Readers accept most models as methods too: where both would do, the narrower type says more."""


@dataclass(frozen=True)
class Decided:
    """One thing of a text: its names, places, and what the trees say of it."""

    names: tuple[str, ...]
    """The best surface form first."""
    spans: tuple[tuple[int, int], ...]
    """Places, in tokens (start, end), sorted."""
    type: str
    types: NDArray[np.float64]
    """(types,) probabilities."""
    confidence: float
    """Raw probability that it counts."""
    roles: NDArray[np.float64]
    """(roles,) probability of each role towards the paper's contribution."""
    place_roles: dict[tuple[int, int], NDArray[np.float32]]
    """What the encoder says of each place."""
    reasons: tuple[str, ...]


_BELIEVED_TYPES = ("Metric", "Benchmark", "Dataset", "Model")
_BELIEVED_ROLES = ("measuredBy", "evaluatedOn", "proposes", "outperforms")


def beliefs(thing: Decided) -> tuple[float, ...]:
    """Return what the number model wants to know: probabilities that it counts, of some types and of some roles."""
    types = (thing.types[TYPES.index(kind)] for kind in _BELIEVED_TYPES)
    roles = (thing.roles[ROLES.index(role)] for role in _BELIEVED_ROLES)
    return tuple(round(float(p), 4) for p in (thing.confidence, *types, *roles))


def _names(found: Found, keys: Sequence[str]) -> tuple[str, ...]:
    """Return surface forms, Latin proper forms before Chinese ones, the likeliest first, one for each key."""
    groups = [found.groups[k] for k in keys]
    rank = sorted(groups, key=lambda g: (-g.top + 0.3 * has_han(g.name) - 0.4 * ("title" in g.flags), g.key))
    names: list[str] = []
    for group in rank:
        names.extend(s for s in sorted(group.surfaces, key=lambda s: (-group.surfaces[s], s)) if s not in names)
    return tuple(names)


def _reasons(found: Found, keys: Sequence[str]) -> tuple[str, ...]:
    """Say why several keys are one thing."""
    said = []
    inside = set(keys)
    for outer, inner in sorted(found.defined):
        if outer in inside and inner in inside and outer != inner:
            said.append(f"bracket: {found.groups[inner].name} = {found.groups[outer].name}")
    if len(keys) > 1 and not said:
        said.append("names: " + " = ".join(sorted(found.groups[k].name for k in keys)))
    return tuple(said)


def _places(found: Found, keys: Sequence[str]) -> dict[tuple[int, int], NDArray[np.float32]]:
    """Return the cluster's places with their roles; of overlapping places the longest likely one."""
    places = [
        (span, float(p), r)
        for k in keys
        for span, p, r in zip(found.groups[k].spans, found.groups[k].any, found.groups[k].roles, strict=True)
    ]
    kept: dict[tuple[int, int], NDArray[np.float32]] = {}
    for (start, end), _, roles in sorted(places, key=lambda x: (-x[1], x[0])):
        if all(end <= s or e <= start for s, e in kept):
            kept[start, end] = roles
    return dict(sorted(kept.items()))


POSSIBLE = 0.15
"""From this probability on a thing counts if a number speaks of it."""
_SPOKEN_OF = frozenset({"Metric", "Task", "Method", "Benchmark", "Dataset", "Model"})


def parted(things: Sequence[Decided], least: float) -> tuple[list[Decided], list[Decided]]:
    """Return the things that count, and those that a number may yet speak of."""
    sure = [t for t in things if t.confidence >= least]
    possible = [t for t in things if POSSIBLE <= t.confidence < least and t.type in _SPOKEN_OF]
    return sure, possible


def decide(text: Text, model: Learned, least: float | None = None) -> list[Decided]:
    """Return the things of a text, in order of first place; `least` is the probability from which one counts."""
    found = find_candidates(text, model.encoder, model.priors)
    if not found.groups:
        return []
    clusters = link(text, found, model.priors, model.translation, model.trees["same"])
    rows = cluster_rows(text, found, clusters)
    return decided_things(found, clusters, rows, model, least)


def decided_things(
    found: Found,
    clusters: Sequence[Sequence[str]],
    rows: NDArray[np.float32],
    model: Learned,
    least: float | None = None,
) -> list[Decided]:
    """Return the clusters that count, in order of first place; `rows` are their features."""
    if not len(clusters):
        return []
    counts = sigmoid(model.trees["counts"].scores(rows)[:, 0])
    keep = np.flatnonzero(counts >= (model.thresholds["counts"] if least is None else least))
    types = model.type_trees.chances(rows[keep])
    roles = model.role_trees.chances(rows[keep])
    things = [_decided(found, clusters[i], float(counts[i]), types[n], roles[n]) for n, i in enumerate(keep.tolist())]
    return sorted(_free(things), key=lambda t: (t.spans[0], t.names))


def _decided(
    found: Found, keys: Sequence[str], chance: float, types: NDArray[np.float64], roles: NDArray[np.float64]
) -> Decided:
    places, names = _places(found, keys), _names(found, keys)
    coined_here = any("title" in found.groups[k].flags for k in keys)
    usual = None if coined_here else usual_type(names[0])
    kind = usual or TYPES[int((types + _PREFERRED).argmax())]
    return Decided(names, tuple(places), kind, types, chance, roles, places, _reasons(found, keys))


def _free(things: list[Decided]) -> list[Decided]:
    """Drop things all of whose places lie across those of surer things."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for thing in sorted(things, key=lambda t: (-t.confidence, t.names)):
        if all(
            any(
                s < end
                and start < e
                and (s, e) != (start, end)
                and not (start <= s and e <= end)
                and not (s <= start and end <= e)
                for s, e in taken
            )
            for start, end in thing.spans
        ):
            continue
        kept.append(thing)
        taken.update(thing.spans)
    return kept

"""Train everything that decides after the encoder: names that are one thing, what counts and as what, facts."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extraction.clustering import cluster
from kg.extraction.deciding import cluster_rows
from kg.extraction.learned import Learned
from kg.extraction.trees import sigmoid
from kg.training.calibrating import joint_thresholds
from kg.training.corpus import entity_keys, match_clusters
from kg.training.examples import Example, Grouped
from kg.training.pairing import train_pairs
from kg.training.parts import JUDGED, SETTINGS
from kg.training.stacking import Stacked, fact_count, judge, stack, train_clusters
from kg.training.trees import grow, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kg.extraction.encoder import Encoder
    from kg.extraction.priors import Priors
    from kg.extraction.translation import Translation
    from kg.extraction.trees import Trees
    from kg.training.examples import Sources

_PROPOSED = 0.33
"""From this probability on a thing is the paper's own where pairs are gathered; its threshold is chosen later."""


def train_same(taught: Iterable[Example]) -> dict[str, NDArray[np.generic]]:
    """Grow the trees that say whether two names are one thing."""
    rows, right = [], []
    for one in taught:
        named = entity_keys(one.record["annotation"])
        for (a, b), row in zip(one.pair_keys, one.pair_rows, strict=True):
            if a in named and b in named:
                rows.append(row)
                right.append(int(bool(named[a] & named[b])))
    return grow("same", np.array(rows), np.array(right), **SETTINGS["same"])


def group(one: Example, same: Trees) -> Grouped:
    """Return the example with its clusters, their features, and the entity that each is."""
    chances = sigmoid(same.scores(one.pair_rows)[:, 0]) if len(one.pair_rows) else np.zeros(0)
    clusters = cluster(one.found.groups, one.pair_keys, chances)
    weight = {k: g.top for k, g in one.found.groups.items()}
    entity = match_clusters(one.record["annotation"], clusters, weight)
    rows = cluster_rows(one.text, one.found, clusters)
    base = {f.name: getattr(one, f.name) for f in fields(Example)}
    return Grouped(**base, clusters=clusters, rows=rows, entity=entity)


@dataclass(frozen=True)
class Trained:
    """Trees as arrays, with thresholds and calibration."""

    arrays: dict[str, NDArray[np.generic]]
    thresholds: dict[str, float]
    calibration: dict[str, Any]

    def model(self, encoder: Encoder, priors: Priors, translation: Translation) -> Learned:
        """Return the model that decides by these trees."""
        return Learned(encoder, priors, translation, unpacked(self.arrays), self.thresholds, self.calibration)


def train_decisions(taught: Sequence[Example], sources: Sources) -> tuple[Trained, list[Stacked], list[Trees]]:
    """Train all that comes after the encoder; return also what it was tuned on: decisions, pair trees by part."""
    arrays = train_same(taught)
    grouped = [group(one, unpacked(arrays)["same"]) for one in taught]
    first = grouped[0].record
    bare = Learned(sources.encoder(first), sources.priors(first), sources.translation, unpacked(arrays), {}, {})
    stacked = stack(grouped, bare)
    usual = [one for one in stacked if one.example.form in JUDGED]
    judged = judge(usual)
    counts = judged.threshold()
    pairs_found = train_pairs(stacked, replace(bare, thresholds={"counts": counts, "role.proposes": _PROPOSED}))
    facts = {f"role.{r}": found for r, found in judged.roles.items()}
    facts |= {f"pair.{p}": found for p, found in pairs_found.judged.items()}
    thresholds = joint_thresholds(facts, sum(map(fact_count, usual)))
    arrays |= train_clusters(grouped) | pairs_found.arrays
    return Trained(arrays, {"counts": counts} | thresholds, judged.curves()), stacked, pairs_found.parts

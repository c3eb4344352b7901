"""Train the trees that decide: which names are one thing, what counts, its type, its role, and what pairs hold.

Each step learns from what the steps before it give at run time. Where a step would otherwise learn from
decisions that were fitted to the same papers, the papers are split in PARTS and each is decided by trees grown on
the others (stacking, Wolpert 1992); thresholds and calibration come from those decisions too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extraction.candidates import find_candidates
from kg.extraction.deciding import cluster_rows
from kg.extraction.facts import proposed
from kg.extraction.learned import PAIRS, ROLES, TYPES, Learned
from kg.extraction.linking import cluster, pairs
from kg.extraction.pairs import near_pairs, pair_row
from kg.extraction.things import decided_things
from kg.extraction.trees import sigmoid, softmax, unpack
from kg.training.calibrating import best_threshold, calibration_curve
from kg.training.corpus import entity_keys, match_clusters, proposed_ids, role_table, text_of
from kg.training.trees import grow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extraction.candidates import Found
    from kg.extraction.encoder import Encoder
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text
    from kg.extraction.things import Decided
    from kg.extraction.translation import Translation
    from kg.extraction.trees import Trees
    from kg.training.corpus import Record

PARTS = 3
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "same": {"n_estimators": 80, "num_leaves": 15, "learning_rate": 0.08, "min_child_samples": 30},
    "counts": {"n_estimators": 220, "num_leaves": 16, "learning_rate": 0.05, "min_child_samples": 40},
    "type": {"n_estimators": 60, "num_leaves": 10, "learning_rate": 0.09, "min_child_samples": 25},
    "role": {"n_estimators": 70, "num_leaves": 12, "learning_rate": 0.07, "min_child_samples": 40},
    "pair": {"n_estimators": 60, "num_leaves": 12, "learning_rate": 0.08, "min_child_samples": 30},
}


@dataclass
class Example:
    """One annotated paper in one form, with its candidates."""

    record: Record
    form: str
    part: int
    text: Text
    found: Found
    pair_keys: list[tuple[str, str]]
    pair_rows: NDArray[np.float32]
    clusters: list[list[str]] | None = None
    rows: NDArray[np.float32] | None = None
    entity: list[int | None] | None = None


@dataclass(frozen=True)
class Sources:
    """What a paper is read with: the encoder and priors that have not seen its annotation."""

    encoder: Callable[[Record], Encoder]
    priors: Callable[[Record], Priors]
    translation: Translation


def examples(records: Sequence[Record], forms: Sequence[str], sources: Sources) -> list[Example]:
    """Read each record in each form and collect its candidates; papers go to parts in turn."""
    out = []
    for i, record in enumerate(records):
        for form in forms:
            text = text_of(record, form)
            found = find_candidates(text, sources.encoder(record), sources.priors(record))
            keys, rows = pairs(text, found, sources.priors(record), sources.translation)
            out.append(Example(record, form, i % PARTS, text, found, keys, rows))
    return out


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


def group(one: Example, same: Trees) -> Example:
    """Return the example with its clusters, their features, and the entity that each is."""
    chances = sigmoid(same.scores(one.pair_rows)[:, 0]) if len(one.pair_rows) else np.zeros(0)
    clusters = cluster(one.found.groups, one.pair_keys, chances)
    weight = {k: float(g.any.max()) for k, g in one.found.groups.items()}
    entity = match_clusters(one.record["annotation"], clusters, weight)
    return replace(one, clusters=clusters, rows=cluster_rows(one.text, one.found, clusters), entity=entity)


@dataclass(frozen=True)
class _Table:
    """The clusters of several papers as one table, marginal entities left out."""

    rows: NDArray[np.float32]
    counts: NDArray[np.int64]
    types: NDArray[np.int64]
    roles: NDArray[np.int64]


def _table(taught: Iterable[Example]) -> _Table:
    rows, counts, types, roles = [], [], [], []
    for one in taught:
        entities = one.record["annotation"]["entities"]
        table = role_table(one.record["annotation"])
        for row, i in zip(one.rows, one.entity, strict=True):  # type: ignore[arg-type]  grouped before
            if i is not None and entities[i].get("optional"):
                continue
            rows.append(row)
            counts.append(int(i is not None))
            types.append(-1 if i is None else TYPES.index(entities[i]["type"]))
            roles.append(np.zeros(len(ROLES), dtype=np.int64) if i is None else table[i])
    return _Table(np.array(rows), np.array(counts), np.array(types), np.array(roles))


def train_clusters(taught: Sequence[Example]) -> dict[str, NDArray[np.generic]]:
    """Grow the trees that say what counts, of which type and in which role."""
    table = _table(taught)
    typed = table.types >= 0
    arrays = grow("counts", table.rows, table.counts, **SETTINGS["counts"])
    arrays |= grow("type", table.rows[typed], table.types[typed], classes=len(TYPES), **SETTINGS["type"])
    for n, role in enumerate(ROLES):
        arrays |= grow(f"role.{role}", table.rows, table.roles[:, n], **SETTINGS["role"])
    return arrays


def _unpacked(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, Trees]:
    return {name: unpack(arrays, name) for name in sorted({n.rsplit(".", 1)[0] for n in arrays})}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Stacked:
    """Decisions on papers that the deciding trees have not seen."""

    example: Example
    things: list[Decided]
    """All clusters, likely or not."""
    entity: list[int | None]


def stack(taught: Sequence[Example], model: Learned) -> list[Stacked]:
    """Decide each part by trees grown on the other parts; keep every cluster, in the order of the things."""
    out = []
    for part in range(PARTS):
        trees = _unpacked(train_clusters([e for e in taught if e.part != part]))
        local = replace(model, trees={**model.trees, **trees}, thresholds={**model.thresholds, "counts": 0.05})
        for one in taught:
            if one.part == part:
                things = decided_things(one.found, one.clusters or [], one.rows, local)
                keys = [[k for k, g in one.found.groups.items() if set(g.surfaces) & set(t.names)] for t in things]
                weight = {k: float(g.any.max()) for k, g in one.found.groups.items()}
                out.append(Stacked(one, things, match_clusters(one.record["annotation"], keys, weight)))
    return out


def _optional(one: Stacked, i: int | None) -> bool:
    return i is not None and bool(one.example.record["annotation"]["entities"][i].get("optional"))


def choose_thresholds(stacked: Sequence[Stacked]) -> tuple[dict[str, float], dict[str, Any]]:
    """Return the thresholds of what counts and of each role, and the calibration curves of both."""
    chance, right, total = [], [], 0
    roles: list[list[tuple[float, bool]]] = [[] for _ in ROLES]
    role_total = np.zeros(len(ROLES))
    for one in stacked:
        entities = one.example.record["annotation"]["entities"]
        table = role_table(one.example.record["annotation"])
        firm = [i for i, e in enumerate(entities) if not e.get("optional")]
        total += len(firm)
        role_total += table[firm].sum(0) if firm else 0
        for thing, i in zip(one.things, one.entity, strict=True):
            if _optional(one, i):
                continue
            accepted = {entities[i]["type"], *entities[i].get("alt_types", [])} if i is not None else set()
            chance.append(thing.confidence)
            right.append(thing.type in accepted)
            for n in range(len(ROLES)):
                roles[n].append((float(thing.roles[n]), i is not None and bool(table[i, n])))
    thresholds = {"counts": best_threshold(chance, right, total)}
    curves = {"counts": calibration_curve(chance, right)}
    for n, role in enumerate(ROLES):
        values, truth = [c for c, _ in roles[n]], [t for _, t in roles[n]]
        thresholds[f"role.{role}"] = best_threshold(values, truth, int(role_total[n]))
        curves[f"fact.{role}"] = calibration_curve(values, truth)
    return thresholds, curves


def _pair_rows(one: Stacked, model: Learned) -> tuple[list[list[float]], list[int]]:
    """Return features and labels (0 none, else 1 + predicate) of the near pairs."""
    annotation = one.example.record["annotation"]
    own_ids = proposed_ids(annotation)
    ids = [e["id"] for e in annotation["entities"]]
    optional = {e["id"] for e in annotation["entities"] if e.get("optional")}
    facts = {(s, o): p for s, p, o in annotation["relations"] if p in PAIRS and s not in own_ids | {"paper"} and (o not in own_ids or p != "partOf")}
    keep = [n for n, t in enumerate(one.things) if t.confidence >= model.thresholds["counts"]]
    things = [one.things[n] for n in keep]
    entity = [one.entity[n] for n in keep]
    own = proposed(things, model)
    rows, labels = [], []
    for i, j, a, b in near_pairs(one.example.text, things, own):
        for (x, y), places in (((i, j), (a, b)), ((j, i), (b, a))):
            if x in own:
                continue
            pair = tuple(None if entity[n] is None else ids[entity[n]] for n in (x, y))  # type: ignore[index]
            if set(pair) & optional:
                continue
            predicate = facts.get(pair)  # type: ignore[arg-type]
            rows.append(pair_row(one.example.text, things, (x, y), places, own))
            labels.append(0 if predicate is None else 1 + PAIRS.index(predicate))
    return rows, labels


@dataclass(frozen=True)
class Pairs:
    """Trees for pairs: grown on all papers, and for each part on the others."""

    arrays: dict[str, NDArray[np.generic]]
    parts: list[Trees]
    thresholds: dict[str, float]


def train_pairs(stacked: Sequence[Stacked], model: Learned) -> Pairs:
    """Grow the trees for pairs; the thresholds come from papers that the trees have not seen."""
    table = [(*_pair_rows(one, model), one.example.part) for one in stacked]
    chances: list[list[tuple[float, bool]]] = [[] for _ in PAIRS]
    parts = []
    for part in range(PARTS):
        trees = _unpacked(_grow_pairs([t for t in table if t[2] != part]))["pair"]
        parts.append(trees)
        for rows, labels, own_part in table:
            if own_part == part and rows:
                found = softmax(trees.scores(np.array(rows, dtype=np.float32)))[:, 1:]
                for row, label, n in zip(found, labels, found.argmax(1), strict=True):
                    chances[n].append((float(row[n]), label == n + 1))
    totals = [sum(labels.count(n + 1) for _, labels, _ in table) for n in range(len(PAIRS))]
    thresholds = {f"pair.{p}": _pair_threshold(chances[n], totals[n]) for n, p in enumerate(PAIRS)}
    return Pairs(_grow_pairs(table), parts, thresholds)


def _pair_threshold(chances: Sequence[tuple[float, bool]], total: int) -> float:
    return max(best_threshold([c for c, _ in chances], [t for _, t in chances], total), 0.25)


def _grow_pairs(table: Sequence[tuple[list[list[float]], list[int], int]]) -> dict[str, NDArray[np.generic]]:
    rows = np.array([r for rows, _, _ in table for r in rows], dtype=np.float32)
    labels = np.array([n for _, labels, _ in table for n in labels])
    return grow("pair", rows, labels, classes=1 + len(PAIRS), **SETTINGS["pair"])


@dataclass(frozen=True)
class Trained:
    """Trees as arrays, with thresholds and calibration."""

    arrays: dict[str, NDArray[np.generic]]
    thresholds: dict[str, float]
    calibration: dict[str, Any]

    def model(self, encoder: Encoder, priors: Priors, translation: Translation) -> Learned:
        """Return the model that decides by these trees."""
        return Learned(encoder, priors, translation, _unpacked(self.arrays), self.thresholds, self.calibration)


def train_decisions(taught: Sequence[Example], sources: Sources) -> tuple[Trained, list[Stacked], list[Trees]]:
    """Train everything that comes after the encoder; return also what it was tuned on: decisions and pair trees by part."""
    arrays = train_same(taught)
    grouped = [group(one, _unpacked(arrays)["same"]) for one in taught]
    first = grouped[0].record
    bare = Learned(sources.encoder(first), sources.priors(first), sources.translation, _unpacked(arrays), {}, {})
    stacked = stack(grouped, bare)
    thresholds, curves = choose_thresholds(stacked)
    pairs_found = train_pairs(stacked, replace(bare, thresholds=thresholds))
    arrays |= train_clusters(grouped) | pairs_found.arrays
    return Trained(arrays, thresholds | pairs_found.thresholds, curves), stacked, pairs_found.parts

"""Train the trees for what holds between two things of a sentence, on things as the pipeline decides them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.facts import proposed
from kg.extraction.learned import PAIRS
from kg.extraction.pairs import near_pairs, pair_rows
from kg.extraction.trees import softmax
from kg.training.corpus import proposed_ids
from kg.training.parts import JUDGED, PARTS, SETTINGS
from kg.training.trees import grow, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extraction.learned import Learned
    from kg.extraction.trees import Trees
    from kg.training.stacking import Stacked


def _pair_rows(one: Stacked, model: Learned) -> tuple[NDArray[np.float32], list[int]]:
    """Return features and labels (0 none, else 1 + predicate) of the near pairs."""
    annotation = one.example.record["annotation"]
    own_ids = proposed_ids(annotation)
    ids = [e["id"] for e in annotation["entities"]]
    optional = {e["id"] for e in annotation["entities"] if e.get("optional")}
    facts = {
        (s, o): p
        for s, p, o in annotation["relations"]
        if p == "partOf" or (p in PAIRS and s not in own_ids | {"paper"})
    }
    keep = [n for n, t in enumerate(one.things) if t.confidence >= model.thresholds["counts"]]
    things = [one.things[n] for n in keep]
    named = [ids[i] if (i := one.entity[n]) is not None else "" for n in keep]
    asked = [x for x in near_pairs(one.example.text, things) if not {named[x.subject], named[x.object]} & optional]
    labels = [facts.get((named[x.subject], named[x.object])) for x in asked]
    rows = pair_rows(one.example.text, things, asked, proposed(one.example.text, things, model))
    return rows, [0 if predicate is None else 1 + PAIRS.index(predicate) for predicate in labels]


@dataclass(frozen=True)
class Pairs:
    """Trees for pairs: grown on all papers, and for each part on the others."""

    arrays: dict[str, NDArray[np.generic]]
    parts: list[Trees]
    judged: dict[str, list[tuple[float, bool]]]
    """By predicate, the probability of each decision on papers that the trees have not seen, and if it was right."""


def train_pairs(stacked: Sequence[Stacked], model: Learned) -> Pairs:
    """Grow the trees for pairs."""
    table = [(*_pair_rows(one, model), one.example.part, one.example.form) for one in stacked]
    chances: list[list[tuple[float, bool]]] = [[] for _ in PAIRS]
    parts = []
    for part in range(PARTS):
        trees = unpacked(_grow_pairs([t for t in table if t[2] != part]))["pair"]
        parts.append(trees)
        for rows, labels, own_part, form in table:
            if own_part == part and labels and form in JUDGED:
                found = softmax(trees.scores(rows))[:, 1:]
                for row, label, n in zip(found, labels, found.argmax(1), strict=True):
                    chances[n].append((float(row[n]), label == n + 1))
    return Pairs(_grow_pairs(table), parts, dict(zip(PAIRS, chances, strict=True)))


def _grow_pairs(table: Sequence[tuple[NDArray[np.float32], list[int], int, str]]) -> dict[str, NDArray[np.generic]]:
    rows = np.concatenate([rows for rows, labels, *_ in table if labels])
    labels = np.array([n for _, labels, *_ in table for n in labels])
    return grow("pair", rows, labels, classes=1 + len(PAIRS), **SETTINGS["pair"])

"""Cross-validation: what the pipeline finds with parts that have not seen a paper's annotation, in the gold form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.evaluation.scoring import right_numbers
from kg.extraction.facts import PAPER, FactRow, find_facts, late_facts
from kg.extraction.links import find_links
from kg.extraction.number_model import model_of
from kg.extraction.results import extract_numbers, spoken_of
from kg.extraction.scene import make_context
from kg.extraction.things import beliefs, parted
from kg.interchange import from_json
from kg.model import PAPER as PAPER_ID
from kg.training.calibrating import calibration_curve
from kg.training.number_labels import aligned
from kg.training.numbers import Arrays, example, fit
from kg.training.parts import JUDGED, PARTS
from kg.training.spans import find_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extraction.context import Context
    from kg.extraction.learned import Learned
    from kg.extraction.number_model import NumberModel
    from kg.extraction.text import Text
    from kg.extraction.things import Decided
    from kg.extraction.trees import Trees
    from kg.training.stacking import Stacked


@dataclass(frozen=True)
class Found:
    """What was found in one paper in one form, before its numbers."""

    one: Stacked
    things: list[Decided]
    facts: list[FactRow]
    possible: list[Decided]
    """What counts only if a number speaks of it, numbered on from `things`."""
    late: dict[int, list[FactRow]]
    """The facts of these, by index."""

    def ids(self) -> dict[int, str]:
        """Return the id of each thing by index."""
        return {i: f"e{i + 1}" for i in range(len(self.things) + len(self.possible))} | {PAPER: PAPER_ID}

    def context(self) -> Context:
        """Return what the number rules see."""
        ids, text = self.ids(), self.one.example.text
        everything = [*self.things, *self.possible]
        mentions = tuple(
            (text.starts[a], text.ends[e - 1], ids[i], t.type) for i, t in enumerate(everything) for a, e in t.spans
        )
        facts = tuple((ids[f.subject], f.predicate, ids[f.object]) for f in self.facts)
        things = {ids[i]: (t.type, t.names) for i, t in enumerate(everything)}
        return make_context(text, mentions, facts, things, {ids[i]: beliefs(t) for i, t in enumerate(everything)})


def find(stacked: Sequence[Stacked], model: Learned, pair_trees: Sequence[Trees]) -> list[Found]:
    """Keep what counts and find the facts, each paper with pair trees that have not seen it."""
    out = []
    for one in stacked:
        local = replace(model, trees={**model.trees, "pair": pair_trees[one.example.part]})
        text, (sure, possible) = one.example.text, parted(one.things, model.thresholds["counts"])
        late = late_facts(text, sure, possible, local)
        out.append(Found(one, sure, find_facts(text, sure, local), possible, late))
    return out


def train_numbers(found: Sequence[Found], leave_out: int | None = None) -> Arrays:
    """Train the number model, without one part, on what the pipeline found and on what the annotation says is there."""
    taught = []
    for one in found:
        if one.one.example.part != leave_out:
            annotation, context = one.one.example.record["annotation"], one.context()
            taught.append(example(context, aligned(annotation, context.things)))
            taught.append(example(annotated_context(one.one.example.text, annotation), annotation))
    return fit(taught)


def annotated_context(text: Text, annotation: Mapping[str, Any]) -> Context:
    """Return what the number rules would see if everything annotated, and nothing else, had been found."""
    entities = annotation["entities"]
    spans = find_spans(text, annotation).outer
    mentions = tuple((text.starts[a], text.ends[e - 1], entities[i]["id"], entities[i]["type"]) for a, e, i in spans)
    facts = tuple((s, p, o) for s, p, o in annotation["relations"])
    return make_context(text, mentions, facts, {e["id"]: (e["type"], tuple(e["names"])) for e in entities})


def predictions(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Return a line in the gold form for each paper, its numbers decided by a model that has not seen it."""
    models = [model_of(train_numbers(found, part)) for part in range(PARTS)]
    return [_line(one, models[one.one.example.part]) for one in found]


def _line(one: Found, numbers: NumberModel) -> dict[str, Any]:
    ids, context = one.ids(), one.context()
    results, quantities = extract_numbers(context, numbers)
    named, count = spoken_of(results, quantities), len(one.things)
    counted = [*range(count), *(i for i in range(count, len(ids) - 1) if ids[i] in named)]
    everything = [*one.things, *one.possible]
    facts = [*one.facts, *(f for i in counted for f in one.late.get(i, ()))]
    return {
        "doc": one.one.example.record["doc"],
        "entities": [{"id": ids[i], "type": everything[i].type, "names": list(everything[i].names)} for i in counted],
        "relations": [[ids[f.subject], f.predicate, ids[f.object]] for f in facts],
        "results": [
            {
                "subject": r.subject,
                "metric": r.metric,
                "benchmark": r.benchmark,
                "value": float(r.value),
                "unit": r.unit,
                "confidence": r.confidence,
            }
            for r in results
        ],
        "quantities": [{"entity": q.entity, "value": float(q.value), "confidence": q.confidence} for q in quantities],
        "links": [{"rel": link.rel, "url": link.url} for link in find_links(context.text)],
    }


def number_curves(found: Sequence[Found], lines: Sequence[Mapping[str, Any]]) -> Arrays:
    """Return how often results and quantities of some raw chance were right; `lines` are the `predictions`."""
    said: dict[str, list[tuple[float, bool]]] = {"result": [], "quantity": []}
    for one, line in zip(found, lines, strict=True):
        if one.one.example.form in JUDGED:
            gold = from_json({**one.one.example.record["annotation"], "doc": line["doc"]}, "annotation")
            ours = from_json(dict(line), "prediction")
            results, quantities = right_numbers(gold, ours)
            said["result"] += zip((r.confidence for r in ours.results), results, strict=True)
            said["quantity"] += zip((q.confidence for q in ours.quantities), quantities, strict=True)
    return {
        f"curve.{kind}": np.array(calibration_curve([c for c, _ in rows], [r for _, r in rows]), dtype=np.float32)
        for kind, rows in said.items()
    }

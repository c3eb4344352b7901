"""Cross-validation: what the pipeline finds with parts that have not seen a paper's annotation, in the gold form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.extraction.facts import PAPER, FactRow, find_facts
from kg.extraction.links import find_links
from kg.extraction.results import extract_numbers
from kg.extraction.scene import make_context
from kg.model import PAPER as PAPER_ID
from kg.training.number_labels import aligned
from kg.training.numbers import Arrays, example, fit, model_of
from kg.training.parts import PARTS
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

    def ids(self) -> dict[int, str]:
        """Return the id of each thing by index."""
        return {i: f"e{i + 1}" for i in range(len(self.things))} | {PAPER: PAPER_ID}

    def context(self) -> Context:
        """Return what the number rules see."""
        ids, text = self.ids(), self.one.example.text
        mentions = tuple(
            (text.starts[a], text.ends[e - 1], ids[i], t.type) for i, t in enumerate(self.things) for a, e in t.spans
        )
        facts = tuple((ids[f.subject], f.predicate, ids[f.object]) for f in self.facts)
        return make_context(text, mentions, facts, {ids[i]: (t.type, t.names) for i, t in enumerate(self.things)})


def find(stacked: Sequence[Stacked], model: Learned, pair_trees: Sequence[Trees]) -> list[Found]:
    """Keep what counts and find the facts, each paper with pair trees that have not seen it."""
    out = []
    for one in stacked:
        local = replace(model, trees={**model.trees, "pair": pair_trees[one.example.part]})
        things = [t for t in one.things if t.confidence >= model.thresholds["counts"]]
        out.append(Found(one, things, find_facts(one.example.text, things, local)))
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
    return {
        "doc": one.one.example.record["doc"],
        "entities": [{"id": ids[i], "type": t.type, "names": list(t.names)} for i, t in enumerate(one.things)],
        "relations": [[ids[f.subject], f.predicate, ids[f.object]] for f in one.facts],
        "results": [
            {
                "subject": r.subject,
                "metric": r.metric,
                "benchmark": r.benchmark,
                "value": float(r.value),
                "unit": r.unit,
            }
            for r in results
        ],
        "quantities": [{"entity": q.entity, "value": float(q.value)} for q in quantities],
        "links": [{"rel": link.rel, "url": link.url} for link in find_links(context.text)],
    }

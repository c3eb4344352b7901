"""Predicted extractions against annotated ones: precision, recall and F1, micro-averaged over the documents.

- entities: typed (a shared name and an accepted type), untyped (a shared name), named (typed, of the types whose
  things have proper names).
- relations: subject, predicate and object are right. Collapsed reads the paper and what it proposes as one subject.
- results: value (number and unit); full (also metric, benchmark and subject).
- quantities: the number, on the right thing. links: the address.

What the annotation calls optional is neither rewarded nor punished.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.evaluation.matching import match, types_of
from kg.evaluation.names import same_number, same_unit, same_url
from kg.evaluation.tally import Tally
from kg.model import PAPER, Document, Extraction

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from kg.evaluation.matching import Matching
    from kg.model import Result

MEASURES = (
    "entities.typed",
    "entities.untyped",
    "entities.named",
    "relations.collapsed",
    "relations.strict",
    "results.value",
    "results.full",
    "quantities",
    "links",
)
NAMED = frozenset({"Model", "Dataset", "Benchmark", "Software", "Organization"})
_Triple = tuple[str, str, str]


@dataclass(slots=True)
class Score:
    """The tallies: of each measure, type and predicate, and the typed entities of each document."""

    measures: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in MEASURES})
    types: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    predicates: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    documents: dict[str, Tally] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """All figures, in the order in which people read them."""
        return {
            "documents": len(self.documents),
            **{name: tally.figures() for name, tally in self.measures.items()},
            "types": {name: tally.figures() for name, tally in sorted(self.types.items())},
            "predicates": {name: tally.figures() for name, tally in sorted(self.predicates.items())},
            "by_doc": {name: tally.figures()["f1"] for name, tally in self.documents.items()},
        }


def score(gold: Iterable[Extraction], predicted: Iterable[Extraction]) -> Score:
    """Score predictions against annotations of the same documents; a document that isn't predicted is all missed."""
    ours = {extraction.document.id: extraction for extraction in predicted}
    theirs = {extraction.document.id: extraction for extraction in gold}
    total = Score()
    for document, annotation in theirs.items():
        prediction = ours.get(document, Extraction(Document(document, ())))
        _Comparison(total, annotation, prediction).run()
    return total


class _Comparison:
    """One document's annotation and prediction."""

    def __init__(self, total: Score, gold: Extraction, predicted: Extraction) -> None:
        self.total, self.gold, self.predicted = total, gold, predicted
        self.matching: Matching = match(gold, predicted)
        self.optional = {thing.id for thing in gold.things if thing.optional}

    def run(self) -> None:
        self.total.documents[self.gold.document.id] = Tally()
        self.annotated_entities()
        self.predicted_entities()
        self.relations()
        self.results()
        self.quantities_and_links()

    def tallies(self, kind: str) -> Iterator[Tally]:
        yield from (self.total.measures["entities.typed"], self.total.types[kind])
        yield self.total.documents[self.gold.document.id]

    def annotated_entities(self) -> None:
        types = {thing.id: thing.type for thing in self.predicted.things}
        for thing in self.gold.things:
            if thing.id in self.optional:
                continue
            other = self.matching.predicted_of.get(thing.id)
            typed = other is not None and types[other] in types_of(thing)
            self.total.measures["entities.untyped"].add(other is not None, 0, other is None)
            for tally in self.tallies(thing.type):
                tally.add(typed, 0, not typed)
            if thing.type in NAMED:
                self.total.measures["entities.named"].add(typed, 0, not typed)

    def predicted_entities(self) -> None:
        """Count what is wrong; what is right has been counted on the annotation's side."""
        accepted = {thing.id: types_of(thing) for thing in self.gold.things}
        for thing in self.predicted.things:
            theirs = self.matching.gold_of.get(thing.id)
            if theirs in self.optional:
                continue
            typed = theirs is not None and thing.type in accepted[theirs]
            self.total.measures["entities.untyped"].add(0, theirs is None, 0)
            for tally in self.tallies(thing.type):
                tally.add(0, not typed, 0)
            if thing.type in NAMED:
                self.total.measures["entities.named"].add(0, not typed, 0)

    def relations(self) -> None:
        for measure, collapse in (("relations.strict", False), ("relations.collapsed", True)):
            gold = {
                triple for triple in _triples(self.gold, str, collapse) if not self.optional & {triple[0], triple[2]}
            }
            ours = _triples(self.predicted, self.matching.as_gold, collapse)
            ours = {triple for triple in ours if not self.optional & {triple[0], triple[2]}}
            self.total.measures[measure].compare(gold, ours)
            if collapse:
                for predicate in {triple[1] for triple in gold | ours}:
                    self.total.predicates[predicate].compare(_of(gold, predicate), _of(ours, predicate))

    def results(self) -> None:
        for measure, key in (("results.value", _value_key), ("results.full", _full_key)):
            gold = [key(result, str, _proposed(self.gold)) for result in self.gold.results]
            ours = [key(result, self.matching.as_gold, _proposed(self.predicted)) for result in self.predicted.results]
            self.total.measures[measure].compare(gold, ours)

    def quantities_and_links(self) -> None:
        self.total.measures["quantities"].compare(
            [(item.entity, same_number(item.value)) for item in self.gold.quantities],
            [(self.matching.as_gold(item.entity), same_number(item.value)) for item in self.predicted.quantities],
        )
        gold, ours = ({same_url(link.url) for link in side.links} for side in (self.gold, self.predicted))
        self.total.measures["links"].compare(gold, ours)


def _proposed(extraction: Extraction) -> set[str]:
    return {fact.object for fact in extraction.facts if fact.predicate == "proposes"}


def _triples(extraction: Extraction, named: Callable[[str], str], collapse: bool) -> set[_Triple]:  # noqa: FBT001 - see relations()
    """Facts as triples of annotated ids; comparedWith, which has no direction, with its sides sorted."""
    proposed = _proposed(extraction) if collapse else set()
    found = set()
    for fact in extraction.facts:
        whole = fact.predicate != "partOf" and fact.subject in proposed
        subject = PAPER if fact.subject == PAPER or whole else named(fact.subject)
        object_ = named(fact.object)
        if fact.predicate == "comparedWith":
            subject, object_ = sorted((subject, object_))
        found.add((subject, fact.predicate, object_))
    return found


def _of(triples: set[_Triple], predicate: str) -> list[_Triple]:
    return [triple for triple in triples if triple[1] == predicate]


def _value_key(result: Result, _named: Callable[[str], str], _proposed: set[str]) -> tuple[Hashable, ...]:
    return (same_number(result.value), same_unit(result.unit))


def _full_key(result: Result, named: Callable[[str], str], proposed: set[str]) -> tuple[Hashable, ...]:
    subject = PAPER if result.subject == PAPER or result.subject in proposed else named(result.subject)
    parts = (named(identity) if identity else None for identity in (result.metric, result.benchmark))
    return (*_value_key(result, named, proposed), subject, *parts)


def right_numbers(gold: Extraction, predicted: Extraction) -> tuple[list[bool], list[bool]]:
    """Say of each predicted result whether it is fully right, and of each quantity; one annotated row is met once."""
    named = match(gold, predicted).as_gold
    stated = Counter(_full_key(r, str, _proposed(gold)) for r in gold.results)
    counted = Counter((q.entity, same_number(q.value)) for q in gold.quantities)
    results = [_met(stated, _full_key(r, named, _proposed(predicted))) for r in predicted.results]
    return results, [_met(counted, (named(q.entity), same_number(q.value))) for q in predicted.quantities]


def _met(stated: Counter[Any], row: Hashable) -> bool:
    stated[row] -= 1
    return stated[row] >= 0

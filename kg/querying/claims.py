"""The facts of a thing, with the sentences that say so: read from a store, bounded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from kg.graph.identifiers import ONTOLOGY, claim_iri
from kg.querying import look
from kg.querying.names import KINDS
from kg.querying.prefixes import PREFIXES
from kg.querying.shown import FactShown, Ref, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

T = TypeVar("T")
PREDICATES = (
    "proposes", "addresses", "uses", "basedOn", "trainedOn", "evaluatedOn",
    "measuredBy", "comparedWith", "outperforms", "partOf", "improves",
)  # fmt: skip
"""The facts, in the order in which they are shown."""
_SENTENCES = 3
"""Under each of the facts of one predicate."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is told of a thing."""

    facts: int = 500
    """In each direction."""
    sentences: int = 5
    """Under each fact."""
    merges: int = 50
    """Reasons why it is one thing."""


def fairly(found: Iterable[T], group: Callable[[T], Hashable], most: int) -> list[T]:
    """Return some of many in their order: as many of each group as of any other, as far as they go."""
    turns: Counter[Hashable] = Counter()
    ranked = []
    for place, item in enumerate(found):
        turns[group(item)] += 1
        ranked.append((turns[group(item)], place, item))
    chosen = sorted(ranked, key=lambda each: each[:2])[:most]
    return [item for _, _, item in sorted(chosen, key=lambda each: each[1])]


@dataclass(frozen=True, slots=True)
class Told:
    """Facts in one direction: some of them, and how many there are of each predicate."""

    facts: tuple[FactShown, ...]
    counts: dict[str, int]


def kind_of(store: ox.Store, node: look.Term) -> str:
    """Return the local name of a node's class of ours, or nothing."""
    own = [iri.removeprefix(ONTOLOGY) for iri in look.texts(store, node, "rdf:type") if iri.startswith(ONTOLOGY)]
    return next((kind for kind in own if kind in KINDS), own[0] if own else "")


def ref(store: ox.Store, node: look.Term) -> Ref:
    """Return a node with its name and class."""
    return Ref(look.text_of(node), look.label(store, node), kind_of(store, node))


def facts(store: ox.Store, subject: ox.NamedNode | None, object_: ox.NamedNode | None, bounds: Bounds) -> Told:
    """Return facts of a subject or object: of each predicate the best supported, as many as of any other."""
    support = _supports(store, subject, object_)
    ordered = ((name, _ordered(store, subject, name, object_, support)) for name in PREDICATES)
    found = [(name, triple) for name, triples in ordered for triple in triples]
    chosen = fairly(found, lambda pair: pair[0], bounds.facts)
    told = tuple(_fact(store, triple, bounds.sentences) for _, triple in chosen)
    return Told(told, dict(Counter(name for name, _ in found)))


def facts_of(
    store: ox.Store, subject: ox.NamedNode | None, predicate: str, object_: ox.NamedNode | None, place: slice
) -> Told:
    """Return the facts of one predicate that stand at some places, the best supported first."""
    found = _ordered(store, subject, predicate, object_, _supports(store, subject, object_))
    return Told(tuple(_fact(store, triple, _SENTENCES) for triple in found[place]), {predicate: len(found)})


def _ordered(
    store: ox.Store,
    subject: ox.NamedNode | None,
    predicate: str,
    object_: ox.NamedNode | None,
    support: dict[tuple[object, object], int],
) -> list[ox.Triple]:
    """Return the facts of one predicate, the best supported first."""
    known = look.term(f"kg:{predicate}")
    found = [quad.triple for quad in store.quads_for_pattern(subject, known, object_, ox.DefaultGraph())]
    found.sort(key=lambda triple: (str(triple.subject), str(triple.object)))
    return sorted(found, key=lambda triple: -support.get((known, triple.object if subject else triple.subject), 0))


def _supports(
    store: ox.Store, subject: ox.NamedNode | None, object_: ox.NamedNode | None
) -> dict[tuple[object, object], int]:
    """Return how many papers say each fact, by its predicate and other end, where there are several."""
    ends = f"rdf:subject {subject or '?other'} ; rdf:object {object_ or '?other'}"
    query = f"SELECT ?p ?other ?n {{ ?claim {ends} ; rdf:predicate ?p ; kg:support ?n FILTER(?n > 1) }}"
    rows = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True))
    return {(row["p"], row["other"]): int(row["n"].value) for row in rows}


def claim_of(store: ox.Store, triple: ox.Triple) -> ox.NamedNode:
    """Return the claim that stands for a fact."""
    parts = (str(triple.subject), str(triple.predicate), str(triple.object))
    return ox.NamedNode(claim_iri(*parts, base=look.base(store)))


def _fact(store: ox.Store, triple: ox.Triple, most: int) -> FactShown:
    """Return a fact with its claim's support, confidence and sentences."""
    claim = claim_of(store, triple)
    return FactShown(
        subject=ref(store, triple.subject),
        predicate=look.text_of(triple.predicate).removeprefix(ONTOLOGY),
        object=ref(store, triple.object),
        support=int(look.number(store, claim, "kg:support") or 0),
        confidence=look.number(store, claim, "kg:confidence"),
        evidence=sentences(store, claim, most),
    )


def sentences(store: ox.Store, body: ox.NamedNode, limit: int) -> tuple[Sentence, ...]:
    """Return the words that bear a claim or name a thing, by paper, field and place."""
    annotations = sorted(look.subjects(store, "oa:hasBody", body), key=lambda node: node.value)
    found = filter(None, (_sentence(store, annotation) for annotation in annotations))
    return tuple(sorted(islice(found, limit), key=lambda item: (item.paper.iri, item.field, item.start)))


def _sentence(store: ox.Store, annotation: ox.NamedNode) -> Sentence | None:
    """Return the words that an annotation marks; None where it has no target of ours."""
    span = look.node(store, annotation, "oa:hasTarget")
    source = look.node(store, span, "oa:hasSource") if span else None
    selector = look.node(store, span, "oa:hasSelector") if span else None
    if span is None or source is None or selector is None:
        return None
    paper = look.node(store, source, "kg:textOf") or source
    component = look.node(store, annotation, "prov:wasAttributedTo")
    quote = look.text(store, selector, "oa:exact") or ""
    return Sentence(
        paper=ref(store, paper),
        field=look.text(store, source, "kg:field") or "",
        start=int(look.number(store, selector, "oa:start") or 0),
        end=int(look.number(store, selector, "oa:end") or 0),
        text=quote,
        sentence=_around(store, span) or quote,
        component=look.label(store, component) if component else "",
    )


def _around(store: ox.Store, span: ox.NamedNode) -> str | None:
    """Return the sentence around a span, where the graph has it."""
    sentence = look.node(store, span, "kg:inSentence")
    selector = look.node(store, sentence, "oa:hasSelector") if sentence else None
    return look.text(store, selector, "oa:exact") if selector else None

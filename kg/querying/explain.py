"""What the graph knows of a thing, and on whose word: ``kg explain``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.identifiers import BASE, ONTOLOGY, claim_iri
from kg.querying import look
from kg.querying.names import KINDS, Named
from kg.querying.shown import Explanation, FactShown, MergeShown, Ref, ResultShown, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.querying.names import Names

PREDICATES = (
    "proposes", "addresses", "uses", "basedOn", "trainedOn", "evaluatedOn",
    "measuredBy", "comparedWith", "outperforms", "partOf", "improves",
)  # fmt: skip
"""The facts, in the order in which they are shown."""
LINKS = ("code", "projectPage", "demo", "data", "weights")
_ROLES = {"resultOf": "subject", "onBenchmark": "benchmark", "metric": "metric", "baseline": "baseline"}


class UnknownThingError(QueryError):
    """No thing of that name: `nearest` holds those whose names are most like it."""

    def __init__(self, name: str, nearest: Sequence[Named]) -> None:
        """Say which name, and which are near."""
        self.name, self.nearest = name, tuple(nearest)
        near = "; nearest: " + ", ".join(f"{item.label} ({item.kind})" for item in nearest) if nearest else ""
        super().__init__(f"the graph knows nothing by the name {name!r}{near}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is told of a thing."""

    facts: int = 500
    """In each direction."""
    sentences: int = 5
    """Under each fact."""
    merges: int = 50
    """Reasons why it is one thing."""


def find_all(names: Names, name: str, kinds: Sequence[str] = ()) -> list[Named]:
    """Return the things of that name, the best known first; raise `UnknownThingError` where there is none.

    Those of which it is but another name count only where it is the preferred name of none.
    """
    found = names.exact(name, kinds)
    if not found:
        raise UnknownThingError(name, names.near(name, kinds))
    return [item for item in found if item.rank == 0] or found


def find(names: Names, name: str, kinds: Sequence[str] = ()) -> Named:
    """Return the one thing of that name; raise `UnknownThingError`, or `QueryError` where several have it."""
    found = find_all(names, name, kinds)
    if len(found) > 1:
        choices = ", ".join(f"{short_id(item.iri)} ({item.kind})" for item in found)
        message = f"{name!r} is the name of {len(found)} things; say which by its id: {choices}"
        raise QueryError(message)
    return found[0]


def short_id(iri: str) -> str:
    """Return the id by which a thing may be named in a command: ``model/videoagent``, an arXiv id, else its IRI."""
    return iri.removeprefix(BASE).removeprefix("https://arxiv.org/abs/")


def explain(store: ox.Store, iri: str, bounds: Bounds | None = None) -> Explanation:
    """Gather what a store says of an IRI: names, facts in and out, results, quantities, links, each with its words."""
    bounds = bounds or Bounds()
    node = ox.NamedNode(iri)
    out, total_out = facts(store, node, None, bounds)
    into, total_in = facts(store, None, node, bounds)
    found, total = results(store, node, bounds)
    why = merges(store, node)
    return Explanation(
        iri=iri,
        kind=kind_of(store, node),
        names=look.labels(store, node),
        aliases=tuple(look.texts(store, node, "skos:altLabel")),
        same_as=tuple(look.texts(store, node, "skos:exactMatch")),
        facts_out=out,
        facts_in=into,
        total_out=total_out,
        total_in=total_in,
        results=found,
        total_results=total,
        quantities=tuple(_quantities(store, node)),
        links=tuple((kind, link) for kind in LINKS for link in look.texts(store, node, f"kg:{kind}")),
        proposed_by=_proposers(store, node),
        merges=tuple(why[: bounds.merges]),
        total_merges=len(why),
    )


def merges(store: ox.Store, node: ox.NamedNode) -> list[MergeShown]:
    """Return why a thing is one, as its resolution said it: the reason of most papers first."""
    found = (
        MergeShown(
            reason=look.text(store, merge, "kg:reason") or "",
            support=int(look.number(store, merge, "kg:support") or 0),
            confidence=look.number(store, merge, "kg:confidence"),
        )
        for merge in set(look.subjects(store, "kg:mergedInto", node))
    )
    return sorted(found, key=lambda why: (-why.support, why.reason))


def _proposers(store: ox.Store, node: ox.NamedNode) -> tuple[Ref, ...]:
    """Return the papers that propose a thing."""
    found = sorted(set(look.subjects(store, "kg:proposes", node)), key=lambda paper: paper.value)
    return tuple(_ref(store, paper) for paper in found)


def kind_of(store: ox.Store, node: look.Term) -> str:
    """Return the local name of a node's class of ours, or nothing."""
    own = [iri.removeprefix(ONTOLOGY) for iri in look.texts(store, node, "rdf:type") if iri.startswith(ONTOLOGY)]
    return next((kind for kind in own if kind in KINDS), own[0] if own else "")


def ref(store: ox.Store, node: look.Term | None) -> Ref | None:
    """Return a node with its name and class; None for None."""
    return Ref(look.text_of(node), look.label(store, node), kind_of(store, node)) if node is not None else None


def _ref(store: ox.Store, node: look.Term) -> Ref:
    """Return a node with its name and class."""
    return Ref(look.text_of(node), look.label(store, node), kind_of(store, node))


def facts(
    store: ox.Store, subject: ox.NamedNode | None, object_: ox.NamedNode | None, bounds: Bounds
) -> tuple[tuple[FactShown, ...], int]:
    """Return the facts of a subject or object, best supported first for each predicate, and how many there are."""
    found = []
    for place, predicate in enumerate(PREDICATES):
        for quad in store.quads_for_pattern(subject, look.term(f"kg:{predicate}"), object_, ox.DefaultGraph()):
            support = look.number(store, claim_of(store, quad.triple), "kg:support") or 0
            found.append((place, -support, str(quad.subject), str(quad.object), quad.triple))
    found.sort(key=lambda item: item[:4])
    return tuple(_fact(store, item[4], bounds) for item in found[: bounds.facts]), len(found)


def claim_of(store: ox.Store, triple: ox.Triple) -> ox.NamedNode:
    """Return the claim that stands for a fact."""
    parts = (str(triple.subject), str(triple.predicate), str(triple.object))
    return ox.NamedNode(claim_iri(*parts, base=look.base(store)))


def _fact(store: ox.Store, triple: ox.Triple, bounds: Bounds) -> FactShown:
    """Return a fact with its claim's support, confidence and sentences."""
    claim = claim_of(store, triple)
    return FactShown(
        subject=_ref(store, triple.subject),
        predicate=look.text_of(triple.predicate).removeprefix(ONTOLOGY),
        object=_ref(store, triple.object),
        support=int(look.number(store, claim, "kg:support") or 0),
        confidence=look.number(store, claim, "kg:confidence"),
        evidence=sentences(store, claim, bounds.sentences),
    )


def sentences(store: ox.Store, body: ox.NamedNode, limit: int) -> tuple[Sentence, ...]:
    """Return the words that bear a claim or name a thing, by paper, field and place."""
    annotations = sorted(look.subjects(store, "oa:hasBody", body), key=lambda node: node.value)
    found = (_sentence(store, annotation) for annotation in annotations[: limit * 4])
    told = sorted((item for item in found if item), key=lambda item: (item.paper.iri, item.field, item.start))
    return tuple(told[:limit])


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
        paper=_ref(store, paper),
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


def results(store: ox.Store, node: ox.NamedNode, bounds: Bounds) -> tuple[tuple[ResultShown, ...], int]:
    """Return the results that a thing is part of, in whatever role, or that a paper reports; and how many."""
    roles = ("kg:reportedIn", *(f"kg:{role}" for role in _ROLES))
    found = sorted({item.value for role in roles for item in look.subjects(store, role, node)})
    return tuple(_result(store, ox.NamedNode(iri), bounds) for iri in found[: bounds.facts]), len(found)


def _result(store: ox.Store, node: ox.NamedNode, bounds: Bounds) -> ResultShown:
    """Return a result with its parts named."""
    parts = {name: ref(store, look.node(store, node, f"kg:{role}")) for role, name in _ROLES.items()}
    return ResultShown(
        iri=node.value,
        paper=ref(store, look.node(store, node, "kg:reportedIn")),
        value=look.text(store, node, "kg:value") or "",
        max_value=look.text(store, node, "kg:maxValue"),
        unit=look.text(store, node, "kg:unit"),
        comparator=look.text(store, node, "kg:comparator"),
        setting=look.text(store, node, "kg:setting"),
        verbatim=look.text(store, node, "kg:verbatim"),
        evidence=_result_evidence(store, node, bounds),
        **parts,
    )


def _result_evidence(store: ox.Store, node: ox.NamedNode, bounds: Bounds) -> tuple[Sentence, ...]:
    """Return the words that bear a result: those of its own annotations, else those of claims about it."""
    told = sentences(store, node, bounds.sentences)
    claims: Iterable[ox.NamedNode] = () if told else look.subjects(store, "rdf:subject", node)
    ordered = sorted(claims, key=lambda claim: claim.value)
    return told or tuple({item: None for claim in ordered for item in sentences(store, claim, bounds.sentences)})


def _quantities(store: ox.Store, node: ox.NamedNode) -> list[tuple[str, str, str, str]]:
    """Return the numbers that describe a thing."""
    parts = ("kg:property", "kg:value", "kg:unit", "kg:verbatim")
    found = (
        tuple(look.text(store, item, part) or "" for part in parts)
        for item in look.subjects(store, "kg:describes", node)
    )
    return sorted(found)  # type: ignore[arg-type]

"""What the graph knows of a thing, and on whose word: ``kg explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.identifiers import BASE
from kg.querying import look
from kg.querying.claims import Bounds, facts, fairly, kind_of, ref, sentences
from kg.querying.prefixes import PREFIXES
from kg.querying.shown import Explanation, MergeShown, Ref, ResultShown, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.querying.names import Named, Names

LINKS = ("code", "projectPage", "demo", "data", "weights")
_ROLES = {"resultOf": "subject", "onBenchmark": "benchmark", "metric": "metric", "baseline": "baseline"}


class UnknownThingError(QueryError):
    """No thing of that name: `nearest` holds those whose names are most like it."""

    def __init__(self, name: str, nearest: Sequence[Named]) -> None:
        """Say which name, and which are near."""
        self.name, self.nearest = name, tuple(nearest)
        near = "; nearest: " + ", ".join(f"{item.label} ({item.kind})" for item in nearest) if nearest else ""
        super().__init__(f"the graph knows nothing by the name {name!r}{near}")


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
    out, into = facts(store, node, None, bounds), facts(store, None, node, bounds)
    found, total = results(store, node, bounds)
    why = merges(store, node)
    return Explanation(
        iri=iri,
        kind=kind_of(store, node),
        names=look.labels(store, node),
        aliases=tuple(look.texts(store, node, "skos:altLabel")),
        same_as=tuple(look.texts(store, node, "skos:exactMatch")),
        facts_out=out.facts,
        facts_in=into.facts,
        total_out=sum(out.counts.values()),
        total_in=sum(into.counts.values()),
        counts_out=out.counts,
        counts_in=into.counts,
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
    query = f"""SELECT ?reason ?support ?confidence {{ ?merge kg:mergedInto {node}
      OPTIONAL {{ ?merge kg:reason ?reason }} OPTIONAL {{ ?merge kg:support ?support }}
      OPTIONAL {{ ?merge kg:confidence ?confidence }} }}"""
    rows = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True))
    found = (
        MergeShown(
            reason=row["reason"].value if row["reason"] else "",
            support=int(row["support"].value) if row["support"] else 0,
            confidence=float(row["confidence"].value) if row["confidence"] else None,
        )
        for row in rows
    )
    return sorted(found, key=lambda why: (-why.support, why.reason))


def _proposers(store: ox.Store, node: ox.NamedNode) -> tuple[Ref, ...]:
    """Return the papers that propose a thing."""
    found = sorted(set(look.subjects(store, "kg:proposes", node)), key=lambda paper: paper.value)
    return tuple(ref(store, paper) for paper in found)


def results(store: ox.Store, node: ox.NamedNode, bounds: Bounds) -> tuple[tuple[ResultShown, ...], int]:
    """Return the results that a thing is part of, in whatever role, or that a paper reports; and how many.

    Of very many, the highest values of each metric are told.
    """
    roles = ("kg:reportedIn", *(f"kg:{role}" for role in _ROLES))
    found = sorted({item.value for role in roles for item in look.subjects(store, role, node)})
    if len(found) > bounds.facts:
        told = fairly(sorted(_measured(store, iri) for iri in found), lambda item: item[0], bounds.facts)
        return tuple(_result(store, ox.NamedNode(item[2]), bounds) for item in told), len(found)
    return tuple(_result(store, ox.NamedNode(iri), bounds) for iri in found), len(found)


def _measured(store: ox.Store, iri: str) -> tuple[str, float, str]:
    """Return what sorts a result among others: its metric and unit, then the highest value."""
    node = ox.NamedNode(iri)
    metric, unit = (look.text(store, node, name) or "" for name in ("kg:metric", "kg:unit"))
    try:
        value = float(look.text(store, node, "kg:value") or 0)
    except ValueError:
        value = 0.0
    return f"{metric} {unit}", -value, iri


def _ref(store: ox.Store, node: ox.NamedNode | None) -> Ref | None:
    """Return a node with its name and class; None for None."""
    return ref(store, node) if node is not None else None


def _result(store: ox.Store, node: ox.NamedNode, bounds: Bounds) -> ResultShown:
    """Return a result with its parts named."""
    parts = {name: _ref(store, look.node(store, node, f"kg:{role}")) for role, name in _ROLES.items()}
    return ResultShown(
        iri=node.value,
        paper=_ref(store, look.node(store, node, "kg:reportedIn")),
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

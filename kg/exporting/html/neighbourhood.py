"""One thing by any of its names, and the part of the page's data around it."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.exporting.html.page import NOTHING, PageData

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exporting.html.page import Node


def find(page: PageData, name: str) -> int:
    """Return the position of the node that is called so; of several, the one with most facts."""
    wanted = _folded(name)
    found = [at for at, node in enumerate(page.nodes) if wanted in map(_folded, names(node))]
    if not found:
        raise UnknownNameError("paper or thing", name, _nearest(page, wanted))
    facts: dict[int, int] = defaultdict(int)
    for fact in page.facts:
        facts[fact.subject] += 1
        facts[fact.object] += 1
    return max(found, key=lambda at: (facts[at], -at))


def names(node: Node) -> Iterable[str]:
    """Everything that a node may be called by: names, key, the end of its key, IRI."""
    return (node.en, node.zh, *node.aliases, node.key, node.key.rpartition("/")[2], node.iri)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _nearest(page: PageData, wanted: str) -> list[str]:
    """The names most like the one asked for."""
    known = {_folded(name): name for node in page.nodes for name in (node.en, node.zh) if name}
    return [known[close] for close in difflib.get_close_matches(wanted, sorted(known), n=8, cutoff=0.5)]


def around(page: PageData, centre: int, depth: int) -> PageData:
    """Return the part of the page within so many steps of a node; each paper that a quote comes from stays, too."""
    near = defaultdict(set)
    ties = [(fact.subject, fact.object) for fact in page.facts]
    ties += [(result.subject, result.benchmark) for result in page.results if result.benchmark != NOTHING]
    for one, other in ties:
        near[one].add(other)
        near[other].add(one)
    kept, ring = {centre}, {centre}
    for _ in range(depth):
        ring = {other for node in ring for other in near[node]} - kept
        kept |= ring
    return cut(page, kept)


def cut(page: PageData, kept: set[int]) -> PageData:
    """Return the page with these nodes, what is said between them, and the papers that say it."""
    facts = [fact for fact in page.facts if fact.subject in kept and fact.object in kept]
    results = [result for result in page.results if result.subject in kept and result.benchmark in kept | {NOTHING}]
    quantities = [quantity for quantity in page.quantities if quantity.entity in kept]
    said = [*facts, *results, *quantities]
    nodes = kept | {paper for fact in facts for paper in fact.papers}
    nodes |= {end for result in results for end in (result.metric, result.baseline, result.paper)}
    nodes |= {page.quotes[at].paper for row in said for at in row.quotes} | {q.paper for q in quantities}
    order = sorted(nodes - {NOTHING})
    new = {old: at for at, old in enumerate(order)} | {NOTHING: NOTHING}
    asked = sorted({at for row in said for at in row.quotes})
    quote = {old: at for at, old in enumerate(asked)}
    return PageData(
        page.title,
        [page.nodes[at] for at in order],
        [
            row._replace(
                subject=new[row.subject],
                object=new[row.object],
                papers=tuple(new[paper] for paper in row.papers),
                quotes=tuple(quote[at] for at in row.quotes),
            )
            for row in facts
        ],
        [
            row._replace(
                **{end: new[getattr(row, end)] for end in ("subject", "metric", "benchmark", "baseline", "paper")},
                quotes=tuple(quote[at] for at in row.quotes),
            )
            for row in results
        ],
        [
            row._replace(entity=new[row.entity], paper=new[row.paper], quotes=tuple(quote[at] for at in row.quotes))
            for row in quantities
        ],
        [row._replace(paper=new[row.paper]) for row in page.links if row.paper in new],
        [page.quotes[at]._replace(paper=new[page.quotes[at].paper]) for at in asked],
    )

"""One thing by any of its names, and the part of the page's data around it."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.exporting.html.page import NOTHING, Fact, PageData

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
    near: dict[int, set[int]] = defaultdict(set)
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
    part = PageData(page.title)
    part.facts = [fact for fact in page.facts if fact.subject in kept and fact.object in kept]
    part.results = [row for row in page.results if row.subject in kept and row.benchmark in kept | {NOTHING}]
    part.quantities = [row for row in page.quantities if row.entity in kept]
    resting = [row.quotes for row in part.facts] + [row.quotes for row in part.results]
    asked = sorted({at for quotes in (*resting, *(row.quotes for row in part.quantities)) for at in quotes})
    order = sorted((kept | _others(part) | {page.quotes[at].paper for at in asked}) - {NOTHING})
    part.nodes = [page.nodes[at] for at in order]
    node = {old: at for at, old in enumerate(order)} | {NOTHING: NOTHING}
    part.quotes = [page.quotes[at]._replace(paper=node[page.quotes[at].paper]) for at in asked]
    part.links = [row._replace(paper=node[row.paper]) for row in page.links if row.paper in node]
    return _renumbered(part, node, {old: at for at, old in enumerate(asked)})


def _others(part: PageData) -> set[int]:
    """The nodes that facts and numbers name besides those they are between."""
    others = {paper for fact in part.facts for paper in fact.papers}
    for row in part.results:
        others |= {row.metric, row.baseline, row.paper}
    return others | {row.paper for row in part.quantities}


def _renumbered(part: PageData, node: dict[int, int], quote: dict[int, int]) -> PageData:
    """Let facts, results and quantities name nodes and quotes by their new positions."""
    part.facts = [
        Fact(node[subject], predicate, node[value], sure, _all(quote, quotes), _all(node, papers))
        for subject, predicate, value, sure, quotes, papers in part.facts
    ]
    part.results = [
        row._replace(
            subject=node[row.subject],
            metric=node[row.metric],
            benchmark=node[row.benchmark],
            baseline=node[row.baseline],
            paper=node[row.paper],
            quotes=_all(quote, row.quotes),
        )
        for row in part.results
    ]
    part.quantities = [
        row._replace(entity=node[row.entity], paper=node[row.paper], quotes=_all(quote, row.quotes))
        for row in part.quantities
    ]
    return part


def _all(new: dict[int, int], old: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(new[at] for at in old)

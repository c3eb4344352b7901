"""From the page's nouns to the blocks of its file: nodes by importance, facts, and the sentences behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.exporting.html.communities import Arcs, Ints, arcs_of
from kg.exporting.html.layout import Floats, layout
from kg.exporting.html.pack import Block, packed_text
from kg.exporting.html.page import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.exporting.html.page import Fact, Node, PageData, Quote

MANY = 20_000
"""From so many nodes on, places are kept less finely."""
_GUESSED = re.compile("[\\x20-\\x7e\\u4e00-\\u9fff]+")
_BETWEEN = re.compile(r"[^\w.]+|_+")
TIERS = 8
"""In so many parts, by importance, the papers' sentences follow one another."""
CHUNK = 400_000
"""Characters of prose in one block of sentences: about 0.1 s to unpack, when first asked for."""
LONGEST = 1_600
"""A sentence longer than this is cut to what surrounds its words."""


class Map(NamedTuple):
    """How the nodes stand: everything by the nodes' new order, most important first."""

    order: Ints
    """Position in ``PageData.nodes`` of the node at each rank."""
    rank: Ints
    """The inverse of ``order``."""
    weight: Floats
    """Importance, 0 to 1."""
    place: Floats
    group: Ints


def mapped(page: PageData) -> Map:
    """Rank the nodes and lay them out."""
    arcs = _arcs(page)
    weight = importance(arcs, np.array([node.type == "Paper" for node in page.nodes], dtype=bool))
    order = np.lexsort((np.arange(arcs.size), -weight))
    rank = np.empty_like(order)
    rank[order] = np.arange(arcs.size)
    place, group = layout(arcs, radii(weight))
    return Map(order, rank, weight[order], place[order], group[order])


def importance(arcs: Arcs, paper: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """PageRank (Brin and Page 1998; damping 0.85, undirected), a paper's halved, scaled so that the first has 1."""
    strength = np.maximum(np.bincount(arcs.source, arcs.weight, arcs.size), 1e-12)
    score = np.full(arcs.size, 1 / max(arcs.size, 1))
    for _ in range(40):
        flow = np.bincount(arcs.target, (score / strength)[arcs.source] * arcs.weight, arcs.size)
        score = 0.15 / max(arcs.size, 1) + 0.85 * flow
    score = np.where(paper, score * 0.5, score)
    # Rounded, since sums of floats differ in their last digits between processors.
    scaled: Floats = np.round(score / max(float(score.max(initial=0)), 1e-12), 6)
    return scaled


def radii(weight: Floats) -> Floats:
    """Radius on the page of a node of each importance."""
    grown: Floats = 7.0 + 14.0 * np.sqrt(weight)
    return grown


def _arcs(page: PageData) -> Arcs:
    """Facts and results as weighted ties; a fact that more papers state ties closer."""
    ties = [(fact.subject, fact.object, 1.0 + np.log1p(len(fact.papers)) * 0.5) for fact in page.facts]
    ties += [(r.subject, r.benchmark, 0.6) for r in page.results if r.benchmark != NOTHING]
    source, target, weight = (np.array(column) for column in zip(*ties, strict=True)) if ties else (np.zeros(0),) * 3
    return arcs_of(len(page.nodes), source.astype(np.int64), target.astype(np.int64), weight.astype(float))


def core_block(page: PageData, chart: Map) -> Block:
    """What is needed to draw, search and walk: nodes, facts and results."""
    block = Block()
    nodes = [page.nodes[at] for at in chart.order.tolist()]
    types = sorted({node.type for node in nodes})
    block.texts("types", types)
    block.integers("node.type", [types.index(node.type) for node in nodes])
    for name in ("en", "zh", "published"):
        block.texts(f"node.{name}", [getattr(node, name) for node in nodes])
    block.texts("node.key", ["" if node.key == likely_key(node) else node.key for node in nodes])
    block.lists("node.aliases", [node.aliases for node in nodes])
    block.lists("node.authors", [node.authors for node in nodes])
    block.integers("node.weight", np.round(chart.weight * 65535).astype(int).tolist())
    block.integers("node.group", chart.group.tolist())
    _places(block, chart)
    _iris(block, nodes)
    _facts(block, page, chart)
    _results(block, page, chart)
    return block


def likely_key(node: Node) -> str:
    """Return the key that the page guesses from type and name, so that it need not be told.

    >>> from kg.exporting.html.page import Node
    >>> likely_key(Node("", "", "Model", "U-Net 2.0", ""))
    'model/u-net-2.0'
    """
    name = node.en or node.zh
    if not _GUESSED.fullmatch(name):
        return ""
    return f"{node.type.lower()}/{_BETWEEN.sub('-', name.lower()).strip('-.')}"


def _places(block: Block, chart: Map) -> None:
    """Each node's place from its community's middle, in steps too small to see."""
    step = 1 if len(chart.place) < MANY else 4
    groups = int(chart.group.max(initial=-1)) + 1
    sizes = np.maximum(np.bincount(chart.group, minlength=groups), 1)
    block.integers("place.step", [step])
    for axis, name in enumerate("xy"):
        middle = np.round(np.bincount(chart.group, chart.place[:, axis], groups) / sizes).astype(int)
        block.integers(f"group.{name}", middle.tolist())
        away = np.round((chart.place[:, axis] - middle[chart.group]) / step).astype(int)
        block.integers(f"node.{name}", away.tolist())


def _iris(block: Block, nodes: Sequence[Node]) -> None:
    """IRIs, without the beginning that most share with their key."""
    starts = {node.iri[: -len(node.key)] for node in nodes if node.iri.endswith(node.key)}
    common = sorted(starts, key=lambda start: (len(start), start))[:8]
    block.texts("iri.starts", common)
    which = {start: number for number, start in enumerate(common)}
    heads = [which.get(node.iri[: -len(node.key)], -1) if node.iri.endswith(node.key) else -1 for node in nodes]
    block.integers("iri.start", heads)
    block.texts("iri.whole", [node.iri if head < 0 else "" for node, head in zip(nodes, heads, strict=True)])


def _facts(block: Block, page: PageData, chart: Map) -> None:
    rank = chart.rank.tolist()
    predicates = sorted({fact.predicate for fact in page.facts})
    number = {predicate: at for at, predicate in enumerate(predicates)}
    facts = _by_subject(page, chart)
    block.texts("predicates", predicates)
    block.integers("fact.subject", [rank[fact.subject] for fact in facts], rising=True)
    block.integers("fact.object", [rank[fact.object] for fact in facts])
    block.integers("fact.predicate", [number[fact.predicate] for fact in facts])
    block.integers("fact.confidence", [round(fact.confidence * 100) for fact in facts])
    block.integers("fact.papers", [len(fact.papers) for fact in facts])
    block.integers("fact.quotes", [len(fact.quotes) for fact in facts])


def _by_subject(page: PageData, chart: Map) -> list[Fact]:
    """Facts in the order of their subjects' ranks, then their objects'."""
    rank = chart.rank.tolist()
    return sorted(page.facts, key=lambda fact: (rank[fact.subject], rank[fact.object], fact.predicate))


def _results(block: Block, page: PageData, chart: Map) -> None:
    rank = [*chart.rank.tolist(), NOTHING]
    results = page.results
    for name in ("subject", "metric", "benchmark", "baseline", "paper"):
        block.integers(f"result.{name}", [rank[getattr(result, name)] for result in results])
    for name in ("value", "value_max", "unit", "comparator", "setting", "verbatim"):
        block.texts(f"result.{name}", [getattr(result, name) for result in results])
    block.integers("result.quotes", [len(result.quotes) for result in results])
    for name in ("entity", "paper"):
        block.integers(f"quantity.{name}", [rank[getattr(quantity, name)] for quantity in page.quantities])
    for name in ("property", "value", "unit", "verbatim"):
        block.texts(f"quantity.{name}", [getattr(quantity, name) for quantity in page.quantities])
    block.integers("quantity.quotes", [len(quantity.quotes) for quantity in page.quantities])
    block.integers("link.paper", [rank[link.paper] for link in page.links])
    block.texts("link.rel", [link.rel for link in page.links])
    block.texts("link.url", [link.url for link in page.links])


def quote_block(page: PageData, chart: Map) -> tuple[Block, Iterator[str]]:
    """Where each quote stands, and the sentences themselves in pieces, packed one by one, one paper's together.

    Quotes come in the order of the facts, results and quantities that rest on them, so that how many each
    has is all that need be told.
    """
    rank, group = chart.rank.tolist(), chart.group.tolist()
    resting = [row.quotes for row in _by_subject(page, chart)]
    resting += [row.quotes for row in page.results] + [row.quotes for row in page.quantities]
    quotes = [page.quotes[at] for asked in resting for at in asked]
    cuts = [_cut(quote) for quote in quotes]
    tiers = max(1, len(rank) // TIERS)
    keys = [
        (rank[quote.paper] // tiers, group[rank[quote.paper]], rank[quote.paper], quote.field, cut[0])
        for quote, cut in zip(quotes, cuts, strict=True)
    ]
    # The papers that matter most first; among those, by community: sentences on one subject compress better.
    sentences = sorted(set(keys))
    number = {sentence: at for at, sentence in enumerate(sentences)}
    fields = sorted({quote.field for quote in quotes})
    block = Block()
    block.texts("fields", fields)
    block.integers("quote.sentence", [number[key] for key in keys], rising=True)
    block.integers("quote.start", [start for _, start, _ in cuts])
    block.integers("quote.length", [end - start for _, start, end in cuts])
    block.integers("sentence.paper", [sentence[2] for sentence in sentences], rising=True)
    block.integers("sentence.field", [fields.index(sentence[3]) for sentence in sentences])
    pieces = _pieces([sentence[4] for sentence in sentences])
    block.integers("piece.count", [len(piece) for piece in pieces])
    return block, map(packed_text, pieces)


def _cut(quote: Quote) -> tuple[str, int, int]:
    """The sentence, no longer than can be read, with the words' place in it in UTF-16 units, as browsers count."""
    text, start, end = quote.sentence, quote.start, quote.end
    if len(text) > LONGEST:
        low = max(0, start - LONGEST // 2)
        text, start, end = text[low : low + LONGEST], start - low, min(end - low, LONGEST)
    if text.isascii() or max(text) < "\U00010000":
        return text, start, end
    return text, _units(text[:start]), _units(text[:end])


def _units(text: str) -> int:
    return len(text) + sum(character >= "\U00010000" for character in text)


def _pieces(sentences: list[str]) -> list[list[str]]:
    pieces: list[list[str]] = []
    room = 0
    for sentence in sentences:
        if room < len(sentence) or not pieces:
            pieces.append([])
            room = CHUNK
        pieces[-1].append(sentence)
        room -= len(sentence) + 1
    return pieces

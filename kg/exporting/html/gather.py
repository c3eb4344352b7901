"""From the graph's triples to what the page shows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kg.exporting.html.page import NOTHING, Fact, Link, Node, PageData, Quantity, Quote, Result
from kg.exporting.html.sentences import Said, read_evidence
from kg.exporting.html.terms import read_line
from kg.graph.terms import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.exporting.html.sentences import Statement
    from kg.graph import KnowledgeGraph

KG = PREFIXES["kg"]
TYPE = expand("rdf:type")
LINKS = ("code", "projectPage", "demo", "data", "weights")
STARTS = ("https://arxiv.org/abs/", "https://doi.org/")
SYMMETRIC = "comparedWith"
MENTIONS = "mentions"
"""Our word for a paper that speaks of a thing of which it states no fact; without it the thing would float."""
RESULT_PARTS = {"resultOf", "onBenchmark", "metric", "baseline", "reportedIn", "describes"}
_NAMES = {expand("rdfs:label"), expand("skos:prefLabel"), expand("dcterms:title")}
_PLAIN = {
    expand("dcterms:issued"): "published",
    expand("skos:altLabel"): "aliases",
    "http://purl.org/dc/elements/1.1/creator": "authors",
}

Values = dict[str, list[str]]
Row = tuple[str, str, str, str]
"""Subject, predicate, object, and the object's language."""


class Spoken(Protocol):
    """What is said of each statement."""

    def get(self, statement: Statement, /) -> Said | None:
        """Return what is said of a statement; None where nobody says it."""


class Read(NamedTuple):
    """The triples of graph.ttl, sorted out: what is said of each subject, and what leads from one to another."""

    kinds: dict[str, str]
    values: dict[str, Values]
    facts: list[tuple[str, str, str]]
    digests: list[str]


def page_of(graph: KnowledgeGraph, title: str | None = None) -> PageData:
    """Return everything the page shows of the graph, in an order that depends on the graph alone."""
    return page_from(map(read_line, graph.triples()), read_evidence(graph.evidence()), graph.base, title)


def page_from(facts: Iterable[Row], said: Spoken, base: str, title: str | None = None) -> PageData:
    """Return everything the page shows of facts, sorted by subject, and of what is said of them."""
    read = _read(facts)
    page = PageData(title or _title(read))
    page.nodes = list(_nodes(read, base))
    at = {node.iri: number for number, node in enumerate(page.nodes)}
    quotes = _Quotes(page, at)
    page.facts = list(_facts(read, said, at, quotes))
    page.facts += _mentions(page, read, said, at, quotes)
    page.results = list(_results(read, said, at, quotes))
    page.quantities = list(_quantities(read, said, at, quotes))
    page.links = [Link(at[s], p, o) for s, p, o in read.facts if p in LINKS and s in at]
    return page


def _read(rows: Iterable[Row]) -> Read:
    read = Read({}, defaultdict(lambda: defaultdict(list)), [], [])
    collection = expand("schema:Collection")
    for subject, predicate, value, language in rows:
        if predicate == TYPE and value.startswith(KG):
            read.kinds[subject] = value.removeprefix(KG)
        elif predicate == TYPE and value == collection:
            read.digests.append(subject)
        elif predicate in _NAMES:
            read.values[subject][language or "en"].append(value)
        elif predicate in _PLAIN:
            read.values[subject][_PLAIN[predicate]].append(value)
        elif predicate.startswith(KG):
            _own(read, subject, predicate.removeprefix(KG), value)
    return read


def _own(read: Read, subject: str, predicate: str, value: str) -> None:
    """Sort in a triple of our vocabulary: a part of a result or quantity, or a fact."""
    if read.kinds.get(subject) in {"Result", "Quantity"} or predicate in RESULT_PARTS:
        read.values[subject][predicate].append(value)
    else:
        read.facts.append((subject, predicate, value))


def _title(read: Read) -> str:
    """The digest's name if there is one digest."""
    if len(read.digests) != 1:
        return "Knowledge graph"
    names = read.values[read.digests[0]].get("en") or read.values[read.digests[0]].get("zh") or ["Knowledge graph"]
    return names[0].removesuffix(".md")


def _nodes(read: Read, base: str) -> Iterator[Node]:
    for iri in sorted(read.kinds):
        kind = read.kinds[iri]
        if kind in {"Result", "Quantity", "Claim", "Text"}:
            continue
        values = read.values[iri]
        english, chinese = (min(values.get(language, [""])) for language in ("en", "zh"))
        others = {*values.get("en", []), *values.get("zh", []), *values.get("aliases", [])} - {english, chinese}
        yield Node(
            key=_key(iri, base),
            iri=iri,
            type=kind,
            en=english,
            zh=chinese,
            aliases=tuple(sorted(others)),
            published="".join(values.get("published", [])[:1]),
            authors=tuple(values.get("authors", [])),
        )


def _key(iri: str, base: str) -> str:
    for start in (base, *STARTS):
        if iri.startswith(start):
            return iri.removeprefix(start)
    return iri


class _Quotes:
    """The page's quotes as they are asked for: of each paper at most one sentence for one thing said."""

    def __init__(self, page: PageData, at: dict[str, int]) -> None:
        self._page, self._at = page, at

    def of(self, said: Said | None) -> tuple[int, ...]:
        """Add the quotes of a claim and return their positions."""
        found: dict[int, Quote] = {}
        for place in said.places if said else ():
            paper = self._at.get(place.paper, NOTHING)
            if paper != NOTHING and paper not in found:
                found[paper] = Quote(paper, place.field, place.sentence, place.start, place.end)
        first = len(self._page.quotes)
        self._page.quotes.extend(found[paper] for paper in sorted(found))
        return tuple(range(first, len(self._page.quotes)))


def _facts(read: Read, said: Spoken, at: dict[str, int], quotes: _Quotes) -> Iterator[Fact]:
    for subject, predicate, value in read.facts:
        if subject not in at or value not in at or predicate in LINKS:
            continue
        if predicate == SYMMETRIC and value < subject and said.get((value, KG + predicate, subject)):
            continue
        claim = said.get((subject, KG + predicate, value))
        papers = tuple(sorted(at[paper] for paper in claim.papers if paper in at)) if claim else ()
        yield Fact(at[subject], predicate, at[value], claim.confidence if claim else 1.0, quotes.of(claim), papers)


def _mentions(page: PageData, read: Read, said: Spoken, at: dict[str, int], quotes: _Quotes) -> list[Fact]:
    """Ties from papers to things that they name but state no fact of."""
    told = {(paper, end) for fact in page.facts for paper in fact.papers for end in (fact.subject, fact.object)}
    told |= {(fact.subject, fact.object) for fact in page.facts}
    mentions = []
    for thing, place in at.items():
        claim = said.get((thing, TYPE, KG + read.kinds[thing]))
        if claim is None:
            continue
        silent = {paper for paper in claim.papers if paper in at and (at[paper], place) not in told}
        for paper in sorted(silent - {thing}):
            places = [each for each in claim.places if each.paper == paper]
            papers = (at[paper],)
            mentions.append(Fact(at[paper], MENTIONS, place, 1.0, quotes.of(Said(places=places)), papers))
    return mentions


def _one(values: Values, name: str) -> str:
    return values[name][0] if values.get(name) else ""


def _results(read: Read, said: Spoken, at: dict[str, int], quotes: _Quotes) -> Iterator[Result]:
    for iri in sorted(iri for iri, kind in read.kinds.items() if kind == "Result"):
        values = read.values[iri]
        ends = {part: at.get(_one(values, part), NOTHING) for part in RESULT_PARTS}
        if ends["resultOf"] == NOTHING or ends["reportedIn"] == NOTHING:
            continue
        yield Result(
            subject=ends["resultOf"],
            metric=ends["metric"],
            benchmark=ends["onBenchmark"],
            baseline=ends["baseline"],
            paper=ends["reportedIn"],
            value=_one(values, "value"),
            value_max=_one(values, "maxValue"),
            unit=_one(values, "unit"),
            comparator=_one(values, "comparator") or "=",
            setting=_one(values, "setting"),
            verbatim=_one(values, "verbatim"),
            quotes=quotes.of(said.get((iri, KG + "resultOf", _one(values, "resultOf")))),
        )


def _quantities(read: Read, said: Spoken, at: dict[str, int], quotes: _Quotes) -> Iterator[Quantity]:
    for iri in sorted(iri for iri, kind in read.kinds.items() if kind == "Quantity"):
        values = read.values[iri]
        entity = _one(values, "describes")
        if entity not in at:
            continue
        claim = said.get((iri, KG + "describes", entity))
        paper = next((at[paper] for paper in sorted(claim.papers) if paper in at), NOTHING) if claim else NOTHING
        kind, value, unit, words = (_one(values, part) for part in ("property", "value", "unit", "verbatim"))
        yield Quantity(at[entity], kind, value, unit, words, paper, quotes.of(claim))

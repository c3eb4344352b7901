"""How much a graph holds: ``kg stats``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from kg.graph.identifiers import EVIDENCE_GRAPH, ONTOLOGY
from kg.querying.claims import PREDICATES
from kg.querying.prefixes import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

CLASSES = (
    "Paper", "Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization",
    "Result", "Quantity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of what a graph holds."""

    triples: int
    evidence_triples: int
    things: dict[str, int]
    """By class."""
    facts: dict[str, int]
    """By predicate; a symmetric one counts both ways."""
    claims: int
    supported: dict[int, int]
    """Number of facts by the number of papers that state them."""
    months: dict[str, int]
    """Papers by month of their arXiv id, else of their date."""
    languages: dict[str, int]
    """Things with a preferred name, by language."""

    def as_json(self) -> dict[str, Any]:
        """Return plain values; keys are text."""
        return {**asdict(self), "supported": {str(key): value for key, value in self.supported.items()}}

    def as_text(self) -> str:
        """Return the counts for a reader."""
        parts: list[tuple[str, dict[str, int]]] = [
            ("Things", self.things),
            ("Facts", self.facts),
            ("Facts by number of supporting papers", {str(key): value for key, value in self.supported.items()}),
            ("Names by language", self.languages),
            ("Papers by month", self.months),
            (
                "Statements",
                {"facts and descriptions": self.triples, "evidence": self.evidence_triples, "claims": self.claims},
            ),
        ]
        return "\n\n".join(_section(title, rows) for title, rows in parts if rows)


def _section(title: str, rows: dict[str, int]) -> str:
    """Return one block of counts."""
    wide = max(len(name) for name in rows)
    return "\n".join((title, *(f"  {name:<{wide}}  {number:>10,}" for name, number in rows.items())))


def stats(store: ox.Store) -> Stats:
    """Count what a store holds."""
    found = _pairs(store, "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class")
    facts = _pairs(store, f"SELECT ?p (COUNT(*) AS ?n) {{ VALUES ?p {{ {_FACTS} }} ?s ?p ?o }} GROUP BY ?p")
    evidence = _number(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EVIDENCE_GRAPH}> {{ ?s ?p ?o }} }}")
    return Stats(
        triples=_number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        evidence_triples=evidence,
        things=_own(found, CLASSES),
        facts=_own(facts, PREDICATES),
        claims=_number(store, _EVIDENCE % "?claim a kg:Claim"),
        supported={int(key): value for key, value in sorted(_supported(store).items(), key=lambda pair: int(pair[0]))},
        months=dict(sorted(months(store).items())),
        languages=dict(sorted(_pairs(store, _LANGUAGES).items())),
    )


_FACTS = " ".join(f"kg:{predicate}" for predicate in PREDICATES)
_EVIDENCE = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EVIDENCE_GRAPH}> {{ %s }} }}"
_LANGUAGES = "SELECT ?l (COUNT(DISTINCT ?s) AS ?n) { ?s skos:prefLabel ?o BIND(LANG(?o) AS ?l) } GROUP BY ?l"
_MONTHS = """SELECT ?month (COUNT(DISTINCT ?paper) AS ?n) {
  ?paper a kg:Paper ; dcterms:identifier ?id OPTIONAL { ?paper dcterms:issued ?date }
  BIND(IF(REGEX(?id, "^[0-9]{4}[.][0-9]+$"), CONCAT("20", SUBSTR(?id, 1, 2), "-", SUBSTR(?id, 3, 2)),
    SUBSTR(STR(?date), 1, 7)) AS ?month) FILTER(?month != "") } GROUP BY ?month"""


def months(store: ox.Store) -> dict[str, int]:
    """Return the number of papers by month."""
    return _pairs(store, _MONTHS)


def _supported(store: ox.Store) -> dict[str, int]:
    """Return the number of facts by their support."""
    return _pairs(
        store,
        f"SELECT ?n (COUNT(?c) AS ?m) {{ GRAPH <{EVIDENCE_GRAPH}> {{ VALUES ?p {{ {_FACTS} }} "
        "?c rdf:predicate ?p ; kg:support ?n } } GROUP BY ?n",
    )


def _own(counts: dict[str, int], order: tuple[str, ...]) -> dict[str, int]:
    """Return counts of our own terms, by local name, in an order."""
    return {name: counts[ONTOLOGY + name] for name in order if ONTOLOGY + name in counts}


def _pairs(store: ox.Store, query: str) -> dict[str, int]:
    """Return the answer of a query for two columns, the second a number."""
    rows = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES))
    return {row[0].value: int(row[1].value) for row in rows if row[0] is not None}


def _number(store: ox.Store, query: str) -> int:
    """Return the answer of a query for one number."""
    rows = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES))
    return int(next(rows)[0].value)

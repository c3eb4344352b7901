"""Turtle that a person can read: prefixed names, one block per subject, sorted, the same bytes each time."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing
from kg.graph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph import KnowledgeGraph

_XSD = PREFIXES["xsd"]
_RDF_TYPE = f"<{PREFIXES['rdf']}type>"
_NAMESPACE = re.compile(r"<(.*[/#])([^/#]*)>\Z", re.DOTALL)
_LOCAL = re.compile(r"[0-9A-Za-z_\u4e00-\u9fff](?:[0-9A-Za-z_\u4e00-\u9fff.-]*[0-9A-Za-z_\u4e00-\u9fff-])?\Z")
_NUMBER = re.compile(rf'"([+-]?[0-9]+(?:\.[0-9]+)?)"\^\^<{re.escape(_XSD)}(?:integer|decimal)>\Z')


def write_turtle(graph: KnowledgeGraph, path: Path) -> None:
    """Write the facts as Turtle."""
    with replacing(path) as file:
        file.writelines(turtle(graph.triples(), prefixes(graph.base)))


def write_evidence(graph: KnowledgeGraph, path: Path) -> None:
    """Write the claims and annotations as Turtle."""
    with replacing(path) as file:
        file.writelines(turtle(graph.evidence(), prefixes(graph.base)))


def prefixes(base: str) -> dict[str, str]:
    """Return the prefixes of the vocabularies, of arXiv and DOI, and one for each kind of thing."""
    kinds = "annotation benchmark claim component dataset digest method metric model organization paper quantity"
    things = {kind: f"{base}{kind}/" for kind in (*kinds.split(), "result", "run", "software", "task", "text")}
    return {**PREFIXES, "arxiv": "https://arxiv.org/abs/", **things}


def turtle(lines: Iterable[str], names: dict[str, str]) -> Iterator[str]:
    """Yield the Turtle of sorted lines of N-Triples, block by block."""
    yield from (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(names.items()))
    term = _Shortener(names)
    rows = (line[:-2].split(" ", 2) for line in lines)
    for subject, group in groupby(rows, key=lambda row: row[0]):
        yield f"\n{_block(subject, group, term)}"


def _block(subject: str, rows: Iterable[list[str]], term: _Shortener) -> str:
    """Return one subject's block; types come first, then predicates in the order of their IRIs."""
    predicates = {
        predicate: [term[row[2]] for row in group]
        for predicate, group in groupby(rows, key=lambda row: row[1])
    }
    ordered = sorted(predicates, key=lambda predicate: (predicate != _RDF_TYPE, predicate))
    parts = (f"{term.verb(predicate)} {', '.join(predicates[predicate])}" for predicate in ordered)
    return f"{term[subject]} " + " ;\n    ".join(parts) + " .\n"


class _Shortener(dict[str, str]):
    """Terms of N-Triples -> terms of Turtle. What recurs is remembered, up to a limit."""

    _limit = 500_000

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self._prefixes = {namespace: prefix for prefix, namespace in names.items()}

    def verb(self, predicate: str) -> str:
        """Return a predicate's term: ``a`` for rdf:type."""
        return "a" if predicate == _RDF_TYPE else self[predicate]

    def __missing__(self, term: str) -> str:
        short = self._iri(term) if term[0] == "<" else self._literal(term)
        if term[0] == "<" and len(self) < self._limit:
            self[term] = short
        return short

    def _iri(self, term: str) -> str:
        """Return a prefixed name where a prefix fits and nothing needs escaping, else the IRI."""
        parts = _NAMESPACE.match(term)
        if parts and parts[1] in self._prefixes and _LOCAL.match(parts[2]):
            return f"{self._prefixes[parts[1]]}:{parts[2]}"
        return term

    def _literal(self, term: str) -> str:
        """Return a number bare where Turtle reads it as the same term, and a datatype by its prefix."""
        number = _NUMBER.match(term)
        if number and ("." in number[1]) == term.endswith("decimal>"):
            return number[1]
        text, mark, datatype = term.rpartition('"^^<')
        return f'{text}"^^{self[f"<{datatype}"]}' if mark else term

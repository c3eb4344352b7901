"""Turtle that a person can read: prefixed names, one block per subject, sorted, the same bytes each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.exporting.atomic import replacing
from kg.graph.terms import PREFIXES, blocks_of, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph import KnowledgeGraph
    from kg.graph.terms import Block

_XSD = PREFIXES["xsd"]
_LETTERS = "0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"
_ENDS = rf"(?:[{_LETTERS}:]|%[0-9A-F][0-9A-F])"
_LOCAL = re.compile(rf"{_ENDS}(?:(?:[{_LETTERS}:.-]|%[0-9A-F][0-9A-F])*(?:[{_LETTERS}:-]|%[0-9A-F][0-9A-F]))?")
"""What may follow a prefix with nothing escaped: a part of PN_LOCAL of the Turtle grammar."""
_NUMBER = re.compile(rf'"([+-]?[0-9]+(?:\.[0-9]+)?)"\^\^<{re.escape(_XSD)}(?:integer|decimal)>\Z')


def write_turtle(graph: KnowledgeGraph, path: Path) -> None:
    """Write the facts as Turtle."""
    _write(blocks_of(graph.triples()), path, prefixes(graph.base))


def write_evidence(graph: KnowledgeGraph, path: Path) -> None:
    """Write the claims and annotations as Turtle."""
    _write(graph.evidence_blocks(), path, prefixes(graph.base))


def _write(blocks: Iterable[Block], path: Path, names: dict[str, str]) -> None:
    """Write sorted blocks as Turtle."""
    term = shortener(names)
    with replacing(path) as file:
        file.writelines(header(names))
        file.writelines(turtle(block, term) for block in blocks)


def prefixes(base: str) -> dict[str, str]:
    """Return the prefixes of the vocabularies, of arXiv and DOI, and one for each kind of thing."""
    things = {kind: f"{base}{kind}/" for kind in _KINDS}
    return {**PREFIXES, "arxiv": "https://arxiv.org/abs/", **things}


_KINDS = (
    *("annotation", "benchmark", "claim", "component", "dataset", "digest", "graph", "merge", "method", "metric"),
    *("model", "organization", "paper", "quantity", "result", "run", "selector", "software", "span", "task", "text"),
)


def header(names: dict[str, str]) -> Iterator[str]:
    """Yield the declarations of prefixes."""
    yield from (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(names.items()))


def shortener(names: dict[str, str]) -> dict[str, str]:
    """Return a mapping from any term of N-Triples to the same term in Turtle."""
    return _Shortener(names)


def turtle(block: Block, term: dict[str, str]) -> str:
    """Return one subject's block of Turtle: what it is and what it is called, then the rest in the order of IRIs."""
    subject, row = block
    early, others = dict[str, str](), []
    for predicate, objects in row:
        # Most predicates have one object, and this is called millions of times.
        written = term[objects[0]] if len(objects) == 1 else ", ".join([term[each] for each in objects])
        if predicate in _EARLY:
            early[predicate] = f"{_EARLY[predicate]} {written}"
        else:
            others.append(f"{term[predicate]} {written}")
    parts = [early[predicate] for predicate in _EARLY if predicate in early] + others if early else others
    return f"\n{term[subject]} " + " ;\n    ".join(parts) + " .\n"


_EARLY = {name("rdf:type"): "a"}
_EARLY |= {name(each): each for each in ("rdfs:label", "dcterms:title", "skos:prefLabel", "skos:altLabel")}


class _Shortener(dict[str, str]):
    """Terms of N-Triples -> terms of Turtle. IRIs, which recur, are remembered, up to a limit."""

    _limit = 100_000

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self._prefixes = {namespace: prefix for prefix, namespace in names.items()}

    def __missing__(self, term: str) -> str:
        if term[0] != "<":
            return self._literal(term) if term[-1] == ">" else term
        if len(self) >= self._limit:
            self.clear()
        self[term] = short = self._iri(term)
        return short

    def _iri(self, term: str) -> str:
        """Return a prefixed name where a prefix fits and nothing needs escaping, else the IRI."""
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = self._prefixes.get(term[1:cut])
        return f"{prefix}:{term[cut:-1]}" if prefix and _LOCAL.fullmatch(term, cut, len(term) - 1) else term

    def _literal(self, term: str) -> str:
        """Return a number bare where Turtle reads it as the same term, and a datatype by its prefix."""
        number = _NUMBER.match(term)
        if number and ("." in number[1]) == term.endswith("decimal>"):
            return number[1]
        text, _, datatype = term.rpartition('"^^<')
        return f'{text}"^^{self[f"<{datatype}"]}'

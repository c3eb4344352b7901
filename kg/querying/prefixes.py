"""The prefixes that a query may use without declaring them."""

from __future__ import annotations

from kg.graph.identifiers import BASE
from kg.graph.terms import PREFIXES as VOCABULARY

PREFIXES: dict[str, str] = {
    **VOCABULARY,
    "arxiv": "https://arxiv.org/abs/",
    "cito": "http://purl.org/spar/cito/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "doi": "https://doi.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": BASE,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
}
"""Prefix to namespace: the vocabulary's, and the usual ones of its surroundings."""


def shorten(iri: str) -> str:
    """Return an IRI as a prefixed name where a known prefix allows it, else in angle brackets."""
    best = max((space for space in PREFIXES.values() if iri.startswith(space)), key=len, default="")
    local = iri[len(best) :]
    if not best or not local or not all(char.isalnum() or char in "_-." for char in local) or local[-1] == ".":
        return f"<{iri}>"
    return f"{_PREFIX_OF[best]}:{local}"


_PREFIX_OF = {space: prefix for prefix, space in PREFIXES.items()}

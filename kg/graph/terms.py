"""RDF terms as N-Triples writes them: the form in which triples travel through this room.

A triple is one line without its newline. Lines are quick to make, to sort (by code point, which is the
order of the graph's files) and to load into the store.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

Block = tuple[str, "Sequence[tuple[str, Sequence[str]]]"]
"""A subject with its predicates and each one's objects, all terms, in the order of N-Triples lines."""

PREFIXES = {
    "kg": ONTOLOGY,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "mls": "http://www.w3.org/ns/mls#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_ESCAPES |= {ord("\b"): "\\b", ord("\f"): "\\f"}
_ESCAPES |= {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F) if code not in _ESCAPES}
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def expand(name: str) -> str:
    """Return the full IRI of a prefixed name such as ``skos:prefLabel``."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def iri(address: str) -> str:
    """Return an IRI as a term. It must be one that `kg.graph.identifiers` made."""
    return f"<{address}>"


@cache
def name(prefixed: str) -> str:
    """Return a prefixed name of a vocabulary as a term."""
    return f"<{expand(prefixed)}>"


def literal(text: str, language: str | None = None) -> str:
    """Return text as a term; a lone surrogate, which RDF can't hold, becomes U+FFFD."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def decimal(value: Decimal) -> str:
    """Return a number as an ``xsd:decimal`` term in its canonical form: no exponent, no idle zeros."""
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f'"{"0" if plain in ("-0", "") else plain}"^^<{PREFIXES["xsd"]}decimal>'


def integer(value: int) -> str:
    """Return a whole number as an ``xsd:integer`` term."""
    return f'"{value}"^^<{PREFIXES["xsd"]}integer>'


def language_of(text: str) -> str:
    """Return ``zh`` for text with a Chinese character in it, else ``en``."""
    return "zh" if _HAN.search(text) else "en"


def triple(subject: str, predicate: str, object_: str) -> str:
    """Return a line of N-Triples, without its newline, from three terms."""
    return f"{subject} {predicate} {object_} ."


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of N-Triples of blocks."""
    for subject, row in blocks:
        for predicate, objects in row:
            for object_ in objects:
                yield f"{subject} {predicate} {object_} ."


def blocks_of(lines: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of sorted lines of N-Triples."""
    current, predicates = "", dict[str, list[str]]()
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject != current:
            if predicates:
                yield current, list(predicates.items())
            current, predicates = subject, {}
        predicates.setdefault(predicate, []).append(rest[:-2])
    if predicates:
        yield current, list(predicates.items())

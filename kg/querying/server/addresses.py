"""Where the page of an IRI is, and which IRIs a page's path may stand for."""

from __future__ import annotations

import re
from urllib.parse import quote

from kg.graph.identifiers import segment

_ARXIV = "https://arxiv.org/abs/"
_DOI = "https://doi.org/"
_SAFE = "/%:@!$&'()*+,;=~"
SUFFIXES = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}
"""The suffix under which a thing is told in a form of RDF."""


def page_of(iri: str, base: str) -> str | None:
    """Return the path of an IRI's page; None for what has none here."""
    for space, path in ((base, "/id/"), (_ARXIV, "/arxiv/"), (_DOI, "/doi/")):
        if iri.startswith(space) and len(iri) > len(space):
            return path + quote(iri[len(space) :], safe=_SAFE)
    return None


def iris_of(room: str, path: str, base: str) -> list[str]:
    """Return the IRIs that a path, percent-decoded, may stand for, the likeliest first.

    Identifiers keep some characters percent-encoded (``gpt-4%28v%29``), so the path as it came and the path
    encoded as identifiers are both tried.
    """
    space = {"id": base, "arxiv": _ARXIV, "doi": _DOI}[room]
    return list(dict.fromkeys((space + path, space + _encoded(path))))


def split_suffix(path: str) -> tuple[str, str | None]:
    """Return a path without the suffix of a form of RDF, and that form's name."""
    stem, _, suffix = path.rpartition(".")
    return (stem, SUFFIXES[suffix]) if stem and suffix in SUFFIXES else (path, None)


def web_address(text: str) -> str | None:
    """Return a text where it is an address that a page may link to: http or https, and nothing else."""
    return text if re.match(r"https?://[^\s/]", text) else None


def _encoded(path: str) -> str:
    """Return a decoded path with each character as identifiers write it."""
    return "".join(char if char in "/." else segment(char) for char in path)

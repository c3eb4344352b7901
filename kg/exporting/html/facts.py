"""graph.ttl as `kg` writes it, read back quickly: blocks of one form, with no newline but between their parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.exporting.html.terms import unescaped
from kg.graph.terms import expand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OBJECT = re.compile(r'("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^\S+?)?(?=, |$)|(\S+?)(?=, |$)')
_PREFIX = re.compile(r"@prefix (\S*): <(.*)> \.")
_NUMBER = re.compile(r"[+-]?[0-9.]+\Z")
_UNUSED = frozenset({"dcterms:abstract", "dcterms:identifier", "dcterms:isPartOf", "fabio:hasArXivId"})
"""What the page doesn't show, and of which there is much."""


def facts_of(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield subject, predicate, object and the object's language, IRIs bare, literals as their text."""
    with path.open(encoding="utf-8", newline="\n") as file:
        names = _Names()
        for line in file:
            if found := _PREFIX.match(line):
                names.prefixes[found[1]] = found[2]
            elif line == "\n":
                subject = ""
            else:
                text = line.strip(" \n").removesuffix(" ;").removesuffix(" .")
                if not subject:
                    subject, _, text = text.partition(" ")
                    subject = names[subject]
                predicate, _, objects = text.partition(" ")
                if predicate not in _UNUSED:
                    yield from ((subject, names[predicate], *each) for each in _objects(objects, names))


def _objects(text: str, names: _Names) -> Iterator[tuple[str, str]]:
    """Yield the objects of a predicate, each with its language."""
    if text[0] != '"' and ", " not in text:
        yield (text if _NUMBER.match(text) else names[text]), ""
        return
    for literal, language, term in _OBJECT.findall(text):
        if literal:
            yield unescaped(literal[1:-1]), language
        elif term:
            yield (term if _NUMBER.match(term) else names[term]), ""


class _Names(dict[str, str]):
    """Terms of Turtle -> IRIs."""

    def __init__(self) -> None:
        super().__init__(a=expand("rdf:type"))
        self.prefixes: dict[str, str] = {}

    def __missing__(self, term: str) -> str:
        if term.startswith("<"):
            return term[1:-1]
        prefix, _, local = term.partition(":")
        self[term] = found = self.prefixes[prefix] + local
        return found

"""JSON-LD with its context inside: nothing is fetched when it is read."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.exporting.atomic import replacing
from kg.exporting.plain import parse_literal
from kg.graph.terms import PREFIXES
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph import KnowledgeGraph

_TYPE = f"<{PREFIXES['rdf']}type>"


def write_jsonld(graph: KnowledgeGraph, path: Path) -> None:
    """Write the facts as JSON-LD, one line for each subject."""
    context = json.loads(resource("ontology", "context.jsonld").read_text(encoding="utf-8"))["@context"]
    with replacing(path) as file:
        file.write('{"@context": ' + json.dumps(context, ensure_ascii=False) + ',\n"@graph": [\n')
        for position, node in enumerate(_nodes(graph.triples(), context)):
            file.write((",\n" if position else "") + json.dumps(node, ensure_ascii=False))
        file.write("\n]}\n")


def _nodes(lines: Iterable[str], context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the node object of each subject."""
    terms = _terms(context)
    rows = (line[:-2].split(" ", 2) for line in lines)
    for subject, group in groupby(rows, key=lambda row: row[0]):
        node: dict[str, Any] = {"id": subject[1:-1]}
        for _, predicate, object_ in group:
            key, coerced = ("type", "@id") if predicate == _TYPE else terms.get(predicate, (predicate[1:-1], None))
            node.setdefault(key, []).append(_value(object_, coerced))
        yield node


def _terms(context: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    """Return for each predicate the context's word for it, and the type that its values are coerced to."""
    terms = {}
    for word, meaning in context.items():
        prefixed = meaning["@id"] if isinstance(meaning, dict) else meaning
        prefix, _, local = str(prefixed).partition(":")
        if prefix in PREFIXES:
            terms[f"<{PREFIXES[prefix]}{local}>"] = (word, meaning["@type"] if isinstance(meaning, dict) else None)
    return terms


def _value(term: str, coerced: str | None) -> Any:  # noqa: ANN401 - a text or a value object
    """Return the JSON of an object, as plain as the context's coercion allows."""
    if term[0] == "<":
        return term[1:-1] if coerced == "@id" else {"@id": term[1:-1]}
    text, language, datatype = parse_literal(term)
    if language:
        return {"@value": text, "@language": language}
    if not datatype:
        return text if coerced is None else {"@value": text}
    prefixed = "xsd:" + datatype.removeprefix(PREFIXES["xsd"])
    return text if prefixed == coerced else {"@value": text, "@type": datatype}

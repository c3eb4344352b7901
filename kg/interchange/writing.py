"""Extractions to JSON."""

from __future__ import annotations

import json
from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from kg.model import Evidence, Extraction, Fact, Link, Mention, Quantity, Result, Thing

_Line = dict[str, Any]


def as_json(extraction: Extraction) -> _Line:
    """Return an extraction as one line of extractions.jsonl."""
    document = extraction.document
    line: _Line = {"doc": document.id}
    if document.fields:
        line["text"] = {field.name: field.text for field in document.fields}
    if document.path:
        line["source"] = {"path": document.path, "line": document.line}
    line |= _present(url=document.url, published=document.published, authors=list(document.authors))
    line["entities"] = [_thing_line(thing) for thing in extraction.things]
    line["relations"] = [[fact.subject, fact.predicate, fact.object] for fact in extraction.facts]
    line["relation_evidence"] = [_claim_line(fact) for fact in extraction.facts]
    line["results"] = [_numbered_line(result) for result in extraction.results]
    line["quantities"] = [_numbered_line(quantity) for quantity in extraction.quantities]
    line["links"] = [_link_line(link) for link in _all_links(extraction)]
    line["mentions"] = [_mention_line(mention) for mention in extraction.mentions]
    return line | _present(reviewed=extraction.reviewed)


def dumps(extraction: Extraction) -> str:
    """Return an extraction as a line of text, with its line break."""
    return json.dumps(as_json(extraction), ensure_ascii=False) + "\n"


def _present(**values: object) -> _Line:
    return {key: value for key, value in values.items() if value}


def _thing_line(thing: Thing) -> _Line:
    line: _Line = {"id": thing.id, "type": thing.type, "names": list(thing.names)}
    line |= _present(alt_types=list(thing.alt_types), optional=thing.optional)
    return line | {"confidence": thing.confidence} | _present(reasons=list(thing.reasons))


def _claim_line(fact: Fact) -> _Line:
    return {"confidence": fact.confidence, "evidence": [_evidence_line(item) for item in fact.evidence]}


def _numbered_line(noun: Result | Quantity) -> _Line:
    line = {field.name: getattr(noun, field.name) for field in dataclass_fields(noun)}
    for key in ("value", "value_max"):
        if line.get(key) is not None:
            line[key] = _number(line[key])
    return line | {"evidence": [_evidence_line(item) for item in noun.evidence]}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _all_links(extraction: Extraction) -> list[Link]:
    """The links found in the text, then those that the document's form itself gives."""
    found = {_bare(link.url) for link in extraction.links}
    return [*extraction.links, *(link for link in extraction.document.links if _bare(link.url) not in found)]


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").rstrip("/").casefold()


def _link_line(link: Link) -> _Line:
    return {"rel": link.rel, "url": link.url, "evidence": [_evidence_line(item) for item in link.evidence]}


def _mention_line(mention: Mention) -> _Line:
    place = mention.evidence
    line: _Line = {"entity": mention.entity, "field": place.field, "start": place.start, "end": place.end}
    line |= {"text": place.text, "type": mention.type, "confidence": mention.confidence, "component": place.component}
    return line | {"sentence": list(place.sentence)}


def _evidence_line(place: Evidence) -> _Line:
    line: _Line = {"field": place.field, "start": place.start, "end": place.end, "text": place.text}
    return line | {"sentence": list(place.sentence), "component": place.component}

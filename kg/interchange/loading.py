"""JSON to extractions: what a person wrote by hand is checked, and a fault named with its place."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.errors import RecordError
from kg.interchange.values import FaultError, Line, confidence, decimal, nfc, objects, typed
from kg.model import (
    FIELDS,
    PAPER,
    Document,
    Evidence,
    Extraction,
    Fact,
    Field,
    Link,
    Mention,
    Quantity,
    Result,
    Skipped,
    Thing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


def from_json(line: Mapping[str, Any], where: str = "") -> Extraction:
    """Return the extraction that a line holds; raise RecordError, with the place, where it holds none.

    `where` is the place as ``path:line``.
    """
    try:
        return _extraction(line)
    except FaultError as fault:
        path, _, number = where.rpartition(":")
        reason, _, remedy = str(fault).partition("; ")
        raise RecordError(path or where, int(number) if number.isdigit() else 0, reason, remedy) from None


def is_extraction(line: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an extraction or annotation, rather than a paper to extract from."""
    return "entities" in line or "annotation" in line


def loads(
    lines: Iterable[str | bytes], path: str = "", on_skip: Callable[[Skipped], None] | None = None
) -> Iterator[Extraction]:
    """Yield the extraction of each line; hand bad lines to `on_skip`, or raise RecordError where there is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield from_json(_parse(line, path, number), f"{path}:{number}")
        except RecordError as error:
            if on_skip is None:
                raise
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))


def _parse(line: str | bytes, path: str, number: int) -> Line:
    try:
        value = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise RecordError(path, number, f"the line is no JSON ({error})", "write one JSON object a line") from None
    if not isinstance(value, dict):
        raise RecordError(path, number, "the line holds JSON, but no object", "write one JSON object a line")
    return value


def _extraction(line: Mapping[str, Any]) -> Extraction:
    body = typed(line, "annotation", dict, line)
    doc = line.get("doc", body.get("doc"))
    if not isinstance(doc, str) or not doc:
        raise FaultError('the line names no paper; add "doc" with its identifier')
    document = _document(line, doc)
    things = tuple(_thing(item) for item in objects(body, "entities"))
    ids = {thing.id for thing in things} | {PAPER}
    reader = _Reader(document, ids)
    return Extraction(
        document=document,
        things=things,
        mentions=tuple(map(reader.mention, objects(body, "mentions"))),
        facts=tuple(reader.facts(body)),
        results=tuple(map(reader.result, objects(body, "results"))),
        quantities=tuple(map(reader.quantity, objects(body, "quantities"))),
        links=tuple(map(reader.link, objects(body, "links"))),
        reviewed=bool(line.get("reviewed", False)),
    )


def _document(line: Mapping[str, Any], doc: str) -> Document:
    texts = typed(line, "text", dict, {})
    source = typed(line, "source", dict, {})
    unknown = sorted(set(texts) - set(FIELDS))
    if unknown:
        raise FaultError(f"text has a field {unknown[0]!r}; the fields are: {', '.join(FIELDS)}")
    return Document(
        id=doc,
        fields=tuple(Field(name, nfc(texts[name], name)) for name in FIELDS if texts.get(name)),
        path=typed(source, "path", str, ""),
        line=typed(source, "line", int, 0),
        url=typed(line, "url", str, None),
        published=typed(line, "published", str, None),
        authors=tuple(map(str, typed(line, "authors", list, []))),
    )


def _thing(item: Line) -> Thing:
    names = tuple(str(name) for name in typed(item, "names", list, []) if str(name).strip())
    identity, kind = typed(item, "id", str, ""), typed(item, "type", str, "")
    if not (identity and kind and names):
        shown = json.dumps(item, ensure_ascii=False, default=str)[:80]
        raise FaultError(f"the entity {shown} lacks something; it needs id, type and names")
    return Thing(
        id=identity,
        type=kind,
        names=names,
        confidence=confidence(item),
        alt_types=tuple(map(str, typed(item, "alt_types", list, []))),
        optional=bool(item.get("optional", False)),
        reasons=tuple(map(str, typed(item, "reasons", list, []))),
    )


class _Reader:
    """What is common to the parts of one line: the document, and the entities that they may speak of."""

    def __init__(self, document: Document, ids: set[str]) -> None:
        self.document, self.ids = document, ids
        self.texts = {field.name: field.text for field in document.fields}

    def facts(self, body: Mapping[str, Any]) -> Iterator[Fact]:
        relations = typed(body, "relations", list, [])
        details = typed(body, "relation_evidence", list, [])
        if details and len(details) != len(relations):
            counts = f"{len(relations)} relations, but {len(details)} in relation_evidence"
            raise FaultError(f"{counts}; keep the two of one length, in one order, or drop relation_evidence")
        for place, relation in enumerate(relations):
            if not (isinstance(relation, list) and len(relation) == 3):  # noqa: PLR2004 - a triple
                raise FaultError(f"the relation {relation!r} is no triple; write [subject, predicate, object]")
            detail = details[place] if details and isinstance(details[place], dict) else {}
            subject, predicate, object_ = (str(part) for part in relation)
            yield Fact(self.known(subject), predicate, self.known(object_), self.evidence(detail), confidence(detail))

    def result(self, item: Line) -> Result:
        optional = {key: self.known(item[key]) for key in ("metric", "benchmark", "baseline") if item.get(key)}
        limit = item.get("value_max")
        return Result(
            subject=self.known(item.get("subject") or PAPER),
            value=decimal(item, "value"),
            unit=typed(item, "unit", str, None),
            value_max=None if limit is None else decimal(item, "value_max"),
            comparator=typed(item, "comparator", str, "=") or "=",
            setting=typed(item, "setting", str, None),
            text=typed(item, "text", str, ""),
            evidence=self.evidence(item),
            confidence=confidence(item),
            **optional,
        )

    def quantity(self, item: Line) -> Quantity:
        return Quantity(
            entity=self.known(item.get("entity")),
            property=typed(item, "property", str, "count"),
            value=decimal(item, "value"),
            unit=typed(item, "unit", str, None),
            text=typed(item, "text", str, ""),
            evidence=self.evidence(item),
            confidence=confidence(item),
        )

    def link(self, item: Line) -> Link:
        url = typed(item, "url", str, "")
        if not url:
            raise FaultError("a link has no url; add it, or remove the link")
        return Link(typed(item, "rel", str, "project"), url, self.evidence(item))

    def mention(self, item: Line) -> Mention:
        identity = self.known(item.get("entity"))
        return Mention(identity, typed(item, "type", str, ""), self.place(item), confidence(item))

    def evidence(self, item: Mapping[str, Any]) -> tuple[Evidence, ...]:
        return tuple(self.place(place) for place in objects(item, "evidence"))

    def place(self, item: Line) -> Evidence:
        """The words at a place, which must be there."""
        name, start, end = typed(item, "field", str, ""), typed(item, "start", int, 0), typed(item, "end", int, 0)
        text, component = typed(item, "text", str, ""), typed(item, "component", str, "")
        if name in self.texts and self.texts[name][start:end] != text:
            there = self.texts[name][start:end]
            raise FaultError(
                f"{name} has {there!r} at {start} to {end}, not {text!r}; correct start and end, or the text"
            )
        sentence = typed(item, "sentence", list, [start, end])
        around = (int(sentence[0]), int(sentence[1])) if len(sentence) == 2 else (start, end)  # noqa: PLR2004 - a pair
        return Evidence(self.document.id, name, start, end, text, around, component)

    def known(self, identity: object) -> str:
        if identity not in self.ids:
            names = ", ".join(sorted(self.ids))
            raise FaultError(f"no entity has the id {identity!r}; the ids of this line are: {names}")
        return str(identity)

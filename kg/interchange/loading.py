"""JSON to extractions: what a person wrote by hand is checked, and a fault named with its place."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from kg.errors import RecordError
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

TEXTS = FIELDS
_Line = dict[str, Any]


class _FaultError(Exception):
    """What is wrong with a line; and, after a semicolon, what to do."""


def from_json(line: Mapping[str, Any], where: str = "") -> Extraction:
    """Return the extraction that a line holds; raise RecordError, with the place, where it holds none.

    `where` is the place as ``path:line``.
    """
    try:
        return _extraction(line)
    except _FaultError as fault:
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


def _parse(line: str | bytes, path: str, number: int) -> _Line:
    try:
        value = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise RecordError(path, number, f"the line is no JSON ({error})", "write one JSON object a line") from None
    if not isinstance(value, dict):
        raise RecordError(path, number, "the line holds JSON, but no object", "write one JSON object a line")
    return value


def _extraction(line: Mapping[str, Any]) -> Extraction:
    body = _get(line, "annotation", dict, line)
    doc = line.get("doc", body.get("doc"))
    if not isinstance(doc, str) or not doc:
        raise _FaultError('the line names no paper; add "doc" with its identifier')
    document = _document(line, doc)
    things = tuple(_thing(item) for item in _items(body, "entities"))
    ids = {thing.id for thing in things} | {PAPER}
    reader = _Reader(document, ids)
    return Extraction(
        document=document,
        things=things,
        mentions=tuple(map(reader.mention, _items(body, "mentions"))),
        facts=tuple(reader.facts(body)),
        results=tuple(map(reader.result, _items(body, "results"))),
        quantities=tuple(map(reader.quantity, _items(body, "quantities"))),
        links=tuple(map(reader.link, _items(body, "links"))),
        reviewed=bool(line.get("reviewed", False)),
    )


def _document(line: Mapping[str, Any], doc: str) -> Document:
    texts = _get(line, "text", dict, {})
    source = _get(line, "source", dict, {})
    unknown = sorted(set(texts) - set(TEXTS))
    if unknown:
        raise _FaultError(f"text has a field {unknown[0]!r}; the fields are: {', '.join(TEXTS)}")
    return Document(
        id=doc,
        fields=tuple(Field(name, _nfc(texts[name], name)) for name in TEXTS if texts.get(name)),
        path=_get(source, "path", str, ""),
        line=_get(source, "line", int, 0),
        url=_get(line, "url", str, None),
        published=_get(line, "published", str, None),
        authors=tuple(map(str, _get(line, "authors", list, []))),
    )


def _nfc(text: object, name: str) -> str:
    if not isinstance(text, str):
        raise _FaultError(f"the text of {name} is {type(text).__name__}; write it in quotes")
    return unicodedata.normalize("NFC", text)


def _thing(item: _Line) -> Thing:
    names = tuple(str(name) for name in _get(item, "names", list, []) if str(name).strip())
    identity, kind = _get(item, "id", str, ""), _get(item, "type", str, "")
    if not (identity and kind and names):
        shown = json.dumps(item, ensure_ascii=False, default=str)[:80]
        raise _FaultError(f"the entity {shown} lacks something; it needs id, type and names")
    return Thing(
        id=identity,
        type=kind,
        names=names,
        confidence=_share(item),
        alt_types=tuple(map(str, _get(item, "alt_types", list, []))),
        optional=bool(item.get("optional", False)),
        reasons=tuple(map(str, _get(item, "reasons", list, []))),
    )


class _Reader:
    """What is common to the parts of one line: the document, and the entities that they may speak of."""

    def __init__(self, document: Document, ids: set[str]) -> None:
        self.document, self.ids = document, ids
        self.texts = {field.name: field.text for field in document.fields}

    def facts(self, body: Mapping[str, Any]) -> Iterator[Fact]:
        relations = _get(body, "relations", list, [])
        details = _get(body, "relation_evidence", list, [])
        if details and len(details) != len(relations):
            counts = f"{len(relations)} relations, but {len(details)} in relation_evidence"
            raise _FaultError(f"{counts}; keep the two of one length, in one order, or drop relation_evidence")
        for place, relation in enumerate(relations):
            if not (isinstance(relation, list) and len(relation) == 3):  # noqa: PLR2004 - a triple
                raise _FaultError(f"the relation {relation!r} is no triple; write [subject, predicate, object]")
            detail = details[place] if details and isinstance(details[place], dict) else {}
            subject, predicate, object_ = (str(part) for part in relation)
            yield Fact(self.known(subject), predicate, self.known(object_), self.evidence(detail), _share(detail))

    def result(self, item: _Line) -> Result:
        optional = {key: self.known(item[key]) for key in ("metric", "benchmark", "baseline") if item.get(key)}
        limit = item.get("value_max")
        return Result(
            subject=self.known(item.get("subject") or PAPER),
            value=_decimal(item, "value"),
            unit=_get(item, "unit", str, None),
            value_max=None if limit is None else _decimal(item, "value_max"),
            comparator=_get(item, "comparator", str, "=") or "=",
            setting=_get(item, "setting", str, None),
            text=_get(item, "text", str, ""),
            evidence=self.evidence(item),
            confidence=_share(item),
            **optional,
        )

    def quantity(self, item: _Line) -> Quantity:
        return Quantity(
            entity=self.known(item.get("entity")),
            property=_get(item, "property", str, "count"),
            value=_decimal(item, "value"),
            unit=_get(item, "unit", str, None),
            text=_get(item, "text", str, ""),
            evidence=self.evidence(item),
            confidence=_share(item),
        )

    def link(self, item: _Line) -> Link:
        url = _get(item, "url", str, "")
        if not url:
            raise _FaultError("a link has no url; add it, or remove the link")
        return Link(_get(item, "rel", str, "project"), url, self.evidence(item))

    def mention(self, item: _Line) -> Mention:
        identity = self.known(item.get("entity"))
        return Mention(identity, _get(item, "type", str, ""), self.place(item), _share(item))

    def evidence(self, item: Mapping[str, Any]) -> tuple[Evidence, ...]:
        return tuple(self.place(place) for place in _items(item, "evidence"))

    def place(self, item: _Line) -> Evidence:
        """The words at a place, which must be there."""
        name, start, end = _get(item, "field", str, ""), _get(item, "start", int, 0), _get(item, "end", int, 0)
        text, component = _get(item, "text", str, ""), _get(item, "component", str, "")
        if name in self.texts and self.texts[name][start:end] != text:
            there = self.texts[name][start:end]
            raise _FaultError(
                f"{name} has {there!r} at {start} to {end}, not {text!r}; correct start and end, or the text"
            )
        sentence = _get(item, "sentence", list, [start, end])
        around = (int(sentence[0]), int(sentence[1])) if len(sentence) == 2 else (start, end)  # noqa: PLR2004 - a pair
        return Evidence(self.document.id, name, start, end, text, around, component)

    def known(self, identity: object) -> str:
        if identity not in self.ids:
            names = ", ".join(sorted(self.ids))
            raise _FaultError(f"no entity has the id {identity!r}; the ids of this line are: {names}")
        return str(identity)


def _items(body: Mapping[str, Any], key: str) -> list[_Line]:
    items: list[_Line] = _get(body, key, list, [])
    wrong = next((item for item in items if not isinstance(item, dict)), None)
    if wrong is not None:
        raise _FaultError(f"{key} holds {wrong!r}; each of its items is an object")
    return items


def _get(body: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:  # noqa: ANN401 - JSON
    value = body.get(key)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _FaultError(f"{key} is {value!r}; it must be {_KINDS[kind]}")
    return value


_KINDS = {str: "text", int: "a whole number", list: "a list", dict: "an object"}


def _decimal(item: _Line, key: str) -> Decimal:
    try:
        value = Decimal(str(item.get(key)))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise _FaultError(f"{key} is {item.get(key)!r}; it must be a number")
    return value


def _share(item: Mapping[str, Any]) -> float:
    value = item.get("confidence", 1.0)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not 0 <= value <= 1:
        raise _FaultError(f"confidence is {value!r}; it must be a number from 0 to 1")
    return float(value)

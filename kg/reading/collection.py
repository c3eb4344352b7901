"""JSON files: one record, an array of them, or an object that holds such an array, each record as in JSONL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.errors import RecordError
from kg.model import Document, Skipped
from kg.reading.records import as_document
from kg.reading.source import Source, decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HOLDERS = ("papers", "items", "entries", "results", "records", "data")
_INNER = "paper"
"""Under which some lists put each paper, beside what is said of it."""
_READ = json.JSONDecoder().raw_decode


def read_json(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each record of the file; report those that are none."""
    text = decode(source.path, read_bytes(source)).text
    for line, record in _records(text, source.path):
        try:
            yield _document(record, source.path, line)
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))


def _document(record: object, path: str, line: int) -> Document:
    if not isinstance(record, dict):
        raise RecordError(path, line, "the record is no object", 'write each paper as {"id": …, "title": …}')
    inner = record.get(_INNER)
    return as_document({**record, **inner} if isinstance(inner, dict) else record, path, line)


def _records(text: str, path: str) -> Iterator[tuple[int, Any]]:
    """Yield the line on which each record begins, and the record."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        remedy = "write one object, or an array of them; one object a line is .jsonl"
        raise RecordError(path, line, f"the file is no JSON ({error})", remedy) from None
    start = _skipped(text, 0)
    lists = {"": start} if isinstance(whole, list) else {}
    if isinstance(whole, dict):
        lists = {name: at for name, at, value in _members(text, start) if isinstance(value, list)}
    name = next((name for name in ("", *_HOLDERS) if name in lists), None)
    yield from [(1, whole)] if name is None else _elements(text, lists[name])


def _members(text: str, at: int) -> Iterator[tuple[str, int, Any]]:
    """Yield the name, place and value of each member of the object at `at`; the text is known to be JSON."""
    at = _skipped(text, at + 1)
    while text[at] != "}":
        name, at = _READ(text, at)
        start = _skipped(text, _skipped(text, at) + 1)
        value, at = _READ(text, start)
        yield name, start, value
        at = _skipped(text, at)


def _elements(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """Yield the line and value of each element of the array at `at`."""
    at = _skipped(text, at + 1)
    line, counted = 1, 0
    while text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        value, at = _READ(text, at)
        yield line, value
        at = _skipped(text, at)


def _skipped(text: str, at: int) -> int:
    """Return where the next value, or what closes, begins."""
    while text[at] in " \t\n,":
        at += 1
    return at

"""BibTeX: an entry with title and abstract is a paper."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kg.errors import RecordError
from kg.model import Skipped
from kg.reading.records import as_document
from kg.reading.source import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Document
    from kg.reading.source import Source

_START = re.compile(r"@\s*(\w+)\s*[{(]\s*([^,\s]*)\s*,?")
_KEY = re.compile(r"\s*,?\s*([\w-]+)\s*=\s*")
_NO_PAPERS = frozenset({"comment", "string", "preamble"})
_ACCENTS = dict(
    zip("\"'`^~=.cvuHrk", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u030a\u0328", strict=True)
)
_ACCENT = re.compile(r"""\{?\\(["'`^~=.]|[cvuHrk](?=[\s{])\s*)\{?\\?([A-Za-z])\}?\}?""")
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł"}
_ESCAPED = re.compile(r"\\([%&_#$])")


def read_bibtex(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each entry with a title; report the others."""
    text = decode(source.path, read_bytes(source)).text
    count, position = 0, 0
    while found := _START.search(text, position):
        position = found.end()
        if found.group(1).lower() in _NO_PAPERS:
            continue
        count += 1
        line = text.count("\n", 0, found.start()) + 1
        try:
            fields, position = _fields(text, position, source.path, line)
            yield as_document(_record(fields), source.path, line)
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))
    if not count:
        on_skip(Skipped(source.path, 1, "no BibTeX entry found", "begin each with @article{key, or the like"))


def records(text: str) -> Iterator[dict[str, object]]:
    """Yield the entries of a text as records; raise RecordError for one that is not closed."""
    position = 0
    while found := _START.search(text, position):
        fields, position = _fields(text, found.end(), "", 0)
        if found.group(1).lower() not in _NO_PAPERS:
            yield _record(fields)


def _record(fields: dict[str, str]) -> dict[str, object]:
    """Return the entry as a record; an ``eprint`` counts before a ``doi``."""
    record: dict[str, object] = {key: _plain(value) for key, value in fields.items() if key not in ("id", "doc")}
    archive = fields.get("archiveprefix", "arxiv").lower()
    if archive != "arxiv":
        record.pop("eprint", None)
    record["authors"] = [_name(_plain(name)) for name in re.split(r"\s+and\s+", fields.get("author", "")) if name]
    return {key: value for key, value in record.items() if key not in ("author", "data", "model", "code")}


def _fields(text: str, position: int, path: str, line: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while found := _KEY.match(text, position):
        value, position = _value(text, found.end(), path, line)
        fields.setdefault(found.group(1).lower(), value)
    return fields, position


def _value(text: str, start: int, path: str, line: int) -> tuple[str, int]:
    if text[start : start + 1] == "{":
        end = _closing(text, start, path, line)
        return text[start + 1 : end], end + 1
    if text[start : start + 1] == '"':
        end = _quote(text, start, path, line)
        return text[start + 1 : end], end + 1
    found = re.compile(r"[^,}\s]*").match(text, start)
    end = found.end() if found else start
    return text[start:end], end


def _closing(text: str, start: int, path: str, line: int) -> int:
    depth = 0
    for found in re.compile(r"\\.|[{}]|\n[ \t]*@\w+\{").finditer(text, start):
        sign = found.group()
        if sign.startswith("\n"):
            break
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and sign == "}":
            return found.start()
    raise RecordError(path, line, "the entry has a brace that is never closed", "close it with }")


def _quote(text: str, start: int, path: str, line: int) -> int:
    depth = 0
    for found in re.compile(r'\\.|[{}"]').finditer(text, start + 1):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if depth == 0 and found.group() == '"':
            return found.start()
    raise RecordError(path, line, "the entry has a quotation mark that is never closed", 'close it with "')


def _plain(value: str) -> str:
    """TeX as text: accents, escaped signs, no braces."""
    value = _ACCENT.sub(_accented, value)
    for command, letter in _LETTERS.items():
        value = re.sub(rf"\{{?\\{command}(?![A-Za-z])(?:\{{\}}|\s+)?\}}?", letter, value)
    value = _ESCAPED.sub(r"\1", value)
    return re.sub(r"\s+", " ", re.sub(r"(?<!\\)[{}]", "", value)).strip()


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found.group(2) + _ACCENTS[found.group(1).strip()])


def _name(name: str) -> str:
    """Return ``Lovelace, Ada`` as ``Ada Lovelace``."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name

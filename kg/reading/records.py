"""Records, one JSON object a line: the arXiv metadata dump's form, or one field per language; also packed (.gz)."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.errors import RecordError
from kg.model import FIELDS, TABLES, Document, Field, Link, Skipped
from kg.reading import addresses, lines, wording
from kg.reading.language import language
from kg.reading.source import Source, clean, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.reading.addresses import Address

_FIELDS = tuple(name for name in FIELDS if name != TABLES)
_PLAIN = {"title": "title", "abstract": "abstract", "summary": "abstract"}
"""Keys that tell no language."""
_ID_KEYS = ("doc", "id", "arxiv_id", "arxiv", "eprint", "doi", "url", "link")
_DATE_KEYS = ("published", "publishedAt", "published_at", "date", "year", "update_date")
_AUTHOR_KEYS = ("authors", "author")
_LINK_KEYS = ("code", "project", "demo", "data", "model")
_WRAPPED = re.compile(r"[ \t]*\n(?![ \t]*\n)[ \t]*")
_KEYS = "give a title or an abstract under: title, abstract, title_en, title_zh, abstract_en, abstract_zh"


def read_records(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each line that holds a record; report the others."""
    for _, read in record_lines(source, on_skip):
        try:
            yield read()
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))


def record_lines(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[tuple[bytes, Callable[[], Document]]]:
    """Yield each line that holds something, its number before it, with what reads it; an empty file is reported.

    Reading raises RecordError for a line that holds no record.
    """
    count = 0
    for number, line in enumerate(read_lines(source), 1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            count += 1
            yield b"%d\t%s" % (number, line), partial(_read_line, line, source.path, number)
    if not count:
        on_skip(Skipped(source.path, 1, "the file is empty", "give it one JSON object a line"))


def _read_line(line: bytes, path: str, number: int) -> Document:
    return as_document(_parse(line, path, number), path, number)


def as_document(record: Mapping[str, Any], path: str, line: int) -> Document:
    """Return the Document of one record; raise RecordError where it has no text or no name."""
    record = {**record, **text} if isinstance(text := record.get("text"), dict) else record
    texts = _texts(record, path, line)
    if not texts:
        raise RecordError(path, line, "the record has neither title nor abstract", _KEYS)
    address = _address(record)
    title = texts.get("title_en") or texts.get("title_zh")
    if not address.id and not title:
        raise RecordError(path, line, "the record has neither identifier nor title", "give it an id or a title")
    return Document(
        id=address.id or addresses.content_id(title or ""),
        fields=tuple(Field(name, texts[name]) for name in _FIELDS if name in texts),
        path=path,
        line=line,
        url=address.url,
        links=_links(record),
        published=_published(record),
        authors=_authors(record),
    )


def _parse(line: bytes, path: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RecordError(path, number, "the line is not UTF-8", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise RecordError(path, number, f"the line is no JSON ({error})", "write one JSON object a line") from None
    if not isinstance(record, dict):
        raise RecordError(path, number, "the line holds JSON, but no object", "write one JSON object a line")
    return record


def _texts(record: Mapping[str, Any], path: str, line: int) -> dict[str, str]:
    """Fields by name; a plain ``title`` or ``abstract`` goes to the language that it is written in."""
    texts: dict[str, str] = {}
    for key in (*_FIELDS, *_PLAIN):
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise RecordError(path, line, f"{key} is no text but {type(value).__name__}", "write it in quotes")
        text = _clean(value or "", key, path, line)
        if text:
            texts.setdefault(key if key in _FIELDS else f"{_PLAIN[key]}_{language(text)}", text)
    return texts


def _clean(value: str, key: str, path: str, line: int) -> str:
    """Text as it stands, less the line breaks of a wrapped paragraph; nothing, where it is only a heading's word."""
    try:
        text = clean(value.replace("\r\n", "\n"))
    except ValueError as error:
        raise RecordError(path, line, f"{key} holds {error}", "write the whole character") from None
    if "\n" in text:
        text = _WRAPPED.sub(lambda found: " " if found.end() < len(text) else "", text).strip()
    empty = text.startswith("#") and wording.section(text)
    return "" if empty or not text.strip() else text


def _address(record: Mapping[str, Any]) -> Address:
    found = [addresses.identifier(str(record[key])) for key in _ID_KEYS if record.get(key)]
    known = [address for address in found if address]
    given = record.get("doc") or record.get("id")
    url = next((address.url for address in known), None)
    best = next((address for address in known if address.id), None)
    if best:
        return best
    return addresses.Address(_own_id(given) if given is not None else None, url)


def _own_id(given: object) -> str | None:
    """An identifier of the user's own, where it is safe as one."""
    text = str(given).strip()
    return text if re.fullmatch(r"[\w.:/-]{1,200}", text) and not text.startswith("/") else None


def _links(record: Mapping[str, Any]) -> tuple[Link, ...]:
    found = ((key, url) for key in _LINK_KEYS for url in addresses.urls(str(record.get(key) or "")))
    return tuple(Link(rel, url) for rel, url in found)


def _published(record: Mapping[str, Any]) -> str | None:
    versions = record.get("versions")
    first = versions[0] if isinstance(versions, list) and versions else {}
    created = first.get("created", "") if isinstance(first, dict) else ""
    given = (str(record.get(key) or "") for key in _DATE_KEYS)
    return next((date for date in map(lines.date, (created, *given)) if date), None)


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    for key in _AUTHOR_KEYS:
        value = record.get(key)
        if isinstance(value, list):
            return tuple(str(name.get("name", "")) if isinstance(name, dict) else str(name) for name in value)
        if isinstance(value, str) and value.strip():
            return lines.authors(value)
    return ()

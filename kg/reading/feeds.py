"""RSS and Atom: an item is a record, its description the abstract."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kg.errors import RecordError
from kg.model import Skipped
from kg.reading.records import as_document
from kg.reading.source import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Document
    from kg.reading.source import Source

_FEED = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FIELDS = {
    "title": ("title",),
    "abstract": ("encoded", "description", "summary", "content"),
    "url": ("link", "id", "guid"),
    "published": ("published", "pubDate", "date", "updated"),
}
_LINK = re.compile(r"<a\s[^>]*href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_NOTED = re.compile(r"\s*\(arXiv:[^()]*\)\s*$", re.IGNORECASE)


def is_feed(text: str) -> bool:
    """Whether a text is RSS or Atom."""
    return bool(_FEED.match(text))


def read_feed(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield a Document for each item with a title; entities of its own are not read."""
    text = decode(source.path, read_bytes(source)).text
    line, items = 1, _items(text, source.path)
    if not items:
        on_skip(Skipped(source.path, 1, "no item of a feed found", "give RSS or Atom, or another form of text"))
    for item in items:
        record = _record(item)
        line = 1 + max(text.count("\n", 0, text.find(str(record.get("title", "")).split("&")[0][:40])), line - 1)
        try:
            yield as_document(record, source.path, line)
        except RecordError as error:
            on_skip(Skipped(error.path, error.line, error.reason, error.remedy))


def _items(text: str, path: str) -> list[ET.Element]:
    if _ENTITIES.search(text):
        raise RecordError(path, 1, "the feed declares entities of its own", "take out its DOCTYPE")
    try:
        root = ET.fromstring(text)  # noqa: S314  no entities are declared, so none can be expanded
    except ET.ParseError as error:
        raise RecordError(
            path, error.position[0], f"the feed is no XML: {error}", "mend it, or fetch it anew"
        ) from error
    return [element for element in root.iter() if _name(element) in {"item", "entry"}]


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _record(item: ET.Element) -> dict[str, object]:
    record: dict[str, object] = {}
    for key, names in _FIELDS.items():
        values = (value for name in names for child in item if _name(child) == name and (value := _value(child)))
        record |= {key: value} if (value := next(values, "")) else {}
    record["title"] = _NOTED.sub("", str(record.get("title", "")))
    return record


def _value(element: ET.Element) -> str:
    """Return an element's words without markup, an address behind the words that link to it."""
    inner = element.text or element.get("href", "") or "".join(element.itertext())
    linked = _LINK.sub(lambda found: f"{found.group(2)} {found.group(1)}", inner)
    return re.sub(r"[ \t]*\n\s*|[ \t]{2,}", " ", html.unescape(_TAG.sub(" ", linked))).strip()

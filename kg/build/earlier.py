"""What an earlier build left: the extractions that are still right need not be made again.

An extraction is right as long as the paper's text is the same and so is the pipeline; one that a person reviewed,
as long as the paper is there.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import RecordError
from kg.interchange import from_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.model import Document, Extraction


@dataclass(frozen=True, slots=True)
class Earlier:
    """An extractions.jsonl and where each paper's line is in it; `fresh` if the same pipeline made it."""

    path: Path
    places: dict[str, Place]
    fresh: bool
    data: bytes | mmap.mmap = b""

    def take(self, document: Document) -> Extraction | None:
        """Return the extraction of a paper, if it is still right, as of the place where the paper stands now."""
        found = self._read(document.id)
        if found is None:
            return None
        if found.reviewed:
            return replace(found, document=_moved(found.document, document))
        if not self.fresh or content(found.document) != content(document):
            return None
        # A link without evidence is the form's own, and stands in the document as it is now.
        return replace(found, document=document, links=tuple(link for link in found.links if link.evidence))

    def line(self, identity: str) -> bytes:
        """Return the line of a paper as it stands."""
        place = self.places[identity]
        return self.data[place.start : place.start + place.length]

    def _read(self, identity: str) -> Extraction | None:
        if identity not in self.places:
            return None
        try:
            return from_json(json.loads(self.line(identity)), str(self.path))
        except (RecordError, ValueError):
            return None


class Place(NamedTuple):
    """Where a line is: its first byte, its length in bytes, and a hash of it."""

    start: int
    length: int
    hashed: bytes


def earlier(folder: Path, pipeline: str, known: Mapping[bytes, str] | None = None) -> Earlier:
    """Look for what an earlier build wrote to a folder; lines whose hash is `known` needn't be parsed."""
    path = folder / "extractions.jsonl"
    places: dict[str, Place] = {}
    data: bytes | mmap.mmap = b""
    if path.is_file() and path.stat().st_size:
        position = 0
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            for line in file:
                hashed = hash_of(line)
                identity = (known or {}).get(hashed) or _identity(line)
                if identity:
                    places.setdefault(identity, Place(position, len(line), hashed))
                position += len(line)
    return Earlier(path, places, fresh=_pipeline(folder) == pipeline, data=data)


def hash_of(line: bytes) -> bytes:
    """Return a hash of a line."""
    return hashlib.sha256(line).digest()[:16]


def content(document: Document) -> tuple[object, ...]:
    """All of a paper that its extraction rests on."""
    return (document.id, {field.name: field.text for field in document.fields})


def _moved(reviewed: Document, document: Document) -> Document:
    return replace(reviewed, path=document.path, line=document.line)


def _identity(line: bytes) -> str | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return str(value.get("doc")) if isinstance(value, dict) and value.get("doc") else None


def _pipeline(folder: Path) -> str | None:
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    versions = report.get("versions") if isinstance(report, dict) else None
    return str(versions.get("pipeline")) if isinstance(versions, dict) else None

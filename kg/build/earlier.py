"""What an earlier build left: the extractions that are still right need not be made again.

An extraction is right as long as the paper's text is the same and so is the pipeline; one that a person reviewed,
as long as the paper is there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import RecordError
from kg.interchange import from_json

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Document, Extraction


@dataclass(frozen=True, slots=True)
class Earlier:
    """An extractions.jsonl and where each paper's line begins in it; `fresh` if the same pipeline made it."""

    path: Path
    offsets: dict[str, int]
    fresh: bool

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

    def _read(self, identity: str) -> Extraction | None:
        if identity not in self.offsets:
            return None
        with self.path.open("rb") as file:
            file.seek(self.offsets[identity])
            try:
                return from_json(json.loads(file.readline()), str(self.path))
            except (RecordError, ValueError):
                return None


def earlier(folder: Path, pipeline: str) -> Earlier:
    """Look for what an earlier build wrote to a folder."""
    path = folder / "extractions.jsonl"
    offsets: dict[str, int] = {}
    if path.is_file():
        position = 0
        with path.open("rb") as file:
            for line in file:
                identity = _identity(line)
                if identity:
                    offsets.setdefault(identity, position)
                position += len(line)
    return Earlier(path, offsets, fresh=_pipeline(folder) == pipeline)


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

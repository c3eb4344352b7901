"""report.json: what a build did, and what built it. All but the timings is the same for the same input."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kg.reading.source import read_lines
from kg.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from kg.build.gather import Gathered
    from kg.graph import KnowledgeGraph
    from kg.model import Report
    from kg.reading import Source

_LIBRARIES = ("markdown-it-py", "pyoxigraph", "spacy")


def finish(report: Report, graph: KnowledgeGraph, folder: Path, gathered: Gathered) -> None:
    """Count what the graph holds, and write the report."""
    from kg.exporting.atomic import write_text

    report.counts = counts(graph)
    report.notes = [f"{count} facts left out: {reason}" for reason, count in sorted(graph.dropped.items())]
    written: dict[str, Any] = asdict(report)
    written["sources"] = {source.path: _hash(source) for source in (*gathered.papers, *gathered.extractions)}
    write_text(folder / "report.json", json.dumps(written, ensure_ascii=False, indent=2) + "\n")


def counts(graph: KnowledgeGraph) -> dict[str, int]:
    """Count the instances of each class and the statements of each predicate of ours."""
    found = {"triples": len(graph.triples())}
    for kind, query in (("?kind", "?thing a ?kind"), ("?kind", "?subject ?kind ?object")):
        rows = graph.query(f"SELECT {kind} (COUNT(*) AS ?count) {{ {query} }} GROUP BY {kind}")
        found |= {name: int(row[1].value) for row in rows if (name := _own(row[0].value))}
    return {"triples": found.pop("triples"), **dict(sorted(found.items()))}


def versions(pipeline: str) -> dict[str, str]:
    """Name what built the graph: this package, its pipeline, its ontology, the libraries that matter."""
    return {
        **short_versions(),
        "pipeline": pipeline,
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def short_versions() -> dict[str, str]:
    """Name this package, its pipeline and its ontology."""
    from kg import extraction

    return {"kg": version("paperkg"), "pipeline": extraction.pipeline_version(), "ontology": ontology_version()}


@cache
def ontology_version() -> str:
    """Return a hash of the ontology folder's files."""
    folder, hashed = resource("ontology"), hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        hashed.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return hashed.hexdigest()[:16]


def _own(iri: str) -> str | None:
    from kg.graph.identifiers import ONTOLOGY

    return iri.removeprefix(ONTOLOGY) if iri.startswith(ONTOLOGY) else None


def _hash(source: Source) -> str:
    hashed = hashlib.sha256()
    for line in read_lines(source):
        hashed.update(line)
    return hashed.hexdigest()

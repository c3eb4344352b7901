"""report.json: what a build did, and what built it. All but the timings is the same for the same input."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kg.graph.identifiers import ONTOLOGY
from kg.reading.source import read_lines
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.build.gather import Gathered
    from kg.model import Report
    from kg.reading import Source

_LIBRARIES = ("markdown-it-py", "pyoxigraph", "spacy")
_OWN = f"<{ONTOLOGY}"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def finish(report: Report, dropped: Mapping[str, int], folder: Path, gathered: Gathered) -> None:
    """Write the report of a build; `dropped` says how many facts were left out, by the reason."""
    from kg.exporting.atomic import write_text

    report.notes = [f"{count} facts left out: {reason}" for reason, count in sorted(dropped.items())]
    written: dict[str, Any] = asdict(report)
    del written["stale"]  # of the folder, not of the build
    written["sources"] = {source.path: _hash(source) for source in (*gathered.papers, *gathered.extractions)}
    write_text(folder / "report.json", json.dumps(written, ensure_ascii=False, indent=2) + "\n")


def tally(lines: Iterable[str]) -> dict[str, int]:
    """Count triples, instances of each class and statements of each predicate of ours, in lines of N-Triples."""
    found = Counter[str]()
    for line in lines:
        _, predicate, object_ = line.split(" ", 2)
        found[object_[:-2] if predicate == _TYPE else predicate] += 1
    own = {term.removeprefix(_OWN)[:-1]: count for term, count in found.items() if term.startswith(_OWN)}
    return {"triples": found.total(), **dict(sorted(own.items()))}


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


def _hash(source: Source) -> str:
    hashed = hashlib.sha256()
    for line in read_lines(source):
        hashed.update(line)
    return hashed.hexdigest()

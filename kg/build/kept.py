"""What a build keeps for the next one beside its files: which paper said what, and what it was resolved to.

It is never trusted unseen: it holds for one version of this package, its data and its settings, and for the very
bytes of the files that were written with it.
"""

from __future__ import annotations

import hashlib
import marshal
import platform
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.build.said import Said
from kg.resolution.seen import Spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.build.names import Row
    from kg.config import Config
    from kg.exporting.splicing import Pieces
    from kg.graph.part import Part
    from kg.model import Entity, Resolution

FILE = ".kept"
"""Its name in the output folder."""
_HASH = 32


class Paper(NamedTuple):
    """One paper of a build."""

    number: int
    """Its number among the papers of this folder's builds; never another paper's."""
    mark: bytes
    """A hash of what it was read from; see `kg.reading.recall`."""
    hashed: bytes
    """A hash of its line in extractions.jsonl."""
    path: str
    names: Row
    entities: tuple[str | None, ...] = ()
    """What its things were resolved to, in their order."""
    dropped: tuple[tuple[str, int], ...] = ()
    components: tuple[str, ...] = ()


Named = tuple[object, ...]
"""All of an entity that stands in its block of graph.ttl."""


@dataclass(slots=True)
class Kept:
    """What is known of a build."""

    papers: dict[str, Paper] = field(default_factory=dict)
    entities: dict[str, Named] = field(default_factory=dict)
    reasons: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    """For each entity and reason of a merge, the number of papers and the confidence."""
    said: Said = field(default_factory=Said)
    pieces: dict[str, Pieces] = field(default_factory=dict)
    """The pieces of the files that were written."""
    counts: dict[str, int] = field(default_factory=dict)
    spelled: Spelled = field(default_factory=lambda: Spelled([], {}))
    """What resolution worked out of names."""
    spoken: dict[str, bytes] = field(default_factory=dict)
    """What the page needs of each paper; empty where none was written."""

    def numbers(self) -> Iterable[int]:
        """Return the papers' numbers."""
        return (paper.number for paper in self.papers.values())

    def dropped(self) -> Counter[str]:
        """Return how many facts were left out, by the reason."""
        found = Counter[str]()
        for paper in self.papers.values():
            found.update(dict(paper.dropped))
        return found


def key_of(config: Config, pipeline: str) -> bytes:
    """Return a hash of all that the files depend on beside the papers, people's decisions and authority files."""
    parts = (pipeline, config.base, str(config.min_confidence), platform.python_version(), version("pyoxigraph"))
    return hashlib.sha256("\0".join(parts).encode() + _package()).digest()


def load(folder: Path, key: bytes) -> Kept | None:
    """Return what the last build into a folder kept; None where that is nothing, broken or another version's."""
    try:
        data = (folder / FILE).read_bytes()
    except OSError:
        return None
    body = memoryview(data)[2 * _HASH :]
    if data[:_HASH] != key or data[_HASH : 2 * _HASH] != hashlib.sha256(body).digest():
        return None
    papers, entities, reasons, said, pieces, counts, spelled, spoken = marshal.loads(body)  # noqa: S302 - we wrote it
    known = {identity: Paper._make(paper) for identity, paper in papers.items()}
    return Kept(known, entities, reasons, Said(*said), pieces, counts, Spelled(*spelled), spoken)


def save(folder: Path, key: bytes, kept: Kept) -> None:
    """Write what the next build into the folder may use."""
    from kg.exporting.atomic import replacing_bytes

    papers = {identity: tuple(paper) for identity, paper in kept.papers.items()}
    said, others = kept.said.plain(), (kept.pieces, kept.counts, (kept.spelled.forms, kept.spelled.names), kept.spoken)
    body = marshal.dumps((papers, kept.entities, kept.reasons, said, *others))
    with replacing_bytes(folder / FILE) as file:
        file.write(key + hashlib.sha256(body).digest())
        file.write(body)


def named(entity: Entity) -> Named:
    """Return what of an entity stands in its block of graph.ttl."""
    return (entity.type, tuple(entity.names.items()), entity.aliases, entity.same_as, entity.close_to)


def resolved(document: str, names: Row, resolution: Resolution) -> tuple[str | None, ...]:
    """Return what a paper's things are, in their order."""
    of: Mapping[tuple[str, str], str] = resolution.entity_of
    return tuple([of.get((document, thing[0])) for thing in names[2]])  # type: ignore[arg-type]  # ids are texts


def with_part(paper: Paper, entities: tuple[str | None, ...], part: Part) -> Paper:
    """Return a paper with what became of it."""
    dropped, components = tuple(sorted(part.dropped.items())), tuple(sorted(part.components))
    return paper._replace(entities=entities, dropped=dropped, components=components)


_ROOMS = ("build", "exporting", "graph", "interchange", "reading", "resolution")


@cache
def _package() -> bytes:
    """Return a hash of the code that reads, resolves and writes, and of the ontology; the pipeline has its own."""
    import kg
    from kg.build.reporting import ontology_version

    folder, hashed = Path(kg.__file__).parent, hashlib.sha256(ontology_version().encode())
    files = [*folder.glob("*.py"), *(file for room in _ROOMS for file in (folder / room).rglob("*.*"))]
    for file in sorted(file for file in files if file.suffix in {".py", ".toml"}):
        hashed.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return hashed.digest()

"""Sources to a graph: read, extract, resolve, build; with what an earlier build left, where it is still right."""

from __future__ import annotations

import itertools
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.earlier import earlier
from kg.build.gather import documents, gather, given_extractions
from kg.build.kept import Kept, key_of, load, save
from kg.build.made import Made, left_in
from kg.build.reporting import finish, versions
from kg.build.work import Work, collecting_no_garbage, pipeline_of
from kg.build.writing import Writing
from kg.config import Config
from kg.errors import InputError, RecordError, UsageError
from kg.exporting.atomic import replacing_bytes
from kg.model import Report, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.graph import KnowledgeGraph
    from kg.model import Extraction, Resolution
    from kg.resolution.seen import Spelled


@dataclass(slots=True)
class Plan:
    """What a build would do: ids of papers, by what happens to them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def build(
    sources: Iterable[str | Path] | str | Path,
    config: Config | None = None,
    *,
    on_skip: Callable[[Skipped], None] | None = None,
) -> KnowledgeGraph:
    """Return the knowledge graph of the papers that the sources hold.

    Sources are files, folders, globs, ``-`` for standard input; digests, records, BibTeX, text, or extractions.
    What can't be read goes to `on_skip`. Raises InputError for a source that isn't there.
    """
    config = config or Config()
    given = [sources] if isinstance(sources, (str, Path)) else sources
    with tempfile.TemporaryFile() as spool:
        work = Work(gather(given), config, None, (), on_skip or (lambda _: None))
        work.spool(spool)
        made = Made(work, spool, Kept(), config)
        return made.graph(_resolution(made.named(), config))


@collecting_no_garbage()
def build_to(  # noqa: PLR0913 - all but two by name
    folder: str | Path,
    sources: Iterable[str | Path],
    config: Config | None = None,
    *,
    remove: Iterable[str] = (),
    fresh: bool = False,
    on_progress: Callable[[str, int], None] = lambda _step, _count: None,
) -> Report:
    """Build, and write graph.ttl, evidence.ttl, extractions.jsonl, report.json and the formats that `config` names.

    What an earlier build left in the folder is used where it is still right, unless `fresh`. Papers with an id in
    `remove` are left out. Where `config.strict` and a record can't be read, RecordError is raised and nothing written.
    """
    config, folder, report, clock = config or Config(), Path(folder), Report(), _Clock()
    writing = Writing(config.formats, on_progress)
    gathered, key = gather(sources), key_of(config, pipeline_of(config))
    before = None if fresh else load(folder, key)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing_bytes(folder / "extractions.jsonl") as spool:
        own = None if fresh else folder
        work = Work(gathered, config, own, tuple(remove), report.skipped.append, on_progress, before)
        work.spool(spool)
        _refuse(report.skipped, config, len(work.lines))
        report.timings["extract"] = clock.lap()
        made, left = Made(work, spool, before or Kept(), config), left_in(folder, before or Kept())
        resolution = _resolution(made.named(), config, report.unused.append, made.spelled)
        report.timings["resolve"] = clock.lap()
        kept = made.updated(folder, left, resolution, writing) if before else None
        kept = kept or made.written(folder, resolution, writing)
        report.timings["write"] = clock.lap()
    save(folder, key, replace(kept, spelled=made.still_spelled()))
    report.versions, report.counts, report.stale = versions(work.version), kept.counts, writing.stale(folder)
    finish(report, kept.dropped(), folder, gathered)
    return report


def plan(
    folder: str | Path, sources: Iterable[str | Path], config: Config | None = None, *, remove: Iterable[str] = ()
) -> Plan:
    """Say what build_to() would do, and write nothing."""
    found = Plan()
    before = earlier(Path(folder), pipeline_of(config or Config()))
    gathered, out = gather(sources), set(remove)
    given = [
        item.document for _, item in given_extractions(gathered, found.skipped.append) if not isinstance(item, bytes)
    ]
    seen: set[str] = set()
    for document in itertools.chain(given, documents(gathered, found.skipped.append)):
        if document.id in out | seen:
            continue
        seen.add(document.id)
        known = document.id in before.places
        kept = known and before.take(document) is not None
        (found.kept if kept else found.changed if known else found.added).append(document.id)
    found.removed = sorted(set(before.places) - seen)
    return found


def extract_from(
    sources: Iterable[str | Path], config: Config | None = None, *, on_skip: Callable[[Skipped], None]
) -> Iterator[Extraction]:
    """Yield the extraction of each paper that the sources hold, as build_to() would write them.

    Where `config.strict`, a record that can't be read raises RecordError instead.
    """
    config = config or Config()

    def strict(skipped: Skipped) -> None:
        raise RecordError(skipped.path, skipped.line, skipped.reason, skipped.remedy)

    yield from Work(gather(sources), config, None, (), strict if config.strict else on_skip).extractions()


def default_sources(config: Config, sources: Iterable[str]) -> list[str]:
    """Return the sources given, else those of the settings, else the extractions of the last build.

    Raises UsageError where there are none of these.
    """
    last = Path(config.output, "extractions.jsonl")
    found = [*sources] or [*config.sources] or ([str(last)] if last.is_file() else [])
    if not found:
        raise UsageError(
            "nothing to build: name files, folders, globs, or - for standard input; or set sources in kg.toml"
        )
    return found


class _Clock:
    """Seconds since the last lap."""

    def __init__(self) -> None:
        self.start = time.perf_counter()

    def lap(self) -> float:
        before, self.start = self.start, time.perf_counter()
        return round(self.start - before, 3)


def _resolution(
    extractions: Iterable[Extraction],
    config: Config,
    on_unused: Callable[[str], None] = lambda _: None,
    spelled: Spelled | None = None,
) -> Resolution:
    """Resolve by the settings' decisions and authority files."""
    from kg.authority import read_authority
    from kg.resolution import resolve

    decisions = Path(config.decisions) if config.decisions else None
    if decisions and not decisions.is_file():
        raise InputError(f"no such file of decisions: {decisions}")
    headings = [heading for path in config.authority for heading in read_authority(Path(path))]
    return resolve(extractions, decisions=decisions, headings=headings, on_unused=on_unused, spelled=spelled)


def _refuse(skipped: list[Skipped], config: Config, count: int) -> None:
    if skipped and config.strict:
        first = skipped[0]
        raise RecordError(first.path, first.line, first.reason, first.remedy)
    if not count and skipped:
        first = skipped[0]
        raise InputError(f"no paper could be read: {first.path}:{first.line}: {first.reason}; {first.remedy}")
    if not count:
        raise InputError("the sources hold no paper; name files with digests, records, BibTeX or text")

"""The files of a build: graph.ttl and evidence.ttl in any case, then the formats that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import plugins
from kg.exporting import file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.graph import KnowledgeGraph
    from kg.graph.part import Part

    Exporter = Callable[[KnowledgeGraph, Path], None]

ALWAYS = ("turtle", "evidence")
"""Formats that a build writes in any case."""
PAGE = "html"


class Writing:
    """The formats to write, found before anything is done."""

    def __init__(self, formats: Iterable[str], on_progress: Callable[[str, int], None]) -> None:
        """Find what writes each format; raises UsageError where nothing does."""
        self._exporters = {name: plugins.get("kg.exporters", name) for name in (*ALWAYS, *formats)}
        self._on_progress = on_progress
        self.page = str(getattr(self._exporters.get(PAGE), "__module__", "")) == "kg.exporting.html"
        """Whether our own page is among them: it is made without the graph."""

    @staticmethod
    def spoken_of(part: Part) -> bytes:
        """Return what the page needs of a paper."""
        from kg.exporting.html.spoken import spoken_of

        return spoken_of(part)

    def always(self, folder: Path, graph: KnowledgeGraph) -> None:
        """Write the files that are written in any case."""
        for name in ALWAYS:
            self._write(name, folder, graph)

    def others(self, folder: Path, graph: Callable[[], KnowledgeGraph], spoken: Iterable[bytes], base: str) -> None:
        """Write the other formats, the graph being made if one of them needs it."""
        whole: KnowledgeGraph | None = None
        for name in [name for name in self._exporters if name not in ALWAYS]:
            if name == PAGE and self.page:
                from kg.exporting.html import write_kept

                self._tell(name)
                write_kept(folder / file_name(name), folder / file_name("turtle"), spoken, base)
            else:
                whole = whole or graph()
                self._write(name, folder, whole)

    def stale(self, folder: Path) -> list[str]:
        """Return what lies in a folder under the name of a format that is not written now."""
        others = {file_name(name) for name in plugins.names("kg.exporters") if name not in self._exporters}
        return sorted(name for name in others if (folder / name).exists())

    def _write(self, name: str, folder: Path, graph: KnowledgeGraph) -> None:
        self._tell(name)
        self._exporters[name](graph, folder / file_name(name))

    def _tell(self, name: str) -> None:
        self._on_progress(f"write {name}", list(self._exporters).index(name) + 1)


def graph_of(folder: Path, base: str) -> KnowledgeGraph:
    """Return the graph that a folder's files hold."""
    from kg.graph import KnowledgeGraph

    return KnowledgeGraph.of_files(folder / file_name("turtle"), folder / file_name("evidence"), base=base)

"""What is other than in the last build: papers whose line changed, and papers of whose things one was resolved anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.build.kept import resolved
from kg.graph.identifiers import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.build.kept import Kept, Paper
    from kg.model import Extraction, Resolution

MOST = 0.3
"""Share of the papers; where more have changed, all is built anew."""


@dataclass(slots=True)
class Change:
    """What is new: the papers as they are now, what they were resolved to, and how to read one."""

    before: Kept
    papers: dict[str, Paper]
    """The papers of this build, those unchanged with all that is known of them."""
    changed: list[str]
    """Ids of papers that are new or other than they were."""
    gone: list[str]
    resolution: Resolution
    read: Callable[[str], Extraction]
    base: str
    version: str
    page: bool = False
    """Whether the page is to be written: what it needs of each paper is kept."""

    @property
    def small(self) -> bool:
        """Tell whether it pays to keep the files and set in what is new."""
        return len(self.changed) + len(self.gone) <= MOST * len(self.papers) and _apart(self.before, self.papers)


def change(  # noqa: PLR0913 - by name
    before: Kept,
    papers: dict[str, Paper],
    resolution: Resolution,
    *,
    read: Callable[[str], Extraction],
    base: str,
    version: str,
    page: bool = False,
) -> Change:
    """Compare the papers and their resolution with those of the last build."""
    types = {entity: before.entities.get(entity, [""])[0] for entity in resolution.entities}
    retyped = {entity for entity, found in resolution.entities.items() if types[entity] != found.type}
    now, changed = dict[str, "Paper"](), list[str]()
    for identity, paper in papers.items():
        entities = resolved(identity, paper.names, resolution)
        old = before.papers.get(identity)
        if old and old.hashed == paper.hashed and old.entities == entities and retyped.isdisjoint(entities):
            now[identity] = old._replace(mark=paper.mark)
        else:
            now[identity] = paper._replace(entities=entities)
            changed.append(identity)
    gone = [identity for identity in before.papers if identity not in papers]
    return Change(before, now, changed, gone, resolution, read, base, version, page)


def _apart(before: Kept, papers: dict[str, Paper]) -> bool:
    """Tell whether each paper's annotations have a name of their own: two spellings of one id would share it."""
    every = {*before.papers, *papers}
    return all(map(str.isascii, every)) or len({segment(identity) for identity in every}) == len(every)

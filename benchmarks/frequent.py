"""The entities that most papers speak of, and whether a second node is the same thing.

    python benchmarks/frequent.py FOLDER|EXTRACTIONS.jsonl [--top 100] [--least 3] [--markdown FILE]

FOLDER is the output of a build. Its extractions are resolved again, as the build did. Beside each of the top
entities stand the other entities that may be the same thing: those with a name that is spelled the same but for case,
spaces, hyphens and plural, with a name that is a known term's, that bear its preferred name as an alias, or whose
preferred name is like its own (rapidfuzz's ratio of the sorted words, 90 of 100 in English, 75 in Chinese). A person
judges them; those with fewer than ``--least`` papers are counted only.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotated import norm
from rapidfuzz import fuzz, process

from kg import interchange
from kg.resolution import load_decisions, load_terms, resolve
from kg.resolution.normalise import key
from kg.resolution.terms import by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Entity, Extraction

LIKE = {"en": 90.0, "zh": 75.0}


@dataclass(slots=True)
class Counted:
    """An entity, the number of its papers, and what may be the same thing: (reason, entity id)."""

    entity: Entity
    papers: int
    near: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return (*self.entity.names.values(), *self.entity.aliases)


def read(path: Path) -> Iterator[Extraction]:
    """Yield the extractions of a file, or of a build's folder."""
    with (path / "extractions.jsonl" if path.is_dir() else path).open("rb") as lines:
        yield from interchange.loads(lines)


def counted(path: Path, decisions: Path | None) -> list[Counted]:
    """Return all entities, those of most papers first."""
    found = resolve(read(path), decisions=load_decisions(decisions) if decisions else None)
    papers: dict[str, set[str]] = defaultdict(set)
    for (document, _), entity in found.entity_of.items():
        papers[entity].add(document)
    ranked = sorted(papers, key=lambda id_: (-len(papers[id_]), id_))
    return [Counted(found.entities[id_], len(papers[id_])) for id_ in ranked]


def flag(every: list[Counted], top: int) -> None:
    """Note beside each of the top entities which others may be the same thing."""
    for reason, groups in _equal(every).items():
        for ids in groups.values():
            for each in every[:top]:
                if each.entity.id in ids:
                    each.near |= {other: reason for other in sorted(ids) if other != each.entity.id} | each.near
    for each in every[:top]:
        each.near = dict(_alike(each, every)) | each.near


def _equal(every: Iterable[Counted]) -> dict[str, dict[str, set[str]]]:
    """Return the entities with a common spelling, a common term, or a name that one prefers and the other bears."""
    terms = by_key(load_terms())
    spelled: dict[str, set[str]] = defaultdict(set)
    known: dict[str, set[str]] = defaultdict(set)
    preferred = {norm(name) for each in every for name in each.entity.names.values()}
    borne: dict[str, set[str]] = defaultdict(set)
    for each in every:
        for name in each.entity.names.values():
            spelled[norm(name)].add(each.entity.id)
            if (term := terms.get(key(name))) is not None:
                known[term.id].add(each.entity.id)
        for name in {norm(name) for name in each.names} & preferred:
            borne[name].add(each.entity.id)
    return {"spelled alike": spelled, "one term": known, "name of both": borne}


def _alike(one: Counted, every: list[Counted]) -> Iterator[tuple[str, str]]:
    for language, least in LIKE.items():
        name = one.entity.names.get(language)
        others = {each.entity.id: each.entity.names.get(language) for each in every}
        if name and len(name) > 2:  # noqa: PLR2004 - shorter names are like too many
            hits = process.extract(
                name, others, scorer=fuzz.token_sort_ratio, processor=str.casefold, score_cutoff=least, limit=None
            )
            yield from ((id_, f"like, {score:.0f}") for _, score, id_ in hits if id_ != one.entity.id)


def table(every: list[Counted], top: int, least: int) -> Iterator[str]:
    """Yield the list as a table in Markdown."""
    papers = {each.entity.id: each.papers for each in every}
    yield from (
        "| # | papers | entity | type | 中文 | also | near, kept apart |",
        "| ---: | ---: | --- | --- | --- | --- | --- |",
    )
    for place, each in enumerate(every[:top], 1):
        names = each.entity.names
        near = [f"{id_} ({papers[id_]}; {why})" for id_, why in _by_papers(each, papers) if papers[id_] >= least]
        cells = (
            *(str(place), str(each.papers), names.get("en", ""), each.entity.type, names.get("zh", "")),
            ", ".join(each.entity.aliases[:8]) + (" …" if len(each.entity.aliases) > 8 else ""),  # noqa: PLR2004
            "; ".join(near),
        )
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _by_papers(each: Counted, papers: dict[str, int]) -> list[tuple[str, str]]:
    return sorted(each.near.items(), key=lambda pair: (-papers[pair[0]], pair[0]))


def main() -> None:
    """Print the list, or write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--top", type=int, default=100)
    parser.add_argument("--least", type=int, default=3, metavar="PAPERS")
    parser.add_argument("--decisions", type=Path)
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    every = counted(arguments.folder, arguments.decisions)
    flag(every, arguments.top)
    reasons = Counter(why.split(",")[0] for each in every[: arguments.top] for why in each.near.values())
    text = "\n".join(table(every, arguments.top, arguments.least)) + "\n"
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    print(f"{len(every):,} entities; beside the top {arguments.top}: {dict(reasons)}", file=sys.stderr)


if __name__ == "__main__":
    main()

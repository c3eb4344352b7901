"""Resolution against an annotated corpus: pairwise and B-cubed, across papers.

    python benchmarks/resolution.py ANNOTATED.jsonl... [--errors N] [--as-text both|zh] [--no-terms] [--markdown FILE]

The annotation says which names are one thing within a paper, not across papers. What it says of two things of
different papers is read off like this, with a normalisation that is not the one under test (NFKC, case, spaces,
hyphens, plural s):

- **same**: each one's preferred name is among the other's names, the types can be one thing's (types and accepted
  other types meet, or a paper may give one thing both), the preferred names have the same numbers, and not both
  papers propose it.
- **different**: they share no name, or their preferred names differ in a number, or their types can't be one thing's,
  or both papers propose it.
- **open**: one list has the other's preferred name, or both have some third name. Lists are generous ("reasoning" is
  listed for mathematical reasoning), so nothing follows. Not counted; ``open`` says how many of the joined pairs are of
  this kind, and a sample judged by hand says how many of these are right.

B-cubed is the mean over things: of what it was joined with, the share that is the same; of what is the same, the share
that it was joined with.

With ``--as-text`` a thing has only those of its annotated names that its paper's text holds (``zh``: both titles and
the Chinese abstract), the preferred one where it holds none: what an extractor could give at best.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotated import DIFFERENT, OPEN, SAME, Gold, as_text, extraction, gold, read, relation, same_as

from kg.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Resolution


def score(things: dict[tuple[str, str], Gold], found: Resolution) -> dict[str, float]:
    """Return pairwise and B-cubed figures."""
    same, clusters = same_as(things), _clusters(found)
    pairs = Counter(
        relation(things[a], things[b]) for members in clusters for a, b in combinations(members, 2) if a[0] != b[0]
    )
    across = sum(
        things[a].numbers != things[b].numbers
        for members in clusters
        for a, b in combinations(members, 2)
        if a[0] != b[0]
    )
    total = sum(map(len, same.values())) // 2
    precision, recall = pairs[SAME] / (pairs[SAME] + pairs[DIFFERENT]), pairs[SAME] / total
    b_precision, b_recall = _b_cubed(things, same, clusters)
    return {
        "things": len(things),
        "entities": len(clusters),
        "same": total,
        **{f"joined {kind}": pairs[kind] for kind in (SAME, DIFFERENT, OPEN)},
        "across numbers": across,
        "precision": precision,
        "recall": recall,
        "b-cubed precision": b_precision,
        "b-cubed recall": b_recall,
    }


def _clusters(found: Resolution) -> list[list[tuple[str, str]]]:
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for id_, entity in found.entity_of.items():
        members[entity].append(id_)
    return list(members.values())


def _b_cubed(
    things: dict[tuple[str, str], Gold],
    same: dict[tuple[str, str], set[tuple[str, str]]],
    clusters: list[list[tuple[str, str]]],
) -> tuple[float, float]:
    precision, recall, joined = 0.0, 0.0, 0
    with_same = [id_ for id_ in things if same[id_]]
    of = {id_: set(members) for members in clusters for id_ in members}
    for id_, thing in things.items():
        kinds = Counter(relation(thing, things[other]) for other in of[id_] if other[0] != id_[0])
        if kinds[SAME] + kinds[DIFFERENT]:
            joined += 1
            precision += kinds[SAME] / (kinds[SAME] + kinds[DIFFERENT])
    for id_ in with_same:
        recall += len(same[id_] & of[id_]) / len(same[id_])
    return precision / max(1, joined), recall / max(1, len(with_same))


@dataclass(slots=True)
class Kind:
    """Pairs of things that go by the same names: their number, and their papers."""

    pairs: int
    papers: set[str]


def errors(things: dict[tuple[str, str], Gold], found: Resolution) -> tuple[dict[str, Kind], ...]:
    """Return what was joined and is different, what is the same and was not joined, and what is open, worst first."""
    same, clusters = same_as(things), _clusters(found)
    kinds: dict[str, dict[str, Kind]] = defaultdict(dict)
    for members in clusters:
        for a, b in combinations(members, 2):
            if a[0] != b[0] and (told := relation(things[a], things[b])) != SAME:
                _note(kinds[told], things[a], things[b])
    for a, others in same.items():
        for b in others:
            if a < b and found.entity_of[a] != found.entity_of[b]:
                _note(kinds["missed"], things[a], things[b])
    return tuple(_worst_first(kinds[kind]) for kind in (DIFFERENT, "missed", OPEN))


def _note(kinds: dict[str, Kind], one: Gold, other: Gold) -> None:
    kind = kinds.setdefault(" ~ ".join(sorted((_shown(one), _shown(other)))), Kind(0, set()))
    kind.pairs += 1
    kind.papers |= {one.id[0], other.id[0]}


def _worst_first(kinds: dict[str, Kind]) -> dict[str, Kind]:
    return dict(sorted(kinds.items(), key=lambda item: (-item[1].pairs, item[0])))


def _shown(thing: Gold) -> str:
    return f"{thing.names[0]} [{thing.types[0]}{'!' if thing.proposed else ''}]"


def report(records: list[dict[str, Any]], things: dict[tuple[str, str], Gold], most: int) -> Iterator[str]:
    """Yield the figures and the tables of errors in Markdown."""
    ways = {"as annotated": None, "as the text has them, both languages": "both", "…, no English abstract": "zh"}
    yield from ("| names | terms | pairwise P / R | B-cubed P / R |", "| --- | --- | ---: | ---: |")
    for name, form in ways.items():
        for terms in (None, ()):
            found = resolve((as_text(r, form) if form else extraction(r) for r in records), terms=terms)
            row = score(things, found)
            pair = f"{row['precision']:.4f} / {row['recall']:.4f}"
            cubed = f"{row['b-cubed precision']:.3f} / {row['b-cubed recall']:.3f}"
            yield f"| {name} | {'known' if terms is None else 'none'} | {pair} | {cubed} |"
    found = resolve(extraction(r) for r in records)
    wrong, missed, _ = errors(things, found)
    yield from ("", f"Joined across differing numbers: {score(things, found)['across numbers']} pairs.")
    for title, kinds in (("Joined, but different", wrong), ("The same, but apart", missed)):
        yield from ("", f"### {title}", "")
        pairs = sum(kind.pairs for kind in kinds.values())
        yield f"{pairs:,} pairs, {len(kinds):,} kinds; those of most pairs (! proposed by its paper):"
        yield from ("", "| names and types | pairs | papers |", "| --- | ---: | ---: |")
        yield from (f"| {text} | {kind.pairs} | {len(kind.papers)} |" for text, kind in list(kinds.items())[:most])


def main() -> None:
    """Print the figures, and the errors when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument("--as-text", choices=("both", "zh"))
    parser.add_argument("--no-terms", action="store_true")
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    records = list(read(arguments.corpus))
    things = gold(records)
    if arguments.markdown:
        text = "\n".join(report(records, things, arguments.errors or 40))
        arguments.markdown.write_text(text + "\n", encoding="utf-8")
        return
    begin = time.process_time()
    taken = (as_text(r, arguments.as_text) if arguments.as_text else extraction(r) for r in records)
    found = resolve(taken, terms=() if arguments.no_terms else None)
    print(f"resolved in {time.process_time() - begin:.1f} s of CPU")
    for name, value in score(things, found).items():
        print(f"{name:20} {value:10.4f}" if isinstance(value, float) else f"{name:20} {value:10}")
    if arguments.errors:
        titles = "joined, but different", "same, but apart", "joined, open"
        for title, kinds in zip(titles, errors(things, found), strict=True):
            print(f"\n{title} ({len(kinds)} kinds)")
            for text, kind in list(kinds.items())[: arguments.errors]:
                print(f"{kind.pairs:5} {len(kind.papers):4} {text}")


if __name__ == "__main__":
    main()

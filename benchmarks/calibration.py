"""How often what is stated with some confidence is right.

    python benchmarks/calibration.py GOLD.jsonl PREDICTED.jsonl [--markdown FILE --title TEXT]

Both in the form of extractions.jsonl or of the annotation; the predictions carry confidences. Things are paired as
``kg eval`` pairs them; what the annotation calls optional is left out. A thing counts as right if it has a name of an
annotated one (``entities``) and an accepted type (``entities, typed``); a fact with the paper and what it proposes as
one subject (``facts``); a result by number and unit (``results, value``), or also by metric, benchmark and subject
(``results, full``); a quantity by number and thing. The expected calibration error is the mean over predictions of
the distance between the mean confidence and the share right of their bin.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg import interchange
from kg.evaluation.matching import Matching, match, types_of
from kg.evaluation.names import same_number, same_unit
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from kg.model import Extraction, Fact, Result

    Said = tuple[str, float, bool]
    """Kind, stated confidence, right."""

BINS = 10
KINDS = ("entities", "entities, typed", "facts", "results, value", "results, full", "quantities")


def read(path: Path) -> dict[str, Extraction]:
    """Return a file's extractions by document."""
    with path.open("rb") as lines:
        return {one.document.id: one for one in interchange.loads(lines, str(path))}


def said(gold: Extraction, ours: Extraction) -> Iterator[Said]:
    """Yield what one document's prediction says, how surely, and whether it is right."""
    matching = match(gold, ours)
    optional = {thing.id for thing in gold.things if thing.optional}
    accepted = {thing.id: types_of(thing) for thing in gold.things}
    for thing in ours.things:
        theirs = matching.gold_of.get(thing.id)
        if theirs not in optional:
            yield "entities", thing.confidence, theirs is not None
            yield "entities, typed", thing.confidence, theirs is not None and thing.type in accepted[theirs]
    facts = {_triple(gold, fact, str) for fact in gold.facts}
    for fact in ours.facts:
        triple = _triple(ours, fact, matching.as_gold)
        if not optional & set(triple):
            yield "facts", fact.confidence, triple in facts
    yield from _numbers(gold, ours, matching)


def _triple(one: Extraction, fact: Fact, named: Callable[[str], str]) -> tuple[str, str, str]:
    subject = _subject(one, fact.subject, named) if fact.predicate != "partOf" else named(fact.subject)
    object_ = named(fact.object)
    if fact.predicate == "comparedWith":
        subject, object_ = sorted((subject, object_))
    return subject, fact.predicate, object_


def _subject(one: Extraction, subject: str, named: Callable[[str], str]) -> str:
    proposed = {fact.object for fact in one.facts if fact.predicate == "proposes"}
    return PAPER if subject == PAPER or subject in proposed else named(subject)


def _numbers(gold: Extraction, ours: Extraction, matching: Matching) -> Iterator[Said]:
    def full(one: Extraction, result: Result, named: Callable[[str], str]) -> tuple[Hashable, ...]:
        parts = (named(part) if part else None for part in (result.metric, result.benchmark))
        return (*value(result), _subject(one, result.subject, named), *parts)

    def value(result: Result) -> tuple[Hashable, ...]:
        return same_number(result.value), same_unit(result.unit)

    sure = [result.confidence for result in ours.results]
    yield from _each("results, value", map(value, gold.results), map(value, ours.results), sure)
    theirs = [full(gold, result, str) for result in gold.results]
    yield from _each("results, full", theirs, [full(ours, r, matching.as_gold) for r in ours.results], sure)
    yield from _each(
        "quantities",
        [(item.entity, same_number(item.value)) for item in gold.quantities],
        [(matching.as_gold(item.entity), same_number(item.value)) for item in ours.quantities],
        [item.confidence for item in ours.quantities],
    )


def _each(kind: str, gold: Iterable[Hashable], ours: Iterable[Hashable], sure: Sequence[float]) -> Iterator[Said]:
    """Yield each of ours; of several that are equal, as many are right as the annotation has, the surest first."""
    left = Counter(gold)
    for key, confidence in sorted(zip(ours, sure, strict=True), key=lambda pair: -pair[1]):
        left[key] -= 1
        yield kind, confidence, left[key] >= 0


def bins(found: Iterable[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return mean confidence, share right and number of predictions for each tenth of confidence that has some."""
    boxes: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in found:
        boxes[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [
        (sum(c for c, _ in box) / len(box), sum(r for _, r in box) / len(box), len(box))
        for _, box in sorted(boxes.items())
    ]


def error(rows: Sequence[tuple[float, float, int]]) -> float:
    """Return the expected calibration error."""
    total = sum(count for _, _, count in rows)
    return sum(count * abs(confidence - share) for confidence, share, count in rows) / max(1, total)


def table(found: dict[str, list[tuple[float, bool]]]) -> Iterator[str]:
    """Yield the table in Markdown: one row for each kind and bin, and the error of each kind."""
    yield from ("| of | stated | right | number |", "| --- | ---: | ---: | ---: |")
    for kind in KINDS:
        rows = bins(found.get(kind, ()))
        for confidence, share, count in rows:
            yield f"| {kind} | {confidence:.2f} | {share:.2f} | {count:,} |"
        if rows:
            yield f"| **{kind}** | | **error {error(rows):.3f}** | {sum(row[2] for row in rows):,} |"


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="append to this file")
    parser.add_argument("--title", default="Reliability")
    arguments = parser.parse_args()
    gold, ours = read(arguments.gold), read(arguments.predicted)
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for document in sorted(gold.keys() & ours.keys()):
        for kind, confidence, right in said(gold[document], ours[document]):
            found[kind].append((confidence, right))
    text = "\n".join(table(found)) + "\n"
    if arguments.markdown:
        with arguments.markdown.open("a", encoding="utf-8") as file:
            file.write(f"\n## {arguments.title}\n\n{text}")
    print(text)


if __name__ == "__main__":
    main()

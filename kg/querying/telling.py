"""Explanations as text for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from kg.querying.explain import short_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.querying.shown import Explanation, FactShown, MergeShown, ResultShown, Sentence

_RULE = "─" * 72
_PASSIVE = {
    "proposes": "proposed by",
    "addresses": "addressed by",
    "uses": "used by",
    "basedOn": "basis of",
    "trainedOn": "training data of",
    "evaluatedOn": "evaluates",
    "measuredBy": "measures",
    "comparedWith": "compared with",
    "outperforms": "outperformed by",
    "partOf": "has part",
    "improves": "improved by",
}
"""How a predicate reads from its object's side."""
_ACTIVE = {
    "basedOn": "based on",
    "trainedOn": "trained on",
    "evaluatedOn": "evaluated on",
    "measuredBy": "measured by",
    "comparedWith": "compared with",
    "partOf": "part of",
}


def words_of(predicate: str, *, inward: bool = False) -> str:
    """Return a predicate as it is read from its subject's side, or from its object's."""
    return _PASSIVE.get(predicate, predicate) if inward else _ACTIVE.get(predicate, predicate)


def as_text(name: str, told: Sequence[Explanation]) -> str:
    """Return what is told of the things of a name for a reader: under each fact the sentences that say so.

    Where there are several, they are listed first, and each has a section of its own.
    """
    sections: list[Iterable[str]] = [_lines(each) for each in told]
    if len(told) > 1:
        sections.insert(0, _opening(name, told))
    return f"\n\n{_RULE}\n\n".join("\n".join(map(_clean, lines)) for lines in sections)


def as_json(name: str, told: Sequence[Explanation]) -> dict[str, Any]:
    """Return what is told of the things of a name for programs: the name and the ``entities``, however many."""
    return {"name": name, "entities": [each.as_json() for each in told]}


def _opening(name: str, told: Sequence[Explanation]) -> Iterator[str]:
    """Yield what tells the things of one name apart."""
    yield f"“{name}” names {len(told)} things:"
    for each in told:
        papers = ", ".join(f"{paper.label} ({short_id(paper.iri)})" for paper in each.proposed_by)
        yield f"  {short_id(each.iri)} ({each.kind or 'thing'})" + (f", proposed by {papers}" if papers else "")


def _lines(told: Explanation) -> Iterator[str]:
    """Yield the lines of an explanation."""
    name = " / ".join(dict.fromkeys(told.names.values())) or short_id(told.iri)
    yield f"{name}  ({told.kind or 'thing'})"
    yield told.iri
    if told.aliases:
        yield f"also: {', '.join(told.aliases)}"
    if told.same_as:
        yield f"same as: {', '.join(told.same_as)}"
    yield from (f"{kind}: {address}" for kind, address in told.links)
    yield from _facts("Says", told.facts_out, told.total_out, inward=False)
    yield from _facts("Is said to be", told.facts_in, told.total_in, inward=True)
    yield from _results(told.results, told.total_results)
    if told.quantities:
        yield from ("", "Numbers")
        yield from (f"  {kind}: {value} {unit}  “{quote}”" for kind, value, unit, quote in told.quantities)
    yield from _merges(told.merges, told.total_merges)


def _facts(title: str, shown: Sequence[FactShown], total: int, *, inward: bool) -> Iterator[str]:
    """Yield the facts of one direction."""
    if not shown:
        return
    more = f" of {total:,}" if total > len(shown) else ""
    yield from ("", f"{title} ({len(shown):,}{more})")
    for fact in shown:
        other = fact.subject if inward else fact.object
        weight = _weight(fact.support, fact.confidence)
        yield f"  {words_of(fact.predicate, inward=inward)} {other.label} ({short_id(other.iri)}){weight}"
        yield from _sentences(fact.evidence)


def _sentences(evidence: Sequence[Sentence]) -> Iterator[str]:
    """Yield the words on which something rests, with their place."""
    for each in evidence:
        yield f"      “{each.sentence}”"
        yield f"      {short_id(each.paper.iri)}, {each.field} {each.start}–{each.end}, {each.component}"


def _results(shown: Sequence[ResultShown], total: int) -> Iterator[str]:
    """Yield the results."""
    if not shown:
        return
    more = f" of {total:,}" if total > len(shown) else ""
    yield from ("", f"Results ({len(shown):,}{more})")
    for each in shown:
        parts = (
            each.subject.label if each.subject else "",
            f"{each.comparator if each.comparator not in (None, '=') else ''}{value_of(each)}",
            each.metric.label if each.metric else "",
            f"on {each.benchmark.label}" if each.benchmark else "",
            f"against {each.baseline.label}" if each.baseline else "",
            each.setting or "",
            f"({short_id(each.paper.iri)})" if each.paper else "",
        )
        yield f"  {'  '.join(filter(None, parts))}"
        yield from _sentences(each.evidence)


def _merges(shown: Sequence[MergeShown], total: int) -> Iterator[str]:
    """Yield why the thing is one."""
    if not shown:
        return
    more = f" of {total:,}" if total > len(shown) else ""
    yield from ("", f"Why it is one thing ({len(shown):,}{more})")
    yield from (f"  {why.reason}{_weight(why.support, why.confidence)}" for why in shown)


def _weight(support: int, confidence: float | None) -> str:
    """Return how many papers say so and how surely, in brackets, or nothing where no paper is known to."""
    sure = f", confidence {confidence:g}" if confidence is not None else ""
    return f"  [{support} paper{'s' if support != 1 else ''}{sure}]" if support else ""


def value_of(result: ResultShown) -> str:
    """Return a result's number or range with its unit."""
    number = f"{result.value}–{result.max_value}" if result.max_value else result.value
    unit = result.unit or ""
    return f"{number}{unit}" if unit in ("%", "x", "") else f"{number} {unit}"


def _clean(line: str) -> str:
    """Return a line without control characters: text of papers must not steer a terminal."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in line)

"""An explanation as text for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kg.querying.explain import short_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.querying.shown import Explanation, FactShown, ResultShown, Sentence

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


def as_text(told: Explanation) -> str:
    """Return an explanation for a reader: under each fact the sentences that say so."""
    return "\n".join(_clean(line) for line in _lines(told))


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


def _facts(title: str, shown: Sequence[FactShown], total: int, *, inward: bool) -> Iterator[str]:
    """Yield the facts of one direction."""
    if not shown:
        return
    more = f" of {total:,}" if total > len(shown) else ""
    yield from ("", f"{title} ({len(shown):,}{more})")
    for fact in shown:
        other = fact.subject if inward else fact.object
        sure = f", confidence {fact.confidence:g}" if fact.confidence is not None else ""
        papers = f"  [{fact.support} paper{'s' if fact.support != 1 else ''}{sure}]" if fact.support else ""
        yield f"  {words_of(fact.predicate, inward=inward)} {other.label} ({short_id(other.iri)}){papers}"
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


def value_of(result: ResultShown) -> str:
    """Return a result's number or range with its unit."""
    number = f"{result.value}–{result.max_value}" if result.max_value else result.value
    unit = result.unit or ""
    return f"{number}{unit}" if unit in ("%", "x", "") else f"{number} {unit}"


def _clean(line: str) -> str:
    """Return a line without control characters: text of papers must not steer a terminal."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in line)

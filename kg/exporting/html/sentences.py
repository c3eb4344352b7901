"""The evidence of a graph: for each claim its papers, how sure it is, and the sentences that bear it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.exporting.html.terms import read_line
from kg.graph.terms import expand

if TYPE_CHECKING:
    from collections.abc import Iterable

Statement = tuple[str, str, str]


class Place(NamedTuple):
    """A sentence of a paper and, within it, the words that bear a claim."""

    paper: str
    field: str
    sentence: str
    start: int
    end: int


@dataclass(slots=True)
class Said:
    """Who says so, how surely, where."""

    papers: list[str] = field(default_factory=list)
    confidence: float = 1.0
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Span:
    selector: str = ""
    source: str = ""
    sentence: str = ""


@dataclass(slots=True)
class _Words:
    start: int = 0
    end: int = 0
    exact: str = ""


@dataclass(slots=True)
class _Evidence:
    """The evidence's triples by what they speak of."""

    claims: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    bodies: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    targets: dict[str, str] = field(default_factory=dict)
    spans: dict[str, _Span] = field(default_factory=lambda: defaultdict(_Span))
    words: dict[str, _Words] = field(default_factory=lambda: defaultdict(_Words))
    papers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


_CLAIM = {
    expand("rdf:subject"): "subject",
    expand("rdf:predicate"): "predicate",
    expand("rdf:object"): "object",
    expand("prov:wasDerivedFrom"): "paper",
    expand("kg:confidence"): "confidence",
}
_SPAN = {expand("oa:hasSelector"): "selector", expand("oa:hasSource"): "source", expand("kg:inSentence"): "sentence"}
_START, _END, _EXACT = expand("oa:start"), expand("oa:end"), expand("oa:exact")
_BODY, _TARGET = expand("oa:hasBody"), expand("oa:hasTarget")
_TEXT_OF, _FIELD = expand("kg:textOf"), expand("kg:field")


def read_evidence(lines: Iterable[str]) -> dict[Statement, Said]:
    """Return what is said of each statement that a claim makes, sentences in the order of the text."""
    evidence = _Evidence()
    for line in lines:
        _sort_in(evidence, *read_line(line)[:3])
    places: dict[str, list[Place]] = defaultdict(list)
    for annotation in sorted(evidence.bodies):
        place = _place(evidence, evidence.targets.get(annotation, ""))
        for body in evidence.bodies[annotation] if place else ():
            places[body].append(place)  # type: ignore[arg-type]  # narrowed by the condition of the loop
    return {_statement(claim): _said(claim, places.get(iri, [])) for iri, claim in sorted(evidence.claims.items())}


def _sort_in(evidence: _Evidence, subject: str, predicate: str, value: str) -> None:
    if predicate in _CLAIM:
        evidence.claims[subject][_CLAIM[predicate]].append(value)
    elif predicate == _BODY:
        evidence.bodies[subject].append(value)
    elif predicate == _TARGET:
        evidence.targets[subject] = value
    elif predicate in _SPAN:
        setattr(evidence.spans[subject], _SPAN[predicate], value)
    elif predicate in {_START, _END}:
        setattr(evidence.words[subject], "start" if predicate == _START else "end", int(value))
    elif predicate == _EXACT:
        evidence.words[subject].exact = value
    elif predicate == _TEXT_OF:
        evidence.papers[subject] = value
    elif predicate == _FIELD:
        evidence.fields[subject] = value


def _statement(claim: dict[str, list[str]]) -> Statement:
    subject, predicate, value = (claim[part][0] if claim[part] else "" for part in ("subject", "predicate", "object"))
    return subject, predicate, value


def _said(claim: dict[str, list[str]], places: list[Place]) -> Said:
    confidence = float(claim["confidence"][0]) if claim["confidence"] else 1.0
    return Said(sorted(claim["paper"]), confidence, places)


def _place(evidence: _Evidence, target: str) -> Place | None:
    """The sentence around a span, with the span's place in it; without a sentence, the words alone."""
    if target not in evidence.spans:
        return None
    span = evidence.spans[target]
    words = evidence.words[span.selector]
    around = evidence.words[evidence.spans[span.sentence].selector] if span.sentence in evidence.spans else words
    start = max(0, words.start - around.start)
    end = min(len(around.exact), start + words.end - words.start)
    paper, name = evidence.papers.get(span.source, ""), evidence.fields.get(span.source, "")
    return Place(paper, name, around.exact, start, end)

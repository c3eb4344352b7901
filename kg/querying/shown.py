"""What is told of a thing: nouns for `explain` and the pages of the server. No behaviour but `as_json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """A node to be shown: its IRI, name and class."""

    iri: str
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a paper that say something. Offsets are code points of the field's NFC text, half-open."""

    paper: Ref
    field: str
    start: int
    end: int
    text: str
    sentence: str
    component: str


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact with what it rests on."""

    subject: Ref
    predicate: str
    object: Ref
    support: int
    """Number of papers that say so; 0 where no evidence is loaded."""
    confidence: float | None
    evidence: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ResultShown:
    """A result with its parts named."""

    iri: str
    paper: Ref | None
    subject: Ref | None
    benchmark: Ref | None
    metric: Ref | None
    baseline: Ref | None
    value: str
    max_value: str | None
    unit: str | None
    comparator: str | None
    setting: str | None
    verbatim: str | None
    evidence: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeShown:
    """Why papers' names are one thing."""

    reason: str
    support: int
    """Number of papers of which it holds."""
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of one thing, as far as the limits let it be told."""

    iri: str
    kind: str
    names: dict[str, str]
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]
    facts_out: tuple[FactShown, ...]
    facts_in: tuple[FactShown, ...]
    total_out: int
    total_in: int
    results: tuple[ResultShown, ...]
    total_results: int
    quantities: tuple[tuple[str, str, str, str], ...]
    """Property, value, unit and the words of the text."""
    links: tuple[tuple[str, str], ...]
    """Kind and address."""
    proposed_by: tuple[Ref, ...] = ()
    """The papers that propose it."""
    merges: tuple[MergeShown, ...] = ()
    """Why it is one thing, the reason of most papers first."""
    total_merges: int = 0
    counts_out: dict[str, int] = field(default_factory=dict)
    """How many facts there are of each predicate."""
    counts_in: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain values: dicts, lists, text and numbers."""
        return asdict(self)

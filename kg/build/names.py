"""What resolution needs of an extraction, as plain values that are kept from build to build: names, no texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.model import PAPER, Document, Extraction, Fact, Field

if TYPE_CHECKING:
    from kg.model import Thing

Row = tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[tuple[object, ...], ...]]
"""Titles by field, ids of the things that the paper proposes, and its things."""
_PROPOSES = "proposes"


def row(extraction: Extraction) -> Row:
    """Return what resolution needs of an extraction."""
    facts = extraction.facts
    return (
        tuple((field.name, field.text) for field in extraction.document.fields if field.name.startswith("title")),
        tuple(fact.object for fact in facts if fact.subject == PAPER and fact.predicate == _PROPOSES),
        tuple(_thing(thing) for thing in extraction.things),
    )


def extraction_of(document: str, kept: Row) -> Extraction:
    """Return an extraction that resolution can't tell from the one that a row is of."""
    titles, proposed, things = kept
    return Extraction(
        Document(document, tuple(Field(name, text) for name, text in titles)),
        tuple(map(_Named._make, things)),  # type: ignore[arg-type]  # read as a Thing is, and made in a tenth of its time
        facts=tuple(Fact(PAPER, _PROPOSES, thing) for thing in proposed),
    )


class _Named(NamedTuple):
    """What of a `Thing` a row holds, under the same names."""

    id: str
    type: str
    names: tuple[str, ...]
    confidence: float
    alt_types: tuple[str, ...]
    optional: bool
    reasons: tuple[str, ...]


def _thing(thing: Thing) -> tuple[object, ...]:
    return (
        *(thing.id, thing.type, thing.names, thing.confidence),
        *(thing.alt_types, thing.optional, thing.reasons),
    )

"""The nouns: what flows between the rooms. Frozen, standard library only, no behaviour.

Offsets are Unicode code points of a field's NFC text, half-open: ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

TABLES = "tables"
FIELDS = ("title_en", "title_zh", "abstract_zh", "abstract_en", TABLES)
"""The texts that a paper may have, in the order in which they are read. ``tables`` holds tables of results: a line a
row, its cells parted by bars, the header first, an empty line between two tables."""
PAPER = "paper"
"""The subject of a fact or result that the paper itself, not a named thing, stands for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a field's text that stands unchanged in the source file.

    ``field.text[start:start + length]`` is the source's ``[source_start:source_start + length]``,
    both in code points of NFC text.
    """

    start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a document: its NFC text, and where each run of it stands in the source."""

    name: str
    """One of `FIELDS`."""
    text: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One paper as read: its id, its texts, its address and where it was found."""

    id: str
    """arXiv id without version (``2403.10517``), else DOI (``10.1000/xyz``), else ``sha256-`` and 16 hex digits."""
    fields: tuple[Field, ...]
    path: str = ""
    line: int = 0
    """1-based line of the source on which the paper begins; 0 when there is none."""
    url: str | None = None
    links: tuple[Link, ...] = ()
    """Links that the form itself gives (a field of a record), not those written in the text."""
    published: str | None = None
    """ISO date or year, when the source says so."""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a document on which something rests."""

    document: str
    field: str
    start: int
    end: int
    text: str
    """Exactly ``field.text[start:end]``."""
    sentence: tuple[int, int] = (0, 0)
    """Start and end, in the same field, of the sentence around the words."""
    component: str = ""
    """The pipeline component that found it, such as ``kg_mentions``."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a thing, at one place of the text."""

    entity: str
    """The document-level thing (``e3``) that this mention names."""
    type: str
    evidence: Evidence
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as one document speaks of it: all its names there, and why they are one."""

    id: str
    """``e1``, ``e2``, ... unique within its document."""
    type: str
    names: tuple[str, ...]
    """Every surface form, the preferred one first; then known equivalents in the other language."""
    confidence: float = 1.0
    alt_types: tuple[str, ...] = ()
    optional: bool = False
    reasons: tuple[str, ...] = ()
    """Why names were joined: ``abbreviation: LLM = large language model``, ``term: ...``, ``translation: ...``."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Subject, predicate, object, as one document states it. Never rewritten once extracted."""

    subject: str
    """A thing's id, or ``paper``."""
    predicate: str
    object: str
    evidence: tuple[Evidence, ...] = ()
    """The sentences that say so; each ``text`` is the span from first to last word that bears the fact."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """A reported outcome with a number."""

    subject: str
    value: Decimal
    unit: str | None
    """``%``, ``points``, ``x``, ``frames`` ...; None for a plain score."""
    metric: str | None = None
    benchmark: str | None = None
    value_max: Decimal | None = None
    comparator: str = "="
    """``=``, ``>``, ``<``, ``~`` or ``up to``."""
    baseline: str | None = None
    setting: str | None = None
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that describes a thing and is no outcome: parameters, size, stars."""

    entity: str
    property: str
    value: Decimal
    unit: str | None = None
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a paper gives."""

    rel: str
    """``code``, ``project``, ``demo``, ``data`` or ``model``."""
    url: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document, with the document itself."""

    document: Document
    things: tuple[Thing, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    results: tuple[Result, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    links: tuple[Link, ...] = ()
    reviewed: bool = False
    """Corrected by a person: a later extraction must not overwrite it."""


class Merge(NamedTuple):
    """Why one document's thing was joined to an entity."""

    document: str
    thing: str
    entity: str
    reason: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the world, as all the papers together speak of it."""

    id: str
    """``<type>/<slug>``, lower case; unique in the graph. The IRI is minted from it."""
    type: str
    names: Mapping[str, str]
    """Preferred name by language (``en``, ``zh``)."""
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    """IRIs in authority files: exact matches."""
    close_to: tuple[str, ...] = ()
    """IRIs in authority files: close matches."""
    proposed_by: tuple[str, ...] = ()
    """Ids of the papers that propose it."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which entity each document's thing is, and why."""

    entities: Mapping[str, Entity]
    """By entity id."""
    entity_of: Mapping[tuple[str, str], str]
    """(document id, thing id) -> entity id."""
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that could not be read: where it stands, what is wrong, what to do."""

    path: str
    line: int
    reason: str
    remedy: str = ""


@dataclass(slots=True)
class Report:
    """What a build did: counts, timings in seconds, skipped records, versions and hashes."""

    counts: dict[str, int] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    """People's decisions about names that no paper bears."""
    stale: list[str] = field(default_factory=list)
    """Files in the output folder that an earlier build wrote and this one didn't."""

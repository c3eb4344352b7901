"""What a `Doc` carries between components: how it is read and written.

A `Doc` carries only plain values and span groups, so that it can be sent between processes:

============================  ====================================================================================
``doc._.kg_text``             the joined text, as spaCy would put it together anew each time
``doc._.kg_fields``           [name, start, end] of each field, in characters
``doc._.kg_things``           [id, type, names, confidence, reasons] of each thing
``doc.spans["kg_mentions"]``  mentions; label is the type, span id the thing
``doc._.kg_beliefs``          id -> probabilities, for `kg.extraction.context.Context`
``doc._.kg_possible``         [thing, [[start, end, type, id], ...], facts] of what counts if a number speaks of it
``doc._.kg_facts``            [subject, predicate, object, confidence, [[start, end], ...]], in characters
``doc._.kg_results``          rows of `kg.extraction.context.ResultRow`, as dictionaries of plain values
``doc._.kg_quantities``       the same of `QuantityRow`
``doc._.kg_links``            the same of `LinkRow`
============================  ====================================================================================
"""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

from kg.chinese import read_as_simplified
from kg.extraction.scene import make_context
from kg.extraction.text import Text, from_tokens
from kg.model import TABLES

if TYPE_CHECKING:
    from kg.extraction.context import Context

_BREAK = re.compile("\n+")
_LAST: list[tuple[tuple[object, ...], Text]] = []
"""The last text asked for: the components of a pipeline ask for the same one in turn."""
EXTENSIONS = (
    "kg_text", "kg_fields", "kg_things", "kg_beliefs", "kg_possible",
    "kg_facts", "kg_results", "kg_quantities", "kg_links",
)  # fmt: skip
MENTIONS = "kg_mentions"

for _name in EXTENSIONS:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default={"kg_text": "", "kg_beliefs": {}}.get(_name, []))


def text_of(doc: Doc) -> Text:
    """Return the paper's prose as the trained parts see it: they were taught simplified characters, and no tables."""
    joined = read_as_simplified(doc._.kg_text or doc.text)
    fields = tuple((str(n), int(s), int(e)) for n, s, e in doc._.kg_fields if n != TABLES)
    fields = fields or (("abstract_en", 0, len(joined)),)
    joined = joined[: fields[-1][2]]
    asked = joined, fields, len(doc)
    if not _LAST or _LAST[0][0] != asked:
        places = doc.to_array(["IDX", "LENGTH"]).tolist()
        _LAST[:] = [(asked, from_tokens(joined, fields, [(s, s + n) for s, n in places if s + n <= len(joined)]))]
    return _LAST[0][1]


def row_starts(doc: Doc) -> set[int]:
    """Return where the rows of tables begin, in characters."""
    written = doc._.kg_text or doc.text
    places = [(int(s), int(e)) for n, s, e in doc._.kg_fields if n == TABLES]
    return {at for s, e in places for at in (s, *(row.end() for row in _BREAK.finditer(written, s, e)))}


def context_of(doc: Doc) -> Context:
    """Return what the number rules see of a doc that has its mentions and facts."""
    mentions = [(s.start_char, s.end_char, s.id_, s.label_) for s in doc.spans.get(MENTIONS, ())]
    mentions += [(a, b, i, kind) for _, places, _ in doc._.kg_possible for a, b, kind, i in places]
    facts = tuple((s, p, o) for s, p, o, _, _ in doc._.kg_facts)
    return make_context(
        text_of(doc),
        tuple(mentions),
        facts,
        {i: (kind, tuple(names)) for i, kind, names, _, _ in (*doc._.kg_things, *(p[0] for p in doc._.kg_possible))},
        {i: tuple(chances) for i, chances in doc._.kg_beliefs.items()},
    )


def write_mentions(doc: Doc, rows: list[list[Any]]) -> None:
    """Add mentions, [start, end, type, thing] in characters, to those that the doc has."""
    places = doc.to_array(["IDX", "LENGTH"]).tolist()
    at = {start: n for n, (start, _) in enumerate(places)}
    ends = {start + size: n for n, (start, size) in enumerate(places, 1)}
    spans = [Span(doc, at[a], ends[b], label=kind, span_id=i) for a, b, kind, i in rows]
    doc.spans[MENTIONS] = sorted((*doc.spans.get(MENTIONS, ()), *spans), key=_order)


def _order(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.id_


def plain(row: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a row of one of the three classes as plain values."""
    named = ((f.name, getattr(row, f.name)) for f in fields(row))
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in named}

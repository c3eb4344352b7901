"""The components of the pipeline, as spaCy factories: each says what it needs and what it leaves on the `Doc`.

A `Doc` carries only plain values and span groups, so that it can be sent between processes:

============================  ====================================================================================
``doc._.kg_text``             the joined text, as spaCy would put it together anew each time
``doc._.kg_fields``           [name, start, end] of each field, in characters
``doc._.kg_things``           [id, type, names, confidence, reasons] of each thing
``doc.spans["kg_mentions"]``  mentions; label is the type, span id the thing
``doc._.kg_facts``            [subject, predicate, object, confidence, [[start, end], ...]], in characters
``doc._.kg_results``          rows of `kg.extraction.context.ResultRow`, as dictionaries of plain values
``doc._.kg_quantities``       the same of `QuantityRow`
``doc._.kg_links``            the same of `LinkRow`
============================  ====================================================================================
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extraction.facts import PAPER, find_facts
from kg.extraction.learned import learned
from kg.extraction.links import find_links
from kg.extraction.results import extract_numbers
from kg.extraction.scene import make_context
from kg.extraction.text import Text, from_tokens
from kg.extraction.things import decide
from kg.model import PAPER as PAPER_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extraction.context import Context

_LAST: list[tuple[tuple[object, ...], Text]] = []
"""The last text asked for: the components of a pipeline ask for the same one in turn."""
EXTENSIONS = ("kg_text", "kg_fields", "kg_things", "kg_facts", "kg_results", "kg_quantities", "kg_links")
MENTIONS = "kg_mentions"

for _name in EXTENSIONS:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default="" if _name == "kg_text" else [])


def text_of(doc: Doc) -> Text:
    """Return the paper's text as the trained parts see it."""
    joined = doc._.kg_text or doc.text
    fields = tuple((str(n), int(s), int(e)) for n, s, e in doc._.kg_fields) or (("abstract_en", 0, len(joined)),)
    asked = joined, fields, len(doc)
    if not _LAST or _LAST[0][0] != asked:
        places = doc.to_array(["IDX", "LENGTH"]).tolist()
        _LAST[:] = [(asked, from_tokens(joined, fields, [(s, s + n) for s, n in places]))]
    return _LAST[0][1]


def sentences(doc: Doc) -> Doc:
    """Begin a sentence after each full stop, question mark, exclamation mark and line break, of either script."""
    text, starts, last = text_of(doc), set(), -1
    for start, number in zip(text.starts, text.sentence.tolist(), strict=True):
        if number != last:
            starts.add(start)
            last = number
    begins = [1 if i == 0 or at in starts else -1 for i, at in enumerate(doc.to_array("IDX").tolist())]
    return doc.from_array(["SENT_START"], np.array(begins).astype("uint64").reshape(-1, 1))  # type: ignore[arg-type] # spaCy wants its own array type


@Language.factory("kg_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy's form
    """Make the component that begins sentences."""
    return sentences


class Mentions:
    """Finds the things of a paper and their mentions, with the trained encoder and trees."""

    def __init__(self, model: str = "", threshold: float | None = None) -> None:
        """Use the model in the folder `model`, else the one that ships; `threshold` replaces the trained one."""
        self.model, self.threshold = model, threshold

    def __call__(self, doc: Doc) -> Doc:
        """Write things, mentions and facts."""
        model, text = learned(self.model), text_of(doc)
        things = decide(text, model, self.threshold)
        ids = {i: f"e{i + 1}" for i in range(len(things))} | {PAPER: PAPER_ID}
        doc._.kg_things = [
            [ids[i], t.type, list(t.names), round(model.calibrated("counts", t.confidence), 4), list(t.reasons)]
            for i, t in enumerate(things)
        ]
        place = partial(_characters, text)
        at = {start: i for i, start in enumerate(doc.to_array("IDX").tolist())}
        spans = [(at[text.starts[s]], at[text.starts[e - 1]] + 1, n) for n, t in enumerate(things) for s, e in t.spans]
        doc.spans[MENTIONS] = [
            Span(doc, start, end, label=things[n].type, span_id=ids[n])
            for start, end, n in sorted(spans, key=lambda s: (s[0], s[1], ids[s[2]]))
        ]
        doc._.kg_facts = [
            [
                ids[f.subject],
                f.predicate,
                ids[f.object],
                round(model.calibrated(f"fact.{f.predicate}", f.confidence), 4),
                [list(place(p)) for p in f.places],
            ]
            for f in find_facts(text, things, model)
        ]
        return doc


def _characters(text: Text, span: tuple[int, int]) -> tuple[int, int]:
    return text.starts[span[0]], text.ends[span[1] - 1]


@Language.factory(
    "kg_mentions",
    default_config={"model": "", "threshold": None},
    requires=["doc._.kg_fields"],
    assigns=["doc.spans", "doc._.kg_things", "doc._.kg_facts"],
)
def make_mentions(nlp: Language, name: str, model: str, threshold: float | None) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy's form
    """Make the component that finds things, their mentions and the facts between them."""
    return Mentions(model, threshold)


def context_of(doc: Doc) -> Context:
    """Return what the number rules see of a doc that has its mentions and facts."""
    mentions = tuple((s.start_char, s.end_char, s.id_, s.label_) for s in doc.spans.get(MENTIONS, ()))
    facts = tuple((s, p, o) for s, p, o, _, _ in doc._.kg_facts)
    return make_context(
        text_of(doc), mentions, facts, {i: (kind, tuple(names)) for i, kind, names, _, _ in doc._.kg_things}
    )


def results(doc: Doc) -> Doc:
    """Find the numbers and what each reports or describes."""
    found, described = extract_numbers(context_of(doc))
    doc._.kg_results = [_plain(r) for r in found]
    doc._.kg_quantities = [_plain(q) for q in described]
    return doc


def links(doc: Doc) -> Doc:
    """Find the addresses and what they lead to."""
    doc._.kg_links = [_plain(link) for link in find_links(doc._.kg_text or doc.text)]
    return doc


def _plain(row: Any) -> dict[str, Any]:  # noqa: ANN401  any of the three row classes
    named = ((f.name, getattr(row, f.name)) for f in fields(row))
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in named}


@Language.factory(
    "kg_results", requires=["doc.spans", "doc._.kg_things"], assigns=["doc._.kg_results", "doc._.kg_quantities"]
)
def make_results(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy's form
    """Make the component that finds numbers and what they say."""
    return results


@Language.factory("kg_links", assigns=["doc._.kg_links"])
def make_links(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy's form
    """Make the component that finds addresses."""
    return links

"""The components of the pipeline, as spaCy factories: each says what it needs and what it leaves on the `Doc`.

What a `Doc` carries is told in `kg.extraction.docs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language

from kg.extraction.docs import context_of, plain, row_starts, text_of, write_mentions
from kg.extraction.facts import PAPER, find_facts, late_facts
from kg.extraction.learned import learned
from kg.extraction.links import find_links
from kg.extraction.results import extract_numbers, spoken_of
from kg.extraction.tabulated import SURE, caption_of, new_facts, tabulate
from kg.extraction.things import POSSIBLE, beliefs, decide, parted
from kg.model import PAPER as PAPER_ID
from kg.model import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from kg.extraction.facts import FactRow
    from kg.extraction.learned import Learned
    from kg.extraction.text import Text
    from kg.extraction.things import Decided


def sentences(doc: Doc) -> Doc:
    """Begin a sentence after each full stop, question mark, exclamation mark and line break, of either script."""
    text, starts, last = text_of(doc), set(), -1
    for start, number in zip(text.starts, text.sentence.tolist(), strict=True):
        if number != last:
            starts.add(start)
            last = number
    starts |= row_starts(doc)
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
        least = model.thresholds["counts"] if self.threshold is None else self.threshold
        sure, possible = parted(decide(text, model, min(least, POSSIBLE)), least)
        found = _Found(text, model, sure + possible, doc._.kg_text or doc.text)
        count = len(sure)
        doc._.kg_things = [found.thing(i) for i in range(count)]
        doc._.kg_beliefs = {found.ids[i]: list(beliefs(t)) for i, t in enumerate(found.things)}
        write_mentions(doc, [m for i in range(count) for m in found.mentions(i)])
        doc._.kg_facts = [found.fact(f) for f in find_facts(text, sure, model)]
        late = late_facts(text, sure, possible, model)
        doc._.kg_possible = [
            [found.thing(i), found.mentions(i), [found.fact(f) for f in late.get(i, ())]]
            for i in range(count, len(found.things))
        ]
        return doc


class _Found:
    """Things of a text as the plain values that a `Doc` carries."""

    def __init__(self, text: Text, model: Learned, things: list[Decided], written: str) -> None:
        self.text, self.model, self.things, self.written = text, model, things, written
        self.ids = {i: f"e{i + 1}" for i in range(len(things))} | {PAPER: PAPER_ID}

    def thing(self, i: int) -> list[Any]:
        t = self.things[i]
        chance = round(self.model.calibrated("counts", t.confidence), 4)
        return [self.ids[i], t.type, [self.as_written(name) for name in t.names], chance, list(t.reasons)]

    def as_written(self, name: str) -> str:
        """Return a name in the characters of the paper, where it was read in others."""
        start = self.text.text.find(name) if self.written is not self.text.text else -1
        return name if start < 0 else self.written[start : start + len(name)]

    def mentions(self, i: int) -> list[list[Any]]:
        t = self.things[i]
        return [[*_characters(self.text, s), t.type, self.ids[i]] for s in t.spans]

    def fact(self, f: FactRow) -> list[Any]:
        chance = round(self.model.calibrated(f"fact.{f.predicate}", f.confidence), 4)
        places = [list(_characters(self.text, p)) for p in f.places]
        return [self.ids[f.subject], f.predicate, self.ids[f.object], chance, places]


def _characters(text: Text, span: tuple[int, int]) -> tuple[int, int]:
    return text.starts[span[0]], text.ends[span[1] - 1]


@Language.factory(
    "kg_mentions",
    default_config={"model": "", "threshold": None},
    requires=["doc._.kg_fields"],
    assigns=["doc.spans", "doc._.kg_things", "doc._.kg_beliefs", "doc._.kg_facts"],
)
def make_mentions(nlp: Language, name: str, model: str, threshold: float | None) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy's form
    """Make the component that finds things, their mentions and the facts between them."""
    return Mentions(model, threshold)


def results(doc: Doc) -> Doc:
    """Find the numbers and what each reports or describes; a possible thing that one speaks of counts from now on."""
    found, described = extract_numbers(context_of(doc))
    named = spoken_of(found, described)
    for thing, mentions, facts in doc._.kg_possible:
        if thing[0] in named:
            doc._.kg_things = [*doc._.kg_things, thing]
            doc._.kg_facts = [*doc._.kg_facts, *facts]
            write_mentions(doc, mentions)
    doc._.kg_possible = []
    doc._.kg_results = [plain(r) for r in found]
    doc._.kg_quantities = [plain(q) for q in described]
    return doc


def tables(doc: Doc) -> Doc:
    """Read what tables of results state, after all that prose does."""
    place = next(((int(s), int(e)) for n, s, e in doc._.kg_fields if n == TABLES), None)
    if place is None:
        return doc
    context = context_of(doc)
    main = next((i for i, *_ in doc._.kg_things if i in context.proposed), PAPER_ID)
    found = tabulate(doc._.kg_text, place, context.things, main, caption_of(context.text, context.mentions))
    doc._.kg_things = [*doc._.kg_things, *([i, kind, names, SURE, []] for i, (kind, names) in found.things.items())]
    write_mentions(doc, [list(mention) for mention in found.mentions])
    facts = new_facts(found, set(context.facts))
    doc._.kg_facts = [*doc._.kg_facts, *([s, p, o, SURE, [list(at)]] for s, p, o, at in facts)]
    doc._.kg_results = [*doc._.kg_results, *map(plain, found.results)]
    doc._.kg_quantities = [*doc._.kg_quantities, *map(plain, found.quantities)]
    return doc


@Language.factory(
    "kg_tables",
    requires=["doc._.kg_things", "doc._.kg_results"],
    assigns=["doc._.kg_things", "doc._.kg_results", "doc._.kg_quantities"],
)
def make_tables(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy's form
    """Make the component that reads tables of results."""
    return tables


def links(doc: Doc) -> Doc:
    """Find the addresses and what they lead to."""
    doc._.kg_links = [plain(link) for link in find_links(doc._.kg_text or doc.text)]
    return doc


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

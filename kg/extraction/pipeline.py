"""The pipeline: a `Document` in, an `Extraction` out; the only module that turns a spaCy `Doc` into our nouns."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import spacy

import kg.extraction.components  # noqa: F401 - registers its factories
from kg.config import Config
from kg.errors import PipelineError
from kg.extraction import tokenizer
from kg.extraction.docs import MENTIONS
from kg.model import FIELDS, TABLES, Evidence, Extraction, Fact, Link, Mention, Quantity, Result, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Document

COMPONENTS = ("kg_sentences", "kg_mentions", "kg_results", "kg_tables", "kg_links")


def build_pipeline(config: Config | None = None) -> Language:
    """Return the pipeline that `config` asks for; raise PipelineError when its components don't fit together."""
    config = config or Config()
    nlp = spacy.blank("xx")
    nlp.tokenizer = tokenizer.MixedTokenizer(nlp.vocab)
    wanted = [name for name in COMPONENTS if name not in config.drop_components] + list(config.add_components)
    for name in wanted:
        _add(nlp, name, dict(config.components.get(name, {})))
    for name, missing in (nlp.analyze_pipes() or {"problems": {}})["problems"].items():
        needed = [m for m in missing if m != "doc._.kg_fields"]
        if needed:
            raise PipelineError(
                f"{name} needs {', '.join(needed)}, which no earlier component assigns; pipeline: {', '.join(wanted)}"
            )
    return nlp


def _add(nlp: Language, name: str, settings: dict[str, Any]) -> None:
    try:
        nlp.add_pipe(name, config=settings)
    except ValueError as error:
        raise PipelineError(f"component {name!r} can't be added: {error}") from error


def extract_all(documents: Iterable[Document], *, config: Config | None = None) -> Iterator[Extraction]:
    """Yield what each document says, in order."""
    config = config or Config()
    own = config.components or config.add_components
    nlp = build_pipeline(config) if own else _without(config.drop_components)
    for document in documents:
        yield as_extraction(nlp(make_doc(nlp, document)), document)


@cache
def _without(dropped: tuple[str, ...]) -> Language:
    return build_pipeline(Config(drop_components=dropped))


def make_doc(nlp: Language, document: Document) -> Doc:
    """Return the document's fields, joined by line breaks, as a tokenized `Doc` that knows where each field lies."""
    by_name = {f.name: f.text for f in document.fields}
    named = [(n, by_name[n]) for n in FIELDS if by_name.get(n)]
    joined = "\n".join(text for _, text in named)
    doc = nlp.make_doc(joined)
    places, start = [], 0
    for name, text in named:
        places.append([name, start, start + len(text)])
        start += len(text) + 1
    doc._.kg_fields, doc._.kg_text = places, joined
    return doc


class _Places:
    """Turns places in the joined text into evidence in fields."""

    def __init__(self, doc: Doc, document: Document) -> None:
        self.text, self.id = doc._.kg_text, document.id
        self.fields = [(str(n), int(s), int(e)) for n, s, e in doc._.kg_fields]
        self.starts = [s for _, s, _ in self.fields]
        cut = doc.has_annotation("SENT_START")
        self.sentences = [(s.start_char, s.end_char) for s in doc.sents] if cut and len(doc) else [(0, len(self.text))]
        self.sentence_starts = [s for s, _ in self.sentences]

    def evidence(self, start: int, end: int, component: str) -> Evidence:
        name, first, last = self.fields[bisect_right(self.starts, start) - 1]
        sent_start, sent_end = self.sentences[max(bisect_right(self.sentence_starts, start) - 1, 0)]
        sent_end = max(sent_end, end)
        while sent_end > end and self.text[sent_end - 1].isspace():
            sent_end -= 1
        end, sent = min(end, last), (max(sent_start, first) - first, min(sent_end, last) - first)
        component = "kg_tables" if name == TABLES and component != "kg_links" else component
        return Evidence(self.id, name, start - first, end - first, self.text[start:end], sent, component)


def as_extraction(doc: Doc, document: Document) -> Extraction:
    """Turn a processed `Doc` into nouns."""
    places = _Places(doc, document)
    things = tuple(
        Thing(i, kind, tuple(names), chance, reasons=tuple(reasons))
        for i, kind, names, chance, reasons in doc._.kg_things
    )
    sure = {t.id: t.confidence for t in things}
    mentions = tuple(
        Mention(s.id_, s.label_, places.evidence(s.start_char, s.end_char, "kg_mentions"), sure.get(s.id_, 1.0))
        for s in doc.spans.get(MENTIONS, ())
    )
    facts = tuple(
        Fact(s, p, o, tuple(places.evidence(a, b, "kg_mentions") for a, b in spans), chance)
        for s, p, o, chance, spans in doc._.kg_facts
    )
    return Extraction(
        document,
        things,
        mentions,
        facts,
        _results(doc, places),
        _quantities(doc, places),
        _links(doc, places, document),
    )


def _results(doc: Doc, places: _Places) -> tuple[Result, ...]:
    out = []
    for row in doc._.kg_results:
        found = places.evidence(row["start"], row["end"], "kg_results")
        top = row["value_max"]
        out.append(
            Result(
                row["subject"],
                Decimal(row["value"]),
                row["unit"],
                row["metric"],
                row["benchmark"],
                None if top is None else Decimal(top),
                row["comparator"],
                row["baseline"],
                row["setting"],
                found.text,
                (found,),
                round(row["confidence"], 4),
            )
        )
    return tuple(out)


def _quantities(doc: Doc, places: _Places) -> tuple[Quantity, ...]:
    out = []
    for row in doc._.kg_quantities:
        found = places.evidence(row["start"], row["end"], "kg_results")
        out.append(
            Quantity(
                row["entity"],
                row["property"],
                Decimal(row["value"]),
                row["unit"],
                found.text,
                (found,),
                round(row["confidence"], 4),
            )
        )
    return tuple(out)


def _links(doc: Doc, places: _Places, document: Document) -> tuple[Link, ...]:
    found = [
        Link(row["rel"], row["url"], (places.evidence(row["start"], row["end"], "kg_links"),)) for row in doc._.kg_links
    ]
    known = {(link.rel, link.url) for link in found}
    return (*found, *(link for link in document.links if (link.rel, link.url) not in known))

"""Annotations (W3C Web Annotation): which words a thing or a claim rests on, and which component found them.

The run of characters that an annotation points at is one node, shared by all annotations of it. Its
selector is both an oa:TextPositionSelector (code points of the NFC text, half-open) and an
oa:TextQuoteSelector, which spares a third of the file.
"""

from __future__ import annotations

import marshal
import tempfile
import weakref
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.graph import identifiers as ids
from kg.graph.terms import integer, iri, literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph.terms import Block
    from kg.model import Evidence

_IN_MEMORY = 256 * 1024 * 1024
_TYPE = name("rdf:type")


@dataclass(slots=True)
class Annotations:
    """The annotations of one document, gathered by what was found where."""

    key: str
    """The document's segment of IRIs."""
    paper: str
    bodies: dict[tuple[str, int, int, str], set[str]] = field(default_factory=dict)
    """(field, start, end, component) -> terms of things and claims."""
    quotes: dict[tuple[str, int, int], str] = field(default_factory=dict)
    sentences: dict[tuple[str, int, int], tuple[int, int]] = field(default_factory=dict)

    def add(self, evidence: Evidence, text: str, *bodies: str) -> None:
        """Note that the evidence, found in the text, bears the bodies: terms of a thing and of claims."""
        place = (evidence.field, evidence.start, evidence.end)
        self.bodies.setdefault((*place, evidence.component), set()).update(bodies)
        self.quotes[place] = evidence.text
        start, end = evidence.sentence
        if 0 <= start < end <= len(text):
            self.sentences[place] = (start, end)
            self.quotes.setdefault((evidence.field, start, end), text[start:end])

    def packed(self) -> bytes:
        """Return the annotations as few bytes."""
        return zlib.compress(marshal.dumps(self.plain()), 1)

    def plain(self) -> _Packed:
        """Return the annotations as plain values."""
        bodies = [(*key, *sorted(each)) for key, each in self.bodies.items()]
        quotes = [(*place, quote, *self.sentences.get(place, ())) for place, quote in self.quotes.items()]
        return self.key, self.paper, bodies, quotes


class Spool:
    """The annotations of all documents, in memory while they are few, in an unnamed temporary file when many."""

    def __init__(self, base: str) -> None:
        """Take the base of IRIs."""
        self._base = base
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as the spool
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[str, int, int]] = []

    def add(self, annotations: Annotations) -> None:
        """Put one document's annotations aside."""
        packed = annotations.packed()
        self._file.seek(0, 2)
        # The colon that follows the key in an IRI counts in their order.
        self._places.append((annotations.key + ":", self._file.tell(), len(packed)))
        self._file.write(packed)

    def annotations(self) -> Iterator[Block]:
        """Yield the annotations, sorted."""
        return self._blocks(_annotations)

    def selectors(self) -> Iterator[Block]:
        """Yield what selects runs of characters, sorted."""
        return self._blocks(_selectors)

    def spans(self) -> Iterator[Block]:
        """Yield the runs of characters, sorted."""
        return self._blocks(_spans)

    def texts(self) -> Iterator[Block]:
        """Yield the texts, sorted."""
        return self._blocks(_texts)

    def _blocks(self, write: Callable[[str, _Packed], Iterator[Block]]) -> Iterator[Block]:
        """Yield what `write` makes of each document, in the order of their IRIs."""
        for _, start, length in sorted(self._places):
            self._file.seek(start)
            packed = marshal.loads(zlib.decompress(self._file.read(length)))  # noqa: S302 - we wrote it
            yield from sorted(write(self._base, packed))


_Packed = tuple[str, str, list[tuple[Any, ...]], list[tuple[Any, ...]]]
"""Key, paper, (field, start, end, component, bodies ...) and (field, start, end, quote, the sentence's two ends)."""


def sections(annotations: Annotations, base: str) -> Iterator[tuple[str, list[Block]]]:
    """Yield the four parts of one document's annotations, sorted, each with what its subjects begin with."""
    plain, key = annotations.plain(), annotations.key
    for kind, write in (("annotation", _annotations), ("selector", _selectors), ("span", _spans), ("text", _texts)):
        yield f"<{base}{kind}/{key}:", sorted(write(base, plain))


def _annotations(base: str, packed: _Packed) -> Iterator[Block]:
    """Yield each annotation: its bodies, its target, and the component that made it."""
    document, _, rows, _ = packed
    for field_, start, end, component, *bodies in rows:
        place = f"{document}:{field_}:{start}-{end}"
        row = [(_TYPE, (_ANNOTATION,)), (_HAS_BODY, bodies), (_HAS_TARGET, (f"<{base}span/{place}>",))]
        if component:
            place = f"{place}:{ids.segment(component)}"
            row.append((_ATTRIBUTED, (iri(ids.component_iri(component, base)),)))
        yield f"<{base}annotation/{place}>", row


def _spans(base: str, packed: _Packed) -> Iterator[Block]:
    """Yield each run of characters: its text, what selects it, and the sentence around it."""
    document, _, _, rows = packed
    for field_, start, end, _, *sentence in rows:
        text = f"{document}:{field_}"
        place = f"{text}:{start}-{end}>"
        row = [(_TYPE, (_SPECIFIC,)), (_HAS_SELECTOR, (f"<{base}selector/{place}",))]
        row.append((_HAS_SOURCE, (f"<{base}text/{text}>",)))
        if sentence:
            row.append((_IN_SENTENCE, (f"<{base}span/{text}:{sentence[0]}-{sentence[1]}>",)))
        yield f"<{base}span/{place}", row


def _selectors(base: str, packed: _Packed) -> Iterator[Block]:
    """Yield each selector: where its run begins and ends, and the words."""
    document, _, _, rows = packed
    for field_, start, end, quote, *_ in rows:
        yield (
            f"<{base}selector/{document}:{field_}:{start}-{end}>",
            (
                (_TYPE, (_POSITION, _QUOTE)),
                (_END, (integer(end),)),
                (_EXACT, (literal(quote),)),
                (_START, (integer(start),)),
            ),
        )


def _texts(base: str, packed: _Packed) -> Iterator[Block]:
    """Yield each text: which of the paper's texts it is, and the paper."""
    document, paper, _, rows = packed
    for field_ in {row[0] for row in rows}:
        yield (
            f"<{base}text/{document}:{field_}>",
            ((_TYPE, (_TEXT,)), (_FIELD, (literal(field_),)), (_TEXT_OF, (paper,))),
        )


_ANNOTATION, _HAS_BODY, _HAS_TARGET = name("oa:Annotation"), name("oa:hasBody"), name("oa:hasTarget")
_SPECIFIC, _HAS_SELECTOR, _HAS_SOURCE = name("oa:SpecificResource"), name("oa:hasSelector"), name("oa:hasSource")
_POSITION, _QUOTE = name("oa:TextPositionSelector"), name("oa:TextQuoteSelector")
_START, _END, _EXACT = name("oa:start"), name("oa:end"), name("oa:exact")
_TEXT, _FIELD, _TEXT_OF = name("kg:Text"), name("kg:field"), name("kg:textOf")
_IN_SENTENCE, _ATTRIBUTED = name("kg:inSentence"), name("prov:wasAttributedTo")

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
from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph.terms import integer, iri, literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        bodies = [(*key, *sorted(each)) for key, each in self.bodies.items()]
        quotes = [(*place, quote, *self.sentences.get(place, ())) for place, quote in self.quotes.items()]
        return zlib.compress(marshal.dumps((self.key, self.paper, bodies, quotes)), 1)


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

    def annotations(self) -> Iterator[str]:
        """Yield the triples of the annotations, sorted."""
        return self._lines(_annotations)

    def selectors(self) -> Iterator[str]:
        """Yield the triples of what selects runs of characters, sorted."""
        return self._lines(_selectors)

    def spans(self) -> Iterator[str]:
        """Yield the triples of the runs of characters, sorted."""
        return self._lines(_spans)

    def texts(self) -> Iterator[str]:
        """Yield the triples of the texts, sorted."""
        return self._lines(_texts)

    def _lines(self, write: Callable[[str, _Packed], Iterator[str]]) -> Iterator[str]:
        """Yield what `write` makes of each document, in the order of their IRIs.

        `write` yields blocks, the lines of one subject in their order; the blocks are sorted here.
        """
        for _, start, length in sorted(self._places):
            self._file.seek(start)
            packed = marshal.loads(zlib.decompress(self._file.read(length)))  # noqa: S302 - we wrote it
            for block in sorted(write(self._base, packed)):
                yield from block.split("\n")


_Packed = tuple[str, str, list[tuple[str, int, int, str, str]], list[tuple[str, int, int, str, int, int]]]


def _annotations(base: str, packed: _Packed) -> Iterator[str]:
    """Yield a block for each annotation: its bodies, its target, and the component that made it."""
    document, _, rows, _ = packed
    for name_, start, end, component, *bodies in rows:
        place = f"{document}:{ids.segment(name_)}:{start}-{end}"
        node = f"<{base}annotation/{place}{':' + ids.segment(component) if component else ''}>"
        block = f"{node} {_TYPE} {_ANNOTATION} .\n"
        block += "".join(f"{node} {_HAS_BODY} {body} .\n" for body in bodies)
        block += f"{node} {_HAS_TARGET} <{base}span/{place}> ."
        by = f"\n{node} {_ATTRIBUTED} {iri(ids.component_iri(component, base))} ." if component else ""
        yield block + by


def _spans(base: str, packed: _Packed) -> Iterator[str]:
    """Yield a block for each run of characters: its text, what selects it, and the sentence around it."""
    document, _, _, rows = packed
    for name_, start, end, _, *sentence in rows:
        text = f"{document}:{ids.segment(name_)}"
        node = f"<{base}span/{text}:{start}-{end}>"
        block = f"{node} {_TYPE} {_SPECIFIC} .\n{node} {_HAS_SELECTOR} <{base}selector/{text}:{start}-{end}> .\n"
        block += f"{node} {_HAS_SOURCE} <{base}text/{text}> ."
        if sentence:
            block += f"\n{node} {_IN_SENTENCE} <{base}span/{text}:{sentence[0]}-{sentence[1]}> ."
        yield block


def _selectors(base: str, packed: _Packed) -> Iterator[str]:
    """Yield a block for each selector: where its run begins and ends, and the words."""
    document, _, _, rows = packed
    for name_, start, end, quote, *_ in rows:
        node = f"<{base}selector/{document}:{ids.segment(name_)}:{start}-{end}>"
        yield (
            f"{node} {_TYPE} {_POSITION} .\n{node} {_TYPE} {_QUOTE} .\n{node} {_END} {integer(end)} .\n"
            f"{node} {_EXACT} {literal(quote)} .\n{node} {_START} {integer(start)} ."
        )


def _texts(base: str, packed: _Packed) -> Iterator[str]:
    """Yield a block for each text: which of the paper's texts it is, and the paper."""
    document, paper, _, rows = packed
    for name_ in {row[0] for row in rows}:
        node = f"<{base}text/{document}:{ids.segment(name_)}>"
        yield f"{node} {_TYPE} {_TEXT} .\n{node} {_FIELD} {literal(name_)} .\n{node} {_TEXT_OF} {paper} ."


_ANNOTATION, _HAS_BODY, _HAS_TARGET = name("oa:Annotation"), name("oa:hasBody"), name("oa:hasTarget")
_SPECIFIC, _HAS_SELECTOR, _HAS_SOURCE = name("oa:SpecificResource"), name("oa:hasSelector"), name("oa:hasSource")
_POSITION, _QUOTE = name("oa:TextPositionSelector"), name("oa:TextQuoteSelector")
_START, _END, _EXACT = name("oa:start"), name("oa:end"), name("oa:exact")
_TEXT, _FIELD, _TEXT_OF = name("kg:Text"), name("kg:field"), name("kg:textOf")
_IN_SENTENCE, _ATTRIBUTED = name("kg:inSentence"), name("prov:wasAttributedTo")

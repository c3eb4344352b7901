"""What the page needs of each paper's word, as bytes that are kept from build to build: evidence.ttl is not read."""

from __future__ import annotations

import marshal
import re
from typing import TYPE_CHECKING

from kg.exporting.html.sentences import Place, Said
from kg.graph.claims import together
from kg.graph.identifiers import digest, segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exporting.html.sentences import Statement
    from kg.graph.annotations import Annotations
    from kg.graph.part import Part

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HEX = 16
_Where = tuple[str, int, int, int]
"""A text's name, the number of a sentence, and in it the start and end of the words."""
_Key = tuple[str, int, int, str]


def spoken_of(part: Part) -> bytes:
    """Return what a paper claims, how surely, and for each claim the first place in its texts that says so."""
    said: dict[str, float] = {}
    for claim, _, confidence in part.said:
        said[claim] = max(confidence, said.get(claim, 0.0))
    first: dict[str, _Key] = {}
    for key in sorted(part.annotations.bodies, key=_order):
        for body in part.annotations.bodies[key]:
            first.setdefault(body, key)
    sentences: dict[str, int] = {}
    rows = [
        (int(claim[-_HEX - 1 : -1], 16), sure, _where(part.annotations, first[claim], sentences))
        if claim in first
        else (int(claim[-_HEX - 1 : -1], 16), sure, None)
        for claim, sure in said.items()
    ]
    return marshal.dumps((part.paper[1:-1], list(sentences), rows))


def _order(key: _Key) -> str:
    """Return what annotations of one paper are sorted by: the end of their IRIs."""
    field, start, end, component = key
    place = f"{field}:{start}-{end}"
    return f"{place}:{segment(component)}" if component else place


def _where(annotations: Annotations, key: _Key, sentences: dict[str, int]) -> _Where:
    """Return where words are within the sentence around them, or within themselves where that isn't known."""
    field, start, end = place = key[:3]
    sentence = annotations.sentences.get(place, (start, end))
    text = _SURROGATE.sub("\ufffd", annotations.quotes[field, *sentence])
    begin = max(0, start - sentence[0])
    return field, sentences.setdefault(text, len(sentences)), begin, min(len(text), begin + end - start)


class Spoken:
    """The word of all papers, asked by statement."""

    def __init__(self, papers: Iterable[bytes]) -> None:
        """Take what `spoken_of` gave of each paper."""
        self._of: dict[int, list[tuple[str, list[str], float, _Where | None]]] = {}
        for packed in papers:
            paper, sentences, rows = marshal.loads(packed)  # noqa: S302 - we wrote it
            for claim, sure, where in rows:
                self._of.setdefault(claim, []).append((paper, sentences, sure, where))

    def get(self, statement: Statement) -> Said | None:
        """Return what is said of a statement, its parts bare IRIs; of each paper at most one place."""
        found = self._of.get(int(digest(*(f"<{part}>" for part in statement)), 16))
        if found is None:
            return None
        found.sort(key=lambda row: row[0])
        places = [Place(row[0], row[3][0], row[1][row[3][1]], *row[3][2:]) for row in found if row[3]]
        return Said([row[0] for row in found], float(together([row[2] for row in found])), places)

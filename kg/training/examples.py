"""Annotated papers as the pipeline reads them: their candidates, in each form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.candidates import find_candidates
from kg.extraction.linking import pairs
from kg.training.corpus import text_of
from kg.training.parts import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kg.extraction.encoder import Encoder
    from kg.extraction.groups import Found
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text
    from kg.extraction.translation import Translation
    from kg.training.corpus import Record


@dataclass
class Example:
    """One annotated paper in one form, with its candidates."""

    record: Record
    form: str
    part: int
    text: Text
    found: Found
    pair_keys: list[tuple[str, str]]
    pair_rows: NDArray[np.float32]


@dataclass
class Grouped(Example):
    """A paper whose candidates are clusters."""

    clusters: list[tuple[str, ...]]
    rows: NDArray[np.float32]
    """The clusters' features."""
    entity: list[int | None]
    """The annotated entity that each cluster is."""


@dataclass(frozen=True)
class Sources:
    """What a paper is read with: the encoder and priors that have not seen its annotation."""

    encoder: Callable[[Record], Encoder]
    priors: Callable[[Record], Priors]
    translation: Translation


def examples(records: Sequence[Record], forms: Sequence[str], sources: Sources) -> list[Example]:
    """Read each record in each form and collect its candidates; papers go to parts in turn."""
    out = []
    for i, record in enumerate(records):
        for form in forms:
            text = text_of(record, form)
            found = find_candidates(text, sources.encoder(record), sources.priors(record))
            keys, rows = pairs(text, found, sources.priors(record), sources.translation)
            out.append(Example(record, form, i % PARTS, text, found, keys, rows))
    return out

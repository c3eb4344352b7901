"""From annotations to spans: where each entity's names stand in the text, in tokens.

Latin names match on word boundaries (a plural s may follow), Chinese ones anywhere. The longest names are what the
encoder learns; a name inside a longer one is neither taught nor counted against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extraction.learned import TYPES
from kg.extraction.names import has_han
from kg.extraction.text import lower

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extraction.text import Text

LONGEST = 16
_RISKY = 2
"""Names shorter than this match too much."""


@dataclass(frozen=True)
class Spans:
    """Token spans (start, end exclusive, entity index): outermost ones, and those inside a longer one."""

    outer: tuple[tuple[int, int, int], ...]
    inner: tuple[tuple[int, int, int], ...]


def _open(text: str, at: int) -> bool:
    """Whether a Latin name may end or begin beside the character at `at`."""
    return not 0 <= at < len(text) or not text[at].isalnum() or has_han(text[at])


def occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of `name` in `text`, both in lower case."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if end < len(text) and text[end] == "s" and name[-1].isascii() and name[-1].isalpha() and _open(text, end + 1):
            end += 1
        left = not name[0].isalnum() or has_han(name[0]) or _open(text, start - 1)
        if left and (not name[-1].isalnum() or has_han(name[-1]) or _open(text, end)):
            yield start, end
        start = text.find(name, start + 1)


def find_spans(text: Text, annotation: Mapping[str, Any]) -> Spans:
    """Return where the annotated names stand."""
    low = lower(text.text)
    first = {s: i for i, s in enumerate(text.starts)}
    last = {e: i + 1 for i, e in enumerate(text.ends)}
    found = set()
    for i, entity in enumerate(annotation["entities"]):
        for name in entity["names"]:
            stripped = lower(name.strip())
            if len(stripped) >= _RISKY:
                found |= {(first[s], last[e], i) for s, e in occurrences(low, stripped) if s in first and e in last}
    nested = {x for x in found if any(a <= x[0] and x[1] <= b and b - a > x[1] - x[0] for a, b, _ in found)}
    return Spans(tuple(sorted(found - nested)), tuple(sorted(nested)))


def targets(
    spans: Spans, entities: Sequence[Mapping[str, Any]], tokens: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what each span should score and how much it counts, both (tokens, LONGEST, types).

    Marginal entities, nested names and an entity's other accepted types count nothing either way.
    """
    truth = np.zeros((tokens, LONGEST, len(TYPES)), dtype=np.float32)
    weight = np.ones_like(truth)
    for start, end, _ in spans.inner:
        if end - start <= LONGEST:
            weight[start, end - start - 1] = 0
    for start, end, i in spans.outer:
        if end - start > LONGEST:
            continue
        if entities[i].get("optional"):
            weight[start, end - start - 1] = 0
            continue
        others = [TYPES.index(t) for t in entities[i].get("alt_types", []) if t in TYPES]
        weight[start, end - start - 1] = 1
        weight[start, end - start - 1, others] = 0
        kind = TYPES.index(entities[i]["type"])
        weight[start, end - start - 1, kind] = truth[start, end - start - 1, kind] = 1
    return truth, weight

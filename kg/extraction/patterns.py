"""What words say outright of the paper's own thing: its base, its training data, what it beats (patterns.toml).

The trees learned from abstracts, in which such words are rare; a pattern is as sure as half of what the trees state.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.layout import Layout
from kg.extraction.learned import ACTORS
from kg.extraction.names import is_proper
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.text import Text
    from kg.extraction.things import Decided

    Said = tuple[str, int, float, tuple[int, int]]

SURE = 0.5
_OF_ACTORS = frozenset({"trainedOn", "basedOn", "outperforms"})
"""What holds of models and methods only."""
_OF_OTHERS = frozenset({"basedOn", "outperforms"})
"""What does not hold between things that one paper proposes."""
_OF_COINED = frozenset({"trainedOn", "basedOn", "proposes"})
"""What is read of names only, not of *a large language model*."""
_OBJECTS = {
    "trainedOn": frozenset({"Dataset", "Benchmark"}),
    "basedOn": ACTORS,
    "proposes": frozenset({"Dataset", "Benchmark"}),
    "outperforms": ACTORS,
}
_ACRONYM = re.compile(r"[A-Z]{2,5}s?")
"""LLMs, RL: no names of one thing."""
_OWNED = re.compile(r"\s*(?:\w+\s+){0,2}(?:is\s+|was\s+|,\s*)?|的?(?:模型)?\s*")
_NEAR = 70
"""Characters before a name in which a pattern is looked for."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            predicate,
            re.compile(rf"(?:{one['before']})$", re.IGNORECASE),
            re.compile(one.get("behind", ""), re.IGNORECASE),
        )
        for predicate, several in wording("patterns").items()
        for one in several
    )


def said(text: Text, things: Sequence[Decided], own: Sequence[int]) -> Iterator[Said]:
    """Yield (predicate, object, confidence, place) of what patterns say of the paper's main thing, each once.

    `own` are the indices of what the paper proposes. Words of another model (*CLIP, trained on LAION*) say nothing.
    """
    reader = _Reader(text, things, own)
    actor = not own or things[own[0]].type in ACTORS
    for i, thing in enumerate(things):
        kinds = {kind for kind, types in _OBJECTS.items() if thing.type in types and i not in own[:1]}
        kinds -= _OF_ACTORS if not actor else _OF_OTHERS if i in own else set()
        kinds -= set() if _is_coined(thing) else _OF_COINED
        told = {kind: span for span in reversed(thing.spans) if kinds for kind in reader.told(span)}
        for kind in sorted(kinds & told.keys()):
            yield kind, i, SURE, told[kind]


def _is_coined(thing: Decided) -> bool:
    name = thing.names[0]
    if _ACRONYM.fullmatch(name):
        return False
    return name[:1].isupper() if thing.type == "Dataset" else any(map(is_proper, re.split(r"[\s-]", name)))


class _Reader:
    """A text with the places of all names, of those that the paper proposes and of other models and methods."""

    def __init__(self, text: Text, things: Sequence[Decided], own: Sequence[int]) -> None:
        self.text, self.layout = text, Layout(text, [span for thing in things for span in thing.spans])
        actors = ((span, i in own) for i, t in enumerate(things) if t.type in ACTORS or i in own for span in t.spans)
        self.actors = sorted((text.ends[end - 1], mine) for (_, end), mine in actors)

    def told(self, span: tuple[int, int]) -> Iterator[str]:
        """Yield the predicates that the words around a name, or the list it stands in, say."""
        low, high = self.layout.sentence(span[0])
        for start, end in {span, self.layout.stretched(span)[:2]}:
            at = max(self.text.starts[start] - _NEAR, self.text.starts[low])
            before = self.text.text[at : self.text.starts[start]]
            behind = self.text.text[self.text.ends[end - 1] : self.text.ends[high - 1]][:_NEAR]
            for predicate, left, right in _patterns():
                found = left.search(before)
                if found and right.match(behind) and self._is_own(predicate, self.text.starts[low], at + found.start()):
                    yield predicate

    def _is_own(self, predicate: str, low: int, at: int) -> bool:
        """Whether words from character `at` on are of the paper's thing, and not of a model that is named before them.

        What is better is said of the last that the sentence from `low` on names; else another model's name tells of
        itself where it stands right before (*CLIP models trained on*).
        """
        end, mine = next(((end, mine) for end, mine in reversed(self.actors) if end <= at), (-1, True))
        if mine or end <= low:
            return True
        return predicate != "outperforms" and not _OWNED.fullmatch(self.text.text, end, at)

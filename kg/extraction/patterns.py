"""What words say outright of the paper's own thing: what it is trained on, what it is made from (patterns.toml).

The trees learned from abstracts, in which such words are rare; a pattern is as sure as half of what the trees state.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.layout import Layout
from kg.extraction.names import is_proper
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.text import Text
    from kg.extraction.things import Decided

    Said = tuple[str, int, float, tuple[int, int]]

SURE = 0.5
_OBJECTS = {
    "trainedOn": frozenset({"Dataset", "Benchmark"}),
    "basedOn": frozenset({"Model", "Method", "Software"}),
}
_ACRONYM = re.compile(r"[A-Z]{2,5}s?")
"""LLMs, RL: no names of one thing."""
_NEAR = 70
"""Characters before a name in which a pattern is looked for."""
_ACTORS = frozenset({"Model", "Method", "Software"})


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    data = tomllib.loads(resource("ontology", "wording", "patterns.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            predicate,
            re.compile(rf"(?:{one['before']})$", re.IGNORECASE),
            re.compile(one.get("behind", ""), re.IGNORECASE),
        )
        for predicate, several in data.items()
        for one in several
    )


def said(text: Text, things: Sequence[Decided], own: Sequence[int]) -> Iterator[Said]:
    """Yield (predicate, object, confidence, place) of what patterns say of the paper's main thing, each object once.

    `own` are the indices of what the paper proposes. Words of another model (*CLIP, trained on LAION*) say nothing.
    """
    if own and things[own[0]].type not in _ACTORS:
        return
    layout = Layout(text, [span for thing in things for span in thing.spans])
    mine = {span for i in own for span in things[i].spans}
    others = [span for i, t in enumerate(things) if t.type in _ACTORS and i not in own for span in t.spans]
    for i, thing in enumerate(things):
        kinds = {predicate for predicate, kinds in _OBJECTS.items() if thing.type in kinds and i not in own[:1]}
        for span in thing.spans if kinds and _is_coined(thing) else ():
            found = next((p for p in _match(text, layout, span, others) if p in kinds), None)
            if found and not (span in mine and found == "basedOn"):
                yield found, i, SURE, span
                break


def _is_coined(thing: Decided) -> bool:
    name = thing.names[0]
    if _ACRONYM.fullmatch(name):
        return False
    return name[:1].isupper() if thing.type == "Dataset" else any(map(is_proper, re.split(r"[\s-]", name)))


def _match(text: Text, layout: Layout, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield what is said of a name, or of the list it stands in."""
    number = text.sentence[span[0]]
    low = _first(text, span[0])
    for start, end in (span, layout.stretched(span)[:2]):
        at = max(text.starts[start] - _NEAR, text.starts[low])
        before, behind = text.text[at : text.starts[start]], _behind(text, end, number)
        for predicate, left, right in _patterns():
            found = left.search(before)
            if found and right.match(behind) and not _of_another(text, at + found.start(), others):
                yield predicate


def _first(text: Text, token: int) -> int:
    while token > 0 and text.sentence[token - 1] == text.sentence[token]:
        token -= 1
    return token


def _behind(text: Text, end: int, number: int) -> str:
    last = end
    while last < len(text.starts) and text.sentence[last] == number and last < end + 30:
        last += 1
    return text.text[text.ends[end - 1] : text.ends[last - 1]]


def _of_another(text: Text, at: int, others: Sequence[tuple[int, int]]) -> bool:
    """Whether another model's name stands right before the words, up to two words away: *CLIP models trained on*."""
    gaps = (text.text[text.ends[end - 1] : at] for _, end in others if 0 <= at - text.ends[end - 1] <= _NEAR / 3)
    return any(re.fullmatch(r"\s*(?:\w+\s+){0,2}(?:is\s+|was\s+|,\s*)?|的?模型?\s*", gap) for gap in gaps)

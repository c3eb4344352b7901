"""Pairs of names that may mean one thing: found by what they share, never by comparing all with all."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kg.resolution.normalise import fits, is_proper, joined
from kg.resolution.seen import ABBREVIATION, HAN, LATIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.resolution.evidence import Evidence

    Words = Callable[[str], tuple[str, ...]]

MOSTLY = 0.5
"""Share of the papers with the rarer name that must list the other one."""
ALIKE = 92.0
"""Similarity (rapidfuzz ratio, 0 to 100) from which two words that share no stem are one misspelt."""
STEM = 0.6
"""Share of the longer word that two words of one stem have in common from their start."""
_BLOCK = 3
_INFLECTION = re.compile(r"(?:ing|ed|e)$")
_KINDS = frozenset(
    [
        "framework",
        "model",
        "system",
        "dataset",
        "benchmark",
        "algorithm",
        "corpus",
        "optimizer",
        "library",
        "toolkit",
        "architecture",
        "network",
    ]
)
"""Words for what a thing is, which add nothing to a proper name."""
_EMPTY = {
    "Task": frozenset({"task", "capability", "ability"}),
    "Metric": frozenset({"score", "metric", "capability", "ability", "performance"}),
    "Method": frozenset({"method", "technique", "approach"}),
}
"""Words that add nothing to the name of a thing of that type."""
_EMPTY_HAN = frozenset({"方法", "技术"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two keys that may mean one thing, and why."""

    one: str
    other: str
    reason: str
    support: int = 1
    """Papers that say so."""
    sure: bool = False
    """A person's or the terms' word: no guard speaks against it."""
    adds: bool = False
    """The one is known to be the other, spelled out or with a word added that adds no meaning."""


def ranked(pairs: Iterable[Candidate]) -> list[Candidate]:
    """Put the best supported pairs first, in an order of their own."""
    return sorted(pairs, key=lambda pair: (-pair.support, pair.one, pair.other, pair.reason))


def spellings(evidence: Evidence, words: Words) -> Iterator[Candidate]:
    """Yield names that are equal word by word but for endings, a slip or an "and", and share another name."""
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for anchor in evidence.things:
        if evidence.forms[anchor].kind == LATIN and len(bare := _without_and(words(anchor))) > 1:
            blocks[tuple([word[:_BLOCK] for word in bare])].append(anchor)
    for block in blocks.values():
        yield from _pairs(evidence, sorted(block, key=lambda anchor: (-evidence.count(anchor), anchor)), words)


def _without_and(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop an "and" between other words: question and answer(ing) is question answering."""
    return tuple(word for word in words if word != "and") if "and" in words[1:-1] else words


def _pairs(evidence: Evidence, block: list[str], words: Words) -> Iterator[Candidate]:
    for at, one in enumerate(block):
        for other in block[:at]:
            shared = evidence.lists.get(one, {}).keys() & evidence.lists.get(other, {}).keys()
            mine, yours = words(one), words(other)
            if shared and aligned(_without_and(mine), _without_and(yours)):
                texts = f"{evidence.forms[one].text} = {evidence.forms[other].text}"
                reason = f"variant: {texts} (both are {evidence.forms[min(shared)].text})"
                yield Candidate(one, other, reason, adds=len(mine) != len(yours))


def aligned(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names have the same words in the same order, but for endings ("video captions", captioning)."""
    return len(one) == len(other) and all(_same_stem(a, b) for a, b in zip(one, other, strict=True))


def _same_stem(one: str, other: str) -> bool:
    if one == other or (len(stem := _INFLECTION.sub("", one)) >= _BLOCK and stem == _INFLECTION.sub("", other)):
        return True
    if not (one.isalpha() and other.isalpha()):
        return False
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    longer = max(len(one), len(other))
    return common >= max(_BLOCK, STEM * longer) or (common >= _BLOCK and fuzz.ratio(one, other) >= ALIKE)


def long_forms(evidence: Evidence) -> Iterator[Candidate]:
    """Yield long forms that share an abbreviation which fits both, and a Chinese name."""
    for short, anchors in evidence.listed.items():
        form = evidence.forms[short]
        if form.kind == ABBREVIATION:
            long = [a for a in anchors if evidence.forms[a].kind == LATIN and fits(form.text, evidence.forms[a].text)]
            yield from _with_translation(evidence, short, sorted(long, key=lambda a: (-evidence.count(a), a)))


def _with_translation(evidence: Evidence, short: str, anchors: list[str]) -> Iterator[Candidate]:
    translations = {a: {n for n, c in evidence.lists[a].items() if _common(evidence, a, n, c)} for a in anchors}
    for at, one in enumerate(anchors):
        other = next((other for other in anchors[:at] if translations[one] & translations[other]), None)
        if other is not None:
            shared = evidence.forms[min(translations[one] & translations[other])].text
            both = f"(both {evidence.forms[short].text}, {shared})"
            text = f"{evidence.forms[one].text} = {evidence.forms[other].text} {both}"
            support = min(evidence.lists[one][short], evidence.lists[other][short])
            yield Candidate(one, other, f"same abbreviation and translation: {text}", support)


def _common(evidence: Evidence, anchor: str, name: str, count: int) -> bool:
    return count * 4 >= evidence.count(anchor) and evidence.forms[name].kind == HAN


def spelled_out(evidence: Evidence, words: Words) -> Iterator[Candidate]:
    """Yield names that are equal once the abbreviations in them are spelled out ("LLM agent")."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for anchor in evidence.things:
        every = words(anchor)
        by_words[anchor if every is evidence.forms[anchor].words else joined(every)].append(anchor)
    for same in by_words.values():
        first, *others = sorted(same, key=lambda anchor: (-evidence.count(anchor), anchor))
        for other in others:
            text = f"{evidence.forms[other].text} = {evidence.forms[first].text}"
            several = len(evidence.forms[other].words) > 1
            yield Candidate(other, first, f"spelled out: {text}", evidence.count(other), adds=several)


def suffixed(evidence: Evidence, words: Words) -> Iterator[Candidate]:
    """Yield names with and without a word that adds nothing ("EFRame framework", "OpenAI o1", "F1 score")."""
    for anchor in evidence.things:
        every = words(anchor)
        if len(every) == 1:
            yield from _suffixed_chinese(evidence, anchor)
            continue
        for bare, word in ((joined(every[:-1]), every[-1]), (joined(every[1:]), every[0])):
            if bare in evidence.things and _empty(evidence, anchor, bare, word):
                text = f"{evidence.forms[anchor].text} = {evidence.forms[bare].text}"
                yield Candidate(anchor, bare, f"added word: {text}", evidence.count(anchor) + 1, adds=True)


def _suffixed_chinese(evidence: Evidence, anchor: str) -> Iterator[Candidate]:
    """Yield Chinese names of methods with and without 方法 or 技术."""
    bare = anchor[:-2]
    if evidence.forms[anchor].kind != HAN or anchor[-2:] not in _EMPTY_HAN or bare not in evidence.things:
        return
    if evidence.type(anchor) == evidence.type(bare) == "Method":
        text = f"{evidence.forms[anchor].text} = {evidence.forms[bare].text}"
        yield Candidate(anchor, bare, f"added word: {text}", evidence.count(anchor) + 1, adds=True)


def _empty(evidence: Evidence, anchor: str, bare: str, word: str) -> bool:
    proper = is_proper(evidence.forms[bare].text)
    if anchor.startswith(bare):
        type_ = evidence.type(anchor)
        return (proper and word in _KINDS) or (word in _EMPTY.get(type_, ()) and type_ == evidence.type(bare))
    return proper and word in evidence.things and evidence.type(word) == "Organization"


def listed(evidence: Evidence) -> Iterator[Candidate]:
    """Yield names of which most papers with the one list the other, when a third name is theirs too."""
    for anchor in evidence.things:
        for name, count in evidence.lists.get(anchor, {}).items():
            if name in evidence.things and _mostly(evidence, anchor, name, count):
                one, other = evidence.forms[anchor].text, evidence.forms[name].text
                yield Candidate(anchor, name, f"listed together: {one} = {other}", count)


def _mostly(evidence: Evidence, anchor: str, name: str, count: int) -> bool:
    if evidence.forms[anchor].kind != LATIN or evidence.forms[name].kind != LATIN or count < 2:  # noqa: PLR2004 - two papers
        return False
    shared = evidence.lists[anchor].keys() & evidence.lists.get(name, {}).keys()
    return count >= MOSTLY * evidence.count(anchor) and any(evidence.forms[key].kind != LATIN for key in shared)

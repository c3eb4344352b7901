"""What stands around a number: sentence, clause, cue words, counted noun, and the things named near it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.numbers import find_numbers
from kg.extraction.units import alternation, canonical
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from re import Pattern

    from kg.extraction.context import Context
    from kg.extraction.numbers import Number

_CLAUSE = re.compile(r"[，,；;：:。\n（(）)]|(?<=[a-z)])\.\s| while | and | but |并|而")
_NOUN_STOP = re.compile(
    r"[，。；：、,;:()（）.\n]"
    r"|\b(?:of|from|for|in|on|with|across|and|to|that|which|using|by|is|are|were|was|at|as|than|including|covering"
    r"|spanning)\b"
    r"|和|与|以及|上|中|解决|提升|实现|组成|构成|运作|增强|展开|进行|来自|涉及|用于|：",
)
_LIST_GAP = re.compile(
    r"\s*(?:、|,|，|和|及|以及|与|and|/|&|, and|;|；)\s*(?:约|近|高达|a |an |of |by |\+|\$)*", re.IGNORECASE
)
_NOUN_REACH = 70
_CUE_REACH = 60
_CLAUSE_REACH = 300


@dataclass(frozen=True)
class Cues:
    """Cue words by kind, and counted nouns, ready to match."""

    kinds: tuple[str, ...]
    pattern: Pattern[str]
    kind_of: Mapping[str, tuple[int, ...]]
    noun: Pattern[str]
    nouns: Mapping[str, str]
    groups: Mapping[str, int]
    settings: Mapping[str, Pattern[str]]
    group_names: tuple[str, ...]

    def group_of(self, noun: str) -> str:
        """Return the group of a counted noun (``data``, ``kinds``, ``parts`` ...), or nothing."""
        at = self.groups.get(noun, 0)
        return self.group_names[at - 1] if at else ""


@cache
def cues() -> Cues:
    """Return the cue words of ``results.toml`` and the nouns of ``quantities.toml``, compiled once."""
    said = wording("results")
    counted = wording("quantities")
    kinds = tuple(sorted(said["cues"]))
    kind_of: dict[str, tuple[int, ...]] = {}
    for at, kind in enumerate(kinds):
        for form in said["cues"][kind]:
            kind_of[form.lower()] = (*kind_of.get(form.lower(), ()), at)
    nouns = {form: noun for group in counted.values() for form, noun in canonical(group).items()}
    groups = {noun: at for at, group in enumerate(counted.values(), 1) for noun in group}
    settings = {name: re.compile(alternation(forms), re.IGNORECASE) for name, forms in said["settings"].items()}
    return Cues(kinds, _any(kind_of), kind_of, _any(nouns), nouns, groups, settings, tuple(counted))


def _any(forms: Mapping[str, object]) -> Pattern[str]:
    """Return one pattern: Latin words are matched whole and looked up; Chinese forms are listed."""
    han = sorted((form for form in forms if not form.isascii()), key=lambda form: (-len(form), form))
    spaced = [form for form in forms if form.isascii() and not form.isalpha()]
    phrases = sorted(spaced, key=lambda form: (-len(form), form))
    return re.compile("|".join([*map(re.escape, phrases), "[A-Za-z]+", *map(re.escape, han)]), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """One number in its place."""

    number: Number
    sentence: int
    start: int
    """Start of the sentence; ``end`` is its end."""
    end: int
    clause: tuple[int, int]
    field: str
    before: tuple[float, ...]
    """By kind of cue: closeness (0 to 1) of the nearest one before the number in its sentence."""
    behind: tuple[float, ...]
    noun: str | None
    """The counted noun behind the number, in its canonical form, and where it ends."""
    noun_end: int
    index: int
    """Place among the sentence's numbers of the same unit, of ``peers``."""
    peers: int
    run: int
    """Place in its list of numbers (54.1% 和 71.3%), of ``run_size``."""
    run_size: int


def spots(context: Context) -> list[Spot]:
    """Return the numbers of ``context``, each with its surroundings."""
    numbers = find_numbers(context.text)
    placed = [(number, max(0, bisect_right(context.sentence_starts, number.start) - 1)) for number in numbers]
    runs = _runs(context.text, numbers)
    out = []
    alike = [(at, number.unit, number.form) for number, at in placed]
    sizes, seen = Counter(alike), Counter[tuple[int, str | None, str]]()
    for (number, at), run, like in zip(placed, runs, alike, strict=True):
        out.append(_spot(context, number, at, (seen[like], sizes[like], *run)))
        seen[like] += 1
    return out


def _runs(text: str, numbers: list[Number]) -> list[tuple[int, int]]:
    """Return for each number its place in a list of like numbers, and the length of the list."""
    runs: list[list[Number]] = []
    for number in numbers:
        last = runs[-1][-1] if runs else None
        if last and last.unit == number.unit and _LIST_GAP.fullmatch(text, last.end, number.start):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [(at, len(run)) for run in runs for at in range(len(run))]


def _spot(context: Context, number: Number, at: int, place: tuple[int, int, int, int]) -> Spot:
    text = context.text
    start, end = context.sentences[at] if context.sentences else (0, len(text))
    field = next((name for name, low, high in context.fields if low <= number.start < high), "")
    noun, noun_end = _noun(text, number)
    before = _closeness(text[max(start, number.start - _CUE_REACH) : number.start], backwards=True)
    behind = _closeness(text[number.end : min(end, number.end + _CUE_REACH)], backwards=False)
    clause = _clause(text, start, end, number)
    return Spot(number, at, start, end, clause, field, before, behind, noun, noun_end, *place)


def _clause(text: str, start: int, end: int, number: Number) -> tuple[int, int]:
    low = max(start, number.start - _CLAUSE_REACH)
    for match in _CLAUSE.finditer(text, low, number.start):
        low = match.end()
    match_behind = _CLAUSE.search(text, number.end, end)
    return low, match_behind.start() if match_behind else end


def _closeness(words: str, *, backwards: bool) -> tuple[float, ...]:
    wording = cues()
    found = [0.0] * len(wording.kinds)
    for match in wording.pattern.finditer(words):
        distance = len(words) - match.end() if backwards else match.start()
        for kind in wording.kind_of.get(match[0].lower(), ()):
            found[kind] = max(found[kind], 1 - distance / _CUE_REACH)
    return tuple(found)


def _noun(text: str, number: Number) -> tuple[str | None, int]:
    """Return the last known noun of the phrase behind the number (15,000 个测试样本 -> samples)."""
    wording = cues()
    at = number.end if number.unit in (None, "parameters") else number.digits_end
    phrase = text[at : at + _NOUN_REACH]
    if stop := _NOUN_STOP.search(phrase, 1):
        phrase = phrase[: stop.start()]
    found, end = None, number.end
    for match in wording.noun.finditer(phrase):
        if noun := wording.nouns.get(match[0].lower()):
            found, end = noun, at + match.end()
    return found, end

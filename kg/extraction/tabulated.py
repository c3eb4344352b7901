"""What tables of results state: whose score it is, by which metric, on which benchmark; and how large models are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extraction.context import QuantityRow, ResultRow
from kg.extraction.known import known_type
from kg.extraction.learned import ACTORS
from kg.extraction.names import bare as headless
from kg.extraction.names import key
from kg.extraction.tables import (
    Cell,
    Score,
    Table,
    Yardstick,
    bare,
    find_tables,
    inside,
    is_lower,
    is_own,
    listed,
    score,
    yardstick,
)
from kg.model import PAPER
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SURE = 0.9
"""How sure what a table says is: it was not learned, as annotated papers have no tables."""
_SIZE = r"\d+[mb]|tiny|small|base|large|xl"
"""What the label of one of several sizes of a model adds to its name, as a key."""
_TESTS = frozenset({"Benchmark", "Dataset"})
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?\n]|\.(?=\s)|$)")


@dataclass
class Tabulated:
    """What the tables of a paper add to what its prose says."""

    things: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    """id -> (type, names) of what only a table names."""
    mentions: list[tuple[int, int, str, str]] = field(default_factory=list)
    """(start, end, type, thing), in characters."""
    facts: list[tuple[str, str, str, tuple[int, int]]] = field(default_factory=list)
    """(subject, predicate, object, place)."""
    results: list[ResultRow] = field(default_factory=list)
    quantities: list[QuantityRow] = field(default_factory=list)


class _Reader:
    """One paper's tables with what is known of its things."""

    def __init__(self, things: Mapping[str, tuple[str, Sequence[str]]], main: str, caption: Yardstick) -> None:
        self.main, self.caption, self.out = main, caption, Tabulated()
        self.scores: dict[tuple[object, ...], dict[str, Score]] = {}
        self.next = 1 + max((int(i[1:]) for i in things), default=0)
        self.own = {key(name) for name in things[main][1]} if main in things else set()
        self.places: dict[str, tuple[int, int]] = {}
        self.names = {i: names[0] for i, (_, names) in things.items() if names}
        self.types = {i: kind for i, (kind, _) in things.items()}
        self.ids = {key(name): i for i, (_, names) in things.items() for name in names}
        self.kinds = {name: self.types[i] for name, i in self.ids.items()}

    def thing(self, name: str, kind: str, cell: Cell) -> str:
        """Return the id of what a label names, a new one where nothing has the name; note where it stands."""
        names = [name, *(full for full, short in wording("tables")["shortened"].items() if name.casefold() in short)]
        keys = [key(form) for form in (*names, headless(name), cell.text)]
        known = next((self.ids[k] for k in keys if k in self.ids), None)
        if known is None:
            known = f"e{self.next}"
            self.next += 1
            self.types[known], self.out.things[known] = kind, (kind, names)
            self.ids |= {key(form): known for form in names}
        if (at := cell.text.find(name)) >= 0:
            mention = cell.start + at, cell.start + at + len(name), self.types[known], known
            self.out.mentions += [mention] if mention not in self.out.mentions else []
        return known

    def actor(self, cell: Cell, kind: str) -> str:
        """Return whose scores a row (or column) holds."""
        label = bare(cell.text)
        outer = inside(label)[0]
        if is_own(label) and not (key(outer) in self.ids or _is_name(outer)):
            return self.main
        if any(re.fullmatch(rf"{re.escape(name)}(?:{_SIZE})", key(outer)) for name in self.own):
            return self.main
        whole = label if key(label) in self.ids else outer or label
        usual = next(filter(None, known_type(whole)), None)
        return self.thing(whole, usual if usual in ACTORS else kind, cell)

    def measured(self, cell: Cell) -> tuple[Yardstick, str | None, str | None]:
        """Return what a label's numbers measure, with the ids of its metric and its benchmark."""
        told = yardstick(cell.text, self.kinds)
        told = replace(told, setting=told.setting or self.caption.setting, unit=told.unit or self.caption.unit)
        if told.parameters:
            return told, None, None
        metric = self.thing(told.metric, "Metric", cell) if told.metric else self.caption.metric
        test = self.thing(told.benchmark, "Benchmark", cell) if told.benchmark else self.caption.benchmark
        return told, metric, None if test and self.types.get(test) in {"Metric", *ACTORS} else test

    def read(self, table: Table) -> None:
        """Read each number of a table."""
        kind, across = _kind(table.head[0].text), table.by_yardstick
        heads = {n: table.head[n] for n in table.numeric}
        actors = {n: self.actor(head, kind) for n, head in heads.items() if across}
        yardsticks = {n: self.measured(head) for n, head in heads.items() if not across}
        for row in table.rows:
            who = None if across else self.actor(row[0], kind)
            what = self.measured(row[0]) if across else None
            for n in table.numeric:
                if found := score(row[n].text):
                    self._state(who or actors[n], what or yardsticks[n], found, row[n])

    def compare(self) -> None:
        """Say of each other row that it is outdone, where the main thing has the better number throughout."""
        for who, place in self.places.items():
            signs = {sign for sign in (self._sign(key, row, who) for key, row in self.scores.items()) if sign}
            if self.main != PAPER and signs:
                verb = "outperforms" if signs == {1} else "comparedWith"
                self.out.facts.append((self.main, verb, who, place))

    def _sign(self, key: tuple[object, ...], row: Mapping[str, Score], who: str) -> int:
        """Return 1 where the main thing's number is the better one, -1 where it is not, 0 where one has none."""
        if who not in row or self.main not in row or row[who].value == row[self.main].value:
            return 0
        return 1 if (row[self.main].value < row[who].value) == bool(key[-1]) else -1

    def _state(self, who: str, what: tuple[Yardstick, str | None, str | None], found: Score, cell: Cell) -> None:
        told, metric, test = what
        place = cell.start, cell.end
        if told.parameters:
            value = found.value if found.scaled else found.value * told.scale
            if who != PAPER:
                self.out.quantities.append(
                    QuantityRow(*place, who, "parameters", value, "parameters", found.comparator, SURE)
                )
            return
        unit = found.unit or told.unit
        self.out.results.append(
            ResultRow(*place, who, found.value, unit, metric, test, None, found.comparator, None, told.setting, SURE)
        )
        self._relate(who, metric, test, place)
        lower = told.lower or self.caption.lower or is_lower(self.names.get(metric or "", ""))
        self.scores.setdefault((metric, test, told.setting, lower), {}).setdefault(who, found)

    def _relate(self, who: str, metric: str | None, test: str | None, place: tuple[int, int]) -> None:
        if who != self.main:
            self.places.setdefault(who, place)
            return
        self.out.facts += [(who, "measuredBy", metric, place)] if metric else []
        self.out.facts += [(who, "evaluatedOn", test, place)] if test else []


def _is_name(label: str) -> bool:
    return bool(label) and label.casefold() not in listed("own")


def _kind(head: str) -> str:
    return "Method" if any(word in head.casefold() for word in listed("methods")) else "Model"


def caption_of(text: str, mentions: Sequence[tuple[int, int, str, str]]) -> Yardstick:
    """Return what the sentence above the tables says of all their numbers: its only metric, its setting.

    `mentions` are (start, end, thing, type), in characters.
    """
    words = "|".join(map(re.escape, sorted(listed("captions"))))
    for found in _SENTENCE.finditer(text):
        if found.group() and re.search(words, found.group(), re.IGNORECASE) and not re.search(r"\d{2}", found.group()):
            metrics = {i for a, b, i, kind in mentions if kind == "Metric" and found.start() <= a and b <= found.end()}
            zero = re.search("零样本|zero-shot", found.group(), re.IGNORECASE)
            if len(metrics) == 1:
                lower = is_lower(found.group())
                return Yardstick(metric=metrics.pop(), setting="zero-shot" if zero else None, lower=lower)
    return Yardstick()


def tabulate(
    text: str, place: tuple[int, int], things: Mapping[str, tuple[str, Sequence[str]]], main: str, caption: Yardstick
) -> Tabulated:
    """Read the tables that stand in `text` at `place`; `main` is what the paper proposes, or ``paper``."""
    reader = _Reader(things, main, caption)
    for table in find_tables(text, *place):
        reader.read(table)
    reader.compare()
    return reader.out


def new_facts(found: Tabulated, told: set[tuple[str, str, str]]) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Yield the facts of tables that prose does not tell; who is beaten or used is not merely compared with."""
    for subject, predicate, target, place in found.facts:
        row = subject, predicate, target
        rival = predicate in {"comparedWith", "outperforms"} and any({s, o} == {subject, target} for s, _, o in told)
        if row not in told and not rival and subject != target:
            told.add(row)
            yield subject, predicate, target, place

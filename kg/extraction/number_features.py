"""Features of numbers, and of pairs of a number and a thing that it may belong to, as rows of floats."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.number_scene import cues
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kg.extraction.context import Context
    from kg.extraction.number_scene import Spot

TYPES = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")
UNITS = ("%", "points", "x", "rank", "parameters", "bits", "frames", "seconds", "hours", "USD")
FORMS = ("digits", "word", "han", "multiple", "share", "ordinal", "name")
PREDICATES = (
    "evaluatedOn", "measuredBy", "comparedWith", "outperforms", "uses",
    "trainedOn", "improves", "basedOn", "addresses", "partOf",
)  # fmt: skip
FAR = 400.0
_LIST_GAP = re.compile(r"\s*(?:、|,|，|和|及|以及|与|and|/|&|, and)\s*(?:the )?", re.IGNORECASE)
_LIST_REACH = 25


@dataclass(frozen=True)
class Scene:
    """A paper's things, indexed for its numbers."""

    context: Context
    things: tuple[str, ...]
    """``paper`` first, then the things in order of their first mention."""
    places: Mapping[str, tuple[tuple[int, int], ...]]
    lists: Mapping[int, tuple[int, int]]
    """Start of a mention -> its place in a list of like things, and the length of the list."""
    roles: Mapping[str, Counter[str]]
    main: str
    """The proposed thing named most, else ``paper``."""
    starts: Sequence[int]
    counts: Counter[str]
    """Things by type."""
    memo: dict[object, list[float]]
    """Rows worked out before: by thing, by number, by both."""
    tables: dict[int, NDArray[np.float32]]
    """Rows of all things for a number, by its start."""


def scene(context: Context) -> Scene:
    """Index the mentions and facts of ``context``."""
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end, thing, _ in context.mentions:
        places.setdefault(thing, []).append((start, end))
    roles: dict[str, Counter[str]] = {}
    for subject, predicate, target in context.facts:
        roles.setdefault(target, Counter())[predicate] += 1
        roles.setdefault(subject, Counter())["of " + predicate] += 1
    order = [thing for thing in places if thing in context.things]
    main = max((t for t in order if t in context.proposed), key=lambda t: len(places[t]), default=PAPER)
    return Scene(
        context,
        (PAPER, *order),
        {thing: tuple(at) for thing, at in places.items()},
        _lists(context),
        roles,
        main,
        [mention[0] for mention in context.mentions],
        Counter(context.things[thing][0] for thing in order),
        {},
        {},
    )


def _lists(context: Context) -> dict[int, tuple[int, int]]:
    """Find runs of mentions of one type that only commas and "and" part."""
    runs: list[list[int]] = []
    last: tuple[int, int, str, str] | None = None
    for mention in context.mentions:
        joined = last is not None and last[3] == mention[3] and _joined(context.text, last[1], mention[0])
        if joined:
            runs[-1].append(mention[0])
        else:
            runs.append([mention[0]])
        last = mention
    return {start: (at, len(run)) for run in runs for at, start in enumerate(run)}


def _joined(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= _LIST_REACH and bool(_LIST_GAP.fullmatch(text, end, start))


def number_features(seen: Scene, spot: Spot) -> list[float]:
    """Describe one number: its form, value, unit, place and the cue words around it."""
    key = spot.number.start
    if key not in seen.memo:
        seen.memo[key] = _number(seen, spot)
    return seen.memo[key]


def _number(seen: Scene, spot: Spot) -> list[float]:
    number, context = spot.number, seen.context
    value = float(number.value)
    row = [
        *(float(number.unit == unit) for unit in UNITS),
        float(number.unit is None),
        *(float(number.form == form) for form in FORMS),
        math.log10(value) if value > 0 else -1.0,
        float(value == int(value)),
        float(number.value_max is not None),
        float(number.scaled),
        float(number.signed),
        float(number.from_),
        float(("=", "~", ">", "<", "up to").index(number.comparator)),
        float(spot.index),
        float(spot.peers),
        float(spot.run),
        float(spot.run_size),
        float(cues().groups.get(spot.noun or "", 0)),
        float(spot.noun_end - number.end),
        float(spot.field.startswith("title")),
        float(spot.field.endswith("zh")),
        float(spot.sentence / max(1, len(context.sentences))),
        float(number.start - spot.start),
        float(spot.end - number.end),
        float(context.text[number.start - 1 : number.start] in "(（"),
        float(len(seen.things)),
        *(float(seen.counts[kind]) for kind in TYPES),
    ]
    return [*row, *spot.before, *spot.behind, *_nearest(seen, spot)]


def _nearest(seen: Scene, spot: Spot) -> list[float]:
    """Distances to the nearest mention before and behind the number, by type, and whether it stands inside one."""
    before, behind = dict.fromkeys(TYPES, FAR), dict.fromkeys(TYPES, FAR)
    inside = 0.0
    low = bisect_left(seen.starts, spot.start)
    for start, end, _, kind in seen.context.mentions[low:]:
        if start >= spot.end:
            break
        if start < spot.number.digits_end and end > spot.number.start:
            inside = 1.0 + (start < spot.number.start)
        elif end <= spot.number.start:
            before[kind] = float(spot.number.start - end)
        elif before.get(kind) is not None and behind[kind] == FAR:
            behind[kind] = float(start - spot.number.digits_end)
    return [inside, *before.values(), *behind.values()]

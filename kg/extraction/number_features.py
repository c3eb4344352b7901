"""Features of numbers, and of pairs of a number and a thing that it may belong to, as rows of floats."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.number_scene import cues
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extraction.context import Context
    from kg.extraction.number_scene import Spot

TYPES = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")
UNITS = ("%", "points", "x", "rank", "parameters", "bits", "frames", "seconds", "hours", "USD")
FORMS = ("digits", "word", "han", "multiple", "share", "ordinal", "name")
PREDICATES = ("evaluatedOn", "measuredBy", "comparedWith", "outperforms", "uses", "trainedOn", "improves", "basedOn", "addresses", "partOf")
FAR = 400.0
_BREAK = re.compile(r"[，,；;。:：]|\. ")
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


def pair_features(seen: Scene, spot: Spot, thing: str) -> list[float]:
    """Describe one thing as the candidate of one number: what it is, and how it stands to the number."""
    kind = seen.context.things[thing][0] if thing != PAPER else PAPER
    key = (spot.number.start, thing)
    if thing not in seen.memo:
        seen.memo[thing] = _thing(seen, thing, kind)
    if key not in seen.memo:
        seen.memo[key] = seen.memo[thing] + _standing(seen, spot, thing, kind)
    return seen.memo[key]


def _thing(seen: Scene, thing: str, kind: str) -> list[float]:
    places, roles = seen.places.get(thing, ()), seen.roles.get(thing, Counter())
    same = [t for t in seen.things[1:] if seen.context.things[t][0] == kind]
    return [
        float(thing == PAPER),
        *(float(kind == name) for name in TYPES),
        float(thing in seen.context.proposed),
        float(thing == seen.main),
        float(len(places)),
        float(places[0][0]) / max(1, len(seen.context.text)) if places else 1.0,
        float(len(same)),
        float(same.index(thing)) if thing in same else -1.0,
        float(len(seen.context.proposed)),
        *(float(roles[predicate]) for predicate in PREDICATES),
        *(float(roles["of " + predicate]) for predicate in PREDICATES[:5]),
    ]


def _standing(seen: Scene, spot: Spot, thing: str, kind: str) -> list[float]:
    number, text = spot.number, seen.context.text
    at = seen.places.get(thing, ())
    here = [p for p in at if spot.start <= p[0] < spot.end]
    before = [p for p in here if p[1] <= number.start]
    behind = [p for p in here if p[0] >= number.digits_end]
    inside = any(p[0] < number.digits_end and p[1] > number.start for p in here)
    last, first = before[-1] if before else None, behind[0] if behind else None
    clause = any(spot.clause[0] <= p[0] and p[1] <= spot.clause[1] for p in here)
    near = [float(len(here)), float(inside), float(clause), *_elsewhere(seen, spot, at, kind), float(spot.noun_end > number.end and any(p[0] < spot.noun_end and p[1] > number.end for p in here))]
    return [
        *near,
        *_gap(seen, text, last[1] if last else None, number.start, kind),
        *_gap(seen, text, number.end if first else None, first[0] if first else 0, kind),
        *_edges(text, last, spot.start),
        *_edges(text, first, spot.start),
        *_parallel(seen, spot, last),
        *_parallel(seen, spot, first),
    ]  # fmt: skip


def _elsewhere(seen: Scene, spot: Spot, at: Sequence[tuple[int, int]], kind: str) -> list[float]:
    """Describe the thing's mentions in other sentences.

    Sentences back to the last earlier one and on to the next later one (-1 is none), characters back, and how
    many things of the type have been named since.
    """
    starts = seen.context.sentence_starts
    last = max((p[1] for p in at if p[1] <= spot.number.start), default=-1)
    later = min((p[0] for p in at if p[0] >= spot.end), default=-1)
    low, high = bisect_left(seen.starts, last), bisect_left(seen.starts, spot.number.start)
    return [
        -1.0 if last < 0 else float(min(9, spot.sentence - bisect_right(starts, last) + 1)),
        -1.0 if later < 0 else float(min(9, bisect_right(starts, later) - 1 - spot.sentence)),
        FAR * 2 if last < 0 else float(spot.number.start - last),
        -1.0 if last < 0 else float(len({m[2] for m in seen.context.mentions[low:high] if m[3] == kind})),
    ]


def _gap(seen: Scene, text: str, start: int | None, end: int, kind: str) -> list[float]:
    """Describe the words between a mention and the number."""
    if start is None:
        return [FAR, -1.0, -1.0, -1.0, -1.0]
    words = text[start:end]
    low, high = bisect_left(seen.starts, start), bisect_left(seen.starts, end)
    between = seen.context.mentions[low:high]
    return [
        float(len(words)),
        float(len(_BREAK.findall(words))),
        float(len(between)),
        float(sum(mention[3] == kind for mention in between)),
        float(sum(char.isdigit() for char in words)),
    ]


_LEFT = re.compile(r"(?i)(?:\b(on|for|in|across)(?: the)?|(在|于|对于|中|针对)|\b(than|over|against|to|vs\.?|with|baseline)(?: the)?|(比|较|相比|超过|优于|相较于|至|相比于)|\b(of|by)(?: the)?|(为|由)|([(（])|([、,，]|和|\band\b)|\b(using|from)|(使|将|把|让))\s*$")
_RIGHT = re.compile(r"(?i)\s*(?:([(（])|(的)|(上|中|基准|数据集|任务|benchmark|dataset)|(分别|达到|达|为|提升|提高|降低|减少|of|by|from|score)|(和|、|,|，|and\b|以及)|([)）])|(在|on\b|in\b|for\b)|(相比|高|低|than\b|over\b)|([。.]))")


def _edges(text: str, place: tuple[int, int] | None, low: int) -> list[float]:
    """Say which kind of word stands left and right of the mention, and whether it opens its sentence."""
    if place is None:
        return [-1.0, -1.0, -1.0]
    left = _LEFT.search(text, max(low, place[0] - 12), place[0])
    right = _RIGHT.match(text, place[1])
    return [
        float(left.lastindex or 0) if left else 0.0,
        float(right.lastindex or 0) if right else 0.0,
        float(place[0] - low),
    ]


def _parallel(seen: Scene, spot: Spot, place: tuple[int, int] | None) -> list[float]:
    """Compare the number's place among its peers, and in its list, with the mention's place in its list."""
    if place is None:
        return [-1.0, -1.0, -9.0, -9.0]
    at, size = seen.lists[place[0]]
    among_peers = at - spot.index if size == spot.peers and size > 1 else -8
    in_run = at - spot.run if size == spot.run_size and size > 1 else -8
    return [float(size), float(at), float(among_peers), float(in_run)]

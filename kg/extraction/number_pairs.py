"""Features of a number and a thing that it may belong to, as rows of floats."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from kg.extraction.context import BELIEFS
from kg.extraction.number_features import FAR, PREDICATES, TYPES
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.number_features import Scene
    from kg.extraction.number_scene import Spot

_BREAK = re.compile(r"[，,；;。:：]|\. ")
_SUBJECT_FACTS = 5
_LEFT = re.compile(
    r"(?i)(?:\b(on|for|in|across)(?: the)?|(在|于|对于|中|针对)|\b(than|over|against|to|vs\.?|with|baseline)(?: the)?"
    r"|(比|较|相比|超过|优于|相较于|至|相比于)|\b(of|by)(?: the)?|(为|由)|([(（])|([、,，]|和|\band\b)|\b(using|from)"
    r"|(使|将|把|让))\s*$",
)
_RIGHT = re.compile(
    r"(?i)\s*(?:([(（])|(的)|(上|中|基准|数据集|任务|benchmark|dataset)"
    r"|(分别|达到|达|为|提升|提高|降低|减少|of|by|from|score)|(和|、|,|，|and\b|以及)|([)）])|(在|on\b|in\b|for\b)"
    r"|(相比|高|低|than\b|over\b)|([。.]))",
)
_EDGE = 12
_NONE, _UNLIKE = -9.0, -8
_UNKNOWN = (-1.0,) * BELIEFS


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
        *(float(roles["of " + predicate]) for predicate in PREDICATES[:_SUBJECT_FACTS]),
        *seen.context.beliefs.get(thing, _UNKNOWN),
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
    counted = spot.noun_end > number.end and any(p[0] < spot.noun_end and p[1] > number.end for p in here)
    return [
        float(len(here)),
        float(inside),
        float(clause),
        *_elsewhere(seen, spot, at, kind),
        float(counted),
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


def _edges(text: str, place: tuple[int, int] | None, low: int) -> list[float]:
    """Say which kind of word stands left and right of the mention, and whether it opens its sentence."""
    if place is None:
        return [-1.0, -1.0, -1.0]
    left = _LEFT.search(text, max(low, place[0] - _EDGE), place[0])
    right = _RIGHT.match(text, place[1])
    return [
        float(left.lastindex or 0) if left else 0.0,
        float(right.lastindex or 0) if right else 0.0,
        float(place[0] - low),
    ]


def _parallel(seen: Scene, spot: Spot, place: tuple[int, int] | None) -> list[float]:
    """Compare the number's place among its peers, and in its list, with the mention's place in its list."""
    if place is None:
        return [-1.0, -1.0, _NONE, _NONE]
    at, size = seen.lists[place[0]]
    among_peers = at - spot.index if size == spot.peers and size > 1 else _UNLIKE
    in_run = at - spot.run if size == spot.run_size and size > 1 else _UNLIKE
    return [float(size), float(at), float(among_peers), float(in_run)]

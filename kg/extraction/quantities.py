"""What a number counts: the unit of a result, and the property and unit of a quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.number_scene import cues

if TYPE_CHECKING:
    from kg.extraction.context import Context
    from kg.extraction.number_scene import Spot

_YARDSTICKS = frozenset({"Dataset", "Benchmark"})
_DURATIONS = frozenset({"seconds", "ms", "minutes", "hours", "days", "weeks", "months", "years"})
_BY_UNIT = {"parameters": "parameters", "bits": "bits", "%": "share", "x": "relative size"}
_OF_OTHERS = ("stars", "forks", "downloads", "steps")
"""What is counted of a thing and is none itself."""
_LARGE = 1_000_000
_NEAR = 12
"""How far behind an outcome's number the noun that it counts may end (14 bugs), in characters."""


def unit_of(spot: Spot) -> str | None:
    """Return a result's unit. A bare number with a sign (+6.5) is a difference in points."""
    number = spot.number
    if number.unit is None and number.signed:
        return "points"
    whole = number.unit is None and "." not in f"{number.value:f}"
    counted = whole and spot.noun_end - number.end <= _NEAR and cues().group_of(spot.noun or "") == "data"
    return spot.noun if counted else number.unit


def may_have(context: Context, spot: Spot, thing: str) -> bool:
    """Whether a thing may have the quantity: stars and forks are counted of something else."""
    names = context.things[thing][1] if spot.noun in _OF_OTHERS and thing in context.things else ()
    return not any(cues().nouns.get(name.lower()) in _OF_OTHERS for name in names)


def property_of(spot: Spot, kind: str) -> tuple[str, str | None]:
    """Return a quantity's property and unit, for a thing of type ``kind``."""
    number, noun = spot.number, spot.noun
    if number.unit in _DURATIONS:
        return "duration", number.unit
    if number.unit in _BY_UNIT:
        return _BY_UNIT[number.unit or ""], number.unit
    if number.unit is not None:
        return "size", number.unit
    if _is_size_of_model(spot):
        return "parameters", "parameters"
    return _counted(noun, kind), noun


def _is_size_of_model(spot: Spot) -> bool:
    number = spot.number
    large = number.value >= _LARGE and number.scaled
    return large and (spot.noun is None or cues().group_of(spot.noun) == "kinds" or number.form == "name")


def _counted(noun: str | None, kind: str) -> str:
    if noun in _OF_OTHERS:
        return noun
    return "size" if kind in _YARDSTICKS and cues().group_of(noun or "") == "data" else "count"

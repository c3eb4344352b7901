"""Which numbers of a text are the results and quantities of its annotation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extraction.context import Context
    from kg.extraction.number_scene import Spot

_UNITS = {"×": "x", "倍": "x", "times": "x", "percent": "%", "percentage points": "points", "point": "points"}
_PARTS = frozenset({"%", "points", "x"})


@dataclass
class Label:
    """What an annotation says of one number."""

    results: list[Mapping[str, Any]] = field(default_factory=list)
    quantities: list[Mapping[str, Any]] = field(default_factory=list)
    repeats: bool = False
    """Says again what another number of the text says: neither an example nor a counterexample."""


def labels(context: Context, spots: Sequence[Spot], annotation: Mapping[str, Any]) -> list[Label]:
    """Match each annotated result and quantity to the number of the text that states it, if any does."""
    found = [Label() for _ in spots]
    used: Counter[tuple[int, object]] = Counter()
    for key in ("results", "quantities"):
        for stated in annotation.get(key) or ():
            fits = [_fit(context, spot, stated, is_result=key == "results") for spot in spots]
            _assign(stated, fits, found, used)
    return found


def _assign(
    stated: Mapping[str, Any], fits: list[float | None], found: list[Label], used: Counter[tuple[int, object]]
) -> None:
    """Give what is stated to the number that fits best, each number to one statement of a kind first."""
    whose = tuple(stated.get(role) for role in ("subject", "metric", "benchmark", "entity"))
    fitting = [(at, fit) for at, fit in enumerate(fits) if fit is not None]
    ranked = sorted(((fit - 0.6 * used[at, whose], -at) for at, fit in fitting), reverse=True)
    if not ranked:
        return
    best, at = ranked[0][0], -ranked[0][1]
    (found[at].quantities if "entity" in stated else found[at].results).append(stated)
    used[at, whose] += 1
    for fit, other in ranked[1:]:
        found[-other].repeats |= fit >= best - 0.31


def _fit(context: Context, spot: Spot, stated: Mapping[str, Any], *, is_result: bool) -> float | None:
    """Say how well a number fits what is stated; None when it can't be it."""
    fit = _value_fit(spot, stated, is_result=is_result)
    if fit is None:
        return None
    unit = _unit(stated.get("unit"))
    same = _unit(spot.number.unit) == unit
    if is_result and not same and spot.number.form in ("word", "han") and unit in {*_PARTS, ""}:
        return None
    if not is_result and spot.number.unit in _PARTS and unit not in _PARTS:
        return None
    fit += 3 * same - 2 * (spot.number.form == "name") if is_result else _counted(spot, unit)
    return fit + 4 * _covers(context.text, spot, stated.get("text")) + _nearness(context, spot, stated)


def _value_fit(spot: Spot, stated: Mapping[str, Any], *, is_result: bool) -> float | None:
    low, high = _number(spot.number.value), _number(spot.number.value_max)
    value, top = _number(stated.get("value")), _number(stated.get("value_max"))
    if value == low and (top == high or None in (top, high) or not is_result):
        return 2.0
    if high is not None and value == high and top is None:
        return 0.5 if is_result else 2.0
    return None


def _counted(spot: Spot, unit: str) -> float:
    number = spot.number
    noun = bool(spot.noun and unit and (spot.noun == unit or spot.noun.rstrip("s") in unit))
    return 2.0 * noun + (unit == "parameters" and number.scaled and number.form != "name")


def _covers(text: str, spot: Spot, words: str | None) -> bool:
    if not words:
        return False
    places = (match.span() for match in re.finditer(re.escape(words), text))
    return any(start <= spot.number.start and spot.number.digits_end <= end for start, end in places)


def _nearness(context: Context, spot: Spot, stated: Mapping[str, Any]) -> float:
    whose = {stated.get(role) for role in ("subject", "metric", "benchmark", "entity")} - {None}
    here = {mention[2] for mention in context.mentions if spot.start <= mention[0] < spot.end}
    return 0.5 * len(whose & here) - 0.3 * spot.field.startswith("title")


def _unit(unit: str | None) -> str:
    plain = (unit or "").strip().lower()
    return _UNITS.get(plain, plain)


def _number(value: object) -> float | None:
    return None if value is None else round(float(value), 6)  # type: ignore[arg-type]


def aligned(annotation: Mapping[str, Any], things: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Return ``annotation`` in the ids of ``things`` (such as a pipeline found): matched by a shared name.

    What has no counterpart becomes ``?`` and its id: it is then no candidate, and counts as missed.
    """
    by_name = {_plain(name): thing for thing, (_, names) in sorted(things.items()) for name in names}
    ids: dict[str | None, str | None] = {None: None, "paper": "paper"}
    for entity in annotation["entities"]:
        known = (by_name[plain] for plain in map(_plain, entity["names"]) if plain in by_name)
        ids[entity["id"]] = next(known, "?" + entity["id"])
    roles = ("subject", "metric", "benchmark", "baseline", "entity")
    rows = {key: annotation.get(key) or () for key in ("results", "quantities")}
    return {
        key: [{**row, **{role: ids.get(row[role]) for role in roles if role in row}} for row in stated]
        for key, stated in rows.items()
    }


def _plain(name: str) -> str:
    text = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
    return text[:-1] if len(text) > len("abc") and text.endswith("s") and text.isascii() else text

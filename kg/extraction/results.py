"""Numbers of a paper as results (reported outcomes) and quantities (descriptions of a thing)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.context import Context, QuantityRow, ResultRow
from kg.extraction.number_features import scene
from kg.extraction.number_model import number_model
from kg.extraction.number_scene import cues, spots
from kg.extraction.quantities import may_have, property_of, unit_of
from kg.extraction.repeats import quantities_once, results_once
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extraction.number_features import Scene
    from kg.extraction.number_model import NumberModel
    from kg.extraction.number_scene import Spot

RESULT_FROM = 0.36
QUANTITY_FROM = 0.36
ALSO_FROM = 0.5
RESULT_LEAST, QUANTITY_LEAST = 0.05, 0.08
"""A row that is so unlikely to be right in all of its parts is not stated: F1 is highest so."""
_SETTING_REACH = 40
_SHARES = frozenset({"%", "points"})
_RELATIVE = frozenset({"x", "rank"})


def extract_numbers(context: Context, model: NumberModel | None = None) -> tuple[list[ResultRow], list[QuantityRow]]:
    """Return the results and the quantities that ``context`` states, in order of the text.

    The rows' ids are ids of ``context.things``, or ``paper``. A range gives one result, but two quantities.
    """
    model = model or number_model()
    found = spots(context)
    if not found:
        return [], []
    seen = scene(context)
    results: list[ResultRow] = []
    quantities: list[QuantityRow] = []
    for spot, (_, result, quantity) in zip(found, model.kinds(seen, found), strict=True):
        if result >= max(RESULT_FROM, quantity):
            results.extend(_results(model, seen, spot, result))
        elif quantity >= QUANTITY_FROM:
            quantities.extend(_quantities(model, seen, spot, quantity))
    return results_once(context, one_kind_of_unit(results)), quantities_once(context, quantities)


def one_kind_of_unit(rows: Iterable[ResultRow]) -> list[ResultRow]:
    """Leave no count or duration to a metric that is told in shares: 8.4 frames are no accuracy."""
    told = list(rows)
    shares = {row.metric for row in told if row.unit in _SHARES}
    return [
        replace(row, metric=None) if row.metric in shares and row.unit not in {*_SHARES, *_RELATIVE, None} else row
        for row in told
    ]


def spoken_of(results: Iterable[ResultRow], quantities: Iterable[QuantityRow]) -> set[str]:
    """Return the ids of all things that the rows name."""
    named = {i for r in results for i in (r.subject, r.metric, r.benchmark, r.baseline) if i is not None}
    return named | {q.entity for q in quantities}


def _results(model: NumberModel, seen: Scene, spot: Spot, chance: float) -> Iterator[ResultRow]:
    number = spot.number
    subject, sure = _subject(model, seen, spot)
    measured, metric = _best(model, "metric", seen, spot)
    _, baseline = _best(model, "baseline", seen, spot)
    for on, benchmark in _benchmarks(model, seen, spot):
        whole = chance * sure * measured * on
        if whole < RESULT_LEAST:
            continue
        yield ResultRow(
            number.start,
            number.end,
            subject,
            number.value,
            unit_of(spot),
            metric=metric,
            benchmark=benchmark,
            value_max=number.value_max,
            comparator=number.comparator,
            baseline=None if baseline == subject else baseline,
            setting=_setting(seen.context, spot),
            confidence=round(model.calibrated("result", whole), 4),
        )


def _subject(model: NumberModel, seen: Scene, spot: Spot) -> tuple[str, float]:
    """Choose the subject. The paper and what it proposes stand together against each other thing."""
    ranked = model.fill("subject", seen, spot)
    own = [(chance, thing) for chance, thing in ranked if thing == PAPER or thing in seen.context.proposed]
    other = [(chance, thing) for chance, thing in ranked if (chance, thing) not in own]
    chance, thing = max(own[:1] + other[:1], key=lambda pair: pair[0])
    return thing or PAPER, chance


def _best(model: NumberModel, role: str, seen: Scene, spot: Spot) -> tuple[float, str | None]:
    return model.fill(role, seen, spot)[0]


def _benchmarks(model: NumberModel, seen: Scene, spot: Spot) -> list[tuple[float, str | None]]:
    """Choose the benchmarks: one outcome may hold for several."""
    ranked = model.fill("benchmark", seen, spot)
    if ranked[0][1] is None:
        return ranked[:1]
    return [(chance, thing) for chance, thing in ranked if thing is not None and chance >= ALSO_FROM] or ranked[:1]


def _setting(context: Context, spot: Spot) -> str | None:
    low = max(spot.start, spot.number.start - _SETTING_REACH)
    high = min(spot.end, spot.number.end + _SETTING_REACH)
    said = (name for name, pattern in cues().settings.items() if pattern.search(context.text, low, high))
    return next(said, None)


def _quantities(model: NumberModel, seen: Scene, spot: Spot, chance: float) -> Iterator[QuantityRow]:
    ranked = [(p, thing) for p, thing in model.fill("entity", seen, spot) if may_have(seen.context, spot, thing or "")]
    sure, entity = ranked[0] if ranked else (0.0, None)
    if entity is None or chance * sure < QUANTITY_LEAST:
        return
    number = spot.number
    prop, unit = property_of(spot, seen.context.things[entity][0])
    ends = [number.value] if number.value_max is None else [number.value, number.value_max]
    end = spot.noun_end if spot.noun else number.end
    for value in ends:
        stated = round(model.calibrated("quantity", chance * sure), 4)
        yield QuantityRow(number.start, end, entity, prop, value, unit, number.comparator, stated)

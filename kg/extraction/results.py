"""Numbers of a paper as results (reported outcomes) and quantities (descriptions of a thing)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.context import Context, QuantityRow, ResultRow
from kg.extraction.learned import ACTORS
from kg.extraction.number_features import scene
from kg.extraction.number_model import number_model
from kg.extraction.number_scene import cues, spots
from kg.extraction.outcomes import Outcome, told_apart
from kg.extraction.quantities import may_have, property_of, unit_of
from kg.extraction.repeats import quantities_once, results_once
from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extraction.number_features import Scene
    from kg.extraction.number_model import NumberModel
    from kg.extraction.number_scene import Spot
    from kg.extraction.outcomes import Ranked

RESULT_FROM = 0.36
QUANTITY_FROM = 0.36
ALSO_FROM = 0.5
RESULT_LEAST, QUANTITY_LEAST = 0.05, 0.08
"""A row that is so unlikely to be right in all of its parts is not stated: F1 is highest so."""
_SETTING_REACH = 40
_OPENED = re.compile(r"\s*[(（]\s*(?:约|近|~)?$")
_TOLD = 0.6
"""How likely a subject is, at least, behind whose name a number stands in brackets."""
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
    outcomes: list[Outcome] = []
    quantities: list[QuantityRow] = []
    for spot, (_, result, quantity) in zip(found, model.kinds(seen, found), strict=True):
        if result >= max(RESULT_FROM, quantity):
            outcomes.extend(_outcomes(model, seen, spot, result))
        elif quantity >= QUANTITY_FROM:
            quantities.extend(_quantities(model, seen, spot, quantity))
    results = [_row(model, seen, one) for one in told_apart(outcomes) if one.whole >= RESULT_LEAST]
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


def _outcomes(model: NumberModel, seen: Scene, spot: Spot, chance: float) -> Iterator[Outcome]:
    subject, metric = _subject(model, seen, spot), model.fill("metric", seen, spot)
    ranked = model.fill("benchmark", seen, spot)
    for place in _benchmarks(ranked):
        slots = {"subject": subject, "metric": metric, "benchmark": ranked}
        yield Outcome(spot, chance, slots, {"subject": 0, "metric": 0, "benchmark": place})


def _row(model: NumberModel, seen: Scene, one: Outcome) -> ResultRow:
    number, subject = one.spot.number, one.filler("subject") or PAPER
    baseline = model.fill("baseline", seen, one.spot)[0][1]
    return ResultRow(
        number.start,
        number.end,
        subject,
        number.value,
        unit_of(one.spot),
        metric=one.filler("metric"),
        benchmark=one.filler("benchmark"),
        value_max=number.value_max,
        comparator=number.comparator,
        baseline=None if baseline == subject else baseline,
        setting=_setting(seen.context, one.spot),
        confidence=round(model.calibrated("result", one.whole), 4),
    )


def _subject(model: NumberModel, seen: Scene, spot: Spot) -> Ranked:
    """Rank the subjects. The paper and what it proposes stand together against each other thing."""
    ranked = model.fill("subject", seen, spot)
    own = [(chance, thing) for chance, thing in ranked if thing == PAPER or thing in seen.context.proposed]
    other = [(chance, thing) for chance, thing in ranked if (chance, thing) not in own]
    told = _named_before(seen.context, spot)
    said = [
        (max(chance, _TOLD), thing) if _same(seen.context, told, thing) else (chance, thing)
        for chance, thing in own[:1] + other
    ]
    return sorted(said, key=lambda pair: (not _same(seen.context, told, pair[1]), -pair[0]))


def _same(context: Context, told: str | None, thing: str | None) -> bool:
    return told is not None and (thing == told or (told in context.proposed and thing in {PAPER, *context.proposed}))


def _named_before(context: Context, spot: Spot) -> str | None:
    """Return the model or method in brackets behind whose name the number stands: ``CausVid (81.9)``."""
    number = spot.number
    opened = _OPENED.search(context.text, spot.start, number.start)
    end = opened.start() if opened else -1
    return next((i for _, at, i, kind in context.mentions if at == end and kind in ACTORS), None)


def _benchmarks(ranked: Ranked) -> list[int]:
    """Choose the benchmarks by place: one outcome may hold for several."""
    if ranked[0][1] is None:
        return [0]
    return [at for at, (chance, thing) in enumerate(ranked) if thing is not None and chance >= ALSO_FROM] or [0]


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

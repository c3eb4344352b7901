"""Numbers of a paper as results (reported outcomes) and quantities (descriptions of a thing)."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.extraction.context import Context, QuantityRow, ResultRow
from kg.extraction.numbers import Number, find_numbers

if TYPE_CHECKING:
    from collections.abc import Collection

_OUTCOMES = frozenset({"%", "points", "x", "rank", "basis points", "orders of magnitude", "FPS", "tokens/s"})
_YARDSTICKS = ("Benchmark", "Dataset")


def extract_numbers(context: Context) -> tuple[list[ResultRow], list[QuantityRow]]:
    """Return the results and the quantities that ``context`` states, in order of the text."""
    results: list[ResultRow] = []
    quantities: dict[tuple[str, object, str | None], QuantityRow] = {}
    for number in find_numbers(context.text):
        if number.unit in _OUTCOMES:
            results.append(_result(context, number))
        elif number.form != "name" and (row := _quantity(context, number)):
            quantities.setdefault((row.entity, row.value, row.unit), row)
    return results, list(quantities.values())


def _result(context: Context, number: Number) -> ResultRow:
    return ResultRow(
        number.start,
        number.end,
        _first_proposed(context),
        number.value,
        number.unit,
        metric=_near(context, number, ("Metric",)),
        benchmark=_near(context, number, _YARDSTICKS),
        value_max=number.value_max,
        comparator=number.comparator,
    )


def _quantity(context: Context, number: Number) -> QuantityRow | None:
    behind = (m for m in context.mentions if number.end <= m[0] <= number.end + 20)
    entity = next((m[2] for m in behind), None) or _first_proposed(context)
    if entity == "paper":
        return None
    prop = "parameters" if number.scaled and number.unit in (None, "parameters") else "count"
    return QuantityRow(number.start, number.end, entity, prop, number.value, number.unit, number.comparator)


def _first_proposed(context: Context) -> str:
    return next((m[2] for m in context.mentions if m[2] in context.proposed), "paper")


def _near(context: Context, number: Number, types: Collection[str]) -> str | None:
    at = max(0, bisect_right(context.sentence_starts, number.start) - 1)
    start, end = context.sentences[at] if context.sentences else (0, len(context.text))
    here = [m for m in context.mentions if start <= m[0] < end and m[3] in types]
    return min(here, key=lambda m: (abs(m[0] - number.start), m[0]))[2] if here else None

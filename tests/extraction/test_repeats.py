"""Outcomes that two fields tell."""

from decimal import Decimal

import pytest

from kg.extraction.context import Context, QuantityRow, ResultRow
from kg.extraction.repeats import quantities_once, results_once

CONTEXT = Context(
    "zh" * 10 + "\n" + "en" * 10, (("abstract_zh", 0, 20), ("abstract_en", 21, 41)), ((0, 41),), (), frozenset({"e1"})
)


def _result(start: int, **slots: str | None) -> ResultRow:
    return ResultRow(start, start + 2, **{"subject": "e1", "value": Decimal(54), "unit": "%", **slots})  # type: ignore[arg-type]


def test_tellings_complete_one_another() -> None:
    """What one language leaves out of an outcome, the other fills in."""
    (row,) = results_once(CONTEXT, [_result(0, metric="e2"), _result(25, benchmark="e3", subject="paper")])
    assert (row.start, row.subject, row.metric, row.benchmark) == (0, "e1", "e2", "e3")


@pytest.mark.parametrize("slots", [{"metric": "e9"}, {"subject": "e7"}, {"unit": "points"}])
def test_different_outcomes_stay_apart(slots: dict[str, str]) -> None:
    """Rows with equal numbers whose metric, subject or unit differ are two outcomes."""
    assert len(results_once(CONTEXT, [_result(0, metric="e2"), _result(25, **slots)])) == 2


def test_one_field_may_tell_the_same_number_twice() -> None:
    """Equal numbers within one field are outcomes of their own."""
    assert len(results_once(CONTEXT, [_result(0, benchmark="e3"), _result(10)])) == 2


def test_a_quantity_in_two_languages_is_one() -> None:
    """The same number of the same thing in another field is no second quantity, whatever the unit's words."""
    rows = [
        QuantityRow(0, 2, "e1", "size", Decimal(300), "questions"),
        QuantityRow(25, 27, "e1", "size", Decimal(300), "problems"),
    ]
    assert quantities_once(CONTEXT, rows) == rows[:1]


def test_units_tell_quantities_of_one_field_apart() -> None:
    """Three hours and three layers of one thing are two quantities."""
    rows = [
        QuantityRow(0, 2, "e1", "duration", Decimal(3), "hours"),
        QuantityRow(8, 9, "e1", "count", Decimal(3), "layers"),
    ]
    assert quantities_once(CONTEXT, rows) == rows

"""Several numbers of a paper, told apart."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING

from kg.extraction.outcomes import Outcome, told_apart

if TYPE_CHECKING:
    from kg.extraction.outcomes import Ranked


def _outcome(start: int, value: str, benchmarks: Ranked, metrics: Ranked, place: int = 0) -> Outcome:
    spot = SimpleNamespace(number=SimpleNamespace(start=start, value=Decimal(value), unit="%"))
    slots = {"subject": [(0.9, "model")], "metric": metrics, "benchmark": benchmarks}
    return Outcome(spot, 0.9, slots, {"subject": 0, "metric": 0, "benchmark": place})  # type: ignore[arg-type]  # only what is looked at


def _said(outcomes: list[Outcome]) -> list[tuple[str, str | None, str | None]]:
    return [(str(o.spot.number.value), o.filler("metric"), o.filler("benchmark")) for o in told_apart(outcomes)]


SCORE: Ranked = [(0.8, "score")]


def test_a_number_leaves_the_benchmark_that_another_is_surer_of() -> None:
    """Where each of two numbers would hold for both benchmarks, each keeps the one that it is surer of."""
    first: Ranked = [(0.9, "MLVU"), (0.6, "Video-MME")]
    second: Ranked = [(0.8, "Video-MME"), (0.7, "MLVU")]
    outcomes = [_outcome(1, "70.9", first, SCORE, place) for place in (0, 1)]
    outcomes += [_outcome(9, "63.3", second, SCORE, place) for place in (0, 1)]
    assert _said(outcomes) == [("70.9", "score", "MLVU"), ("63.3", "score", "Video-MME")]


def test_one_number_may_hold_for_two_benchmarks() -> None:
    """A number keeps all of its benchmarks where no other number claims them; so do two of the same value."""
    both: Ranked = [(0.9, "MLVU"), (0.6, "Video-MME")]
    outcomes = [_outcome(start, "70.9", both, SCORE, place) for start in (1, 9) for place in (0, 1)]
    assert len(_said(outcomes)) == 4


def test_the_less_sure_number_is_of_the_next_likely_metric() -> None:
    """Of two numbers for one metric on one benchmark, the less sure takes what is nearly as likely, or stays."""
    on: Ranked = [(0.9, "MLVU")]
    near: Ranked = [(0.5, "accuracy"), (0.4, "recall")]
    far: Ranked = [(0.5, "accuracy"), (0.1, "recall")]
    sure = _outcome(1, "70.9", on, [(0.9, "accuracy")])
    assert _said([_outcome(0, "63.3", on, near), sure]) == [
        ("63.3", "recall", "MLVU"),
        ("70.9", "accuracy", "MLVU"),
    ]
    assert _said([sure, _outcome(9, "63.3", on, far)])[1] == ("63.3", "accuracy", "MLVU")

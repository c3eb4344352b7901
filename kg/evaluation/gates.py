"""Bars that a score must reach: ``relations.collapsed=45``, ``entities.named.p=85``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError, UsageError
from kg.evaluation.scoring import MEASURES

if TYPE_CHECKING:
    from kg.evaluation.scoring import Score

_FIGURES = ("f1", "p", "r")


@dataclass(frozen=True, slots=True)
class Gate:
    """The least that a figure of a measure may be, in percent."""

    measure: str
    figure: str
    least: float


def parse_gate(text: str) -> Gate:
    """Read ``measure[.p|.r|.f1]=number``; raise UsageError, which says what is wrong.

    >>> parse_gate("links=95")
    Gate(measure='links', figure='f1', least=95.0)
    """
    name, _, number = text.partition("=")
    measure, dot, figure = name.strip().rpartition(".")
    if not dot or figure not in _FIGURES:
        measure, figure = name.strip(), "f1"
    if measure not in MEASURES:
        raise UnknownNameError("measure", measure, list(MEASURES))
    try:
        return Gate(measure, figure, float(number))
    except ValueError:
        raise UsageError(f"the gate {text!r} has no number; write it as {measure}=85") from None


def failed(score: Score, gates: list[Gate]) -> list[str]:
    """Say which gates the score fails, and by what."""
    found = []
    for gate in gates:
        value = score.measures[gate.measure].figures()[gate.figure]
        if value < gate.least:
            found.append(f"{gate.measure}.{gate.figure} is {value}, below {gate.least:g}")
    return found

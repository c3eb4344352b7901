"""What two fields of a paper both tell is one outcome: a title and an abstract, or an abstract in two languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extraction.context import Context, QuantityRow, ResultRow

_SLOTS = ("metric", "benchmark", "baseline", "setting")


def results_once(context: Context, rows: Iterable[ResultRow]) -> list[ResultRow]:
    """Keep the first telling of each outcome, with what later tellings in other fields add to it."""
    kept: list[ResultRow] = []
    for row in rows:
        field = _field(context, row.start)
        at = next((i for i, k in enumerate(kept) if _field(context, k.start) != field and _same(context, k, row)), None)
        if at is None:
            kept.append(row)
        else:
            kept[at] = _joined(kept[at], row)
    return kept


def quantities_once(context: Context, rows: Iterable[QuantityRow]) -> list[QuantityRow]:
    """Keep the first telling of each quantity; within one field, other units are other quantities."""
    kept: list[QuantityRow] = []
    for row in rows:
        alike = [k for k in kept if (k.entity, k.value) == (row.entity, row.value)]
        field = _field(context, row.start)
        if not any(k.unit == row.unit or _field(context, k.start) != field for k in alike):
            kept.append(row)
    return kept


def _same(context: Context, one: ResultRow, other: ResultRow) -> bool:
    """Whether two rows may tell the same: equal numbers, and no slot in which they differ."""
    if (one.value, one.unit, one.value_max) != (other.value, other.unit, other.value_max):
        return False
    own = context.proposed | {PAPER}
    if one.subject != other.subject and not {one.subject, other.subject} <= own:
        return False
    slots = ((getattr(one, s), getattr(other, s)) for s in ("metric", "benchmark"))
    return all(a == b or a is None or b is None for a, b in slots)


def _joined(one: ResultRow, other: ResultRow) -> ResultRow:
    said = {s: getattr(one, s) or getattr(other, s) for s in _SLOTS}
    subject = other.subject if one.subject == PAPER else one.subject
    return replace(one, subject=subject, confidence=max(one.confidence, other.confidence), **said)


def _field(context: Context, at: int) -> str:
    return next((name for name, start, end in context.fields if start <= at < end), "")

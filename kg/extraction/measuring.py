"""One number of a text, and what stands right around it: unit, comparator, filling signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from kg.extraction.units import Tables

_FILL = re.compile(r"[}$]*\s?[{$]*(?=\s?\\times|\s?×|\s?%|\s?\\%|\s?x\b)|[}$]+")
_OF_HUNDRED = re.compile(r"百分之\s?$")
_BEFORE = 18
"""How far before a number its comparator may begin, in characters."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text, ``text[start:end]`` with its unit; ``digits_end`` is where the bare number ends."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: str | None = None
    comparator: str = "="
    digits_end: int = 0
    form: str = "digits"
    """``digits``, ``word``, ``han``, ``multiple``, ``share``, ``ordinal`` or ``name`` (a size inside a name)."""
    scaled: bool = False
    signed: bool = False
    from_: bool = False
    """Stands behind "from": the start of a change, or the lower end of a range."""


def finished(text: str, number: Number, wording: Tables) -> Number:
    """Return ``number``, found in ``text``, with its unit and comparator."""
    at, behind = number.end, None
    if found := wording.behind.match(text, at):
        behind, at = wording.comparators_behind[found[1].lower()], found.end()
    if fill := _FILL.match(text, at):
        at = fill.end()
    unit, end = _measure(text, at, wording)
    if unit is None and _dollar(text, number):
        unit = "USD"
    if unit is None and (share := _OF_HUNDRED.search(text, max(number.start - _BEFORE, 0), number.start)):
        unit, number = "%", replace(number, start=share.start())
    number = replace(number, unit=unit, end=end if end > at else number.end)
    if found := wording.behind.match(text, number.end):
        behind = behind or wording.comparators_behind[found[1].lower()]
    before = comparator_of(text, number.start, wording)
    return replace(number, comparator=before or behind or "=")


def _measure(text: str, at: int, wording: Tables) -> tuple[str | None, int]:
    match = wording.measure.match(text, at)
    if not match:
        return None, at
    form = match["exact"] or match["any"].lower()
    return wording.measures[form], match.end()


def _dollar(text: str, number: Number) -> bool:
    return text.startswith("$", number.start - 1) and not text.startswith("$", number.end)


def comparator_of(text: str, start: int, wording: Tables) -> str | None:
    """Return the comparator that the words before ``start`` say, if any."""
    before = text[max(0, start - _BEFORE) : start]
    match = wording.before.search(before)
    return wording.comparators[match[0].rstrip(" \t$的了{").lower()] if match else None

"""Numbers that belong together: ranges (4 到 10 倍), and lists that share a unit (8.4 和 8.2 帧)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.measuring import Number

_JOIN = re.compile(r"\$?\s?(?:-|–|—|~|～|--|to|至|到|-?to-?)\s?\$?|\s?(?:to|and|和)\s?")
_JOIN_LENGTH = 8
_BETWEEN = re.compile(r"(?:between|介于|在)\s*\$?$", re.IGNORECASE)
_FROM = re.compile(r"(?:\bfrom|[从由自])\s?(?:the |a |an |仅|约)?\$?$", re.IGNORECASE)
_REACH = 12
_LISTED = re.compile(r"\s?(?:和|、|与|及|and|or|或|,|, and|，)\s?(?:约|\+)?")
_THOUSAND, _PLACES = 1000, 3


def joined_ranges(text: str, numbers: list[Number]) -> list[Number]:
    """Return ``numbers`` with the two ends of each range as one. "From 13% to 94%" is a change, and stays two."""
    out: list[Number] = []
    for number in numbers:
        marked = replace(number, from_=bool(_FROM.search(text, max(0, number.start - _REACH), number.start)))
        if out and (joined := _joined(text, out[-1], marked)):
            out[-1] = joined
        else:
            out.append(marked)
    return out


def shared_units(text: str, numbers: list[Number]) -> list[Number]:
    """Give a bare number the unit of the one that ends its list (8.4 和 8.2 帧)."""
    out = numbers[-1:]
    for number in reversed(numbers[:-1]):
        later = out[-1]
        alike = number.form == later.form == "digits" and later.unit is not None and number.unit is None
        listed = alike and not number.scaled and _LISTED.fullmatch(text, number.end, later.start)
        out.append(replace(number, unit=later.unit) if listed else number)
    return out[::-1]


def _joined(text: str, low: Number, high: Number) -> Number | None:
    if low.value_max is not None or low.value >= high.value or not _is_joint(text, low, high):
        return None
    low = _completed(low, high)
    if low.from_ or (low.unit, high.unit) == ("%", "x"):
        return None
    return replace(low, end=high.end, value_max=high.value, unit=high.unit or low.unit, digits_end=high.digits_end)


def _is_joint(text: str, low: Number, high: Number) -> bool:
    gap = text[low.end : high.start]
    if len(gap) > _JOIN_LENGTH or {low.form, high.form} & {"share", "multiple", "ordinal"}:
        return False
    between = bool(_BETWEEN.search(text, max(0, low.start - _REACH), low.start))
    return bool(_JOIN.fullmatch(gap)) and (between or gap.strip() not in ("and", "和"))


def _completed(low: Number, high: Number) -> Number:
    """Give the lower end the unit and the scale that only the upper end has (7-13B, 4 到 10 倍)."""
    unit = low.unit or high.unit
    if low.unit is None and high.scaled and not low.scaled and low.value < _THOUSAND:
        places = max(0, high.value.adjusted() // _PLACES * _PLACES)
        low = replace(low, value=low.value.scaleb(places), scaled=True)
    return replace(low, unit=unit)

"""The numbers of a text: value, unit, comparator and range, in digits or words, in Chinese and English.

Years, citations, addresses, enumerations and the numbers inside names (GPT-4, Stable Diffusion 3) are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg.extraction.measuring import Number, finished
from kg.extraction.number_ranges import joined_ranges, shared_units
from kg.extraction.number_words import find_words
from kg.extraction.units import DIGITS, Tables, half_width, tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

__all__ = ["Number", "find_numbers"]

_MASKS = tuple(re.compile(pattern, re.ASCII) for pattern in (
    r"https?://[^\s一-鿿，。；（）]+",
    r"\[\d+(?:[,\-– ]+\d+)*\]",  # citations
    r"(?<!\d)(?:\d{1,9}\.\d{1,9}\.\d+[\d.]*|\d{4}\.\d{5}|\d{1,9}[:：]\d+(?::\d+)?|24/7)",  # versions, arXiv ids, ratios
    r"[(（]\d{1,2}[)）]|(?<![\w.])\d[)）]",  # enumerations
    r"\d{4} ?年(?: ?\d{1,2} ?月)?(?: ?\d{1,2} ?日)?|\d{1,2} ?月(?: ?\d{1,2} ?日)?",
))  # fmt: skip
_NAME = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z_][A-Za-z0-9_+.@/-]*", re.ASCII)
_SIZE_IN_NAME = re.compile(r"(?<=[-_ ])(\d+(?:\.\d+)?)([BM])(?![A-Za-z])")
_NUMBER = re.compile(rf"(?<![A-Za-z0-9_.])(?P<sign>(?<![^\s(（，,:：])-|[+±]|)(?P<digits>{DIGITS})(?!\d)")
_POWER = re.compile(
    r"\s*(?:\^|\*\*)\s*\{?\s*(-?\d{1,2})(?!\d)(?:\s*\})?|e([+-]?\d{1,2})(?!\d)"
    r"|\s*(?:\\times|×|x)\s*10\s*\^\s*\{?(-?\d{1,2})\}?(?!\d)",
)
_LABEL = re.compile(
    r"(?i:\b(?:section|table|figure|fig\.|eq\.|equation|appendix|chapter|phase|part|task|track|subtask|stage|step|level"
    r"|version|top|season|layer)[ -]?)$|[图表章节±]\s?$|任务 ?$|阶段 ?$|± $",
    re.ASCII,
)
_LABEL_REACH = 12
_COUNTED = re.compile(r"[ -](?!and\b|to\b|or\b|in\b|by\b)[a-z]{3,}")
_CAPITALISED = re.compile(r"([A-Z][\w-]*) $")
_NAME_REACH = 30
_FIRST_YEAR, _LAST_YEAR = 1950, 2039
_SMALL = 10
_LONGEST = 40
"""Digits in a row that still are a number, and no key or hash."""


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of ``text`` in order. Sizes inside names come with ``form="name"``."""
    plain = half_width(text)
    wording = tables()
    masks = [(m.start(), m.end()) for mask in _MASKS for m in mask.finditer(plain)]
    names = [m for m in _NAME.finditer(plain) if any(map(str.isdigit, m[0]))]
    closed = _merged(sorted([*masks, *((m.start(), m.end()) for m in names)]))
    found = [*_digits(plain, wording), *find_words(plain, wording)]
    kept = _outside(sorted(found, key=lambda n: (n.start, -n.end)), closed)
    joined = shared_units(plain, joined_ranges(plain, kept))
    return sorted([*joined, *_sizes(plain, names, joined)], key=lambda n: (n.start, n.end))


def _digits(text: str, wording: Tables) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        if len(match[0]) <= _LONGEST and (number := _digit(text, match, wording)):
            yield number


def _digit(text: str, match: Match[str], wording: Tables) -> Number | None:
    value = Decimal(match["digits"].replace(",", "").replace("{", "").replace("}", ""))
    at = end = match.end()
    if power := _POWER.match(text, at):
        value, at = _powered(value, power), power.end()
        end = at
    scale = wording.scale.match(text, at)
    if scale:
        value *= wording.scales[scale[0].strip(" -")]
        at = end = scale.end()
    number = Number(match.start(), end, value, digits_end=end, scaled=bool(scale), signed=bool(match["sign"]))
    number = finished(text, number, wording)
    return None if _no_number(text, number, match, wording) else number


def _powered(value: Decimal, power: Match[str]) -> Decimal:
    try:
        return value ** int(power[1]) if power[1] else value.scaleb(int(power[2] or power[3]))
    except (InvalidOperation, ZeroDivisionError):
        return value


def _no_number(text: str, number: Number, match: Match[str], wording: Tables) -> bool:
    """Say whether the digits are a label, a year or part of a name."""
    following = text[number.end : number.end + 1]
    if number.unit is None and following.isascii() and following.isalpha():
        return True
    if _LABEL.search(text, max(0, number.start - _LABEL_REACH), number.start):
        return True
    if number.unit is not None or number.scaled:
        return False
    return _is_year(text, number, match["digits"], wording) or _named(text, number, match["digits"], wording)


def _is_year(text: str, number: Number, digits: str, wording: Tables) -> bool:
    whole = number.value == number.value.to_integral_value()
    if "," in digits or not whole or not _FIRST_YEAR <= number.value <= _LAST_YEAR:
        return False
    if wording.classifier.match(text, number.end):
        return False
    return not _COUNTED.match(text, number.end) or text.startswith("in ", number.start - len("in "))


def _named(text: str, number: Number, digits: str, wording: Tables) -> bool:
    behind = number.end + text.startswith(" ", number.end)
    if len(digits) > len("3.1") or number.value >= _SMALL or wording.classifier.match(text, behind):
        return False
    word = _CAPITALISED.search(text, max(0, number.start - _NAME_REACH), number.start)
    return word is not None and word[1] not in wording.not_names


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join overlapping spans of a sorted list."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _outside(numbers: list[Number], closed: list[tuple[int, int]]) -> list[Number]:
    """Keep the numbers that touch no closed span and no earlier number."""
    starts = [start for start, _ in closed]
    kept: list[Number] = []
    for number in numbers:
        last = bisect_right(starts, number.digits_end - 1) - 1
        inside = last >= 0 and closed[last][1] > number.start
        if not inside and not (kept and number.start < kept[-1].end):
            kept.append(number)
    return kept


def _sizes(text: str, names: list[Match[str]], numbers: list[Number]) -> Iterator[Number]:
    """Sizes that stand inside names (LLaMA2-7B)."""
    taken = {number.start for number in numbers}
    for name in names:
        match = _SIZE_IN_NAME.search(text, name.start(), name.end())
        if match and match.start() not in taken:
            value = Decimal(match[1]).scaleb(9 if match[2] == "B" else 6)
            yield Number(match.start(), match.end(), value, digits_end=match.end(), form="name", scaled=True)

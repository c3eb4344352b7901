"""The numbers of a text: value, unit, comparator and range, in digits or words, in Chinese and English.

Years, citations, addresses, enumerations and the numbers inside names (GPT-4, Stable Diffusion 3) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extraction.units import DIGITS, HAN_DIGITS, HAN_PLACES, Tables, half_width, tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

_MASKS = tuple(re.compile(pattern, re.ASCII) for pattern in (
    r"https?://[^\s一-鿿，。；（）]+",
    r"\[\d+(?:[,\-– ]+\d+)*\]",  # citations
    r"\d+\.\d+\.\d+[\d.]*|\d{4}\.\d{5}|\d+[:：]\d+(?::\d+)?|24/7",  # versions, arXiv ids, ratios
    r"[(（]\d{1,2}[)）]|(?<![\w.])\d[)）]",  # enumerations
    r"\d{4} ?年(?: ?\d{1,2} ?月)?(?: ?\d{1,2} ?日)?|\d{1,2} ?月(?: ?\d{1,2} ?日)?",
))  # fmt: skip
_NAME = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z_][A-Za-z0-9_+.@/-]*", re.ASCII)
_SIZE_IN_NAME = re.compile(r"(?<=[-_ ])(\d+(?:\.\d+)?)([BM])(?![A-Za-z])")
_NUMBER = re.compile(rf"(?<![A-Za-z0-9_.])(?P<sign>(?<![^\s(（，,:：])-|[+±]|)(?P<digits>{DIGITS})(?!\d)")
_POWER = re.compile(r"\s*(?:\^|\*\*)\s*\{?\s*(-?\d+)\s*\}?|e([+-]?\d+)|\s*(?:\\times|×|x)\s*10\s*\^\s*\{?(-?\d+)\}?")
_FILL = re.compile(r"[}$]*\s?[{$]*(?=\s?\\times|\s?×|\s?%|\s?\\%|\s?x\b)|[}$]+")
_WORD = re.compile(r"[A-Za-z]+(?:-fold)?|减半|一半|翻倍|翻了?一番|一倍|\d(?:st|nd|rd|th)")
_LABEL = re.compile(
    r"(?i:\b(?:section|table|figure|fig\.|eq\.|equation|appendix|chapter|phase|part|task|track|subtask|stage|step|level|version|top|season|layer)[ -]?)$"
    r"|[图表章节±]\s?$|任务 ?$|阶段 ?$", re.ASCII)
_RANKED = re.compile(r"(?:rank\w*|plac\w+|took|secur\w+|achiev\w+)[\w -]{0,24}$", re.IGNORECASE)
_RANK_HAN = re.compile(r"第 ?(\d+|[一二三四五六七八九十]+) ?(?=名|位)|第 ?([二三四五六七八九十])(?=的成绩|的佳绩|，|。)")
_UNITS_EN = {word: Decimal(at) for at, word in enumerate("one two three four five six seven eight nine".split(), 1)}  # noqa: SIM905
_LISTED = re.compile(r"\s?(?:和|、|与|及|and|or|或|,|, and|，)\s?(?:约|\+)?")
_JOIN = re.compile(r"\$?\s?(?:-|–|—|~|～|--|to|至|到|-?to-?)\s?\$?|\s?(?:to|and|和)\s?")
_BETWEEN = re.compile(r"(?:between|介于|在)\s*\$?$", re.IGNORECASE)
_FROM = re.compile(r"(?:\bfrom|[从由自])\s?(?:the |a |an |仅|约)?\$?$", re.IGNORECASE)
_PERCENT_HAN = re.compile(r"百分之([零一二两三四五六七八九十百点]+)|([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)")
_FRACTION = re.compile(r"\b(one|two|three|a)[- ](half|third|quarter|fifth|tenth)s?\b", re.IGNORECASE)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_COMPOUND = re.compile(r"[- ](one|two|three|four|five|six|seven|eight|nine)\b|[- ](hundred|thousand|million|billion)\b", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1950, 2039
_SMALL = 10


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


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of ``text`` in order. Sizes inside names come with ``form="name"``."""
    plain = half_width(text)
    wording = tables()
    masks = [(m.start(), m.end()) for mask in _MASKS for m in mask.finditer(plain)]
    names = [m for m in _NAME.finditer(plain) if any(map(str.isdigit, m[0]))]
    closed = sorted([*masks, *((m.start(), m.end()) for m in names)])
    found = [*_digits(plain, wording), *_words(plain, wording), *_han(plain, wording), *_shares(plain), *_ranks(plain)]
    kept = _outside(sorted(found, key=lambda n: (n.start, -n.end)), closed)
    joined = _listed(plain, _ranges(plain, kept))
    return sorted([*joined, *_sizes(plain, names, joined)], key=lambda n: (n.start, n.end))


def _digits(text: str, wording: Tables) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        if number := _digit(text, match, wording):
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
    number = _finished(text, number, wording)
    return None if _no_number(text, number, match, wording) else number


def _powered(value: Decimal, power: Match[str]) -> Decimal:
    if power[1]:
        return value ** int(power[1]) if abs(int(power[1])) < 40 else value
    exponent = int(power[2] or power[3])
    return value.scaleb(exponent) if abs(exponent) < 40 else value


def _finished(text: str, number: Number, wording: Tables) -> Number:
    at, behind = number.end, None
    if found := wording.behind.match(text, at):
        behind, at = wording.comparators_behind[found[1].lower()], found.end()
    if fill := _FILL.match(text, at):
        at = fill.end()
    unit, end = _measure(text, at, wording)
    if unit is None and _dollar(text, number):
        unit = "USD"
    number = replace(number, unit=unit, end=end if end > at else number.end)
    if found := wording.behind.match(text, number.end):
        behind = behind or wording.comparators_behind[found[1].lower()]
    before = _comparator(text, number.start, wording)
    return replace(number, comparator=before or behind or "=")


def _measure(text: str, at: int, wording: Tables) -> tuple[str | None, int]:
    match = wording.measure.match(text, at)
    if not match:
        return None, at
    form = match["exact"] or match["any"].lower()
    return wording.measures[form], match.end()


def _dollar(text: str, number: Number) -> bool:
    return text[: number.start].endswith("$") and not text.startswith("$", number.end)


def _comparator(text: str, start: int, wording: Tables) -> str | None:
    before = text[max(0, start - 18) : start]
    match = wording.before.search(before)
    return wording.comparators[match[0].rstrip(" \t$的了{").lower()] if match else None


def _no_number(text: str, number: Number, match: Match[str], wording: Tables) -> bool:
    following = text[number.end : number.end + 1]
    if number.unit is None and following.isascii() and following.isalpha():
        return True
    if _LABEL.search(text, max(0, number.start - 12), number.start) or text[number.start - 2 : number.start] == "± ":
        return True
    bare = number.unit is None and not number.scaled
    if bare and "," not in match["digits"] and _is_year(number.value) and not wording.classifier.match(text, number.end):
        return not re.match(r"[ -](?!and\b|to\b|or\b|in\b|by\b)[a-z]{3,}", text[number.end :]) or text[: number.start].endswith("in ")
    return bare and _named(text, number, match["digits"], wording)


def _is_year(value: Decimal) -> bool:
    return value == value.to_integral_value() and _FIRST_YEAR <= value <= _LAST_YEAR


def _named(text: str, number: Number, digits: str, wording: Tables) -> bool:
    if len(digits) > len("3.1") or number.value >= _SMALL or wording.classifier.match(text, number.end + (text[number.end : number.end + 1] == " ")):
        return False
    word = re.search(r"([A-Z][\w-]*) $", text[max(0, number.start - 30) : number.start])
    return bool(word) and word[1] not in wording.not_names  # type: ignore[index]


def _words(text: str, wording: Tables) -> Iterator[Number]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in wording.words:
            yield _word(text, match, wording)
        elif word in wording.multiples:
            yield _plain(text, match, wording.multiples[word], "x", "multiple", wording)
        elif word in wording.shares:
            yield _plain(text, match, wording.shares[word], "%", "share", wording)
        elif word in wording.ordinals and _RANKED.search(text, max(0, match.start() - 40), match.start()):
            yield _plain(text, match, wording.ordinals[word], "rank", "ordinal", wording)


def _plain(text: str, match: Match[str], value: Decimal, unit: str, form: str, wording: Tables) -> Number:
    comparator = _comparator(text, match.start(), wording) or "="
    return Number(match.start(), match.end(), value, None, unit, comparator, match.end(), form)


def _word(text: str, match: Match[str], wording: Tables) -> Number:
    value, end = wording.words[match[0].lower()], match.end()
    while more := _COMPOUND.match(text, end):
        part = (more[1] or more[2]).lower()
        value = value + _UNITS_EN[part] if more[1] else value * wording.scales[part]
        end = more.end()
    return _finished(text, Number(match.start(), end, value, digits_end=end, form="word"), wording)


def _han(text: str, wording: Tables) -> Iterator[Number]:
    for match in wording.han.finditer(text):
        value = _han_value(match["number"])
        if value is None or value <= 1 and not match["vague"] or text[match.start() - 1 : match.start()] in ("第", "每", "百"):
            continue
        number = Number(match.start(), match.end("number"), value, digits_end=match.end("number"), form="han")
        number = _finished(text, number, wording)
        yield replace(number, comparator=">") if match["vague"] or match["more"] else number


def _han_value(word: str) -> Decimal | None:
    total = section = digit = 0
    for char in word:
        if char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
        elif HAN_PLACES[char] >= HAN_PLACES["万"]:
            total, section, digit = (total + section + digit or 1) * HAN_PLACES[char], 0, 0
        else:
            section, digit = section + (digit or 1) * HAN_PLACES[char], 0
    return Decimal(total + section + digit)


def _shares(text: str) -> Iterator[Number]:
    for match in _PERCENT_HAN.finditer(text):
        top = _han_value(match[1].replace("点", "")) if match[1] and "点" not in match[1] else _share(match)
        if top:
            yield Number(match.start(), match.end(), top, None, "%", "=", match.end(), "share")
    for match in _FRACTION.finditer(text):
        top_en = Decimal({"one": 1, "two": 2, "three": 3, "a": 1}[match[1].lower()])
        value = round(100 * top_en / _PARTS[match[2].lower()], 1)
        yield Number(match.start(), match.end(), value, None, "%", "=", match.end(), "share")


def _ranks(text: str) -> Iterator[Number]:
    for match in _RANK_HAN.finditer(text):
        word = match[1] or match[2]
        value = Decimal(word) if word.isdigit() else _han_value(word)
        if value is not None:
            yield Number(match.start(), match.end(), value, None, "rank", "=", match.end(), "ordinal")


def _share(match: Match[str]) -> Decimal | None:
    if not match[2]:
        return None
    below, above = _han_value(match[2]), _han_value(match[3])
    return round(100 * above / below, 1) if below and above else None


def _outside(numbers: list[Number], closed: list[tuple[int, int]]) -> list[Number]:
    kept: list[Number] = []
    for number in numbers:
        inside = any(start < number.digits_end and number.start < end for start, end in closed)
        if not inside and not (kept and number.start < kept[-1].end):
            kept.append(number)
    return kept


def _ranges(text: str, numbers: list[Number]) -> list[Number]:
    out: list[Number] = []
    for number in numbers:
        marked = replace(number, from_=bool(_FROM.search(text[max(0, number.start - 12) : number.start])))
        if out and (joined := _joined(text, out[-1], marked)):
            out[-1] = joined
        else:
            out.append(marked)
    return out


def _listed(text: str, numbers: list[Number]) -> list[Number]:
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
    low = _shared(low, high)
    if low.from_ or (low.unit, high.unit) == ("%", "x"):
        return None
    return replace(low, end=high.end, value_max=high.value, unit=high.unit or low.unit, digits_end=high.digits_end)


def _is_joint(text: str, low: Number, high: Number) -> bool:
    gap = text[low.end : high.start]
    if len(gap) > 8 or {low.form, high.form} & {"share", "multiple", "ordinal"}:
        return False
    between = bool(_BETWEEN.search(text[max(0, low.start - 10) : low.start]))
    return bool(_JOIN.fullmatch(gap)) and (between or gap.strip() not in ("and", "和"))


def _shared(low: Number, high: Number) -> Number:
    """Give the lower end the unit and the scale that only the upper end has (7-13B, 4 到 10 倍)."""
    unit = low.unit or high.unit
    if low.unit is None and high.scaled and not low.scaled and low.value < 1000:
        places = high.value.adjusted() // 3 * 3 if high.value.adjusted() >= 3 else 0
        low = replace(low, value=low.value.scaleb(places), scaled=True)
    return replace(low, unit=unit)


def _sizes(text: str, names: list[Match[str]], numbers: list[Number]) -> Iterator[Number]:
    """Sizes that stand inside names (LLaMA2-7B)."""
    taken = {number.start for number in numbers}
    for name in names:
        match = _SIZE_IN_NAME.search(text, name.start(), name.end())
        if match and match.start() not in taken:
            value = Decimal(match[1]).scaleb(9 if match[2] == "B" else 6)
            yield Number(match.start(), match.end(), value, digits_end=match.end(), form="name", scaled=True)

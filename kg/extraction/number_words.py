"""Numbers in words, in Chinese and English: three, twenty-five, twice, half, 三个, 数万, 三分之一, 第二名."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extraction.measuring import Number, comparator_of, finished
from kg.extraction.units import HAN_DIGITS, HAN_PLACES, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

_WORD = re.compile(r"[A-Za-z]+(?:-fold)?|减半|一半|翻倍|翻了?一番|一倍|\d(?:st|nd|rd|th)")
_RANKED = re.compile(r"(?:rank\w*|plac\w+|took|secur\w+|achiev\w+)[\w -]{0,24}$", re.IGNORECASE)
_RANKED_REACH = 40
_RANK_HAN = re.compile(
    r"第 ?(\d+|[一二三四五六七八九十]+) ?(?=名|位)|第 ?([二三四五六七八九十])(?=的成绩|的佳绩|，|。)"
)
_SHARE_HAN = re.compile(
    r"百分之([零一二两三四五六七八九十百]+)(?:点([零一二三四五六七八九]+))?|([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)",
)
_FRACTION = re.compile(r"\b(one|two|three|a)[- ](half|third|quarter|fifth|tenth)s?\b", re.IGNORECASE)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_COMPOUND = re.compile(
    r"[- ](one|two|three|four|five|six|seven|eight|nine)\b|[- ](hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_ONES = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}


def find_words(text: str, wording: Tables) -> Iterator[Number]:
    """Find the numbers that ``text`` says in words."""
    yield from _english(text, wording)
    yield from _han(text, wording)
    yield from _shares(text)
    yield from _ranks(text)


def _english(text: str, wording: Tables) -> Iterator[Number]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in wording.words:
            yield _word(text, match, wording)
        elif word in wording.multiples:
            yield _plain(text, match, wording, (wording.multiples[word], "x", "multiple"))
        elif word in wording.shares:
            yield _plain(text, match, wording, (wording.shares[word], "%", "share"))
        elif word in wording.ordinals and _RANKED.search(text, max(0, match.start() - _RANKED_REACH), match.start()):
            yield _plain(text, match, wording, (wording.ordinals[word], "rank", "ordinal"))


def _plain(text: str, match: Match[str], wording: Tables, said: tuple[Decimal, str, str]) -> Number:
    value, unit, form = said
    comparator = comparator_of(text, match.start(), wording) or "="
    return Number(match.start(), match.end(), value, None, unit, comparator, match.end(), form)


def _word(text: str, match: Match[str], wording: Tables) -> Number:
    value, end = wording.words[match[0].lower()], match.end()
    while more := _COMPOUND.match(text, end):
        part = (more[1] or more[2]).lower()
        value = value + _ONES[part] if more[1] else value * wording.scales[part]
        end = more.end()
    return finished(text, Number(match.start(), end, value, digits_end=end, form="word"), wording)


def _han(text: str, wording: Tables) -> Iterator[Number]:
    for match in wording.han.finditer(text):
        value, vague = _han_value(match["number"]), bool(match["vague"])
        if (value <= 1 and not vague) or text[match.start() - 1 : match.start()] in ("第", "每", "百"):
            continue
        number = Number(match.start(), match.end("number"), value, digits_end=match.end("number"), form="han")
        number = finished(text, number, wording)
        yield replace(number, comparator=">") if vague or match["more"] else number


def _han_value(word: str) -> Decimal:
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
    for match in _SHARE_HAN.finditer(text):
        share = _hundredths(match) if match[1] else _percent(_han_value(match[4]), _han_value(match[3]))
        if share:
            yield Number(match.start(), match.end(), share, None, "%", "=", match.end(), "share")
    for match in _FRACTION.finditer(text):
        share = _percent(Decimal(_ONES[match[1].lower()]), Decimal(_PARTS[match[2].lower()]))
        yield Number(match.start(), match.end(), share, None, "%", "=", match.end(), "share")


def _hundredths(match: Match[str]) -> Decimal:
    """Return what 百分之五十四点一 says: 54.1."""
    return _han_value(match[1]) + Decimal(f"0.{''.join(str(HAN_DIGITS[c]) for c in match[2] or '零')}")


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return round(100 * part / whole, 1) if whole else Decimal(0)


def _ranks(text: str) -> Iterator[Number]:
    for match in _RANK_HAN.finditer(text):
        word = match[1] or match[2]
        value = Decimal(word) if word.isdigit() else _han_value(word)
        yield Number(match.start(), match.end(), value, None, "rank", "=", match.end(), "ordinal")

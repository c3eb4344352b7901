"""Abbreviations and the forms they stand for, in either language.

Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text", extended
to 中文（English, ABBR）, 中文（ABBR）, ABBR（中文） and English (中文).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.tokenizer import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKET = re.compile(r"[（(]([^()（）\n]{2,90})[)）]")
_SPLIT = re.compile(r"\s*[,，;；/]\s*|\s+or\s+|\s*[:：]\s*")
_LEAD = re.compile(
    r"^(?:简称为?|缩写为?|即|又称|也称为?|记作|记为|称为|英文[:：]?|abbreviated as|i\.e\.,?|a\.k\.a\.?|aka"
    r"|dubbed|called|named|termed|short for)\s*",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"[^\s{HAN}]{{1,14}}(?: [\d.]+)?")
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[^\s(（]+")


@dataclass(frozen=True, slots=True)
class Definition:
    """A bracket that may name the thing before it: where the part inside stands, and what is known of the outside."""

    start: int
    end: int
    """The inner name, code points of the text."""
    left: int
    """Where the outer name ends."""
    outer: int | None
    """Where the outer name begins, if letters settle it."""
    kind: str
    """``short`` (an abbreviation inside), ``long`` (an abbreviation outside), ``translation``."""


def _matches(short: str, long: str) -> int | None:
    """Return where in `long` the words begin that `short` abbreviates, after Schwartz and Hearst's figure 1."""
    s, n = len(short) - 1, len(long) - 1
    while s >= 0:
        c = short[s].lower()
        if not c.isalnum():
            s -= 1
            continue
        while n >= 0 and (long[n].lower() != c or (s == 0 and n > 0 and long[n - 1].isalnum())):
            n -= 1
        if n < 0:
            return None
        n -= 1
        s -= 1
    return n + 1


def is_short(text: str) -> bool:
    """Whether the text looks like an abbreviation or a coined name: at least two capitals, or one and a digit."""
    if not _SHORT.fullmatch(text) or not text[0].isalnum():
        return False
    capitals = sum(c.isupper() for c in text)
    return capitals >= 2 or (capitals == 1 and any(c.isdigit() for c in text))  # noqa: PLR2004  the definition


def long_start(short: str, before: str) -> int | None:
    """Return where the long form of `short` begins in `before`, the Latin text that ends at the bracket, or None."""
    core = short[:-1] if short.endswith("s") and len(short) > 2 else short  # noqa: PLR2004  "LLMs" abbreviates as "LLM"
    words = list(_WORD.finditer(before))[-min(len(core) + 5, 2 * len(core)) :]
    if not words:
        return None
    offset = words[0].start()
    found = _matches(core, before[offset:])
    if found is None or len(before) - offset - found <= len(core):
        return None
    return offset + found


def _parts(inner: str) -> Iterator[tuple[int, int]]:
    position = 0
    for piece in [*_SPLIT.finditer(inner), None]:
        end = piece.start() if piece else len(inner)
        lead = _LEAD.match(inner[position:end])
        start = position + (lead.end() if lead else 0)
        if end - start > 1:
            yield start, end
        position = piece.end() if piece else end


def _define(text: str, left: int, start: int, end: int) -> Definition | None:
    inner = text[start:end]
    run = text[max(0, left - 120) : left]
    latin = re.split(rf"[{HAN}，。；：、,.;:!?！？\n]", run)[-1]
    if is_short(inner) or (is_short(inner.rstrip("s")) and inner.endswith("s")):
        found = long_start(inner, latin) if latin.strip() else None
        if found is None and not _HAN.search(text[max(0, left - 2) : left]):
            return None
        return Definition(start, end, left, None if found is None else left - len(latin) + found, "short")
    before = latin.split()[-1] if latin.split() else ""
    spelled_out = len(inner) > len(before) and _matches(before.rstrip("s"), inner) == 0
    if is_short(before) and (_HAN.search(inner) or spelled_out):
        return Definition(start, end, left, left - len(before), "long")
    if bool(_HAN.search(inner)) != bool(_HAN.search(text[max(0, left - 2) : left])):
        return Definition(start, end, left, None, "translation")
    return None


def definitions(text: str) -> list[Definition]:
    """Return what the brackets of `text` define, in order."""
    found = []
    for bracket in _BRACKET.finditer(text):
        left = bracket.start()
        while left > 0 and text[left - 1] in " ”\"’'》」":
            left -= 1
        for start, end in _parts(bracket.group(1)):
            one = _define(text, left, bracket.start(1) + start, bracket.start(1) + end)
            if one:
                found.append(one)
    return found

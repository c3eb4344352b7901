"""How numbers and units are written: the tables of ``ontology/wording/units.toml`` as regular expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from re import Pattern

_LETTERS = 2
"""The most letters of a scale that stands right behind its number: 8B, 3 bn."""
DIGITS = r"\d{1,3}(?:\{?,\}?\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HAN_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
HAN_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0) in "0123456789%+-~$<>=."}


@dataclass(frozen=True)
class Tables:
    """The wording, ready to match. Keys of the mappings are lower case unless the sign's case matters."""

    measure: Pattern[str]
    measures: Mapping[str, str]
    scale: Pattern[str]
    scales: Mapping[str, int]
    words: Mapping[str, Decimal]
    multiples: Mapping[str, Decimal]
    shares: Mapping[str, Decimal]
    ordinals: Mapping[str, Decimal]
    before: Pattern[str]
    comparators: Mapping[str, str]
    behind: Pattern[str]
    comparators_behind: Mapping[str, str]
    han: Pattern[str]
    classifier: Pattern[str]
    not_names: frozenset[str]


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits and signs as ASCII; offsets stay as they are."""
    return text.translate(_HALF_WIDTH)


def alternation(forms: Iterable[str]) -> str:
    """Return a regular expression of ``forms``, the longest first, Latin words whole."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return "|".join(_bounded(form) for form in ordered)


def canonical(table: Mapping[str, list[str]], exact: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return ``{form: key}``, forms in lower case unless ``exact`` has them."""
    return {form if form in exact else form.lower(): key for key, forms in table.items() for form in forms}


@cache
def tables() -> Tables:
    """Return the number and unit wording, compiled once."""
    data = wording("units")
    exact = frozenset(data["exact"]["signs"])
    han = data["han"]
    words = _values(data, "number_words")
    rest = {name: _values(data, name) for name in ("multiples", "shares", "ordinals")}
    return Tables(
        measure=re.compile(rf"[ \t~]*(?:(?P<exact>{_signs(exact)})|(?P<any>{_measures(data, exact)}))", re.IGNORECASE),
        measures=canonical(data["measures"], exact),
        scale=re.compile(_scales(data["scales"])),
        scales={form: int(key) for key, forms in data["scales"].items() for form in forms},
        words=words,
        **rest,
        before=re.compile(
            rf"(?:{alternation(_forms(data['comparators']))})[ \t]*\$?(?:的|了|\{{)?[ \t]*$", re.IGNORECASE
        ),
        comparators=canonical(data["comparators"]),
        behind=re.compile(rf"[ \t]*({alternation(_forms(data['comparators_behind']))})", re.IGNORECASE),
        comparators_behind=canonical(data["comparators_behind"]),
        han=re.compile(rf"(?P<vague>[数几])?(?P<number>[{''.join([*HAN_DIGITS, *HAN_PLACES])}]+)(?P<more>[多余]?)"
                       rf"(?={'|'.join(sorted(han['word_classifiers'], key=len, reverse=True))})"),
        classifier=re.compile("|".join(sorted(han["classifiers"], key=len, reverse=True))),
        not_names=frozenset(data["names"]["not_names"]),
    )  # fmt: skip


def _bounded(form: str) -> str:
    left = r"(?<![A-Za-z])" if form[0].isascii() and form[0].isalpha() else ""
    return left + re.escape(form) + _right(form)


def _right(form: str) -> str:
    return r"(?![A-Za-z])" if form[-1].isascii() and form[-1].isalpha() else ""


def _forms(table: Mapping[str, list[str]]) -> list[str]:
    return [form for forms in table.values() for form in forms]


def _signs(exact: Iterable[str]) -> str:
    ordered = sorted(exact, key=lambda sign: (-len(sign), sign))
    return "(?-i:" + "|".join(re.escape(sign) + r"(?![A-Za-z])" for sign in ordered) + ")"


def _measures(data: Mapping[str, dict[str, list[str]]], exact: frozenset[str]) -> str:
    forms = sorted(set(_forms(data["measures"])) - exact, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form) + _right(form) for form in forms)


def _scales(table: Mapping[str, list[str]]) -> str:
    forms = sorted(_forms(table), key=lambda form: (-len(form), form))
    letters = [form for form in forms if form.isascii() and len(form) <= _LETTERS]
    words = [form for form in forms if form.isascii() and len(form) > _LETTERS]
    han = [form for form in forms if not form.isascii()]
    return rf"(?:{'|'.join(letters)})(?![A-Za-z])|[ -]?(?:{'|'.join(words)})(?![A-Za-z])|[ ]?(?:{'|'.join(han)})"


def _values(data: Mapping[str, dict[str, list[str]]], name: str) -> dict[str, Decimal]:
    return {form: Decimal(key) for key, forms in data[name].items() for form in forms}

"""Tables of results: header, rows and cells as the digest has them, each cell with its place.

The text of a table is a line a row, its cells parted by bars, the header first; an empty line parts two tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.known import known_type
from kg.extraction.names import key
from kg.extraction.units import DIGITS, half_width, tables
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BAR = " | "
_VALUE = re.compile(
    rf"\s*(?P<sign>[~≈<>≤≥+±−-]?)\s*(?P<digits>{DIGITS})\s*(?P<scale>[KMBTkw万亿](?![A-Za-z]))?\s*"
    r"(?P<unit>[%％×xX]|[A-Za-zµμ/°]{1,8})?\s*(?:±\s*[\d.]+%?)?\s*(?:[(（][^()（）]*[)）])?[\s↑↓*†‡§^⬆⬇]*"
)
_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "w": 10**4, "万": 10**4, "亿": 10**8}
_COMPARATORS = {"~": "~", "≈": "~", "<": "<", "≤": "<", ">": ">", "≥": ">"}
_MARKS = re.compile(r"[↑↓⬆⬇*†‡§]|[(（]\s*[↑↓][^()（）]*[)）]|\s(?:higher|lower) is better\b")
_INNER = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*$")
_SETTING = re.compile(
    r"\b(?:\d+|zero|one|few|five)[- ]?shot\b|零样本|少样本|\d+\s*样本|fine-?tuned|微调", re.IGNORECASE
)
_OF_SEVERAL = re.compile(r"^(?:mean|average|avg\.?|median|overall|total|max|平均|总体)\s*(?=\S)", re.IGNORECASE)
_SHARE = 0.6
_LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and where they stand, in characters of the whole text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Score:
    """A cell's number."""

    value: Decimal
    unit: str | None
    comparator: str
    scaled: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header and the columns that hold numbers."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...]

    @property
    def by_yardstick(self) -> bool:
        """Whether a row is a benchmark, dataset or metric, and a column what is measured."""
        first, words = bare(self.head[0].text).casefold(), wording("tables")["columns"]
        if any(first == word or first.startswith(f"{word} ") for word in (*words["actors"], *words["yardsticks"])):
            return any(first == word or first.startswith(f"{word} ") for word in words["yardsticks"])
        heads, labels = [self.head[n].text for n in self.numeric], [row[0].text for row in self.rows]
        return _yardsticks(labels) > _yardsticks(heads) and not any(map(is_own, labels))


def _yardsticks(labels: Sequence[str]) -> float:
    """Return the share of labels that are benchmarks, datasets or metrics less that of models and methods."""
    kinds = [kind for label in labels if (kind := next(filter(None, known_type(bare(label))), None))]
    signs = [1 if kind in {"Benchmark", "Dataset", "Metric"} else -1 for kind in kinds]
    return sum(signs) / max(1, len(labels))


def find_tables(text: str, start: int, end: int) -> Iterator[Table]:
    """Yield the tables of `text` from `start` to `end` that hold numbers."""
    lines: list[tuple[Cell, ...]] = []
    at = start
    for line in (*text[start:end].split("\n"), ""):
        if line.strip():
            lines.append(_cells(line, at))
        elif lines:
            yield from _table(lines)
            lines = []
        at += len(line) + 1


def _cells(line: str, at: int) -> tuple[Cell, ...]:
    cells = []
    for part in line.split(_BAR):
        words = part.strip()
        cells.append(Cell(words, at + len(part) - len(part.lstrip())))
        at += len(part) + len(_BAR)
    return tuple(cells)


def _table(lines: Sequence[tuple[Cell, ...]]) -> Iterator[Table]:
    head, *rows = lines
    rows = [row for row in rows if len(row) == len(head) and row[0].text and len(row[0].text) <= _LONGEST_LABEL]
    numeric = tuple(n for n in range(1, len(head)) if head[n].text and _is_numeric([row[n].text for row in rows]))
    if rows and numeric:
        yield Table(head, tuple(rows), numeric)


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if re.search(r"\w", cell)]
    return bool(filled) and sum(score(cell) is not None for cell in filled) >= _SHARE * len(filled)


def score(cell: str) -> Score | None:
    """Return a cell's number, None where it holds none or more than one.

    >>> score("**84.5%**"), score("n/a")
    (None, None)
    >>> score("84.5% ↑").value, score("7B").value
    (Decimal('84.5'), Decimal('7000000000'))
    """
    found = _VALUE.fullmatch(half_width(cell))
    if not found:
        return None
    value = Decimal(found["digits"].replace(",", ""))
    scale = _SCALES[found["scale"].lower()] if found["scale"] else 1
    value = -value if found["sign"] in {"-", "−"} else value
    return Score(value * scale, unit_of(found["unit"] or ""), _COMPARATORS.get(found["sign"], "="), scale > 1)


def unit_of(words: str) -> str | None:
    """Return the unit that words name, None where they name none."""
    found = tables().measure.fullmatch(words)
    if found:
        return tables().measures[found["exact"] or found["any"].lower()]
    return "x" if words in {"X", "×"} else words if words in {"dB", "GB", "MB", "FPS", "Hz"} else None


def bare(label: str) -> str:
    """Return a label without arrows and notes."""
    return _MARKS.sub("", label).strip(" *_`:：")


@cache
def listed(group: str) -> frozenset[str]:
    """Return the words of a group of tables.toml, without case."""
    return frozenset(word.casefold() for word in wording("tables")[group]["words"])


def is_own(label: str) -> bool:
    """Whether a label stands for the paper's own thing, or says that it is: ``Kestrel (ours)``."""
    outer, inner = inside(bare(label))
    return bool({outer.casefold(), inner.casefold(), bare(label).casefold()} & listed("own"))


def inside(label: str) -> tuple[str, str]:
    """Return a label without the brackets at its end, and what stands in them."""
    found = _INNER.search(label)
    return (label[: found.start()].strip(), found.group(1).strip()) if found else (label.strip(), "")


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a column's or a row's label says that its numbers measure."""

    metric: str | None = None
    benchmark: str | None = None
    unit: str | None = None
    setting: str | None = None
    parameters: bool = False
    scale: int = 1
    lower: bool = False
    """Whether lower numbers are better."""


def yardstick(label: str, names: dict[str, str]) -> Yardstick:
    """Read a label such as ``VisDrone AP50`` or ``MMLU (5-shot)``; `names` gives a type for each known key."""
    outer, inner = inside(bare(label))
    found = _SETTING.search(f"{outer} {inner}")
    setting = found.group().casefold() if found else None
    if outer.casefold() in listed("parameters"):
        return Yardstick(parameters=True, scale=_SCALES.get(inner.casefold(), 1))
    unit = unit_of(inner)
    outer = _SETTING.sub("", outer).strip(" ,，-") if setting else outer
    metric, rest = _metric(outer, names)
    if metric is None and inner and unit is None and _is_metric(inner, names):
        metric = inner
    return Yardstick(metric, rest or None, unit, setting, lower=is_lower(f"{metric or ''} {'↓' * ('↓' in label)}"))


def is_lower(words: str) -> bool:
    """Whether words say of a metric that lower numbers are better."""
    plain = words.casefold()
    latin = set(re.findall(r"[a-z]+", plain))
    return any(word in latin if word.isascii() and " " not in word else word in plain for word in listed("lower"))


def _metric(label: str, names: dict[str, str]) -> tuple[str | None, str]:
    """Part a label into the metric with which it ends (or begins), and the rest."""
    words = label.split()
    if _is_metric(label, names):
        return label, ""
    first, comma, second = (part.strip() for part in re.sub("[，:：@]", ",", label).partition(","))
    if comma and _is_metric(first, names) != _is_metric(second, names):
        return (first, second) if _is_metric(first, names) else (second, first)
    for n in range(1, len(words)):
        if _is_metric(" ".join(words[n:]), names):
            return " ".join(words[n:]), " ".join(words[:n])
    for n in range(len(words) - 1, 0, -1):
        if _is_metric(" ".join(words[:n]), names):
            return " ".join(words[:n]), re.sub(r"^(?:on|of|for)\s+|^[@—–-]\s*", "", " ".join(words[n:]))
    return None, label


def _is_metric(label: str, names: dict[str, str]) -> bool:
    words = _OF_SEVERAL.sub("", label)
    known = names.get(key(words)) or known_type(words)[0]
    return words.casefold() in listed("metrics") or known == "Metric"

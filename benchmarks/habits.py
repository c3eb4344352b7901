"""How much is lost where the same papers are written in other habits.

usage: python benchmarks/habits.py TRAIN.jsonl [--every N] [HABIT...]

Rewrites the annotated papers' texts (sentences as items, semicolons, wide letters, names in quotes and so on), extracts
and scores them. The shipped model was taught these papers: only the distance from "as they are" says something.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.evaluation.scoring import score
from kg.extraction import extract_all
from kg.interchange import from_json
from kg.model import Document, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Habit = Callable[[str, str], str]
    """Rewrites the text of a field, given the field's name."""

FORMS = {"zh": ("title_en", "title_zh", "abstract_zh"), "en": ("title_en", "abstract_en")}
FIGURES = ("entities.typed", "entities.named", "relations.collapsed", "results.full", "quantities")
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+(?=[A-Z])")
_NAME = re.compile(r"(?<![\w-])[A-Z][A-Za-z]*[A-Z0-9][\w-]*")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _sentences(text: str) -> list[str]:
    return [part.strip().rstrip("。.") for part in _SENTENCE.split(text) if part.strip()]


def _joined(chinese: str, english: str) -> Habit:
    return lambda name, text: (chinese if name.endswith("zh") else english).join(_sentences(text))


def _circled(_: str, text: str) -> str:
    return " ".join(chr(0x2460 + n % 20) + sentence for n, sentence in enumerate(_sentences(text)))


def _quoted(name: str, text: str) -> str:
    return _NAME.sub(r"「\g<0>」" if name.endswith("zh") else r'"\g<0>"', text)


def _spelt(name: str, text: str) -> str:
    return _PERCENT.sub(r"百分之\1" if name.endswith("zh") else r"\1 percent", text)


HABITS: Mapping[str, Habit] = {
    "as they are": lambda _, text: text,
    "items without full stops": _joined("\n\n", "\n\n"),
    "semicolons": _joined("；", "; "),
    "commas": _joined("，", ", "),
    "emoji between sentences": _joined("🔥", " 🔥 "),
    "numerals in circles": _circled,
    "half-width marks": lambda _, text: text.translate(str.maketrans("，。；：（）！？“”", ',.;:()!?""')),
    "wide letters": lambda _, text: text.translate(_WIDE),
    "percent in words": _spelt,
    "names in quotes": _quoted,
    "all lower case": lambda _, text: text.lower(),
}


def rewritten(lines: Iterable[Mapping[str, dict[str, str]]], form: str, habit: Habit) -> Iterator[Document]:
    """Yield each paper with its abstract written so; letters and marks change in titles too."""
    for line in lines:
        text = line["text"]
        fields = tuple(Field(name, habit(name, text[name])) for name in FORMS[form] if text.get(name))
        yield Document(str(line["doc"]), fields, path="habits", line=1)


def main() -> None:
    """Rewrite, extract, score, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("train")
    parser.add_argument("habits", nargs="*", default=list(HABITS), metavar="HABIT")
    parser.add_argument("--every", type=int, default=5)
    options = parser.parse_args()
    with open(options.train, encoding="utf-8") as file:  # noqa: PTH123 - a path as the user gave it
        lines = [json.loads(line) for line in file][:: options.every]
    gold = [from_json({**line["annotation"], "doc": line["doc"]}, options.train) for line in lines]
    print(f"| habit | {' | '.join(FIGURES)} |\n| --- |{' ---: |' * len(FIGURES)}")
    for name in options.habits:
        shown = {form: _figures(gold, rewritten(lines, form, HABITS[name])) for form in FORMS}
        cells = (" / ".join(shown[form][figure] for form in FORMS) for figure in FIGURES)
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _figures(gold: list[object], papers: Iterable[Document]) -> dict[str, str]:
    found = [replace(one, document=replace(one.document, fields=())) for one in extract_all(papers)]
    told = score(gold, found).as_json()  # type: ignore[arg-type]  # extractions
    return {figure: str(told[figure]["f1"]) for figure in FIGURES}


if __name__ == "__main__":
    main()

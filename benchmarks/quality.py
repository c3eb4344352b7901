"""How well the shipped model extracts: the seeds against their annotation, and the model's own cross-validation.

usage: python benchmarks/quality.py GOLD.jsonl [SOURCES...]

GOLD holds annotations in the form of extractions.jsonl; SOURCES are what they annotate (default: seeds). Prints
Markdown tables: measures, types and predicates of the sources, and beside them what `kg train` measured by
cross-validation (models/bilingual/quality.json), which the sources had no part in.
"""

from __future__ import annotations

import argparse
import json
from itertools import chain

from kg.build import extract_from
from kg.evaluation.scoring import score
from kg.interchange import from_json
from kg.resources import resource


def main() -> None:
    """Extract, score and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold")
    parser.add_argument("sources", nargs="*", default=["seeds"])
    options = parser.parse_args()
    with open(options.gold, encoding="utf-8") as lines:  # noqa: PTH123 - a path as the user gave it
        gold = [from_json(json.loads(line), options.gold) for line in lines if line.strip()]
    found = list(extract_from(options.sources, on_skip=print))
    figures = {"sources": score(gold, found).as_json()}
    trained = resource("models", "bilingual", "quality.json")
    if trained.exists():
        figures |= {f"cv {form}": value for form, value in json.loads(trained.read_text("utf-8")).items()}
    for title, pick in (("measure", None), ("type", "types"), ("predicate", "predicates")):
        table(title, {name: value if pick is None else value[pick] for name, value in figures.items()})


def table(title: str, columns: dict[str, dict[str, object]]) -> None:
    """Print one Markdown table of F1 (precision / recall)."""
    names = dict.fromkeys(chain.from_iterable(columns.values()))
    rows = [k for k in names if any(isinstance(c.get(k), dict) and "f1" in c[k] for c in columns.values())]
    print(f"\n| {title} | {' | '.join(columns)} |\n| --- |{' ---: |' * len(columns)}")
    for name in rows:
        cells = [c.get(name) for c in columns.values()]
        print(f"| {name} | {' | '.join(cell(c) for c in cells)} |")


def cell(figures: dict[str, object] | None) -> str:
    """Return F1 (precision / recall), or nothing."""
    return f"{figures['f1']} ({figures['p']} / {figures['r']})" if figures else ""


if __name__ == "__main__":
    main()

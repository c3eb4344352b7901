"""How well digests are read and extracted that are written in other habits than the corpus.

usage: python benchmarks/digests.py [FOLDER...]

Reads each folder's digests, extracts, and scores against its gold.jsonl; F1 in percent.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from kg.evaluation.scoring import score
from kg.extraction import extract_all
from kg.interchange import from_json
from kg.reading import read

HERE = Path(__file__).parent / "digests"
FIGURES = (
    "entities.typed", "entities.named", "relations.collapsed", "results.value", "results.full", "quantities", "links",
)  # fmt: skip


def measured(folder: Path) -> list[str]:
    """Return a folder's figures: papers found of those annotated, then F1."""
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    gold = [from_json(json.loads(line), str(folder)) for line in lines]
    digests = sorted(path for path in folder.iterdir() if path.suffix in {".md", ".txt"})
    found = list(extract_all(read(digests, on_skip=lambda _: None)))
    known = {one.document.id for one in gold} & {one.document.id for one in found}
    told = score(gold, [replace(one, document=replace(one.document, fields=())) for one in found]).as_json()
    return [f"{len(known)} of {len(gold)}", *(str(told[figure]["f1"]) for figure in FIGURES)]


def main() -> None:
    """Print a row for each folder."""
    folders = [Path(name) for name in sys.argv[1:]] or sorted(path.parent for path in HERE.glob("*/gold.jsonl"))
    print(f"| digests | papers | {' | '.join(FIGURES)} |\n| --- |{' ---: |' * (len(FIGURES) + 1)}")
    for folder in folders:
        print(f"| {folder.name} | {' | '.join(measured(folder))} |", flush=True)


if __name__ == "__main__":
    main()

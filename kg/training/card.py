"""The model card: what a model was trained on, how big it is, how good it is, where it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.evaluation.scoring import score
from kg.interchange import from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.training.corpus import Record

_MEASURES = (
    "entities.typed", "entities.untyped", "entities.named", "relations.collapsed", "relations.strict", "results.value",
    "results.full", "quantities", "links",
)  # fmt: skip
_HEAD = """# The bilingual extraction model

| | |
| --- | --- |
| annotated papers | {annotated} (titles and abstracts in Chinese and English, annotated by hand) |
| papers without annotation | {papers} (pretraining, self-training, the pipeline's lessons, translation, frequencies) |
| well-known names | {names:,} in ontology/wording/names.toml, set by hand; 38 of them had stood in lists of errors |
| encoder | {tokens} features of {depth} numbers, in 8 bits; convolutions of width {width}, dilations {dilations} |
| trees | LightGBM, at most 16 leaves each: which names are one, what counts, type, role, pairs, numbers |
| size | {size:.1f} MB in all |

The texts are other people's: arXiv abstracts (under the licence that each author chose) and a public machine
translation of them. None of them is in the model: it holds weights, counts, and names with the number of papers that
use them. The annotations were made for this project.

## Quality

By cross-validation over the annotated papers, F1 (precision / recall) in percent. A paper is read by an encoder
({folds} folds) and decided by trees ({parts} parts) that have not seen its annotation; the trees that link names and
the thresholds were fitted on all papers. `kg eval` counts.
"""
_LIMITS = """
## Limits

- Summaries of papers on machine learning, mostly on language models, from 2023 to 2025. Other fields lose much.
- One abstract at a time: what tables and full texts say is not there.
- The Chinese it learned from is a machine translation; prose by people is found less well where it departs from that.
- Rare predicates (basedOn, comparedWith, trainedOn, outperforms, partOf) had few examples: the figures show it.
"""


def scored(records: Sequence[Record], lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of predictions in the gold form against the records' annotations, as `kg eval` counts."""
    gold = [from_json({**r["annotation"], "doc": r["doc"]}, "annotation") for r in records]
    found = [from_json(dict(line), "prediction") for line in lines]
    return {name: value for name, value in score(gold, found).as_json().items() if name != "by_doc"}


def write_card(out: Path, facts: Mapping[str, Any], figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Write README.md and quality.json beside the model; `figures` is by form."""
    (out / "quality.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
    (out / "README.md").write_text(_HEAD.format(**facts) + _tables(figures) + _LIMITS, "utf-8")


def _tables(figures: Mapping[str, Mapping[str, Any]]) -> str:
    forms = list(figures)
    measures = _table("measure", forms, {m: [figures[f].get(m) for f in forms] for m in _MEASURES})
    groups = [
        _table(
            name,
            forms,
            {
                k: [figures[f][group].get(k) for f in forms]
                for k in sorted({k for f in forms for k in figures[f][group]})
            },
        )
        for name, group in (("type", "types"), ("predicate", "predicates"))
    ]
    return "\n" + "\n".join([measures, *groups])


def _table(title: str, forms: Sequence[str], rows: Mapping[str, Sequence[Mapping[str, Any] | None]]) -> str:
    lines = [f"| {title} | {' | '.join(forms)} |", "| --- |" + " ---: |" * len(forms)]
    lines += [f"| {name} | {' | '.join(_cell(c) for c in cells)} |" for name, cells in rows.items()]
    return "\n".join(lines) + "\n"


def _cell(figures: Mapping[str, Any] | None) -> str:
    return "" if figures is None else f"{figures['f1']} ({figures['p']} / {figures['r']})"
